"""Starting a review from the one before it and from templates, and taking the start back to the exact content."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
from tests.domain.builders import choices, pack, principle, question
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock
from tests.workflows.undo_machine import content_hash

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Assessment,
    AssessmentState,
    Confidence,
    Evidence,
    EvidenceKind,
    LeftOutPack,
    NotApplicableType,
)
from shipworthy.domain.pack import Pack
from shipworthy.errors import UserError
from shipworthy.workflows.reviews import open_review, record_answer, record_answers
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import DATABASE_NAME, Session
from shipworthy.workflows.starting import StartPlan, last_time, offer_start, preview_start, start_review
from shipworthy.workflows.templates import save_template
from shipworthy.workflows.undo import undo_changes

MAY = datetime(2026, 5, 14, 9, tzinfo=UTC)
EXPIRED = Evidence(EvidenceKind.TEXT, "load test", expires=date(2026, 8, 31))


def given(name: str, *chosen: str, **changes: object) -> Answer:
    """Return an answer with these choices."""
    return replace(Answer(f"small/{name}"), state=AnswerState.ANSWERED, choices=chosen, **changes)  # type: ignore[arg-type]


LAST = (
    given("first", "d", note="Seen in code.", confidence=Confidence.HIGH, marked=True),
    given("proved", "e", evidence=(EXPIRED,)),
    given("limits", "b", "c"),
    replace(Answer("small/breaker"), state=AnswerState.UNKNOWN, note="Priya asks."),
    replace(
        Answer("small/drain"),
        state=AnswerState.NOT_APPLICABLE,
        not_applicable_type=NotApplicableType.OUT_OF_SCOPE,
        reason="A batch.",
    ),
    replace(Answer("small/last"), note="Not answered, only noted."),
)


@pytest.fixture
def last(session: Session, clock: Clock) -> Assessment:
    """Return a decided review of May, with every kind of answer."""
    return decided(session, clock, [small_pack()], LAST)


def decided(session: Session, clock: Clock, packs: list[Pack], answers: tuple[Answer, ...]) -> Assessment:
    """Return a review decided in May; the clock goes on as before."""
    now, clock.moment = clock.moment, MAY
    assessment = begin_review(session, packs)
    record_answers(session, assessment.id, answers)
    with session.begin() as tx:
        state = replace(tx.assessments.get(assessment.id), state=AssessmentState.DECIDED, decided_at=MAY)
        assessment = tx.assessments.save(state).value
    clock.moment = now
    return assessment


def content(tmp_path: Path) -> str:
    """Return the hash of what the store of the session holds."""
    # Where a service stands is noted on each day that something happens to it, and stays noted when that is undone.
    return content_hash(tmp_path / "data" / DATABASE_NAME, but=("standings",))


def test_answers_are_carried_with_author_time_and_evidence_and_wait(session: Session, last: Assessment) -> None:
    offer = offer_start(replace(session, actor="Jonas"), last.service)
    assert offer.standing is not None
    assert (offer.standing_day, offer.title, offer.open) == (date(2026, 5, 14), "Review of 22 Nov 2026", ())
    started = start_review(replace(session, actor="Jonas"), last.service, offer.usual_plan)
    review = open_review(session, started.review.assessment.id)
    assert started.name == "started Review of 22 Nov 2026"
    assert (review.assessment.based_on, review.assessment.assessors) == (last.id, ("Jonas",))
    assert set(review.answers) == {answer.question for answer in LAST[:-1]}
    first = review.answer("small/first")
    assert (first.choices, first.note, first.confidence) == (("d",), "Seen in code.", Confidence.HIGH)
    assert (first.answered_by, first.answered_at) == ("Amira", MAY)
    assert all(answer.carried and not answer.marked for answer in review.answers.values())
    assert review.answer("small/proved").evidence == (EXPIRED,)
    assert review.answer("small/breaker").state is AnswerState.UNKNOWN
    assert review.answer("small/drain").reason == "A batch."
    assert review.scorecard.coverage == 0
    assert review.scorecard.band is not None
    assert (review.scorecard.band.low, review.scorecard.band.high) == (0, 1)


def test_one_key_of_confirmation_narrows_the_band_and_signs(session: Session, last: Assessment) -> None:
    review = start_review(session, last.service, offer_start(session, last.service).usual_plan).review
    confirmed = record_answer(
        replace(session, actor="Jonas"), review.assessment.id, replace(review.answer("small/first"), carried=False)
    ).review
    assert confirmed.answer("small/first").answered_by == "Jonas"
    assert confirmed.scorecard.band is not None
    assert confirmed.scorecard.band.low > 0
    assert confirmed.scorecard.coverage == Fraction(1, 6)


def test_the_start_is_one_step_of_undo_and_leads_back_to_the_exact_content(
    session: Session, last: Assessment, tmp_path: Path
) -> None:
    before = content(tmp_path)
    started = start_review(session, last.service, offer_start(session, last.service).usual_plan)
    after = content(tmp_path)
    assert after != before
    back = undo_changes(session, started.review.assessment.id, started.sequences)
    assert back.review is None
    assert content(tmp_path) == before
    again = undo_changes(session, back.assessment, back.sequences)
    assert again.review is not None
    assert content(tmp_path) == after
    assert open_review(session, back.assessment).answers.keys() == started.review.answers.keys()


def test_a_start_is_not_taken_back_once_somebody_answered(
    session: Session, colleague: Session, last: Assessment, tmp_path: Path
) -> None:
    started = start_review(session, last.service, offer_start(session, last.service).usual_plan)
    record_answer(colleague, started.review.assessment.id, given("last", "a"))
    before = content(tmp_path)
    with pytest.raises(UserError, match="Amira changed this since"):
        undo_changes(session, started.review.assessment.id, started.sequences)
    assert content(tmp_path) == before


def test_a_start_that_another_review_rests_on_is_not_taken_back(session: Session, tmp_path: Path) -> None:
    service = begin_review(session, [small_pack()]).service
    plan = replace(offer_start(session, service).usual_plan, beside_open=True)
    middle = start_review(session, service, plan)
    start_review(session, service, plan)
    before = content(tmp_path)
    with pytest.raises(UserError, match="Another review was started"):
        undo_changes(session, middle.review.assessment.id, middle.sequences)
    assert content(tmp_path) == before


def test_a_second_open_review_must_be_meant(session: Session, last: Assessment) -> None:
    plan = offer_start(session, last.service).usual_plan
    first = start_review(session, last.service, plan).review.assessment
    offer = offer_start(session, last.service)
    assert [each.id for each in offer.open] == [first.id]
    assert offer.standing is not None
    assert offer.standing.assessment.id == last.id
    with pytest.raises(UserError, match="open review already: “Review of 22 Nov 2026”"):
        start_review(session, last.service, plan)
    second = start_review(session, last.service, replace(plan, title="  Once\nmore ", beside_open=True))
    assert second.review.assessment.title == "Once more"
    assert second.review.assessment.based_on == last.id


def test_from_nothing_carries_nothing_and_names_no_review_before(session: Session, last: Assessment) -> None:
    plan = replace(offer_start(session, last.service).usual_plan, carry=False, assessors=("Amira", " Jonas ", "Amira"))
    review = start_review(session, last.service, plan).review
    assert review.answers == {}
    assert review.assessment.based_on is None
    assert review.assessment.assessors == ("Amira", "Jonas")
    assert last_time(session, review.assessment.id) is None


@pytest.mark.parametrize("carry", [True, False])
def test_a_pack_is_left_out_for_a_reason_only(session: Session, clock: Clock, carry: bool) -> None:
    other = pack("other", principle("one", question("q")))
    service = decided(session, clock, [small_pack(), other], LAST).service
    plan = StartPlan((other,), carry=carry)
    with pytest.raises(UserError, match="“Title of small”; leaving it out needs a reason"):
        start_review(session, service, replace(plan, left_out=(LeftOutPack("small", "  "),)))
    review = start_review(
        session, service, replace(plan, left_out=(LeftOutPack("small", "Owned by others now."),))
    ).review
    assert review.assessment.left_out == (LeftOutPack("small", "Owned by others now."),)
    assert [use.pack_id for use in review.assessment.packs] == ["other"]
    assert review.answers == {}


def test_packs_are_added_and_weights_are_kept(session: Session, clock: Clock) -> None:
    last = decided(session, clock, [small_pack()], LAST)
    with session.begin() as tx:
        current = tx.assessments.get(last.id)
        weighed = tuple(replace(use, weight=Fraction(3)) for use in current.packs)
        tx.assessments.save(replace(current, packs=weighed))
    other = pack("other", principle("one", question("q")))
    review = start_review(session, last.service, StartPlan((small_pack(), other))).review
    assert [(use.pack_id, use.weight) for use in review.assessment.packs] == [("small", 3), ("other", 1)]
    assert set(review.answers) == {answer.question for answer in LAST[:-1]}


def test_another_version_is_told_before_and_maps_by_id(session: Session, last: Assessment) -> None:
    newer = replace(
        pack(
            "small",
            principle("contract", question("first", choices=choices("0 1", ids="az")), question("proved")),
            principle("failure", question("breaker", text="Is there a breaker?"), question("added")),
        ),
        version="2.0.0",
    )
    plan = StartPlan((newer,))
    preview = preview_start(session, last.service, plan)
    (change,) = preview.changes
    assert (change.before, change.now, change.new) == ("1.0.0", "2.0.0", ("small/added",))
    assert set(change.changed) == {"small/first", "small/breaker"}
    assert change.rescored == ("small/proved",)
    assert "small/limits" in change.removed
    assert (preview.carried, preview.open, preview.expired, preview.unfit) == (2, 2, 1, ("small/first",))
    review = start_review(session, last.service, plan).review
    assert set(review.answers) == {"small/proved", "small/breaker"}
    before = last_time(session, review.assessment.id)
    assert before is not None
    assert before.day == date(2026, 5, 14)
    assert before.answers["small/first"].answer.choices == ("d",)
    assert before.answers["small/breaker"].question.text == "Text of breaker?"
    assert "small/added" not in before.answers


def test_the_preview_counts_what_applies_and_stores_nothing(session: Session, last: Assessment, tmp_path: Path) -> None:
    before = content(tmp_path)
    preview = preview_start(session, last.service, offer_start(session, last.service).usual_plan)
    assert (preview.carried, preview.from_templates, preview.expired, preview.open) == (5, 0, 1, 1)
    assert (preview.unfit, preview.conflicts, preview.changes) == ((), (), ())
    assert content(tmp_path) == before


@pytest.fixture
def platform(session: Session, clock: Clock) -> UUID:
    """Return a template with the platform's answers: one that agrees with the last review, one not, one new."""
    given_by = replace(session, actor="Priya")
    source = begin_review(given_by, [small_pack()], name="platform")
    answers = [given("limits", "b", "c"), given("first", "a"), given("last", "e", note="By the platform.")]
    record_answers(given_by, source.id, answers)
    save_template(given_by, source.id, "Platform", "Runs on the platform", [each.question for each in answers])
    return offer_start(session, source.service).templates[0].id


