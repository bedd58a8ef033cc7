"""Who needs whom: what falls with a service, which services run in a circle, and which one lowers whose verdict.

A service falls with one that it needs hard, itself or through others. What it needs softly leaves it standing, worse
off. Everything here is linear in services and dependencies, except the number that falls with each of all services.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Service

# So many services are counted in one pass over all dependencies, each as a bit: a hundred thousand of them then take
# some hundred megabytes at most, not more than a gigabyte.
_COUNTED_AT_ONCE = 8192
_RANKS = {verdict: verdict.rank for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Need:
    """`service` needs `needed`; `cap`: the verdict that this lowers its own to, None where it lowers nothing.

    `is_laxer`: the dependency is hard, and what is needed is of a laxer tier than the service.
    """

    service: Service
    needed: Service
    is_hard: bool
    cap: Verdict | None = None
    is_laxer: bool = False


@dataclass(frozen=True, slots=True)
class Blast:
    """What the fall of a service does: those that `fall` with it, nearest first, and those that are worse off.

    `directly` tells how many of the former need it themselves. Archived services are not among them.
    """

    service: Service
    fall: tuple[Service, ...] = ()
    directly: int = 0
    worse_off: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A service whose verdict would be another one."""

    service: Service
    before: Verdict
    after: Verdict


