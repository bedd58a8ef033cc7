"""Report templates from the terminal: begun, listed, checked with the samples, used."""

from pathlib import Path

import pytest
from tests.cli.conftest import Type
from tests.reports.builders import page_texts

from shipworthy.reports.view_models import ViewModel

SAMPLE = Path(__file__).parents[2] / "assessments" / "sample" / "parcel-tracking.yaml"


@pytest.mark.parametrize("about", ViewModel)
def test_a_starter_works_at_once(about: ViewModel, typed: Type, data_dir: Path, tmp_path: Path) -> None:
    assert typed("report-template", "list")[1].startswith("No report templates yet.")
    folder = data_dir / "report-templates" / "ours"
    code, out, _ = typed("report-template", "new", "ours", "--about", about)
    assert (code, out.splitlines()[0]) == (0, f"Wrote {folder}.")
    assert typed("report-template", "list")[1].startswith(f"ours  {about}  ")
    target = tmp_path / "try.pdf"
    code, out, err = typed("report-template", "check", "ours", "--out", str(target))
    assert (code, err) == (0, "")
    assert out.endswith(f"pages, no problems.\n{target}\n")
    shown = " ".join(page_texts(target.read_bytes()))
    assert any(name in shown for name in ("checkout", "stock", "Portfolio"))


def test_what_is_wrong_is_told_with_its_place(typed: Type, data_dir: Path) -> None:
    typed("report-template", "new", "ours")
    page = data_dir / "report-templates" / "ours" / "report.html"
    text = page.read_text()
    line = text[: text.index("report.overview.score")].count("\n") + 1
    page.write_text(text.replace("report.overview.score", "report.overview.scor"))
    code, out, err = typed("report-template", "check", str(page.parent))
    assert (code, out) == (2, "")
    assert f"{page}:{line}:1: report.overview.scor is unknown. Did you mean report.overview.score?" in err


def test_a_report_takes_a_template(typed: Type, tmp_path: Path) -> None:
    assert typed("assess", "parcel-tracking", "--answers", str(SAMPLE))[0] == 0
    typed("report-template", "new", "ours")
    path = tmp_path / "report.pdf"
    assert typed("report", "parcel-tracking", "--template", "ours", "--out", str(path)) == (0, f"{path}\n", "")
    assert "READINESS REPORT" in page_texts(path.read_bytes())[0].upper()
    code, _, err = typed("report", "parcel-tracking", "--template", "mine", "--out", str(path))
    assert (code, "There is no report template mine." in err) == (2, True)


def test_fields_are_printed(typed: Type) -> None:
    code, out, _ = typed("report-template", "fields", "portfolio")
    assert code == 0
    assert "  heading: text. What the report is on" in out
