"""Two assessments side by side as a JSON document, from whose forms its published schema is made."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from shipworthy.domain.assessment import AnswerState, AssessmentState
from shipworthy.domain.comparison import Comparison, Moved, Movement, Stand
from shipworthy.domain.delta import Factor
from shipworthy.domain.gate import Verdict
from shipworthy.domain.report_kind import Audience
from shipworthy.domain.review import Review
from shipworthy.exchange.assessment_document import band_form, used_packs
from shipworthy.exchange.assessment_forms import UsedPackForm
from shipworthy.exchange.report_document import (
    BandForm,
    Exact,
    MadeForm,
    Part,
    ServiceForm,
    Sha256,
    exact,
    made_form,
    service_form,
)
from shipworthy.wording.comparison import ComparisonWording


class SideForm(Part, frozen=True):
    """One of the assessments."""

    id: Annotated[UUID, Meta(description="Its id in the store.")]
    title: Annotated[str, Meta(description="Its title.")]
    state: Annotated[AssessmentState, Meta(description="Where it stands.")]
    as_of: Annotated[dt.date, Meta(description="The day for which it is counted.")]
    tier: Annotated[int, Meta(description="The tier of the service then.", ge=1, le=4)]
    score: Annotated[Exact | None, Meta(description="A part of 1; null where nothing is applicable.")]
    band: Annotated[BandForm | None, Meta(description="Its band.")]
    level: Annotated[int, Meta(description="The level reached, 0 to 3.")]
    coverage: Annotated[Exact, Meta(description="The part of the questions that is answered.")]
    confidence: Annotated[Exact, Meta(description="The part of the score that a reader can check.")]
    verdict: Annotated[Verdict, Meta(description="The verdict that counts.")]
    packs: Annotated[tuple[UsedPackForm, ...], Meta(description="The packs it uses.")]
    fingerprint: Annotated[Sha256, Meta(description="The fingerprint that the printed report of it shows.")]


class FactorForm(Part, frozen=True):
    """What a part of the change comes from."""

    factor: Annotated[Factor, Meta(description="What moved the score.")]
    change: Annotated[Exact, Meta(description="By how much, as a part of 1; all of them sum to the change.")]


class PrincipleChangeForm(Part, frozen=True):
    """A principle on both sides."""

    id: Annotated[str, Meta(description="Its whole id.")]
    title: Annotated[str, Meta(description="Its title.")]
    before: Annotated[Exact | None, Meta(description="Its score before; null where it had none.")]
    after: Annotated[Exact | None, Meta(description="Its score after; null where it has none.")]


class StandForm(Part, frozen=True):
    """How a question stood on one side."""

    text: Annotated[str, Meta(description="The answer in words.")]
    state: Annotated[AnswerState, Meta(description="What was known.")]
    choices: Annotated[tuple[str, ...], Meta(description="The ids of the choices made.")]
    applies: Annotated[bool, Meta(description="Whether its conditions held.")]
    has_evidence: Annotated[bool, Meta(description="Whether it had valid evidence.")]
    counted_score: Annotated[Exact | None, Meta(description="What it counted; null where it was not applicable.")]
    share: Annotated[Exact, Meta(description="Its part of the overall score.")]


class QuestionChangeForm(Part, frozen=True):
    """A question that moved, or that only weighs differently."""

    id: Annotated[str, Meta(description="Its whole id, as it was asked later.")]
    text: Annotated[str, Meta(description="The question in its later words.")]
    moved: Annotated[tuple[Moved, ...], Meta(description="What changed; empty where it only weighs differently.")]
    before: Annotated[StandForm | None, Meta(description="How it stood before; null where it was not asked.")]
    after: Annotated[StandForm | None, Meta(description="How it stands after; null where it is asked no longer.")]
    contribution_before: Annotated[Exact, Meta(description="What it added to the score before.")]
    contribution_after: Annotated[Exact, Meta(description="What it adds to the score after.")]
    change: Annotated[Exact, Meta(description="The difference; over all questions they sum to the change.")]


class ComparisonDocument(Part, frozen=True):
    """The report on two assessments of one service."""

    format: Annotated[Literal["shipworthy-comparison"], Meta(description="What the document is.")]
    version: Annotated[Literal[1], Meta(description="The version of its form.")]
    about: Annotated[MadeForm, Meta(description="Where it comes from.")]
    service: Annotated[ServiceForm, Meta(description="The service, as it is after.")]
    before: Annotated[SideForm, Meta(description="The earlier assessment.")]
    after: Annotated[SideForm, Meta(description="The later assessment.")]
    change: Annotated[Exact | None, Meta(description="By how much the score moved; null: not comparable.")]
    parts: Annotated[tuple[FactorForm, ...], Meta(description="The parts of the change; empty: not comparable.")]
    blockers_gone: Annotated[tuple[str, ...], Meta(description="Blockers missed before alone, by whole id.")]
    blockers_new: Annotated[tuple[str, ...], Meta(description="Blockers missed after alone, by whole id.")]
    principles: Annotated[tuple[PrincipleChangeForm, ...], Meta(description="The principles of both sides.")]
    questions: Annotated[tuple[QuestionChangeForm, ...], Meta(description="What moved, the largest change first.")]


def comparison_document(
    comparison: Comparison,
    wording: ComparisonWording,
    made: dt.datetime,
    audience: Audience,
    fingerprints: tuple[str, str],
) -> ComparisonDocument:
    """Return a comparison as a document; `fingerprints` are those of the earlier and the later assessment."""
    return ComparisonDocument(
        format="shipworthy-comparison",
        version=1,
        about=made_form(made, wording.language, audience),
        service=service_form(comparison.after.service),
        before=_side(comparison.before, fingerprints[0]),
        after=_side(comparison.after, fingerprints[1]),
        change=exact(comparison.change),
        parts=tuple(FactorForm(factor, str(part)) for factor, part in (comparison.parts or {}).items()),
        blockers_gone=comparison.blockers_gone,
        blockers_new=comparison.blockers_new,
        principles=tuple(
            PrincipleChangeForm(each.id, each.title, exact(each.before), exact(each.after))
            for each in comparison.principles
        ),
        questions=tuple(_question(each, wording) for each in comparison.movements),
    )


def _side(review: Review, fingerprint: str) -> SideForm:
    card = review.scorecard
    return SideForm(
        id=review.assessment.id,
        title=review.assessment.title,
        state=review.assessment.state,
        as_of=review.today,
        tier=review.service.tier,
        score=exact(card.score),
        band=band_form(card.band),
        level=review.judgement.level,
        coverage=str(card.coverage),
        confidence=str(card.confidence),
        verdict=review.shown_verdict,
        packs=used_packs(review),
        fingerprint=fingerprint,
    )


def _question(movement: Movement, wording: ComparisonWording) -> QuestionChangeForm:
    return QuestionChangeForm(
        id=movement.question.id,
        text=movement.question.text,
        moved=movement.moved,
        before=_stand(movement.before, movement, wording),
        after=_stand(movement.after, movement, wording),
        contribution_before=str(movement.contribution_before),
        contribution_after=str(movement.contribution_after),
        change=str(movement.change),
    )


def _stand(stand: Stand | None, movement: Movement, wording: ComparisonWording) -> StandForm | None:
    if stand is None:
        return None
    return StandForm(
        text=wording.stand(stand, movement.moved),
        state=stand.counts.state,
        choices=stand.answer.choices if stand.counts.state is AnswerState.ANSWERED else (),
        applies=stand.counts.applies,
        has_evidence=stand.counts.has_evidence,
        counted_score=exact(stand.counts.counted),
        share=str(stand.counts.share),
    )
