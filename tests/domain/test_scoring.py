"""Each sentence of SEMANTICS.md, "Scoring", worked by hand with exact fractions."""

import ast
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from tests.domain.builders import (
    TODAY,
    YESTERDAY,
    answered,
    choices,
    compensated,
    evidence,
    not_applicable,
    pack,
    principle,
    question,
    scored,
    service,
    simple_pack,
    unknown,
)

from shipworthy.domain import gate, scorecard, scoring
from shipworthy.domain.assessment import Answer, AnswerState, Confidence, WeightedPack
from shipworthy.domain.pack import EvidenceRule, Pack, Select, Severity
from shipworthy.domain.scorecard import Band, QuestionScore, Scorecard
from shipworthy.domain.scoring import choice_score

F = Fraction
ZERO, ONE = F(0), F(1)
REQUIRED = EvidenceRule.REQUIRED
MANY = Select.MANY


def only(card: Scorecard) -> QuestionScore:
    """Return the one question of a scorecard."""
    (found,) = card.questions.values()
    return found


# Gates compare exactly; the arithmetic is rational.


@pytest.mark.parametrize("module", [scoring, scorecard, gate])
def test_no_float_comes_near_a_score(module: object) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), ast.dump(node)
        assert not (isinstance(node, ast.Name) and node.id in ("float", "round", "math")), ast.dump(node)


def test_nothing_is_rounded_on_the_way() -> None:
    answers = [answered(f"p/q{n}", "a") for n in range(3)]
    card = scored(simple_pack(*(question(f"q{n}", "0.3333 1") for n in range(3))), answers=answers)
    assert card.score == F(3333, 10_000), "the mean of three equal scores is that score, not one rounded in between"


# Applicable = the condition holds and the answer is not N/A; only these are in the sums.


def test_only_applicable_questions_are_in_the_sums() -> None:
    three = simple_pack(
        question("hidden", applies_when="service.api", weight=5), question("na", weight=7), question("counts"),
        facts={"api": False},
    )  # fmt: skip
    card = scored(three, answers=[answered("p/hidden", "a"), not_applicable("p/na"), answered("p/counts", "d")])
    assert card.score == F(3, 4)
    assert [(each.applies, each.applicable, each.counted) for each in card.questions.values()] == [
        (False, False, None),
        (True, False, None),
        (True, True, F(3, 4)),
    ]


def test_not_applicable_to_a_question_that_does_not_apply_is_in_no_figure() -> None:
    one = simple_pack(question("hidden", applies_when="service.api"), question("q"), facts={"api": False})
    card = scored(one, answers=[not_applicable("p/hidden", carried=True), answered("p/q", "e")])
    assert (card.score, card.band, card.coverage) == (ONE, Band(ONE, ONE), ONE)


# answered, select-many, compensated, unanswered, unknown


@pytest.mark.parametrize(("choice", "worth"), [("a", 0), ("b", "1/4"), ("c", "1/2"), ("d", "3/4"), ("e", 1)])
def test_an_answer_is_worth_its_choice(choice: str, worth: str) -> None:
    assert scored(simple_pack(question("q")), answers=[answered("p/q", choice)]).score == F(worth)


@pytest.mark.parametrize(
    ("chosen", "worth"),
    [("", None), ("a", 0), ("b", "0.3"), ("bc", "0.7"), ("cb", "0.7"), ("bcd", 1), ("d", "0.6"), ("z", None)],
)
def test_chosen_points_of_select_many_are_summed_and_capped(chosen: str, worth: str | None) -> None:
    many = question("q", "0 0.3 0.4 0.6", select=MANY)
    assert choice_score(many, answered("p/q", *chosen)) == (None if worth is None else F(worth))
    card = scored(simple_pack(many), answers=[answered("p/q", *chosen)])
    assert card.score == F(worth or 0)


