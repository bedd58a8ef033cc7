"""The report on two reviews: its figures are those of the domain, and each audience reads what is meant for it."""

import re
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import msgspec
import pytest
from tests.domain import builders as build
from tests.reports.builders import (
    NOW,
    flagship_review,
    outside_the_margins,
    page_texts,
    small_answers,
    small_review,
)
from tests.reports.documents import DOCUMENTS, compared, named

from shipworthy.domain.comparison import Comparison, compare
from shipworthy.domain.pack import EvidenceRule
from shipworthy.domain.remediation import ItemState
from shipworthy.domain.report_kind import Audience, Format, Paper
from shipworthy.domain.review import Review
from shipworthy.reports.comparison_report import ComparisonReport, QuestionRow
from shipworthy.reports.comparison_view import comparison_report
from shipworthy.reports.job import Rendered
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.template import html
from shipworthy.wording.comparison_report import ComparisonReportWording

WORDING = ComparisonReportWording()
LONG = "Wiederholungsversuchskoordinationsdienst für Rückerstattungen " * 4


def made(before: Review, after: Review, audience: Audience = Audience.DESIGN_REVIEW) -> ComparisonReport:
    """Return the report on two reviews."""
    return comparison_report(compare(before, after), WORDING, NOW, audience=audience)


def points(text: str) -> Fraction:
    """Return the points that a text says, as a part of 1."""
    return Fraction(text.replace("−", "-")) / 100


def rows(report: ComparisonReport) -> list[QuestionRow]:
    """Return all questions that count for the change."""
    found = report.details
    assert found is not None
    return [*found.changed, *found.not_applicable, *found.new, *found.gone, *found.reweighted]


def pair() -> tuple[Review, Review]:
    """Return two reviews of the shipped questionnaire that differ in most answers."""
    return named(flagship_review(1, answered=0.7), "May review"), named(flagship_review(2), "June review")


def test_the_figures_are_those_of_the_domain() -> None:
    before, after = pair()
    comparison, report = compare(before, after), made(before, after)
    assert comparison.parts is not None
    assert comparison.change is not None
    fall = report.waterfall
    assert fall is not None
    assert [each.points for each in fall.parts] == [WORDING.points(each) for each in comparison.parts.values()]
    assert [each.end for each in fall.parts][:-1] == [each.start for each in fall.parts][1:]
    assert (fall.parts[0].start, fall.parts[-1].end) == (fall.before, fall.after)
    assert (fall.before, fall.after, fall.zero) == (
        int((before.scorecard.score or 0) * 1000),
        int((after.scorecard.score or 0) * 1000),
        0,
    )
    assert points(report.change_alone) == pytest.approx(float(comparison.change), abs=0.0006)
    _agree_question_by_question(comparison, report)


def _agree_question_by_question(comparison: Comparison, report: ComparisonReport) -> None:
    told = {each.text: each.change for each in rows(report)}
    assert told == {each.question.text: WORDING.points(each.change) for each in comparison.movements}
    assert len(rows(report)) == len(comparison.movements), "each stands in one group alone"
    sizes = [abs(points(each.change)) for each in (report.details.changed if report.details else ())]
    assert sizes == sorted(sizes, reverse=True)
    shown = {each.title: (each.before_text, each.after_text, each.change) for each in report.principles}
    for principle in comparison.principles:
        assert principle.before is not None
        assert principle.after is not None
        assert shown[principle.title] == (
            WORDING.percent(principle.before),
            WORDING.percent(principle.after),
            WORDING.points(principle.after - principle.before),
        )


def test_one_and_the_same_says_that_nothing_changed() -> None:
    report = made(small_review(), small_review())
    assert report.summary == "26, Not ready, as before"
    assert (report.change, report.tone, rows(report)) == ("0.0 points", "none", [])
    assert "No answer and no evidence changed." in html(report)
    leaders = made(small_review(), small_review(), Audience.LEADERSHIP).leaders
    assert leaders is not None
    assert (leaders.worse, leaders.better) == ((), ())


def test_scores_that_round_to_the_same_are_told_with_a_decimal() -> None:
    report = made(*pair())
    assert report.summary == "28.2 → 27.7, Not ready, as before"
    assert report.waterfall is not None
    assert (report.waterfall.before_text, report.waterfall.after_text) == ("28.2", "27.7")


