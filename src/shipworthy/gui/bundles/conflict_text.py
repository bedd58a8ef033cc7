"""A conflict in words: what was changed, as it was before, as it is here and as it came."""

from dataclasses import dataclass

from shipworthy.domain.assessment import Answer
from shipworthy.domain.merge import Conflict, Part, Pick, says_something
from shipworthy.domain.pack import bare_id
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.bundles import BundlePreview
from shipworthy.workflows.kept_words import answer_in_words


@dataclass(frozen=True, slots=True)
class Side:
    """One version: its text, and who gave it when, "" where nobody did."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class ConflictText:
    """One conflict as the dialog shows it; `offered` is what holds unless something else is picked."""

    conflict: Conflict
    question: str
    about: str
    before: Side
    mine: Side
    theirs: Side
    offered: Pick
    picks: tuple[Pick, ...]


def conflict_texts(preview: BundlePreview, wording: Wording) -> tuple[ConflictText, ...]:
    """Return the conflicts of a bundle in the order in which their questions are asked."""
    order = {question: place for place, question in enumerate(preview.questionnaire.asked)}
    found = sorted(preview.conflicts, key=lambda each: (order[each.mine.question], each.mine.assessor, each.part))
    return tuple(_in_words(preview, conflict, wording) for conflict in found)


def _in_words(preview: BundlePreview, conflict: Conflict, wording: Wording) -> ConflictText:
    mine = conflict.mine
    is_note = conflict.part is Part.NOTE
    what = _("Note") if is_note else _("Answer")
    about = [bare_id(mine.question), what]
    if mine.assessor:
        about.append(_("blind, by {name}").format(name=mine.assessor))
    answered = Pick.MINE if says_something(mine) else Pick.THEIRS
    return ConflictText(
        conflict=conflict,
        question=preview.questionnaire.asked[mine.question].question.text,
        about=" · ".join(about),
        before=_side(preview, conflict.part, conflict.before, wording),
        mine=_side(preview, conflict.part, mine, wording),
        theirs=_side(preview, conflict.part, conflict.theirs, wording),
        offered=Pick.BOTH if is_note else answered,
        picks=(Pick.MINE, Pick.THEIRS, Pick.BOTH) if is_note else (Pick.MINE, Pick.THEIRS),
    )


def _side(preview: BundlePreview, part: Part, answer: Answer, wording: Wording) -> Side:
    if part is Part.NOTE:
        internal = f"{_('Internal.')}\n" if answer.note_internal and answer.note else ""
        text = internal + (answer.note.strip() or _("No note."))
    else:
        text = answer_in_words(preview.questionnaire, answer, wording)
    by = [answer.answered_by] if answer.answered_by else []
    if answer.answered_at is not None:
        by.append(wording.date(answer.answered_at.date()))
    return Side(text, ", ".join(by))
