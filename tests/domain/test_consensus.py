"""How far assessors are apart, what counts as agreement, and what an agreed answer takes over from them."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from tests.domain import builders as build
from tests.domain.builders import TODAY
from tests.domain.strategies import Dice, World, dice, worlds

from shipworthy.domain.assessment import Answer, AnswerState, Confidence, NotApplicableType
from shipworthy.domain.consensus import Consensus, PositionKind, QuestionConsensus, compare
from shipworthy.domain.pack import Select
from shipworthy.domain.questionnaire import compile_questionnaire

EXAMPLES = settings(max_examples=60)
PACK = build.pack(
    "p",
    build.principle("calm", build.question("a"), build.question("b")),
    build.principle("wide", build.question("c"), build.question("d"), build.question("e")),
)


def blind(name: str, answer: Answer) -> Answer:
    return replace(answer, assessor=name)


def compared(*answers: Answer, assessors: tuple[str, ...] = ("Amira", "Jonas", "Mira")) -> Consensus:
    return compare(compile_questionnaire(build.weighted([PACK])), build.service(), assessors, answers, TODAY)


def on(name: str, *answers: Answer) -> QuestionConsensus:
    found = compared(*answers).question(name)
    assert found is not None
    return found


def said(**choice_of: str) -> tuple[Answer, ...]:
    """Return answers to p/a; "-" is N/A and "?" unknown."""
    makers = {"-": build.not_applicable, "?": build.unknown}
    return tuple(
        blind(name, makers[choice]("p/a") if choice in makers else build.answered("p/a", choice))
        for name, choice in choice_of.items()
    )


@pytest.mark.parametrize(
    ("answers", "spread", "unanimous"),
    [
        (said(Amira="a", Jonas="e", Mira="c"), "1", False),
        (said(Amira="c", Jonas="d", Mira="c"), "1/4", False),
        (said(Amira="c", Jonas="c", Mira="c"), "0", True),
        (said(Amira="e", Jonas="-", Mira="e"), "1", False),
        (said(Amira="a", Jonas="?"), "1", False),
        (said(Amira="-", Jonas="?"), "1", False),
        (said(Amira="-", Jonas="-"), "0", True),
        (said(Amira="?", Jonas="?"), "0", True),
        (said(Amira="c"), "0", False),
    ],
)
def test_the_spread_is_that_of_the_scores_and_whole_where_the_kinds_differ(
    answers: tuple[Answer, ...], spread: str, unanimous: bool
) -> None:
    found = on("p/a", *answers)
    assert (found.spread, found.unanimous) == (Fraction(spread), unanimous)


def test_who_has_not_answered_disagrees_without_widening_the_spread() -> None:
    elsewhere = blind("Mira", build.answered("p/b", "a"))
    found = on("p/a", *said(Amira="c", Jonas="c"), elsewhere)
    assert (found.spread, found.unanimous, found.open) == (0, False, ("Mira",))
    assert [each.kind for each in found.positions] == [PositionKind.SCORED, PositionKind.SCORED, PositionKind.OPEN]


def test_who_said_nothing_at_all_takes_no_part_and_is_named_as_unfinished() -> None:
    found = compared(*said(Amira="c", Jonas="c"))
    assert found.participants == ("Amira", "Jonas")
    assert [(each.assessor, each.answered, each.open) for each in found.unfinished] == [
        ("Amira", 1, 4),
        ("Jonas", 1, 4),
        ("Mira", 0, 5),
    ]
    assert compared().principles == ()


def test_a_compensated_control_scores_1_and_is_not_the_same_as_the_best_choice() -> None:
    found = on("p/a", blind("Amira", build.compensated("p/a")), *said(Jonas="e"))
    assert (found.spread, found.unanimous) == (0, False)


def test_the_same_reason_of_another_type_is_no_agreement() -> None:
    other = replace(build.not_applicable("p/a"), not_applicable_type=NotApplicableType.OTHER)
    found = on("p/a", *said(Amira="-"), blind("Jonas", other))
    assert (found.spread, found.unanimous) == (0, False)


def test_principles_and_questions_come_largest_spread_first_and_else_in_their_order() -> None:
    answers = [
        blind(name, build.answered(f"p/{question}", choice))
        for name, chosen in {"Amira": "cccaa", "Jonas": "cccee"}.items()
        for question, choice in zip("abcde", chosen, strict=True)
    ]
    found = compared(*answers)
    assert [(each.id, each.spread, each.largest) for each in found.principles] == [
        ("p/wide", Fraction(2, 3), 1),
        ("p/calm", 0, 0),
    ]
    assert [each.id for each in found.questions()] == ["p/d", "p/e", "p/c", "p/a", "p/b"]


def test_an_author_whom_nobody_named_is_shown_after_the_others() -> None:
    found = compared(*said(Zoe="c", Jonas="c"))
    assert found.participants == ("Jonas", "Zoe")


def test_a_question_that_own_answers_rule_out_is_nothing_to_answer_but_no_agreement_either() -> None:
    pack = build.simple_pack(build.question("gate"), build.question("inner", applies_when='answer("gate").score > 0.0'))
    answers = [
        blind("Amira", build.answered("p/gate", "a")),
        blind("Jonas", build.answered("p/gate", "e")),
        blind("Jonas", build.answered("p/inner", "e")),
    ]
    questionnaire = compile_questionnaire(build.weighted([pack]))
    found = compare(questionnaire, build.service(), ("Amira", "Jonas"), answers, TODAY)
    inner = found.question("p/inner")
    assert inner is not None
    assert [each.kind for each in inner.positions] == [PositionKind.NOT_ASKED, PositionKind.SCORED]
    assert (inner.spread, inner.unanimous, inner.open) == (0, False, ())
    assert found.unfinished == ()


def test_an_agreed_answer_takes_over_every_note_and_all_evidence_and_the_lowest_confidence() -> None:
    proof, other = build.evidence(), replace(build.evidence(), value="https://example.org/other")
    amira = build.answered("p/a", "c", note="Seen it.", evidence=(proof,), confidence=Confidence.HIGH)
    jonas = build.answered("p/a", "c", note="Slow.\n", evidence=(other, proof), confidence=Confidence.LOW, marked=True)
    found = on("p/a", blind("Jonas", jonas), blind("Amira", amira), Answer("p/a", note="From the meeting.", version=7))
    proposal = found.proposal
    assert proposal is not None
    assert proposal.note == "From the meeting.\n\nAmira: Seen it.\n\nJonas: Slow."
    assert (proposal.evidence, proposal.confidence, proposal.marked) == ((proof, other), Confidence.LOW, True)
    assert (proposal.state, proposal.choices, proposal.assessor) == (AnswerState.ANSWERED, ("c",), "")
    assert (proposal.version, proposal.note_internal) == (7, False)
    again = replace(found, agreed=proposal)
    assert again.with_all_said(proposal) == proposal


def test_one_internal_note_makes_the_agreed_note_internal_and_the_same_words_stand_once() -> None:
    inner = build.answered("p/a", "c", note="Secret.", note_internal=True)
    found = on("p/a", blind("Amira", inner), blind("Jonas", replace(inner, note_internal=False)))
    assert found.proposal is not None
    assert (found.proposal.note, found.proposal.note_internal) == ("Amira, Jonas: Secret.", True)


def test_reasons_of_a_common_answer_are_all_kept() -> None:
    amira, jonas = (replace(build.compensated("p/a"), reason=reason) for reason in ("A mesh.", "A proxy."))
    found = on("p/a", blind("Jonas", jonas), blind("Amira", amira))
    assert found.proposal is not None
    assert found.proposal.reason == "Amira: A mesh.\nJonas: A proxy."
    same = on("p/a", blind("Jonas", amira), blind("Amira", amira))
    assert same.proposal is not None
    assert same.proposal.reason == "A mesh."


def test_who_differs_from_an_agreed_answer_may_dissent() -> None:
    found = on("p/a", *said(Amira="c", Jonas="e", Mira="-"))
    assert found.differing(build.answered("p/a", "c")) == ("Jonas", "Mira")
    assert found.proposal is None
    kept = found.with_all_said(build.answered("p/a", "c", confidence=Confidence.HIGH))
    assert kept.confidence is Confidence.MEDIUM


def test_what_is_agreed_already_is_not_ready_again_unless_only_carried() -> None:
    agreed = build.answered("p/a", "a")
    assert compared(*said(Amira="c", Jonas="c"), agreed).ready() == ()
    (ready,) = compared(*said(Amira="c", Jonas="c"), replace(agreed, carried=True)).ready()
    assert ready.proposal is not None
    assert (ready.proposal.choices, ready.proposal.carried) == (("c",), False)


NAMES = ("Amira", "Jonas", "Mira", "Zoe")


def several(roll: Dice, world: World) -> list[Answer]:
    """Return the world's answers given by several assessors, each changed, left out or left alone by the dice."""
    answers = []
    for name in NAMES[: roll.number(1, 4)]:
        for question_id, answer in world.answers.items():
            asked = next(
                item for weighted in world.packs for _, item in weighted.pack.questions() if item.id == question_id
            )
            kind = roll.number(0, 4)
            if kind == 0:
                continue
            if kind == 1:
                answer = build.unknown(question_id)
            elif kind == 2:
                chosen = (roll.pick(asked.choices).id,)
                answer = build.answered(question_id, *chosen, note=roll.pick(("", "Own words.")))
            assert asked.select is Select.MANY or len(answer.choices) <= 1
            answers.append(blind(name, answer))
    return answers


