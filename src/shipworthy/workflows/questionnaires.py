"""Questionnaires that go to a team before the meeting, and come back filled in."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.exchange.filled_questionnaire import read_questionnaire
from shipworthy.exchange.questionnaire_sheet import write_questionnaire
from shipworthy.text import _, ngettext
from shipworthy.workflows.reviews import Recorded, open_review, record_in, refuse_sealed
from shipworthy.workflows.session import Session


class Effect(StrEnum):
    """What an import would do to a question."""

    NEW = "new"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A question of a filled questionnaire: its number on paper, empty where it does not apply now, and its answers.

    `after.version` is that of `before`, so that an answer given meanwhile is not written over.
    """

    question: str
    number: str
    text: str
    before: Answer
    after: Answer
    effect: Effect


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, question by question in the order of the review; nothing is written yet.

    `left_out` are the texts of the questions that apply now and are not in the file.
    """

    path: Path
    filled_in_by: str
    review: Review
    lines: tuple[PreviewLine, ...]
    left_out: tuple[str, ...]

    @property
    def effects(self) -> tuple[PreviewLine, ...]:
        """Return the lines that would change something."""
        return tuple(line for line in self.lines if line.effect is not Effect.UNCHANGED)

    def count(self, effect: Effect) -> int:
        """Return how many questions have an effect."""
        return sum(line.effect is effect for line in self.lines)


def export_questionnaire(session: Session, assessment_id: UUID, path: Path, *, blank: bool = True) -> Path:
    """Write the questions of a review into an XLSX file for a team, and return its path.

    Not blank, it holds the answers so far. Raises UserError where it cannot be written; an older file stays then.
    """
    write_questionnaire(path, open_review(session, assessment_id), session.now(), blank=blank)
    return path


def preview_questionnaire(session: Session, assessment_id: UUID, path: Path) -> Preview:
    """Read a filled questionnaire and return what importing it would do; raises UserError, or InvalidFile with cells.

    What was left empty stays as it is: an import never deletes.
    """
    review = open_review(session, assessment_id)
    refuse_sealed(review.assessment)
    file = read_questionnaire(path)
    answers = file.answers_for(review)
    numbers = {question: f"{principle}.{number}" for question, (principle, number) in review.numbers().items()}
    lines = tuple(
        PreviewLine(
            question,
            numbers.get(question, ""),
            item.question.text,
            review.answer(question),
            answers[question],
            _effect(review.answer(question), answers[question]),
        )
        for question, item in review.questionnaire.asked.items()
        if question in answers
    )
    left_out = tuple(item.question.text for item in review.applying() if item.id not in answers)
    return Preview(path, file.filled_in_by, review, lines, left_out)


def _effect(before: Answer, after: Answer) -> Effect:
    if before.same_content(after):
        return Effect.UNCHANGED
    if replace(before, carried=False).same_content(after):
        return Effect.CONFIRMED
    return Effect.NEW if before.state is AnswerState.UNANSWERED else Effect.CHANGED


def import_questionnaire(session: Session, preview: Preview, chosen: Collection[str]) -> Recorded:
    """Record the answers to the chosen questions of a preview: all or none, and one step of undo.

    They are signed by whoever filled the file in, where it says so. Raises UserError where an answer changed since the
    preview, or nothing chosen changes anything.
    """
    answers = [line.after for line in preview.effects if line.question in chosen]
    if not answers:
        raise UserError(
            _("There is nothing to import from {file}.").format(file=preview.path.name),
            _("Choose at least one answer, or fill in the questionnaire first."),
        )
    name = import_name(len(answers), preview.path)
    signer = replace(session, actor=preview.filled_in_by or session.actor)
    with session.begin() as tx:
        return record_in(signer, tx, preview.review.assessment.id, answers, name)


def import_name(count: int, path: Path) -> str:
    """Return what undo calls an import."""
    text = ngettext("imported {count} answer from {file}", "imported {count} answers from {file}", count)
    return text.format(count=count, file=path.name)
