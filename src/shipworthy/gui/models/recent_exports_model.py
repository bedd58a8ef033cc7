"""The reports exported last as a table, the newest first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from shipworthy.gui.models.table_model import UNSORTED, SortedColumn, SortedModel
from shipworthy.gui.report_words import audience_text
from shipworthy.gui.theme import Theme
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.reports.recent import ListedExport


class RecentExportsModel(SortedModel[ListedExport]):
    """Rows are ListedExports; a file that is gone says so, in words and softer."""

    def __init__(self, theme: Theme, wording: Wording, parent: QObject | None = None) -> None:
        columns: tuple[SortedColumn[ListedExport], ...] = (
            SortedColumn(_("File"), _file, _file),
            SortedColumn(_("Report on"), _what, _what),
            SortedColumn(_("For whom"), _audience, _audience),
            SortedColumn(_("Exported"), lambda line: _moment(wording, line), lambda line: line.export.made_at),
        )
        super().__init__(theme, columns, UNSORTED, parent)

    def line(self, row: int) -> ListedExport:
        """Return the export in a row."""
        return self._rows[row]

    def _kept(self, lines: Sequence[ListedExport]) -> Sequence[ListedExport]:
        return lines

    def _identity(self, line: ListedExport) -> Hashable:
        return line.export.path

    def _tip(self, line: ListedExport, column: int) -> str:
        return line.export.path if column == 0 else super()._tip(line, column)

    def _ink(self, line: ListedExport, column: int) -> str:
        return super()._ink(line, column) if line.is_there else "soft"


def _file(line: ListedExport) -> str:
    name = Path(line.export.path).name
    return name if line.is_there else _("{file} (gone)").format(file=name)


def _what(line: ListedExport) -> str:
    return line.export.what


def _audience(line: ListedExport) -> str:
    return audience_text(line.export.order.audience)


def _moment(wording: Wording, line: ListedExport) -> str:
    at = line.export.made_at.astimezone()
    return f"{wording.date(at.date())}, {wording.time(at)}"
