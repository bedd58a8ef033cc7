"""What there is to report on, and the list of what was exported last."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.report_kind import Audience, Format, ReportOrder, Subject
from shipworthy.errors import UserError
from shipworthy.workflows.meetings import open_meeting
from shipworthy.workflows.reports.choice import read_matter, reviews_beside, reviews_of
from shipworthy.workflows.reports.recent import FILE, MOST, RecentExport, forget_exports, list_recent, note_export
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session

AT = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


def export(path: Path, what: str = "checkout") -> RecentExport:
    """Return an export to a path."""
    order = ReportOrder(Subject.PORTFOLIO, Audience.LEADERSHIP, Format.HTML, review=uuid4(), since=date(2026, 10, 1))
    return RecentExport(str(path), what, order, AT)


def test_services_are_told_with_their_reviews_and_meetings(session: Session) -> None:
    assessment = begin_review(session, [small_pack()])
    save_service(session, replace(blank_service(session), name="alone", team="Search"))
    open_meeting(session, assessment.id)
    matter = read_matter(session)
    assert {each.name: each.is_reviewed for each in matter.services}["alone"] is False
    assert [each.is_reviewed for each in matter.services].count(True) == 1
    assert "Search" in matter.teams
    assert matter.first_day <= matter.today
    found = reviews_beside(session, assessment.id)
    assert found == reviews_of(session, assessment.service)
    [review] = found.reviews
    assert (review.id, review.state, review.stands, review.meetings) == (assessment.id, AssessmentState.DRAFT, True, 1)
    assert review.day == session.today()


def test_the_list_keeps_the_newest_twenty_and_each_file_once(tmp_path: Path) -> None:
    assert list_recent(tmp_path) == ()
    for number in range(MOST + 3):
        note_export(tmp_path, export(tmp_path / f"{number}.pdf"))
    (tmp_path / "7.pdf").touch()
    again = export(tmp_path / "7.pdf", "again")
    note_export(tmp_path, again)
    listed = list_recent(tmp_path)
    assert len(listed) == MOST
    assert listed[0].export == again
    assert [each.is_there for each in listed] == [True, *[False] * (MOST - 1)]
    assert len({each.export.path for each in listed}) == MOST
    forget_exports(tmp_path)
    assert list_recent(tmp_path) == ()
    assert (tmp_path / "7.pdf").exists()


@pytest.mark.parametrize("damage", [b"", b"[{}]", b"\xff\xfe", b'[{"path":1}]', b"[" * 100_000, b" " * 300_000])
def test_a_damaged_list_is_told_and_begins_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)
    with pytest.raises(UserError):
        list_recent(tmp_path)
    kept = export(tmp_path / "a.pdf")
    note_export(tmp_path, kept)
    assert [each.export for each in list_recent(tmp_path)] == [kept]
