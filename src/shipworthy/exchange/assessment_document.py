"""One assessment as a JSON document: what was asked and answered, what it counts, what is done about it."""

import datetime as dt

from shipworthy.domain.assessment import AnswerState, Evidence
from shipworthy.domain.gate import Clause
from shipworthy.domain.questionnaire import AskedQuestion
from shipworthy.domain.remediation import RemediationItem, Waiver, waived_questions
from shipworthy.domain.report_kind import Audience
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import Band
from shipworthy.domain.waiver_register import accepted_by, standing_of
from shipworthy.exchange.assessment_forms import (
    AssessmentDocument,
    ChangeForm,
    ClauseForm,
    ConditionForm,
    ContradictionForm,
    DecisionForm,
    DissentForm,
    EvidenceForm,
    ItemForm,
    PrincipleForm,
    QuestionForm,
    ResultForm,
    ReviewForm,
    SealForm,
    SignatoryForm,
    UsedPackForm,
    WaiverForm,
)
from shipworthy.exchange.report_document import BandForm, about_form, exact, service_form, version_form
from shipworthy.wording import Wording

_REASONED = (AnswerState.COMPENSATED, AnswerState.NOT_APPLICABLE)


def assessment_document(
    review: Review,
    wording: Wording,
    made: dt.datetime,
    audience: Audience,
    fingerprint: str,
    *,
    history: tuple[ChangeForm, ...] = (),
    seals: tuple[SealForm, ...] = (),
) -> AssessmentDocument:
    """Return a review as a document for an audience; `made` is a moment with its zone.

    `history` and `seals` are told to an auditor.
    """
    waived = waived_questions(review.waivers, review.today)
    numbers = {each: f"{principle}.{number}" for each, (principle, number) in review.numbers().items()}
    shows_internal = audience is not Audience.LEADERSHIP
    return AssessmentDocument(
        format="shipworthy-assessment",
        version=1,
        about=about_form(made, wording.language, audience, fingerprint),
        service=service_form(review.service),
        review=_review(review),
        packs=used_packs(review),
        policy=version_form(review.policy),
        result=_result(review, wording),
        principles=_principles(review),
        questions=tuple(
            _question(item, review, wording, numbers.get(item.id, ""), shows_internal=shows_internal)
            for item in review.questionnaire.asked.values()
        ),
        contradictions=tuple(
            ContradictionForm(each.contradiction.message, each.questions) for each in review.scorecard.contradictions
        ),
        items=tuple(item_form(each, review.today, waived) for each in review.items),
        waivers=tuple(waiver_form(each, review.today) for each in review.waivers),
        history=history,
        seals=seals,
    )


def used_packs(review: Review) -> tuple[UsedPackForm, ...]:
    """Return the packs of a review with their weights."""
    return tuple(
        UsedPackForm(used.id, used.version, used.title, used.sha256, str(weighted.weight))
        for weighted in review.questionnaire.packs
        for used in (version_form(weighted.pack),)
    )


def _review(review: Review) -> ReviewForm:
    decision = review.assessment.decision
    return ReviewForm(
        id=review.assessment.id,
        title=review.assessment.title,
        state=review.assessment.state,
        as_of=review.today,
        assessors=review.assessment.assessors,
        decision=DecisionForm(
            outcome=decision.outcome,
            decided_on=review.decided_on,
            note=decision.note,
            conditions=tuple(ConditionForm(each.text, each.owner, each.due) for each in decision.conditions),
            signatories=tuple(SignatoryForm(each.name, each.role) for each in decision.signatories),
            dissent=tuple(DissentForm(each.name, each.text) for each in decision.dissent),
        )
        if decision
        else None,
    )


def _result(review: Review, wording: Wording) -> ResultForm:
    card, judgement = review.scorecard, review.judgement
    return ResultForm(
        score=exact(card.score),
        band=band_form(card.band),
        level=judgement.level,
        coverage=str(card.coverage),
        confidence=str(card.confidence),
        verdict=review.shown_verdict,
        own_verdict=judgement.verdict,
        capped_by=review.cap.services if review.cap else (),
        failed_clauses=tuple(_clause(each, review, wording) for each in judgement.failed),
    )


