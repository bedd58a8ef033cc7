"""Packs joined into one questionnaire: what is asked once, in which order, and which packs cannot stand together."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.domain.builders import (
    answered,
    choices,
    compensated,
    pack,
    principle,
    question,
    scored,
    simple_pack,
    weighted,
)

from shipworthy.domain.assessment import WeightedPack
from shipworthy.domain.conditions import ConditionError
from shipworthy.domain.pack import Contradiction, Pack, Question
from shipworthy.domain.questionnaire import Questionnaire, compile_questionnaire
from shipworthy.errors import UserError


def compiled(*packs: Pack) -> Questionnaire:
    return compile_questionnaire(weighted(packs))


def linked_packs(**links: str) -> list[Pack]:
    """Return a pack for each name, with one question `x` that is the same as the one named."""
    return [simple_pack(question("x", same_as=target), name=name) for name, target in links.items()]


# same_as


@pytest.mark.parametrize(
    ("links", "roots"),
    [
        ({"p": "", "q": "p/x"}, "p p"),
        ({"q": "p/x", "p": ""}, "p p"),
        ({"p": "", "q": "p/x", "r": "q/x"}, "p p p"),  # a chain resolves to the root
        ({"r": "q/x", "q": "p/x", "p": ""}, "p p p"),
        ({"p": "", "q": "p/x", "r": "p/x"}, "p p p"),
        ({"q": "p/x"}, "q"),  # the other pack is not there
        ({"q": "p/x", "r": "q/x"}, "q q"),  # nor is the root of the chain
        ({"p": "", "r": "q/x"}, "p r"),  # nor the link between them
        ({"p": "p/y"}, "p"),  # nor is there such a question
        ({"p": "q/x", "q": "p/x"}, "p p"),  # two authors who name each other
        ({"q": "p/x", "p": "q/x"}, "p p"),
        ({"r": "q/x", "q": "p/x", "p": "q/x"}, "p p p"),
        ({"p": "p/x"}, "p"),
    ],
)
def test_linked_questions_are_asked_once_under_their_root(links: dict[str, str], roots: str) -> None:
    questionnaire = compiled(*linked_packs(**links))
    expected = [f"{name}/x" for name in roots.split()]
    assert questionnaire.roots == dict(zip([f"{name}/x" for name in links], expected, strict=True))
    assert set(questionnaire.asked) == set(expected)
    for root, item in questionnaire.asked.items():
        assert item.id == root == item.placements[0].question.id, "the root's place comes first"
        assert len(item.placements) == expected.count(root)
        assert (item.question, item.principle) == (item.placements[0].question, item.placements[0].principle)


def test_linked_questions_of_one_pack() -> None:
    questionnaire = compiled(simple_pack(question("b", same_as="p/a"), question("a")))
    assert list(questionnaire.asked) == ["p/a"]
    assert [place.question.id for place in questionnaire.asked["p/a"].placements] == ["p/a", "p/b"]


@pytest.mark.parametrize("scores", ["0 1", "0 0.25 0.5 0.75 0.9", "1 0.75 0.5 0.25 0", "0 0.25 0.5 0.75 1 1"])
def test_links_between_questions_that_score_differently_are_refused(scores: str) -> None:
    packs = [simple_pack(question("x")), simple_pack(question("y", scores, same_as="p/x"), name="q")]
    with pytest.raises(UserError, match="q/y cannot be the same question as p/x: their choices score differently"):
        compiled(*packs)
    assert list(compiled(packs[1]).asked) == ["q/y"], "alone it stands"


def test_links_are_refused_along_a_chain() -> None:
    packs = [
        simple_pack(question("x")),
        simple_pack(question("x", same_as="p/x"), name="q"),
        simple_pack(question("x", "0 1", same_as="q/x"), name="r"),
    ]
    with pytest.raises(UserError, match=r"r/x cannot be the same question as p/x"):
        compiled(*packs)


def test_choices_match_by_position_whatever_they_are_called() -> None:
    twin = question("x", same_as="p/x", choices=choices(ids="edcba"))
    card = scored(simple_pack(question("x")), simple_pack(twin, name="q"), answers=[answered("p/x", "b")])
    assert [each.score for each in card.principles] == [Fraction(1, 4), Fraction(1, 4)]


def test_a_linked_question_is_asked_where_its_root_stands() -> None:
    first = simple_pack(question("x", same_as="p/x"), question("y"), name="q")
    assert list(compiled(first, simple_pack(question("x"))).asked) == ["q/y", "p/x"]


# Packs that cannot stand together


def test_a_pack_twice_is_refused() -> None:
    first = simple_pack(question("x"))
    with pytest.raises(UserError, match="The pack p is there twice"):
        compiled(first, replace(first, version="2.0.0"))


@pytest.mark.parametrize("weight", [Fraction(0), Fraction(-1, 2)])
def test_a_weight_is_above_0(weight: Fraction) -> None:
    with pytest.raises(UserError, match=f"The pack p has the weight {weight}"):
        compile_questionnaire([WeightedPack(simple_pack(question("x")), weight)])


@pytest.mark.parametrize(
    "conditions",
    [
        {"a": 'answer("a").score > 0.5'},
        {"a": 'answer("b").score > 0.5', "b": 'answer("a").score > 0.5'},
        {"a": 'answer("b").score > 0.5', "b": 'answer("c").score > 0.5', "c": 'answer("p/a").score > 0.5'},
    ],
)
def test_questions_that_wait_for_each_other_are_refused(conditions: dict[str, str]) -> None:
    with pytest.raises(UserError, match="wait for each other: p/"):
        compiled(simple_pack(*(question(name, applies_when=text) for name, text in conditions.items())))


def test_a_circle_that_closes_through_a_link_is_refused() -> None:
    first = simple_pack(question("a", applies_when='answer("b").score > 0.5'), question("b"))
    second = simple_pack(question("b", same_as="p/b", applies_when='answer("p/a").score > 0.5'), name="q")
    assert len(compiled(first).asked) == 2
    with pytest.raises(UserError, match="wait for each other"):
        compiled(first, second)


def test_a_condition_outside_the_subset_is_refused() -> None:
    with pytest.raises(ConditionError):
        compiled(simple_pack(question("a", applies_when="[1].all(x, x > 0)")))


# Order


def test_questions_are_asked_in_the_order_of_the_packs_and_judged_after_those_they_read() -> None:
    late = question("early", applies_when='answer("late").score > 0.5 && answer("q/x").score > 0.5')
    questionnaire = compiled(
        pack("p", principle("one", late, question("middle")), principle("two", question("late"))),
        simple_pack(question("x"), name="q"),
    )
    assert list(questionnaire.asked) == ["p/early", "p/middle", "p/late", "q/x"]
    order = questionnaire.evaluation_order
    assert sorted(order) == sorted(questionnaire.asked)
    assert order.index("p/early") > max(order.index("p/late"), order.index("q/x"))
    assert [(each.pack.id, principle.id) for each, principle in questionnaire.principles()] == [
        ("p", "p/one"),
        ("p", "p/two"),
        ("q", "q/one"),
    ]


@pytest.mark.parametrize(("choice", "expected"), [("e", [True, True, True]), ("a", [True, False, False])])
def test_a_hidden_question_hides_what_depends_on_it(choice: str, expected: list[bool]) -> None:
    chain = simple_pack(
        question("third", applies_when='answer("second").score > 0.5'),
        question("second", applies_when='answer("first").score > 0.5'),
        question("first"),
    )
    answers = [answered("p/first", choice), answered("p/second", "e"), answered("p/third", "e")]
    card = scored(chain, answers=answers)
    assert [card.questions[f"p/{name}"].applies for name in ("first", "second", "third")] == expected


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        ('answer("q/x").state == "absent"', True),
        ('answer("q/x").score == -1.0', True),
        ('answer("off").state == "hidden"', True),
        ('answer("off").score > -1.0', False),
        ('size(answer("off").choices) > 0', False),
    ],
)
def test_absent_and_hidden_questions_have_a_state_and_no_score(condition: str, applies: bool) -> None:
    one = simple_pack(question("off", applies_when="false"), question("reader", applies_when=condition))
    card = scored(one, answers=[answered("p/off", "e")])
    assert card.questions["p/reader"].applies is applies


# Facts


def test_facts_are_declared_once_in_the_first_pack_s_words() -> None:
    first = simple_pack(question("x"), facts={"api": False, "public": False})
    second = simple_pack(question("x"), name="q", facts={"public": False, "api": True, "database": True})
    second = replace(second, facts=tuple(replace(fact, text=f"{fact.text} Again.") for fact in second.facts))
    facts = compiled(first, second).facts()
    assert {name: (fact.text, fact.default) for name, fact in facts.items()} == {
        "api": ("api?", True),
        "public": ("public?", False),
        "database": ("database? Again.", True),
    }


# Contradictions


def contradicting(when: str, *about: str) -> Contradiction:
    return Contradiction("clash", about or ("a", "b"), when, "These cannot both hold.")


def asked_with(rule: Contradiction, *questions: Question) -> Pack:
    return simple_pack(*(questions or (question("a"), question("b"))), contradictions=[rule])


RETRIES = 'answer("a").score >= 0.75 && answer("b").score == 0.0'


@pytest.mark.parametrize(
    ("first", "second", "held"), [("e", "a", True), ("d", "a", True), ("c", "a", False), ("e", "b", False)]
)
def test_a_contradiction_is_shown_and_changes_no_score(first: str, second: str, held: bool) -> None:
    answers = [answered("p/a", first), answered("p/b", second)]
    card = scored(asked_with(contradicting(RETRIES)), answers=answers)
    assert [each.contradiction.message for each in card.contradictions] == (["These cannot both hold."] if held else [])
    plain = scored(simple_pack(question("a"), question("b")), answers=answers)
    assert (card.score, card.band, card.questions) == (plain.score, plain.band, plain.questions)


def test_a_contradiction_stands_beside_the_questions_that_are_asked() -> None:
    rule = contradicting(RETRIES, "b", "a", "q/x", "p/a")
    packs = (asked_with(rule), simple_pack(question("x", same_as="p/b"), name="q"))
    assert compiled(*packs).contradictions[0].questions == ("p/b", "p/a")
    assert compiled(packs[0]).contradictions[0].questions == ("p/b", "p/a"), "of an absent pack there is none"
    assert compiled(*packs).contradictions[0].contradiction.id == "p/clash"


@pytest.mark.parametrize(("condition", "held"), [("", True), ("false", False), ('answer("b").score == 0.0', True)])
def test_a_hidden_question_contradicts_nothing_by_its_score(condition: str, held: bool) -> None:
    rule = asked_with(contradicting(RETRIES), question("a", applies_when=condition), question("b"))
    card = scored(rule, answers=[answered("p/a", "e"), answered("p/b", "a")])
    assert bool(card.contradictions) is held


def test_a_contradiction_with_another_pack_holds_only_where_both_are_there() -> None:
    rule = contradicting('answer("a").score == 1.0 && answer("q/x").score < 0.5 && answer("q/x").score >= 0.0', "a")
    first, second = asked_with(rule), simple_pack(question("x"), name="q")
    answers = [compensated("p/a"), answered("q/x", "a")]
    assert not scored(first, answers=answers).contradictions
    assert scored(first, second, answers=answers).contradictions
    # In the words of the own pack, also where the question is asked under another's.
    renamed = contradicting('"v" in answer("a").choices', "a")
    own = asked_with(renamed, question("a", same_as="q/x", choices=choices(ids="vwxyz")))
    assert scored(own, second, answers=[answered("q/x", "a")]).contradictions[0].questions == ("q/x",)
