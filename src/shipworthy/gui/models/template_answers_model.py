"""The answers of a review that a template may keep: a row each, with a box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.review import Review
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import Wording

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
QUESTION, ANSWER, NOTE = range(3)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """One answered question: its asked id, its principle's id and title, and the texts of its row."""

    question: str
    principle: str
    principle_title: str
    texts: tuple[str, str, str]


def answered(review: Review, wording: Wording) -> tuple[KeptAnswer, ...]:
    """Return the answered questions of a review that apply, in the order in which they are asked."""
    numbers, found = review.numbers(), []
    for item in review.applying():
        answer = review.answer(item.id)
        if answer.state is AnswerState.UNANSWERED:
            continue
        title = "{}.{}  {}".format(*numbers[item.id], item.question.text)
        said = "\n".join(filter(None, (wording.answer_text(item.question, answer), answer.reason)))
        found.append(KeptAnswer(item.id, item.principle.id, item.principle.title, (title, said, answer.note)))
    return tuple(found)


class TemplateAnswersModel(QAbstractTableModel):
    """Rows are answered questions, each with a box, ticked at first; `kept_changed` follows every tick."""

    kept_changed = Signal()

    def __init__(self, answers: Sequence[KeptAnswer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answers = tuple(answers)
        self._titles = (_("Question"), _("Answer"), _("Note"))
        self._kept = {each.question for each in answers}

    @property
    def kept(self) -> tuple[str, ...]:
        """Return the questions whose answers are to be kept, by asked id, in their order."""
        return tuple(each.question for each in self._answers if each.question in self._kept)

    def answer(self, row: int) -> KeptAnswer:
        """Return what a row shows."""
        return self._answers[row]

    def keep_all(self, kept: bool) -> None:
        """Tick every box, or none."""
        self._tick(range(len(self._answers)), kept)

    def toggle(self, row: int) -> None:
        """Tick the box of a row, or untick it."""
        self._tick([row], self._answers[row].question not in self._kept)

    def toggle_principle(self, row: int) -> None:
        """Tick every box of a row's principle, or untick them where all are ticked."""
        principle = self._answers[row].principle
        rows = [place for place, each in enumerate(self._answers) if each.principle == principle]
        self._tick(rows, not all(self._answers[place].question in self._kept for place in rows))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._answers)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if _has_box(index) else usual

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        answer = self._answers[index.row()]
        text = answer.texts[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " · ".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._titles[index.column()]}: {text or '–'}"
            case Qt.ItemDataRole.CheckStateRole if _has_box(index):
                return Qt.CheckState.Checked if answer.question in self._kept else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not _has_box(index):
            return False
        self._tick([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _tick(self, rows: Iterable[int], kept: bool) -> None:
        places = list(rows)
        questions = {self._answers[row].question for row in places}
        self._kept = self._kept | questions if kept else self._kept - questions
        if places:
            first, last = self.index(places[0], QUESTION), self.index(places[-1], QUESTION)
            self.dataChanged.emit(first, last, [Qt.ItemDataRole.CheckStateRole])
        self.kept_changed.emit()


def _has_box(index: _Index) -> bool:
    return index.isValid() and index.column() == QUESTION
