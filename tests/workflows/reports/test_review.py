"""A printed report on a real store: a sealed review prints its items and waivers as they were sealed."""

from pathlib import Path
from uuid import UUID

from tests.reports.builders import page_texts
from tests.storage.seal_edits import accept_and_plan
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import started

from shipworthy.domain.remediation import ItemState
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.remediation import ItemEdit, edit_items
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.session import Session
from shipworthy.workflows.waiver_register import read_register
from shipworthy.workflows.waivers import revoke_waiver


def chapter(session: Session, review_id: UUID, folder: Path, worker: ReportWorker) -> str:
    """Print a review, and return what stands in its chapter on remediation."""
    path = make_report(session, review_order(review_id), folder / "report.pdf", worker)
    text = " ".join(page_texts(path.read_bytes())[3:])
    return text[text.index("Remediation items") : text.index("Why 0?")]


def test_a_sealed_review_prints_items_and_waivers_as_sealed(session: Session, tmp_path: Path) -> None:
    review = started(session)
    accept_and_plan(session, review)
    decided = decide(session, review.assessment.id, NO_GO).assessment.id
    active = next(line.waiver for line in read_register(session).lines if line.is_active)
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        sealed = chapter(session, decided, tmp_path, worker)
        assert "Kenji" in sealed
        assert "Active" in sealed
        assert "Mend it." in sealed
        revoke_waiver(session, active.id, "It was attacked.")
        edit_items(session, [line.item.id for line in list_items(session)], ItemEdit(state=ItemState.DONE))
        after = chapter(session, decided, tmp_path, worker)
    assert "Revoked" not in after
    assert "It was attacked." not in after
    assert "Done" not in after.replace("Done is a claim", "")
