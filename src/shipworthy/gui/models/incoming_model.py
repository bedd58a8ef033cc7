"""Answers that came in with a file: a row each, with what stands now, what the file says, and a box to take it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shipworthy.domain.incoming import Effect
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.questionnaires import Preview, PreviewLine

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
QUESTION, EFFECT, NOW, FILE = range(4)


class IncomingModel(QAbstractTableModel):
    """Rows are the questions of a preview, at first those that change; each that changes has a box, ticked at first.

    `taken_changed` follows every tick.
    """

    taken_changed = Signal()

    def __init__(self, preview: Preview, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._wording = wording
        self._titles = (_("Question"), _("Effect"), _("Now"), _("From the file"))
        self._taken = {line.question for line in preview.effects}
        self._lines: tuple[PreviewLine, ...] = preview.effects
        self._texts = {line.question: self._differences(line) for line in preview.lines}

    @property
    def taken(self) -> frozenset[str]:
        """Return the questions whose answers are to be taken, by asked id."""
        return frozenset(self._taken)

    def show_all(self, all_lines: bool) -> None:
        """Show every question of the file, or only those that change; ticks stay."""
        self.beginResetModel()
        self._lines = self._preview.lines if all_lines else self._preview.effects
        self.endResetModel()

    def take_all(self, taken: bool) -> None:
        """Tick every box, or none."""
        self._taken = {line.question for line in self._preview.effects} if taken else set()
        if self._lines:
            last = self.index(len(self._lines) - 1, QUESTION)
            self.dataChanged.emit(self.index(0, QUESTION), last, [Qt.ItemDataRole.CheckStateRole])
        self.taken_changed.emit()

    def toggle(self, row: int) -> None:
        """Tick the box of a row, or untick it; nothing where the row has none."""
        line = self._lines[row]
        ticked = line.question in self._taken
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        self.setData(self.index(row, QUESTION), state.value, Qt.ItemDataRole.CheckStateRole)

    def line(self, row: int) -> PreviewLine:
        """Return the line of a row."""
        return self._lines[row]

    def texts(self, row: int) -> tuple[str, str]:
        """Return what stands now and what the file says, whole."""
        return self._texts[self._lines[row].question]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if self._has_box(index) else usual

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " · ".join(
                    " ".join(part.split()) for part in self._text(line, index.column()).splitlines() if part
                )
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._text(line, index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._titles[index.column()]}: {self._text(line, index.column())}"
            case Qt.ItemDataRole.CheckStateRole if self._has_box(index):
                return Qt.CheckState.Checked if line.question in self._taken else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._has_box(index):
            return False
        question = self._lines[index.row()].question
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._taken.add(question)
        else:
            self._taken.discard(question)
        self.dataChanged.emit(index, index, [role])
        self.taken_changed.emit()
        return True

    def _has_box(self, index: _Index) -> bool:
        return (
            index.isValid() and index.column() == QUESTION and self._lines[index.row()].effect is not Effect.UNCHANGED
        )

    def _text(self, line: PreviewLine, column: int) -> str:
        match column:
            case 0:
                return f"{line.number}  {line.text}" if line.number else line.text
            case 1:
                return self._wording.effect(line.effect)
        return self._texts[line.question][column - NOW]

    def _differences(self, line: PreviewLine) -> tuple[str, str]:
        question = self._preview.review.questionnaire.asked[line.question].question
        pairs = self._wording.differences(question, line.before, line.after)
        return "\n".join(now for now, _then in pairs), "\n".join(then for _now, then in pairs)
