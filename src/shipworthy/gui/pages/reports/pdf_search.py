"""Search in the pages of a PDF: a bar above them that is there while it is used."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from shipworthy.gui.pages.reports.pdf_pages import PdfPages
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_FIELD = 220


class PdfSearch(QWidget):
    """Enter goes to the next place, Shift+Enter to the one before, Esc back to the pages."""

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._current = -1
        self.field = QLineEdit(clearButtonEnabled=True)
        self.field.setPlaceholderText(_("Search in the report"))
        self.field.setAccessibleName(_("Search in the report"))
        self.field.setMaximumWidth(_FIELD * 2)
        self.count = PlainLabel(role="soft")
        self.previous = push_button(_("Previous"), "flat")
        self.next = push_button(_("Next"), "flat")
        self.close_button = push_button(_("Close"), "flat")
        self.close_button.setAccessibleName(_("Close the search"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(8)
        layout.addWidget(self.field, 3)
        for part in (self.count, self.previous, self.next):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self.close_button)
        self.field.textChanged.connect(self._search)
        self.previous.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))
        self.close_button.clicked.connect(self.leave)
        # In a later turn: asking for places while Qt counts them crashes it.
        pages.found.countChanged.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        self.hide()

    @Slot()
    def open(self) -> None:
        """Show the bar with the focus in its field."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search(self.field.text())

    @Slot()
    def leave(self) -> None:
        """Hide the bar, and what it marked."""
        self._search("")
        self.hide()
        self._pages.setFocus()

    @property
    def places(self) -> int:
        """Return how often the text was found so far."""
        return self._pages.found.rowCount(QModelIndex())

    @Slot(str)
    def _search(self, text: str) -> None:
        self._current = -1
        self._pages.found.setSearchString(text.strip())
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Go to the first place once it is found, and say how many there are."""
        if self._current < 0 and self.places:
            self._go(1)
        self._say()

    def _go(self, step: int) -> None:
        if not self.places:
            return
        self._current = (self._current + step) % self.places
        self._pages.setCurrentSearchResultIndex(self._current)
        link = self._pages.found.resultAtIndex(self._current)
        self._pages.pageNavigator().jump(link)
        self._say()

    def _say(self) -> None:
        places, wanted = self.places, bool(self.field.text().strip())
        for button in (self.previous, self.next):
            button.setEnabled(places > 0)
        if places:
            self.count.setText(_("{place} of {places}").format(place=self._current + 1, places=places))
        else:
            self.count.setText(_("Not found") if wanted else "")

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return
        super().keyPressEvent(event)
