"""Comparing decided reviews of a real store, naming them, and their trend with back-casts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from tests.domain.builders import answered, evidence, question, simple_pack
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock
from tests.workflows.test_decisions import NO_GO

from shipworthy.domain.assessment import Answer, Assessment, AssessmentState
from shipworthy.domain.comparison import Moved
from shipworthy.domain.delta import Factor
from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Pack
from shipworthy.errors import UserError
from shipworthy.workflows.comparison import compare_reviews, find_assessment, review_before
from shipworthy.workflows.decisions import decide, withdraw
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.reports.leadership import read_leadership
from shipworthy.workflows.reviews import record_answers, start_assessment
from shipworthy.workflows.services import find_service, save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.trend import service_trend

PROVED = answered("small/proved", "e", evidence=(evidence(date(2026, 12, 1)),))


def review_again(
    session: Session, before: Assessment, answers: Iterable[Answer], title: str, packs: Iterable[Pack] = ()
) -> Assessment:
    """Start another review of a service, answer and decide it."""
    started = start_assessment(session, before.service, tuple(packs) or (small_pack(),), title)
    record_answers(session, started.id, list(answers))
    return decide(session, started.id, NO_GO).assessment


@pytest.fixture
def first(session: Session) -> Assessment:
    """Return a decided review with two answers."""
    started = begin_review(session, [small_pack()], title="May review")
    record_answers(session, started.id, [answered("small/first", "a"), PROVED])
    return decide(session, started.id, NO_GO).assessment


@pytest.fixture
def second(session: Session, first: Assessment, clock: Clock) -> Assessment:
    """Return the next decided one: a month later, one answer better, its evidence expired, a fact changed."""
    clock.moment += timedelta(days=30)
    service = find_service(session, "checkout")
    save_service(session, replace(service, facts={"has_database": True}))
    return review_again(session, first, [answered("small/first", "e"), PROVED], "June review")


def test_each_side_is_frozen_at_its_own_time(session: Session, first: Assessment, second: Assessment) -> None:
    comparison = compare_reviews(session, first.id, second.id)
    assert comparison.parts is not None
    assert sum(comparison.parts.values()) == comparison.change
    assert comparison.parts[Factor.ANSWERS] > 0
    assert comparison.parts[Factor.EVIDENCE] < 0
    assert comparison.parts[Factor.FACTS] < 0
    assert comparison.parts[Factor.PACKS] == comparison.parts[Factor.NOT_APPLICABLE] == 0
    moved = {each.question.id: each.moved for each in comparison.movements if each.moved}
    assert moved == {
        "small/first": (Moved.ANSWER,),
        "small/proved": (Moved.EVIDENCE,),
        "small/database": (Moved.APPLIES,),
        "small/backups": (Moved.APPLIES,),
    }
    assert comparison.blockers_new == ("small/proved",)
    back = compare_reviews(session, second.id, first.id)
    assert back.parts == {factor: -part for factor, part in comparison.parts.items()}


def test_what_changes_later_moves_no_sealed_side_but_an_open_one(
    session: Session, first: Assessment, second: Assessment
) -> None:
    before = compare_reviews(session, first.id, second.id)
    draft = start_assessment(session, first.service, [small_pack()], "July review")
    save_service(session, replace(find_service(session, "checkout"), facts={}))
    assert compare_reviews(session, first.id, second.id) == before
    open_one = compare_reviews(session, second.id, draft.id)
    assert open_one.parts is not None
    assert open_one.parts[Factor.FACTS] != 0


def test_two_services_or_one_review_twice_are_refused(session: Session, first: Assessment) -> None:
    with pytest.raises(UserError, match="cannot be compared with itself"):
        compare_reviews(session, first.id, first.id)
    other = begin_review(session, [small_pack()], name="ledger", title="Ledger review")
    with pytest.raises(UserError, match=r"“May review” is a review of checkout and “Ledger review” one of ledger"):
        compare_reviews(session, first.id, other.id)


def test_a_review_is_named_by_id_beginning_or_title(session: Session, first: Assessment, second: Assessment) -> None:
    for name in (str(first.id), str(first.id)[:8], str(first.id).upper(), " may  REVIEW "):
        assert find_assessment(session, name) == first.id
    assert find_assessment(session, "June review", "checkout") == second.id
    with pytest.raises(UserError, match="There is no review “Mai review”") as error:
        find_assessment(session, "Mai review")
    assert error.value.hint.startswith("Did you mean May review?")
    with pytest.raises(UserError, match="There is no review"):
        find_assessment(session, str(first.id)[:3])


def test_the_review_before_another_is_the_one_decided_last(
    session: Session, first: Assessment, second: Assessment
) -> None:
    assert review_before(session, second.id) == first.id
    draft = start_assessment(session, first.service, [small_pack()], "July review")
    newer = start_assessment(session, first.service, [small_pack()], "August review")
    assert review_before(session, newer.id) == review_before(session, draft.id) == second.id
    withdraw(session, second.id, "Of another service.")
    assert review_before(session, newer.id) == first.id
    with pytest.raises(UserError, match="No review of “checkout” was decided before “May review”") as error:
        review_before(session, first.id)
    assert error.value.hint.startswith("Decide a second review of the service")


def test_what_was_started_first_and_decided_last_comes_after_all(session: Session, first: Assessment) -> None:
    slow = start_assessment(session, first.service, [small_pack()], "Slow review")
    quick = review_again(session, first, [answered("small/first", "e"), PROVED], "Quick review")
    for is_decided in (False, True):
        assert review_before(session, slow.id) == quick.id
        compared = read_leadership(session, slow.id).compared
        assert compared is not None
        assert compared.before.assessment.id == quick.id
        if not is_decided:
            record_answers(session, slow.id, [answered("small/first", "a"), PROVED])
            decide(session, slow.id, NO_GO)
    assert review_before(session, quick.id) == first.id
    compared = read_leadership(session, quick.id).compared
    assert compared is not None
    assert compared.before.assessment.id == first.id


def test_a_title_of_several_services_says_whose_and_how_to_tell_them_apart(session: Session, first: Assessment) -> None:
    other = begin_review(session, [small_pack()], name="ledger", title="May review")
    with pytest.raises(UserError, match=rf"names several reviews: checkout: May review \({str(first.id)[:8]}\); led"):
        find_assessment(session, "May review")
    assert find_assessment(session, "May review", "ledger") == other.id
    for number in range(5):
        begin_review(session, [small_pack()], name=f"service {number}", title="May review")
    with pytest.raises(UserError, match="; …"):
        find_assessment(session, "May review")


def test_the_trend_shows_sealed_ones_as_sealed_and_the_open_one_live(
    session: Session, first: Assessment, second: Assessment, clock: Clock
) -> None:
    clock.moment += timedelta(days=5)
    draft = start_assessment(session, first.service, [small_pack()], "July review")
    gone = start_assessment(session, first.service, [small_pack()], "Never used")
    withdraw(session, gone.id, "By mistake.")
    points = service_trend(session, first.service)
    assert [(each.title, each.day, each.state) for each in points] == [
        ("May review", date(2026, 11, 22), AssessmentState.DECIDED),
        ("June review", date(2026, 12, 22), AssessmentState.DECIDED),
        ("July review", date(2026, 12, 27), AssessmentState.DRAFT),
    ]
    assert points[0].score == Fraction(1, 6)
    assert points[2].score == 0
    assert {each.verdict for each in points} == {Verdict.NOT_READY}
    assert {each.back_cast for each in points} == {None}
    record_answers(session, draft.id, [answered("small/first", "e")])
    assert (service_trend(session, first.service)[2].score or 0) > 0


def test_an_old_review_is_cast_back_under_the_packs_that_the_newest_review_uses(
    session: Session, first: Assessment, clock: Clock
) -> None:
    newer = replace(simple_pack(question("first"), question("new"), name="small"), version="2.0.0")
    clock.moment += timedelta(days=30)
    start_assessment(session, first.service, [newer], "New version")
    old, new = service_trend(session, first.service)
    assert new.back_cast is None
    assert old.score == Fraction(1, 6)
    assert old.back_cast is not None
    assert (old.back_cast.score, old.back_cast.not_mapped, old.back_cast.new) == (0, 1, 1)


def test_a_shipped_pack_goes_before_what_the_newest_review_uses(session: Session) -> None:
    shipped = find_pack("backend-engineering")
    older = replace(shipped, version="0.0.1", principles=shipped.principles[:2])
    started = begin_review(session, [older])
    (point,) = service_trend(session, started.service)
    assert point.back_cast is not None
    assert point.back_cast.new > 0
    assert service_trend(session, begin_review(session, [shipped], name="other").service)[0].back_cast is None
