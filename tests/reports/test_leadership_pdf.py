"""The report for leaders on paper: two pages, whatever it holds, on A4 and Letter, with nothing outside the margins."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO

import msgspec
import pikepdf
import pytest
from tests.domain import builders as build
from tests.reports.builders import flagship_review, outside_the_margins, page_texts, small_review
from tests.reports.leadership_builders import crowded_figures, decided_figures, figures, leaders
from tests.reports.test_decision_pdf import DECISION, STALE
from tests.reports.test_service_pdf import LONG, crowded_review, followed_up

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Cap, Review
from shipworthy.reports import charts, render
from shipworthy.reports.chart_data import PAPER
from shipworthy.reports.job import Job
from shipworthy.reports.leadership_figures import LeadershipFigures
from shipworthy.reports.leadership_report import LeadershipReport
from shipworthy.reports.leadership_room import FEWEST_RISKS, MOST_RISKS, MOST_STEPS
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.template import html, style

CHINESE = "結帳與付款服務" * 20


def _all_met() -> Review:
    """Return a review of the small pack in which nothing is missed."""
    pack = build.simple_pack(build.question("one"), build.question("two"))
    return build.review(pack, answers=[build.answered("p/one", "e"), build.answered("p/two", "e")])


def _nothing_applies() -> Review:
    pack = build.simple_pack(build.question("one"))
    return build.review(pack, answers=[build.not_applicable("p/one")])


FIGURES: dict[str, Callable[[], LeadershipFigures]] = {
    "open": lambda: figures(flagship_review(answered=0.9)),
    "unanswered": lambda: figures(flagship_review(answered=0.0)),
    "no risk": lambda: figures(_all_met()),
    "no score": lambda: figures(_nothing_applies(), before=_all_met()),
    "decided": decided_figures,
    "withdrawn": lambda: figures(small_review(), decision=DECISION, state=AssessmentState.WITHDRAWN),
    "crowded": crowded_figures,
    "crowded, open": lambda: figures(
        followed_up(crowded_review(), 60, LONG), before=followed_up(flagship_review(), 3, LONG)
    ),
    "words": lambda: crowded_figures("Wording that is long but breaks between words, as sentences do. " * 3),
    "arabic": lambda: crowded_figures("خدمة الدفع والتحصيل " * 10),
    "chinese": lambda: crowded_figures(CHINESE),
}


@cache
def made(kind: str) -> LeadershipReport:
    """Return one kind of report."""
    return leaders(FIGURES[kind]())


@pytest.mark.parametrize("size", ["A4", "letter"])
@pytest.mark.parametrize("kind", FIGURES)
def test_it_has_two_pages_whatever_it_holds(kind: str, size: str) -> None:
    report = made(kind)
    drawn = {name: charts.svg(chart, PAPER).encode() for name, chart in report.charts().items()}
    rendered = render.pdf(html(report), f"{style(LeadershipReport)} @page {{ size: {size} }}", drawn)
    assert rendered.pages == 2
    first, second = page_texts(rendered.content)
    assert "Top risks to the business" in first
    assert report.figures.foundations in first
    assert "Path to ready" in second
    assert "The fingerprint" in second
    if size == "A4":
        assert outside_the_margins(rendered.content) == []


@pytest.mark.parametrize("kind", ["open", "unanswered", "decided"])
def test_the_pages_hold_every_field(worker: ReportWorker, kind: str) -> None:
    report = made(kind)
    first, second = page_texts(worker.render(Job(report)).content)
    of, standing = report.figures, report.standing
    for each in (report.heading, standing.decision, standing.meaning, *standing.unmet, of.open_answers, of.score_of):
        assert each in first
    for ask in report.asks:
        assert f"{ask.what}." in first
    for risk in report.risks:
        assert risk.risk in first
    assert f"And {report.risk_count - len(report.risks)} more, in the full report." in first
    for step in report.path.steps:
        assert step.after in second
    assert report.path.outcome in second
    assert report.path.rest in second


def test_lists_are_as_long_as_there_is_room() -> None:
    assert len(made("open").risks) == MOST_RISKS
    assert len(made("crowded").risks) == FEWEST_RISKS
    assert len(made("open").path.steps) == MOST_STEPS
    assert len(made("crowded").path.steps) < MOST_STEPS


def test_the_trend_has_an_alternative_text(worker: ReportWorker) -> None:
    report = made("decided")
    assert report.trend is not None
    assert f'alt="{report.trend.alternative}"' in html(report)
    with pikepdf.open(BytesIO(worker.render(Job(report)).content)) as document:
        assert document.docinfo["/Title"] == "checkout: readiness for leadership"
        with document.open_outline() as outline:
            assert [each.title for each in outline.root][:2] == ["Summary", "Movement"]


def test_a_decision_says_what_its_answers_come_to_today_where_that_differs() -> None:
    of = figures(_all_met(), decision=DECISION)
    assert not any(note.startswith("Today") for note in leaders(of).standing.notes)
    held_back = replace(of, live=replace(of.live, cap=Cap(Verdict.NOT_READY, ("stock",))))
    report = leaders(held_back)
    assert "Today the same answers come to 100, not ready" in report.standing.notes
    assert report.standing.verdict == "Ready"
    assert report.path.notes == ("The verdict stays held back by stock until that is mended there.",)


def test_a_decision_with_several_reasons_to_be_stale_names_one_and_counts_the_others() -> None:
    told = [each for each in leaders(decided_figures()).standing.notes if each.startswith("Out of date")]
    assert len(STALE) == 2
    assert told == ["Out of date: The evidence of failure.timeouts expired after 30 Nov 2026 (and 1 more)"]


def test_what_people_typed_is_text() -> None:
    report = msgspec.structs.replace(made("open"), heading="<script>alert(1)</script> {{ 7 * 7 }}")
    assert "<script>alert" not in html(report)
    assert "{{ 7 * 7 }}" in html(report)
