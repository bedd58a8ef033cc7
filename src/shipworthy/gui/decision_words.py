"""What is said around a decision: what the verdict bears out, what will be sealed, what was decided and is stale."""

from collections.abc import Sequence

from shipworthy.domain.assessment import AnswerState, Assessment, AssessmentState, Decision
from shipworthy.domain.decision import advised
from shipworthy.domain.gate import shaky_foundations
from shipworthy.domain.review import Review
from shipworthy.domain.stale import StaleReason
from shipworthy.domain.waiver_register import accepted
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.services import AssessmentLine
from shipworthy.workflows.staleness import DecisionView

SHOWN_DIGITS = 12
_MOST_REASONS = 2


def advice_words(review: Review, wording: Wording) -> str:
    """Return what the verdict bears out."""
    verdict = wording.verdict(review.shown_verdict)
    outcome = wording.outcome(advised(review.shown_verdict))
    return _("The verdict {verdict} supports {outcome}. Anything better needs reasons.").format(
        verdict=verdict, outcome=outcome
    )


def sealed_words(review: Review, wording: Wording) -> list[str]:
    """Return what sealing keeps, one line for each kind of thing."""
    card = review.scorecard
    states = [review.counts(item.id).state for item in review.applying()]
    unconfirmed = sum(review.counts(item.id).carried for item in review.applying())
    score = wording.score_with_band(card.score, card.band)
    return [
        _("Score {score}, level {level}, {verdict}").format(
            score=score, level=review.judgement.level, verdict=wording.verdict(review.shown_verdict)
        ),
        ", ".join(
            (
                wording.count("{count} question", "{count} questions", len(states)),
                _("{count} unanswered").format(count=states.count(AnswerState.UNANSWERED)),
                _("{count} unknown").format(count=states.count(AnswerState.UNKNOWN)),
                _("{count} not confirmed").format(count=unconfirmed),
                wording.count("{count} contradiction", "{count} contradictions", len(card.contradictions)),
            )
        ),
        foundation_words(review),
        *_accepted_words(review, wording),
        *left_out_words(review.assessment),
    ]


def _accepted_words(review: Review, wording: Wording) -> list[str]:
    """Return what of the misses is waived and planned, and what work is overdue; nothing where nothing is."""
    found = wording.accepted(accepted(review))
    return [_("Accepted or planned: {what}").format(what=", ".join(found))] if found else []


def foundation_words(review: Review) -> str:
    """Return how many level-1 questions are left out or compensated: that is how gates get gamed."""
    not_applicable, compensated = shaky_foundations(review.scorecard)
    return _("Level-1 questions: {not_applicable} not applicable, {compensated} compensated").format(
        not_applicable=not_applicable, compensated=compensated
    )


def left_out_words(assessment: Assessment) -> list[str]:
    """Return which packs of the last review this one does without, and why."""
    return [
        _("Left out: {pack} ({reason})").format(pack=each.pack_id, reason=each.reason) for each in assessment.left_out
    ]


def decided_words(assessment: Assessment, view: DecisionView | None, wording: Wording) -> str:
    """Return "Decided 22 Nov 2026: Conditional go · sealed a1b2c3d4e5f6", or why a review no longer counts."""
    state = wording.assessment_state(assessment.state)
    if assessment.state is not AssessmentState.DECIDED:
        return f"{state}: {assessment.state_reason}"
    if assessment.decision is None or assessment.decided_at is None:
        return state
    return _("Decided {date}: {outcome}").format(
        date=wording.date(view.decided_on if view else assessment.decided_at.date()),
        outcome=wording.outcome(assessment.decision.outcome),
    ) + (f" · {seal_words(view.seal.hash)}" if view else "")


def seal_words(seal: str) -> str:
    """Return "sealed a1b2c3d4e5f6"."""
    return _("sealed {seal}").format(seal=seal[:SHOWN_DIGITS])


def stale_words(stale: Sequence[StaleReason], wording: Wording, most: int = _MOST_REASONS) -> str:
    """Return why a decision is stale, the first reasons in words; nothing where it stands."""
    words = "; ".join(wording.stale_reason(each) for each in stale[:most])
    more = len(stale) - most
    return _("{reasons} and {count} more").format(reasons=words, count=more) if more > 0 else words


def signed_words(decision: Decision) -> str:
    """Return who signed, with roles."""
    names = [f"{each.name} ({each.role})" if each.role else each.name for each in decision.signatories]
    return _("signed by {names}").format(names=", ".join(names))


def line_words(line: AssessmentLine, wording: Wording) -> str:
    """Return how an assessment in a list ended: outcome, day, signatories and seal; nothing for an open one."""
    if line.state is not AssessmentState.DECIDED:
        return f"{wording.assessment_state(line.state)}: {line.state_reason}" if line.state_reason else ""
    if line.decision is None:
        return ""
    day = wording.date(line.reviewed_on) if line.reviewed_on else ""
    decided = _("Decided {date}: {outcome}").format(date=day, outcome=wording.outcome(line.decision.outcome))
    parts = [decided, signed_words(line.decision), *([seal_words(line.sealed.hash)] if line.sealed else [])]
    return " · ".join(parts)


def live_words(review: Review, view: DecisionView | None, wording: Wording) -> str:
    """Return what the sealed answers count today, where that differs from what was sealed."""
    if view is None:
        return ""
    live = view.live
    if live.scorecard.score == review.scorecard.score and live.shown_verdict is review.shown_verdict:
        return ""
    return _("Live: {score}, {verdict}").format(
        score=wording.percent(live.scorecard.score), verdict=wording.verdict(live.shown_verdict).lower()
    )


def decision_lines(decision: Decision, wording: Wording) -> list[str]:
    """Return everything a decision says, line by line."""
    lines = [decision.note] if decision.note else []
    lines += [
        _("Condition: {text} ({owner}, by {date})").format(
            text=each.text, owner=each.owner, date=wording.date(each.due) if each.due else ""
        )
        for each in decision.conditions
    ]
    signed = signed_words(decision)
    lines.append(signed[:1].upper() + signed[1:])
    lines += [_("Dissent, {name}: {text}").format(name=each.name, text=each.text) for each in decision.dissent]
    return lines


def standing_words(review: Review, wording: Wording) -> list[str]:
    """Return why the verdict is no better, how many foundations are left out, and which packs."""
    reasons = wording.reasons(review)
    title = wording.clauses_title(review.judgement.verdict)
    not_met = [_("{title}: {clauses}").format(title=title, clauses="; ".join(reasons))] if reasons else []
    accepted_ones = _accepted_words(review, wording)
    return [*not_met, *accepted_ones, foundation_words(review), *left_out_words(review.assessment)]


def decision_words(review: Review, view: DecisionView | None, wording: Wording) -> tuple[str, str]:
    """Return title and text on how a review ended."""
    assessment = review.assessment
    lines = [] if assessment.decision is None else decision_lines(assessment.decision, wording)
    if view is not None:
        lines.append(
            _("Seal {number}, by {name}: {seal}").format(
                number=view.seal.number, name=view.seal.sealed_by, seal=view.seal.hash
            )
        )
    if view is not None and view.stale:
        lines.append(_("Stale: {reasons}").format(reasons=stale_words(view.stale, wording, most=len(view.stale))))
    live = live_words(review, view, wording)
    if live:
        lines.append(live)
    return decided_words(assessment, view, wording), "\n".join(lines)
