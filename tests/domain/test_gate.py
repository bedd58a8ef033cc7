"""Each sentence of SEMANTICS.md, "Ladder, gate, verdict": levels, clauses, verdicts, and the cap of dependencies."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.builders import (
    TODAY,
    YESTERDAY,
    answered,
    asks,
    compensated,
    item,
    judged,
    not_applicable,
    pack,
    principle,
    question,
    scored,
    simple_pack,
    unknown,
    waiver,
)

from shipworthy.domain.assessment import Answer
from shipworthy.domain.gate import Clause, ClauseKind, ShownVerdict, Verdict, capped, judge, level, shaky_foundations
from shipworthy.domain.pack import EvidenceRule, Pack, Question, Severity
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver, WaiverState
from shipworthy.domain.scorecard import Scorecard

F = Fraction
READY, CONDITIONAL, NOT_READY = Verdict.READY, Verdict.CONDITIONALLY_READY, Verdict.NOT_READY
NOT_ASSESSED = Verdict.NOT_ASSESSED
BLOCKER, HIGH, MEDIUM = Severity.BLOCKER, Severity.HIGH, Severity.MEDIUM


def rungs(levels: str, missed: str, name: str = "p") -> tuple[Pack, list[Answer]]:
    """Return one question per digit, of that level; those in `missed` are answered with 0, the others met."""
    questions = [question(f"q{number}", level=int(rung)) for number, rung in enumerate(levels)]
    answers = [answered(f"{name}/q{number}", "a" if str(number) in missed else "e") for number, _ in enumerate(levels)]
    return simple_pack(*questions, name=name), answers


def laddered(levels: str, missed: str) -> Scorecard:
    built, answers = rungs(levels, missed)
    return scored(built, answers=answers)


# Level


@pytest.mark.parametrize(
    ("levels", "missed", "expected"),
    [
        ("123", "", 3),
        ("123", "2", 2),
        ("123", "1", 1),
        ("123", "0", 0),  # one miss on level 1 keeps the service at 0
        ("123", "01", 0),
        ("1123", "1", 0),
        ("13", "", 3),  # the empty rung passes
        ("13", "1", 2),
        ("3", "0", 2),
        ("23", "0", 1),
        # shown: at most the highest level that has an applicable question
        ("1", "", 1),
        ("11", "", 1),
        ("12", "", 2),
        ("2", "", 2),
        ("", "", 0),
    ],
)
def test_level(levels: str, missed: str, expected: int) -> None:
    assert level(laddered(levels, missed)) == expected


@pytest.mark.parametrize(
    ("waived", "expected"), [((), 0), (("p/q0",), 1), (("p/q1",), 0), (("p/q0", "p/q1"), 3), (("p/none",), 0)]
)
def test_a_waived_miss_is_passed_on_the_ladder(waived: tuple[str, ...], expected: int) -> None:
    assert level(laddered("123", "01"), waived) == expected


def test_the_lowest_of_several_packs_and_none_for_a_pack_with_nothing_applicable() -> None:
    first, good = rungs("123", "")
    second, bad = rungs("123", "1", "q")
    third, _ = rungs("111", "", "r")
    assert level(scored(first, second, answers=[*good, *bad])) == 1
    left_out = [not_applicable(f"r/q{number}") for number in range(3)]
    assert level(scored(first, third, answers=[*good, *left_out])) == 3


def test_the_level_shown_is_capped_by_the_highest_rung_of_any_pack() -> None:
    """A pack that ends at level 1 does not hold back one whose level 3 is met."""
    short, first = rungs("1", "")
    full, second = rungs("123", "", "q")
    assert level(scored(short, full, answers=[*first, *second])) == 3


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (unknown("p/q"), 0),
        (Answer("p/q"), 0),
        (answered("p/q", "c"), 0),
        (answered("p/q", "d"), 1),
        (compensated("p/q"), 1),
        (answered("p/q", "e", carried=True), 1),
        (unknown("p/q", carried=True), 0),
        (not_applicable("p/q"), 0),  # no level has an applicable question
    ],
)
def test_what_passes_a_rung(given: Answer, expected: int) -> None:
    assert level(scored(simple_pack(question("q")), answers=[given])) == expected


def test_an_answer_without_its_required_evidence_is_a_miss_on_the_ladder() -> None:
    card = scored(simple_pack(question("q", evidence_rule=EvidenceRule.REQUIRED)), answers=[answered("p/q", "e")])
    assert level(card) == 0


# Clauses, each at its boundary


def kinds(clauses: Iterable[Clause]) -> list[ClauseKind]:
    return [clause.kind for clause in clauses]


@pytest.mark.parametrize(("minimum", "fails"), [("0.7499", False), ("0.75", False), ("0.7501", True), ("1", True)])
def test_overall_and_principle_minima_compare_exactly(minimum: str, fails: bool) -> None:
    card = scored(simple_pack(question("q")), answers=[answered("p/q", "d")])
    overall = judged(card, asks(overall=minimum))
    assert overall.failed == ((Clause(ClauseKind.OVERALL, F(3, 4), F(minimum)),) if fails else ())
    one = judged(card, asks(principle=minimum))
    assert one.failed == ((Clause(ClauseKind.PRINCIPLE, F(3, 4), F(minimum), principle="p/one"),) if fails else ())
    assert {overall.verdict, one.verdict} == {NOT_READY if fails else READY}


def test_a_third_is_below_0_3334_and_above_0_3333() -> None:
    card = scored(simple_pack(*(question(f"q{n}", "0 1") for n in range(3)), met_at="0"), answers=[
        answered("p/q0", "b"), answered("p/q1", "a"), answered("p/q2", "a"),
    ])  # fmt: skip
    assert judged(card, asks(overall="0.3333")).failed == ()
    assert kinds(judged(card, asks(overall="0.3334")).failed) == [ClauseKind.OVERALL]


def test_a_principle_without_an_applicable_question_passes_its_minimum() -> None:
    two = pack("p", principle("one", question("a")), principle("two", question("b"), question("c")))
    answers = [answered("p/a", "e"), not_applicable("p/b"), not_applicable("p/c", carried=True)]
    assert judged(scored(two, answers=answers), asks(overall="1", principle="1")).verdict is READY


def test_each_principle_that_fails_is_a_clause_of_its_own() -> None:
    three = pack("p", *(principle(name, question(name)) for name in ("one", "two", "three")), met_at="0")
    card = scored(three, answers=[answered("p/one", "a"), answered("p/two", "e"), answered("p/three", "c")])
    failed = judged(card, asks(principle="0.6")).failed
    assert [(clause.principle, clause.actual) for clause in failed] == [("p/one", 0), ("p/three", F(1, 2))]


@pytest.mark.parametrize(("minimum", "fails"), [("0.5", False), ("0.5001", True)])
def test_coverage_minimum(minimum: str, fails: bool) -> None:
    card = scored(simple_pack(question("a"), question("b")), answers=[answered("p/a", "e")])
    failed = judged(card, asks(coverage=minimum)).failed
    assert failed == ((Clause(ClauseKind.COVERAGE, F(1, 2), F(minimum)),) if fails else ())


@pytest.mark.parametrize(("age", "fails"), [(None, False), (0, False), (180, False), (181, True)])
def test_maximum_age_of_the_standing_assessment(age: int | None, fails: bool) -> None:
    card = scored(simple_pack(question("q")), answers=[answered("p/q", "e")])
    decided_on = None if age is None else TODAY - timedelta(days=age)
    judgement = judge(card, asks(max_age_days=180), TODAY, decided_on=decided_on)
    assert judgement.failed == ((Clause(ClauseKind.AGE, 181, 180),) if fails else ())
    assert judgement.verdict is (NOT_READY if fails else READY)


@pytest.mark.parametrize(
    ("levels", "missed", "minimum", "fails"),
    [
        ("123", "", 3, False),
        ("123", "2", 2, False),
        ("123", "2", 3, True),
        ("123", "0", 1, True),
        ("123", "0", 0, False),  # a policy that asks no level
        ("1", "", 3, False),  # nothing above level 1 is asked: no miss, although the level shown is 1
        ("3", "0", 2, False),
    ],
)
def test_level_clause(levels: str, missed: str, minimum: int, fails: bool) -> None:
    judgement = judged(laddered(levels, missed), asks(level=minimum))
    assert kinds(judgement.failed) == ([ClauseKind.LEVEL] if fails else [])
    if fails:
        (clause,) = judgement.failed
        assert (clause.actual, clause.limit) == (judgement.level, minimum)
        assert clause.questions == tuple(f"p/q{number}" for number in missed)


def test_nothing_applicable_is_not_ready_at_level_0_whatever_the_policy() -> None:
    card = scored(simple_pack(question("q")), answers=[not_applicable("p/q")])
    judgement = judged(card, asks())
    assert (judgement.verdict, judgement.level) == (NOT_READY, 0)
    assert judgement.failed == (Clause(ClauseKind.OVERALL, None, F(0)),)


# Verdicts: severity of one miss on level 1, what is done about it, what the policy asks of levels


def missed(severity: Severity) -> tuple[Pack, list[Answer]]:
    return simple_pack(question("bad", severity=severity), question("good")), [
        answered("p/bad", "a"),
        answered("p/good", "e"),
    ]


WAIVED: dict[str, list[Waiver]] = {"waivers": [waiver("p/bad")]}
PLANNED: dict[str, list[RemediationItem]] = {"items": [item("p/bad")]}


@pytest.mark.parametrize(
    ("severity", "minimum", "done", "verdict", "failed"),
    [
        (BLOCKER, 0, {}, NOT_READY, [ClauseKind.BLOCKERS]),
        (BLOCKER, 0, PLANNED, NOT_READY, [ClauseKind.BLOCKERS]),
        (BLOCKER, 0, WAIVED, CONDITIONAL, [ClauseKind.BLOCKERS]),
        (BLOCKER, 1, WAIVED, CONDITIONAL, [ClauseKind.BLOCKERS, ClauseKind.LEVEL]),
        (HIGH, 0, {}, NOT_READY, [ClauseKind.HIGHS]),
        (HIGH, 0, WAIVED, CONDITIONAL, [ClauseKind.HIGHS]),
        (HIGH, 0, PLANNED, CONDITIONAL, [ClauseKind.HIGHS]),
        (HIGH, 1, PLANNED, NOT_READY, [ClauseKind.HIGHS, ClauseKind.LEVEL]),  # work does not pass a rung
        (HIGH, 1, WAIVED, CONDITIONAL, [ClauseKind.HIGHS, ClauseKind.LEVEL]),
        (MEDIUM, 0, {}, READY, []),
        (MEDIUM, 1, {}, NOT_READY, [ClauseKind.LEVEL]),
        (MEDIUM, 1, PLANNED, NOT_READY, [ClauseKind.LEVEL]),
        (MEDIUM, 1, WAIVED, CONDITIONAL, [ClauseKind.LEVEL]),
        (Severity.LOW, 1, WAIVED, CONDITIONAL, [ClauseKind.LEVEL]),
    ],
)
def test_verdicts(
    severity: Severity, minimum: int, done: dict[str, object], verdict: Verdict, failed: list[ClauseKind]
) -> None:
    built, answers = missed(severity)
    judgement = judged(scored(built, answers=answers), asks(level=minimum), **done)
    assert judgement.verdict is verdict
    assert kinds(judgement.failed) == failed
    assert all(clause.only_for_ready for clause in judgement.failed) == (verdict is not NOT_READY)
    assert judgement.blockers == (("p/bad",) if severity is BLOCKER else ())
    assert judgement.highs == (("p/bad",) if severity is HIGH else ())


@pytest.mark.parametrize("severity", Severity)
def test_a_question_that_is_met_or_not_applicable_stands_in_no_one_s_way(severity: Severity) -> None:
    three = simple_pack(*(question(name, severity=severity) for name in ("met", "na", "compensated")))
    card = scored(three, answers=[answered("p/met", "d"), not_applicable("p/na"), compensated("p/compensated")])
    judgement = judged(card, asks(level=3))
    assert (judgement.verdict, judgement.blockers, judgement.highs) == (READY, (), ())


@pytest.mark.parametrize("policy", [asks(overall="0.51"), asks(principle="0.51"), asks(coverage="1")])
def test_waivers_help_in_no_other_clause(policy: TierPolicy) -> None:
    built, _ = missed(BLOCKER)
    card = scored(built, answers=[unknown("p/bad"), answered("p/good", "e")])
    judgement = judged(card, policy, **WAIVED)
    assert judgement.verdict is NOT_READY
    assert [clause.kind for clause in judgement.failed if not clause.only_for_ready] != []


@pytest.mark.parametrize(
    ("accepted", "verdict"),
    [
        (waiver("p/bad", TODAY), CONDITIONAL),  # the last valid day is the named date
        (waiver("p/bad", TODAY - timedelta(days=1)), NOT_READY),
        (waiver("p/bad", state=WaiverState.REQUESTED), NOT_READY),
        (waiver("p/bad", state=WaiverState.REVOKED), NOT_READY),
        (waiver("p/good"), NOT_READY),
    ],
)
def test_which_waivers_count(accepted: Waiver, verdict: Verdict) -> None:
    built, answers = missed(BLOCKER)
    assert judged(scored(built, answers=answers), asks(level=1), waivers=[accepted]).verdict is verdict


@pytest.mark.parametrize(
    ("work", "verdict"),
    [
        *((item("p/bad", state=state), CONDITIONAL) for state in list(ItemState)[:4]),
        (item("p/bad", state=ItemState.VERIFIED), NOT_READY),
        (item("p/bad", state=ItemState.DROPPED), NOT_READY),
        (item("p/bad", owner=""), NOT_READY),
        (item("p/bad", due=None), NOT_READY),
        (item("p/bad", due=YESTERDAY), CONDITIONAL),  # overdue is live all the same
        (item("p/good"), NOT_READY),
        (item("p/other", "p/bad"), CONDITIONAL),  # one item may close several
    ],
)
def test_which_work_counts_for_a_high_miss(work: RemediationItem, verdict: Verdict) -> None:
    built, answers = missed(HIGH)
    assert judged(scored(built, answers=answers), items=[work]).verdict is verdict


def test_each_blocker_and_each_high_must_be_settled() -> None:
    severities = {"b1": BLOCKER, "b2": BLOCKER, "h1": HIGH, "h2": HIGH}
    four = simple_pack(*(question(name, severity=each) for name, each in severities.items()), question("good"))
    card = scored(four, answers=[*(answered(f"p/{name}", "a") for name in severities), answered("p/good", "e")])
    blockers_waived = [waiver("p/b1"), waiver("p/b2")]
    assert judged(card, waivers=blockers_waived[:1], items=[item("p/h1", "p/h2")]).verdict is NOT_READY
    assert judged(card, waivers=blockers_waived, items=[item("p/h1")]).verdict is NOT_READY
    mixed = judged(card, waivers=[*blockers_waived, waiver("p/h1")], items=[item("p/h2")])
    assert mixed.verdict is CONDITIONAL
    assert mixed.failed == (
        Clause(ClauseKind.BLOCKERS, 2, 0, questions=("p/b1", "p/b2"), only_for_ready=True),
        Clause(ClauseKind.HIGHS, 2, 0, questions=("p/h1", "p/h2"), only_for_ready=True),
    )
    assert (mixed.blockers, mixed.highs) == (("p/b1", "p/b2"), ("p/h1", "p/h2"))


def test_the_level_clause_measures_what_is_not_waived_first() -> None:
    card = laddered("123", "01")
    policy = asks(level=2)
    partly = judged(card, policy, waivers=[waiver("p/q0")])
    assert partly.failed == (Clause(ClauseKind.LEVEL, 1, 2, questions=("p/q0", "p/q1")),)
    assert partly.level == 1
    wholly = judged(card, policy, waivers=[waiver("p/q0"), waiver("p/q1")])
    assert wholly.failed == (Clause(ClauseKind.LEVEL, 0, 2, questions=("p/q0", "p/q1"), only_for_ready=True),)
    assert (wholly.verdict, wholly.level) == (CONDITIONAL, 3)


def test_a_verdict_lists_exactly_the_failed_clauses_in_the_order_of_their_kinds() -> None:
    severities = (BLOCKER, HIGH, MEDIUM)
    three = simple_pack(*(question(f"q{n}", severity=each) for n, each in enumerate(severities)))
    everything = judge(scored(three), asks("1", "1", "1", 3), TODAY, decided_on=TODAY - timedelta(days=181))
    assert kinds(everything.failed) == list(ClauseKind)
    assert everything.verdict is NOT_READY


def test_a_linked_question_is_one_miss_under_the_strictest_severity() -> None:
    packs = (
        simple_pack(question("x", severity=MEDIUM, level=2)),
        simple_pack(question("y", same_as="p/x", severity=BLOCKER, level=1), name="q"),
    )
    judgement = judged(scored(*packs, answers=[answered("p/x", "a")]), asks(level=1))
    assert judgement.blockers == ("p/x",)
    assert [clause.questions for clause in judgement.failed] == [("p/x",), ("p/x",)]


# Foundations


def test_level_1_questions_not_applicable_or_compensated_are_counted() -> None:
    def asked(name: str, rung: int, when: str = "") -> Question:
        return question(name, level=rung, applies_when=when)

    many = simple_pack(
        asked("na", 1), asked("na2", 1), asked("na3", 2), asked("ok", 1), asked("ok2", 1), asked("comp", 1),
        asked("comp2", 3), asked("hidden-na", 1, "false"), asked("hidden-comp", 1, "false"),
    )  # fmt: skip
    answers = [
        *(not_applicable(f"p/{name}") for name in ("na", "na3", "hidden-na")),
        not_applicable("p/na2", carried=True),
        *(compensated(f"p/{name}") for name in ("comp", "comp2", "hidden-comp")),
        answered("p/ok", "e"),
    ]
    assert shaky_foundations(scored(many, answers=answers)) == (2, 1)


# Order of verdicts and the cap of dependencies


def test_verdicts_are_ordered() -> None:
    assert sorted(Verdict, key=lambda verdict: verdict.rank) == [NOT_READY, NOT_ASSESSED, CONDITIONAL, READY]


A, B, C, D = (UUID(int=number) for number in (10, 11, 12, 13))


@pytest.mark.parametrize(
    ("own", "hard", "expected"),
    [
        ({A: READY}, {}, ShownVerdict(READY, READY)),
        ({A: READY, B: READY}, {A: {B}}, ShownVerdict(READY, READY)),
        ({A: READY, B: CONDITIONAL}, {A: {B}}, ShownVerdict(CONDITIONAL, READY, (B,))),
        ({A: CONDITIONAL, B: READY}, {A: {B}}, ShownVerdict(CONDITIONAL, CONDITIONAL)),
        ({A: CONDITIONAL, B: CONDITIONAL}, {A: {B}}, ShownVerdict(CONDITIONAL, CONDITIONAL)),
        ({A: READY, B: READY, C: NOT_READY}, {A: {B}, B: {C}}, ShownVerdict(NOT_READY, READY, (C,))),
        ({A: READY, B: CONDITIONAL, C: NOT_READY}, {A: {B, C}}, ShownVerdict(NOT_READY, READY, (C,))),
        ({A: READY, B: NOT_READY, C: NOT_READY}, {A: {C, B}}, ShownVerdict(NOT_READY, READY, (B, C))),
        # a service without a verdict is Not assessed, which is worse than Conditionally ready
        ({A: READY}, {A: {B}}, ShownVerdict(NOT_ASSESSED, READY, (B,))),
        ({A: CONDITIONAL}, {A: {B}}, ShownVerdict(NOT_ASSESSED, CONDITIONAL, (B,))),
        ({A: NOT_READY}, {A: {B}}, ShownVerdict(NOT_READY, NOT_READY)),
        ({}, {}, ShownVerdict(NOT_ASSESSED, NOT_ASSESSED)),
        # a circle is one group
        ({A: READY, B: READY}, {A: {B}, B: {A}}, ShownVerdict(READY, READY)),
        ({A: READY, B: READY, C: CONDITIONAL}, {A: {B}, B: {C, A}, C: {A}}, ShownVerdict(CONDITIONAL, READY, (C,))),
        ({A: READY}, {A: {A}}, ShownVerdict(READY, READY)),
        # what depends on the service does not cap it
        ({A: READY, D: NOT_READY}, {D: {A}}, ShownVerdict(READY, READY)),
    ],
)
def test_capped(own: dict[UUID, Verdict], hard: dict[UUID, set[UUID]], expected: ShownVerdict) -> None:
    assert capped(A, own, {service: frozenset(needs) for service, needs in hard.items()}) == expected


SERVICES = st.sampled_from([UUID(int=number) for number in range(6)])


@settings(max_examples=150)
@given(st.dictionaries(SERVICES, st.sampled_from(Verdict)), st.dictionaries(SERVICES, st.frozensets(SERVICES)))
def test_the_cap_is_the_lowest_over_everything_that_can_be_reached(
    own: dict[UUID, Verdict], hard: dict[UUID, frozenset[UUID]]
) -> None:
    service = UUID(int=0)
    reached = {service}
    for _ in range(6):
        reached |= {needed for each in reached for needed in hard.get(each, ())}
    lowest = min((own.get(each, NOT_ASSESSED) for each in reached), key=list(Verdict).index)
    shown = capped(service, own, hard)
    assert (shown.shown, shown.own) == (lowest, own.get(service, NOT_ASSESSED))
    holders = {each for each in reached if own.get(each, NOT_ASSESSED) is lowest}
    assert set(shown.capped_by) == (holders if lowest is not shown.own else set())
    # Members of one circle show the same verdict.
    for other in reached:
        if service in _reach(other, hard):
            assert capped(other, own, hard).shown is lowest


def _reach(service: UUID, hard: dict[UUID, frozenset[UUID]]) -> set[UUID]:
    reached: set[UUID] = set()
    for _ in range(7):
        reached |= {needed for each in {service, *reached} for needed in hard.get(each, ())}
    return reached
