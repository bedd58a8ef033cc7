"""The way through a questionnaire, with and without a filter."""

from tests.domain.builders import answered, pack, principle, question, review, unknown

from shipworthy.gui.pages.review.course import Course, Filter, Position

PACK = pack(
    "p",
    principle("one", question("a"), question("b")),
    principle("none", question("hidden", applies_when="service.on")),
    principle("two", question("c"), question("d"), question("e", applies_when='answer("d").score == 1.0')),
    facts={"on": False},
)


def test_steps_stop_at_what_applies_and_end_at_the_summary() -> None:
    course = Course(review(PACK))
    assert course.position("p/c") == Position(3, 4)
    assert [course.after("p/b"), course.after("p/d"), course.after(None)] == ["p/c", None, None]
    assert [course.before("p/c"), course.before("p/a"), course.before(None)] == ["p/b", "p/a", "p/d"]
    assert "p/hidden" not in course
    assert course.first() == "p/a"


def test_page_keys_walk_the_principles() -> None:
    course = Course(review(PACK))
    assert [course.next_principle("p/a"), course.next_principle("p/c"), course.next_principle(None)] == [
        "p/c",
        None,
        None,
    ]
    assert course.previous_principle("p/d") == "p/c"
    assert course.previous_principle("p/c") == "p/a"
    assert course.previous_principle("p/a") == "p/a"
    assert course.previous_principle(None) == "p/c"
    assert course.first_of("p/none") is None
    assert [course.ends_principle(each) for each in ("p/a", "p/b", "p/d")] == [False, True, True]


def test_a_review_is_taken_up_at_its_first_unanswered_question() -> None:
    assert Course(review(PACK, answers=[answered("p/a", "c"), unknown("p/b")])).first_open() == "p/c"
    everything = [answered(f"p/{each}", "c") for each in "abcd"]
    assert Course(review(PACK, answers=everything)).first_open() is None


def test_a_filter_keeps_the_place_or_the_nearest_one_it_keeps() -> None:
    answers = [answered("p/a", "e"), answered("p/b", "c"), answered("p/c", "e", marked=True), unknown("p/d")]
    course = Course(review(PACK, answers=answers), Filter.GAPS)
    assert [course.count(each) for each in Filter] == [4, 0, 2, 1]
    assert [course.near("p/b"), course.near("p/c"), course.near("p/a"), course.near(None)] == [
        "p/b",
        "p/d",
        "p/b",
        None,
    ]
    assert course.after("p/b") == "p/d"
    assert course.first() == "p/b"
    marked = Course(review(PACK, answers=answers), Filter.MARKED)
    assert marked.near("p/d") == "p/c"
    assert marked.before("p/a") == "p/a"
    nothing = Course(review(PACK, answers=answers), Filter.UNANSWERED)
    assert nothing.near("p/a") == "p/a"
    assert nothing.first() is None


def test_a_question_that_just_stopped_applying_still_has_a_place() -> None:
    course = Course(review(PACK))
    assert course.after("p/hidden") == "p/c"
    assert course.before("p/hidden") == "p/b"
    assert course.near("p/e") == "p/d"


def test_every_word_must_be_found_in_text_id_or_note() -> None:
    course = Course(review(PACK, answers=[answered("p/c", "c", note="The Zebra queue")]))
    assert [item.id for item in course.found("ZEBRA text")] == ["p/c"]
    assert [item.id for item in course.found("text")] == ["p/a", "p/b", "p/c", "p/d"]
    assert course.found("zebra lion") == ()
    assert len(course.found("")) == 4
