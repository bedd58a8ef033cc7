"""The blank questionnaire on paper: every question with its choices, room to write, tagged, and not too long."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from tests.domain import builders as build
from tests.reports.builders import flagship_review, outside_the_margins, page_texts

from shipworthy.domain.pack import Select
from shipworthy.domain.review import Review
from shipworthy.reports.export import check_pdf
from shipworthy.reports.job import Job, Order, decode_order, encode
from shipworthy.reports.questionnaire_report import QuestionnaireReport
from shipworthy.reports.questionnaire_view import questionnaire_report
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.wording import Wording

MADE = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
LONG = "Wiederholungsversuchskoordinationsdienst" * 5
HOSTILE = "<script>alert(1)</script><img src=x> & {{ 7 * 7 }}"


def _report(review: Review) -> QuestionnaireReport:
    return questionnaire_report(review, Wording(), MADE)


def test_every_question_is_there_with_its_choices_and_no_answer(worker: ReportWorker) -> None:
    review = flagship_review(answered=0.9, note="Nobody must read this")
    made = _report(review)
    rendered = worker.render(Job(made))
    check_pdf(rendered, made.title, "en")
    text = "".join("".join(page_texts(rendered.content)).split())
    for item in review.applying():
        assert "".join(item.question.text.split()) in text
        assert all("".join(choice.label.split()) in text for choice in item.question.choices)
        assert "".join(item.question.verify.split())[:40] in text
    assert "Nobodymustreadthis" not in text
    assert text.count("☐Unknown☐Notapplicable☐Compensated") == len(review.applying())
    assert rendered.pages <= 20
    assert outside_the_margins(rendered.content) == []


def test_it_says_who_what_and_what_is_left_out(worker: ReportWorker) -> None:
    pack = build.pack(
        "p",
        build.principle(
            "one",
            build.question("a", select=Select.MANY),
            build.question("b", applies_when="service.has_database"),
            build.question("c", applies_when="service.has_database"),
        ),
        build.principle("none", build.question("d", applies_when="service.has_database")),
        facts={"has_database": False},
    )
    made = _report(build.review(pack))
    assert (made.asked, made.left_out) == (1, 3)
    assert [principle.number for principle in made.principles] == [1]
    (page, *others) = page_texts(worker.render(Job(made)).content)
    assert "1 question" in page
    assert "3 questions left out" in page
    assert "Filled in by" in page
    assert "Several may hold" in others[0]


def test_tags_title_language_and_bookmarks(worker: ReportWorker) -> None:
    with pikepdf.open(BytesIO(worker.render(Job(_report(flagship_review(answered=0.0)))).content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root["/Lang"]) == "en"
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
    assert "1 Define the contract" in titles
    assert len(titles) == 8


@pytest.mark.parametrize("text", [LONG, HOSTILE, "\u200fمرحبا", ""])
def test_whatever_a_service_is_called_the_page_holds_it(worker: ReportWorker, text: str) -> None:
    service = replace(build.service(), name=text or "x", team=text, owner=text, description=text, system=text)
    question = build.question("q", text=f"{text}?", verify=text, why=text, evidence_examples=(text,))
    rendered = worker.render(Job(_report(build.review(build.simple_pack(question), of=service))))
    assert outside_the_margins(rendered.content) == []
    if text == HOSTILE:
        assert "<script>" in "".join(page_texts(rendered.content))


def test_an_order_arrives_as_it_was_sent() -> None:
    order = Order(Job(_report(flagship_review(answered=0.0))), 60, 1024)
    assert decode_order(encode(order)) == order
