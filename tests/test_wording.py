"""Words and figures as people read them: rounding, clauses, names of changes, in the language that was asked for."""

import gettext
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import (
    answered,
    asks,
    compensated,
    evidence,
    item,
    not_applicable,
    pack,
    principle,
    question,
    review,
    simple_pack,
    unknown,
    waiver,
)

from shipworthy.domain.assessment import Answer, AnswerState, AssessmentState, Confidence, NotApplicableType
from shipworthy.domain.gate import Clause, ClauseKind, Verdict
from shipworthy.domain.incoming import Effect
from shipworthy.domain.pack import EvidenceRule, Severity
from shipworthy.domain.review import Cap
from shipworthy.domain.scorecard import Band
from shipworthy.domain.service import TIERS, Lifecycle, LinkKind
from shipworthy.text import translator
from shipworthy.wording import DASH, Wording, whole_percent

F = Fraction
PARTS = st.fractions(0, 1, max_denominator=10**6)
LIMITS = st.integers(0, 10_000).map(lambda number: F(number, 10_000))  # four decimals, as a policy may have


@pytest.fixture
def words() -> Wording:
    return Wording(translator("en"))


class Marked(gettext.NullTranslations):
    """A language in which every message of the product starts with an asterisk."""

    def gettext(self, message: str) -> str:
        return f"*{message}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"*{msgid1 if n == 1 else msgid2}"


# Figures


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", 0),
        ("1/1000000", 1),  # 0 only for exactly 0
        ("0.0049", 1),
        ("0.0149", 1),
        ("0.015", 2),  # half up
        ("0.625", 63),
        ("0.6249999", 62),
        ("0.645", 65),  # half up, also where half to even would go down
        ("2/3", 67),
        ("0.99", 99),
        ("0.995", 99),  # 100 only for exactly 1
        ("999999/1000000", 99),
        ("1", 100),
    ],
)
def test_whole_percent(value: str, shown: int, words: Wording) -> None:
    assert whole_percent(F(value)) == shown
    assert words.percent(F(value)) == str(shown)


@given(PARTS, PARTS)
def test_whole_percent_keeps_order_and_the_ends_are_exact(first: Fraction, second: Fraction) -> None:
    low, high = sorted((first, second))
    assert whole_percent(low) <= whole_percent(high)
    assert (whole_percent(first) == 100) == (first == 1)
    assert (whole_percent(first) == 0) == (first == 0)
    if F(1, 100) <= first < F(199, 200):
        assert -F(1, 2) < whole_percent(first) - first * 100 <= F(1, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0", "0.0"), ("0.00099", "0.0"), ("0.79999999", "79.9"), ("0.8", "80.0"), ("2/3", "66.6"), ("1", "100.0")],
)
def test_clauses_show_one_decimal_rounded_down(value: str, shown: str, words: Wording) -> None:
    assert words.exact_percent(F(value)) == shown


@given(PARTS, LIMITS)
def test_what_fails_also_reads_as_less(actual: Fraction, limit: Fraction) -> None:
    words = Wording(translator("en"))
    if actual < limit:
        assert F(words.exact_percent(actual)) < F(words.limit_percent(limit))
    assert F(words.limit_percent(limit)) == limit * 100, "a limit is shown exactly"


@pytest.mark.parametrize(
    ("value", "shown"), [("0.8", "80"), ("0", "0"), ("1", "100"), ("0.855", "85.5"), ("0.8555", "85.55")]
)
def test_limits(value: str, shown: str, words: Wording) -> None:
    assert words.limit_percent(F(value)) == shown


def test_nothing_is_a_dash(words: Wording) -> None:
    assert words.percent(None) == words.exact_percent(None) == DASH
    assert words.why_title(None) == "Why –?"


@pytest.mark.parametrize(
    ("score", "low", "high", "shown"),
    [
        ("0.62", "0.48", "0.81", "62 (48–81)"),
        ("0.62", "0.62", "0.62", "62"),
        ("0.62", "0.62", "0.621", "62 (62–62)"),  # the exact width counts, not the one that is seen
        ("0.5", "0", "1", "50 (0–100)"),
        ("0.5", "0.0001", "0.9999", "50 (1–99)"),
    ],
)
def test_score_with_band(score: str, low: str, high: str, shown: str, words: Wording) -> None:
    assert words.score_with_band(F(score), Band(F(low), F(high))) == shown


def test_no_score_has_no_band(words: Wording) -> None:
    assert words.score_with_band(None, None) == DASH
    assert words.score_with_band(None, Band(F(0), F(1))) == DASH, "only unconfirmed N/A: a band, no score"
    assert words.score_with_band(F(1, 2), None) == "50"
    assert words.band(None) == ""


@pytest.mark.parametrize(
    ("score", "shown"),
    [("0", "0"), ("0.25", "¼"), ("0.5", "½"), ("0.75", "¾"), ("1", "1"), ("0.35", "0.35"), ("0.0001", "0.0001")],
)
def test_choice_scores(score: str, shown: str, words: Wording) -> None:
    assert words.choice_score(F(score)) == shown


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ("1", "1 day"),
        ("0.5", "0.5 days"),
        ("0", "0 days"),
        ("3", "3 days"),
        ("1000", "1000 days"),
        ("1/3", "0.33 days"),
        ("0.125", "0.13 days"),
        ("0.999", "1 day"),
        ("0.001", "0.01 days"),
        ("10", "10 days"),
        ("1/12000", "0.01 days"),
    ],
)
def test_days(days: str, shown: str, words: Wording) -> None:
    assert words.days(F(days)) == shown


def test_dates_and_times(words: Wording) -> None:
    assert words.date(date(2026, 11, 2)) == "2 Nov 2026"
    assert words.long_date(date(2026, 11, 22)) == "22 November 2026"
    months = [words.date(date(2026, month, 1)).split()[1] for month in range(1, 13)]
    assert months == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert words.time(datetime(2026, 11, 22, 9, 3, tzinfo=UTC)) == "09:03"


# Names


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Verdict, {Verdict.NOT_ASSESSED: "Not assessed", Verdict.CONDITIONALLY_READY: "Conditionally ready"}),
        (AnswerState, {AnswerState.NOT_APPLICABLE: "Not applicable", AnswerState.UNKNOWN: "Unknown"}),
        (Severity, {Severity.BLOCKER: "Blocker"}),
        (Confidence, {Confidence.LOW: "low"}),
        (EvidenceRule, {EvidenceRule.REQUIRED: "Evidence required"}),
        (NotApplicableType, {NotApplicableType.OTHER: "Other"}),
        (AssessmentState, {AssessmentState.IN_REVIEW: "In review"}),
        (Lifecycle, {Lifecycle.RETIRED: "Retired"}),
        (LinkKind, {LinkKind.ON_CALL: "On-call"}),
    ],
)
def test_every_member_has_a_name_of_its_own_in_the_language_asked_for(
    kind: type[StrEnum], names: dict[StrEnum, str]
) -> None:
    naming = {
        Verdict: "verdict", AnswerState: "state", Severity: "severity", Confidence: "confidence",
        EvidenceRule: "evidence_rule", NotApplicableType: "not_applicable_type",
        AssessmentState: "assessment_state", Lifecycle: "lifecycle", LinkKind: "link_kind",
    }  # fmt: skip
    english: Callable[[StrEnum], str] = getattr(Wording(translator("en")), naming[kind])
    marked: Callable[[StrEnum], str] = getattr(Wording(Marked()), naming[kind])
    assert len({english(member) for member in kind}) == len(kind)
    assert [marked(member) for member in kind] == [f"*{english(member)}" for member in kind]
    assert {member: english(member) for member in names} == names


def test_chips_are_short_and_each_verdict_has_a_sign(words: Wording) -> None:
    assert [words.short_verdict(each) for each in Verdict] == ["Not ready", "Not assessed", "Conditional", "Ready"]
    assert len({words.verdict_mark(each) for each in Verdict}) == len(Verdict)


def test_tiers(words: Wording) -> None:
    assert words.tier(1) == "Tier 1"
    assert len({words.tier_meaning(tier) for tier in TIERS}) == len(TIERS)
    assert words.tier_meaning(1) == "An outage hurts customers at once."


def test_titles_and_language(words: Wording) -> None:
    assert words.report_title("checkout") == "checkout: service readiness report"
    assert words.why_title(F(5, 8)) == "Why 63?"
    assert words.language == "en"
    assert Wording().verdict(Verdict.READY) == "Ready", "without a translator, in the interface's language"


# Clauses