@pytest.mark.parametrize("select", Select)
def test_nothing_chosen_is_unanswered(select: Select) -> None:
    given = answered("p/q", carried=True, evidence=(evidence(),))
    card = scored(simple_pack(question("q", select=select)), answers=[given])
    assert (only(card).state, only(card).carried) == (AnswerState.UNANSWERED, False)
    assert (card.score, card.band, card.coverage, card.confidence) == (ZERO, Band(ZERO, ONE), ZERO, ZERO)
    assert only(card).miss


@pytest.mark.parametrize(
    ("given", "worth", "low", "high"),
    [
        (Answer("p/q"), 0, 0, 1),
        (unknown("p/q"), 0, 0, 1),
        (compensated("p/q"), 1, 1, 1),
        (answered("p/q", "c"), "1/2", "1/2", "1/2"),
        (answered("p/q", "c", carried=True), "1/2", 0, 1),
        (compensated("p/q", carried=True), 1, 0, 1),
        (unknown("p/q", carried=True), 0, 0, 1),
        # Choices may outlive a change to another state, and count no longer.
        (unknown("p/q", choices=("e",)), 0, 0, 1),
        (compensated("p/q", choices=("a",)), 1, 1, 1),
    ],
)
def test_what_each_state_counts_and_its_band(given: Answer, worth: str, low: str, high: str) -> None:
    card = scored(simple_pack(question("q")), answers=[given])
    assert (card.score, card.band) == (F(worth), Band(F(low), F(high)))
    assert card.principles[0].band == card.band


# Required evidence


@pytest.mark.parametrize(
    ("given", "worth", "low", "high", "says_so"),
    [
        (answered("p/q", "d"), 0, 0, 0, True),
        (answered("p/q", "d", evidence=(evidence(YESTERDAY),)), 0, 0, 0, True),
        (answered("p/q", "d", evidence=(evidence(TODAY),)), "3/4", "3/4", "3/4", False),
        (answered("p/q", "d", evidence=(evidence(YESTERDAY), evidence())), "3/4", "3/4", "3/4", False),
        (answered("p/q", "d", carried=True), 0, 0, 1, True),
        (answered("p/q", "d", carried=True, evidence=(evidence(),)), "3/4", 0, 1, False),
        (compensated("p/q"), 1, 1, 1, False),
        (compensated("p/q", carried=True), 1, 0, 1, False),
        (unknown("p/q"), 0, 0, 1, False),
        (Answer("p/q"), 0, 0, 1, False),
        (answered("p/q"), 0, 0, 1, False),
    ],
)
def test_required_evidence(given: Answer, worth: str, low: str, high: str, says_so: bool) -> None:
    card = scored(simple_pack(question("q", evidence_rule=REQUIRED)), answers=[given])
    assert (card.score, card.band) == (F(worth), Band(F(low), F(high)))
    assert only(card).lacks_evidence is says_so


def test_no_evidence_is_missed_where_none_is_required_or_the_question_is_hidden() -> None:
    expected = scored(simple_pack(question("q", evidence_rule=EvidenceRule.EXPECTED)), answers=[answered("p/q", "d")])
    assert (expected.score, only(expected).lacks_evidence) == (F(3, 4), False)
    hidden = scored(
        simple_pack(question("q", evidence_rule=REQUIRED, applies_when="false")), answers=[answered("p/q", "d")]
    )
    assert (hidden.score, only(hidden).lacks_evidence) == (None, False)


def test_gap_and_miss_speak_of_the_counted_score() -> None:
    card = scored(simple_pack(question("q", evidence_rule=REQUIRED)), answers=[answered("p/q", "e")])
    assert (only(card).gap, only(card).miss) == (True, True)


