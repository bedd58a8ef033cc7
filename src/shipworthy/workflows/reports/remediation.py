"""Reports on remediation and waivers: of all services, of a team's or of one, as of any day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import TypeVar
from uuid import UUID

from shipworthy.domain.flow import days_between, figures, points
from shipworthy.domain.gate import Verdict
from shipworthy.domain.item_history import History, ItemLife, ItemThen
from shipworthy.domain.movement import months_before
from shipworthy.domain.pack import Question
from shipworthy.domain.path_to_ready import find_path
from shipworthy.domain.remediation import UNFINISHED_STATES, ItemState, RemediationItem, Waiver
from shipworthy.domain.remediation_figures import (
    Event,
    RemediationFigures,
    ReportedItem,
    ReportedWaiver,
    WaysToReady,
    WayToReady,
)
from shipworthy.domain.report_kind import Paper, ReportOrder
from shipworthy.domain.service import Service
from shipworthy.domain.waiver_register import Register, register
from shipworthy.errors import UserError
from shipworthy.exchange.remediation_json import fingerprint_of, remediation_json
from shipworthy.exchange.remediation_tables import remediation_item_table, remediation_tables
from shipworthy.exchange.report_table import table_as_csv, tables_as_workbook
from shipworthy.reports.branding import branding
from shipworthy.reports.job import Job
from shipworthy.reports.remediation_markdown import remediation_markdown
from shipworthy.reports.remediation_report import RemediationReport
from shipworthy.reports.remediation_view import remediation_report
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.text import _
from shipworthy.wording.remediation_markdown import RemediationMarkdownWording
from shipworthy.wording.remediation_report import RemediationReportWording
from shipworthy.wording.report_columns import ReportColumns
from shipworthy.workflows.heat_map import used_packs
from shipworthy.workflows.over_time import Scope, read_records
from shipworthy.workflows.path_to_ready import PathRequest, read_problem
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reports.order import days_of, safe_name, team_meant, translator_of
from shipworthy.workflows.session import Session
from shipworthy.workflows.waiver_register import read_register

T = TypeVar("T", RemediationItem, Waiver)
_BURN_DOWN_MONTHS = 12
_MOST_PATHS, _PATH_SECONDS = 12, 5.0  # a report may not wait long for what is only one of its tables


def remediation_job(session: Session, order: ReportOrder) -> Job:
    """Return the report on remediation, ready to be drawn; raises UserError for days, teams and services that cannot
    be."""
    _look, pictures = branding(session.settings)
    return Job(_report(session, order), pictures, order.format)


def remediation_name(session: Session, order: ReportOrder) -> str:
    """Return what the file of such a report is called, without its ending, such as "remediation-2026-11-22"."""
    day = (order.day or session.today()).isoformat()
    if order.service is None:
        return f"remediation-{safe_name(order.team)}-{day}" if order.team.strip() else f"remediation-{day}"
    with session.store.read() as tx:
        return f"remediation-{safe_name(tx.services.get(order.service).name)}-{day}"


def remediation_as_markdown(session: Session, order: ReportOrder) -> bytes:
    """Return the report as Markdown, for wikis and issues; raises what `remediation_job` does."""
    return remediation_markdown(_report(session, order), RemediationMarkdownWording(translator_of(order))).encode()


def remediation_as_json(session: Session, order: ReportOrder) -> bytes:
    """Return the report's figures as JSON, whatever its audience; raises what `remediation_job` does."""
    return remediation_json(read_remediation(session, order))


def remediation_as_csv(session: Session, order: ReportOrder) -> bytes:
    """Return the report's items as a table; raises what `remediation_job` does."""
    return table_as_csv(remediation_item_table(read_remediation(session, order), ReportColumns(translator_of(order))))


def remediation_as_workbook(session: Session, order: ReportOrder) -> bytes:
    """Return the report's items and waivers as a workbook; raises what `remediation_job` does."""
    told, translator = read_remediation(session, order), translator_of(order)
    tables = remediation_tables(told, ReportColumns(translator), fingerprint_of(told))
    about = told.service.name if told.service else told.team
    title = RemediationReportWording(translator).remediation_title(about)
    return tables_as_workbook(tables, title, session.now())


def _report(session: Session, order: ReportOrder) -> RemediationReport:
    told = read_remediation(session, order, with_ways=True)
    look, _pictures = branding(session.settings)
    words, paper = RemediationReportWording(translator_of(order)), order.paper or Paper.A4
    return remediation_report(told, words, session.now(), order.audience, fingerprint_of(told), look, paper)


def read_remediation(session: Session, order: ReportOrder, *, with_ways: bool = False) -> RemediationFigures:
    """Return what a report on remediation rests on.

    A team's services are those that it owns today. Questions, and what a waiver's question counts, are those of the
    reviews that stand today. With `with_ways` the least effort to ready is worked out, on today alone. Raises
    UserError for days to come, and for a team or a service that is not there.
    """
    until, since = days_of(session, order.day, order.since)
    records = read_records(session)
    scope = Scope(order.service, team_meant(order.team, records.teams))
    services = _services(session, records.services, scope)
    told = records.of(scope)
    log = _read_log(session, until)
    burn_down = days_between(max(told.first_day, months_before(until, _BURN_DOWN_MONTHS)), until)
    is_today = until == session.today()
    kept = _register(session, until, services)
    return RemediationFigures(
        team=scope.team,
        service=services[scope.service] if scope.service else None,
        day=until,
        since=since,
        services=tuple(services.values()),
        items=_items(told, records.history, until, services, log),
        waivers=tuple(
            ReportedWaiver(line, services[line.waiver.service], log.waivers.get(line.waiver.id, ()))
            for line in kept.lines
        ),
        register=kept,
        flow=figures(told, since, until),
        points=points(told, burn_down) if told.first_day <= until else (),
        questions=log.questions,
        packs=log.packs,
        ways=_ways(session, services) if with_ways and is_today else None,
    )


