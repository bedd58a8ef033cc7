"""The assessments of one service as a table, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.assessment import AssessmentState
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ScoreCell, VerdictCell, score_text
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.services import AssessmentLine

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_VERDICT, _SCORE, _LEVEL, _COVERAGE = range(2, 6)
_NUMBERS = {_SCORE, _LEVEL, _COVERAGE}


class AssessmentsModel(QAbstractTableModel):
    """Rows are AssessmentLines."""

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._titles = (_("Title"), _("Reviewed"), _("Own verdict"), _("Score"), _("Level"), _("Answered"))
        self._rows: tuple[AssessmentLine, ...] = ()

    def show_lines(self, lines: Sequence[AssessmentLine]) -> None:
        """Show other assessments."""
        self.beginResetModel()
        self._rows = tuple(lines)
        self.endResetModel()

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
        if role == CELL_ROLE and column == _VERDICT:
            return VerdictCell(line.verdict, line.verdict)
        return ScoreCell(line.score, line.band, line.live_score) if role == CELL_ROLE and column == _SCORE else None


def reviewed_text(wording: Wording, line: AssessmentLine) -> str:
    """Return when an assessment was made, how it ended or what it is, and whether its decision is stale."""
    parts = [wording.date(line.reviewed_on) if line.reviewed_on else ""]
    if line.stale:
        parts.append(_("stale"))
    if line.state is not AssessmentState.DECIDED:
        parts.append(wording.assessment_state(line.state).lower())
    elif line.decision is not None:
        parts.append(wording.outcome(line.decision.outcome).lower())
    return " · ".join(part for part in parts if part)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignTrailing if column in _NUMBERS else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter
