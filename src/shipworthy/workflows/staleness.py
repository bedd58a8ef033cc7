"""Whether decisions still stand: what each rested on, compared with how things are today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from shipworthy.domain.assessment import Assessment, AssessmentState
from shipworthy.domain.canonical import digest
from shipworthy.domain.gate import Verdict
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.review import Review
from shipworthy.domain.sealed import Seal
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.domain.stale import Basis, StaleReason, basis_of, stale_reasons
from shipworthy.storage.store import Transaction
from shipworthy.workflows.policies import policy_in_force
from shipworthy.workflows.reviews import load_review, needed_services
from shipworthy.workflows.session import Session

T = TypeVar("T", RemediationItem, Waiver, ServiceEvent)


@dataclass(frozen=True, slots=True)
class Today:
    """How things are: the day, the gate policy in force, every service, each one's own verdict, waivers and items."""

    day: date
    policy_hash: str
    policy_name: str
    services: Mapping[UUID, Service]
    own: Mapping[UUID, Verdict]
    waivers: Mapping[UUID, tuple[Waiver, ...]]
    items: Mapping[UUID, tuple[RemediationItem, ...]]

    def reasons(self, service_id: UUID, basis: Basis, newer: tuple[str, date] | None = None) -> tuple[StaleReason, ...]:
        """Return why a decision on a service is stale; `newer` as for the domain's `stale_reasons`."""
        needed: dict[UUID, tuple[str, Verdict]] = {}
        waiting = set(self.services[service_id].hard_dependencies)
        while waiting:
            each = waiting.pop()
            needed[each] = (self.services[each].name, self.own.get(each, Verdict.NOT_ASSESSED))
            waiting |= self.services[each].hard_dependencies - needed.keys() - {service_id}
        service = self.services[service_id]
        waivers, items = self.waivers.get(service_id, ()), self.items.get(service_id, ())
        return stale_reasons(
            basis, self.day, service, self.policy_hash, self.policy_name, needed, newer, waivers, items
        )


def today(
    session: Session,
    tx: Transaction,
    services: Mapping[UUID, Service],
    own: Mapping[UUID, Verdict],
    only: UUID | None = None,
) -> Today:
    """Return how things are, for services and verdicts that were read already.

    With `only`, waivers and items are those of that service: decisions on others are not asked about.
    """
    policy = policy_in_force(session, tx)
    return Today(
        session.today(),
        digest(policy),
        policy_name(policy),
        services,
        own,
        by_service(tx.waivers.all() if only is None else tx.waivers.of_service(only)),
        by_service(tx.items.all() if only is None else tx.items.of_service(only)),
    )


def policy_name(policy: GatePolicy) -> str:
    """Return what stale reasons call a policy."""
    return f"{policy.title} {policy.version}"


def by_service(of_services: Iterable[T]) -> dict[UUID, tuple[T, ...]]:
    """Return things of services by the service they belong to."""
    groups: dict[UUID, list[T]] = {}
    for each in of_services:
        groups.setdefault(each.service, []).append(each)
    return {service_id: tuple(each) for service_id, each in groups.items()}


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as it is shown beside its sealed review: its seal, what the same answers count today, and what is
    stale. A review that was withdrawn or superseded no longer speaks for its service, so nothing of it is stale."""

    seal: Seal
    decided_on: date
    live: Review
    stale: tuple[StaleReason, ...]


def view_decision(session: Session, assessment_id: UUID) -> DecisionView | None:
    """Return what is shown of a decision; None for a review that was never sealed."""
    with session.store.read() as tx:
        seal = tx.seals.of(assessment_id)
        if seal is None:
            return None
        live, day = load_review(session, tx, assessment_id), session.store.day(seal.sealed_at)
        if live.assessment.state is not AssessmentState.DECIDED:
            return DecisionView(seal, day, live, ())
        needed = needed_services(session, tx, live.service)
        services = {service.id: service for service, _verdict in needed} | {live.service.id: live.service}
        now = today(session, tx, services, {service.id: verdict for service, verdict in needed}, live.service.id)
        later = newer_decision(session, live.assessment, tx.assessments.of_service(live.service.id))
        return DecisionView(seal, day, live, now.reasons(live.service.id, basis_of(seal.opened()), later))


def newer_decision(
    session: Session, assessment: Assessment, of_service: Iterable[Assessment]
) -> tuple[str, date] | None:
    """Return title and day of the newest decided review after one; None where that one is the newest."""
    later = [
        each
        for each in of_service
        if each.state is AssessmentState.DECIDED and each.sequence > assessment.sequence and each.decided_at
    ]
    if not later:
        return None
    newest = max(later, key=lambda each: each.sequence)
    assert newest.decided_at is not None, "chosen by it"
    return newest.title, session.store.day(newest.decided_at)