def _clause(clause: Clause, review: Review, wording: Wording) -> ClauseForm:
    return ClauseForm(
        kind=clause.kind,
        text=wording.clause_alone(clause, review),
        actual=None if clause.actual is None else str(clause.actual),
        limit=str(clause.limit),
        principle=clause.principle,
        questions=clause.questions,
    )


def _principles(review: Review) -> tuple[PrincipleForm, ...]:
    scores = {each.id: each for each in review.scorecard.principles}
    return tuple(
        PrincipleForm(
            id=principle.id,
            number=number,
            pack=weighted.pack.id,
            title=principle.title,
            score=exact(scores[principle.id].score),
            band=band_form(scores[principle.id].band),
            minimum=str(review.tier_policy.principle),
            answered=scores[principle.id].answered,
            asked=scores[principle.id].total,
        )
        for number, (weighted, principle) in enumerate(review.questionnaire.principles(), start=1)
    )


def _question(
    item: AskedQuestion, review: Review, wording: Wording, number: str, *, shows_internal: bool
) -> QuestionForm:
    answer, scored = review.answer(item.id), review.counts(item.id)
    shows_note = shows_internal or not answer.note_internal
    return QuestionForm(
        id=item.id,
        number=number,
        principle=item.principle.id,
        text=item.question.text,
        severity=scored.severity,
        level=scored.level,
        weight=item.question.weight,
        evidence_rule=scored.evidence_rule,
        applies=scored.applies,
        applicable=scored.applicable,
        state=scored.state,
        choices=answer.choices if scored.state is AnswerState.ANSWERED else (),
        answer=wording.answer_text(item.question, answer),
        reason=answer.reason if scored.state in _REASONED else "",
        not_applicable_type=answer.not_applicable_type if scored.state is AnswerState.NOT_APPLICABLE else None,
        counted_score=exact(scored.counted),
        share=str(scored.share),
        miss=scored.miss,
        gap=scored.gap,
        confidence=answer.confidence,
        carried=scored.carried,
        marked=answer.marked,
        evidence=tuple(_evidence(each, review.today) for each in answer.evidence),
        note=answer.note if shows_note else "",
        note_internal=answer.note_internal and shows_note,
        dissent=tuple(DissentForm(each.name, each.text) for each in answer.dissent),
        answered_by=answer.answered_by,
        answered_at=answer.answered_at,
    )


def _evidence(evidence: Evidence, today: dt.date) -> EvidenceForm:
    return EvidenceForm(
        kind=evidence.kind,
        value=evidence.value,
        title=evidence.title,
        dated=evidence.dated,
        expires=evidence.expires,
        valid=evidence.valid_on(today),
    )


def item_form(item: RemediationItem, today: dt.date, waived: frozenset[str]) -> ItemForm:
    """Return an item as documents have it on a day; `waived` are the questions that active waivers stand for."""
    return ItemForm(
        id=item.id,
        title=item.title,
        severity=item.severity,
        state=item.state,
        waived=item.is_waived(waived),
        overdue=item.is_overdue(today, waived),
        owner=item.owner,
        due=item.due,
        effort_days=exact(item.effort_days),
        questions=tuple(sorted(item.questions)),
        ticket=item.ticket,
        description=item.description,
        reason=item.state_reason,
    )


def waiver_form(waiver: Waiver, today: dt.date) -> WaiverForm:
    """Return a waiver as documents have it on a day."""
    return WaiverForm(
        id=waiver.id,
        question=waiver.question,
        standing=standing_of(waiver, today),
        requester=waiver.requester,
        approver=accepted_by(waiver),
        reason=waiver.reason,
        expires=waiver.expires,
        extended=waiver.times_extended,
    )


def band_form(band: Band | None) -> BandForm | None:
    """Return a band as documents have it."""
    return None if band is None else BandForm(str(band.low), str(band.high))
