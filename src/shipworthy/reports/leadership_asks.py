"""What leaders are asked to do about one review, the most urgent first."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from shipworthy.domain.assessment import AnswerState, AssessmentState, Decision
from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.path_to_ready import Path
from shipworthy.domain.remediation import RemediationItem, Waiver, WaiverState, waived_questions
from shipworthy.domain.review import Review
from shipworthy.domain.stale import StaleKind
from shipworthy.domain.waiver_register import SOON_DAYS, accepted
from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.leadership_figures import LeadershipFigures
from shipworthy.wording.leadership_asks import Ask, LeadershipAskWording

MOST_ASKS = 5
_OPEN = (AnswerState.UNANSWERED, AnswerState.UNKNOWN)


def asks(figures: LeadershipFigures, wording: LeadershipAskWording) -> tuple[AskEntry, ...]:
    """Return what is asked of the readers; that nothing is, where there is nothing."""
    if (retired := _retired(figures, wording) or _newer(figures, wording)) is not None:
        return (AskEntry(*retired),)
    sources: tuple[Callable[[LeadershipFigures, LeadershipAskWording], Ask | None], ...] = (
        _decide,
        _requests,
        _owner,
        _late,
        _effort,
        _expiring,
        _conditions,
    )
    found = [ask for source in sources if (ask := source(figures, wording)) is not None]
    return tuple(AskEntry(*each) for each in found[:MOST_ASKS] or [wording.ask_nothing()])


def open_answers(review: Review) -> int:
    """Return how many applying questions have no confirmed answer."""
    return sum(each.applies and not each.is_answered for each in review.scorecard.questions.values())


def late_items(review: Review) -> tuple[RemediationItem, ...]:
    """Return the overdue items of a review's service, the oldest first."""
    return tuple(sorted(accepted(review).overdue, key=lambda item: (item.due or review.today, item.sequence)))


def active_waivers(review: Review) -> tuple[Waiver, ...]:
    """Return the risks that are accepted today, the one that ends first at the head."""
    found = (each for each in review.waivers if each.active_on(review.today))
    return tuple(sorted(found, key=lambda each: (each.expires, each.sequence)))


def ends_soon(waiver: Waiver, review: Review) -> bool:
    """Tell whether an accepted risk has its last day within thirty days."""
    return waiver.expires <= review.today + timedelta(days=SOON_DAYS)


def question_text(review: Review, question_id: str) -> str:
    """Return a question in the words of its pack; its id where the review does not ask it."""
    asked = review.questionnaire.asked.get(question_id)
    return asked.question.text if asked else question_id


def stale_reasons(figures: LeadershipFigures, wording: LeadershipAskWording) -> list[str]:
    """Return why a decision is stale, with questions in the words of their packs; nothing where it is not."""
    if figures.sealing is None:
        return []
    asked = figures.review.questionnaire.asked
    names = {each: wording.quoted([item.question.text]) for each, item in asked.items()}
    return [wording.stale_reason(each, names) for each in figures.sealing.stale]


def next_condition(decision: Decision, today: date) -> tuple[str, str, date | None]:
    """Return text, owner and day of the condition of a decision that is due next; the first where none is to come."""
    coming = [each for each in decision.conditions if each.due is not None and each.due >= today]
    first = min(coming, key=lambda each: each.due or today, default=decision.conditions[0])
    return first.text, first.owner, first.due


def way(path: Path | None) -> Path | None:
    """Return a path that leads to Ready, None for any other."""
    return path if path is not None and path.reaches_all else None


def open_in(path: Path) -> int:
    """Return how many questions a path plans work for that nobody has answered yet."""
    [one] = path.services
    closed = {question for step in path.steps for question in step.candidate.closes}
    return sum(one.review.counts(each).state in _OPEN for each in closed)


def _retired(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    about = figures.review.assessment
    if about.state not in (AssessmentState.WITHDRAWN, AssessmentState.SUPERSEDED):
        return None
    return wording.ask_not_to_rely(f"{wording.assessment_state(about.state)}: {about.state_reason}")


def _newer(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    stale = figures.sealing.stale if figures.sealing else ()
    newer = next((each for each in stale if each.kind is StaleKind.NEWER), None)
    return wording.ask_to_read_newer(wording.stale_reason(newer)) if newer else None


def _decide(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    review = figures.review
    if figures.sealing is not None:
        reasons = stale_reasons(figures, wording)
        return wording.ask_anew(reasons) if reasons else None
    if _is_unfinished(figures):
        applying = sum(each.applies for each in review.scorecard.questions.values())
        return wording.ask_finish(open_answers(review), applying)
    return wording.ask_decide(review.shown_verdict, wording.requirements(review.judgement.failed, review))


def _is_unfinished(figures: LeadershipFigures) -> bool:
    """Tell whether so much is open that nobody should decide yet, nor pay for what is not known."""
    failed = figures.review.judgement.failed
    return figures.sealing is None and any(clause.kind is ClauseKind.COVERAGE for clause in failed)


def _requests(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    live = figures.live
    waiting: list[tuple[Waiver, str]] = []
    for waiver in live.waivers:
        extension = waiver.pending_extension if waiver.active_on(live.today) else None
        if waiver.state is WaiverState.REQUESTED or extension is not None:
            waiting.append((waiver, extension.requester if extension else waiver.requester))
    if not waiting:
        return None
    first, requester = waiting[0]
    extension = first.pending_extension
    until = extension.until if extension else first.expires
    return wording.ask_about_requests([question_text(live, each.question) for each, _ in waiting], requester, until)


def _owner(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    """Ask for owners of blockers and high misses that are not accepted and whose work, if there is any, has none."""
    live = figures.live
    waived = waived_questions(live.waivers, live.today)
    owned = {question for item in live.items if item.is_live and item.owner for question in item.questions}
    serious = (*live.judgement.blockers, *live.judgement.highs)
    known = [each for each in serious if live.counts(each).state not in _OPEN]
    found = [each for each in known if each not in waived and each not in owned]
    return wording.ask_owner([question_text(live, each) for each in found]) if found else None


def _late(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    items = late_items(figures.live)
    if not items or items[0].due is None:
        return None
    oldest = wording.days_late(items[0].due, figures.live.today)
    return wording.ask_late([item.title for item in items], oldest)


def _effort(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    path = way(figures.path)
    if path is None or not path.effort or _is_unfinished(figures) or figures.live.judgement.verdict is Verdict.READY:
        return None
    return wording.ask_effort(path.effort, len(path.steps), path.new_work, open_in(path))


def _expiring(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    live = figures.live
    ending: Sequence[Waiver] = [each for each in active_waivers(live) if ends_soon(each, live)]
    if not ending:
        return None
    return wording.ask_expiring([question_text(live, each.question) for each in ending], ending[0].expires)


def _conditions(figures: LeadershipFigures, wording: LeadershipAskWording) -> Ask | None:
    decision = figures.review.assessment.decision
    if decision is None or not decision.conditions:
        return None
    return wording.ask_conditions(len(decision.conditions), *next_condition(decision, figures.live.today))
