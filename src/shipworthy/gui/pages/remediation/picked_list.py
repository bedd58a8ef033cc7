"""Things picked by search: those picked below each other, each with the way out, and a field that finds more."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import icon_button, push_button
from shipworthy.gui.widgets.form import empty_layout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_MOST_ROWS = 12


class Pick(NamedTuple):
    """Something that is or can be picked; `opens` tells whether there is a place to see it."""

    key: Hashable
    text: str
    detail: str = ""
    opens: bool = True


class PickedList(QWidget):
    """`changed` when a person picked something or took it out, `opened(key)` when one is to be shown.

    `may_change` tells whether what is shown next can be taken out.
    """

    changed = Signal()
    opened = Signal(object)

    def __init__(self, theme: Theme, name: str, search: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.may_change = True
        self._picked: list[Pick] = []
        self._offers: dict[str, Pick] = {}
        self._texts = QStringListModel(self)
        self.removers: list[QPushButton] = []
        self.openers: list[QPushButton] = []
        self.field = QLineEdit(clearButtonEnabled=True)
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(search)
        self._completer = QCompleter(self._texts, self.field)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(_MOST_ROWS)
        popup = self._completer.popup()
        assert popup is not None
        popup.setAccessibleName(name)
        self.field.setCompleter(self._completer)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._pick_first)
        self._completer.activated.connect(self._pick)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._rows)
        layout.addWidget(self.field)
        self.setFocusProxy(self.field)

    @property
    def keys(self) -> frozenset[Hashable]:
        """Return what is picked."""
        return frozenset(pick.key for pick in self._picked)

    def show_picks(self, picked: Sequence[Pick], offers: Sequence[Pick]) -> None:
        """Show what is picked and what can be."""
        self._picked = list(picked)
        keys = self.keys
        self._offers = {}
        for offer in (*offers, *picked):
            text = f"{offer.text} · {offer.detail}" if offer.detail else offer.text
            number = 2
            unique = text
            while unique in self._offers:
                unique, number = f"{text} ({number})", number + 1
            self._offers[unique] = offer
        self._texts.setStringList([text for text, offer in self._offers.items() if offer.key not in keys])
        self._show_rows()

    def _show_rows(self) -> None:
        empty_layout(self._rows)
        self.removers, self.openers = [], []
        for pick in self._picked:
            self._rows.addWidget(self._row(pick))
        before: QWidget | None = None
        for widget in (*(each for pair in zip(self.openers, self.removers, strict=True) for each in pair), self.field):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget

    def _row(self, pick: Pick) -> QWidget:
        opener = push_button(_("Open"), "flat")
        opener.setAccessibleName(_("Open: {name}").format(name=pick.text))
        opener.clicked.connect(lambda: self.opened.emit(pick.key))
        opener.setEnabled(pick.opens)
        remover = icon_button(self._theme, "remove", _("Take out: {name}").format(name=pick.text))
        remover.setEnabled(self.may_change)
        remover.clicked.connect(lambda: self._take_out(pick))
        self.openers.append(opener)
        self.removers.append(remover)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(PlainLabel(pick.text, wrap=True))
        if pick.detail:
            texts.addWidget(PlainLabel(pick.detail, "small", wrap=True))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addLayout(texts, 1)
        line.addWidget(opener, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(remover, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    def _take_out(self, pick: Pick) -> None:
        self.field.setFocus()  # first: its button goes
        self._change([each for each in self._picked if each.key != pick.key])

    def _change(self, picked: Sequence[Pick]) -> None:
        self.show_picks(picked, list({pick.key: pick for pick in self._offers.values()}.values()))
        self.changed.emit()

    @Slot(str)
    def _pick(self, text: str) -> None:
        offer = self._offers.get(text)
        if offer is not None and offer.key not in self.keys:
            self._change([*self._picked, offer])
        QTimer.singleShot(0, self.field, self.field.clear)  # the completer writes what was chosen after this

    @Slot()
    def _pick_first(self) -> None:
        if self.field.text().strip() and self._completer.completionCount():
            self._pick(self._completer.currentCompletion())

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self._completer.setCompletionPrefix(self.field.text())
            self._completer.complete()
            return True
        return super().eventFilter(watched, event)
