"""The decision on a review as its report prints it."""

from dataclasses import dataclass
from datetime import date

from shipworthy.domain.assessment import Assessment, AssessmentState, Outcome
from shipworthy.domain.review import Review
from shipworthy.domain.sealed import Seal
from shipworthy.domain.stale import StaleReason
from shipworthy.reports.entries.decision import ConditionEntry, DecisionEntry
from shipworthy.reports.entries.terms import Tone
from shipworthy.wording import Wording

_TONES = {Outcome.GO: Tone.OK, Outcome.CONDITIONAL_GO: Tone.WARN, Outcome.NO_GO: Tone.BAD}


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a report tells of a decision beside the sealed review: the seal, today's review, and what is stale.

    `decided_on` is the calendar day where the store is.
    """

    seal: Seal
    decided_on: date
    live: Review
    stale: tuple[StaleReason, ...]


def decision_entry(review: Review, sealing: Sealing | None, wording: Wording) -> DecisionEntry | None:
    """Return the decision on a sealed review; None for one that nobody decided."""
    decision = review.assessment.decision
    if decision is None or sealing is None:
        return None
    live = sealing.live.scorecard.score
    names = {each: f"“{item.question.text}”" for each, item in review.questionnaire.asked.items()}
    return DecisionEntry(
        outcome=wording.outcome(decision.outcome),
        tone=_TONES[decision.outcome],
        decided_on=wording.long_date(sealing.decided_on),
        note=decision.note,
        conditions=tuple(
            ConditionEntry(each.text, each.owner, wording.date(each.due) if each.due else "")
            for each in decision.conditions
        ),
        signatories=tuple(f"{each.name} ({each.role})" if each.role else each.name for each in decision.signatories),
        dissent=tuple((each.name, each.text) for each in decision.dissent),
        sealed_by=sealing.seal.sealed_by,
        seal=sealing.seal.hash,
        number=sealing.seal.number,
        live_score=wording.percent(live) if live != review.scorecard.score else "",
        live_verdict=wording.verdict(sealing.live.shown_verdict),
        stale=tuple(wording.stale_reason(each, names) for each in sealing.stale),
        retired=_retired(review.assessment, wording),
    )


def _retired(assessment: Assessment, wording: Wording) -> str:
    if assessment.state is AssessmentState.DECIDED:
        return ""
    return f"{wording.assessment_state(assessment.state)}: {assessment.state_reason}"
