"""What the question pane says in words: what an answer counts, why questions do not apply, what contradicts what."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from shipworthy.domain.applicability import DecidingFact, Hidden
from shipworthy.domain.assessment import OPEN_STATES, Answer, AnswerState
from shipworthy.domain.gate import ClauseKind
from shipworthy.domain.pack import bare_id
from shipworthy.domain.questionnaire import PlacedContradiction
from shipworthy.domain.review import Review
from shipworthy.gui.pages.review.course import Course
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording


def answer_words(answer: Answer, wording: Wording) -> tuple[str, str]:
    """Return title and text of an answer that is none of the choices; nothing for one that is."""
    match answer.state:
        case AnswerState.NOT_APPLICABLE if answer.not_applicable_type is not None:
            kind = wording.not_applicable_type(answer.not_applicable_type)
            return _("Not applicable: {kind}").format(kind=kind), answer.reason
        case AnswerState.COMPENSATED:
            return _("Compensated by another control: counts in full"), answer.reason
        case AnswerState.UNKNOWN:
            return _("Unknown"), _("Counts 0; the upper end of the band shows what it may turn out to be.")
    return "", ""


def carried_words(
    review: Review, question_id: str, wording: Wording, day_of: Callable[[datetime], date]
) -> tuple[str, str]:
    """Return title and text of an answer that was brought over and waits; `day_of` gives the day of a moment."""
    answer = review.answer(question_id)
    if not answer.carried or answer.state is AnswerState.UNANSWERED:
        return "", ""
    title = _("Carried over")
    if answer.answered_at is not None:
        title = _("Carried from {date}").format(date=wording.date(day_of(answer.answered_at)))
    if answer.answered_by:
        title = _("{carried} by {name}").format(carried=title, name=answer.answered_by)
    if review.assessment.state not in OPEN_STATES:
        return title, _("Nobody confirmed it before the review was decided.")
    return title, _("Space confirms it; any other answer replaces it.")


def standing_words(review: Review, question_id: str, wording: Wording) -> tuple[str, str]:
    """Return title and text of what keeps an answer from counting as it stands; nothing where nothing does."""
    counts, evidence = review.counts(question_id), review.answer(question_id).evidence
    days = [each.expires for each in evidence if each.expires is not None]
    # Evidence that never expires is valid for ever: where none is, each piece has its last day.
    expired = wording.date(max(days)) if days and not counts.has_evidence else ""
    may_change = review.assessment.state in OPEN_STATES
    renew = _("E adds evidence that is valid today.") if may_change else ""
    if counts.lacks_evidence:
        if expired:
            return _("Counts 0: its evidence expired on {date}").format(date=expired), renew
        supply = _("E adds it; until then the choice does not count.") if may_change else ""
        return _("Counts 0: evidence is required"), supply
    if counts.applicable and expired:
        return _("Its evidence expired on {date}").format(date=expired), renew
    return "", ""


def clause_words(review: Review, wording: Wording) -> list[str]:
    """Return the clauses that failed, short enough for a narrow column: principles below their minimum share a line."""
    principles = [clause for clause in review.judgement.failed if clause.kind is ClauseKind.PRINCIPLE]
    if len(principles) < 2:
        return wording.clauses(review)
    lowest = min(principles, key=lambda clause: clause.actual or 0)
    more = ngettext(
        "{clause}, and {count} more principle", "{clause}, and {count} more principles", len(principles) - 1
    )
    summed_up = more.format(clause=wording.clause_alone(lowest, review), count=len(principles) - 1)
    return [
        summed_up if clause is principles[0] else wording.clause_alone(clause, review)
        for clause in review.judgement.failed
        if clause not in principles[1:]
    ]


def contradiction_title(placed: PlacedContradiction) -> str:
    """Return what a contradiction comes to, in four words."""
    if len(placed.questions) == 2:
        return _("These two answers cannot both hold.")
    return _("These answers cannot all hold.")


def contradictions_of(review: Review, question_id: str) -> list[PlacedContradiction]:
    """Return the contradictions that an answer takes part in."""
    return [placed for placed in review.scorecard.contradictions if question_id in placed.questions]


def go_to_words(course: Course, question_id: str) -> str:
    """Return the words of a link to a question."""
    return _("Go to question {number}").format(number=course.position(question_id).number)


def hidden_words(hidden: Sequence[Hidden], review: Review) -> tuple[str, str]:
    """Return how many questions do not apply, and the facts that decide it, each once."""
    title = ngettext("{count} question does not apply", "{count} questions do not apply", len(hidden))
    lines = dict.fromkeys(line for each in hidden for line in reasons(each, review))
    return title.format(count=len(hidden)), "\n".join(lines)


def reasons(hidden: Hidden, review: Review) -> Iterable[str]:
    """Return what decides that a question does not apply, one line each."""
    yield from (fact_words(fact) for fact in hidden.facts)
    for field in hidden.fields:
        yield f"{field}: {getattr(review.service, field)}"
    for question_id in hidden.questions:
        question = review.questionnaire.asked[question_id].question
        yield _("It depends on the answer to “{question}”").format(question=question.text)


def fact_words(fact: DecidingFact) -> str:
    """Return a fact with what is said about the service."""
    said = _("Yes") if fact.value else _("No")
    return f"{fact.fact.text or bare_id(fact.fact.id)} {said}."
