"""The manual, inside the window: contents at the side, a search, and the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.models.contents_model import ContentsModel
from shipworthy.gui.widgets.buttons import icon_button, push_button
from shipworthy.gui.widgets.document_view import DocumentView
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.text import _

MANUAL = "manual.md"
_BESIDE = 720
_CONTENTS_WIDTH, _CONTENTS_HEIGHT = 220, 112
_ANY = 16_777_215  # what Qt takes for no limit


class ManualPage(Page):
    """Shows the manual; `back` leads to the page before."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_heading(_("Manual"))
        self.view = DocumentView(context.theme)
        self.view.setAccessibleName(_("Text of the manual"))
        self.model = ContentsModel(self)
        self.contents = QListView()
        self.words = QLineEdit(clearButtonEnabled=True)
        self.found = PlainLabel(role="soft")
        self.before = icon_button(context.theme, "arrow-up", _("Previous place"))
        self.after = icon_button(context.theme, "arrow-down", _("Next place"))
        self.back = push_button(_("Back"))
        self._place, self._count = 0, 0
        self._lay_out()
        self._connect()
        self._show_found()

    def show_part(self, anchor: str) -> None:
        """Show the part of the manual that links call by this name."""
        self.view.open_document(MANUAL, anchor)

    def _lay_out(self) -> None:
        self.contents.setModel(self.model)
        self.contents.setProperty("kind", "contents")
        self.contents.setAccessibleName(_("Contents"))
        self.contents.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words.setPlaceholderText(_("Search the manual"))
        self.words.setAccessibleName(_("Search the manual"))
        self.words.setMaximumWidth(self.context.theme.pixels(320))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.words, 1)
        for part in (self.before, self.after, self.found):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.back)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addWidget(self.contents)
        self._row.addWidget(self.view, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(self._row, 1)

    def _connect(self) -> None:
        self.view.opened.connect(self._show_contents)
        self.view.verticalScrollBar().valueChanged.connect(self._follow_scrolling)
        self.contents.activated.connect(self._go_to)
        self.contents.clicked.connect(self._go_to)
        self.words.textChanged.connect(self._search)
        self.after.clicked.connect(lambda: self._step(1))
        self.before.clicked.connect(lambda: self._step(-1))
        QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_F), self, self.words.setFocus)

    @Slot()
    def _show_contents(self) -> None:
        self.model.show(self.view.headings)
        self._count = self.view.find_all(self.words.text().strip())
        self._follow_scrolling()

    @Slot()
    def _follow_scrolling(self) -> None:
        """Mark where the text is, unless somebody is choosing in the list."""
        if not self.contents.hasFocus() and self.model.rowCount():
            self.contents.setCurrentIndex(self.model.index(self.model.row_at(self.view.position)))

    @Slot(QModelIndex)
    def _go_to(self, index: QModelIndex) -> None:
        self.view.go_to(self.model.headings[index.row()].position)

    @Slot(str)
    def _search(self, words: str) -> None:
        self._count = self.view.find_all(words.strip())
        self._place = 0
        if self._count:
            self.view.show_match(0)
        self._show_found()

    def _step(self, by: int) -> None:
        if self._count:
            self._place = (self._place + by) % self._count
            self.view.show_match(self._place)
            self._show_found()

    def _show_found(self) -> None:
        place = _("{place} of {count}").format(place=self._place + 1, count=self._count)
        wanted = bool(self.words.text().strip())
        text = (place if self._count else _("Not found")) if wanted else ""
        self.found.setText(text)
        self.words.setAccessibleDescription(text)
        for button in (self.before, self.after):
            button.setEnabled(bool(self._count))

    def bindings(self) -> Sequence[Binding]:
        native = QKeySequence.SequenceFormat.NativeText
        return (
            Binding(QKeySequence("Ctrl+F").toString(native), _("Search the manual")),
            Binding(_("Enter"), _("Next place found, with Shift the one before; in the contents, that part")),
            Binding(_("Esc"), _("Back to the page before")),
        )

    def arrive(self) -> None:
        if not self.model.rowCount():
            self.view.open_document(MANUAL)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.words.hasFocus():
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = self.context.theme
        beside = self.width() >= theme.pixels(_BESIDE)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        # A list at the side is as high as the text, one above it as wide.
        self.contents.setMinimumWidth(theme.pixels(_CONTENTS_WIDTH) if beside else 0)
        self.contents.setMaximumWidth(theme.pixels(_CONTENTS_WIDTH) if beside else _ANY)
        self.contents.setMaximumHeight(_ANY if beside else theme.pixels(_CONTENTS_HEIGHT))
