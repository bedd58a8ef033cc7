"""Export of a campaign's services from the Portfolio page: asks for the file and says where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from shipworthy.domain.campaign_view import CampaignView
from shipworthy.gui.file_work import FileWork
from shipworthy.text import _, ngettext
from shipworthy.workflows.campaign_files import CSV, MARKDOWN, WORKBOOK, export_campaign, file_stem


class CampaignFilesWork(FileWork):
    """Exports the services that are shown of one campaign."""

    def ask_for_export(self, view: CampaignView, services: Sequence[UUID]) -> None:
        """Ask for the file, then write these services into it."""
        if not services:
            self._say(_("There is no service to export."))
            return
        count = len(services)
        title = ngettext("Export {count} service", "Export {count} services", count).format(count=count)
        kinds = (
            (_("Spreadsheet (*.xlsx)"), WORKBOOK),
            (_("CSV for programs (*.csv)"), CSV),
            (_("Table in Markdown (*.md)"), MARKDOWN),
        )
        name = f"{file_stem(view.campaign)}{WORKBOOK}"
        self._ask_where(title, name, kinds, lambda path, _kind: self.export(path, view, services))

    def export(self, target: Path, view: CampaignView, services: Sequence[UUID]) -> None:
        """Write services into a file, which its ending makes a spreadsheet, a CSV file or a table in Markdown."""
        self._folder = target.parent
        session = self._context.session

        def done(count: int) -> None:
            text = ngettext("{count} service exported: {file}", "{count} services exported: {file}", count)
            self._say_done(text.format(count=count, file=target), target)

        self._run(
            lambda _job: export_campaign(session, target, view, services),
            done,
            _("Cancelled; the file may be written already."),
            _("Writing {file}…").format(file=target.name),
        )
