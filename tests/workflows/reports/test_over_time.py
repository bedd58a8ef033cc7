"""The report's charts: what led up to a review, tagged and worded; a sealed one prints as of its seal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from tests.reports.builders import outside_the_margins, page_texts
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Answer, AnswerState, Decision, Outcome, Signatory
from shipworthy.domain.remediation import ItemState
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.workflows import item_planning, remediation
from shipworthy.workflows.decisions import decide, withdraw
from shipworthy.workflows.over_time import trend_chart
from shipworthy.workflows.remediation import ItemEdit
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import offer_start, start_review

QUESTIONS = ("first", "breaker", "drain", "last")


def no_go(session: Session, assessment: UUID) -> None:
    decide(session, assessment, Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),)))


def next_review(session: Session, service: UUID, choice: str) -> UUID:
    """Start from the one before, answer everything with one choice, decide."""
    plan = offer_start(session, service).usual_plan
    started = start_review(session, service, plan).review.assessment
    with session.store.read() as tx:
        before = tx.answers.of_assessment(started.id)
    answers = [Answer(f"small/{each}", state=AnswerState.ANSWERED, choices=(choice,)) for each in QUESTIONS]
    versions = {each: before[each].version for each in before}
    record_answers(session, started.id, [replace(each, version=versions.get(each.question, 0)) for each in answers])
    no_go(session, started.id)
    return started.id


def figures(pdf: bytes) -> list[str]:
    """Return the alternative texts of the figures of a PDF, in reading order."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found: list[str] = []

        def look(node: pikepdf.Object) -> None:
            if isinstance(node, pikepdf.Dictionary):
                if node.get("/S") == "/Figure":
                    found.append(str(node.get("/Alt", "")))
                kids = node.get("/K", pikepdf.Array())
                for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                    look(kid)

        look(document.Root.StructTreeRoot)
        return found


@pytest.fixture(scope="module")
def press() -> Iterator[ReportWorker]:
    """Yield a worker with a deadline that a busy machine keeps."""
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        yield worker


@pytest.fixture
def history(session: Session, clock: Clock) -> tuple[UUID, UUID]:
    """Return a service and its second decided review, with items that were worked on in between."""
    first = begin_review(session, [small_pack()])
    no_go(session, first.id)
    made = item_planning.plan_remediation(session, first.id)
    clock.moment += timedelta(days=30)
    remediation.edit_items(session, [made.items[0].id], ItemEdit(state=ItemState.DONE))
    second = next_review(session, first.service, "c")
    return first.service, second


def printed(session: Session, assessment: UUID, tmp_path: Path, press: ReportWorker) -> bytes:
    return make_report(session, review_order(assessment), tmp_path / "report.pdf", press).read_bytes()


def test_a_report_shows_the_trend_and_the_burn_down(
    session: Session,
    history: tuple[UUID, UUID],
    tmp_path: Path,
    press: ReportWorker,
) -> None:
    pdf = printed(session, history[1], tmp_path, press)
    alternatives = [each for each in figures(pdf) if each.startswith(("Trend", "Burn-down"))]
    assert [each.split(".")[0].split(":")[0] for each in alternatives] == [
        "Trend of 2 decided reviews",
        "Burn-down from 22 Nov 2026 to 22 Dec 2026",
    ]
    pages = page_texts(pdf)
    assert len([text for text in pages if "Person-days left" in text]) == 1
    assert any("Score" in text and "Level" in text for text in pages if "Over time" in text)
    assert "Over time" not in pages[0]
    assert outside_the_margins(pdf) == []


def test_a_sealed_review_prints_as_of_its_seal_whatever_came_later(
    session: Session,
    clock: Clock,
    history: tuple[UUID, UUID],
    tmp_path: Path,
    press: ReportWorker,
) -> None:
    service, second = history
    before = figures(printed(session, second, tmp_path, press))
    remediation.save_item(session, replace(item_planning.blank_item(session, service), title="Later"))
    clock.moment += timedelta(days=30)
    third = next_review(session, service, "e")
    after = figures(printed(session, second, tmp_path, press))
    assert [each for each in after if each.startswith(("Trend", "Burn"))] == [
        each for each in before if each.startswith(("Trend", "Burn"))
    ]
    assert any(each.startswith("Trend of 3") for each in figures(printed(session, third, tmp_path, press)))
    withdraw(session, second, "It rested on a mistake.")
    assert any(each.startswith("Trend of 3") for each in figures(printed(session, third, tmp_path, press)))


def test_one_review_is_no_trend_and_items_of_one_day_no_burn_down(
    session: Session,
    tmp_path: Path,
    press: ReportWorker,
) -> None:
    first = begin_review(session, [small_pack()])
    no_go(session, first.id)
    item_planning.plan_remediation(session, first.id)
    assert trend_chart(session, first.service) is None
    pdf = printed(session, first.id, tmp_path, press)
    assert not any(each.startswith(("Trend", "Burn")) for each in figures(pdf))
    assert not any("Over time" in text for text in page_texts(pdf))


def test_the_same_report_has_the_same_bytes(
    session: Session,
    history: tuple[UUID, UUID],
    tmp_path: Path,
    press: ReportWorker,
) -> None:
    first = printed(session, history[1], tmp_path, press)
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as another:
        assert printed(session, history[1], tmp_path, another) == first
