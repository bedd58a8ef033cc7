"""Comparing: what moved, question by question, in rows that sum exactly to the change."""

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import given, settings
from tests.domain.builders import (
    answered,
    asks,
    choices,
    evidence,
    not_applicable,
    pack,
    principle,
    question,
    review,
    service,
    simple_pack,
    unknown,
)
from tests.domain.strategies import World, worlds

from shipworthy.domain.assessment import Answer
from shipworthy.domain.comparison import Comparison, Moved, Movement, compare
from shipworthy.domain.pack import EvidenceRule, Severity

HALF = Fraction(1, 2)


def moved(before: Iterable[Answer], after: Iterable[Answer], *questions: object) -> dict[str, tuple[Moved, ...]]:
    """Return what is said of each question of a pack after other answers."""
    small = simple_pack(*questions)  # type: ignore[arg-type]
    return kinds(compare(review(small, answers=before), review(small, answers=after)))


def kinds(comparison: Comparison) -> dict[str, tuple[Moved, ...]]:
    """Return what changed, by the question's whole id."""
    return {each.question.id: each.moved for each in comparison.movements}


def test_equal_sides_show_nothing() -> None:
    both = review(simple_pack(question("a")), answers=[answered("p/a", "c")])
    comparison = compare(both, both)
    assert comparison.change == 0
    assert comparison.movements == comparison.blockers_gone == comparison.blockers_new == ()
    assert [(each.before, each.after) for each in comparison.principles] == [(HALF, HALF)]


def test_each_kind_of_change_is_told_and_the_largest_comes_first() -> None:
    required = EvidenceRule.REQUIRED
    questions = [question("a", weight=4), question("b"), question("c", evidence_rule=required), question("d")]
    before = [answered("p/a", "a"), answered("p/b", "a"), answered("p/c", "e"), answered("p/d", "e")]
    after = [
        answered("p/a", "e"),
        not_applicable("p/b"),
        answered("p/c", "e", evidence=(evidence(),)),
        answered("p/d", "e"),
    ]
    found = moved(before, after, *questions)
    assert list(found) == ["p/a", "p/c", "p/d", "p/b"]
    assert found == {
        "p/a": (Moved.ANSWER,),
        "p/b": (Moved.NOT_APPLICABLE,),
        "p/c": (Moved.EVIDENCE,),
        "p/d": (),  # weighs more, now that b is out
    }


def test_an_answer_that_says_no_more_is_no_movement_and_a_change_that_counts_nothing_is() -> None:
    questions = [question("a"), question("b")]
    assert moved([answered("p/a", "c")], [answered("p/a", "c", note="Seen.")], *questions) == {}
    assert moved([], [unknown("p/a")], *questions) == {"p/a": (Moved.ANSWER,)}


def test_a_question_that_applies_no_longer_is_told_and_one_that_never_did_is_not() -> None:
    small = simple_pack(
        question("a"),
        question("b", applies_when="service.api"),
        question("c", applies_when="service.database"),
        facts={"api": False, "database": False},
    )
    given = [answered("p/a", "e"), answered("p/b", "a"), answered("p/c", "a")]
    before, after = review(small, answers=given, of=service(api=True)), review(small, answers=given)
    assert kinds(compare(before, after)) == {"p/a": (), "p/b": (Moved.APPLIES,)}
    other = review(small, answers=[*given[:2], answered("p/c", "e")])
    assert kinds(compare(after, other)) == {}


def test_other_versions_new_gone_and_choices_that_are_no_longer_on_offer() -> None:
    old = simple_pack(
        question("a", choices=choices("0 1", "xy")), question("b"), question("hidden", applies_when="false")
    )
    new = simple_pack(question("a", choices=choices("0 1", "ab")), question("c"), question("d", applies_when="false"))
    before = review(old, answers=[answered("p/a", "y"), answered("p/b", "e")])
    comparison = compare(before, review(new, answers=[answered("p/a", "b")]))
    assert kinds(comparison) == {"p/a": (Moved.ANSWER,), "p/b": (Moved.GONE,), "p/c": (Moved.NEW,)}
    by_id = {each.question.id: each for each in comparison.movements}
    assert by_id["p/b"].after is None
    assert by_id["p/b"].change == -HALF
    assert by_id["p/c"].before is None
    unanswered = compare(before, review(new))
    assert kinds(unanswered)["p/a"] == (Moved.ANSWER,)


def test_two_questions_that_became_one_count_once() -> None:
    one, two = simple_pack(question("a")), simple_pack(question("b"), name="q")
    linked = simple_pack(question("b", same_as="p/a"), name="q")
    given = [answered("p/a", "e"), answered("q/b", "e")]
    comparison = compare(review(one, two, answers=given), review(one, linked, answers=given[:1]))
    assert kinds(comparison) == {"p/a": (), "q/b": (Moved.GONE,)}
    assert sum(each.change for each in comparison.movements) == comparison.change == 0
    apart = compare(review(one, linked, answers=given[:1]), review(one, two, answers=given))
    assert kinds(apart) == {"p/a": (), "q/b": (Moved.NEW,)}


def test_blockers_that_went_and_came_and_principles_of_either_side() -> None:
    blocker = Severity.BLOCKER
    old = pack(
        "p", principle("one", question("a", severity=blocker), question("b", severity=blocker)), principle("two")
    )
    new = pack("p", principle("one", question("a", severity=blocker), question("c", severity=blocker)), principle("x"))
    comparison = compare(
        review(old, answers=[answered("p/a", "a")], policy=asks(overall="0.5")),
        review(new, answers=[answered("p/a", "e")], policy=asks(overall="0.5")),
    )
    assert comparison.blockers_gone == ("p/a", "p/b")
    assert comparison.blockers_new == ("p/c",)
    assert [(each.id, each.before, each.after) for each in comparison.principles] == [
        ("p/one", 0, HALF),
        ("p/x", None, None),
        ("p/two", None, None),
    ]


def test_a_side_without_a_score_is_not_comparable() -> None:
    small = simple_pack(question("a"))
    comparison = compare(review(small, answers=[not_applicable("p/a")]), review(small, answers=[answered("p/a", "e")]))
    assert comparison.parts is None
    assert comparison.change is None
    assert kinds(comparison) == {"p/a": (Moved.NOT_APPLICABLE,)}


@settings(max_examples=60)
@given(worlds(), worlds())
def test_rows_sum_exactly_to_the_change(one: World, other: World) -> None:
    before = review(*one.packs, answers=one.answers.values(), of=one.service)
    after = review(*other.packs, answers=other.answers.values(), of=other.service)
    comparison = compare(before, after)
    back = compare(after, before)
    if comparison.change is not None:
        assert sum((each.change for each in comparison.movements), Fraction(0)) == comparison.change
        assert sum((comparison.parts or {}).values(), Fraction(0)) == comparison.change
        assert back.change == -comparison.change
    changes = [abs(each.change) for each in comparison.movements]
    assert changes == sorted(changes, reverse=True)
    assert all(_stands_once(comparison.movements, side) for side in ("before", "after"))


def _stands_once(movements: tuple[Movement, ...], side: str) -> bool:
    ids = [getattr(each, side).counts.id for each in movements if getattr(each, side)]
    return len(ids) == len(set(ids))
