"""The services as a table; sorted and filtered as Python lists, which is many times faster than a proxy model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.stale import StaleReason
from shipworthy.gui.models.table_model import LEADING, TRAILING, Index, TableModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ScoreCell, VerdictCell, own_verdict_text, score_text
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH, Wording


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    text: Callable[[ServiceLine], str]
    key: Callable[[ServiceLine], Any]
    is_number: bool = False
    cell: Callable[[ServiceLine], object] | None = None
    is_soft: bool = False


NAME, TEAM, TIER, VERDICT, LEVEL, SCORE, BLOCKERS, CAPPED_BY, LAST_REVIEW = range(9)


def _columns(wording: Wording) -> list[_Column]:
    return [
        _Column(_("Service"), lambda line: line.service.name, lambda line: line.service.name.casefold()),
        _Column(_("Team"), lambda line: line.service.team, lambda line: line.service.team.casefold()),
        _Column(_("Tier"), lambda line: str(line.service.tier), lambda line: line.service.tier),
        _Column(
            _("Verdict"),
            lambda line: _verdict_text(wording, line),
            lambda line: (line.verdict.rank, line.own_verdict.rank),
            cell=lambda line: VerdictCell(line.verdict, line.own_verdict),
        ),
        _Column(_("Level"), lambda line: _number(_level(line)), _level_key, is_number=True),
        _Column(
            _("Score"),
            lambda line: score_text(wording, *_score(line)),
            lambda line: _score(line)[0] if _score(line)[0] is not None else -1,
            is_number=True,
            cell=lambda line: ScoreCell(*_score(line)),
        ),
        _Column(
            _("Blockers"),
            lambda line: _number(line.blockers),
            lambda line: -1 if line.blockers is None else line.blockers,
            is_number=True,
        ),
        _Column(_("Capped by"), lambda line: ", ".join(line.capped_by), lambda line: line.capped_by, is_soft=True),
        _Column(
            _("Last review"),
            lambda line: _last_review(wording, line),
            lambda line: line.last_review or date.min,
            is_soft=True,
        ),
    ]


class ServicesModel(TableModel[ServiceLine, _Column]):
    """Rows are ServiceLines; `show_lines` and `sort` decide which and in what order."""

    def __init__(self, theme: Theme, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = _columns(wording)
        self._wording = wording
        self._rows: list[ServiceLine] = []
        self._stale: Callable[[UUID], Sequence[StaleReason]] = lambda _service: ()
        self._sorted_by = (NAME, Qt.SortOrder.AscendingOrder)

    def show_lines(
        self, lines: Sequence[ServiceLine], stale: Callable[[UUID], Sequence[StaleReason]] = lambda _service: ()
    ) -> None:
        """Show other services, sorted as before; `stale` tells why a service's decision is."""
        self._stale = stale
        self.beginResetModel()
        self._rows = self.ordered(lines)
        self.endResetModel()

    @property
    def lines(self) -> Sequence[ServiceLine]:
        """Return the services in the order of the table."""
        return self._rows

    def line(self, row: int) -> ServiceLine:
        """Return the service in a row."""
        return self._rows[row]

    def row_of(self, service_id: UUID) -> int | None:
        """Return where a service stands; None where it is filtered out."""
        return next((row for row, line in enumerate(self._rows) if line.service.id == service_id), None)

    def ordered(self, lines: Sequence[ServiceLine]) -> list[ServiceLine]:
        """Return lines in the order of the table."""
        column, order = self._sorted_by
        # By name first: sorting by another column keeps the order of equals.
        by_name = sorted(lines, key=self._columns[NAME].key)
        return sorted(by_name, key=self._columns[column].key, reverse=order is Qt.SortOrder.DescendingOrder)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order)
        self._reorder(self.ordered(self._rows), lambda line: line.service.id)

    def _text(self, line: ServiceLine, column: int) -> str:
        text = self._columns[column].text(line)
        return f"{text} · {_('stale')}" if self._reasons(line, column) else text

    def _reasons(self, line: ServiceLine, column: int) -> list[str]:
        """Return why a decision is stale, beneath what the column says of it."""
        stale = self._stale(line.service.id) if column == LAST_REVIEW else ()
        return [self._wording.stale_reason(reason) for reason in stale]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(line, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(
                    "\n".join([self._text(line, index.column()), *self._reasons(line, index.column())])
                )
            case Qt.ItemDataRole.TextAlignmentRole:
                return TRAILING if column.is_number else LEADING
            case Qt.ItemDataRole.FontRole:
                return self._theme.font(13, bold=index.column() == NAME)
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.colour("soft") if column.is_soft else None
        return column.cell(line) if role == CELL_ROLE and column.cell else None


def _verdict_text(wording: Wording, line: ServiceLine) -> str:
    shown = wording.verdict(line.verdict)
    return shown if line.own_verdict is line.verdict else f"{shown} ({own_verdict_text(wording, line.own_verdict)})"


def _score(line: ServiceLine) -> tuple[Any, Any, Any]:
    standing = line.standing
    return (standing.score, standing.band, standing.live_score) if standing else (None, None, None)


def _level(line: ServiceLine) -> int | None:
    return line.standing.level if line.standing else None


def _level_key(line: ServiceLine) -> int:
    return line.standing.level if line.standing else -1


def _number(value: int | None) -> str:
    return DASH if value is None else str(value)


def _last_review(wording: Wording, line: ServiceLine) -> str:
    if line.standing is None:
        return _("never")
    state = "" if line.standing.is_decided else wording.assessment_state(line.standing.state).lower()
    day = wording.date(line.standing.reviewed_on) if line.standing.reviewed_on else ""
    return " · ".join(part for part in (day, state) if part)
