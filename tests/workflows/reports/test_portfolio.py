"""The report on the portfolio and on a team: every number is the store's, whatever services are called."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from tests.benchmarks.portfolio_store import make_store
from tests.reports.builders import outside_the_margins, page_texts
from tests.reports.pdf_rules import broken_rules
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock

from shipworthy.domain.gate import Verdict
from shipworthy.domain.movement import commonest_misses, movement
from shipworthy.domain.pack import Severity
from shipworthy.domain.portfolio import DueKind, ServiceLine
from shipworthy.domain.portfolio_summary import mean_score
from shipworthy.domain.report_kind import Audience, Format, Paper, ReportOrder, Subject
from shipworthy.domain.service_filter import SavedView, ServiceFilter
from shipworthy.errors import UserError
from shipworthy.reports.job import Job, Order, decode_order, encode
from shipworthy.reports.portfolio_charts import VERDICTS
from shipworthy.reports.portfolio_report import PortfolioReport
from shipworthy.reports.portfolio_view import MOST_SERVICES, MOST_TEAMS, SHOWN, portfolio_report
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.template import html
from shipworthy.settings import Settings
from shipworthy.wording.figures import whole_percent
from shipworthy.wording.portfolio_report import PortfolioReportWording
from shipworthy.workflows.heat_map import read_heat_map
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.portfolio_files import as_shown, export_portfolio
from shipworthy.workflows.reports.making import make_report, report_name
from shipworthy.workflows.reports.portfolio import read_figures
from shipworthy.workflows.session import Session, open_session

FULL, BRIEF = Audience.DESIGN_REVIEW, Audience.LEADERSHIP
LONG = "Wiederholungsversuchskoordinationsdienst" * 5
HOSTILE = "<script>alert(1)</script><img src=x> & {{ 7 * 7 }}"
NAMES = (LONG, HOSTILE, "خدمة الدفع والتحصيل", "結帳與付款服務", "\u202eevil", "שירות תשלומים", "a" * 200)


def made(session: Session, team: str = "", audience: Audience = FULL, **days: date) -> PortfolioReport:
    """Return the report that would be printed."""
    return portfolio_report(read_figures(session, team, **days), PortfolioReportWording(), session.now(), audience)


def on_letter(session: Session, worker: ReportWorker, team: str = "") -> list[str]:
    """Return the pages for leaders on Letter, as text."""
    figures, words = read_figures(session, team), PortfolioReportWording()
    brief = portfolio_report(figures, words, session.now(), BRIEF, paper=Paper.LETTER)
    pdf = worker.render(Job(brief, paper=Paper.LETTER)).content
    assert outside_the_margins(pdf) == []
    return page_texts(pdf)


def printed(worker: ReportWorker, report: PortfolioReport) -> bytes:
    """Return a report as PDF."""
    return worker.render(Job(report)).content


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def worker() -> Iterator[ReportWorker]:
    """Yield a warm worker for all tests of this file."""
    with ReportWorker(deadline_seconds=200, cpu_seconds=200) as worker:
        yield worker


@pytest.fixture
def large(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """Yield a store of two hundred services."""
    make_store(tmp_path / "large", 200)
    opened = open_session(tmp_path / "large", Settings(), "Amira", clock, uuid4)
    yield opened
    opened.close()


@pytest.mark.parametrize("team", ["", "Network Visibility"])
def test_page_one_says_what_the_store_holds(sample_session: Session, team: str) -> None:
    report, day = made(sample_session, team), sample_session.today()
    now = [each for each in portfolio_on(sample_session).lines if team in ("", each.service.team)]
    ids = {each.service.id for each in now}
    then = [
        each for each in portfolio_on(sample_session, date(2026, 10, 22)).lines if not team or each.service.id in ids
    ]
    page = report.page_one
    assert (report.as_of, report.since) == ("22 November 2026", "22 October 2026")
    assert report.services_count == len(now)
    for entry, verdict in zip(page.verdicts, VERDICTS, strict=True):
        assert entry.now == sum(line.verdict is verdict for line in now)
        assert entry.then == sum(line.verdict is verdict for line in then)
    assert sum(entry.now for entry in page.verdicts) == len(now)
    mean = mean_score(now)
    assert mean.score is not None
    assert (page.mean.score, page.mean.scored) == (str(whole_percent(mean.score)), mean.scored)
    moved = movement(then, now)
    assert [each.service for each in page.improved] == [each.service.name for each in moved.improved[:SHOWN]]
    assert [each.service for each in page.dropped] == [each.service.name for each in moved.dropped[:SHOWN]]
    assert (page.improved_count, page.dropped_count) == (len(moved.improved), len(moved.dropped))
    misses = commonest_misses(now)[:SHOWN]
    assert [(each.services, each.asked) for each in page.misses] == [
        (len(each.services), each.asked) for each in misses
    ]
    assert page.overdue_count == sum(len(line.overdue) for line in now)
    late = Counter({line.service.name if team else line.service.team: 0 for line in now})
    for line in now:
        late[line.service.name if team else line.service.team] += len(line.overdue)
    assert {each.name: each.items for each in page.overdue} == {name: count for name, count in late.items() if count}
    assert page.expiring_count == sum(len(line.expiring) for line in now)
    kinds = {DueKind.AGE, DueKind.NEVER}
    assert page.due_count == sum(bool(kinds & {each.kind for each in line.due}) for line in now)
    blockers = sum(item.severity is Severity.BLOCKER for line in now for item in line.overdue)
    if page.overdue_count:
        assert str(page.overdue_count) in page.asks[0].what
        assert f"{blockers} close" in page.asks[0].about
    assert day == date(2026, 11, 22)


def test_teams_services_and_heat_map_say_what_the_store_holds(sample_session: Session) -> None:
    report = made(sample_session)
    details = report.details
    assert details is not None
    lines = {line.service.name: line for line in portfolio_on(sample_session).lines}
    rows = {row.name: row for group in details.groups for row in group.services}
    assert rows.keys() == lines.keys()
    for name, row in rows.items():
        check_row(lines[name], row.verdict, row.score, row.blockers, row.overdue, row.capped_by)
    assert sum(team.services for team in report.teams) == report.total.services == len(lines)
    for place in range(len(VERDICTS)):
        assert sum(team.verdicts[place] for team in report.teams) == report.total.verdicts[place]
    assert sum(team.overdue for team in report.teams) == report.total.overdue
    assert {cap.service for cap in details.caps} == {name for name, line in lines.items() if line.capped_by}
    [table] = details.heat
    view = read_heat_map(sample_session, tuple(lines.values()))
    assert [title for _number, title in table.principles] == [column.title for column in view.map.columns]
    cells = {row.service: row.cells for _team, of_team in table.groups for row in of_team}
    assert cells.keys() == {name for name, line in lines.items() if line.standing is not None}
    for name, of_service in cells.items():
        for cell, entry in zip(view.map.row(lines[name].standing), of_service, strict=True):
            assert entry.text == ("–" if cell.score is None else str(whole_percent(cell.score)))
            assert entry.below == cell.is_below
    active = sum(
        waiver.active_on(sample_session.today())
        for of_service in portfolio_on(sample_session).today.waivers.values()
        for waiver in of_service
    )
    assert len(details.waivers) == active > 0


def check_row(line: ServiceLine, verdict: str, score: str, blockers: str, overdue: int, capped_by: str) -> None:
    words = PortfolioReportWording()
    assert verdict == words.short_verdict(line.verdict)
    assert score == words.percent(line.standing.score if line.standing else None)
    assert blockers == ("–" if line.blockers is None else str(line.blockers))
    assert (overdue, capped_by) == (len(line.overdue), ", ".join(line.capped_by))


def test_the_trend_ends_where_the_portfolio_stands(sample_session: Session) -> None:
    report = made(sample_session)
    assert report.trend is not None
    score, verdicts = report.trend.panels
    assert score.lines[0].values[-1] == float(report.page_one.mean.score)
    assert [line.values[-1] for line in verdicts.lines] == [float(each.now) for each in report.page_one.verdicts]
    assert report.distribution.rows[-1].shares[0].count == report.page_one.verdicts[0].now


@pytest.mark.parametrize("team", ["", "Payments"])
def test_the_fingerprint_is_that_of_the_export_it_names(sample_session: Session, tmp_path: Path, team: str) -> None:
    report, target = made(sample_session, team), tmp_path / "figures.json"
    wanted = ServiceFilter(team=frozenset({team})) if team else ServiceFilter()
    portfolio = portfolio_on(sample_session)
    export_portfolio(
        sample_session, target, as_shown(portfolio, SavedView(next(iter(portfolio.standings)), "", wanted))
    )
    assert report.fingerprint == hashlib.sha256(target.read_bytes()).hexdigest()
    assert report.fingerprint != made(sample_session, "Returns").fingerprint


def test_leaders_read_two_pages_and_a_design_review_everything(sample_session: Session, worker: ReportWorker) -> None:
    brief, full = made(sample_session, audience=BRIEF), made(sample_session)
    pages = page_texts(printed(worker, brief))
    assert len(pages) == 2
    assert brief.details is None
    texts = "".join(pages)
    for phrase in ("What we ask of you", "Missed most often", "Overdue by team", "Not reviewed lately", "Teams"):
        assert phrase in texts
    assert squeezed("although the score that was sealed stays") in squeezed(pages[1]), "why a move may differ from it"
    for miss in brief.page_one.misses:
        assert squeezed(miss.risk)[:40] in squeezed(pages[0])
    pdf = printed(worker, full)
    whole = " ".join(page_texts(pdf))
    assert all(name in whole for name in ("Heat map", "Dependency caps", "Accepted risks", "Method, versions"))
    assert outside_the_margins(pdf) == []
    assert "Backend engineering" in whole


@pytest.mark.parametrize(("audience", "kind"), [(BRIEF, Format.PDF), (FULL, Format.ARCHIVE)])
def test_pdf_keeps_the_rules_of_accessible_documents(
    sample_session: Session, worker: ReportWorker, tmp_path: Path, audience: Audience, kind: Format
) -> None:
    path = make_report(sample_session, ReportOrder(Subject.PORTFOLIO, audience, kind), tmp_path / "report.pdf", worker)
    assert broken_rules(path.read_bytes()) == {}


def test_pdf_has_tags_headers_alternatives_and_bookmarks(sample_session: Session, worker: ReportWorker) -> None:
    report = made(sample_session)
    with pikepdf.open(BytesIO(printed(worker, report))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Portfolio readiness report"
        elements = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        figures = [each for each in elements if each["/S"] == "/Figure"]
        headers = [each for each in elements if each["/S"] == "/TH"]
        assert report.distribution.alternative in {str(each.get("/Alt", "")) for each in figures}
        assert len(headers) > 100
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
            services = next(entry for entry in outline.root if entry.title == "All services")
            assert [child.title for child in services.children][:2] == ["Cross Border", "Customer Messaging"]
    made_of = html(report)
    assert made_of.count("<th ") == made_of.count('<th scope="') == made_of.count("</th>")
    assert titles[0] == "Summary"
    assert titles[-1] == "Method, versions and fingerprint"


@pytest.mark.parametrize("audience", [BRIEF, FULL])
@pytest.mark.parametrize("count", [0, 1])
def test_a_portfolio_of_next_to_nothing_is_printed(
    session: Session, worker: ReportWorker, count: int, audience: Audience
) -> None:
    if count:
        begin_review(session, [small_pack()])
    report = made(session, audience=audience)
    assert (report.services_count, report.since, report.trend) == (count, "", None)
    pdf = printed(worker, report)
    assert outside_the_margins(pdf) == []
    assert "no earlier day" in page_texts(pdf)[0]
    assert bool(report.drafts) == bool(count)
    if not count:
        assert report.page_one.asks[0].what == "Name the services to be reviewed"


def test_whatever_services_and_teams_are_called_stays_text_inside_the_page(
    sample_session: Session, worker: ReportWorker
) -> None:
    lines = portfolio_on(sample_session).lines
    with sample_session.begin() as tx:
        for line, name in zip(lines, (*NAMES, *(f"{LONG[:80]}{place}" for place in range(9))), strict=False):
            tx.services.save(replace(line.service, name=name, team=name))
    brief, pdf = (printed(worker, made(sample_session, audience=audience)) for audience in (BRIEF, FULL))
    assert outside_the_margins(brief) == outside_the_margins(pdf) == []
    assert len(page_texts(brief)) == 2
    text = squeezed("".join(page_texts(pdf)))
    assert squeezed(HOSTILE) in text
    assert "結帳與付款服務" in text
    with pikepdf.open(BytesIO(pdf)) as document:
        assert not [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/JS" in each]
    one = made(sample_session, HOSTILE)
    assert HOSTILE in one.title
    assert squeezed(HOSTILE)[:20] in squeezed(page_texts(printed(worker, one))[0])


def test_two_hundred_services_are_two_pages_for_leaders_and_a_row_each_for_others(
    large: Session, worker: ReportWorker
) -> None:
    brief = made(large, audience=BRIEF)
    assert len(brief.teams) == MOST_TEAMS
    assert brief.rest == brief.teams_count - MOST_TEAMS + (1 if has_none(large) else 0)
    assert len(page_texts(printed(worker, brief))) == len(on_letter(large, worker)) == 2
    full = made(large)
    assert full.details is not None
    assert sum(len(group.services) for group in full.details.groups) == 200
    assert sum(team.services for team in full.teams) == 200
    pdf = printed(worker, full)
    assert outside_the_margins(pdf) == []
    text = squeezed("".join(page_texts(pdf)))
    names = [line.service.name for line in portfolio_on(large).lines if line.service.name.isascii()]
    assert len(names) > 100
    assert [name for name in names if squeezed(name) not in text] == []
    with pikepdf.open(BytesIO(pdf)) as document:
        assert "/StructTreeRoot" in document.Root


def has_none(session: Session) -> bool:
    """Tell whether a service has no team."""
    return any(not line.service.team for line in portfolio_on(session).lines)


def test_a_team_of_many_services_shows_leaders_those_in_most_need(large: Session, worker: ReportWorker) -> None:
    lines = portfolio_on(large).lines
    with large.begin() as tx:
        for line in lines[:40]:
            tx.services.save(replace(line.service, team="Crowd"))
    report = made(large, "crowd", BRIEF)
    assert (report.team, report.services_count, report.rest) == ("Crowd", 40, 40 - MOST_SERVICES)
    assert report.teams == ()
    ranks = [row.verdict for row in report.services]
    assert ranks == sorted(ranks, key=lambda each: each != PortfolioReportWording().short_verdict(Verdict.NOT_READY))
    assert len(page_texts(printed(worker, report))) == len(on_letter(large, worker, "crowd")) == 2


def test_a_past_day_is_told_as_it_was_and_a_report_is_the_same_again(
    sample_session: Session, worker: ReportWorker
) -> None:
    day, since = date(2026, 9, 30), date(2026, 6, 30)
    report = made(sample_session, day=day, since=since)
    assert (report.as_of, report.since) == ("30 September 2026", "30 June 2026")
    assert report.services_count == len(portfolio_on(sample_session, day).lines)
    assert "--as-of 2026-09-30" in report.command
    assert printed(worker, report) == printed(worker, report)


def test_it_is_written_under_its_name_and_a_failure_leaves_the_older_file(
    sample_session: Session, worker: ReportWorker, tmp_path: Path
) -> None:
    usual, odd = ReportOrder(Subject.PORTFOLIO, BRIEF), ReportOrder(Subject.TEAM, FULL, team="A/B: ..\\c")
    target = tmp_path / report_name(sample_session, usual)
    assert target.name == "portfolio-2026-11-22.pdf"
    assert report_name(sample_session, replace(odd, day=date(2026, 1, 2))) == "A-B-..-c-2026-01-02-design-review.pdf"
    assert make_report(sample_session, usual, target, worker) == target
    before = target.read_bytes()
    assert before.startswith(b"%PDF")
    with pytest.raises(UserError):
        make_report(sample_session, ReportOrder(Subject.TEAM, BRIEF, team="Nobody"), target, worker)
    assert target.read_bytes() == before


def test_days_teams_and_audiences_that_cannot_be_end_in_one_message(sample_session: Session, tmp_path: Path) -> None:
    today, target = sample_session.today(), tmp_path / "report.pdf"
    with pytest.raises(UserError, match="2026-11-23 has not come yet"):
        read_figures(sample_session, day=today + timedelta(days=1))
    with pytest.raises(UserError, match="2026-11-22 is not before 2026-11-22"):
        read_figures(sample_session, since=today)
    with pytest.raises(UserError, match="No service is of the team “Paymets”") as error:
        read_figures(sample_session, "Paymets")
    assert error.value.hint == "Did you mean Payments?"
    with ReportWorker() as worker, pytest.raises(UserError, match="for this audience: auditor"):
        make_report(sample_session, ReportOrder(Subject.PORTFOLIO, Audience.AUDITOR), target, worker)
    assert not target.exists()


def test_an_order_arrives_as_it_was_sent(sample_session: Session) -> None:
    order = Order(Job(made(sample_session)), 60, 1024)
    assert decode_order(encode(order)) == order
