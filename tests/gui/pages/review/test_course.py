"""The way through a questionnaire, with and without a filter."""

from tests.domain.builders import (
    YESTERDAY,
    answered,
    evidence,
    not_applicable,
    pack,
    principle,
    question,
    review,
    unknown,
)

from shipworthy.domain.assessment import Answer
from shipworthy.domain.last_time import last_time_of
from shipworthy.domain.pack import Contradiction, EvidenceRule, Severity
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
    assert [course.count(each) for each in (Filter.ALL, Filter.UNANSWERED, Filter.GAPS)] == [4, 0, 2]
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


def answers_of_every_kind() -> list[Answer]:
    """Return answers that each filter keeps some of."""
    return [
        answered("k/first", "a", marked=True),
        answered("k/second", "e", carried=True),
        answered("k/proved", "e"),
        answered("k/expired", "e", evidence=(evidence(expires=YESTERDAY),)),
        not_applicable("k/blocked"),
    ]


KINDS = pack(
    "k",
    principle(
        "one",
        question("first"),
        question("second"),
        question("proved", evidence_rule=EvidenceRule.REQUIRED, severity=Severity.BLOCKER),
        question("expired", evidence_rule=EvidenceRule.EXPECTED),
        question("blocked", severity=Severity.BLOCKER, evidence_rule=EvidenceRule.REQUIRED),
        question("open", severity=Severity.BLOCKER),
    ),
    contradictions=[
        Contradiction(
            "c", ("first", "second"), 'answer("first").score == 0.0 && answer("second").score == 1.0', "Both."
        )
    ],
)


def kept(course: Course, wanted: Filter) -> list[str]:
    """Return the questions that a filter keeps, without their pack."""
    return [
        item
        for item in ("first", "second", "proved", "expired", "blocked", "open")
        if course.keeps(wanted, f"k/{item}")
    ]


def test_each_filter_keeps_what_its_name_says() -> None:
    course = Course(review(KINDS, answers=answers_of_every_kind()))
    assert {each: kept(course, each) for each in Filter if each is not Filter.ALL} == {
        Filter.UNANSWERED: ["open"],
        Filter.MARKED: ["first"],
        Filter.GAPS: ["first", "proved", "open"],
        Filter.BLOCKERS: ["proved", "open"],
        Filter.CARRIED: ["second"],
        Filter.CONTRADICTIONS: ["first", "second"],
        Filter.NO_EVIDENCE: ["proved", "expired"],
        Filter.CHANGED: [],
    }
    assert course.count(Filter.ALL) == 6


def test_changed_since_last_time_compares_what_was_answered() -> None:
    before = review(KINDS, answers=[answered("k/first", "b"), answered("k/second", "e"), answered("k/open", "c")])
    now = review(KINDS, answers=answers_of_every_kind())
    last = last_time_of(before, now.questionnaire, None)
    course = Course(now, Filter.CHANGED, last)
    assert kept(course, Filter.CHANGED) == ["first", "proved", "expired", "blocked", "open"]
    assert course.near("k/second") == "k/proved"


def test_a_review_of_carried_answers_is_taken_up_at_the_first_to_confirm() -> None:
    everything = [answered(f"p/{each}", "c", carried=each in "bd") for each in "abcd"]
    assert Course(review(PACK, answers=everything)).first_open() == "p/b"
