"""Every report that can be asked for is made from the sample portfolio, and opens as what it is."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from shipworthy.domain.report_kind import Audience, Format, ReportOrder, Subject, audiences_of, formats_of
from shipworthy.reports.page_facts import page_facts
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.workflows.reports.making import make_report, report_name
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session


@pytest.fixture(scope="module")
def worker() -> Iterator[ReportWorker]:
    """Yield a worker with a deadline that a busy machine keeps."""
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        yield worker


def _pdf(data: bytes) -> None:
    with pikepdf.open(BytesIO(data)) as document:
        assert len(document.pages) > 0


def _html(data: bytes) -> None:
    found = page_facts(data.decode())
    assert found.faults == ()
    assert found.title
    assert len(found.words) > 200


def _docx(data: bytes) -> None:
    from docx import Document

    assert len(Document(BytesIO(data)).paragraphs) > 5


def _xlsx(data: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(data))
    assert all(sheet.max_row >= 1 for sheet in book if sheet.sheet_state == "visible")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def _csv(data: bytes) -> None:
    head, *rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert {len(row) for row in rows} <= {len(head)}


def _json(data: bytes) -> None:
    assert json.loads(data)["format"].startswith("shipworthy-")


def _markdown(data: bytes) -> None:
    assert data.decode().startswith("# ")


OPENED: Mapping[Format, Callable[[bytes], None]] = {
    Format.PDF: _pdf,
    Format.ARCHIVE: _pdf,
    Format.HTML: _html,
    Format.DOCX: _docx,
    Format.XLSX: _xlsx,
    Format.CSV: _csv,
    Format.JSON: _json,
    Format.MARKDOWN: _markdown,
}
VALID = [
    pytest.param(subject, audience, kind, id=f"{subject}-{audience}-{kind}".replace(" ", "-"))
    for subject in Subject
    for audience, kind in product(audiences_of(subject), formats_of(subject))
    if subject is not Subject.MINUTES  # the samples hold no meeting
]


def wanted(session: Session, subject: Subject, audience: Audience, kind: Format) -> ReportOrder:
    """Return an order for a report that the sample portfolio has something to say on."""
    found = standing_review(session, find_service(session, "stock").id)
    assert found is not None
    review = found.assessment.id if subject in (Subject.ASSESSMENT, Subject.COMPARISON) else None
    return ReportOrder(subject, audience, kind, review=review, team="Payments" if subject is Subject.TEAM else "")


@pytest.mark.parametrize(("subject", "audience", "kind"), VALID)
def test_each_is_made_and_opens(
    sample_session: Session, tmp_path: Path, worker: ReportWorker, subject: Subject, audience: Audience, kind: Format
) -> None:
    order = wanted(sample_session, subject, audience, kind)
    path = tmp_path / report_name(sample_session, order)
    assert path.suffix == kind.suffix
    OPENED[kind](make_report(sample_session, order, path, worker).read_bytes())


def test_every_subject_goes_out_as_pages_for_paper_and_screen() -> None:
    for subject in Subject:
        assert {Format.PDF, Format.ARCHIVE, Format.HTML} <= set(formats_of(subject)), subject
    assert [each for each in Subject if Format.JSON not in formats_of(each)] == [Subject.MINUTES]
    assert [each for each in Subject if Format.DOCX in formats_of(each)] == [Subject.ASSESSMENT]
    assert {each for each in Subject if Format.MARKDOWN in formats_of(each)} == {Subject.REMEDIATION, Subject.MINUTES}


def test_the_manual_says_what_each_report_becomes(repository: Path) -> None:
    manual = (repository / "docs" / "manual.md").read_text(encoding="utf-8")
    names = {
        "assessment": "an assessment",
        "comparison": "two reviews of a service",
        "minutes": "the minutes of a review",
    }
    names |= {
        "portfolio": "the portfolio, a team",
        "team": "the portfolio, a team",
        "remediation": "remediation and waivers",
    }
    columns = (Format.PDF, Format.DOCX, Format.XLSX, Format.MARKDOWN)
    for subject in Subject:
        told = ["yes" if each in formats_of(subject) else "no" for each in columns]
        for_whom = manual.split(f"\n| {names[subject]} | ", 1)[1].split("\n", 1)[0]
        assert for_whom.endswith(f"| {' | '.join(told)} |"), subject
        assert [each for each in Audience if str(each) in for_whom] == sorted(
            audiences_of(subject), key=list(Audience).index
        )


def test_a_format_that_nobody_makes_is_offered_by_none() -> None:
    assert all(kind in OPENED for subject in Subject for kind in formats_of(subject))