SETTLED = {
    "b": Severity.BLOCKER, "b2": Severity.BLOCKER, "h": Severity.HIGH, "h2": Severity.HIGH, "good": Severity.LOW,
}  # fmt: skip
SEVERE = simple_pack(*(question(name, severity=severity) for name, severity in SETTLED.items()))


def sentences(missed: str, **changes: object) -> list[str]:
    answers = [answered(f"p/{name}", "a" if name in missed.split() else "e") for name in SETTLED]
    return Wording(translator("en")).clauses(review(SEVERE, answers=answers, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("missed", "waived", "planned", "expected"),
    [
        ("", "", "", []),
        ("b", "", "", ["1 blocker open; none allowed"]),
        ("b b2", "b", "", ["2 blockers, 1 waived; none allowed without a waiver"]),
        ("b", "b", "", ["1 waived blocker; none allowed for Ready"]),
        ("b b2", "b b2", "", ["2 waived blockers; none allowed for Ready"]),
        ("h", "", "", ["1 high-severity miss without planned work or waiver"]),
        ("h h2", "", "", ["2 high-severity misses, each to be planned or waived"]),
        ("h h2", "h", "", ["2 high-severity misses, 1 planned or waived; each must be"]),
        ("h h2", "", "h2", ["2 high-severity misses, 1 planned or waived; each must be"]),
        ("h", "", "h", ["1 high-severity miss; none allowed for Ready"]),
        ("h h2", "h", "h2", ["2 high-severity misses; none allowed for Ready"]),
    ],
)
def test_blockers_and_high_misses_in_words(missed: str, waived: str, planned: str, expected: list[str]) -> None:
    waivers = [waiver(f"p/{name}") for name in waived.split()]
    items = [item(f"p/{name}") for name in planned.split()]
    assert sentences(missed, waivers=waivers, items=items) == expected


def test_the_other_clauses_in_words(words: Wording) -> None:
    three = pack("p", *(principle(name, question(name)) for name in ("one", "two", "three")), met_at="0.25")
    given = [answered("p/one", "b"), answered("p/two", "e"), unknown("p/three")]
    found = review(three, answers=given, policy=asks("0.8", "0.555", "0.9", 1))
    assert words.clauses(found) == [
        "Overall 41.6 < 80",
        "Title of one 25.0 < 55.5, Title of three 0.0",
        "Coverage 66.6 % < 90 %",
        "Level 0; level 1 is the minimum",
    ]
    assert [words.clause_alone(clause, found) for clause in found.judgement.failed] == [
        "Overall 41.6 < 80",
        "Title of one 25.0 < 55.5",
        "Title of three 0.0 < 55.5",
        "Coverage 66.6 % < 90 %",
        "Level 0; level 1 is the minimum",
    ]
    waived = review(three, answers=given, policy=asks(level=1), waivers=[waiver("p/three")])
    assert words.clauses(waived) == ["Level 0 without waivers; level 1 is the minimum for Ready"]
    assert waived.judgement.level == 1


def test_no_score_and_age_in_words(words: Wording) -> None:
    nothing = review(simple_pack(question("q")), answers=[not_applicable("p/q")])
    assert words.clauses(nothing) == ["No score: nothing is applicable"]
    aged = Clause(ClauseKind.AGE, 200, 180)
    assert words.clause_alone(aged, nothing) == "Decided 200 days ago; 180 days are allowed"


def test_a_dependency_that_lowers_the_verdict_comes_first(words: Wording) -> None:
    found = review(simple_pack(question("q")), answers=[answered("p/q", "e")], policy=asks(coverage="1"))
    assert words.reasons(found) == []
    capped = replace(found, cap=Cap(Verdict.NOT_READY, ("ledger", "rates")))
    assert words.reasons(capped) == ["Lowered to Not ready by: ledger, rates"]


def test_clauses_are_in_the_language_asked_for() -> None:
    every = review(
        simple_pack(question("b", severity=Severity.BLOCKER), question("h", severity=Severity.HIGH)),
        policy=asks("0.8", "0.8", "0.9", 1),
    )
    texts = Wording(Marked()).clauses(every)
    assert len(texts) == len(every.judgement.failed) == 6
    assert all(text.startswith("*") for text in texts)


# Answers and changes

ASKED = replace(question("p/failure.timeouts"), choices=question("x", "0 0.5 1").choices)
LONG = replace(ASKED, choices=(replace(ASKED.choices[0], label="word " * 20),))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer("p/q"), "Unanswered"),
        (answered("p/q"), "Unanswered"),
        (answered("p/q", "b"), "Label b"),
        (answered("p/q", "c", "a"), "Label a; Label c"),
        (unknown("p/q"), "Unknown"),
        (compensated("p/q", choices=("a",)), "Compensated by another control"),
        (not_applicable("p/q"), "Not applicable (out of scope)"),
        (replace(not_applicable("p/q"), not_applicable_type=None), "Not applicable"),
    ],
)
def test_answers_in_words(answer: Answer, text: str, words: Wording) -> None:
    assert words.answer_text(ASKED, answer) == text


