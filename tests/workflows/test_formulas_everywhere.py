"""No sheet that leaves the program holds a formula: every exporter, on a store whose every text is one."""

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import StringIO
from itertools import cycle, product
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from tests.drills._tests import is_long
from tests.typed_texts import rewrite
from tests.workflows.conftest import Clock, open_there
from tests.workflows.reports.test_formula_payloads import PAYLOADS
from tests.workflows.test_item_files_libreoffice import CSV_IN, OFFICE

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.domain.report_kind import Format, ReportOrder, Subject, audiences_of, formats_of
from shipworthy.domain.service_filter import SavedView
from shipworthy.exchange.formula_guard import is_formula
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.workflows.campaign_files import export_campaign
from shipworthy.workflows.campaign_progress import list_campaigns
from shipworthy.workflows.campaigns import blank_campaign, save_campaign
from shipworthy.workflows.item_files import export_items, export_waivers
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.portfolio_files import as_shown, export_portfolio
from shipworthy.workflows.questionnaires import export_questionnaire
from shipworthy.workflows.reports.making import make_report
from shipworthy.workflows.session import DATABASE_NAME, Session

Write = Callable[[Session, Path], object]
_SHEETS = (Format.XLSX, Format.CSV)
_FORMULA = re.compile(rb"<f[ >/]|table:formula|<hyperlink")


@pytest.fixture
def session(tmp_path: Path, sample_store: Path, clock: Clock) -> Iterator[Session]:
    """Open the sample portfolio with a formula before every text, each of the forty in turn."""
    folder = tmp_path / "formulas"
    folder.mkdir()
    shutil.copy(sample_store, folder)
    before = open_there(folder, "Amira", clock)
    save_campaign(before, replace(blank_campaign(before), name="Everything"))
    before.close()
    formulas = cycle(PAYLOADS)
    rewrite(folder / DATABASE_NAME, lambda text: f"{next(formulas)} {text}")
    opened = open_there(folder, "Amira", clock)
    yield opened
    opened.close()


def exporters(session: Session) -> Mapping[str, Write]:
    """Return everything that writes a sheet, by the name of its file."""
    with session.store.read() as tx:
        reviews = [each for service in tx.services.all() for each in tx.assessments.of_service(service.id)]
        team = tx.services.all()[0].team
    draft = next(each.id for each in reviews if each.state in OPEN_STATES)
    decided = [each for each in reviews if each.state not in OPEN_STATES]
    pairs = (each for each in decided if sum(other.service == each.service for other in decided) > 1)
    compared = max(pairs, key=lambda each: each.sequence).id
    found: dict[str, Write] = {
        "waivers.csv": export_waivers,
        "questionnaire.xlsx": lambda session, path: export_questionnaire(session, draft, path),
    }
    for kind in ("csv", "xlsx"):
        found[f"items.{kind}"] = export_items
        found[f"portfolio.{kind}"] = lambda session, path: export_portfolio(
            session, path, as_shown(portfolio_on(session), SavedView(UUID(int=0), ""))
        )
        found[f"campaign.{kind}"] = lambda session, path: export_campaign(
            session, path, list_campaigns(session).views[0]
        )
    for subject in Subject:
        for audience, kind in product(audiences_of(subject), formats_of(subject)):
            if kind in _SHEETS and subject is not Subject.MINUTES:
                review = {Subject.ASSESSMENT: draft, Subject.COMPARISON: compared}.get(subject)
                order = ReportOrder(
                    subject, audience, kind, review=review, team=team if subject is Subject.TEAM else ""
                )
                found[f"{subject}-{audience}{kind.suffix}".replace(" ", "-")] = _report(order)
    return found


def _report(order: ReportOrder) -> Write:
    def write(session: Session, path: Path) -> object:
        with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
            return make_report(session, order, path, worker)

    return write


def test_no_exporter_writes_a_formula(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    seen: dict[str, set[str]] = {}
    for name, write in exporters(session).items():
        write(session, folder / name)
        seen[name] = _check(folder / name)
        # What two sealed reviews said is told as it was sealed, so without formulas.
        assert len(seen[name]) > 5 or name.startswith("comparison"), name
    files = sorted(folder.iterdir())
    assert len(files) >= 14
    for kind in ("csv", "xlsx"):
        assert set.union(*(found for name, found in seen.items() if name.endswith(kind))) == set(PAYLOADS)
    opened = _opened_by_office(files, tmp_path) if is_long() and OFFICE else []
    for path in opened:
        assert not _FORMULA.search(zipfile.ZipFile(path).read("content.xml")), path.name
    if is_long():
        print(f"{len(PAYLOADS)} payloads, {len(files)} files of {len(exporters(session))} exporters", end="; ")
        print(f"{len(opened)} of them opened by LibreOffice and saved as ODS; no formula")


def _check(path: Path) -> set[str]:
    """Fail where a file holds a formula, and return the payloads that it holds as texts."""
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        for separator in ",;\t|":
            for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
                assert not [cell for cell in row if is_formula(cell)], path.name
        texts = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    else:
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                assert not _FORMULA.search(archive.read(part)) or "worksheets" not in part, f"{path.name} {part}"
        book = openpyxl.load_workbook(path)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
        texts = [str(cell.value) for cell in cells if cell.value is not None]
    together = "\n".join(texts).replace("'", "")
    return {payload for payload in PAYLOADS if payload.strip().replace("'", "") in together}


def _opened_by_office(files: list[Path], folder: Path) -> list[Path]:
    """Open files in LibreOffice and save them as its own kind."""
    out = folder / "ods"
    out.mkdir()
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind, options in ((".csv", [f"--infilter={CSV_IN}"]), (".xlsx", [])):
        these = [str(each) for each in files if each.suffix == kind]
        copies = out / kind[1:]
        command = [str(OFFICE), home, "--headless", *options, "--convert-to", "ods", "--outdir", str(copies), *these]
        subprocess.run(command, check=True, capture_output=True, timeout=500)
    return sorted(out.rglob("*.ods"))
