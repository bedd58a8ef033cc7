"""What people write into an answer cell, and what it means."""

from fractions import Fraction

import pytest
from tests.domain.builders import question

from shipworthy.domain.assessment import AnswerState, Confidence, NotApplicableType
from shipworthy.domain.pack import Choice, Question, Select
from shipworthy.errors import UserError
from shipworthy.exchange.answer_words import AnswerWords, read_confidence, read_yes_no
from shipworthy.wording import Wording

CHOICES = tuple(
    Choice(each, label, Fraction(score))
    for each, label, score in (
        ("none", "Nobody's", 0),
        ("some", "Some of  them", Fraction(1, 2)),
        ("all", "All of them.", 1),
    )
)


def _question(select: Select = Select.ONE) -> Question:
    return question("p/q", choices=CHOICES, select=select)


def _choices(text: str, select: Select = Select.ONE) -> tuple[str, ...]:
    state, kind, choices = AnswerWords(_question(select), Wording()).read(text)
    assert (state, kind) == (AnswerState.ANSWERED, None)
    return choices


@pytest.mark.parametrize(
    "text", ["2", " 2 ", "2.", "2)", "02", "some", "Some of them", "SOME OF THEM.", "2  Some of  them"]
)
def test_one_choice_by_number_label_or_id(text: str) -> None:
    assert _choices(text) == ("some",)


def test_typographic_quotes_do_not_matter() -> None:
    assert _choices("Nobody’s") == ("none",)


@pytest.mark.parametrize(
    "text",
    ["2, 3", "3,2", "2 3", "2;3", "2.3", "2 + 3", "2 & 3", "2\n3", "Some of them; all of them", "2  Some of them\nall"],
)
def test_several_choices_come_in_the_order_of_the_question(text: str) -> None:
    assert _choices(text, Select.MANY) == ("some", "all")


@pytest.mark.parametrize(
    ("text", "state", "kind"),
    [
        ("Not applicable (out of scope)", AnswerState.NOT_APPLICABLE, NotApplicableType.OUT_OF_SCOPE),
        ("not applicable  (Business Priority)", AnswerState.NOT_APPLICABLE, NotApplicableType.BUSINESS_PRIORITY),
        ("N/A", AnswerState.NOT_APPLICABLE, NotApplicableType.OTHER),
        ("Compensated by another control", AnswerState.COMPENSATED, None),
        ("compensated", AnswerState.COMPENSATED, None),
        ("unknown", AnswerState.UNKNOWN, None),
        ("Don’t know", AnswerState.UNKNOWN, None),
    ],
)
def test_answers_that_are_no_choice(text: str, state: AnswerState, kind: NotApplicableType | None) -> None:
    assert AnswerWords(_question(), Wording()).read(text) == (state, kind, ())


def test_a_choice_of_the_pack_comes_before_our_words() -> None:
    own = question("p/q", choices=(*CHOICES, Choice("unknown", "Unknown", Fraction(1, 4))))
    assert AnswerWords(own, Wording()).read("unknown") == (AnswerState.ANSWERED, None, ("unknown",))


@pytest.mark.parametrize("text", ["4", "0", "2, 4", "maybe", "=1", "-1", "1/0", "some; maybe", "99999999", "²"])
def test_anything_else_is_refused_with_what_is_on_offer(text: str) -> None:
    with pytest.raises(UserError, match="is no answer to q") as refusal:
        AnswerWords(_question(), Wording()).read(text)
    assert "from 1 to 3" in refusal.value.hint


def test_yes_no_and_confidence() -> None:
    assert [read_yes_no(text) for text in ("Yes", "x", "TRUE", "no", "0")] == [True, True, True, False, False]
    assert [read_confidence(text, Wording()) for text in ("low", "Medium ", "HIGH")] == list(Confidence)
    with pytest.raises(UserError, match="neither yes nor no"):
        read_yes_no("perhaps")
    with pytest.raises(UserError, match="is no confidence"):
        read_confidence("sure", Wording())