BEFORE = answered("p/failure.timeouts", "a", carried=True)


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        (None, BEFORE, "answered failure.timeouts: Label a"),
        (BEFORE, replace(BEFORE, choices=("b",)), "answered failure.timeouts: Label b"),
        (BEFORE, unknown(BEFORE.question), "answered failure.timeouts: Unknown"),
        (BEFORE, not_applicable(BEFORE.question), "answered failure.timeouts: Not applicable (out of scope)"),
        (BEFORE, compensated(BEFORE.question), "answered failure.timeouts: Compensated by another control"),
        (
            compensated(BEFORE.question),
            replace(compensated(BEFORE.question), reason="Another."),
            "answered failure.timeouts: Compensated by another control",
        ),
        (
            not_applicable(BEFORE.question),
            replace(not_applicable(BEFORE.question), not_applicable_type=NotApplicableType.OTHER),
            "answered failure.timeouts: Not applicable (other)",
        ),
        (BEFORE, None, "cleared failure.timeouts"),
        (BEFORE, Answer(BEFORE.question, choices=("a",)), "cleared failure.timeouts"),
        (BEFORE, replace(BEFORE, note="Seen."), "changed the note of failure.timeouts"),
        (BEFORE, replace(BEFORE, note_internal=True), "changed the note of failure.timeouts"),
        (BEFORE, replace(BEFORE, evidence=(evidence(),)), "changed the evidence of failure.timeouts"),
        (BEFORE, replace(BEFORE, confidence=Confidence.HIGH), "set the confidence of failure.timeouts to high"),
        (BEFORE, replace(BEFORE, marked=True), "marked failure.timeouts for review"),
        (replace(BEFORE, marked=True), BEFORE, "unmarked failure.timeouts"),
        (BEFORE, replace(BEFORE, carried=False), "confirmed failure.timeouts"),
    ],
)
def test_names_of_changes(before: Answer | None, after: Answer | None, name: str, words: Wording) -> None:
    assert words.change_name(ASKED, before, after) == name


def test_long_answers_are_cut_in_the_name_of_a_change(words: Wording) -> None:
    name = words.change_name(LONG, None, answered("p/failure.timeouts", "a"))
    assert name == "answered failure.timeouts: " + " ".join(["word"] * 12) + "…"
    exact = replace(LONG, choices=(replace(ASKED.choices[0], label="x" * 60),))
    assert words.change_name(exact, None, answered("p/failure.timeouts", "a")).endswith("x" * 60)
    longer = replace(LONG, choices=(replace(ASKED.choices[0], label="x" * 61),))
    assert words.change_name(longer, None, answered("p/failure.timeouts", "a")).endswith(" " + "x" * 59 + "…")


def test_effects_are_counted_and_none_is_nothing() -> None:
    assert Wording().effects({Effect.NEW: 2, Effect.CHANGED: 0, Effect.UNCHANGED: 5}) == "2 new, 5 unchanged"
    assert Wording().effects({Effect.NEW: 0}) == "nothing"


def test_differences_name_each_part_that_differs() -> None:
    asked = question("p/q")
    before = Answer("p/q", state=AnswerState.ANSWERED, choices=("a",), note="old", carried=True)
    after = Answer(
        "p/q", state=AnswerState.COMPENSATED, reason="The proxy", note_internal=True, confidence=Confidence.LOW
    )
    assert Wording().differences(asked, before, after) == [
        ("Label a", "Compensated by another control. The proxy"),
        ("Note: old", "Note: –"),
        ("Note: shared", "Note: internal"),
        ("Confidence: medium", "Confidence: low"),
    ]
    assert Wording().differences(asked, before, replace(before, carried=False)) == [("Label a", "Label a")]
