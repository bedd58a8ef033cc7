"""The report on remediation and waivers: every number is the store's, for each of its readers and on any day."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import jsonschema
import msgspec
import openpyxl
import pytest
from tests.reports.builders import outside_the_margins, page_texts
from tests.reports.pdf_rules import broken_rules
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock

from shipworthy.domain.pack import Severity
from shipworthy.domain.people import same_person
from shipworthy.domain.remediation import UNFINISHED_STATES, ItemState, RemediationItem, Waiver
from shipworthy.domain.remediation_figures import RemediationFigures
from shipworthy.domain.report_kind import Audience, Format, Paper, ReportOrder, Subject, formats_of
from shipworthy.domain.waiver_register import WaiverStanding, accepted_by
from shipworthy.errors import UserError
from shipworthy.exchange.received_csv import read_csv
from shipworthy.reports.job import Job, Order, decode_order, encode
from shipworthy.reports.remediation_report import RemediationReport
from shipworthy.reports.remediation_view import MOST_OWNERS, SHOWN
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.template import html
from shipworthy.storage.changes import SubjectKind
from shipworthy.workflows.item_lists import ItemLine, list_items
from shipworthy.workflows.item_planning import blank_item
from shipworthy.workflows.over_time import Scope, items_as_of
from shipworthy.workflows.reports import remediation
from shipworthy.workflows.reports.making import make_report, report_name
from shipworthy.workflows.reports.remediation import read_remediation, remediation_job
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.waiver_register import read_register
from shipworthy.workflows.waivers import approve_waiver, request_waiver

FULL, BRIEF, AUDIT = Audience.DESIGN_REVIEW, Audience.LEADERSHIP, Audience.AUDITOR
LONG = "Wiederholungsversuchskoordinationsdienst" * 5
HOSTILE = "<script>alert(1)</script><img src=x> & {{ 7 * 7 }} | **bold** [link](http://x)"
NAMES = (LONG, HOSTILE, "خدمة الدفع والتحصيل", "結帳與付款服務", "\u202eevil", "שירות תשלומים", "a" * 200)
SCOPES = [{}, {"team": "customer  MESSAGING"}, {"service": "notifications"}]
SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "remediation.schema.json"


def ordered(session: Session, audience: Audience = FULL, team: str = "", service: str = "") -> ReportOrder:
    """Return an order for all services, or for a team or a service by its name."""
    of = find_service(session, service).id if service else None
    return ReportOrder(Subject.REMEDIATION, audience, service=of, team=team)


def made(session: Session, order: ReportOrder) -> RemediationReport:
    """Return the report that would be printed."""
    report = remediation_job(session, order).report
    assert isinstance(report, RemediationReport)
    return report


def lines_of(session: Session, order: ReportOrder) -> list[ItemLine]:
    """Return the items that an order means, as the lists show them."""
    team = "Customer Messaging" if order.team else ""
    return [line for line in list_items(session, order.service) if team in ("", line.service.team)]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def worker() -> Iterator[ReportWorker]:
    """Yield a warm worker for all tests of this file."""
    with ReportWorker(deadline_seconds=200, cpu_seconds=200) as worker:
        yield worker


@pytest.fixture
def crowd(session: Session, clock: Clock) -> Session:
    """Return a store with five hundred items, all of them late, of seven services with hostile names, unwaived."""
    assessments = [begin_review(session, [small_pack()], name) for name in NAMES]
    with session.begin() as tx:
        for each, name in zip(assessments, NAMES, strict=True):
            tx.services.save(replace(tx.services.get(each.service), team=name))
        for number in range(500):
            of = assessments[number % len(NAMES)]
            item = replace(
                blank_item(session, of.service, list(Severity)[number % 4]),
                id=UUID(int=number + 1),
                title=f"{number} {NAMES[number % 5]}"[:200],
                owner=NAMES[number % 7],
                due=session.today() - timedelta(days=number % 300 + 1),
                effort_days=Fraction(1, 3),
                questions=frozenset({"small/first"}),
                state_reason=HOSTILE if number == 3 else "",
            )
            tx.items.save(item)
    clock.moment += timedelta(days=20)
    return session


@pytest.mark.parametrize("scope", SCOPES)
def test_page_one_and_two_say_what_the_store_holds(sample_session: Session, scope: dict[str, str]) -> None:
    order = ordered(sample_session, BRIEF, **scope)
    report, lines, today = made(sample_session, order), lines_of(sample_session, order), sample_session.today()
    services = {line.service.id for line in lines}
    register = [each for each in read_register(sample_session).lines if each.waiver.service in services]
    page = report.page_one
    unfinished = [line for line in lines if line.item.state in UNFINISHED_STATES]
    late = [line for line in lines if line.overdue]
    blockers = [line for line in unfinished if line.item.severity is Severity.BLOCKER and not line.waived]
    active = [each for each in register if each.is_active]
    effort = sum((line.item.effort_days or Fraction(0) for line in unfinished), Fraction(0))
    assert len(late) > 0
    assert [each.number for each in page.figures] == [
        str(len(unfinished)),
        str(round(float(effort))),
        str(len(late)),
        str(len(blockers)),
        str(len(active)),
    ]
    assert (report.items_count, report.waivers_count) == (len(lines), len(register))
    whose = Counter(line.service.name if scope else line.service.team for line in late)
    assert {each.name: each.items for each in page.overdue} == dict(whose)
    oldest = max((today - line.item.due).days for line in late if line.item.due)
    assert f"oldest {oldest} days late" in {each.said for each in page.figures}
    assert [each.title for each in page.blockers] == [
        line.item.title for line in sorted(blockers, key=lambda line: line.item.due or date.max)[:SHOWN]
    ]
    assert page.blockers_count == len(blockers)
    assert page.ending_count == sum(each.ends_soon for each in register)
    people = Counter(accepted_by(each.waiver) for each in active)
    assert {each.approver: each.active for each in page.exposures} == dict(people)
    assert sum(each.unfinished for each in report.owners) == len(unfinished)
    assert sum(each.overdue for each in report.owners) == len(late)
    assert sum(each.risks for each in report.owners) == len(active)
    assert report.burn_down is not None
    live, overdue = report.burn_down.panels[0].lines
    assert (live.values[-1], overdue.values[-1]) == (sum(each.item.is_live for each in lines), len(late))
    assert str(len(late)) in page.asks[0].what
    assert report.ways
    assert report.together


@pytest.mark.parametrize("scope", SCOPES)
def test_a_design_review_sees_every_item_and_waiver_once(sample_session: Session, scope: dict[str, str]) -> None:
    order = ordered(sample_session, FULL, **scope)
    report, lines = made(sample_session, order), lines_of(sample_session, order)
    details = report.details
    assert details is not None
    assert report.audit is None
    listed = Counter(item.id for group in details.groups for item in group.items)
    dropped = Counter(item.id for item in details.dropped)
    assert listed + dropped == Counter(str(line.item.id)[:8] for line in lines)
    assert sum(dropped.values()) == sum(line.item.state is ItemState.DROPPED for line in lines)
    assert {item.why for item in details.dropped} == {
        line.item.state_reason for line in lines if line.item.state is ItemState.DROPPED
    }
    rows = {item.id: item for group in details.groups for item in group.items}
    for line in lines:
        row = rows.get(str(line.item.id)[:8])
        if row is not None:
            assert (row.title, row.owner, row.age) == (line.item.title, line.item.owner or "–", str(line.age_days))
            assert ("overdue" in row.state, "Waived" in row.state) == (line.overdue, line.waived)
            assert len(row.questions) == len(line.item.questions)
            assert all(title in row.after for title in line.waits_for)
    assert sum(each.live for each in details.ages) == sum(line.item.is_live for line in lines)
    assert len(details.waivers) == report.waivers_count
    assert all(row.reason for row in details.waivers)


def test_what_was_settled_since_a_day_is_what_the_histories_tell(sample_session: Session) -> None:
    since = date(2026, 6, 1)
    report = made(sample_session, replace(ordered(sample_session), since=since))
    assert report.details is not None
    before = {each.item.id: each.item.state for each in items_as_of(sample_session, since - timedelta(days=1))}
    settled = (ItemState.DONE, ItemState.VERIFIED)
    moved = {
        str(line.item.id)[:8]
        for line in list_items(sample_session)
        if line.item.state in settled and before.get(line.item.id) is not line.item.state
    }
    assert {item.id for item in report.details.settled} == moved
    assert len(moved) > 5
    assert report.since == "1 June 2026"


def test_leaders_read_two_pages_without_reasons_and_notes(sample_session: Session, worker: ReportWorker) -> None:
    report = made(sample_session, ordered(sample_session, BRIEF))
    pages = page_texts(worker.render(Job(report)).content)
    assert len(pages) == 2
    assert (report.details, report.audit) == (None, None)
    text = squeezed("".join(pages))
    reasons = [line.waiver.reason for line in read_register(sample_session).lines]
    reasons += [line.item.state_reason for line in list_items(sample_session) if line.item.state_reason]
    assert len(reasons) > 7
    assert [each for each in reasons if squeezed(each) in text] == []
    for phrase in ("What we ask of you", "Overdue by team", "Who answers for accepted risks", "Path to ready"):
        assert squeezed(phrase) in text


def test_an_auditor_sees_each_entry_of_the_log_and_counts_that_sum_up(
    sample_session: Session, worker: ReportWorker
) -> None:
    report = made(sample_session, ordered(sample_session, AUDIT))
    audit = report.audit
    assert audit is not None
    with sample_session.store.read() as tx:
        changes = [each for each in tx.changes.of_remediation() if each.kind in (SubjectKind.ITEM, SubjectKind.WAIVER)]
    printed = Counter(event.number for history in (*audit.items, *audit.waivers) for event in history.events)
    assert printed == Counter(str(each.sequence) for each in changes)
    counts = [(row.name, int(row.count)) for row in audit.counts]
    items, waivers = len(ItemState), len(ItemState) + 1 + len(WaiverStanding)
    assert sum(count for _name, count in counts[:items]) == counts[items][1] == len(list_items(sample_session))
    assert sum(count for _name, count in counts[items + 1 : waivers]) == counts[waivers][1] == 7
    assert counts[-1][1] == len(changes)
    pages = page_texts(worker.render(Job(report)).content)
    text = squeezed("".join(pages))
    assert [each.id for each in (*audit.items, *audit.waivers) if each.id not in text] == []
    assert {each.actor for each in changes} - {""} == {
        event.who for history in (*audit.items, *audit.waivers) for event in history.events
    }
    assert "Who,asclaimed" in text


@pytest.mark.parametrize(("day", "since"), [(date(2026, 6, 30), date(2026, 4, 1)), (date(2026, 1, 31), None)])
def test_a_past_day_is_told_as_it_was(sample_session: Session, day: date, since: date | None) -> None:
    told = read_remediation(sample_session, replace(ordered(sample_session, FULL), day=day, since=since))
    then = items_as_of(sample_session, day, Scope())
    assert [(each.item, each.waived, each.overdue) for each in told.items] == [
        (each.item, each.waived, each.overdue) for each in then
    ]
    with sample_session.store.read() as tx:
        changes = tx.changes.last_of_remediation(sample_session.store.end_of(day))
    kept = [each.after_as(Waiver) for each in changes if each.kind is SubjectKind.WAIVER]
    assert {(each.line.waiver.id, each.line.waiver.state, each.line.waiver.expires) for each in told.waivers} == {
        (each.id, each.state, each.expires) for each in kept if each is not None
    }
    assert all(event.day <= day for each in told.items for event in each.events)
    assert told.ways is None
    report = made(sample_session, replace(ordered(sample_session, FULL), day=day, since=since))
    assert f"--as-of {day.isoformat()}" in report.command
    assert not report.has_ways


@pytest.mark.parametrize("audience", [FULL, BRIEF, AUDIT])
def test_a_store_without_items_says_so(session: Session, worker: ReportWorker, audience: Audience) -> None:
    report = made(session, ordered(session, audience))
    assert (report.burn_down, report.ageing, report.owners) == (None, None, ())
    assert report.page_one.asks[0].what == "Nothing yet"
    pdf = worker.render(Job(report)).content
    assert outside_the_margins(pdf) == []
    assert broken_rules(pdf) == {}
    assert "No blocker is open." in page_texts(pdf)[0]
    for kind in formats_of(Subject.REMEDIATION):
        assert decode_order(encode(Order(Job(report, kind=kind), 1, 1))).job == Job(report, kind=kind)


@pytest.mark.parametrize("paper", Paper)
def test_five_hundred_late_items_are_two_pages_for_leaders(crowd: Session, worker: ReportWorker, paper: Paper) -> None:
    with crowd.store.read() as tx:
        services = [each.id for each in tx.services.all()]
    for place, service in enumerate(services[:5]):
        day = crowd.today() + timedelta(days=9)
        asked = request_waiver(crowd, service, "small/breaker", LONG, day, requester="Amira").waiver
        approve_waiver(crowd, asked.id, f"{LONG[:120]}{place}")
    report = made(crowd, replace(ordered(crowd, BRIEF), paper=paper))
    full = made(crowd, replace(ordered(crowd, FULL), paper=paper))
    assert full.details is not None
    short = msgspec.structs.replace(full, details=replace(full.details, groups=full.details.groups[:1]))
    with_contents = worker.render(Job(short, paper=paper)).content
    assert "Open work and accepted risks" in page_texts(with_contents)[1], "page one is one page"
    assert report.page_one.figures[2].number == "500"
    assert len(report.owners) == min(len(NAMES), MOST_OWNERS)
    pdf = worker.render(Job(report, paper=paper)).content
    assert len(page_texts(pdf)) == 2
    if paper is Paper.A4:
        assert outside_the_margins(pdf) == []


@pytest.mark.parametrize("audience", [FULL, AUDIT])
def test_five_hundred_items_with_any_names_stay_text_inside_the_page(
    crowd: Session, worker: ReportWorker, audience: Audience
) -> None:
    report = made(crowd, ordered(crowd, audience))
    pdf = worker.render(Job(report)).content
    assert outside_the_margins(pdf) == []
    pages = page_texts(pdf)
    assert "Open work and accepted risks" in pages[1], "page one is one page"
    text = squeezed("".join(pages))
    assert squeezed(HOSTILE) in text
    assert "結帳與付款服務" in text
    assert [number for number in range(500) if str(UUID(int=number + 1))[:8] not in text] == []
    assert html(report).count("<script") == 0
    assert broken_rules(pdf) == {}


@pytest.mark.parametrize("audience", [FULL, BRIEF, AUDIT])
def test_markdown_says_the_same_and_keeps_text_as_text(crowd: Session, audience: Audience, tmp_path: Path) -> None:
    order = replace(ordered(crowd, audience), format=Format.MARKDOWN)
    target = make_report(crowd, order, tmp_path / report_name(crowd, order))
    assert target.suffix == ".md"
    text = target.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "**bold**" not in text
    assert "[link](http" not in text
    assert text.count("\n- [ ] ") == (0 if audience is BRIEF else 500)
    tables = [line for line in text.splitlines() if line.startswith("|")]
    widths = [line.replace("\\|", "").count("|") for line in tables]
    assert len(tables) > 10
    assert all(width >= 3 for width in widths)
    assert made(crowd, ordered(crowd, audience)).fingerprint in text


def test_markdown_ticks_what_is_done(sample_session: Session, tmp_path: Path) -> None:
    order = replace(ordered(sample_session, FULL), format=Format.MARKDOWN)
    text = make_report(sample_session, order, tmp_path / "x.md").read_text(encoding="utf-8")
    states = Counter(line.item.state for line in list_items(sample_session))
    assert text.count("\n- [x] ") == states[ItemState.DONE] + states[ItemState.VERIFIED]
    assert text.count("\n- [ ] ") == sum(states[each] for each in UNFINISHED_STATES)


@pytest.mark.parametrize("scope", SCOPES)
def test_json_keeps_its_schema_and_has_the_fingerprint_of_every_report(
    sample_session: Session, tmp_path: Path, scope: dict[str, str]
) -> None:
    order = ordered(sample_session, AUDIT, **scope)
    target = make_report(sample_session, replace(order, format=Format.JSON), tmp_path / "figures.json")
    prints = {made(sample_session, replace(order, audience=each)).fingerprint for each in Audience}
    assert prints == {sha256(target.read_bytes()).hexdigest()}
    schema, value = json.loads(SCHEMA.read_text(encoding="utf-8")), json.loads(target.read_bytes())
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(value)
    lines = lines_of(sample_session, order)
    assert [each["id"] for each in value["items"]] == [str(line.item.id) for line in lines]
    assert value["summary"]["overdue"] == sum(line.overdue for line in lines)
    assert sum(value["summary"]["states"].values()) == len(lines)
    assert sum(value["summary"]["standings"].values()) == len(value["waivers"])
    assert all(each["history"] for each in (*value["items"], *value["waivers"]))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Summary", "Waits for", "Overdue", "Yes")), ("de", ("Zusammenfassung", "Wartet auf", "Überfällig", "Ja"))],
)
def test_tables_hold_the_items_and_waivers_of_the_scope_in_the_language_of_the_report(
    sample_session: Session, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    first, waits, overdue, yes = words
    order = replace(ordered(sample_session, FULL, service="notifications"), language=language)
    target = make_report(sample_session, replace(order, format=Format.CSV), tmp_path / "items.csv")
    head, *rows = [[cell.text for cell in row] for row in read_csv(target).rows]
    lines = lines_of(sample_session, order)
    assert [row[-1] for row in rows] == [str(line.item.id) for line in lines]
    assert [row[head.index(overdue)] == yes for row in rows] == [line.overdue for line in lines]
    assert waits in head
    path = make_report(sample_session, replace(order, format=Format.XLSX), tmp_path / "items.xlsx")
    summary, items, waivers = openpyxl.load_workbook(path).worksheets[:3]
    assert summary.title == first
    assert (items.max_row, waivers.max_row) == (len(lines) + 1, 3 + 1)
    assert [cell.value for cell in items[1]] == head
    report = made(sample_session, order)
    assert report.fingerprint in [row[1].value for row in summary.iter_rows()]
    assert {row[0].value for row in waivers.iter_rows(min_row=2)} == {"notifications"}
    decided = {each.line.waiver.state_reason or None for each in read_remediation(sample_session, order).waivers}
    assert {row[-2].value for row in waivers.iter_rows(min_row=2)} == decided


@pytest.mark.parametrize(("audience", "kind"), [(BRIEF, Format.PDF), (FULL, Format.ARCHIVE), (AUDIT, Format.HTML)])
def test_it_is_written_as_every_kind_of_page(
    sample_session: Session, worker: ReportWorker, tmp_path: Path, audience: Audience, kind: Format
) -> None:
    order = replace(ordered(sample_session, audience, team="Fleet"), format=kind)
    path = make_report(sample_session, order, tmp_path / report_name(sample_session, order), worker)
    suffix = "" if audience is FULL else f"-{audience.value}"
    assert path.name == f"remediation-Fleet-2026-11-22{suffix}{kind.suffix}"
    if kind is Format.HTML:
        assert "Fleet" in path.read_text(encoding="utf-8")
    else:
        assert broken_rules(path.read_bytes()) == {}


def test_waivers_of_one_person_by_any_spelling_are_one_exposure(session: Session) -> None:
    review = begin_review(session, [small_pack()])
    day = session.today() + timedelta(days=9)
    for question, approver in (("small/first", "Bo Li"), ("small/breaker", "bo  li")):
        asked = request_waiver(session, review.service, question, "Until the move", day, requester="Amira").waiver
        approve_waiver(session, asked.id, approver)
    report = made(session, ordered(session))
    [exposure] = report.page_one.exposures
    assert same_person(exposure.approver, "Bo Li")
    assert (exposure.active, report.page_one.ending_count) == (2, 2)
    assert "2 accepted risks" in report.page_one.asks[0].what
    assert report.details is not None
    assert {row.state for row in report.details.waivers} == {"Active"}


def test_a_path_that_takes_too_long_is_left_out_and_said(
    sample_session: Session, monkeypatch: pytest.MonkeyPatch, worker: ReportWorker
) -> None:
    monkeypatch.setattr(remediation, "_PATH_SECONDS", 0.0)
    report = made(sample_session, ordered(sample_session, BRIEF))
    assert (report.has_ways, report.ways, report.together) == (True, (), "")
    assert report.ways_left_out > 0
    assert "took too long to work out" in page_texts(worker.render(Job(report)).content)[1]


def test_orders_that_cannot_be_end_in_one_message(sample_session: Session, tmp_path: Path) -> None:
    target, order = tmp_path / "report.pdf", ordered(sample_session)
    service = find_service(sample_session, "stock")
    for wrong, message in (
        (replace(order, day=sample_session.today() + timedelta(days=1)), "has not come yet"),
        (replace(order, since=sample_session.today()), "is not before"),
        (replace(order, team="Flet"), "No service is of the team “Flet”"),
        (replace(order, format=Format.DOCX), "not made as docx"),
    ):
        with pytest.raises(UserError, match=message):
            make_report(sample_session, wrong, target)
    archive_services(sample_session, [service.id])
    with pytest.raises(UserError, match="“stock” is archived"):
        make_report(sample_session, replace(order, service=service.id), target)
    assert not target.exists()


def test_an_item_taken_back_and_one_reopened_are_told_as_they_stand(session: Session, clock: Clock) -> None:
    review = begin_review(session, [small_pack()])
    with session.begin() as tx:
        item = tx.items.save(replace(blank_item(session, review.service), title="One", id=UUID(int=7))).value
    for state in (ItemState.DONE, ItemState.OPEN, ItemState.DONE):
        clock.moment += timedelta(days=2)
        with session.begin() as tx:
            item = tx.items.save(replace(tx.items.get(item.id), state=state)).value
    told: RemediationFigures = read_remediation(session, ordered(session))
    [reported] = told.items
    assert isinstance(reported.item, RemediationItem)
    assert reported.settled_on == session.today()
    assert [each.after.state if each.after else None for each in reported.events] == [
        ItemState.OPEN,
        ItemState.DONE,
        ItemState.OPEN,
        ItemState.DONE,
    ]
    assert told.flow.reopened == 1
