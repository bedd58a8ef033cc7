"""A campaign's services out as a file for people and programs, and who is missing as text."""

import re
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.errors import UserError
from shipworthy.exchange.campaign_sheet import write_campaign_csv, write_campaign_workbook
from shipworthy.files import write_export
from shipworthy.reports.campaign_text import campaign_table, who_is_missing
from shipworthy.text import _
from shipworthy.wording.campaigns import CampaignWording
from shipworthy.workflows.session import Session

CSV, WORKBOOK, MARKDOWN = ".csv", ".xlsx", ".md"
_NOT_FOR_FILE_NAMES = re.compile(r"[^\w.-]+")


def file_stem(campaign: Campaign) -> str:
    """Return a file name without its ending that every file system takes, such as "Tier-1-by-spring"."""
    return _NOT_FOR_FILE_NAMES.sub("-", campaign.name).strip("-.") or "campaign"


def export_campaign(session: Session, path: Path, view: CampaignView, services: Collection[UUID] | None = None) -> int:
    """Write these services of a campaign, or all, into a file by its ending CSV, XLSX or Markdown; return how many.

    Raises UserError where the file cannot be written; an older one stays then.
    """
    suffix, wording = path.suffix.lower(), CampaignWording()
    lines = [line for line in view.lines if services is None or line.service.id in services]
    if suffix == CSV:
        write_campaign_csv(path, lines)
    elif suffix == WORKBOOK:
        write_campaign_workbook(path, view, lines, wording, session.now())
    elif suffix == MARKDOWN:
        write_export(path, campaign_table(view, lines, wording).encode())
    else:
        raise UserError(
            _("{file} ends neither in .xlsx nor in .csv nor in .md.").format(file=path.name),
            _("Choose .xlsx for a spreadsheet, .csv for programs, .md for a table in Markdown."),
        )
    return len(lines)


def missing_text(view: CampaignView, services: Collection[UUID] | None = None) -> str:
    """Return who of these services, or of all, is missing, as text for a mail."""
    lines = [line for line in view.lines if services is None or line.service.id in services]
    return who_is_missing(view, lines, CampaignWording())
