"""Questionnaires that go to a team before the meeting, and come back filled in."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from shipworthy.domain.assessment import Answer
from shipworthy.domain.incoming import Effect, effect_of
from shipworthy.domain.report_kind import Paper
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.exchange.filled_questionnaire import read_questionnaire
from shipworthy.exchange.questionnaire_sheet import write_questionnaire
from shipworthy.reports.branding import branding
from shipworthy.reports.export import export_report
from shipworthy.reports.job import Job
from shipworthy.reports.questionnaire_view import questionnaire_report
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.backups import guard
from shipworthy.workflows.reports.order import report_translator, safe_name
from shipworthy.workflows.reports.own_templates import find_template, in_template
from shipworthy.workflows.reviews import (
    Recorded,
    load_review,
    newest_open,
    open_review,
    record_in,
    refuse_sealed,
)
from shipworthy.workflows.session import Session

SHEET, PAPER = ".xlsx", ".pdf"


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


def questionnaire_name(review: Review, suffix: str = SHEET) -> str:
    """Return a file name for a review's questionnaire, such as "checkout-questionnaire.xlsx"."""
    return f"{safe_name(review.service.name)}-questionnaire{suffix}"


def review_to_fill(session: Session, service_id: UUID) -> Review:
    """Return the newest review of a service that can still be answered; raises UserError where there is none."""
    with session.store.read() as tx:
        found = newest_open(tx, service_id)
        if found is None:
            raise UserError(
                _("“{name}” has no open review.").format(name=tx.services.get(service_id).name),
                _("Start one in the window, or with shipworthy assess SERVICE --answers FILE."),
            )
        return load_review(session, tx, found.id)


def export_questionnaire(
    session: Session,
    assessment_id: UUID,
    path: Path,
    *,
    blank: bool = True,
    worker: ReportWorker | None = None,
    template: str = "",
) -> Path:
    """Write the questions of a review for a team, as a spreadsheet or, always blank, as a PDF; return the path.

    The file's ending says which. Not blank, the spreadsheet holds the answers so far. Without a worker, one is started
    for a PDF, which is drawn in a `template` of the user's own, by name or folder, where one is given. Raises UserError
    where it cannot be made or written; an older file stays then.
    """
    suffix = path.suffix.lower()
    if suffix not in (SHEET, PAPER):
        raise UserError(
            _("{file} ends neither in .xlsx nor in .pdf.").format(file=path.name),
            _("Choose .xlsx for a spreadsheet that can be read back in, .pdf for paper."),
        )
    review = open_review(session, assessment_id)
    if suffix == SHEET:
        write_questionnaire(path, review, session.now(), blank=blank)
        return path
    if not blank:
        raise UserError(
            _("A questionnaire on paper is always blank."),
            _("Export the report to print the answers, or a spreadsheet to work on them."),
        )
    job = questionnaire_job(session, review)
    if template:
        job = in_template(job, find_template(template, session.data_dir))
    if worker is not None:
        export_report(worker, job, path)
        return path
    with ReportWorker() as own:
        export_report(own, job, path)
    return path


def questionnaire_job(session: Session, review: Review) -> Job:
    """Return the blank questionnaire of a review, ready to be drawn."""
    look, pictures = branding(session.settings)
    words = Wording(report_translator(session.settings.report_language))
    report = questionnaire_report(review, words, session.now(), look)
    return Job(report, pictures, paper=Paper(session.settings.report_paper))


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
            effect_of(review.answer(question), answers[question]),
        )
        for question, item in review.questionnaire.asked.items()
        if question in answers
    )
    left_out = tuple(item.question.text for item in review.applying() if item.id not in answers)
    return Preview(path, file.filled_in_by, review, lines, left_out)


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
    guard(session)
    name = import_name(len(answers), preview.path)
    signer = replace(session, actor=preview.filled_in_by or session.actor)
    with session.begin() as tx:
        return record_in(signer, tx, preview.review.assessment.id, answers, name)


def import_name(count: int, path: Path) -> str:
    """Return what undo calls an import."""
    text = ngettext("imported {count} answer from {file}", "imported {count} answers from {file}", count)
    return text.format(count=count, file=path.name)
