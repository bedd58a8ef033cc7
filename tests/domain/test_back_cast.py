"""Back-cast: what an old review would have scored under the packs of today, with what did not map counted."""

from fractions import Fraction

from hypothesis import given, settings
from tests.domain.builders import answered, choices, question, review, service, simple_pack, waiver
from tests.domain.strategies import World, worlds

from shipworthy.domain.assessment import WeightedPack
from shipworthy.domain.back_cast import back_cast, current_packs
from shipworthy.domain.gate import Verdict
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.scorecard import Band
from shipworthy.domain.trend import trend_point

OLD = simple_pack(question("kept"), question("gone"), question("other", choices=choices("0 1", "xy")))
NEW = simple_pack(
    question("kept"),
    question("other", choices=choices("0 1", "ab")),
    question("new", weight=2),
    question("hidden", applies_when="service.api"),
    facts={"api": False},
)
ANSWERS = [answered("p/kept", "e"), answered("p/gone", "e"), answered("p/other", "y")]


def test_answers_are_mapped_by_id_and_what_found_no_place_is_counted() -> None:
    old = review(OLD, answers=ANSWERS)
    cast = back_cast(old, compile_questionnaire([WeightedPack(NEW)]))
    assert old.scorecard.score == 1
    assert cast.score == Fraction(1, 4)
    assert cast.band == Band(Fraction(1, 4), Fraction(1))
    assert cast.level == 0
    assert cast.not_mapped == 2  # gone, and a choice that is no longer on offer
    assert cast.new == 1  # the hidden one does not apply
    with_api = back_cast(review(OLD, answers=ANSWERS, of=service(api=True)), compile_questionnaire([WeightedPack(NEW)]))
    assert with_api.new == 2


def test_the_level_counts_waivers_of_that_day() -> None:
    old = review(OLD, answers=ANSWERS, waivers=[waiver("p/new"), waiver("p/other")])
    assert back_cast(old, compile_questionnaire([WeightedPack(NEW)])).level == 1


def test_packs_of_today_are_the_first_of_their_id_with_the_weights_of_then() -> None:
    extra = simple_pack(question("x"), name="q")
    old = review(WeightedPack(OLD, Fraction(3)), extra, answers=ANSWERS)
    assert current_packs(old, [NEW, OLD, simple_pack(name="r")]) == (
        WeightedPack(NEW, Fraction(3)),
        WeightedPack(extra),
    )


def test_a_point_of_the_trend_keeps_the_original_beside() -> None:
    old = review(OLD, answers=ANSWERS)
    cast = back_cast(old, compile_questionnaire([WeightedPack(NEW)]))
    point = trend_point(old, old.today, cast)
    assert (point.assessment, point.title, point.day) == (old.assessment.id, "Review", old.today)
    assert (point.score, point.level, point.verdict) == (1, 1, Verdict.READY)
    assert point.back_cast is cast


@settings(max_examples=60)
@given(worlds())
def test_under_its_own_packs_nothing_is_lost_but_what_could_not_be_recorded(world: World) -> None:
    old = review(*world.packs, answers=world.answers.values(), of=world.service)
    cast = back_cast(old, old.questionnaire)
    assert cast.new == 0
    if cast.not_mapped == 0:
        assert cast.score == old.scorecard.score
