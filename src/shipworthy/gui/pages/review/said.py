"""What the question pane says in words: what an answer counts, why questions do not apply, what contradicts what."""

from collections.abc import Iterable, Sequence

from shipworthy.domain.applicability import DecidingFact, Hidden
from shipworthy.domain.assessment import Answer, AnswerState
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


def standing_words(review: Review, question_id: str) -> tuple[str, str]:
    """Return title and text of what keeps an answer from counting as it stands; nothing where nothing does."""
    counts = review.counts(question_id)
    if counts.carried:
        return _("Carried over from the last review"), _("Space confirms it; any other answer replaces it.")
    if counts.lacks_evidence:
        if review.answer(question_id).evidence:
            return _("Counts 0: its evidence has expired"), _("E links evidence that is valid today.")
        return _("Counts 0: evidence is required"), _("E links it; until then the choice does not count.")
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
