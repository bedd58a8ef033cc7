"""What each key makes of an answer."""

import datetime as dt

import pytest
from tests.domain.builders import answered, choices, evidence, not_applicable, question

from shipworthy.domain.assessment import Answer, AnswerState, Confidence, EvidenceKind, NotApplicableType
from shipworthy.domain.pack import Select
from shipworthy.errors import UserError
from shipworthy.gui.pages.review import answering

MANY = question("q", select=Select.MANY, choices=choices("0 0.25 0.25 0.5"))


def test_a_choice_replaces_another_state_and_its_reason() -> None:
    answer = answering.chosen(question("q"), not_applicable("q", note="kept", marked=True), 2)
    assert (answer.state, answer.choices) == (AnswerState.ANSWERED, ("c",))
    assert (answer.reason, answer.not_applicable_type) == ("", None)
    assert (answer.note, answer.marked) == ("kept", True)


@pytest.mark.parametrize(
    ("before", "position", "after"),
    [
        ((), 1, ("b",)),
        (("d",), 1, ("b", "d")),
        (("b", "d"), 1, ("d",)),
        (("b", "d"), 0, ("a",)),
        (("a",), 2, ("c",)),
        (("a",), 0, ()),
    ],
)
def test_several_choices_toggle_and_the_worst_excludes_the_others(
    before: tuple[str, ...], position: int, after: tuple[str, ...]
) -> None:
    answer = answering.chosen(MANY, answered("q", *before), position)
    assert answer.choices == after
    assert answer.state is (AnswerState.ANSWERED if after else AnswerState.UNANSWERED)


def test_choices_that_outlived_another_state_do_not_come_back() -> None:
    stale = Answer("q", state=AnswerState.UNKNOWN, choices=("d",))
    assert answering.chosen(MANY, stale, 1).choices == ("b",)


def test_reasons_are_trimmed() -> None:
    answer = answering.not_applicable(Answer("q"), NotApplicableType.OTHER, "  Because. \n")
    assert (answer.state, answer.not_applicable_type, answer.reason) == (
        AnswerState.NOT_APPLICABLE,
        NotApplicableType.OTHER,
        "Because.",
    )
    assert answering.compensated(answer, " The gateway. ").reason == "The gateway."
    assert answering.compensated(answer, "x").not_applicable_type is None
    assert answering.unknown(answer).reason == ""


def test_mark_confidence_and_confirmation() -> None:
    assert answering.marked(Answer("q")).marked
    assert not answering.marked(Answer("q", marked=True)).marked
    assert answering.with_next_confidence(Answer("q")).confidence is Confidence.HIGH
    assert answering.with_next_confidence(Answer("q", confidence=Confidence.HIGH)).confidence is Confidence.LOW
    assert not answering.confirmed(Answer("q", carried=True)).carried


def test_evidence_is_added_at_the_end_and_removed_by_position() -> None:
    first, second = evidence(title="first"), evidence(title="second")
    answer = answering.with_evidence(Answer("q", evidence=(first,)), second)
    assert answer.evidence == (first, second)
    assert answering.without_evidence(answer, 0).evidence == (second,)


def test_an_address_becomes_a_link_and_everything_else_a_text() -> None:
    link = answering.read_evidence(" https://example.org/a ", " main.go:412 ", "2026-10-01", "2027-10-01")
    assert (link.kind, link.value, link.title) == (EvidenceKind.LINK, "https://example.org/a", "main.go:412")
    assert (link.dated, link.expires) == (dt.date(2026, 10, 1), dt.date(2027, 10, 1))
    for text in ("javascript:alert(1)", "file:///etc/passwd", "see https://example.org", "https://"):
        assert answering.read_evidence(text, "", "", "").kind is EvidenceKind.TEXT


@pytest.mark.parametrize(
    ("value", "dated", "expires", "words"),
    [
        ("  ", "", "", "no evidence yet"),
        ("x", "yesterday", "", "Dated: “yesterday” is not a date"),
        ("x", "", "2026-02-30", "Expires: “2026-02-30” is not a date"),
        ("x", "2026-10-02", "2026-10-01", "expires before"),
    ],
)
def test_evidence_that_cannot_be_read_is_refused_in_words(value: str, dated: str, expires: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        answering.read_evidence(value, "", dated, expires)
