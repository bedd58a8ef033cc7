"""Deciding: put a review up for decision, decide and seal it, withdraw or supersede it with a reason."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES, Assessment, AssessmentState, Decision
from shipworthy.domain.decision import checked_decision
from shipworthy.domain.review import Review
from shipworthy.domain.sealed import Seal, SealedDependency, sealed_content
from shipworthy.errors import UserError
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.remediation import settle_items
from shipworthy.workflows.reviews import (
    Recorded,
    keep_score,
    load_review,
    needed_services,
    newest_open,
    refuse_sealed,
    rescore_service,
    shown_review,
)
from shipworthy.workflows.session import Session


def decide(session: Session, assessment_id: UUID, decision: Decision) -> Review:
    """Decide an open review and seal everything it rests on; nothing of it can be changed afterwards.

    Raises UserError, and the review stays open, where the decision is not complete or the review is not open.
    """
    with session.begin() as tx:
        return decide_in(session, tx, assessment_id, decision)


def decide_in(session: Session, tx: Transaction, assessment_id: UUID, decision: Decision) -> Review:
    """Decide and seal a review as part of a larger action."""
    before = load_review(session, tx, assessment_id)
    refuse_sealed(before.assessment)
    checked = checked_decision(decision, before, session.today())
    _end_meetings(tx, assessment_id)
    tx.assessments.save(
        replace(before.assessment, state=AssessmentState.DECIDED, decision=checked, decided_at=_moment(tx)),
        action=_("decided: {outcome}").format(outcome=Wording().outcome(checked.outcome)),
    )
    review = load_review(session, tx, assessment_id)
    if settle_items(tx, review):
        rescore_service(session, tx, review.service.id)  # its other reviews rest on the same items
        review = load_review(session, tx, assessment_id)
    else:
        keep_score(session, tx, review)
    _seal(session, tx, review)
    return shown_review(session, tx, assessment_id)


def _moment(tx: Transaction) -> datetime:
    """Return the one moment of the whole action, which the log has too: verifying compares them."""
    assert tx.at is not None, "deciding writes"
    return tx.at


def _end_meetings(tx: Transaction, assessment_id: UUID) -> None:
    """A meeting still going on ends with the decision: what is sealed has an end."""
    for meeting in tx.meetings.of_assessment(assessment_id):
        if meeting.ended_at is None:
            tx.meetings.save(replace(meeting, ended_at=_moment(tx)), action=_("ended the meeting"))


def _seal(session: Session, tx: Transaction, review: Review) -> None:
    based_on = tx.seals.of(review.assessment.based_on) if review.assessment.based_on else None
    content = sealed_content(
        review,
        tx.answers.all_assessors(review.assessment.id),
        meetings=tx.meetings.of_assessment(review.assessment.id),
        waivers=tx.waivers.of_service(review.service.id),
        items=tx.items.of_service(review.service.id),
        dependencies=[
            SealedDependency(service.id, service.name, verdict)
            for service, verdict in needed_services(session, tx, review.service)
        ],
        based_on=based_on.hash if based_on else "",
    )
    tx.seals.append(content, _moment(tx), tx.actor)


def put_in_review(session: Session, assessment_id: UUID) -> Recorded:
    """Say of a draft that its answers are given and it waits for a decision."""
    with session.begin() as tx:
        assessment = tx.assessments.get(assessment_id)
        refuse_sealed(assessment)
        name = _("put “{title}” in review").format(title=assessment.title)
        saved = tx.assessments.save(replace(assessment, state=AssessmentState.IN_REVIEW), action=name)
        return Recorded(load_review(session, tx, assessment_id), saved.sequences, name)


def withdraw(session: Session, assessment_id: UUID, reason: str) -> Review:
    """Take an open or decided review out of use with a reason; a seal stays, and still proves what was decided."""
    return _retire(session, assessment_id, AssessmentState.WITHDRAWN, reason)


def supersede(session: Session, assessment_id: UUID, reason: str) -> Review:
    """Say of a decided review that another decision took its place; its seal stays."""
    return _retire(session, assessment_id, AssessmentState.SUPERSEDED, reason)


def _retire(session: Session, assessment_id: UUID, state: AssessmentState, reason: str) -> Review:
    reason = reason.strip()
    if not reason:
        raise UserError(_("A reason is missing."), _("Say in a sentence why the review no longer counts."))
    with session.begin() as tx:
        assessment = tx.assessments.get(assessment_id)
        _refuse_retired(assessment, state)
        name = Wording().assessment_state(state).lower()
        tx.assessments.save(replace(assessment, state=state, state_reason=reason), action=f"{name}: {assessment.title}")
        return shown_review(session, tx, assessment_id)


def _refuse_retired(assessment: Assessment, state: AssessmentState) -> None:
    may = (AssessmentState.DECIDED,) if state is AssessmentState.SUPERSEDED else (*OPEN_STATES, AssessmentState.DECIDED)
    if assessment.state not in may:
        wording = Wording()
        raise UserError(
            _("“{title}” is {state} and cannot become {wanted}.").format(
                title=assessment.title,
                state=wording.assessment_state(assessment.state).lower(),
                wanted=wording.assessment_state(state).lower(),
            ),
            _("Only a decided review can be superseded; an open or decided one can be withdrawn."),
        )


def open_assessment(session: Session, service_id: UUID) -> Assessment | None:
    """Return the newest open review of a service; None where there is none."""
    with session.store.read() as tx:
        return newest_open(tx, service_id)


def standing_assessment(session: Session, service_id: UUID) -> Assessment | None:
    """Return the review that speaks for a service; None where there is none."""
    with session.store.read() as tx:
        return tx.assessments.standing(service_id)


def seal_of(session: Session, assessment_id: UUID) -> Seal:
    """Return the seal of a decided review."""
    with session.store.read() as tx:
        seal = tx.seals.of(assessment_id)
        assert seal is not None, "a decided review has a seal"
        return seal
