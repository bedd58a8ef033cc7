"""The choices of a question; the rows stay and only what they say changes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.pack import Question, Select
from shipworthy.gui.pages.review.choice_row import CheckRow, RadioRow
from shipworthy.gui.pages.review.keys import KEYED_CHOICES
from shipworthy.gui.theme import Theme
from shipworthy.text import _
from shipworthy.wording import Wording

Row = RadioRow | CheckRow


class ChoiceList(QWidget):
    """One row per choice, in the order of the pack; `chosen` carries the position of a row that was pressed."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wording = wording
        self._radios: list[Row] = []
        self._checks: list[Row] = []
        self._projected = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    @property
    def rows(self) -> list[Row]:
        """Return the rows that are shown, in order."""
        return [row for row in (*self._radios, *self._checks) if not row.isHidden()]

    def show_choices(self, question: Question, answer: Answer, key_prefix: str) -> None:
        """Show the choices of a question, and which of them are taken; `key_prefix` stands before the digits."""
        many = question.select is Select.MANY
        used, unused = (self._checks, self._radios) if many else (self._radios, self._checks)
        for row in unused:
            row.hide()
        while len(used) < len(question.choices):
            self._add_row(used, CheckRow(self._theme) if many else RadioRow(self._theme))
        for place, row in enumerate(used):
            if place >= len(question.choices):
                row.hide()
                continue
            choice = question.choices[place]
            score = self._wording.choice_score(choice.score)
            row.show_choice(
                key=f"{key_prefix}{place + 1}" if place < KEYED_CHOICES else "",
                label=choice.label,
                score=f"+{score}" if many and choice.score else score,
                checked=answer.state is AnswerState.ANSWERED and choice.id in answer.choices,
                spoken=_("{number}. {label}. Scores {score}").format(number=place + 1, label=choice.label, score=score),
            )
            row.show()
        for row in used:
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # as in _ChoiceRow.focusInEvent

    def show_keys_act(self, keys_act: bool) -> None:
        """Show whether the digits act at the moment."""
        for row in (*self._radios, *self._checks):
            row.show_keys_act(keys_act)

    def set_projected(self, projected: bool) -> None:
        """Write larger, or as usual."""
        self._projected = projected
        for row in (*self._radios, *self._checks):
            row.set_projected(projected)

    def _add_row(self, rows: list[Row], row: Row) -> None:
        place = len(rows)
        row.set_projected(self._projected)
        row.clicked.connect(lambda: self.chosen.emit(place))
        rows.append(row)
        self._layout.addWidget(row)
