"""Reports: the standing of a service as a PDF that leaves the building."""

import re
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from shipworthy.domain.assessment import EvidenceKind
from shipworthy.domain.report_kind import Audience, Format
from shipworthy.domain.review import Review
from shipworthy.files import make_folder, write_bytes
from shipworthy.reports.attachment import sealed_file
from shipworthy.reports.branding import branding, picture_kind, read_logo
from shipworthy.reports.decision_entry import Sealing
from shipworthy.reports.export import export_pdf
from shipworthy.reports.job import Job
from shipworthy.reports.pictures import MOST_BYTES, MOST_BYTES_TOGETHER, FileFacts, is_printable
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.view_model import service_report
from shipworthy.wording import Wording
from shipworthy.workflows.agenda import meetings_of
from shipworthy.workflows.evidence import evidence_file
from shipworthy.workflows.over_time import over_time_entry
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import view_decision

_NOT_FOR_FILE_NAMES = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 80
_LOGO = "report-logo"


def file_name(review: Review) -> str:
    """Return a file name for a review's report that every file system takes, such as "checkout.pdf"."""
    return f"{safe_name(review.service.name)}.pdf"


def safe_name(name: str) -> str:
    """Return a name without ending that every file system takes; "report" where nothing is left of it."""
    return _NOT_FOR_FILE_NAMES.sub("-", name).strip("-.")[:_LONGEST_NAME] or "report"


def report_review(
    session: Session,
    assessment_id: UUID,
    target: Path,
    worker: ReportWorker | None = None,
    kind: Format = Format.PDF,
) -> Path:
    """Print the report of an assessment into a PDF file and return its path; the folder must exist.

    Without a worker, one is started for this report. Raises UserError where it cannot be made or written; a file that
    was there before is then untouched. Logo, colour and lines at its head are those of the settings. The report of a
    decided review carries what was sealed as an attached file.
    """
    if worker is None:
        with ReportWorker() as own:
            return report_review(session, assessment_id, target, own, kind)
    review, held = open_review(session, assessment_id), meetings_of(session, assessment_id)
    look, pictures = branding(session.settings)
    files, screenshots = _evidence_files(session, review)
    shown = view_decision(session, assessment_id)
    sealing = Sealing(shown.seal, shown.decided_on, shown.live, shown.stale) if shown else None
    report = service_report(
        review,
        Wording(),
        session.now(),
        branding=look,
        files=files,
        meetings=held,
        sealing=sealing,
        over_time=over_time_entry(session, review.service.id, shown.seal if shown else None),
    )
    attached = sealed_file(shown.seal if shown else None, Audience.DESIGN_REVIEW)
    export_pdf(worker, Job(report, {**pictures, **screenshots}, kind, attached), target)
    return target


def keep_logo(path: Path, folder: Path) -> Path:
    """Keep a copy of a picture in a folder as the logo of reports, and return it: the original may go.

    Raises UserError for anything but a PNG or JPEG of bearable size; an earlier logo then stays.
    """
    content = read_logo(path)
    kept = folder / f"{_LOGO}.{picture_kind(content)}"
    write_bytes(kept, content)
    return kept


def report_reviews(session: Session, assessment_ids: Iterable[UUID], folder: Path) -> Iterable[Path]:
    """Print several reports into a folder, which is made where it is not there, and yield each path when it is done."""
    make_folder(folder)
    with ReportWorker() as worker:
        for assessment_id in assessment_ids:
            name = file_name(open_review(session, assessment_id))
            yield report_review(session, assessment_id, folder / name, worker)


def _evidence_files(session: Session, review: Review) -> tuple[dict[str, FileFacts], dict[str, bytes]]:
    """Return what is known of the evidence files of a review, and the pictures among them; what is lost is in neither.

    Pictures are taken in the order of the questions, until they are too many for one report.
    """
    files: dict[str, FileFacts] = {}
    pictures: dict[str, bytes] = {}
    room = MOST_BYTES_TOGETHER
    named = (each for item in review.applying() for each in review.answer(item.id).evidence)
    for digest in dict.fromkeys(each.value for each in named if each.kind is EvidenceKind.FILE):
        if not session.evidence.has(digest):
            continue
        size = evidence_file(session, digest).size
        # A damaged one is not shown, and is no reason to print nothing.
        if size <= min(MOST_BYTES, room) and session.evidence.is_whole(digest):
            data = session.evidence.read(digest)
            if is_printable(data):
                pictures[digest], room = data, room - size
        files[digest] = FileFacts(size, digest in pictures)
    return files, pictures
