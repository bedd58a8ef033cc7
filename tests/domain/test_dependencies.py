"""Who needs whom: what falls, circles, caps as the gate has them, and what another verdict would change."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.domain.dependencies import Dependencies, Need, VerdictChange, strong_groups
from shipworthy.domain.gate import Verdict, capped
from shipworthy.domain.service import Service

READY, CONDITIONAL, NOT_READY = Verdict.READY, Verdict.CONDITIONALLY_READY, Verdict.NOT_READY
NOT_ASSESSED = Verdict.NOT_ASSESSED


def web(text: str, archived: str = "", tiers: Mapping[str, int] | None = None, **own: Verdict) -> Dependencies:
    """Return services named by letters: "a>b a~c" says that a needs b hard and c softly; all others are Ready."""
    needs = [(each[0], each[1], each[2]) for each in text.split() if len(each) > 1]
    names = sorted({sign for sign in text if sign.isalpha()})
    services = [
        Service(
            id_of(name),
            name,
            tier=(tiers or {}).get(name, 3),
            hard_dependencies=frozenset(id_of(to) for at, kind, to in needs if at == name and kind == ">"),
            soft_dependencies=frozenset(id_of(to) for at, kind, to in needs if at == name and kind == "~"),
            archived=name in archived,
        )
        for name in names
    ]
    return Dependencies({each.id: each for each in services}, {each.id: own.get(each.name, READY) for each in services})


def id_of(name: str) -> UUID:
    return UUID(int=ord(name))


def names(services: Iterable[Service]) -> str:
    return "".join(service.name for service in services)


@pytest.mark.parametrize(
    ("text", "fall", "directly", "worse"),
    [
        ("p", "", 0, ""),
        ("a>p", "a", 1, ""),
        ("a>p b>a c>b d>p", "adbc", 2, ""),  # the nearest first
        ("a~p b>a", "", 0, "a"),  # what is worse off stands, and so does what rests on it
        ("a>p b~a c>b", "a", 1, "b"),
        ("a>p a~p b~p", "a", 1, "b"),  # both ways counts as hard
        ("p>q q>p a>q", "qa", 1, ""),  # a circle falls as one, its own services among those that fall
        ("p>q", "", 0, ""),  # what it needs does not fall with it
    ],
)
def test_what_falls_with_a_service(text: str, fall: str, directly: int, worse: str) -> None:
    found = web(text)
    blast = found.blast(id_of("p"))
    assert (names(blast.fall), blast.directly, names(blast.worse_off)) == (fall, directly, worse)
    assert blast.service.name == "p"
    assert found.sizes[id_of("p")] == len(fall)


def test_archived_services_are_not_among_those_that_fall_but_pass_it_on() -> None:
    found = web("a>o o>p b~o q~p", archived="oq")
    blast = found.blast(id_of("p"))
    assert (names(blast.fall), blast.directly, names(blast.worse_off)) == ("a", 0, "b")
    assert found.sizes == {id_of("p"): 1, id_of("o"): 1, id_of("a"): 0, id_of("b"): 0, id_of("q"): 0}
    # The archived service counts as long as one in use rests on it hard.
    assert [found.counts(id_of(each)) for each in "aopbq"] == [True, True, True, True, False]
    assert [need.service.name for need in found.needed_by(id_of("p"))] == ["o"]


def test_what_a_service_needs_and_what_needs_it_hard_before_soft_by_name() -> None:
    found = web("a>c a>b a~d e~a f>a a~b", tiers={"a": 1, "b": 2, "c": 1}, c=NOT_READY)
    a, b, c, d, e, f = (found.services[id_of(each)] for each in "abcdef")
    assert found.needs(a.id) == (
        Need(a, b, is_hard=True, is_laxer=True),
        Need(a, c, is_hard=True, cap=NOT_READY),
        Need(a, d, is_hard=False),
    )
    # f is lowered by c as well, through a.
    assert found.needed_by(a.id) == (Need(f, a, is_hard=True, cap=NOT_READY), Need(e, a, is_hard=False))


def test_a_dependency_on_a_service_that_is_not_there_is_left_out() -> None:
    known = Service(
        UUID(int=1), "a", hard_dependencies=frozenset({UUID(int=9)}), soft_dependencies=frozenset({UUID(int=8)})
    )
    found = Dependencies({known.id: known}, {})
    assert found.needs(known.id) == ()
    assert found.shown == {known.id: NOT_ASSESSED}


def test_circles_are_one_group_each_by_name() -> None:
    found = web("a>b b>a c>a d>e e>f f>d g~h h~g")
    assert [names(circle) for circle in found.circles] == ["ab", "def"]
    assert names(found.circle_of(id_of("f"))) == "def"
    assert found.circle_of(id_of("c")) == ()
    assert found.circle_of(id_of("g")) == ()  # soft ones bind nobody


def test_around_a_service_one_step_two_and_all() -> None:
    found = web("a>b b~c c>d e>d o>c", archived="o")
    around = {steps: sorted(found.services[each].name for each in found.around(id_of("c"), steps)) for steps in (1, 2)}
    assert around == {1: ["b", "c", "d"], 2: ["a", "b", "c", "d"]}
    assert found.around(id_of("c")) == found.around(id_of("c"), 2)  # what else needs d is another story
    assert id_of("o") in found.around(id_of("o"), 1)
    assert sorted(found.services[each].name for each in found.all_needed(id_of("a"))) == ["b", "c", "d"]


def test_which_services_one_caps() -> None:
    found = web("a>b b>c d>c e~c", b=CONDITIONAL, c=NOT_READY, d=NOT_READY)
    assert names(found.capped_by_it(id_of("c"))) == "ab"
    assert names(found.capped_by_it(id_of("b"))) == ""
    assert found.shown[id_of("a")] is NOT_READY


def test_what_another_verdict_would_change() -> None:
    found = web("a>b b>c d>c e~c", b=CONDITIONAL, c=NOT_READY, d=NOT_READY)
    a, b, c = (found.services[id_of(each)] for each in "abc")
    assert found.what_if(c.id, READY) == (
        VerdictChange(c, NOT_READY, READY),
        VerdictChange(b, NOT_READY, CONDITIONAL),
        VerdictChange(a, NOT_READY, CONDITIONAL),
    )
    assert found.what_if(c.id, NOT_READY) == ()
    assert found.what_if(a.id, NOT_READY) == ()  # it is shown so already


@st.composite
def webs(draw: st.DrawFn) -> Dependencies:
    count = draw(st.integers(1, 9))
    numbers = range(count)
    pairs = st.sets(st.tuples(st.sampled_from(numbers), st.sampled_from(numbers)), max_size=3 * count)
    hard, soft = draw(pairs), draw(pairs)
    services = {
        UUID(int=each): Service(
            UUID(int=each),
            f"s{each}",
            hard_dependencies=frozenset(UUID(int=to) for at, to in hard if at == each != to),
            soft_dependencies=frozenset(UUID(int=to) for at, to in soft if at == each != to),
            archived=draw(st.booleans()),
        )
        for each in numbers
    }
    return Dependencies(services, {each: draw(st.sampled_from(list(Verdict))) for each in services})


@given(webs())
def test_caps_are_those_of_the_gate(found: Dependencies) -> None:
    hard = {each.id: each.hard_dependencies for each in found.services.values()}
    by_gate = {each: capped(each, found.own, hard) for each in found.services}
    assert found.shown == {each: verdict.shown for each, verdict in by_gate.items()}
    for each in found.services:
        expected = {
            by for by, verdict in by_gate.items() if each in verdict.capped_by and not found.services[by].archived
        }
        assert {by.id for by in found.capped_by_it(each)} == expected
        if by_gate[each].capped_by:
            assert any(need.cap for need in found.needs(each))
        else:
            assert not any(need.cap for need in found.needs(each))


@given(webs(), st.sampled_from(list(Verdict)))
def test_what_if_is_told_as_if_it_were_so(found: Dependencies, verdict: Verdict) -> None:
    changed = UUID(int=0)
    then = replace(found, own={**found.own, changed: verdict})
    expected = {
        each: (found.shown[each], then.shown[each])
        for each, service in found.services.items()
        if found.shown[each] != then.shown[each] and (not service.archived or each == changed)
    }
    assert {each.service.id: (each.before, each.after) for each in found.what_if(changed, verdict)} == expected


@given(webs())
def test_sizes_are_what_the_blast_of_each_counts(found: Dependencies) -> None:
    assert found.sizes == {each: len(found.blast(each).fall) for each in found.services}
    for each in found.services:
        blast = found.blast(each)
        assert {by.id for by in (*blast.fall, *blast.worse_off)} <= found.around(each)


def test_more_services_than_one_pass_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipworthy.domain.dependencies._COUNTED_AT_ONCE", 2)
    found = web("a>p b>a c>b d>p e>a")
    assert found.sizes[id_of("p")] == 5
    assert found.sizes[id_of("a")] == 3


@given(webs())
def test_groups_are_those_that_reach_each_other_and_come_after_what_they_need(found: Dependencies) -> None:
    edges = [[to.int for to in service.hard_dependencies] for service in found.services.values()]
    reach = [_reach(edges, each) for each in range(len(edges))]
    groups = strong_groups(edges)
    assert sorted(each for group in groups for each in group) == list(range(len(edges)))
    place = {each: number for number, group in enumerate(groups) for each in group}
    for one, its_group in place.items():
        for other, group_of_other in place.items():
            together = one == other or (one in reach[other] and other in reach[one])
            assert (its_group == group_of_other) is together
        assert all(place[to] <= its_group for to in edges[one])


def _reach(edges: list[list[int]], start: int) -> set[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for to in edges[waiting.pop()]:
            if to not in found:
                found.add(to)
                waiting.append(to)
    return found


def large(count: int, *steps: int) -> Dependencies:
    """Return services that need those so many places further on."""
    ids = [UUID(int=each + 1) for each in range(count)]
    services = {
        ids[each]: Service(
            ids[each],
            f"service-{each}",
            hard_dependencies=frozenset(ids[each + step] for step in steps if each + step < count),
        )
        for each in range(count)
    }
    return Dependencies(services, dict.fromkeys(ids, READY) | {ids[-1]: NOT_READY})


def test_a_chain_and_a_circle_of_ten_thousand_are_not_too_deep() -> None:
    chain = large(10_000, 1)
    last = UUID(int=10_000)
    assert len(chain.blast(last).fall) == chain.sizes[last] == 9_999
    assert chain.shown[UUID(int=1)] is NOT_READY
    first = replace(chain.services[last], hard_dependencies=frozenset({UUID(int=1)}))
    circle = Dependencies({**chain.services, last: first}, chain.own)
    assert [len(each) for each in circle.circles] == [10_000]
    assert circle.sizes[UUID(int=1)] == 9_999


def test_twice_the_services_with_three_dependencies_each_take_twice_as_long_and_a_moment() -> None:
    """100 ms on the machine it was measured on, with room for busy ones; the best of three rounds of each."""
    taken = []
    for count in (5_000, 10_000):
        rounds = []
        for _ in range(3):
            found = large(count, 1, 7, 130)
            begin = time.process_time()
            found.blast(UUID(int=count))
            assert found.shown[UUID(int=1)] is NOT_READY
            rounds.append(time.process_time() - begin)
        taken.append(min(rounds))
    assert taken[1] < 0.5
    assert taken[1] < 3 * taken[0] + 0.05, "with its square it would be four times"
