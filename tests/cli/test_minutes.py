"""Minutes from the terminal: printed, written, and refused where there was no meeting."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pikepdf
from tests.cli.conftest import Type

from shipworthy.paths import shipped
from shipworthy.settings import Settings
from shipworthy.workflows.meetings import open_meeting, park
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.session import open_session

OTEL = shipped("assessments", "sample", "otel-checkout.yaml")


def test_minutes_are_printed_and_written(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "checkout", "--tier", "1")
    typed("assess", "checkout", "--pack", "backend-engineering", "--answers", str(OTEL))
    code, _out, err = typed("minutes", "checkout")
    assert (code, "no meeting on" in err) == (2, True)
    session = open_session(tmp_path / "data", Settings(), "Amira", lambda: datetime.now(UTC), uuid4)
    review = standing_review(session, list_services(session)[0].service.id)
    assert review is not None
    begun = open_meeting(session, review.assessment.id).meeting
    park(session, begun.id, "<b>who</b> owns it?", "backend-engineering/failure.timeouts")
    session.close()
    code, out, _err = typed("minutes", "checkout")
    assert code == 0
    assert out.startswith("# Minutes: checkout\n\n## ")
    assert "- \\<b\\>who\\</b\\> owns it? (open; " in out
    target = tmp_path / "minutes.md"
    assert typed("minutes", "checkout", "--out", str(target))[:2] == (0, f"{target}\n")
    assert target.read_text(encoding="utf-8") == out
    document = tmp_path / "minutes.pdf"
    assert typed("report", "checkout", "--about", "minutes", "--out", str(document)) == (0, f"{document}\n", "")
    with pikepdf.open(document) as pdf:
        assert pdf.docinfo["/Title"] == "Minutes: checkout"
    again = tmp_path / "again.md"
    assert typed("report", "checkout", "--about", "minutes", "--out", str(again))[0] == 0
    assert again.read_text(encoding="utf-8") == out


def test_a_review_without_a_meeting_has_no_document_of_minutes(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "checkout", "--tier", "1")
    typed("assess", "checkout", "--pack", "backend-engineering", "--answers", str(OTEL))
    code, out, err = typed("report", "checkout", "--about", "minutes", "--out", str(tmp_path / "minutes.pdf"))
    assert (code, out) == (2, "")
    assert err.startswith("There was no meeting on “")
    assert not list(tmp_path.glob("minutes*"))
