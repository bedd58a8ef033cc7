"""Remediation over time: what the change log tells of all services, one team or one service, as of any day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from shipworthy.domain.flow import Figures, Point, days_between, figures, points
from shipworthy.domain.item_history import Entry, History, ItemThen
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.sealed import Seal
from shipworthy.domain.service import Service
from shipworthy.reports import chart_entries
from shipworthy.reports.chart_data import TrendChart
from shipworthy.reports.chart_entries import Judged
from shipworthy.reports.service_report import OverTimeEntry
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.wording import Wording
from shipworthy.workflows.session import Session


class Scope(NamedTuple):
    """Whose items are meant: those of one service, of one team, or of all where neither is named."""

    service: UUID | None = None
    team: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """The history of all items and waivers, with the services that are not archived, by name."""

    history: History
    services: tuple[Service, ...]

    @property
    def teams(self) -> tuple[str, ...]:
        """Return the teams that own a service."""
        return tuple(sorted({each.team for each in self.services if each.team}, key=str.casefold))

    def of(self, scope: Scope) -> History:
        """Return the history of the services in a scope, as teams own them today."""
        meant = (
            each.id for each in self.services if scope.service in (None, each.id) and scope.team in ("", each.team)
        )
        return self.history.of_services(frozenset(meant))


@dataclass(frozen=True, slots=True)
class OverTime:
    """Remediation in a span of days, as of its last: the figures, and the lines of the pictures."""

    figures: Figures
    points: tuple[Point, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there was no item yet."""
        return self.figures.now.made == 0


def read_records(session: Session) -> Records:
    """Read the history of everything; what is shown of it needs the store no more."""
    with session.store.read() as tx:
        return Records(_history(session, tx.changes.of_remediation()), tx.services.all())


def over_time(records: Records, scope: Scope, day: date, days_back: int | None) -> OverTime:
    """Return how remediation went in the days up to one; None for `days_back` begins with the first item.

    Looks at what was read already, so it may run on any thread. A day to come counts as today.
    """
    history = records.of(scope)
    last = min(day, history.today)
    return _over_time(history, history.first_day if days_back is None else last - timedelta(days=days_back), last)


def items_as_of(session: Session, day: date, scope: Scope | None = None) -> tuple[ItemThen, ...]:
    """Return all items of a scope as they stood at the end of a day, oldest first; as of today, as they stand now."""
    return read_records(session).of(scope or Scope()).on(day)


def flow_of_service(session: Session, service_id: UUID, up_to: int | None = None) -> OverTime | None:
    """Return how remediation of one service went from its first item on; None without any.

    `up_to` is a number of the change log: what came after it is left out, and the day of its last change is the last.
    """
    with session.store.read() as tx:
        kinds = (SubjectKind.ITEM, SubjectKind.WAIVER)
        changes = [each for kind in kinds for each in tx.changes.for_subject(kind, service_id)]
        last = session.today() if up_to is None else session.day(tx.changes.get(up_to).at)
    history = _history(session, [each for each in changes if up_to is None or each.sequence <= up_to], last)
    return _over_time(history, history.first_day, last) if history.lives else None


def decided_reviews(session: Session, service_id: UUID, up_to: Seal | None = None) -> tuple[Judged, ...]:
    """Return the decided reviews of a service as they were sealed, oldest first; those that nothing applied to are out.

    With a seal, those sealed up to it: what was decided later, or withdrawn since, changes nothing.
    """
    with session.store.read() as tx:
        found = [tx.seals.of(each.id) for each in tx.assessments.of_service(service_id)]
    seals = sorted((seal for seal in found if seal is not None), key=lambda seal: seal.number)
    meant = [seal for seal in seals if up_to is None or seal.number <= up_to.number]
    judged = (_judged(session, seal) for seal in meant)
    return tuple(each for each in judged if each is not None)


def _judged(session: Session, seal: Seal) -> Judged | None:
    content = seal.opened()
    scores = content.scores
    if scores.score is None:
        return None
    day = session.day(seal.sealed_at)
    return Judged(day, scores.score, scores.band, content.level, content.shown_verdict)


def trend_chart(
    session: Session, service_id: UUID, up_to: Seal | None = None, wording: Wording | None = None
) -> TrendChart | None:
    """Return the trend of a service's decided reviews as a chart; None for fewer than two, which are no trend.

    Without a wording it speaks the interface's language.
    """
    reviews = decided_reviews(session, service_id, up_to)
    return chart_entries.trend(reviews, wording or Wording()) if len(reviews) > 1 else None


def over_time_entry(session: Session, service_id: UUID, seal: Seal | None, wording: Wording) -> OverTimeEntry:
    """Return the charts of a review's report: as of its seal, or as of today where it has none."""
    flow = flow_of_service(session, service_id, seal.log_sequence if seal else None)
    burn_down = chart_entries.burn_down(flow.points, wording) if flow and len(flow.points) > 1 else None
    return OverTimeEntry(trend_chart(session, service_id, seal, wording), burn_down)


def _over_time(history: History, first: date, last: date) -> OverTime:
    first = min(first, last)
    return OverTime(figures(history, first, last), points(history, days_between(first, last)))


def _history(session: Session, changes: Iterable[Change], today: date | None = None) -> History:
    items: list[Entry[RemediationItem]] = []
    waivers: list[Entry[Waiver]] = []
    for change in changes:
        day, thing = session.day(change.at), UUID(change.part)
        if change.kind is SubjectKind.ITEM:
            items.append(Entry(change.sequence, day, thing, change.after_as(RemediationItem), change.undoes))
        else:
            waivers.append(Entry(change.sequence, day, thing, change.after_as(Waiver), change.undoes))
    return History.told_by(items, waivers, today or session.today())