@dataclass(frozen=True)
class Dependencies:
    """The dependencies of all services, archived ones included, with each one's own verdict; made once, asked often.

    A service without a verdict counts as Not assessed; a dependency on one that is not there is left out.
    """

    services: Mapping[UUID, Service]
    own: Mapping[UUID, Verdict]

    # What each service needs

    def needs(self, service_id: UUID) -> tuple[Need, ...]:
        """Return what a service needs, hard before soft, by name."""
        service, known = self.services[service_id], self.services
        hard = by_name(known[each] for each in service.hard_dependencies if each in known)
        soft = by_name(known[each] for each in service.soft_dependencies - service.hard_dependencies if each in known)
        return (*(self._hard_need(service, each) for each in hard), *(Need(service, each, False) for each in soft))

    def needed_by(self, service_id: UUID) -> tuple[Need, ...]:
        """Return which services need one, hard before soft, by name; archived ones only while others rest on them."""
        service, web = self.services[service_id], self._web
        place = web.places[service_id]
        hard, soft = (
            by_name(self._at(each) for each in needed_by[place] if self._counts[each])
            for needed_by in (web.needed_hard_by, web.needed_soft_by)
        )
        return (*(self._hard_need(each, service) for each in hard), *(Need(each, service, False) for each in soft))

    def _hard_need(self, service: Service, needed: Service) -> Need:
        shown = self.shown[service.id]
        caps = shown is not self.own_verdict(service.id) and self.shown[needed.id] is shown
        return Need(service, needed, True, shown if caps else None, needed.tier > service.tier)

    def counts(self, service_id: UUID) -> bool:
        """Tell whether a service is in use: it is not archived, or one that is not rests on it."""
        return self._counts[self._web.places[service_id]]

    def around(self, service_id: UUID, steps: int | None = None) -> frozenset[UUID]:
        """Return a service, what it needs and what needs it, each over so many steps; None for all."""
        web = self._web
        start = web.places[service_id]
        down = _reached([start], (web.hard, web.soft), steps)
        up = _reached([start], (web.needed_hard_by, web.needed_soft_by), steps)
        return frozenset(web.ids[each] for each in {*down, *up} if self._counts[each] or each == start)

    def all_needed(self, service_id: UUID) -> frozenset[UUID]:
        """Return everything that a service needs, hard or soft, itself or through others."""
        web = self._web
        start = web.places[service_id]
        return frozenset(web.ids[each] for each in _reached([start], (web.hard, web.soft)) if each != start)

    # Circles

    @cached_property
    def circles(self) -> tuple[tuple[Service, ...], ...]:
        """Return the groups of services that need each other hard, round in a circle; each one by name."""
        return tuple(by_name(map(self._at, group)) for group in self._groups if len(group) > 1)

    def circle_of(self, service_id: UUID) -> tuple[Service, ...]:
        """Return the circle that a service is part of, by name; nothing where it is in none."""
        return self._circle_by_service.get(service_id, ())

    @cached_property
    def _circle_by_service(self) -> Mapping[UUID, tuple[Service, ...]]:
        return {each.id: circle for circle in self.circles for each in circle}

    # What falls

    def blast(self, service_id: UUID) -> Blast:
        """Return what the fall of a service does."""
        web = self._web
        start = web.places[service_id]
        distance = _reached([start], (web.needed_hard_by,))
        worse = {by for each in distance for by in web.needed_soft_by[each]} - distance.keys()
        steps = {web.ids[each]: taken for each, taken in distance.items() if each != start and self._in_use(each)}
        fall = tuple(sorted((self.services[each] for each in steps), key=lambda at: (steps[at.id], *_name_key(at))))
        directly = sum(taken == 1 for taken in steps.values())
        return Blast(self._at(start), fall, directly, by_name(self._at(each) for each in worse if self._in_use(each)))

    @cached_property
    def sizes(self) -> Mapping[UUID, int]:
        """Return how many services fall with each; the same number as `blast` tells, for all at once."""
        web, groups, group_of = self._web, self._groups, self._group_of
        sizes = [0] * len(groups)
        above = [{group_of[by] for each in group for by in web.needed_hard_by[each]} for group in groups]
        counted = [each for each in range(len(web.ids)) if self._in_use(each)]
        for begin in range(0, len(counted), _COUNTED_AT_ONCE):
            own = [0] * len(groups)
            for bit, each in enumerate(counted[begin : begin + _COUNTED_AT_ONCE]):
                own[group_of[each]] |= 1 << bit
            # Whoever needs a group comes after it: from the last to the first, those above are complete.
            for group in range(len(groups) - 1, -1, -1):
                for other in above[group]:
                    own[group] |= own[other]
                sizes[group] += own[group].bit_count()
        return {each: sizes[group_of[place]] - self._in_use(place) for place, each in enumerate(web.ids)}

    # Verdicts

    def own_verdict(self, service_id: UUID) -> Verdict:
        """Return a service's own verdict."""
        return self.own.get(service_id, Verdict.NOT_ASSESSED)

    @cached_property
    def shown(self) -> Mapping[UUID, Verdict]:
        """Return the verdict that counts for each service: the lowest of its own and those it needs hard."""
        web, group_of, hard = self._web, self._group_of, self._web.hard
        own = [_RANKS[self.own_verdict(each)] for each in web.ids]
        lowest: list[int] = []
        for number, group in enumerate(self._groups):
            # Groups come after those they need, whose lowest is known then.
            below = (lowest[group_of[needed]] for each in group for needed in hard[each] if group_of[needed] != number)
            lowest.append(min(*(own[each] for each in group), 99, *below))
        verdicts = list(Verdict)
        return {each: verdicts[lowest[group_of[place]]] for place, each in enumerate(web.ids)}

    def capped_by_it(self, service_id: UUID) -> tuple[Service, ...]:
        """Return the services whose verdict a service lowers, alone or together with others at its verdict, by name."""
        verdict = self.own_verdict(service_id)
        fall = self.blast(service_id).fall
        return by_name(each for each in fall if self.shown[each.id] is verdict is not self.own_verdict(each.id))

    def what_if(self, service_id: UUID, verdict: Verdict) -> tuple[VerdictChange, ...]:
        """Return the services whose verdict would change if one had another verdict of its own, that one first."""
        web, group_of = self._web, self._group_of
        after: dict[int, Verdict] = {}
        # Only what falls with it can change, in the order in which groups come after those they need.
        for number in sorted({group_of[each] for each in _reached([web.places[service_id]], (web.needed_hard_by,))}):
            group = self._groups[number]
            own = [verdict if web.ids[each] == service_id else self.own_verdict(web.ids[each]) for each in group]
            needed = {to for each in group for to in web.hard[each] if group_of[to] != number}
            below = [after.get(group_of[to], self.shown[web.ids[to]]) for to in needed]
            after[number] = min((*own, *below), key=_RANKS.__getitem__)
        found = []
        for service in (self.services[service_id], *self.blast(service_id).fall):
            before, then = self.shown[service.id], after[group_of[web.places[service.id]]]
            if before is not then:
                found.append(VerdictChange(service, before, then))
        return tuple(found)

    # By number: UUIDs are slow to look up

    @cached_property
    def _web(self) -> "_Web":
        return _web(self.services)

    @cached_property
    def _groups(self) -> list[list[int]]:
        return strong_groups(self._web.hard)

    @cached_property
    def _group_of(self) -> list[int]:
        found = [0] * len(self._web.ids)
        for number, group in enumerate(self._groups):
            for each in group:
                found[each] = number
        return found

    @cached_property
    def _counts(self) -> list[bool]:
        web = self._web
        reached = _reached([each for each in range(len(web.ids)) if self._in_use(each)], (web.hard,))
        return [each in reached for each in range(len(web.ids))]

    def _in_use(self, place: int) -> bool:
        return not self._at(place).archived

    def _at(self, place: int) -> Service:
        return self.services[self._web.ids[place]]


