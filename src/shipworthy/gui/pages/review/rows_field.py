"""Rows of short texts, such as signatories: one row to begin with, more as they are wanted, blank ones do not count."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.text import _

_BESIDE = 440  # narrower than this, the texts of a row lie beneath each other


class Column(NamedTuple):
    """One text of each row: `part` names it, `share` is its part of the width."""

    part: str
    name: str
    placeholder: str
    share: int = 1


class RowsField(QWidget):
    """A labelled list of rows; what is wrong with one is said beneath it."""

    def __init__(self, theme: Theme, title: str, item: str, columns: Sequence[Column], add: str) -> None:
        super().__init__()
        self._theme = theme
        self._item = item
        self._columns = columns
        self._rows: list[_Row] = []
        self.problem = PlainLabel(role="problem", wrap=True)
        self.problem.hide()
        self.add = push_button(add, "flat")
        self.add.clicked.connect(self._add_and_go)
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(PlainLabel(title, "label"))
        layout.addLayout(self._box)
        layout.addWidget(self.problem)
        layout.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeading)
        self._append()

    @property
    def values(self) -> tuple[tuple[str, ...], ...]:
        """Return the texts of each row in which anything was typed."""
        return tuple(row.texts for row in self._filled())

    @property
    def fields(self) -> list[QLineEdit]:
        """Return the fields of all rows, in reading order."""
        return [field for row in self._rows for field in row.fields]

    def clear(self) -> None:
        """Go back to one blank row."""
        for row in self._rows[1:]:
            self._drop(row)
        for field in self.fields:
            field.clear()
        self.show_problem("")

    def show_problem(self, words: str, row: int = -1, part: str = "") -> QLineEdit:
        """Say what is wrong with a row, counted among those that were filled, or with all; return the field to mend."""
        self.problem.setText(f"✕ {words}" if words else "")
        self.problem.setVisible(bool(words))
        filled = self._filled()
        chosen = filled[row] if 0 <= row < len(filled) else self._rows[0]
        parts = [column.part for column in self._columns]
        wrong = chosen.fields[parts.index(part) if part in parts else 0]
        for field in self.fields:
            is_wrong = bool(words) and field is wrong
            if bool(field.property("wrong")) is not is_wrong:
                field.setProperty("wrong", is_wrong)
                restyle(field)
            field.setAccessibleDescription(words if is_wrong else "")
        return wrong

    def _filled(self) -> "list[_Row]":
        return [row for row in self._rows if any(text.strip() for text in row.texts)]

    def _append(self) -> "_Row":
        row = _Row(self._columns)
        row.remove.clicked.connect(lambda: self._take_away(row))
        self._rows.append(row)
        self._box.addWidget(row)
        self._number()
        self._lay_out_for(self.width())
        return row

    def _add_and_go(self) -> None:
        row = self._append()
        previous: QWidget = self._rows[-2].remove
        for widget in (*row.fields, row.remove, self.add):
            QWidget.setTabOrder(previous, widget)
            previous = widget
        row.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_away(self, row: "_Row") -> None:
        place = self._rows.index(row)
        if len(self._rows) == 1:
            for field in row.fields:
                field.clear()
            row.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._drop(row)
        self._number()
        self._rows[min(place, len(self._rows) - 1)].fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, row: "_Row") -> None:
        self._rows.remove(row)
        self._box.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            for column, field in zip(self._columns, row.fields, strict=True):
                field.setAccessibleName(f"{self._item} {number}: {column.name}")
            row.remove.setAccessibleName(_("Remove: {item} {number}").format(item=self._item, number=number))

    def _lay_out_for(self, width: int) -> None:
        beside = width >= self._theme.pixels(_BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        for row in self._rows:
            row.texts_box.setDirection(direction)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_for(event.size().width())


class _Row(QFrame):
    """The fields of one row, and the button that takes it away."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.fields: list[QLineEdit] = []
        self.texts_box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.texts_box.setSpacing(6)
        for column in columns:
            field = QLineEdit()
            field.setPlaceholderText(column.placeholder)
            self.fields.append(field)
            self.texts_box.addWidget(field, column.share)
        self.remove: QPushButton = push_button("✕", "flat", tip=_("Take this row away"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self.texts_box, 1)
        layout.addWidget(self.remove)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what was typed."""
        return tuple(field.text() for field in self.fields)