def test_a_template_fills_what_the_last_review_leaves_open(session: Session, last: Assessment, platform: UUID) -> None:
    plan = replace(offer_start(session, last.service).usual_plan, templates=(platform,))
    preview = preview_start(session, last.service, plan)
    assert (preview.carried, preview.from_templates, preview.open) == (5, 1, 0)
    assert preview.conflicts == ("small/first",)
    review = start_review(session, last.service, plan).review
    assert review.answer("small/first").choices == ("d",)
    added = review.answer("small/last")
    assert (added.choices, added.carried, added.answered_by) == (("e",), True, "Priya")
    assert added.note == "By the platform.\n\nFrom the template “Platform”."


def test_a_first_review_may_start_from_a_template(session: Session, platform: UUID) -> None:
    service = begin_review(session, [small_pack()], name="fresh").service
    plan = StartPlan((small_pack(),), carry=False, templates=(platform,), beside_open=True)
    review = start_review(session, service, plan).review
    assert set(review.answers) == {"small/limits", "small/first", "small/last"}
    assert review.assessment.based_on is None


def _gone(session: Session, service: UUID) -> StartPlan:
    return StartPlan((small_pack(),), templates=(session.new_id(),))


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (lambda _session, _service: StartPlan(()), "at least one pack"),
        (lambda _session, _service: StartPlan((small_pack(), small_pack())), "is there twice"),
        (
            lambda _session, _service: StartPlan((small_pack(),), assessors=("Bob", "BOB"), beside_open=True),
            "is there twice",
        ),
        (
            lambda _session, _service: StartPlan((small_pack(),), assessors=("x" * 101,), beside_open=True),
            "too long for a name",
        ),
        (
            lambda _session, _service: StartPlan((small_pack(),), title="x" * 201, beside_open=True),
            "too long for a title",
        ),
        (_gone, "template is no longer there"),
    ],
)
def test_a_plan_that_cannot_be_leaves_the_store_alone(
    session: Session,
    last: Assessment,
    tmp_path: Path,
    plan: Callable[[Session, UUID], StartPlan],
    message: str,
) -> None:
    before = content(tmp_path)
    with pytest.raises(UserError, match=message):
        start_review(session, last.service, plan(session, last.service))
    assert content(tmp_path) == before


def test_a_first_review_takes_the_first_pack(session: Session) -> None:
    service = save_service(session, replace(blank_service(session), name="fresh")).id
    offer = offer_start(session, service)
    assert (offer.standing, offer.standing_day) == (None, None)
    review = start_review(session, service, offer.usual_plan).review
    assert [use.pack_id for use in review.assessment.packs] == [offer.packs[0].id]
