"""Answers of one questionnaire in the words of another: versions, packs beside each other, choices that went."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from tests.domain.builders import (
    answered,
    choices,
    compensated,
    not_applicable,
    pack,
    principle,
    question,
    review,
    simple_pack,
    unknown,
    weighted,
)

from shipworthy.domain.assessment import Answer, AnswerState, Dissent
from shipworthy.domain.carrying import PackChange, carried, fitting_answers, mapped, pack_change, says_the_same
from shipworthy.domain.last_time import last_time_of
from shipworthy.domain.pack import Pack, Question, Select
from shipworthy.domain.questionnaire import compile_questionnaire


def moved(before: list[Pack], now: list[Pack], *answers: Answer) -> dict[str, Answer]:
    """Return answers of packs in the words of others."""
    by_id = {answer.question: answer for answer in answers}
    return mapped(by_id, compile_questionnaire(weighted(before)), compile_questionnaire(weighted(now)))


@pytest.mark.parametrize(
    "answer",
    [answered("p/q", "b"), compensated("p/q"), not_applicable("p/q"), unknown("p/q"), compensated("p/q", note="Why.")],
)
def test_the_same_question_takes_every_state_over_whole(answer: Answer) -> None:
    packs = [simple_pack(question("q"))]
    assert moved(packs, packs, answer) == {"p/q": answer}


def test_what_was_not_answered_is_not_taken_over() -> None:
    packs = [simple_pack(question("q"))]
    assert moved(packs, packs, Answer("p/q", note="To be seen.")) == {}


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        (question("q", text="Worded anew?"), True),
        (question("q", choices=choices("0 1", ids="bz")), True),
        (question("q", choices=choices("0 1", ids="az")), False),
        (question("renamed"), False),
    ],
)
def test_another_version_takes_over_what_its_choices_can_say(now: Question, taken: bool) -> None:
    found = moved([simple_pack(question("q"))], [simple_pack(now)], answered("p/q", "b"))
    assert found == ({"p/q": answered("p/q", "b")} if taken else {})


def test_several_choices_where_one_may_be_taken_now_are_not_taken_over() -> None:
    before = simple_pack(question("q", select=Select.MANY, choices=choices("0 0.25 0.25 0.5")))
    now = simple_pack(question("q", choices=choices("0 0.25 0.25 0.5")))
    assert moved([before], [now], answered("p/q", "b", "c")) == {}
    assert moved([before], [now], answered("p/q", "b")) == {"p/q": answered("p/q", "b")}


def linked() -> tuple[Pack, Pack]:
    """Return two packs whose questions are one, with choices of other names."""
    other = question("mine", choices=choices(ids="vwxyz"), same_as="base/q")
    return pack("base", principle("one", question("q"))), pack("added", principle("one", other))


def test_a_linked_question_is_answered_in_the_words_of_the_one_asked() -> None:
    base, added = linked()
    assert moved([added], [base, added], answered("added/mine", "w")) == {"base/q": answered("base/q", "b")}
    assert moved([base, added], [added], answered("base/q", "b")) == {"added/mine": answered("added/mine", "w")}


def test_of_two_questions_that_are_one_now_the_first_answer_is_taken() -> None:
    base, added = linked()
    apart = pack("added", principle("one", question("mine", choices=choices(ids="vwxyz"))))
    both = moved([base, apart], [base, added], answered("added/mine", "z"), answered("base/q", "b"))
    assert both == {"base/q": answered("base/q", "b")}
    assert moved([base, apart], [base, added], answered("added/mine", "z")) == {"base/q": answered("base/q", "e")}


def test_answers_that_stand_alone_fit_where_their_question_is_asked() -> None:
    base, added = linked()
    now = compile_questionnaire(weighted([base, added]))
    assert fitting_answers([answered("added/mine", "w"), answered("none/such", "a")], now) == {
        "base/q": answered("base/q", "b")
    }
    assert fitting_answers([answered("base/q", "nope")], now) == {}


def test_what_is_carried_waits_for_its_confirmation_and_keeps_its_author() -> None:
    at = datetime(2026, 5, 14, 12, tzinfo=UTC)
    answer = answered(
        "p/q", "b", marked=True, dissent=(Dissent("Jonas", "No."),), answered_by="Amira", answered_at=at, version=9
    )
    assert carried(answer) == replace(answer, carried=True, marked=False, dissent=(), version=0)


def test_a_version_lists_what_is_new_changed_and_gone() -> None:
    before = simple_pack(question("same"), question("worded"), question("weighed"), question("gone"), question("why"))
    assert pack_change(before, before) == PackChange("p", "1.0.0", "1.0.0", (), (), ())
    now = simple_pack(
        question("same"),
        question("worded", text="Other?"),
        question("weighed", weight=3),
        question("why", why="Other reason."),
        question("added"),
    )
    change = pack_change(before, replace(now, version="1.1.0"))
    assert (change.before, change.now) == ("1.0.0", "1.1.0")
    assert (change.new, change.changed, change.removed) == (("p/added",), ("p/worded",), ("p/gone",))
    assert change.rescored == ("p/weighed",)
    facts = pack_change(
        simple_pack(question("q"), facts={"a": True, "b": True}),
        simple_pack(question("q"), facts={"a": True, "b": False, "c": True}),
    )
    assert facts.facts == ("b", "c")
    laxer = pack_change(before, replace(before, met_at=Fraction(1, 2)))
    assert (len(laxer.rescored), laxer.changed) == (5, ())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, Answer("p/q", note="x"), True),
        (answered("p/q", "a", note="x"), answered("p/q", "a", carried=True), True),
        (answered("p/q", "a"), answered("p/q", "b"), False),
        (answered("p/q", "a"), None, False),
        (unknown("p/q", choices=("a",)), unknown("p/q"), True),
        (compensated("p/q"), replace(compensated("p/q"), reason="Another."), False),
    ],
)
def test_answers_are_alike_by_what_they_judge(one: Answer | None, other: Answer | None, same: bool) -> None:
    assert says_the_same(one, other) is same


def test_last_time_is_seen_from_the_questions_of_today() -> None:
    before = review(
        simple_pack(question("q"), question("gone")), answers=[answered("p/q", "b"), answered("p/gone", "a")]
    )
    now = simple_pack(question("q", text="Worded anew?", choices=choices("0 1", ids="az")), question("new"))
    last = last_time_of(before, compile_questionnaire(weighted([now])), None)
    assert set(last.answers) == {"p/q"}
    assert last.answers["p/q"].question.text == "Text of q?"
    assert last.answers["p/q"].answer == answered("p/q", "b")
    assert last.comparable == {}
    assert last.differs(answered("p/q", "a"))
    assert not last.differs(Answer("p/new", state=AnswerState.UNANSWERED))