@pytest.mark.parametrize(
    ("given", "gap", "miss"),
    [
        (answered("p/q", "c"), True, True),  # 0.5 < 0.75
        (answered("p/q", "d"), True, False),  # exactly met_at
        (answered("p/q", "e"), False, False),
        (compensated("p/q"), False, False),
        (unknown("p/q"), True, True),
        (Answer("p/q"), True, True),
        (not_applicable("p/q"), False, False),
    ],
)
def test_gap_is_below_1_and_miss_below_met_at(given: Answer, gap: bool, miss: bool) -> None:
    found = only(scored(simple_pack(question("q")), answers=[given]))
    assert (found.gap, found.miss) == (gap, miss)


@pytest.mark.parametrize(
    ("given", "miss"), [(answered("p/q", "a"), False), (unknown("p/q"), True), (Answer("p/q"), True)]
)
def test_unknown_and_unanswered_are_misses_even_where_0_is_met(given: Answer, miss: bool) -> None:
    assert only(scored(simple_pack(question("q"), met_at="0"), answers=[given])).miss is miss


# Sums


def test_weighted_means_of_questions_principles_and_packs() -> None:
    first = pack(
        "p",
        principle("one", question("a", weight=3), question("b", weight=1), weight=2),
        principle("two", question("c"), weight=1),
    )
    second = simple_pack(question("d"), name="q")
    answers = [answered("p/a", "e"), answered("p/b", "a"), answered("p/c", "c"), answered("q/d", "b")]
    card = scored(WeightedPack(first, F(2)), WeightedPack(second, F(1, 2)), answers=answers)
    # p/one = 3/4, p/two = 1/2, p = (2*3/4 + 1/2)/3 = 2/3, q = 1/4, all = (2*2/3 + 1/2*1/4)/(5/2)
    assert [each.score for each in card.principles] == [F(3, 4), F(1, 2), F(1, 4)]
    assert card.score == F(7, 12)
    shares = {name: each.share for name, each in card.questions.items()}
    assert shares == {"p/a": F(2, 5), "p/b": F(2, 15), "p/c": F(4, 15), "q/d": F(1, 5)}


def test_a_principle_and_a_pack_with_nothing_applicable_leave_the_sums() -> None:
    first = pack("p", principle("one", question("a")), principle("two", question("b"), weight=9))
    second = simple_pack(question("c"), name="q")
    card = scored(first, second, answers=[answered("p/a", "d"), not_applicable("p/b"), not_applicable("q/c")])
    assert card.score == F(3, 4)
    assert [each.score for each in card.principles] == [F(3, 4), None, None]
    assert [each.band for each in card.principles] == [Band(F(3, 4), F(3, 4)), None, None]


@pytest.mark.parametrize("answers", [[], [not_applicable("p/q")]])
def test_nothing_applicable_is_no_score(answers: list[Answer]) -> None:
    empty = simple_pack(question("q", applies_when="" if answers else "false"))
    card = scored(empty, answers=answers)
    assert (card.score, card.band, card.why()) == (None, None, ())
    assert card.confidence == 0
    assert card.coverage == (1 if answers else 0)


def test_no_pack_is_no_score() -> None:
    card = scored()
    assert (card.score, card.coverage, len(card.questions)) == (None, ZERO, 0)


# Band


def test_an_unconfirmed_not_applicable_returns_its_weight_to_the_band() -> None:
    two = simple_pack(question("a", weight=1), question("b", weight=3))
    card = scored(two, answers=[answered("p/a", "c"), not_applicable("p/b", carried=True)])
    assert card.score == F(1, 2)
    assert card.band == Band(F(1, 8), F(7, 8))
    confirmed = scored(two, answers=[answered("p/a", "c"), not_applicable("p/b")])
    assert confirmed.band == Band(F(1, 2), F(1, 2))


def test_an_unconfirmed_not_applicable_brings_its_principle_and_pack_back_into_the_band() -> None:
    packs = (simple_pack(question("a")), simple_pack(question("b"), name="q"))
    card = scored(*packs, answers=[answered("p/a", "e"), not_applicable("q/b", carried=True)])
    assert (card.score, card.band) == (ONE, Band(F(1, 2), ONE))
    assert (card.principles[1].score, card.principles[1].band) == (None, Band(F(0), F(1)))