def _services(session: Session, known: Iterable[Service], scope: Scope) -> dict[UUID, Service]:
    found = {each.id: each for each in known if scope.service in (None, each.id) and scope.team in ("", each.team)}
    if scope.service is not None and scope.service not in found:
        with session.store.read() as tx:
            name = tx.services.get(scope.service).name
        raise UserError(
            _("“{name}” is archived, so nothing is done about its gaps.").format(name=name),
            _("Restore the service first, or choose another one."),
        )
    return found


@dataclass(frozen=True, slots=True)
class _Log:
    """What the store tells beside the figures: entries of the change log by item and waiver, and the questions."""

    items: Mapping[UUID, tuple[Event[RemediationItem], ...]]
    waivers: Mapping[UUID, tuple[Event[Waiver], ...]]
    questions: Mapping[str, Question]
    packs: tuple[str, ...]


def _read_log(session: Session, until: date) -> _Log:
    with session.store.read() as tx:
        changes = [each for each in tx.changes.of_remediation() if session.day(each.at) <= until]
        packs = used_packs(session, tx)
    items: dict[UUID, tuple[Event[RemediationItem], ...]] = {}
    waivers: dict[UUID, tuple[Event[Waiver], ...]] = {}
    for each in changes:
        thing = UUID(each.part)
        if each.kind is SubjectKind.ITEM:
            items[thing] = (*items.get(thing, ()), _event(session, each, RemediationItem))
        else:
            waivers[thing] = (*waivers.get(thing, ()), _event(session, each, Waiver))
    newest: dict[str, Question] = {}
    for pack in packs:
        for _principle, question in pack.questions():
            newest.setdefault(question.id, question)
    titles = {pack.id: f"{pack.title} {pack.version}" for pack in reversed(packs)}  # the newest of each last
    return _Log(items, waivers, newest, tuple(titles.values()))


def _event(session: Session, change: Change, kind: type[T]) -> Event[T]:
    return Event(
        change.sequence,
        change.at,
        session.day(change.at),
        change.actor,
        change.action,
        change.before_as(kind),
        change.after_as(kind),
    )


def _register(session: Session, day: date, services: Mapping[UUID, Service]) -> Register:
    whole = read_register(session, None, day)
    return register((each for each in whole.lines if each.waiver.service in services), day)


def _items(
    told: History, whole: History, day: date, services: Mapping[UUID, Service], log: _Log
) -> tuple[ReportedItem, ...]:
    unfinished = {each.item.id: each.item.title for each in whole.on(day) if each.item.state in UNFINISHED_STATES}
    lives = [(life, item) for life in told.lives if (item := life.on(day)) is not None]
    return tuple(
        _item(life, then, day, services, unfinished, log)
        for (life, _item_then), then in zip(lives, told.on(day), strict=True)
    )


def _item(
    life: ItemLife,
    then: ItemThen,
    day: date,
    services: Mapping[UUID, Service],
    unfinished: Mapping[UUID, str],
    log: _Log,
) -> ReportedItem:
    return ReportedItem(
        then.item,
        services[then.item.service],
        then.made_on,
        then.waived,
        then.overdue,
        waits_for=tuple(sorted(unfinished[each] for each in then.item.needs if each in unfinished)),
        settled_on=_settled_on(life, then.item.state, day),
        events=log.items.get(then.item.id, ()),
    )


def _settled_on(life: ItemLife, state: ItemState, day: date) -> date | None:
    """Return the first of the days up to one from which on an item stood where it stands; None where work is left."""
    if state in UNFINISHED_STATES:
        return None
    past = [version for version in life.versions if version.day <= day]
    last = takewhile(lambda each: each.value is not None and each.value.state is state, reversed(past))
    return min(version.day for version in last)


def _ways(session: Session, services: Mapping[UUID, Service]) -> WaysToReady:
    """Return the least effort to ready of the services that are not, those of the weightiest tier if they are many."""
    lines = [each for each in portfolio_on(session).lines if each.service.id in services and each.standing is not None]
    not_ready = [each.service for each in lines if each.own_verdict is Verdict.NOT_READY]
    weightiest = sorted(not_ready, key=lambda each: (each.tier, each.name.casefold()))
    looked_at = weightiest[:_MOST_PATHS]
    left_out = len(weightiest) - len(looked_at)
    if not looked_at:
        return WaysToReady((), None, left_out)
    problem = read_problem(session, PathRequest(tuple(each.id for each in looked_at)))
    try:
        path = find_path(problem, seconds=_PATH_SECONDS)
    except UserError:  # it takes too long: the report says so, and is made without
        return WaysToReady((), None, len(weightiest))
    days = {each.review.service.id: each.alone for each in path.services}
    return WaysToReady(tuple(WayToReady(each, days[each.id]) for each in looked_at), path.effort, left_out)
