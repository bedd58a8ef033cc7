"""Items through a real spreadsheet program and back; skipped, saying so, where LibreOffice is not on the machine."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
from tests.exchange.test_csv import SLY
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.test_item_files import change_csv, change_workbook, take_all

from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.exchange.sheets import cell_text
from shipworthy.workflows import item_files, item_lists, item_planning, remediation
from shipworthy.workflows.session import Session

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not on this machine")

# A spreadsheet program makes numbers and dates of these when it opens a CSV file; the preview shows it.
LIKE_NUMBERS = {"1234567890123456789", "007", "1e3", "2/3"}
CSV_IN, CSV_OUT = "CSV:44,34,UTF8", "csv:Text - txt - csv (StarCalc):44,34,76,1"


def convert(path: Path, kind: str, folder: Path, *options: str) -> Path:
    """Open a file in LibreOffice and save it as another kind, formulas worked out if there are any."""
    folder.mkdir()
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), home, "--headless", *options, "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (found,) = [each for each in folder.iterdir() if each.is_file()]
    return found


@pytest.fixture
def items(session: Session) -> Sequence[RemediationItem]:
    """Return an item for each text that looks like a formula, and one that does not."""
    blank = item_planning.blank_item(session, begin_review(session, [small_pack()]).service)
    sly = [
        replace(blank, id=UUID(int=number), title=" ".join(cell_text(text).split()), ticket=cell_text(text))
        for number, text in enumerate(SLY, start=2)
    ]
    plain = replace(blank, id=UUID(int=1), title="Plain", effort_days=Fraction(1, 2), due=date(2099, 12, 1))
    return remediation.save_items(session, [plain, *sly], "made").items


def plain(session: Session) -> RemediationItem:
    return item_lists.list_items(session)[0].item


def test_a_workbook_saved_by_libreoffice_comes_back(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    path = tmp_path / "items.xlsx"
    item_files.export_items(session, path)
    saved = convert(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "out")
    assert item_files.preview_items(session, saved).effects == ()
    change_workbook(saved, {"Plain": {"state": "Planned", "effort_days": 1.5}})
    take_all(session, item_files.preview_items(session, saved))
    assert (plain(session).state, plain(session).effort_days) == (ItemState.PLANNED, Fraction(3, 2))


def test_a_csv_file_opened_and_saved_by_libreoffice_runs_nothing_and_comes_back(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    item_files.export_items(session, path)
    sheet = convert(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "sheet", f"--infilter={CSV_IN}")
    saved = convert(sheet, CSV_OUT, tmp_path / "out")
    for each in (sheet, saved):
        changed = {line.before.ticket for line in item_files.preview_items(session, each).effects}
        assert changed <= LIKE_NUMBERS
    change_csv(saved, {"Plain": {"state": "done", "due": "2.12.2099"}})
    take_all(session, item_files.preview_items(session, saved))
    assert (plain(session).state, plain(session).due) == (ItemState.DONE, date(2099, 12, 2))
