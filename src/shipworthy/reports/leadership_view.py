"""From a review to the two pages that leaders read."""

from datetime import UTC, datetime

from shipworthy import __version__
from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.gate import shaky_foundations
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver, WaiverState
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import QuestionScore
from shipworthy.domain.seal import fingerprint
from shipworthy.domain.waiver_register import accepted_by
from shipworthy.reports import chart_entries
from shipworthy.reports.decision_entry import decision_entry
from shipworthy.reports.entries.leadership import (
    AcceptedEntry,
    FiguresEntry,
    LateEntry,
    MovementEntry,
    PartEntry,
    RiskEntry,
    StandingEntry,
)
from shipworthy.reports.entries.terms import Branding, Standing, Tone
from shipworthy.reports.leadership_asks import (
    active_waivers,
    asks,
    ends_soon,
    late_items,
    next_condition,
    open_answers,
    question_text,
    stale_reasons,
)
from shipworthy.reports.leadership_figures import LeadershipFigures
from shipworthy.reports.leadership_path import path_entry, path_figure
from shipworthy.reports.leadership_report import LeadershipReport
from shipworthy.reports.leadership_room import room_for_risks, room_for_steps
from shipworthy.reports.question_entries import standing_of
from shipworthy.reports.view_model import TONES, marked
from shipworthy.wording.figures import DASH
from shipworthy.wording.leadership_asks import LeadershipAskWording

MOST_UNMET, MOST_PARTS, MOST_LATE = 4, 3, 4
_OPEN = (Standing.UNANSWERED, Standing.UNKNOWN)
_SERIOUS = (Severity.BLOCKER, Severity.HIGH)


def leadership_report(
    figures: LeadershipFigures,
    wording: LeadershipAskWording,
    generated: datetime,
    branding: Branding | None = None,
) -> LeadershipReport:
    """Return the report for leaders on a review, in the wording's language; marked as a draft until it is decided.

    `generated` is a moment with its zone: its day and time are printed as that zone says them.
    """
    review, live, sealing = figures.review, figures.live, figures.sealing
    risks, about = _misses(review), _about(review, wording)
    standing, asked, counted = _standing(figures, wording), asks(figures, wording), _figures(figures, wording)
    sentences = [review.questionnaire.asked[each.id].question.risk for each in risks]
    room = room_for_risks(sentences, review.service.name, about, standing, asked, counted)
    late, accepted = late_items(live), active_waivers(live)
    movement, has_trend = _movement(figures, wording), len(figures.trend) > 1
    rows = min(2 * max(len(late), len(accepted)), MOST_LATE)  # two of them may take two lines each
    return LeadershipReport(
        language=wording.language,
        title=wording.leadership_title(review.service.name),
        heading=review.service.name,
        generated=generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        generated_on=wording.long_date(generated.date()),
        generated_at=wording.time(generated),
        engine=__version__,
        branding=marked(branding or Branding(), review.assessment.state, wording),
        packs=tuple(f"{weighted.pack.title} {weighted.pack.version}" for weighted in review.questionnaire.packs),
        about=about,
        as_of=wording.long_date(live.today),
        fingerprint=sealing.seal.content_hash if sealing else fingerprint(review),
        sealed=sealing is not None,
        standing=standing,
        asks=asked,
        figures=counted,
        risks=tuple(_risk(each, figures, wording) for each in risks[:room]),
        risk_count=len(risks),
        movement=movement,
        trend=chart_entries.trend(figures.trend, wording) if has_trend else None,
        late=tuple(_late(each, live, wording) for each in late[:MOST_LATE]),
        late_count=len(late),
        accepted=tuple(_accepted(each, live, wording) for each in accepted[:MOST_LATE]),
        accepted_count=len(accepted),
        path=path_entry(figures, wording, lambda said: room_for_steps(movement, said, has_trend, rows)),
    )


def _about(review: Review, wording: LeadershipAskWording) -> str:
    service = review.service
    tier = f"{wording.tier(service.tier)}: {wording.tier_meaning(service.tier)}"
    return " · ".join(each for each in (tier, service.team, service.description) if each)


def _standing(figures: LeadershipFigures, wording: LeadershipAskWording) -> StandingEntry:
    review, decision = figures.review, figures.review.assessment.decision
    entry = decision_entry(review, figures.sealing, wording)
    verdict, unmet = review.shown_verdict, wording.requirements(review.judgement.failed, review)
    notes = []
    if entry is not None and decision is not None:
        if entry.retired:
            notes.append(entry.retired)
        elif stale := stale_reasons(figures, wording):
            notes.append(wording.stale(stale))
        if not entry.retired and _differs(review, figures.live):
            notes.append(wording.today(wording.percent(figures.live.scorecard.score), figures.live.shown_verdict))
        if decision.conditions:
            notes.append(
                wording.conditions_made(len(decision.conditions), *next_condition(decision, figures.live.today))
            )
        if decision.dissent:
            notes.append(wording.dissents(*entry.dissent[0], len(entry.dissent)))
    return StandingEntry(
        decision=entry.outcome if entry else wording.not_decided(),
        decision_tone=entry.tone if entry else Tone.NONE,
        decided=wording.decided(figures.sealing.decided_on, entry.signatories)
        if entry and figures.sealing
        else wording.pointed_to(verdict),
        notes=tuple(notes),
        verdict=wording.verdict(verdict),
        verdict_mark=wording.verdict_mark(verdict),
        tone=TONES[verdict],
        meaning=wording.meaning(verdict, review.service.tier),
        unmet=tuple(unmet[:MOST_UNMET]),
        unmet_count=len(unmet),
        held_back=wording.held_back(review.cap.services, review.judgement.verdict) if review.cap else "",
    )