def test_only_unconfirmed_not_applicables_have_a_band_and_no_score() -> None:
    card = scored(simple_pack(question("a")), answers=[not_applicable("p/a", carried=True)])
    assert (card.score, card.band, card.coverage) == (None, Band(ZERO, ONE), ZERO)


def test_applicability_is_frozen_in_the_band() -> None:
    """The second question applies if the first is answered well: the band does not open it."""
    two = simple_pack(question("a"), question("b", applies_when='answer("a").score > 0.5'))
    card = scored(two, answers=[unknown("p/a"), answered("p/b", "a")])
    assert card.band == Band(F(0), F(1))
    assert not card.questions["p/b"].applies


def test_band_width() -> None:
    assert Band(F(1, 3), F(1, 2)).width == F(1, 6)


# Coverage


def test_coverage_counts_answered_compensated_and_not_applicable() -> None:
    names = ("answered", "compensated", "na", "unknown", "nothing", "carried", "carried-na", "hidden")
    eight = simple_pack(*(question(name, applies_when="false" if name == "hidden" else "") for name in names))
    answers = [
        answered("p/answered", "a"),
        compensated("p/compensated"),
        not_applicable("p/na"),
        unknown("p/unknown"),
        answered("p/carried", "e", carried=True),
        not_applicable("p/carried-na", carried=True),
        answered("p/hidden", "e"),
    ]
    card = scored(eight, answers=answers)
    assert card.coverage == F(3, 7)
    covered = [each.id for each in card.questions.values() if each.is_answered]
    assert covered == ["p/answered", "p/compensated", "p/na"]
    assert (card.principles[0].answered, card.principles[0].total) == (3, 7)


def test_an_answer_without_its_required_evidence_is_an_answer_all_the_same() -> None:
    card = scored(simple_pack(question("q", evidence_rule=REQUIRED)), answers=[answered("p/q", "e")])
    assert (card.score, card.coverage) == (ZERO, ONE)


# Confidence


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        (EvidenceRule.NONE, answered("p/q", "a"), "3/4"),
        (EvidenceRule.NONE, answered("p/q", "a", confidence=Confidence.LOW), "1/2"),
        (EvidenceRule.NONE, answered("p/q", "a", confidence=Confidence.HIGH), 1),
        (EvidenceRule.EXPECTED, answered("p/q", "e", confidence=Confidence.HIGH), 0),
        (EvidenceRule.EXPECTED, answered("p/q", "e", confidence=Confidence.HIGH, evidence=(evidence(),)), 1),
        (EvidenceRule.EXPECTED, answered("p/q", "e", evidence=(evidence(YESTERDAY),)), 0),
        (EvidenceRule.REQUIRED, compensated("p/q", confidence=Confidence.LOW), "1/2"),
        (EvidenceRule.NONE, unknown("p/q", confidence=Confidence.HIGH), 0),
        (EvidenceRule.NONE, Answer("p/q", confidence=Confidence.HIGH), 0),
        (EvidenceRule.NONE, answered("p/q", "a", carried=True), "3/4"),
    ],
)
def test_confidence_of_one_question(rule: EvidenceRule, given: Answer, expected: str) -> None:
    assert scored(simple_pack(question("q", evidence_rule=rule)), answers=[given]).confidence == F(expected)


def test_confidence_weighs_by_the_share_of_the_overall_score() -> None:
    two = pack("p", principle("one", question("a"), weight=3), principle("two", question("b")))
    answers = [answered("p/a", "a", confidence=Confidence.HIGH), answered("p/b", "a", confidence=Confidence.LOW)]
    assert scored(two, answers=answers).confidence == F(3, 4) * 1 + F(1, 4) * F(1, 2)


# Why


