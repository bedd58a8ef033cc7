"""What each question adds to the score and takes from it: the rows behind "Why 63?"."""

from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.remediation import waived_questions
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import QuestionScore
from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.gui.models.question_list_model import QuestionLine
from shipworthy.text import _
from shipworthy.wording import Wording

Index = QModelIndex | QPersistentModelIndex
QUESTION_ROLE = LINE_ROLE + 1
QUESTION, ADDS, LOSES = range(3)


class WhyModel(QAbstractTableModel):
    """One row per applicable question, largest loss first, and a last row with the sums, which are exact."""

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._review: Review | None = None
        self._rows: tuple[QuestionScore, ...] = ()

    def show(self, review: Review) -> None:
        """Take over the rows of a review."""
        self.beginResetModel()
        self._review = review
        self._rows = review.scorecard.why()
        self.endResetModel()

    def question_at(self, row: int) -> str | None:
        """Return the question of a row; None for the sums."""
        return self._rows[row].id if row < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() or not self._rows else len(self._rows) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Question"), _("Adds"), _("Loses"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._review is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == QUESTION_ROLE:
            return self.question_at(index.row())
        line, adds, loses = self._line(index.row())
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == QUESTION:
            return line.spoken
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.text, points(adds), points(loses))[index.column()]
        return None

    def _line(self, row: int) -> tuple[QuestionLine, Fraction, Fraction]:
        """Return a row's words, what it adds and what it loses."""
        if row == len(self._rows) or self._review is None:
            adds = sum((each.contribution for each in self._rows), Fraction(0))
            return QuestionLine("", _("Sum")), adds, sum((each.loss for each in self._rows), Fraction(0))
        score = self._rows[row]
        question = self._review.questionnaire.asked[score.id].question
        answer = self._wording.answer_text(question, self._review.answer(score.id))
        if score.lacks_evidence:
            answer = _("{answer} (counts 0: no valid evidence)").format(answer=answer)
        if score.id in waived_questions(self._review.waivers, self._review.today):
            answer = f"{answer} · {self._wording.waived().lower()}"
        return QuestionLine(score.id, question.text, answer), score.contribution, score.loss


def points(part: Fraction) -> str:
    """Return a part of the whole score in points of 100 with one decimal, rounded half up; "0" only for exactly 0."""
    if not part:
        return "0"
    tenths = int(part * 1000 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}" if tenths else "<0.1"


def _alignment(column: int) -> Qt.AlignmentFlag:
    trailing = column in (ADDS, LOSES)
    return (Qt.AlignmentFlag.AlignTrailing if trailing else Qt.AlignmentFlag.AlignLeading) | (
        Qt.AlignmentFlag.AlignVCenter
    )