def test_a_verdict_that_changed_with_the_same_score_stands_first() -> None:
    pack = build.simple_pack(build.question("a"))
    strict, kind = (
        build.review(pack, answers=[build.answered("p/a", "d")], policy=build.asks(least, "0", "0", 1))
        for least in ("0.9", "0.5")
    )
    assert made(strict, kind).summary == "Not ready → Ready; 75, as before"


def test_what_cannot_be_compared_is_said_and_has_no_picture() -> None:
    pack = build.simple_pack(build.question("a"))
    nothing = named(build.review(pack, answers=[build.not_applicable("p/a")]), "Empty review")
    report = made(nothing, build.review(pack, answers=[build.answered("p/a", "e")]))
    assert report.waterfall is None
    assert (report.change, report.change_alone) == ("not comparable", "–")
    assert report.not_comparable.startswith("Not comparable: nothing is applicable in “Empty review”")
    text = html(report)
    assert "What moved the score" not in text
    assert report.not_comparable in text.replace("&#34;", '"')


def test_other_packs_tell_new_and_gone_questions_apart() -> None:
    old = build.simple_pack(build.question("a"), build.question("b"))
    new = replace(build.simple_pack(build.question("b"), build.question("c")), version="2.0.0")
    report = made(
        build.review(old, answers=[build.answered("p/a", "e"), build.answered("p/b", "e")]),
        build.review(new, answers=[build.answered("p/b", "e"), build.answered("p/c", "a")]),
    )
    assert report.details is not None
    assert [each.text for each in report.details.new] == ["Text of c?"]
    assert [(each.text, each.after) for each in report.details.gone] == [("Text of a?", "Not asked")]
    assert (report.before.packs[0].version, report.after.packs[0].version) == ("1.0.0", "2.0.0")
    assert report.before.packs[0].digest != report.after.packs[0].digest
    leaders = made(
        build.review(old, answers=[build.answered("p/a", "e")]), build.review(new, answers=[]), Audience.LEADERSHIP
    ).leaders
    assert leaders is not None
    assert leaders.worse == (), "what is asked no longer did not get worse"


def test_notes_and_evidence_are_told_even_where_the_answer_stayed() -> None:
    ends = build.evidence(build.TODAY - timedelta(days=3), title="trace")
    kept, more = (build.evidence(title=each, value=f"https://example.org/{each}") for each in ("dashboard", "runbook"))
    pack = build.simple_pack(build.question("a", evidence_rule=EvidenceRule.NONE), build.question("b"))
    before = build.review(
        pack,
        answers=[build.answered("p/a", "c", evidence=(ends, kept), note="First"), build.answered("p/b", "c")],
    )
    before = replace(before, today=build.TODAY - timedelta(days=30))
    after = build.review(
        pack,
        answers=[
            build.answered("p/a", "c", evidence=(ends, kept, more), note="Second", note_internal=True),
            build.answered("p/b", "c", note="Only now"),
        ],
    )
    report = made(before, after)
    assert report.details is not None
    found = {each.text: each.remarks for each in report.details.remarked}
    assert found == {
        "Text of a?": (
            "Internal note: Second",
            "before: First",
            "Evidence gained: runbook",
            "Evidence expired after 19 Nov 2026: trace",
        ),
        "Text of b?": ("Note: Only now",),
    }
    back = made(after, before).details
    assert back is not None
    assert {each.text: each.remarks for each in back.remarked} == {
        "Text of a?": ("Note: First", "before: Second", "Evidence taken away: runbook"),
        "Text of b?": ("Note taken away: Only now",),
    }


def test_no_internal_note_reaches_leaders() -> None:
    before = small_review([])
    after = small_review(small_answers())
    assert "not for leaders" in html(made(before, after))
    text = html(made(before, after, Audience.LEADERSHIP))
    assert "not for leaders" not in text
    assert "Seen" not in text


