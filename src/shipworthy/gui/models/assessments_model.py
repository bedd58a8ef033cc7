"""The assessments of one service as a table, newest first; two may be ticked, to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shipworthy.domain.assessment import AssessmentState
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ScoreCell, VerdictCell, score_text
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.services import AssessmentLine

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_VERDICT, _SCORE, _LEVEL, _COVERAGE = range(2, 6)
_MOST_TICKED = 2
_NUMBERS = {_SCORE, _LEVEL, _COVERAGE}


class AssessmentsModel(QAbstractTableModel):
    """Rows are AssessmentLines; `ticked_changed` follows every tick. A third tick takes the place of the first."""

    ticked_changed = Signal()

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._titles = (_("Title"), _("Reviewed"), _("Own verdict"), _("Score"), _("Level"), _("Answered"))
        self._rows: tuple[AssessmentLine, ...] = ()
        self._ticked: tuple[UUID, ...] = ()

    def show_lines(self, lines: Sequence[AssessmentLine], *, keep_ticks: bool = False) -> None:
        """Show other assessments; `keep_ticks` of those that are still there."""
        self.beginResetModel()
        self._rows = tuple(lines)
        known = {line.id for line in self._rows}
        self._ticked = tuple(each for each in self._ticked if keep_ticks and each in known)
        self.endResetModel()

    @property
    def lines(self) -> tuple[AssessmentLine, ...]:
        """Return what is shown."""
        return self._rows

    @property
    def ticked(self) -> tuple[UUID, ...]:
        """Return what is ticked, two at most, in the order of the rows."""
        return tuple(line.id for line in self._rows if line.id in self._ticked)

    def tick(self, assessments: Iterable[UUID]) -> None:
        """Tick these, and no others."""
        self._ticked = tuple(assessments)[-_MOST_TICKED:]
        if self._rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._rows) - 1, 0), [Qt.ItemDataRole.CheckStateRole]
            )
        self.ticked_changed.emit()

    def toggle(self, row: int) -> None:
        """Tick a row, or untick it."""
        assessment = self._rows[row].id
        if assessment in self._ticked:
            self.tick(each for each in self._ticked if each != assessment)
        else:
            self.tick((*self._ticked, assessment))

    def line(self, row: int) -> AssessmentLine:
        """Return the assessment in a row."""
        return self._rows[row]

    def _text(self, line: AssessmentLine, column: int) -> str:
        wording = self._wording
        match column:
            case 0:
                return line.title
            case 1:
                return reviewed_text(wording, line)
            case 2:
                return wording.verdict(line.verdict)
            case 3:
                return score_text(wording, line.score, line.band, line.live_score)
            case 4:
                return str(line.level)
            case _:
                return _("{percent} %").format(percent=wording.percent(line.coverage))

    def _reasons(self, line: AssessmentLine, column: int) -> list[str]:
        """Return why a decision is stale, or no longer counts, beneath what the column says of it."""
        if column != 1:
            return []
        stale = [self._wording.stale_reason(reason) for reason in line.stale]
        return [line.state_reason, *stale] if line.state_reason else stale

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if self._has_box(index) else usual

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._has_box(index):
            return False
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        if wanted is not (self._rows[index.row()].id in self._ticked):
            self.toggle(index.row())
        return True

    def _has_box(self, index: _Index) -> bool:
        """Tell whether there is something to compare, and this is the cell that says so."""
        return index.isValid() and index.column() == 0 and len(self._rows) > 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip("\n".join([self._text(line, column), *self._reasons(line, column)]))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.CheckStateRole if self._has_box(index):
                return Qt.CheckState.Checked if line.id in self._ticked else Qt.CheckState.Unchecked
        if role == CELL_ROLE and column == _VERDICT:
            return VerdictCell(line.verdict, line.verdict)
        return ScoreCell(line.score, line.band, line.live_score) if role == CELL_ROLE and column == _SCORE else None


def reviewed_text(wording: Wording, line: AssessmentLine) -> str:
    """Return when an assessment was made, how it ended or what it is, and whether its decision is stale."""
    parts = [wording.date(line.reviewed_on) if line.reviewed_on else ""]
    if line.state is not AssessmentState.DECIDED:
        parts.append(wording.assessment_state(line.state).lower())
    elif line.decision is not None:
        parts.append(wording.outcome(line.decision.outcome).lower())
    if line.stale:
        parts.append(_("stale"))
    return " · ".join(part for part in parts if part)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignTrailing if column in _NUMBERS else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter
