"""The points that one can return to as a table, the newest first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject

from shipworthy.gui.models.table_model import UNSORTED, SortedColumn, SortedModel
from shipworthy.gui.theme import Theme
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.restore import Point
from shipworthy.workflows.restore_words import held_words, moment_words, reason_words


class RestorePointsModel(SortedModel[Point]):
    """Rows are Points; one that cannot be restored says so, in words and softer."""

    def __init__(self, theme: Theme, wording: Wording, now: datetime, parent: QObject | None = None) -> None:
        columns: tuple[SortedColumn[Point], ...] = (
            SortedColumn(_("Moment"), lambda point: _moment(point, now, wording), lambda point: point.file.made_at),
            SortedColumn(_("Why"), _why, _why),
            SortedColumn(_("Holds"), _held, _held),
            SortedColumn(_("Where"), _where, _where, is_soft=True),
        )
        super().__init__(theme, columns, UNSORTED, parent)

    def point(self, row: int) -> Point:
        """Return the point in a row."""
        return self._rows[row]

    def _kept(self, lines: Sequence[Point]) -> Sequence[Point]:
        return lines

    def _identity(self, line: Point) -> Hashable:
        return line.place

    def _tip(self, line: Point, column: int) -> str:
        return str(line.place) if column != 2 else super()._tip(line, column)

    def _ink(self, line: Point, column: int) -> str:
        return super()._ink(line, column) if line.info is not None else "soft"


def _moment(point: Point, now: datetime, wording: Wording) -> str:
    words = moment_words(point.file.made_at, now, wording)
    return words[:1].upper() + words[1:]


def _why(point: Point) -> str:
    return _("An export") if point.archive is not None else reason_words(point.file.reason)


def _held(point: Point) -> str:
    return held_words(point.info) if point.info is not None else _("✕ Cannot be restored")


def _where(point: Point) -> str:
    return point.archive.name if point.archive is not None else point.file.path.parent.name
