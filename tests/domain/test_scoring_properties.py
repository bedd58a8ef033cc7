"""Properties that hold for every assessment, and agreement with a second scoring written from the text alone."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.domain import builders
from tests.domain.builders import TODAY
from tests.domain.strategies import Dice, World, dice, policies, shuffled, waived_and_planned, worlds

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.gate import Verdict, judge, level
from shipworthy.domain.pack import Question, Select
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.remediation import WaiverState
from shipworthy.domain.scorecard import Scorecard

EXAMPLES = settings(max_examples=150)
AGES = st.sampled_from((None, 0, 180, 181))


@EXAMPLES
@given(worlds())
def test_an_independent_scoring_agrees(world: World) -> None:
    card, oracle = world.scored(), world.oracle()
    assert list(card.questions) == oracle.asked()
    assert card.score == oracle.score()
    assert ((card.band.low, card.band.high) if card.band else None) == oracle.band()
    assert card.coverage == oracle.coverage()
    assert card.confidence == oracle.confidence()
    principles = [principle for weighted in world.packs for principle in weighted.pack.principles]
    assert [(each.id, each.score) for each in card.principles] == [
        (each.id, oracle.principle_mean(each, oracle.counted, oracle.applicable)) for each in principles
    ]
    for root, question in card.questions.items():
        assert question.applies == oracle.applies(root)
        assert question.applicable == oracle.applicable(root)
        assert question.counted == (oracle.counted(root) if question.applicable else None)
        assert question.share == oracle.share(root)
        assert question.miss == oracle.is_miss(root)
        assert question.gap == (question.applicable and oracle.counted(root) < 1)
        if question.applies:
            assert (question.level, question.met_at) == (oracle.question_level(root), oracle.met_at(root))
            assert (question.severity, question.evidence_rule) == (oracle.severity(root), oracle.evidence_rule(root))


@EXAMPLES
@given(dice(), worlds(), policies(), AGES)
def test_an_independent_verdict_agrees(dice: Dice, world: World, policy: TierPolicy, age: int | None) -> None:
    card, oracle = world.scored(), world.oracle()
    waivers, items = waived_and_planned(dice, world)
    waived = {waiver.question for waiver in waivers if waiver.state is WaiverState.APPROVED and waiver.expires >= TODAY}
    planned = {question for item in items if item.owner for question in item.questions}
    decided_on = None if age is None else TODAY - timedelta(days=age)
    judgement = judge(card, policy, TODAY, waivers, items, decided_on)
    assert judgement.verdict == oracle.verdict(policy, age, waived, planned)
    assert judgement.level == oracle.level(waived)
    # Exactly the clauses that failed: none for Ready, and dropping the waivers leaves the very same list of kinds.
    assert (judgement.verdict is Verdict.READY) == (not judgement.failed)
    without = judge(card, policy, TODAY, (), (), decided_on)
    assert [clause.kind for clause in without.failed] == [clause.kind for clause in judgement.failed]


@EXAMPLES
@given(worlds())
def test_band_contains_score_and_all_lie_between_0_and_1(world: World) -> None:
    card = world.scored()
    for score, band in [(card.score, card.band), *((each.score, each.band) for each in card.principles)]:
        if score is not None:
            assert band is not None
            assert 0 <= band.low <= score <= band.high <= 1
            assert band.width == band.high - band.low
    assert 0 <= card.coverage <= 1
    assert 0 <= card.confidence <= 1


@EXAMPLES
@given(worlds())
def test_every_figure_is_exact(world: World) -> None:
    card = world.scored()
    figures = [card.score, card.coverage, card.confidence, *(each.score for each in card.principles)]
    for band in (card.band, *(each.band for each in card.principles)):
        figures += [band.low, band.high] if band else []
    for question in card.questions.values():
        figures += [question.counted, question.share, question.contribution, question.loss, question.met_at]
    assert {type(figure) for figure in figures} <= {Fraction, type(None)}


@EXAMPLES
@given(worlds())
def test_why_sums_to_the_score_and_puts_the_largest_loss_first(world: World) -> None:
    card = world.scored()
    why = card.why()
    assert {question.id for question in why} == {each.id for each in card.questions.values() if each.applicable}
    assert sum(question.contribution for question in why) == (card.score or 0)
    assert sum(question.share for question in why) == (1 if card.score is not None else 0)
    assert [question.loss for question in why] == sorted((question.loss for question in why), reverse=True)


@EXAMPLES
@given(dice(), worlds())
def test_the_order_of_packs_questions_and_answers_changes_nothing(dice: Dice, world: World) -> None:
    def without_order(card: Scorecard) -> tuple[object, ...]:
        principles = {each.id: each for each in card.principles}
        contradictions = {each.contradiction.id for each in card.contradictions}
        return replace(card, principles=(), contradictions=()), principles, contradictions, card.why()

    assert without_order(world.scored()) == without_order(shuffled(dice, world).scored())


def improved(dice: Dice, question: Question, before: Answer) -> Answer:
    """Return a better answer: more points, from unknown to answered, a control, or evidence."""
    points = {choice.id: choice.score for choice in question.choices}
    had = [points[choice] for choice in before.choices] if before.state is AnswerState.ANSWERED else []
    better = [choice for choice, score in points.items() if score >= sum(had, Fraction(0))]
    ways = [builders.compensated(question.id)]
    if before.state is not AnswerState.COMPENSATED:
        kept = replace(before, state=AnswerState.ANSWERED)
        ways += [replace(kept, choices=(choice,)) for choice in better]
        if question.select is Select.MANY and had:
            ways.append(replace(kept, choices=tuple(points)))
    if before.state is AnswerState.ANSWERED:
        ways.append(replace(before, evidence=(*before.evidence, builders.evidence())))
    ways.append(replace(before, carried=False))
    return dice.pick(ways)


@EXAMPLES
@given(dice(), worlds(reading_answers=False), policies())
def test_improving_an_answer_never_lowers_anything(dice: Dice, world: World, policy: TierPolicy) -> None:
    before = world.scored()
    applicable = [question for question in before.questions.values() if question.applicable]
    assume(applicable)
    chosen = dice.pick(applicable).id
    question = compile_questionnaire(world.packs).asked[chosen].question
    better = improved(dice, question, world.answers.get(chosen, Answer(chosen)))
    after = world.with_answer(better).scored()
    assert before.score is not None
    assert after.score is not None
    assert before.band is not None
    assert after.band is not None
    assert after.score >= before.score
    assert after.band.low >= before.band.low
    assert after.coverage >= before.coverage
    waivers, items = waived_and_planned(dice, world)
    old, new = (judge(card, policy, TODAY, waivers, items) for card in (before, after))
    assert new.level >= old.level
    assert new.verdict.rank >= old.verdict.rank


@EXAMPLES
@given(dice(), worlds(reading_answers=False, crowded=True))
def test_not_applicable_keeps_the_order_of_the_others_in_its_principle(dice: Dice, world: World) -> None:
    before = world.scored()
    questionnaire = compile_questionnaire(world.packs)
    in_one_place = {
        root: item.placements[0].principle.id
        for root, item in questionnaire.asked.items()
        if before.questions[root].applicable and len(item.placements) == 1
    }
    assume(len(in_one_place) >= 2)
    dropped = dice.pick(sorted(in_one_place))
    after = world.with_answer(builders.not_applicable(dropped)).scored()
    others = [root for root, where in in_one_place.items() if where == in_one_place[dropped] and root != dropped]
    assume(others)

    def order(card: Scorecard) -> list[str]:
        return [question.id for question in card.why() if question.id in others]

    assert order(after) == order(before)
    growth = {after.questions[root].share / before.questions[root].share for root in others}
    assert len(growth) == 1, "the weight of the one that left goes to the others in proportion"
    assert after.questions[dropped].share == 0


@EXAMPLES
@given(dice(), worlds())
def test_a_waiver_changes_levels_and_verdicts_but_no_score(dice: Dice, world: World) -> None:
    waivers, _items = waived_and_planned(dice, world)
    plain, waived = (
        builders.review(*world.packs, answers=world.answers.values(), of=world.service, waivers=each)
        for each in ((), waivers)
    )
    assert waived.scorecard == plain.scorecard
    assert waived.judgement.level >= plain.judgement.level
    assert waived.judgement.verdict.rank >= plain.judgement.verdict.rank


@EXAMPLES
@given(worlds(), policies())
def test_ready_meets_every_clause_of_conditionally_ready(world: World, policy: TierPolicy) -> None:
    card, oracle = world.scored(), world.oracle()
    if judge(card, policy, TODAY).verdict is Verdict.READY:
        assert oracle.gate_met(policy, None, set())
        assert not oracle.misses("blocker")
        assert not oracle.misses("high")
        assert level(card) >= min(policy.level, max(each.level for each in card.questions.values() if each.applicable))


@EXAMPLES
@given(worlds())
def test_a_question_that_does_not_apply_counts_nowhere(world: World) -> None:
    card = world.scored()
    hidden = [root for root, question in card.questions.items() if not question.applies]
    answers = {root: answer for root, answer in world.answers.items() if root not in hidden}
    assert replace(world, answers=answers).scored().score == card.score
    for root in hidden:
        question = card.questions[root]
        assert question.counted is None
        assert question.share == question.contribution == 0
        assert not any((question.applicable, question.gap, question.miss, question.is_answered))