def test_why_lists_the_largest_loss_first_and_ties_by_id() -> None:
    four = simple_pack(question("d", weight=2), question("c"), question("b"), question("a", weight=4))
    answers = [answered("p/d", "c"), answered("p/c", "a"), answered("p/b", "a"), answered("p/a", "e")]
    card = scored(four, answers=answers)
    assert [(each.id, each.loss, each.contribution) for each in card.why()] == [
        ("p/b", F(1, 8), 0),
        ("p/c", F(1, 8), 0),
        ("p/d", F(1, 8), F(1, 8)),
        ("p/a", 0, F(1, 2)),
    ]
    assert card.score == F(5, 8)


# same_as


def linked(*, first_when: str = "", second_when: str = "", **second: object) -> tuple[Pack, Pack]:
    """Two packs with one linked question; it is a blocker on level 3 in the first, low on level 2 in the second."""
    root = question("x", severity=Severity.BLOCKER, level=3, weight=2, applies_when=first_when)
    twin = replace(
        question("y", same_as="p/x", level=2, applies_when=second_when, choices=choices(ids="vwxyz")),
        evidence_rule=REQUIRED,
        **second,  # type: ignore[arg-type]  # fields of a question
    )
    return (
        simple_pack(root, question("other"), facts={"api": True}, met_at="0.5"),
        simple_pack(twin, name="q", facts={"api": True}),
    )


def test_a_linked_question_counts_by_its_own_weight_in_each_pack() -> None:
    answers = [answered("p/x", "c", evidence=(evidence(),)), answered("p/other", "e")]
    card = scored(*linked(), answers=answers)
    assert [each.score for each in card.principles] == [F(2, 3), F(1, 2)]
    assert card.score == F(7, 12)
    assert card.questions["p/x"].share == F(1, 2) * F(2, 3) + F(1, 2)
    assert list(card.questions) == ["p/x", "p/other"], "one question in every count"
    assert card.coverage == 1
    assert [(each.answered, each.total) for each in card.principles] == [(2, 2), (1, 1)]


@pytest.mark.parametrize(
    ("first_when", "second_when", "severity", "level", "rule", "met_at"),
    [
        ("", "", Severity.BLOCKER, 2, REQUIRED, "0.75"),
        ("", "!service.api", Severity.BLOCKER, 3, EvidenceRule.NONE, "0.5"),
        ("!service.api", "", Severity.LOW, 2, REQUIRED, "0.75"),
    ],
)
def test_the_strictest_rules_are_those_of_the_packs_where_it_applies(
    first_when: str, second_when: str, severity: Severity, level: int, rule: EvidenceRule, met_at: str
) -> None:
    card = scored(*linked(first_when=first_when, second_when=second_when), answers=[answered("p/x", "c")])
    found = card.questions["p/x"]
    assert (found.severity, found.level, found.evidence_rule, found.met_at) == (severity, level, rule, F(met_at))
    assert found.counted == (0 if rule is REQUIRED else F(1, 2))


def test_a_linked_question_that_applies_in_one_pack_counts_there_alone() -> None:
    card = scored(*linked(first_when="!service.api"), answers=[answered("p/x", "e", evidence=(evidence(),))])
    assert [each.score for each in card.principles] == [0, 1]
    assert [each.total for each in card.principles] == [1, 1]
    nowhere = linked(first_when="!service.api", second_when="!service.api")
    card = scored(*nowhere, answers=[answered("p/x", "e")])
    assert not card.questions["p/x"].applies
    assert card.questions["p/x"].severity is Severity.BLOCKER, "its own wording says how severe it would be"


def test_a_question_linked_within_a_principle_weighs_twice_and_is_one_question() -> None:
    twice = simple_pack(question("a"), question("b", same_as="p/a", weight=2), question("c"))
    card = scored(twice, answers=[answered("p/a", "e")])
    assert (card.score, card.coverage) == (F(3, 4), F(1, 2))
    assert (card.principles[0].answered, card.principles[0].total) == (1, 2)


