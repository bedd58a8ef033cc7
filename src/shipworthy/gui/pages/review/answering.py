"""What each key makes of an answer: pure functions from the answer that is there to the one that is meant."""

import datetime as dt
import re
from dataclasses import replace

from shipworthy.domain.answering import is_link
from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Confidence,
    Dissent,
    Evidence,
    EvidenceKind,
    NotApplicableType,
)
from shipworthy.domain.pack import Question, Select
from shipworthy.errors import UserError
from shipworthy.text import _

_FULL_ADDRESS = re.compile(r"https?://[^\s/]+\S*|mailto:[^\s@]+@\S+", re.IGNORECASE)  # not just its beginning


def chosen(question: Question, answer: Answer, position: int) -> Answer:
    """Return the answer with the choice at a position (from 0) taken; in a select-many question it is toggled."""
    choice = question.choices[position]
    if question.select is Select.ONE:
        return _in_state(answer, AnswerState.ANSWERED, (choice.id,))
    before = answer.choices if answer.state is AnswerState.ANSWERED else ()
    if choice.id in before:
        kept = tuple(each for each in before if each != choice.id)
    elif choice.score == 0:
        kept = (choice.id,)  # "none of these" excludes the others
    else:
        picked = {each for each in before if question.choice(each).score} | {choice.id}
        kept = tuple(each.id for each in question.choices if each.id in picked)
    return _in_state(answer, AnswerState.ANSWERED if kept else AnswerState.UNANSWERED, kept)


def unknown(answer: Answer) -> Answer:
    """Return the answer of someone who does not know."""
    return _in_state(answer, AnswerState.UNKNOWN, ())


def not_applicable(answer: Answer, kind: NotApplicableType | None, reason: str) -> Answer:
    """Return the answer that says the question does not concern the service; whether the reason will do is not ours."""
    changed = _in_state(answer, AnswerState.NOT_APPLICABLE, ())
    return replace(changed, not_applicable_type=kind, reason=reason.strip())


def compensated(answer: Answer, justification: str) -> Answer:
    """Return the answer that names another control in place of this one."""
    return replace(_in_state(answer, AnswerState.COMPENSATED, ()), reason=justification.strip())


def confirmed(answer: Answer) -> Answer:
    """Return a carried answer as one of today."""
    return replace(answer, carried=False)


def marked(answer: Answer) -> Answer:
    """Return the answer with its mark for review set, or taken away."""
    return replace(answer, marked=not answer.marked)


def with_note_internal_or_shared(answer: Answer) -> Answer:
    """Return the answer with its note kept internal, or shared again."""
    return replace(answer, note_internal=not answer.note_internal)


def with_confidence(answer: Answer, confidence: Confidence) -> Answer:
    """Return the answer with another confidence."""
    return replace(answer, confidence=confidence)


def with_next_confidence(answer: Answer) -> Answer:
    """Return the answer with the next confidence: low, medium, high, low again."""
    order = list(Confidence)
    return with_confidence(answer, order[(order.index(answer.confidence) + 1) % len(order)])


def with_evidence(answer: Answer, *evidence: Evidence) -> Answer:
    """Return the answer with more evidence."""
    return replace(answer, evidence=(*answer.evidence, *evidence))


def without_evidence(answer: Answer, position: int) -> Answer:
    """Return the answer without the piece of evidence at a position."""
    return replace(answer, evidence=answer.evidence[:position] + answer.evidence[position + 1 :])


def with_evidence_changed(answer: Answer, position: int, evidence: Evidence) -> Answer:
    """Return the answer with the piece of evidence at a position replaced."""
    return replace(answer, evidence=(*answer.evidence[:position], evidence, *answer.evidence[position + 1 :]))


def read_evidence(value: str, title: str, dated: str, expires: str) -> Evidence:
    """Read what a person typed as evidence: an address becomes a link, everything else a text.

    Dates are written 2026-11-22 and may be left out. Raises UserError, naming the field, for what cannot be read.
    """
    value = value.strip()
    if not value:
        raise UserError(_("There is no evidence yet."), _("Paste a link, or write where the evidence is found."))
    first, last = read_dates(dated, expires)
    kind = EvidenceKind.LINK if _FULL_ADDRESS.fullmatch(value) and is_link(value) else EvidenceKind.TEXT
    return Evidence(kind, value, title.strip(), first, last)


def read_dates(dated: str, expires: str) -> tuple[dt.date | None, dt.date | None]:
    """Read the date and the last valid day of evidence, written 2026-11-22 or left out; raises UserError."""
    first, last = _read_date(dated, _("Dated")), _read_date(expires, _("Expires"))
    if first and last and last < first:
        raise UserError(_("It expires before it is dated."), _("Mend one of the two dates."))
    return first, last


def _read_date(text: str, field: str) -> dt.date | None:
    text = text.strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            _("{field}: “{text}” is not a date.").format(field=field, text=text), _("Write it like 2026-11-22.")
        ) from error


def with_dissent(answer: Answer, dissent: Dissent) -> Answer:
    """Return the answer with somebody's dissent, in the place of what the same person said before."""
    others = (each for each in answer.dissent if each.name.casefold() != dissent.name.casefold())
    return replace(answer, dissent=(*others, dissent))


def without_dissent(answer: Answer, name: str) -> Answer:
    """Return the answer without one person's dissent."""
    return replace(answer, dissent=tuple(each for each in answer.dissent if each.name != name))


def cleared(answer: Answer) -> Answer:
    """Return the answer without what it says; note, evidence and dissent stay."""
    return replace(_in_state(answer, AnswerState.UNANSWERED, ()), carried=False)


def _in_state(answer: Answer, state: AnswerState, choices: tuple[str, ...]) -> Answer:
    return replace(answer, state=state, choices=choices, not_applicable_type=None, reason="")