@EXAMPLES
@given(dice(), worlds())
def test_spreads_do_not_depend_on_the_order_of_assessors_or_answers(roll: Dice, world: World) -> None:
    answers = several(roll, world)
    questionnaire = compile_questionnaire(world.packs)
    found = compare(questionnaire, world.service, NAMES, answers, TODAY)
    other = compare(questionnaire, world.service, roll.shuffled(NAMES), roll.shuffled(answers), TODAY)
    assert [(each.id, each.spread) for each in found.principles] == [
        (each.id, each.spread) for each in other.principles
    ]
    assert list(found.questions()) == [
        replace(each, positions=tuple(sorted(each.positions, key=lambda position: NAMES.index(position.assessor))))
        for each in other.questions()
    ]
    assert [each.proposal for each in found.questions()] == [each.proposal for each in other.questions()]


@EXAMPLES
@given(dice(), worlds())
def test_a_spread_is_a_part_of_1_and_0_only_where_all_stand_at_the_same_place(roll: Dice, world: World) -> None:
    found = compare(compile_questionnaire(world.packs), world.service, NAMES, several(roll, world), TODAY)
    spreads = [each.spread for each in found.questions()]
    for question in found.questions():
        assert 0 <= question.spread <= 1
        places = {(each.kind, each.score) for each in question.taken}
        assert (question.spread == 0) is (len(places) <= 1)
        if question.unanimous:
            assert len(places) == 1
            assert question.proposal is not None
            assert question.differing(question.proposal) == ()
    for principle in found.principles:
        own = [each.spread for each in principle.questions]
        assert own == sorted(own, reverse=True)
        assert min(own) <= principle.spread <= principle.largest
    assert sum(len(each.questions) for each in found.principles) == len(spreads)


@EXAMPLES
@given(dice(), worlds())
def test_no_note_and_no_evidence_is_lost_in_an_agreement(roll: Dice, world: World) -> None:
    found = compare(compile_questionnaire(world.packs), world.service, NAMES, several(roll, world), TODAY)
    for question in found.questions():
        agreed = question.with_all_said(question.agreed)
        for position in question.positions:
            assert position.answer.note.strip() in agreed.note
            assert set(position.answer.evidence) <= set(agreed.evidence)