def test_leaders_read_new_blockers_first_and_are_asked_about_them() -> None:
    proved = replace(small_answers()[0], choices=("e",), evidence=(build.evidence(),))
    lost = replace(proved, evidence=(build.evidence(build.YESTERDAY),))
    others = small_answers()[1:]
    before, after = small_review([proved, *others]), small_review([lost, *others[:2], *others[3:]])
    comparison, report = compare(before, after), made(before, after, Audience.LEADERSHIP)
    assert comparison.blockers_new == ("p/timeouts",)
    assert report.leaders is not None
    assert report.details is None
    assert (report.leaders.worse[0].text, report.leaders.worse[0].is_blocker) == ("Text of timeouts?", True)
    assert [each.what for each in report.leaders.asks] == [
        "Decide on 1 new blocker",
        "Have the evidence of 1 answer renewed",
    ]
    stayed = made(after, after, Audience.LEADERSHIP).leaders
    assert stayed is not None
    assert [each.what for each in stayed.asks] == ["Agree who closes 1 blocker that stayed, and by when"]
    freed = made(after, before, Audience.LEADERSHIP).leaders
    assert freed is not None
    assert [each.what for each in freed.asks] == ["Agree when the rest of the gate is met"]
    pack = build.simple_pack(build.question("a"))
    fine = build.review(pack, answers=[build.answered("p/a", "e")], policy=build.asks("0", "0", "0", 1))
    ready = made(fine, fine, Audience.LEADERSHIP).leaders
    assert ready is not None
    assert [each.what for each in ready.asks] == ["Nothing: take note of the change"]


def test_items_done_between_and_changed_facts_are_told() -> None:
    was_done = build.item("p/signal", state=ItemState.DONE)
    open_one = build.item("p/retries", id=UUID(int=9), title="Retry with care")
    before = replace(small_review(), items=(was_done, open_one))
    after = small_review(of=build.service(tier=2, accepts_files=True))
    after = replace(after, items=(was_done, replace(open_one, state=ItemState.DONE, owner="Noor")))
    found = made(before, after).details
    assert found is not None
    assert [(each.title, each.state, each.owner) for each in found.items] == [("Retry with care", "Done", "Noor")]
    changed = [(each.text, each.before, each.after) for each in found.facts if each.changed]
    assert changed == [("Tier", "1", "2"), ("accepts_files?", "no", "yes")]


@pytest.mark.parametrize("audience", [Audience.DESIGN_REVIEW, Audience.LEADERSHIP])
def test_long_and_foreign_names_stay_inside_the_margins(worker: ReportWorker, audience: Audience) -> None:
    one = named(flagship_review(1), LONG, LONG)
    other = named(flagship_review(3, answered=0.3, name=LONG), "決済サービス" * 20, f"خدمة الدفع {LONG}")
    drawn = worker.render(compared(one, other, audience))
    assert isinstance(drawn, Rendered)
    assert outside_the_margins(drawn.content) == []
    if audience is Audience.LEADERSHIP:
        assert drawn.pages == 2
        letter = worker.render(msgspec.structs.replace(compared(one, other, audience), paper=Paper.LETTER))
        assert isinstance(letter, Rendered)
        assert letter.pages == 2


def test_page_one_tells_the_change_first_and_its_five_parts(worker: ReportWorker) -> None:
    drawn = worker.render(compared(*pair()))
    assert isinstance(drawn, Rendered)
    first = page_texts(drawn.content)[0]
    places = [
        first.index(each)
        for each in ("28.2 → 27.7, Not ready", "Packs and weights", "Facts", "Answers", "Evidence", "Before and after")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("name", [each for each in DOCUMENTS if "comparison" in each])
def test_headings_go_down_by_one_and_tables_have_headers(name: str) -> None:
    text = html(DOCUMENTS[name]().report)
    levels = [int(each) for each in re.findall(r"<h(\d)", text)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert re.findall(r"<th\b(?! scope)", text) == []
    assert text.count("<svg") == text.count("<title>") - 1, "each picture has a text"


def test_it_is_a_page_for_the_browser_too(worker: ReportWorker) -> None:
    job = DOCUMENTS["comparison for leadership"]()
    drawn = worker.render(type(job)(job.report, job.assets, Format.HTML))
    assert isinstance(drawn, Rendered)
    assert "28.2 → 27.7, Not ready, as before" in drawn.content.decode()