@pytest.mark.parametrize(
    ("given", "in_p", "in_q"),
    [
        (answered("p/x", "d"), '"d" in answer("x").choices', '"y" in answer("y").choices'),
        (answered("p/x", "d"), 'answer("x").score == 0.75', 'answer("p/x").score == answer("q/y").score'),
        (answered("p/x", "d"), 'size(answer("x").choices) == 1', '!("d" in answer("y").choices)'),
        (compensated("p/x", choices=("a",)), 'answer("x").score == 1.0', 'answer("y").choices == []'),
        (unknown("p/x", choices=("a",)), 'answer("x").score == -1.0', 'answer("y").state == "unknown"'),
        (not_applicable("p/x"), 'answer("x").state == "not_applicable"', 'answer("y").score == -1.0'),
        (answered("p/x"), 'answer("x").state == "unanswered"', 'size(answer("y").choices) == 0'),
    ],
)
def test_conditions_read_a_linked_question_in_the_words_of_their_own_pack(given: Answer, in_p: str, in_q: str) -> None:
    """Before the evidence rule, too: the answer lacks the evidence that the second pack requires."""
    root = question("x")
    twin = question("y", same_as="p/x", choices=choices(ids="vwxyz"), evidence_rule=REQUIRED)
    packs = (
        simple_pack(root, question("reader", applies_when=in_p)),
        simple_pack(twin, question("reader", applies_when=in_q), name="q"),
    )
    card = scored(*packs, answers=[given])
    assert (card.questions["p/reader"].applies, card.questions["q/reader"].applies) == (True, True)


# Facts and service fields in conditions


@pytest.mark.parametrize(
    ("condition", "facts", "applies"),
    [
        ("service.api", {}, True),  # the pack's default
        ("service.api", {"api": False}, False),
        ("service.database", {}, False),
        ("service.tier == 2", {}, True),
        ('service.lifecycle == "production"', {}, True),
        ('service.name == "checkout" && service.team == "" && service.owner == ""', {}, True),
        ('service.system == "" && service.domain == "" && service.description == ""', {}, True),
    ],
)
def test_what_a_condition_reads_of_a_service(condition: str, facts: dict[str, bool], applies: bool) -> None:
    one = simple_pack(question("q", applies_when=condition), facts={"api": True, "database": False})
    assert only(scored(one, of=service(tier=2, **facts))).applies is applies


def test_a_fact_named_like_a_field_does_not_hide_the_field() -> None:
    one = simple_pack(question("q", applies_when="service.tier == 3"), facts={"tier": True})
    assert only(scored(one)).applies


@pytest.mark.parametrize("order", [1, -1])
def test_where_packs_disagree_on_a_default_true_wins_in_any_order(order: int) -> None:
    packs = (
        simple_pack(question("q", applies_when="service.api"), facts={"api": False}),
        simple_pack(question("r", applies_when="service.api"), name="q", facts={"api": True}),
    )
    card = scored(*packs[::order])
    assert [each.applies for each in card.questions.values()] == [True, True]
    answered_once = scored(*packs[::order], of=service(api=False))
    assert [each.applies for each in answered_once.questions.values()] == [False, False]


# Time


def test_evidence_counts_to_the_end_of_its_last_day() -> None:
    one = simple_pack(question("q", evidence_rule=REQUIRED))
    given = answered("p/q", "e", evidence=(evidence(date(2026, 12, 31)),))
    assert scored(one, answers=[given], today=date(2026, 12, 31)).score == 1
    assert scored(one, answers=[given], today=date(2026, 12, 31) + timedelta(days=1)).score == 0


def test_marked_for_review_is_passed_on_and_changes_nothing() -> None:
    card = scored(simple_pack(question("q")), answers=[answered("p/q", "d", marked=True)])
    assert only(card).marked
    assert card.score == F(3, 4)
