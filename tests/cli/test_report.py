"""Reports from the terminal: in both formats, and one message for a format that there is none of."""

from pathlib import Path

import pikepdf
from tests.cli.conftest import Type

SAMPLE = Path(__file__).parents[2] / "assessments" / "sample" / "parcel-tracking.yaml"


def test_the_report_is_printed_to_be_read_or_archived(typed: Type, tmp_path: Path) -> None:
    assert typed("assess", "parcel-tracking", "--answers", str(SAMPLE))[0] == 0
    marks = {}
    for words in ((), ("--format", "pdf"), ("--format", "archive")):
        path = tmp_path / "report.pdf"
        assert typed("report", "parcel-tracking", "--out", str(path), *words) == (0, f"{path}\n", "")
        with pikepdf.open(path) as document, document.open_metadata() as metadata:
            marks[words[-1:]] = (
                metadata.get("pdfuaid:part"),
                metadata.get("pdfaid:part"),
                metadata.get("pdfaid:conformance"),
            )
    assert marks == {(): ("1", None, None), ("pdf",): ("1", None, None), ("archive",): ("1", "3", "A")}


def test_a_language_that_reports_do_not_speak_ends_in_one_message(typed: Type, tmp_path: Path) -> None:
    code, out, err = typed("report", "--portfolio", "--out", str(tmp_path / "x.pdf"), "--language", "zz")
    assert (code, out) == (2, "")
    assert err == "There is no report in the language “zz”.\nChoose one of these: en, ar, de.\n"


def test_another_format_ends_in_one_message(typed: Type, tmp_path: Path) -> None:
    assert typed("assess", "parcel-tracking", "--answers", str(SAMPLE))[0] == 0
    code, out, err = typed("report", "parcel-tracking", "--out", str(tmp_path / "x.pdf"), "--format", "markdown")
    assert (code, out) == (2, "")
    assert all(word in err for word in ("not made as markdown", "Choose one of these: pdf, archive"))
    assert not (tmp_path / "x.pdf").exists()


def test_each_audience_has_its_report(typed: Type, tmp_path: Path) -> None:
    assert typed("assess", "parcel-tracking", "--answers", str(SAMPLE))[0] == 0
    for audience in ("leadership", "auditor", "design-review"):
        path = tmp_path / f"{audience}.pdf"
        assert typed("report", "parcel-tracking", "--for", audience, "--out", str(path)) == (0, f"{path}\n", "")
        with pikepdf.open(path) as document:
            pages = len(document.pages)
        assert (pages == 2) is (audience == "leadership")


def test_a_report_is_made_on_the_paper_that_was_typed(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "portfolio.pdf"
    widths = []
    for words in ((), ("--paper", "letter")):
        assert typed("report", "--portfolio", "--out", str(path), *words)[0] == 0
        with pikepdf.open(path) as document:
            widths.append(round(float(document.pages[0].mediabox[2])))
    assert widths == [595, 612]
