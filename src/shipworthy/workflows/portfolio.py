"""The portfolio: every service with where it stands, today or at the end of any past day.

A past day is read from what was noted of it (`storage.standings`) and from the change log, and worked out anew only
where nothing was noted. As of today, it is the same as the portfolio of today.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, TypeVar
from uuid import UUID

from shipworthy.domain.canonical import decode, digest
from shipworthy.domain.dependencies import Dependencies
from shipworthy.domain.gate import Verdict, capped
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.portfolio import SOON, ServiceLine, StandingReview, review_due
from shipworthy.domain.portfolio_summary import PortfolioSummary, summarize
from shipworthy.domain.remediation import RemediationItem, Waiver, waived_questions
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.domain.stale import Basis, StaleReason
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.standings import StoredStanding
from shipworthy.storage.store import Transaction
from shipworthy.workflows.past_standing import as_kept, reviews_taken_back, services_told_by, standing_on
from shipworthy.workflows.policies import policy_in_force
from shipworthy.workflows.reviews import keep_due_scores
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import Today, by_service, policy_name

T = TypeVar("T", RemediationItem, Waiver, ServiceEvent)


@dataclass(frozen=True)
class Portfolio:
    """All services on a day, and how things were then; `is_past` tells that it is not the present day.

    Archived services have no line, but still lower the verdicts of those that need them.
    """

    today: Today
    is_past: bool
    standings: Mapping[UUID, StandingReview]
    bases: Mapping[UUID, str]
    events: Mapping[UUID, tuple[ServiceEvent, ...]]

    @property
    def day(self) -> date:
        """Return the day that is shown."""
        return self.today.day

    @cached_property
    def lines(self) -> tuple[ServiceLine, ...]:
        """Return a line for every service that is not archived, by name."""
        return tuple(self.line(each.id) for each in self.today.services.values() if not each.archived)

    @cached_property
    def summary(self) -> PortfolioSummary:
        """Return what all services come to."""
        return summarize(self.lines)

    def line(self, service_id: UUID) -> ServiceLine:
        """Return the line of a service, archived or not."""
        today, day, standing = self.today, self.day, self.standings.get(service_id)
        own, shown = today.own[service_id], self.dependencies.shown[service_id]
        caps = capped(service_id, today.own, self._hard).capped_by if shown is not own else ()
        waivers, items = today.waivers.get(service_id), today.items.get(service_id)
        waived = waived_questions(waivers, day) if items and waivers else frozenset()
        return ServiceLine(
            service=today.services[service_id],
            standing=standing,
            verdict=shown,
            own_verdict=own,
            capped_by=tuple(sorted(today.services[each].name for each in caps)),
            overdue=tuple(each for each in items if each.is_overdue(day, waived)) if items else (),
            expiring=tuple(each for each in waivers if each.active_on(day) and each.expires <= day + SOON)
            if waivers
            else (),
            due=review_due(standing, self.events.get(service_id, ()), day),
        )

    def stale(self, service_id: UUID) -> tuple[StaleReason, ...]:
        """Return why the decision that speaks for a service is stale; nothing where it stands or there is none."""
        basis = self.bases.get(service_id)
        return self.today.reasons(service_id, decode(basis.encode(), Basis)) if basis else ()

    def falls_with(self, service_id: UUID) -> int:
        """Return how many services fall with one; 0 for one that was not there. Worked out for all when first asked."""
        return self.dependencies.sizes.get(service_id, 0)

    @cached_property
    def dependencies(self) -> Dependencies:
        """Return who needs whom on the day, archived services included."""
        return Dependencies(self.today.services, self.today.own)

    @cached_property
    def _hard(self) -> Mapping[UUID, frozenset[UUID]]:
        return {each.id: each.hard_dependencies for each in self.today.services.values() if each.hard_dependencies}


def list_services(session: Session) -> tuple[ServiceLine, ...]:
    """Return every service that is not archived, by name, as of today."""
    return portfolio_on(session).lines


def portfolio_on(session: Session, day: date | None = None) -> Portfolio:
    """Return the portfolio at the end of a past day; as it is now for today, a day to come and None.

    What is due is worked out anew and kept first.
    """
    keep_due_scores(session)
    with session.store.read() as tx:
        return _present(session, tx) if day is None or day >= session.today() else _past(session, tx, day)


def past_portfolio(session: Session, day: date) -> Portfolio:
    """Return the portfolio at the end of a day as the history tells it, be it that of today."""
    keep_due_scores(session)
    with session.store.read() as tx:
        return _past(session, tx, day)


def _present(session: Session, tx: Transaction) -> Portfolio:
    services = {service.id: service for service in tx.services.all(archived=True)}
    policy = policy_in_force(session, tx)
    things = _Things(services, tx.items.late(session.today()), tx.waivers.all(), tx.events.all(), policy)
    return _portfolio(session, tx, session.today(), things, tx.standings.now())


def _past(session: Session, tx: Transaction, day: date) -> Portfolio:
    end = session.store.end_of(day)
    changes = (*tx.changes.last_of_services(end), *tx.changes.last_of_remediation(end))
    things = _Things(
        services_told_by(changes),
        [each for each in _told_by(changes, SubjectKind.ITEM, RemediationItem) if each.is_overdue(day)],
        _told_by(changes, SubjectKind.WAIVER, Waiver),
        _told_by(changes, SubjectKind.EVENT, ServiceEvent),
        policy_in_force(session, tx, before=end),
    )
    noted = tx.standings.on(day)
    # A store of an older schema noted nothing of its reviews; nor does one that took a service back as if never added.
    known = {each.service for each in noted}
    unnoted = things.services.keys() & (tx.standings.reviewed_before(end) - known)
    lost = things.services.keys() - known - unnoted
    is_odd = lost and (unnoted or not noted or not lost <= tx.services.ids())
    taken_back = reviews_taken_back(tx) if is_odd else {}
    return _portfolio(session, tx, day, things, noted, unnoted | (lost & taken_back.keys()), taken_back)


class _Things(NamedTuple):
    """What a portfolio is made of, beside the reviews; of the items, those that are late."""

    services: Mapping[UUID, Service]
    items: Iterable[RemediationItem]
    waivers: Iterable[Waiver]
    events: Iterable[ServiceEvent]
    policy: GatePolicy


def _portfolio(
    session: Session,
    tx: Transaction,
    day: date,
    things: _Things,
    noted: Iterable[StoredStanding],
    unnoted: Iterable[UUID] = (),
    taken_back: Mapping[UUID, Collection[UUID]] = MappingProxyType({}),
) -> Portfolio:
    found = [
        # A review that had to be looked at again may be one whose start was taken back since.
        each if each.holds_on(day) else standing_on(session, tx, each.service, day, _known(each.assessment))
        for each in noted
        if each.service in things.services  # else it was added and taken back again
    ]
    found += [standing_on(session, tx, each, day, taken_back.get(each, ())) for each in unnoted]
    speaking = [each for each in found if each is not None and each.assessment is not None]
    standings = {each.service: _review(session, tx, each, things.services[each.service].tier) for each in speaking}
    bases = {each.service: each.basis for each in speaking if each.basis is not None}
    own = {each: standings[each].verdict if each in standings else Verdict.NOT_ASSESSED for each in things.services}
    waivers, items = by_service(things.waivers), by_service(things.items)
    today = Today(day, digest(things.policy), policy_name(things.policy), things.services, own, waivers, items)
    return Portfolio(today, day < session.today(), standings, bases, by_service(things.events))


def _known(assessment: UUID | None) -> tuple[UUID, ...]:
    return () if assessment is None else (assessment,)


def _review(session: Session, tx: Transaction, stored: StoredStanding, tier: int) -> StandingReview:
    assert stored.assessment is not None, "asked before"
    policy = session.policy(tx, stored.policy_hash).tiers[tier]
    return StandingReview(
        id=stored.assessment,
        title=stored.title,
        state=stored.state,
        reviewed_on=session.day(stored.reviewed_at) if stored.reviewed_at else None,
        max_age_days=policy.max_age_days,
        result=(stored.score, stored.low, stored.high),
        sealed=(stored.sealed_score, stored.sealed_low, stored.sealed_high) if stored.seal else None,
        coverage_text=stored.coverage or "0",
        level=stored.level,
        verdict=Verdict(stored.verdict or Verdict.NOT_ASSESSED),
        blockers=stored.blockers,
        highs=stored.highs,
        principles_text=stored.principles or "{}",
        misses_text=stored.misses or "[]",
        least_of_principles=policy.principle,
    )


def _told_by(changes: Iterable[Change], kind: SubjectKind, type_: type[T]) -> list[T]:
    """Return the things that the last change of each left behind, in the order in which they were made."""
    found = [as_kept(each, type_) for each in changes if each.kind is kind]
    return sorted((each for each in found if each is not None), key=lambda each: each.sequence)
