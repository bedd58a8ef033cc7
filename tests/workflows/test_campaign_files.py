"""A campaign as files: what is chosen, in three forms, with texts that stay texts."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from tests.workflows.builders import small_pack

from shipworthy.domain.campaign_view import CampaignView
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.workflows.campaign_files import export_campaign, file_stem, missing_text
from shipworthy.workflows.campaign_progress import list_campaigns, view_campaign
from shipworthy.workflows.campaigns import blank_campaign, save_campaign
from shipworthy.workflows.reviews import start_assessment
from shipworthy.workflows.services import change_services
from shipworthy.workflows.session import Session

HOSTILE = '=HYPERLINK("https://example.org")'


@pytest.fixture
def view(session: Session) -> CampaignView:
    """Return a campaign of two services, one of them in progress."""
    services = [Service(uuid4(), "checkout", team=HOSTILE, owner="Mia"), Service(uuid4(), "ledger | main")]
    change_services(session, services, "add")
    start_assessment(session, services[0].id, [small_pack()], "Autumn")
    kept = save_campaign(session, replace(blank_campaign(session), name="Tier 1 / spring?")).campaign
    return view_campaign(session, kept.id)


def test_a_workbook_has_the_services_and_the_teams(session: Session, view: CampaignView, tmp_path: Path) -> None:
    assert export_campaign(session, tmp_path / "a.xlsx", view) == 2
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    rows = [[cell.value for cell in row] for row in book["Services"].iter_rows()]
    assert rows[0][0] == "Tier 1 / spring?"
    assert rows[1][0] == (
        "All services · with any pack · from 22 Nov 2026"
        " · Due 14 Feb 2027, in 84 days · 0 done · 1 in progress · 1 missing"
    )
    assert rows[3] == ["checkout", HOSTILE, "Mia", "3", "In progress", "0 %", "Autumn", None]
    assert rows[4] == ["ledger | main", None, None, "3", "Missing", None, None, None]
    teams = [[cell.value for cell in row] for row in book["Teams"].iter_rows()][3:]
    assert teams == [[HOSTILE, "Mia", "1", "0", "0", "1", "0"], ["No team", None, "1", "0", "0", "0", "1"]]


def test_only_what_is_chosen_goes_out(session: Session, view: CampaignView, tmp_path: Path) -> None:
    chosen = {view.lines[1].service.id}
    assert export_campaign(session, tmp_path / "a.csv", view, chosen) == 1
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()) == 2
    assert "checkout" not in missing_text(view, chosen)
    assert "checkout" in missing_text(view)


def test_markdown_keeps_what_people_typed(session: Session, view: CampaignView, tmp_path: Path) -> None:
    export_campaign(session, tmp_path / "a.MD", view)
    text = (tmp_path / "a.MD").read_text(encoding="utf-8")
    assert text.startswith("# Tier 1 / spring?\n")
    assert "| ledger \\| main | – | – | 3 | Missing | – | – |" in text


def test_another_ending_is_refused_and_names_what_fits(session: Session, view: CampaignView, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a.docx ends neither in .xlsx nor in .csv nor in .md"):
        export_campaign(session, tmp_path / "a.docx", view)
    assert list(tmp_path.glob("a.*")) == []


def test_a_file_name_is_one_on_every_system(view: CampaignView) -> None:
    assert file_stem(view.campaign) == "Tier-1-spring"
    assert file_stem(replace(view.campaign, name="???")) == "campaign"


def test_without_services_the_heads_go_out(session: Session, tmp_path: Path) -> None:
    save_campaign(session, replace(blank_campaign(session), name="Empty"))
    [empty] = list_campaigns(session).views
    for ending in ("csv", "xlsx", "md"):
        assert export_campaign(session, tmp_path / f"a.{ending}", empty) == 0
        assert (tmp_path / f"a.{ending}").stat().st_size
