"""The form of an assessment as a JSON document, from which its published schema is made."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from shipworthy.domain.assessment import (
    AnswerState,
    AssessmentState,
    Confidence,
    EvidenceKind,
    NotApplicableType,
    Outcome,
)
from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.pack import EvidenceRule, Severity
from shipworthy.domain.remediation import ItemState
from shipworthy.domain.waiver_register import WaiverStanding
from shipworthy.exchange.report_document import AboutForm, BandForm, Exact, Part, ServiceForm, Sha256, VersionForm


class ConditionForm(Part, frozen=True):
    """What must be done for a decision to hold."""

    text: Annotated[str, Meta(description="What must be done.")]
    owner: Annotated[str, Meta(description="By whom.")]
    due: Annotated[dt.date | None, Meta(description="Its last day.")]


class SignatoryForm(Part, frozen=True):
    """Who stands behind a decision; nobody checked the names."""

    name: Annotated[str, Meta(description="The name that was given.")]
    role: Annotated[str, Meta(description="In which role.")]


class DissentForm(Part, frozen=True):
    """Who does not agree with what was agreed."""

    name: Annotated[str, Meta(description="Who.")]
    text: Annotated[str, Meta(description="Why.")]


class DecisionForm(Part, frozen=True):
    """How the assessment ended."""

    outcome: Annotated[Outcome, Meta(description="What was decided.")]
    decided_on: Annotated[dt.date | None, Meta(description="The day of the decision.")]
    note: Annotated[str, Meta(description="The reasons.")]
    conditions: Annotated[tuple[ConditionForm, ...], Meta(description="What must be done for it to hold.")]
    signatories: Annotated[tuple[SignatoryForm, ...], Meta(description="Who stands behind it.")]
    dissent: Annotated[tuple[DissentForm, ...], Meta(description="Who does not.")]


class ReviewForm(Part, frozen=True):
    """The assessment itself."""

    id: Annotated[UUID, Meta(description="Its id in the store.")]
    title: Annotated[str, Meta(description="Its title.")]
    state: Annotated[AssessmentState, Meta(description="Where it stands.")]
    as_of: Annotated[dt.date, Meta(description="The day for which it is counted.")]
    assessors: Annotated[tuple[str, ...], Meta(description="Who reviewed.")]
    decision: Annotated[DecisionForm | None, Meta(description="The decision; null before there is one.")]


class UsedPackForm(VersionForm, frozen=True):
    """A pack and its weight."""

    weight: Annotated[Exact, Meta(description="Its weight in the overall score.")]


class ClauseForm(Part, frozen=True):
    """A clause of the gate that is not met."""

    kind: Annotated[ClauseKind, Meta(description="What it asks.")]
    text: Annotated[str, Meta(description="The same as a sentence.")]
    actual: Annotated[Exact | None, Meta(description="What was found; null where there is no score.")]
    limit: Annotated[Exact, Meta(description="What is asked.")]
    principle: Annotated[str, Meta(description="The whole id of its principle; empty for other kinds.")]
    questions: Annotated[tuple[str, ...], Meta(description="The whole ids of the questions concerned.")]


class ResultForm(Part, frozen=True):
    """What the answers come to."""

    score: Annotated[Exact | None, Meta(description="A part of 1; null where nothing is applicable.")]
    band: Annotated[BandForm | None, Meta(description="Its band.")]
    level: Annotated[int, Meta(description="The level reached, 0 to 3.")]
    coverage: Annotated[Exact, Meta(description="The part of the questions that is answered.")]
    confidence: Annotated[Exact, Meta(description="The part of the score that a reader can check.")]
    verdict: Annotated[Verdict, Meta(description="The verdict that counts.")]
    own_verdict: Annotated[Verdict, Meta(description="The service's own, before its dependencies.")]
    capped_by: Annotated[tuple[str, ...], Meta(description="The services that lower it, by name.")]
    failed_clauses: Annotated[tuple[ClauseForm, ...], Meta(description="What the gate asks and was not met.")]


class PrincipleForm(Part, frozen=True):
    """A principle."""

    id: Annotated[str, Meta(description="Its whole id.")]
    number: Annotated[int, Meta(description="Its number in the printed report.")]
    pack: Annotated[str, Meta(description="The id of its pack.")]
    title: Annotated[str, Meta(description="Its title.")]
    score: Annotated[Exact | None, Meta(description="A part of 1; null where nothing is applicable.")]
    band: Annotated[BandForm | None, Meta(description="Its band.")]
    minimum: Annotated[Exact, Meta(description="What the gate asks of each principle; a part of 1.")]
    answered: Annotated[int, Meta(description="Questions answered.")]
    asked: Annotated[int, Meta(description="Questions that apply.")]


class EvidenceForm(Part, frozen=True):
    """A piece of evidence."""

    kind: Annotated[EvidenceKind, Meta(description="What it is.")]
    value: Annotated[str, Meta(description="The address, the text, or the SHA-256 of a file.")]
    title: Annotated[str, Meta(description="What people see.")]
    dated: Annotated[dt.date | None, Meta(description="The day it is of.")]
    expires: Annotated[dt.date | None, Meta(description="Its last valid day.")]
    valid: Annotated[bool, Meta(description="Whether it still counts on the day of the report.")]


class QuestionForm(Part, frozen=True):
    """A question and its answer. One that does not apply is counted nowhere."""

    id: Annotated[str, Meta(description="Its whole id.")]
    number: Annotated[str, Meta(description="Its number in the printed report; empty where it does not apply.")]
    principle: Annotated[str, Meta(description="The whole id of its principle.")]
    text: Annotated[str, Meta(description="The question.")]
    severity: Annotated[Severity, Meta(description="How bad a miss is.")]
    level: Annotated[int, Meta(description="The rung of the ladder it belongs to.", ge=1, le=3)]
    weight: Annotated[int, Meta(description="Its weight within the principle.")]
    evidence_rule: Annotated[EvidenceRule, Meta(description="Whether an answer needs evidence.")]
    applies: Annotated[bool, Meta(description="Whether its conditions hold.")]
    applicable: Annotated[bool, Meta(description="Whether it is in the sums: it applies and is not N/A.")]
    state: Annotated[AnswerState, Meta(description="What is known.")]
    choices: Annotated[tuple[str, ...], Meta(description="The ids of the choices made.")]
    answer: Annotated[str, Meta(description="The answer in words.")]
    reason: Annotated[str, Meta(description="Why it is not applicable, or what compensates.")]
    not_applicable_type: Annotated[NotApplicableType | None, Meta(description="The kind of that reason.")]
    counted_score: Annotated[Exact | None, Meta(description="What it counts; null where it is not applicable.")]
    share: Annotated[Exact, Meta(description="Its part of the overall score; all of them sum to 1.")]
    miss: Annotated[bool, Meta(description="Whether it is a miss.")]
    gap: Annotated[bool, Meta(description="Whether it scores below 1.")]
    confidence: Annotated[Confidence, Meta(description="How sure the assessor is.")]
    carried: Annotated[bool, Meta(description="Whether it was brought over and is not confirmed.")]
    marked: Annotated[bool, Meta(description="Whether it is marked for review.")]
    evidence: Annotated[tuple[EvidenceForm, ...], Meta(description="What shows it to be true.")]
    note: Annotated[str, Meta(description="The note, in Markdown; empty for leadership where it is internal.")]
    note_internal: Annotated[bool, Meta(description="Whether the note is internal.")]
    dissent: Annotated[tuple[DissentForm, ...], Meta(description="Who does not agree.")]
    answered_by: Annotated[str, Meta(description="Who answered.")]
    answered_at: Annotated[dt.datetime | None, Meta(description="When.")]


class ItemForm(Part, frozen=True):
    """A remediation item."""

    id: Annotated[UUID, Meta(description="Its id in the store.")]
    title: Annotated[str, Meta(description="The work in one line.")]
    severity: Annotated[Severity, Meta(description="That of the worst gap it closes.")]
    state: Annotated[ItemState, Meta(description="Where it stands.")]
    waived: Annotated[bool, Meta(description="Whether waivers stand for all its questions.")]
    overdue: Annotated[bool, Meta(description="Whether it is late.")]
    owner: Annotated[str, Meta(description="Who does it.")]
    due: Annotated[dt.date | None, Meta(description="Its due date.")]
    effort_days: Annotated[Exact | None, Meta(description="Person-days; null where nobody estimated it.")]
    questions: Annotated[tuple[str, ...], Meta(description="The whole ids of the questions it closes.")]
    ticket: Annotated[str, Meta(description="Its ticket elsewhere.")]
    description: Annotated[str, Meta(description="What is to be done.")]
    reason: Annotated[str, Meta(description="Why it was dropped or reopened.")]


class WaiverForm(Part, frozen=True):
    """A miss accepted as a risk."""

    id: Annotated[UUID, Meta(description="Its id in the store.")]
    question: Annotated[str, Meta(description="The whole id of the question.")]
    standing: Annotated[WaiverStanding, Meta(description="Where it stands on the day of the report.")]
    requester: Annotated[str, Meta(description="Who asked for it.")]
    approver: Annotated[str, Meta(description="Who decided about it.")]
    reason: Annotated[str, Meta(description="Why the risk is accepted.")]
    expires: Annotated[dt.date, Meta(description="Its last valid day.")]
    extended: Annotated[int, Meta(description="How often its last day was moved.")]


class ContradictionForm(Part, frozen=True):
    """Answers that cannot all be true."""

    message: Annotated[str, Meta(description="What does not fit, in the pack's words.")]
    questions: Annotated[tuple[str, ...], Meta(description="The whole ids of the questions.")]


class ChangeForm(Part, frozen=True):
    """A change of the review, or of an item or waiver of its service since it began."""

    number: Annotated[int, Meta(description="Its number in the change log.")]
    at: Annotated[dt.datetime, Meta(description="When.")]
    actor: Annotated[str, Meta(description="Who.")]
    kind: Annotated[str, Meta(description="What was changed, such as answer.")]
    part: Annotated[str, Meta(description="Which of them, such as the whole id of a question.")]
    assessor: Annotated[str, Meta(description="Whose blind answer it was; empty for the agreed one.")]
    action: Annotated[str, Meta(description="What was done, as it was named then.")]
    undoes: Annotated[bool, Meta(description="Whether it took an earlier change back.")]


class SealForm(Part, frozen=True):
    """A seal of a review of the service; each names the one before it in the store."""

    number: Annotated[int, Meta(description="Its number in the store.")]
    review: Annotated[UUID, Meta(description="The id of the review.")]
    title: Annotated[str, Meta(description="The title of the review.")]
    sealed_at: Annotated[dt.datetime, Meta(description="When.")]
    sealed_by: Annotated[str, Meta(description="By whom.")]
    content_sha256: Annotated[Sha256, Meta(description="SHA-256 of the sealed content.")]
    previous: Annotated[str, Meta(description="The hash of the seal before; empty for the first.")]
    log_number: Annotated[int, Meta(description="The number of the last change that it covers.")]
    log_sha256: Annotated[Sha256, Meta(description="SHA-256 of the change log up to there.")]
    sha256: Annotated[Sha256, Meta(description="The hash of the seal.")]


class AssessmentDocument(Part, frozen=True):
    """The report on one assessment."""

    format: Annotated[Literal["shipworthy-assessment"], Meta(description="What the document is.")]
    version: Annotated[Literal[1], Meta(description="The version of its form.")]
    about: Annotated[AboutForm, Meta(description="Where it comes from.")]
    service: Annotated[ServiceForm, Meta(description="The service.")]
    review: Annotated[ReviewForm, Meta(description="The assessment.")]
    packs: Annotated[tuple[UsedPackForm, ...], Meta(description="The packs it uses.")]
    policy: Annotated[VersionForm, Meta(description="The gate policy it is judged by.")]
    result: Annotated[ResultForm, Meta(description="What the answers come to.")]
    principles: Annotated[tuple[PrincipleForm, ...], Meta(description="The principles, in the order of the packs.")]
    questions: Annotated[tuple[QuestionForm, ...], Meta(description="The questions, in the order of the packs.")]
    contradictions: Annotated[tuple[ContradictionForm, ...], Meta(description="Answers that cannot all be true.")]
    items: Annotated[tuple[ItemForm, ...], Meta(description="The remediation items of the service.")]
    waivers: Annotated[tuple[WaiverForm, ...], Meta(description="The waivers of the service.")]
    history: Annotated[tuple[ChangeForm, ...], Meta(description="What was changed, in order; for an auditor alone.")]
    seals: Annotated[tuple[SealForm, ...], Meta(description="The seals of the service; for an auditor alone.")]
