"""Exports: a report becomes a file only after it was read back and found whole."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from shipworthy.domain.report_kind import Format
from shipworthy.errors import UserError
from shipworthy.files import write_export
from shipworthy.reports.job import Attached, Job, Rendered
from shipworthy.reports.page_facts import page_facts
from shipworthy.reports.report import Report
from shipworthy.reports.report_template import ReportTemplate
from shipworthy.reports.report_worker import ReportFailed, ReportWorker
from shipworthy.text import _, xml_text


def export_report(
    worker: ReportWorker, job: Job, path: Path, before_writing: Callable[[], None] | None = None
) -> Rendered:
    """Draw a report into a file and return what was drawn.

    It is checked before it replaces an older file, and the file is read back after; `before_writing` may still
    stop it, by raising. Raises what `checked` does, and UserError where it cannot be written, with the older file
    untouched.
    """
    rendered = checked(worker, job)
    if before_writing is not None:
        before_writing()
    write_export(path, rendered.content)
    return rendered


def checked(worker: ReportWorker, job: Job) -> Rendered:
    """Draw a report, read it back and return it.

    Raises UserError where it cannot be drawn, and ReportFailed where it is not what it must be.
    """
    rendered = worker.render(job)
    if job.kind is Format.HTML:
        if job.template is None:
            check_page(rendered, job.report.title, job.report.language)
        else:
            check_own_page(rendered, job.template)
        return rendered
    if job.kind is Format.DOCX:
        check_word_file(rendered, job.report)
        return rendered
    check_pdf(rendered, job.report.title, job.report.language, job.attached)
    return rendered


def check_pdf(rendered: Rendered, title: str, language: str, attached: Attached | None = None) -> None:
    """Raise ReportFailed unless the PDF opens, and has the pages, title, language, tags and attached file it should."""
    # Loaded here, because a window or a command that prints nothing must not pay for it at start-up.
    import pikepdf

    content = attached.content if attached else None
    try:
        with pikepdf.open(BytesIO(rendered.content)) as pdf:
            found = (
                len(pdf.pages),
                str(pdf.docinfo.get("/Title", "")),
                str(pdf.Root.get("/Lang", "")),
                "/StructTreeRoot" in pdf.Root,
                {name: each.get_file().read_bytes() == content for name, each in pdf.attachments.items()},
            )
    except pikepdf.PdfError as error:
        raise ReportFailed(f"The PDF does not open: {error}") from error
    expected = (rendered.pages, xml_text(title), language, True, {attached.name: True} if attached else {})
    if found != expected:
        raise ReportFailed(f"The PDF has pages, title, language, tags and files {found} instead of {expected}")


def check_page(rendered: Rendered, title: str, language: str) -> None:
    """Raise ReportFailed unless the page has the title and language it should, and stands alone."""
    found = page_facts(rendered.content.decode())
    if (found.title, found.language) != (title, language):
        raise ReportFailed(f"The page has title and language {found.title!r}, {found.language!r}")
    if found.faults:
        raise ReportFailed(f"The page does not stand alone: {'; '.join(found.faults)}")


def check_own_page(rendered: Rendered, template: ReportTemplate) -> None:
    """Raise UserError where a page of the user's own template does not stand alone; it may name itself as it likes."""
    faults = page_facts(rendered.content.decode()).faults
    if faults:
        raise UserError(
            _("The template {folder} makes a page that does not stand alone: {faults}.").format(
                folder=template.folder, faults="; ".join(faults)
            ),
            _("Remove that: such a page loads nothing, runs nothing, and each of its links and names is right."),
        )


def check_word_file(rendered: Rendered, report: Report) -> None:
    """Raise ReportFailed unless the Word file opens, says what the report says, and leads to nothing but links."""
    # Loaded here, as above.
    from shipworthy.reports.word.check import faults

    if found := list(faults(rendered.content, report)):
        raise ReportFailed(f"The Word file is not what it must be: {'; '.join(found)}")
