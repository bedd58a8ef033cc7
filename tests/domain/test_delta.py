"""Delta attribution: the five parts sum exactly to the change, whatever the order, and blame only what differs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain import builders
from tests.domain.builders import (
    TODAY,
    YESTERDAY,
    answered,
    compensated,
    evidence,
    not_applicable,
    pack,
    principle,
    question,
    service,
    simple_pack,
)
from tests.domain.strategies import Dice, World, dice, shuffled, worlds

from shipworthy.domain.assessment import Answer, WeightedPack
from shipworthy.domain.delta import Factor, Side, _worths, as_asked, attribute
from shipworthy.domain.pack import EvidenceRule, Pack
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.scoring import score
from shipworthy.domain.service import Service

EXAMPLES = settings(max_examples=60)
HALF = Fraction(1, 2)


def side(
    *packs: Pack | WeightedPack, answers: Iterable[Answer] = (), of: Service | None = None, today: date = TODAY
) -> Side:
    """Return an assessment of these packs as of a day."""
    by_id = {answer.question: answer for answer in answers}
    return Side(compile_questionnaire(builders.weighted(packs)), of or service(), by_id, today)


def side_of(world: World, days: int = 0) -> Side:
    """Return a random assessment, looked at some days later."""
    return Side(compile_questionnaire(world.packs), world.service, world.answers, TODAY + timedelta(days=days))


def score_of(one: Side) -> Fraction | None:
    """Return what a side scores by itself."""
    return score(one.questionnaire, one.service, one.answers, one.today).score


def parts(before: Side, after: Side) -> dict[Factor, Fraction]:
    """Return the parts that are not 0."""
    found = attribute(before, after)
    assert found is not None
    return {factor: part for factor, part in found.items() if part}


# What each factor is blamed for


def test_a_better_answer_is_blamed_on_answers() -> None:
    small = simple_pack(question("a"), question("b"))
    before = side(small, answers=[answered("p/a", "a")])
    after = side(small, answers=[answered("p/a", "e")])
    assert parts(before, after) == {Factor.ANSWERS: HALF}
    assert parts(after, before) == {Factor.ANSWERS: -HALF}


def test_evidence_that_expired_between_the_days_is_blamed_on_evidence() -> None:
    small = simple_pack(question("a", evidence_rule=EvidenceRule.REQUIRED))
    given = [answered("p/a", "e", evidence=(evidence(YESTERDAY),))]
    assert parts(side(small, answers=given, today=YESTERDAY), side(small, answers=given)) == {Factor.EVIDENCE: -1}


def test_a_fact_that_changed_is_blamed_on_facts() -> None:
    small = simple_pack(question("a"), question("b", applies_when="service.api"), facts={"api": False})
    given = [answered("p/a", "e")]
    before = side(small, answers=given)
    assert parts(before, side(small, answers=given, of=service(api=True))) == {Factor.FACTS: -HALF}
    assert parts(before, side(small, answers=given, of=service(api=False))) == {}


def test_a_field_that_conditions_read_belongs_to_facts() -> None:
    small = simple_pack(question("a"), question("b", applies_when="service.tier == 1"))
    given = [answered("p/a", "e")]
    before, after = side(small, answers=given, of=service(3)), side(small, answers=given, of=service(1))
    assert parts(before, after) == {Factor.FACTS: -HALF}


def test_a_default_that_another_version_changes_is_a_fact_of_its_own_time() -> None:
    def version(default: bool) -> Pack:
        return simple_pack(question("a"), question("b", applies_when="service.api"), facts={"api": default})

    given = [answered("p/a", "e")]
    assert parts(side(version(False), answers=given), side(version(True), answers=given)) == {Factor.FACTS: -HALF}


def test_a_question_set_to_not_applicable_is_blamed_on_not_applicable() -> None:
    small = simple_pack(question("a"), question("b"))
    before = side(small, answers=[answered("p/a", "e"), answered("p/b", "a")])
    after = side(small, answers=[answered("p/a", "e"), not_applicable("p/b", choices=("a",))])
    assert parts(before, after) == {Factor.NOT_APPLICABLE: HALF}


def test_lifted_out_of_not_applicable_without_a_choice_is_unanswered() -> None:
    small = simple_pack(question("a"), question("b"))
    before = side(small, answers=[answered("p/a", "e"), not_applicable("p/b")])
    after = side(small, answers=[answered("p/a", "e"), answered("p/b", "e")])
    # N/A alone lifted: 1/2 less. The answer alone given: nothing yet, or the half back once it counts.
    assert parts(before, after) == {Factor.NOT_APPLICABLE: Fraction(-1, 4), Factor.ANSWERS: Fraction(1, 4)}


def test_weights_and_versions_are_blamed_on_packs() -> None:
    good, bad = simple_pack(question("a")), simple_pack(question("a"), name="q")
    given = [answered("p/a", "e"), answered("q/a", "a")]
    before = side(WeightedPack(good), WeightedPack(bad), answers=given)
    after = side(WeightedPack(good, Fraction(3)), WeightedPack(bad), answers=given)
    assert parts(before, after) == {Factor.PACKS: Fraction(1, 4)}
    longer = simple_pack(question("a"), question("new"))
    assert parts(side(good, answers=given[:1]), side(longer, answers=given[:1])) == {Factor.PACKS: -HALF}


def test_an_answer_whose_choice_is_gone_is_unanswered_in_a_mixture_but_its_evidence_stays_with_the_question() -> None:
    required = EvidenceRule.REQUIRED
    old = simple_pack(question("a", choices=builders.choices("0 1", "xy"), evidence_rule=required))
    new = simple_pack(question("a", choices=builders.choices("0 1", "ab"), evidence_rule=required))
    before = side(old, answers=[answered("p/a", "y", evidence=(evidence(),))])
    after = side(new, answers=[answered("p/a", "b", evidence=(evidence(),))])
    assert parts(before, after) == {}  # what another version loses, its own answer gives back
    without = side(new, answers=[answered("p/a", "b")])
    assert parts(before, without)[Factor.EVIDENCE] < 0


def test_an_answer_lifted_in_other_choices_than_are_on_offer_is_unanswered() -> None:
    old = simple_pack(question("a", choices=builders.choices("0 1", "xy")), question("z"))
    new = simple_pack(question("a", choices=builders.choices("0 1", "ab")), question("z"))
    before = side(old, answers=[not_applicable("p/a", choices=("y",)), answered("p/z", "e")])
    after = side(new, answers=[answered("p/a", "b"), answered("p/z", "e")])
    worth = _worths(before, after)
    assert worth[frozenset({Factor.PACKS, Factor.NOT_APPLICABLE})] == HALF
    assert worth[frozenset({Factor.NOT_APPLICABLE})] == 1


def test_a_mixture_in_which_nothing_is_applicable_scores_0() -> None:
    small = pack("p", principle("one", question("a", applies_when="service.api")), facts={"api": True})
    other = simple_pack(question("b", applies_when="!service.api"), facts={"api": True})
    before = side(small, answers=[answered("p/a", "e")], of=service(api=True))
    after = side(other, answers=[answered("p/b", "e")], of=service(api=False))
    assert _worths(before, after)[frozenset({Factor.FACTS})] == 0
    found = attribute(before, after)
    assert found is not None
    assert sum(found.values()) == 0


@pytest.mark.parametrize("reverse", [False, True])
def test_no_score_on_one_side_is_not_comparable(reverse: bool) -> None:
    small = simple_pack(question("a"))
    scored, empty = side(small, answers=[compensated("p/a")]), side(small, answers=[not_applicable("p/a")])
    assert attribute(*((empty, scored) if reverse else (scored, empty))) is None
    assert attribute(empty, empty) is None


# What holds for every pair


@EXAMPLES
@given(worlds(), worlds(), st.integers(0, 4))
def test_parts_sum_exactly_to_the_change_and_turn_round_with_the_sides(one: World, other: World, days: int) -> None:
    before, after = side_of(one), side_of(other, days)
    start, end = score_of(before), score_of(after)
    found, back = attribute(before, after), attribute(after, before)
    if start is None or end is None:
        assert found is None
        assert back is None
        return
    assert found is not None
    assert back is not None
    assert sum(found.values()) == end - start
    assert back == {factor: -part for factor, part in found.items()}


@EXAMPLES
@given(worlds(), worlds())
def test_each_part_is_the_mean_over_all_orders(one: World, other: World) -> None:
    before, after = side_of(one), side_of(other)
    found = attribute(before, after)
    if found is None:
        return
    worth = _worths(before, after)
    orders = list(permutations(Factor))
    for factor in Factor:
        added = [
            worth[frozenset(order[: order.index(factor) + 1])] - worth[frozenset(order[: order.index(factor)])]
            for order in orders
        ]
        assert found[factor] == sum(added, Fraction(0)) / len(orders)


@EXAMPLES
@given(worlds(), worlds(), dice())
def test_parts_do_not_depend_on_how_packs_questions_and_answers_are_listed(
    one: World, other: World, dice: Dice
) -> None:
    before, after = side_of(one), side_of(other)
    assert attribute(side_of(shuffled(dice, one)), after) == attribute(before, after)


@EXAMPLES
@given(worlds())
def test_equal_sides_have_no_parts(world: World) -> None:
    found = attribute(side_of(world), side_of(world))
    assert found is None or set(found.values()) == {Fraction(0)}


@EXAMPLES
@given(worlds(), worlds(), st.sampled_from(Factor))
def test_a_factor_that_does_not_differ_gets_exactly_0(one: World, other: World, same: Factor) -> None:
    before, after = side_of(one), side_of(other)
    match same:
        case Factor.PACKS:
            after = replace(after, questionnaire=before.questionnaire)
        case Factor.FACTS:
            facts = {fact: bool(one.service.facts.get(fact)) for fact in ("api", "database", "public", "of_no_pack")}
            before = replace(before, service=replace(one.service, facts=facts))
            after = replace(after, service=before.service)
        case Factor.NOT_APPLICABLE:
            before, after = (replace(each, answers=_never_not_applicable(each)) for each in (before, after))
        case Factor.ANSWERS:
            after = replace(
                after, questionnaire=before.questionnaire, answers=before.answers, today=TODAY + timedelta(3)
            )
        case Factor.EVIDENCE:
            before, after = (replace(each, answers=_without_evidence(each)) for each in (before, after))
    found = attribute(before, after)
    assert found is None or found[same] == 0


def _never_not_applicable(one: Side) -> dict[str, Answer]:
    return {name: each for name, each in one.answers.items() if each.state != "not_applicable"}


def _without_evidence(one: Side) -> dict[str, Answer]:
    return {name: replace(each, evidence=()) for name, each in one.answers.items()}


@EXAMPLES
@given(worlds(), worlds())
def test_only_the_packs_moved_is_the_upgrade_of_the_earlier_side(one: World, other: World) -> None:
    before, after = side_of(one), side_of(other)
    worth = _worths(before, after)
    upgraded = as_asked(before.answers, before.questionnaire, after.questionnaire)
    facts = {fact.id: fact.default for fact in before.questionnaire.facts().values()}
    as_then = replace(before.service, facts={**facts, **before.service.facts})
    expected = score(after.questionnaire, as_then, upgraded, TODAY).score or 0
    assert worth[frozenset({Factor.PACKS})] == expected
