"""Which answers may be recorded."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.domain.builders import TODAY, YESTERDAY, answered, compensated, evidence, not_applicable, question, unknown

from shipworthy.domain.answering import checked_answer, is_link
from shipworthy.domain.assessment import Answer, AnswerState, EvidenceKind, NotApplicableType
from shipworthy.domain.pack import Select
from shipworthy.errors import UserError

ONE = question("p/q", "0 0.5 1")
MANY = question("p/q", "0 0.3 0.4 0", select=Select.MANY)


@pytest.mark.parametrize(
    "answer",
    [
        Answer("p/q"),
        unknown("p/q", choices=("a",)),
        answered("p/q", "a", note="Seen.", evidence=(evidence(TODAY, dated=YESTERDAY),)),
        compensated("p/q", choices=("b",)),
        not_applicable("p/q"),
        answered("p/q", "c", evidence=(evidence(kind=EvidenceKind.TEXT, value="seen in main.go"),)),
        answered("p/q", "c", evidence=(evidence(TODAY, dated=TODAY), evidence(dated=TODAY), evidence(TODAY))),
    ],
)
def test_what_fits_is_recorded_as_it_is(answer: Answer) -> None:
    assert checked_answer(ONE, answer) == answer


@pytest.mark.parametrize(
    ("answer", "message", "hint"),
    [
        (answered("p/q", "z"), "q has no choice “z”", "Choose from: a, b, c."),
        (unknown("p/q", choices=("z",)), "q has no choice “z”", ""),
        (answered("p/q", "a", "b"), "q takes one choice, not 2", "Choose one."),
        (replace(compensated("p/q"), reason=" \n"), "needs its justification", ""),
        (replace(not_applicable("p/q"), reason="\t"), "needs a type and a reason", ""),
        (replace(not_applicable("p/q"), not_applicable_type=None), "needs a type and a reason", ""),
        (answered("p/q", "a", evidence=(evidence(value=" "),)), "Evidence must not be empty", ""),
        (answered("p/q", "a", evidence=(evidence(value="javascript:alert(1)"),)), "opened safely", ""),
        (answered("p/q", "a", evidence=(evidence(value="https://[x"),)), "opened safely", ""),
        (answered("p/q", "a", evidence=(evidence(YESTERDAY, dated=TODAY),)), "before its date", ""),
        (answered("p/q", "a", evidence=(evidence(), evidence(value=""))), "Evidence must not be empty", ""),
    ],
)
def test_what_does_not_fit_is_not_recorded(answer: Answer, message: str, hint: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        checked_answer(ONE, answer)
    assert caught.value.hint
    assert hint in caught.value.hint


@pytest.mark.parametrize("kind", NotApplicableType)
def test_every_type_of_not_applicable_is_taken(kind: NotApplicableType) -> None:
    answer = replace(not_applicable("p/q"), not_applicable_type=kind)
    assert checked_answer(ONE, answer) == answer


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [("", ""), ("a", "a"), ("d", "d"), ("bc", "bc"), ("cb", "bc"), ("bcb", "bc"), ("c", "c")],
)
def test_choices_of_select_many_are_kept_in_order_and_once(chosen: str, kept: str) -> None:
    recorded = checked_answer(MANY, answered("p/q", *chosen))
    assert recorded.choices == tuple(kept)
    assert recorded.state is (AnswerState.ANSWERED if kept else AnswerState.UNANSWERED)


@pytest.mark.parametrize("chosen", ["ab", "ba", "bcd", "ad"])
def test_a_choice_that_scores_0_excludes_the_others(chosen: str) -> None:
    with pytest.raises(UserError, match="a choice that scores 0 excludes the others"):
        checked_answer(MANY, answered("p/q", *chosen))


def test_nothing_chosen_becomes_unanswered_and_keeps_the_rest() -> None:
    given = answered("p/q", note="Later.", marked=True)
    assert checked_answer(ONE, given) == replace(given, state=AnswerState.UNANSWERED)


def test_reasons_are_trimmed() -> None:
    given = replace(compensated("p/q"), reason="  A gateway.\n")
    assert checked_answer(ONE, given).reason == "A gateway."


@pytest.mark.parametrize(
    ("value", "opens"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://localhost:8080", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("mailto:oncall@example.org", True),
        ("https://[::1]/metrics", True),
        ("https://[x", False),
        ("https:", False),
        ("https:evil", False),
        ("https://", False),
        ("mailto:", False),
        ("ftp://example.org", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://example.org", False),
        ("https://example.org/a b", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_addresses_that_can_be_opened_safely(value: str, opens: bool) -> None:
    assert is_link(value) is opens


def test_evidence_may_have_expired_already() -> None:
    """What was proven once is history worth keeping; it does not count."""
    old = evidence(TODAY - timedelta(days=400), dated=TODAY - timedelta(days=800))
    assert checked_answer(ONE, answered("p/q", "a", evidence=(old,))).evidence == (old,)
