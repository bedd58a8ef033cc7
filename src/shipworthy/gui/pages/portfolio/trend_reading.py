"""Reads how scores went for the services in sight, in one go, once the table stands still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Slot

from shipworthy.domain.score_line import ScoreLine
from shipworthy.gui.context import Context
from shipworthy.gui.models.service_columns import TREND
from shipworthy.gui.models.services_model import ServicesModel
from shipworthy.gui.pages.portfolio.services_table import ServicesTable
from shipworthy.workflows.score_lines import score_lines

_STILL_MS = 120


class TrendReading(QObject):
    """Fills the column of trends; what was read stays until `forget`, and is shown until it was read anew."""

    def __init__(self, context: Context, model: ServicesModel, table: ServicesTable) -> None:
        super().__init__(table)
        self._context = context
        self._model = model
        self._table = table
        self._day: date | None = None
        self._read: set[UUID] = set()
        self._still = QTimer(self, singleShot=True, interval=_STILL_MS)
        self._still.timeout.connect(self._look)
        for moved in (
            table.verticalScrollBar().valueChanged,
            table.verticalScrollBar().rangeChanged,
            model.modelReset,
            model.layoutChanged,
            model.folded_changed,
        ):
            moved.connect(self.look_soon)

    def forget(self, day: date) -> None:
        """Read everything anew, for lines that end on a day."""
        self._day = day
        self._read.clear()
        self.look_soon()

    @Slot()
    def look_soon(self) -> None:
        """Look what is in sight as soon as it stands still."""
        self._still.start()

    @Slot()
    def _look(self) -> None:
        if self._day is None or not self._table.isVisible() or self._table.isColumnHidden(TREND):
            return
        wanted = [each for each in self._in_sight() if each not in self._read]
        if wanted:
            self._read.update(wanted)
            day = self._day
            self._context.read(
                lambda session: score_lines(session, wanted, day), lambda found: self._show(day, found), owner=self
            )

    def _show(self, day: date, found: Mapping[UUID, ScoreLine]) -> None:
        if day == self._day:
            self._model.show_trends(found)

    def _in_sight(self) -> list[UUID]:
        if not self._model.rowCount():
            return []
        first, last = self._table.rowAt(0), self._table.rowAt(self._table.viewport().height() - 1)
        rows = range(max(first, 0), (last if last >= 0 else self._model.rowCount() - 1) + 1)
        return [line.service.id for line in map(self._model.line, rows) if line is not None]
