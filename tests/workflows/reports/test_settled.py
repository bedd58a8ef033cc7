"""What an order leaves open is what the settings say; what it names stands."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tests.reports.builders import page_texts

from shipworthy.domain.report_kind import Audience, Paper, ReportOrder, Subject
from shipworthy.settings import Settings
from shipworthy.workflows.reports.making import make_report
from shipworthy.workflows.reports.order import settled
from shipworthy.workflows.session import Session

ORDER = ReportOrder(Subject.PORTFOLIO, Audience.LEADERSHIP)
LETTER = Settings(report_language="de", report_paper=Paper.LETTER)


def test_settings_fill_what_an_order_leaves_open() -> None:
    assert settled(ORDER, Settings()) == replace(ORDER, paper=Paper.A4)
    assert settled(ORDER, LETTER) == replace(ORDER, paper=Paper.LETTER, language="de")
    named = replace(ORDER, paper=Paper.A4, language="en")
    assert settled(named, LETTER) == named


@pytest.mark.parametrize(("paper", "width"), [(None, 612), (Paper.A4, 595)])
def test_a_report_is_made_on_the_paper_and_with_the_watermark_of_the_settings(
    session: Session, tmp_path: Path, paper: Paper | None, width: int
) -> None:
    asked = replace(session, settings=Settings(report_paper=Paper.LETTER, report_watermark="Preliminary"))
    path = make_report(asked, replace(ORDER, paper=paper), tmp_path / "report.pdf")
    with pikepdf.open(BytesIO(path.read_bytes())) as document:
        assert {round(float(page.mediabox[2])) for page in document.pages} == {width}
    assert all("Preliminary" in page for page in page_texts(path.read_bytes()))