def _differs(review: Review, live: Review) -> bool:
    return (review.scorecard.score, review.shown_verdict) != (live.scorecard.score, live.shown_verdict)


def _figures(figures: LeadershipFigures, wording: LeadershipAskWording) -> FiguresEntry:
    review, card = figures.review, figures.review.scorecard
    applying = [each for each in card.questions.values() if each.applies]
    given = [
        each for each in applying if each.applicable and each.state in (AnswerState.ANSWERED, AnswerState.COMPENSATED)
    ]
    ends = (wording.percent(card.band.low), wording.percent(card.band.high)) if card.band and card.band.width else None
    compared = figures.compared
    effort, effort_of = path_figure(figures.path, wording)
    return FiguresEntry(
        score=wording.percent(card.score),
        band=wording.band(card.band),
        score_of=wording.of_required(card.score, review.tier_policy.overall),
        change=wording.points_changed(compared.change if compared else None),
        change_of=wording.since_review(compared, compared.before.today if compared else None),
        answered=wording.percent(card.coverage),
        answered_of=wording.answered_of(sum(each.is_answered for each in applying), len(applying)),
        effort=effort,
        effort_of=effort_of,
        open_answers=wording.open_answers(
            open_answers(review), len(applying), ends, sum(each.carried for each in applying)
        ),
        backing=wording.backing(sum(each.has_evidence for each in given), len(given), wording.percent(card.confidence)),
        foundations=wording.foundations(*shaky_foundations(card)),
        left_out=wording.left_out_packs([(each.pack_id, each.reason) for each in review.assessment.left_out]),
    )


def _misses(review: Review) -> list[QuestionScore]:
    """Return the misses of a review: by severity, those that are known first, then by what they cost the score."""
    misses = [each for each in review.scorecard.questions.values() if each.miss]
    return sorted(misses, key=lambda each: (each.severity.rank, standing_of(each) in _OPEN, -each.loss))


def _risk(miss: QuestionScore, figures: LeadershipFigures, wording: LeadershipAskWording) -> RiskEntry:
    question = figures.review.questionnaire.asked[miss.id].question
    known = standing_of(miss) not in _OPEN
    state, tone, owner = _what_is_done(miss.id, known, figures.live, wording)
    return RiskEntry(
        mark="✕" if known else "?",
        severity=wording.known_severity(wording.severity(miss.severity), known),
        serious=miss.severity in _SERIOUS,
        known=known,
        risk=question.risk,
        question=question.text,
        state=state,
        tone=tone,
        owner=owner or DASH,
    )


def _what_is_done(question_id: str, known: bool, live: Review, wording: LeadershipAskWording) -> tuple[str, Tone, str]:
    """Return what is done about a miss today, in words with their tone, and who does it."""
    waivers = [each for each in live.waivers if each.question == question_id]
    items = [each for each in live.items if each.is_live and question_id in each.questions]
    item: RemediationItem | None = min(items, key=_first_to_tell, default=None)
    owner = item.owner if item else ""
    active = [each for each in waivers if each.active_on(live.today)]
    if active:
        return wording.accepted_until(active[0].expires), Tone.OK, owner or accepted_by(active[0])
    if item is not None and item.state is ItemState.DONE:
        return wording.work_claimed(), Tone.WARN, owner
    if item is not None and item.due is not None and item.is_overdue(live.today):
        return wording.work_late(item.due), Tone.BAD, owner
    if any(each.state is WaiverState.REQUESTED for each in waivers):
        return wording.acceptance_asked(), Tone.WARN, owner
    if item is not None:
        return wording.work_until(item.due), Tone.NONE, owner
    return wording.nothing_done(known), Tone.BAD if known else Tone.WARN, ""


def _first_to_tell(item: RemediationItem) -> tuple[bool, bool, str, int]:
    """Put unfinished work before what is claimed done, and of it what is due first."""
    return item.state is ItemState.DONE, item.due is None, item.due.isoformat() if item.due else "", item.sequence


def _movement(figures: LeadershipFigures, wording: LeadershipAskWording) -> MovementEntry:
    compared = figures.compared
    if compared is None:
        return MovementEntry(wording.first_review(), "", ())
    parts = [(factor, part) for factor, part in (compared.parts or {}).items() if part]
    largest = sorted(parts, key=lambda each: -abs(each[1]))[:MOST_PARTS]
    return MovementEntry(
        told=wording.moved_since(compared, compared.before.today),
        also=wording.outcome_moved(compared),
        parts=tuple(PartEntry(wording.cause(factor), wording.points(part)) for factor, part in largest),
    )


def _late(item: RemediationItem, live: Review, wording: LeadershipAskWording) -> LateEntry:
    return LateEntry(item.title, item.owner or DASH, wording.days_late(item.due, live.today) if item.due else DASH)


def _accepted(waiver: Waiver, live: Review, wording: LeadershipAskWording) -> AcceptedEntry:
    return AcceptedEntry(
        question_text(live, waiver.question), accepted_by(waiver), wording.date(waiver.expires), ends_soon(waiver, live)
    )
