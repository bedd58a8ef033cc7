"""Which answers may be recorded: a missing mandatory text, or a choice that is not on offer, is not."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from shipworthy.domain.assessment import Answer, AnswerState, Evidence, EvidenceKind
from shipworthy.domain.pack import Question, Select, bare_id
from shipworthy.errors import UserError

LINK_SCHEMES = ("https", "http", "mailto")
_SHA_256 = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)


def is_link(value: str) -> bool:
    """Tell whether a text is a whole address that can be opened safely: https://, http:// or mailto:, no spaces."""
    try:
        urlsplit(value)
    except ValueError:  # such as an address whose square brackets hold no IPv6 address
        return False
    return _ADDRESS.fullmatch(value) is not None


def checked_answer(question: Question, answer: Answer) -> Answer:
    """Return the answer as it may be recorded: its reason trimmed, its choices in the question's order and each once.

    Nothing chosen becomes unanswered.
    Raises UserError naming what is missing or does not fit.
    """
    _check_choices(question, answer)
    chosen = tuple(choice.id for choice in question.choices if choice.id in answer.choices)
    answer = replace(answer, reason=answer.reason.strip(), choices=chosen)
    for evidence in answer.evidence:
        _check_evidence(evidence)
    if answer.state is AnswerState.COMPENSATED and not answer.reason:
        raise UserError(
            f"{bare_id(question.id)}: a compensating control needs its justification.",
            "Say which control stands in, and why it is as good.",
        )
    if answer.state is AnswerState.NOT_APPLICABLE and (answer.not_applicable_type is None or not answer.reason):
        raise UserError(
            f"{bare_id(question.id)}: not applicable needs a type and a reason.",
            "Choose the type and say in a sentence why the question does not concern this service.",
        )
    if answer.state is AnswerState.ANSWERED and not answer.choices:
        return replace(answer, state=AnswerState.UNANSWERED)
    return answer


def is_recordable(question: Question, answer: Answer) -> bool:
    """Tell whether an answer may be recorded just as it is."""
    try:
        return checked_answer(question, answer) == answer
    except UserError:
        return False


def _check_choices(question: Question, answer: Answer) -> None:
    scores = {choice.id: choice.score for choice in question.choices}
    for choice in answer.choices:
        if choice not in scores:
            raise UserError(f"{bare_id(question.id)} has no choice “{choice}”.", f"Choose from: {', '.join(scores)}.")
    if len(answer.choices) < 2:
        return
    if question.select is Select.ONE:
        raise UserError(f"{bare_id(question.id)} takes one choice, not {len(answer.choices)}.", "Choose one.")
    if any(scores[choice] == 0 for choice in answer.choices):
        raise UserError(
            f"{bare_id(question.id)}: a choice that scores 0 excludes the others.", "Take it out, or choose it alone."
        )


def _check_evidence(evidence: Evidence) -> None:
    if not evidence.value.strip():
        raise UserError("Evidence must not be empty.", "Give a link or a text.")
    if evidence.kind is EvidenceKind.LINK and not is_link(evidence.value):
        raise UserError(
            f"“{evidence.value}” is no link that can be opened safely.",
            "Start it with https://, http:// or mailto: and leave no spaces, or give it as text.",
        )
    if evidence.kind is EvidenceKind.FILE and not _SHA_256.fullmatch(evidence.value):
        raise UserError(
            f"“{evidence.value[:100]}” is no SHA-256 of a file.", "Add the file itself; its SHA-256 is worked out then."
        )
    if evidence.dated and evidence.expires and evidence.expires < evidence.dated:
        raise UserError("Evidence cannot expire before its date.", "Mend one of the two dates.")