def strong_groups(edges: Sequence[Iterable[int]]) -> list[list[int]]:
    """Return the strongly connected groups of a directed graph, each after those that its edges lead to.

    `edges` holds for each number those that it leads to. Tarjan's algorithm (SIAM J. Comput. 1, 1972) with a stack of
    its own: a chain of ten thousand is no deeper than Python allows.
    """
    unseen = len(edges)
    low = [-1] * unseen  # the lowest number of its group that is known; -1 not seen, `unseen` in a finished group
    groups: list[list[int]] = []
    waiting: list[int] = []
    found = 0
    for root in range(unseen):
        if low[root] != -1:
            continue
        path = [(root, found, iter(edges[root]))]
        low[root] = found
        waiting.append(root)
        found += 1
        while path:
            node, number, rest = path[-1]
            for target in rest:
                if low[target] == -1:
                    low[target] = found
                    waiting.append(target)
                    path.append((target, found, iter(edges[target])))
                    found += 1
                    break
                low[node] = min(low[node], low[target])
            else:
                path.pop()
                if low[node] == number:
                    groups.append(_taken_off(waiting, node, low))
                else:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
    return groups


def _taken_off(waiting: list[int], root: int, low: list[int]) -> list[int]:
    group = []
    while True:
        node = waiting.pop()
        low[node] = len(low)
        group.append(node)
        if node == root:
            return group


def by_name(services: Iterable[Service]) -> tuple[Service, ...]:
    """Return services by name, whatever their capitals."""
    return tuple(sorted(services, key=_name_key))


@dataclass(frozen=True, slots=True)
class _Web:
    """All dependencies by the places of the services in `ids`, forwards and backwards."""

    ids: tuple[UUID, ...]
    places: Mapping[UUID, int]
    hard: list[list[int]]
    soft: list[list[int]]
    needed_hard_by: list[list[int]]
    needed_soft_by: list[list[int]]


def _web(services: Mapping[UUID, Service]) -> _Web:
    ids = tuple(services)
    places = {each: place for place, each in enumerate(ids)}
    hard: list[list[int]] = []
    soft: list[list[int]] = []
    hard_back: list[list[int]] = [[] for _ in ids]
    soft_back: list[list[int]] = [[] for _ in ids]
    for place, service in enumerate(services.values()):
        needs_hard, needs_soft = service.hard_dependencies, service.soft_dependencies - service.hard_dependencies
        for needed, forth, back in ((needs_hard, hard, hard_back), (needs_soft, soft, soft_back)):
            found = [places[each] for each in needed if each in places]
            forth.append(found)
            for each in found:
                back[each].append(place)
    return _Web(ids, places, hard, soft, hard_back, soft_back)


def _reached(start: Iterable[int], ways: Iterable[Sequence[Iterable[int]]], steps: int | None = None) -> dict[int, int]:
    """Return what is reached over some kinds of edges, with the number of steps that it takes; the start takes 0."""
    found = dict.fromkeys(start, 0)
    edge, taken = list(found), 0
    while edge and taken != steps:
        taken += 1
        beyond = []
        for each in edge:
            for way in ways:
                for other in way[each]:
                    if other not in found:
                        found[other] = taken
                        beyond.append(other)
        edge = beyond
    return found


def _name_key(service: Service) -> tuple[str, UUID]:
    return service.name.casefold(), service.id
