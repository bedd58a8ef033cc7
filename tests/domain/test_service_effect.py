"""What a change of services does to verdicts: own ones, those capped by it, and circles that arise."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.domain.builders import answered, asks, review, simple_pack
from tests.domain.builders import question as ask

from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.service import Service
from shipworthy.domain.service_effect import ServiceChange, effect_of_changes, hard_circle

A, B, C, D = (UUID(int=number) for number in range(1, 5))
READY = Verdict.READY


def service(service_id: UUID, name: str, *hard: UUID, archived: bool = False) -> Service:
    """Return a service with these hard dependencies."""
    return Service(service_id, name, hard_dependencies=frozenset(hard), archived=archived)


def test_a_verdict_that_falls_takes_along_who_needs_it_but_no_archived_one() -> None:
    pack = simple_pack(ask("one"))
    now = review(pack, answers=[answered("p/one", "e")], policy=asks(overall="1/2"))
    then = review(pack, answers=[answered("p/one", "a")], policy=asks(overall="1/2"))
    assert now.judgement.verdict is READY
    assert then.judgement.verdict is Verdict.NOT_READY
    services = {
        A: service(A, "api"),
        B: service(B, "Basket", A),
        C: service(C, "checkout", B),
        D: service(D, "old", A, archived=True),
    }
    own = dict.fromkeys(services, READY)
    effect = effect_of_changes(services, own, [ServiceChange(replace(services[A], tier=1), now, then)])
    (changed,) = effect.changed
    assert (changed.verdict_before.shown, changed.verdict_after.shown) == (READY, Verdict.NOT_READY)
    assert ClauseKind.OVERALL in {clause.kind for clause in changed.newly_failed}
    assert changed.no_longer_failed == ()
    assert [each.service.name for each in effect.reached] == ["Basket", "checkout"]
    assert [each.after.capped_by for each in effect.reached] == [(A,), (A,)]
    assert [each.name for each in effect.falling(Verdict.NOT_READY)] == ["api", "Basket", "checkout"]
    assert effect.falling(Verdict.NOT_ASSESSED) == effect.rising() == ()
    assert effect.matters
    back = effect_of_changes(
        services, own | {A: Verdict.NOT_READY}, [ServiceChange(replace(services[A], tier=1), then, now)]
    )
    assert [each.name for each in back.rising()] == ["api", "Basket", "checkout"]
    assert back.changed[0].no_longer_failed


def test_a_service_without_a_review_changes_nothing_by_itself() -> None:
    services = {A: service(A, "api")}
    effect = effect_of_changes(services, {}, [ServiceChange(replace(services[A], tier=1))])
    (changed,) = effect.changed
    assert changed.newly_failed == changed.no_longer_failed == ()
    assert not effect.matters


def test_a_new_dependency_caps_and_one_more_at_the_same_verdict_is_named() -> None:
    services = {A: service(A, "api"), B: service(B, "basket"), C: service(C, "checkout", B), D: service(D, "depot", C)}
    own = {A: Verdict.NOT_READY, B: Verdict.NOT_READY, C: READY, D: READY}
    effect = effect_of_changes(services, own, [ServiceChange(service(C, "checkout", A, B))])
    assert set(effect.changed[0].verdict_after.capped_by) == {A, B}
    assert effect.reached == ()  # not ready already, through the same way
    effect = effect_of_changes(
        services, own, [ServiceChange(service(A, "api", C)), ServiceChange(service(C, "checkout", A))]
    )
    assert effect.changed[1].verdict_after.capped_by == (A,)
    assert [each.service.name for each in effect.reached] == ["depot"]  # capped by api now, as well as by nobody else


@pytest.mark.parametrize(
    ("hard", "way"),
    [
        ({}, ()),
        ({A: frozenset({A})}, (A, A)),
        ({A: frozenset({B}), B: frozenset({C})}, ()),
        ({A: frozenset({B, C}), B: frozenset({D}), D: frozenset({A}), C: frozenset({A})}, (A, C, A)),
        ({A: frozenset({B}), B: frozenset({C}), C: frozenset({B})}, ()),
        ({A: frozenset({B}), B: frozenset({C}), C: frozenset({A})}, (A, B, C, A)),
    ],
)
def test_a_circle_is_the_shortest_way_back(hard: dict[UUID, frozenset[UUID]], way: tuple[UUID, ...]) -> None:
    assert hard_circle(A, hard) == way


def test_circles_that_arise_are_told_once_and_old_ones_not() -> None:
    services = {A: service(A, "api"), B: service(B, "basket", A), C: service(C, "checkout", C)}
    changes = [
        ServiceChange(service(A, "api", B)),
        ServiceChange(replace(services[B], tier=1)),
        ServiceChange(replace(services[C], tier=1)),
    ]
    effect = effect_of_changes(services, dict.fromkeys(services, READY), changes)
    assert effect.circles == (("api", "basket", "api"),)
    assert effect.matters
