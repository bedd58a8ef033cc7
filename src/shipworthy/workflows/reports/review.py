"""The report on one assessment."""

from pathlib import Path

from shipworthy.domain.assessment import EvidenceKind
from shipworthy.domain.report_kind import Paper, ReportOrder
from shipworthy.domain.review import Review
from shipworthy.files import write_bytes
from shipworthy.reports.attachment import sealed_file
from shipworthy.reports.branding import branding, picture_kind, read_logo
from shipworthy.reports.decision_entry import Sealing
from shipworthy.reports.job import Job
from shipworthy.reports.pictures import MOST_BYTES, MOST_BYTES_TOGETHER, FileFacts, is_printable
from shipworthy.reports.view_model import service_report
from shipworthy.wording import Wording
from shipworthy.workflows.agenda import meetings_of
from shipworthy.workflows.evidence import evidence_file
from shipworthy.workflows.over_time import over_time_entry
from shipworthy.workflows.reports.order import safe_name, translator_of
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import view_decision

_LOGO = "report-logo"


def review_job(session: Session, order: ReportOrder) -> Job:
    """Return the report of an assessment, ready to be drawn.

    Logo, colour and lines at its head are those of the settings. The full report of a decided review carries what was
    sealed as an attached file.
    """
    assert order.review is not None, "an order for a review names one"
    review, held = open_review(session, order.review), meetings_of(session, order.review)
    look, pictures = branding(session.settings)
    files, screenshots = _evidence_files(session, review)
    shown = view_decision(session, order.review)
    sealing = Sealing(shown.seal, shown.decided_on, shown.live, shown.stale) if shown else None
    wording = Wording(translator_of(order))
    report = service_report(
        review,
        wording,
        session.now(),
        audience=order.audience,
        branding=look,
        paper=order.paper or Paper.A4,
        files=files,
        meetings=held,
        sealing=sealing,
        over_time=over_time_entry(session, review.service.id, shown.seal if shown else None, wording),
    )
    attached = sealed_file(shown.seal if shown else None, order.audience, wording)
    return Job(report, {**pictures, **screenshots}, order.format, attached)


def review_name(session: Session, order: ReportOrder) -> str:
    """Return what the file of such a report is called, without its ending: the name of the service."""
    assert order.review is not None, "an order for a review names one"
    return safe_name(open_review(session, order.review).service.name)


def keep_logo(path: Path, folder: Path) -> Path:
    """Keep a copy of a picture in a folder as the logo of reports, and return it: the original may go.

    Raises UserError for anything but a PNG or JPEG of bearable size; an earlier logo then stays.
    """
    content = read_logo(path)
    kept = folder / f"{_LOGO}.{picture_kind(content)}"
    write_bytes(kept, content)
    return kept


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
