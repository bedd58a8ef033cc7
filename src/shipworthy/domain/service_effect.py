"""What changing services would do to verdicts, worked out before anything is saved."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from shipworthy.domain.gate import Clause, ShownVerdict, Verdict, capped
from shipworthy.domain.policy_effect import without_clauses
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """A service as it would be, and the review that speaks for it `now` and as it would be `then`; None without one."""

    service: Service
    now: Review | None = None
    then: Review | None = None


@dataclass(frozen=True, slots=True)
class ChangedService:
    """What a change does to the service that is changed: itself, its review, and the verdict that counts."""

    before: Service
    after: Service
    now: Review | None
    then: Review | None
    verdict_before: ShownVerdict
    verdict_after: ShownVerdict

    @property
    def newly_failed(self) -> tuple[Clause, ...]:
        """Return the clauses that would fail and hold now."""
        if self.now is None or self.then is None:
            return ()
        return without_clauses(self.then.judgement.failed, self.now.judgement.failed)

    @property
    def no_longer_failed(self) -> tuple[Clause, ...]:
        """Return the clauses that fail now and would hold."""
        if self.now is None or self.then is None:
            return ()
        return without_clauses(self.now.judgement.failed, self.then.judgement.failed)

    @property
    def matters(self) -> bool:
        """Tell whether a verdict or a clause would be another."""
        verdicts = (self.verdict_before.shown, self.verdict_before.own)
        is_other = verdicts != (self.verdict_after.shown, self.verdict_after.own)
        return is_other or bool(self.newly_failed or self.no_longer_failed)


@dataclass(frozen=True, slots=True)
class ReachedService:
    """A service that is not changed itself, but counts otherwise through its hard dependencies."""

    service: Service
    before: ShownVerdict
    after: ShownVerdict


@dataclass(frozen=True, slots=True)
class ChangeEffect:
    """What a change of services does; `circles` are hard dependencies that would newly lead back, by name."""

    changed: tuple[ChangedService, ...]
    reached: tuple[ReachedService, ...] = ()
    circles: tuple[tuple[str, ...], ...] = ()

    @property
    def matters(self) -> bool:
        """Tell whether anything counts otherwise than before."""
        return bool(self.reached or self.circles) or any(each.matters for each in self.changed)

    def falling(self, verdict: Verdict) -> tuple[Service, ...]:
        """Return the services, changed or reached, that would come down to a verdict."""
        verdicts = [(each.after, each.verdict_before, each.verdict_after) for each in self.changed]
        verdicts += [(each.service, each.before, each.after) for each in self.reached]
        return tuple(
            service
            for service, before, after in verdicts
            if after.shown is verdict and after.shown.rank < before.shown.rank
        )

    def rising(self) -> tuple[Service, ...]:
        """Return the services, changed or reached, whose verdict would be a better one."""
        verdicts = [(each.after, each.verdict_before, each.verdict_after) for each in self.changed]
        verdicts += [(each.service, each.before, each.after) for each in self.reached]
        return tuple(service for service, before, after in verdicts if after.shown.rank > before.shown.rank)


def effect_of_changes(
    services: Mapping[UUID, Service], own: Mapping[UUID, Verdict], changes: Iterable[ServiceChange]
) -> ChangeEffect:
    """Return what changes would do; `services` are all, archived ones too, `own` their own verdicts as they stand."""
    by_id = {change.service.id: change for change in changes}
    then = {**services, **{service_id: change.service for service_id, change in by_id.items()}}
    own_then = {
        **own,
        **{each: change.then.judgement.verdict for each, change in by_id.items() if change.then is not None},
    }
    hard_now, hard_then = _hard(services), _hard(then)
    reached = []
    for service_id in sorted(hard_now.keys() | hard_then.keys()):
        service = services[service_id]
        if service_id in by_id or service.archived:
            continue
        before, after = capped(service_id, own, hard_now), capped(service_id, own_then, hard_then)
        if before.shown is not after.shown or (set(after.capped_by) - set(before.capped_by)) & by_id.keys():
            reached.append(ReachedService(service, before, after))
    return ChangeEffect(
        changed=tuple(
            ChangedService(
                before=services[service_id],
                after=change.service,
                now=change.now,
                then=change.then,
                verdict_before=capped(service_id, own, hard_now),
                verdict_after=capped(service_id, own_then, hard_then),
            )
            for service_id, change in by_id.items()
        ),
        reached=tuple(sorted(reached, key=lambda each: each.service.name.casefold())),
        circles=_new_circles(by_id, hard_now, hard_then, then),
    )


def hard_circle(service_id: UUID, hard: Mapping[UUID, frozenset[UUID]]) -> tuple[UUID, ...]:
    """Return a shortest way along hard dependencies from a service back to it, the service at both ends; () for none.

    `hard` is by service.
    """
    came_from: dict[UUID, UUID] = {}
    waiting = deque([service_id])
    while waiting:
        current = waiting.popleft()
        for needed in sorted(hard.get(current, frozenset())):
            if needed == service_id:
                way = [service_id, current]
                while way[-1] != service_id:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if needed not in came_from:
                came_from[needed] = current
                waiting.append(needed)
    return ()


def _new_circles(
    changed: Iterable[UUID],
    hard_now: Mapping[UUID, frozenset[UUID]],
    hard_then: Mapping[UUID, frozenset[UUID]],
    services: Mapping[UUID, Service],
) -> tuple[tuple[str, ...], ...]:
    circles: dict[frozenset[UUID], tuple[str, ...]] = {}
    for service_id in changed:
        circle = hard_circle(service_id, hard_then)
        if circle and not hard_circle(service_id, hard_now):
            circles.setdefault(frozenset(circle), tuple(services[each].name for each in circle))
    return tuple(circles.values())


def _hard(services: Mapping[UUID, Service]) -> dict[UUID, frozenset[UUID]]:
    return {each.id: each.hard_dependencies for each in services.values() if each.hard_dependencies}
