"""The place of the preview: the report's own pages, or in words why they are not there (yet)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.errors import InvalidFile, UserError
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.reports.choice_row import Lack
from shipworthy.gui.pages.reports.pdf_bar import PdfBar
from shipworthy.gui.pages.reports.pdf_pages import PdfPages
from shipworthy.gui.pages.reports.pdf_search import PdfSearch
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.reports.job import Rendered
from shipworthy.text import _

_BAR_WIDTH = 240
SEARCH_KEYS, LARGER_KEYS, SMALLER_KEYS, FIT_KEYS = "Ctrl+F", "Ctrl++", "Ctrl+-", "Ctrl+0"


class ReportPreview(QStackedWidget):
    """Shows one thing at a time; `cancel_asked` while a report is drawn, `again_asked` where it was not."""

    cancel_asked = Signal()
    again_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], object] | None = None
        self.pages = PdfPages(theme, QPdfDocument(self))
        self.bar = PdfBar(theme, self.pages)
        self.search = PdfSearch(self.pages)
        self._shown = QWidget()
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.search)
        column.addWidget(self.pages, 1)
        self.cancel_button = push_button(_("Cancel"))
        self.cancel_button.clicked.connect(self.cancel_asked)
        self._drawing = self._drawing_place()
        self.act_button = push_button("")
        self.act_button.clicked.connect(self._do)
        self.words = EmptyState("", "", [self.act_button])
        for each in (self._drawing, self._shown, self.words):
            self.addWidget(each)
        self.bar.search.clicked.connect(self.search.open)
        for keys, act in (
            (SEARCH_KEYS, self.search.open),
            (LARGER_KEYS, lambda: self.pages.zoom(1)),
            ("Ctrl+=", lambda: self.pages.zoom(1)),
            (SMALLER_KEYS, lambda: self.pages.zoom(-1)),
            (FIT_KEYS, lambda: self.pages.fit(QPdfView.ZoomMode.FitToWidth)),
        ):
            self._add_key(keys, act)

    @property
    def shows_pages(self) -> bool:
        """Tell whether a report is shown."""
        return self.currentWidget() is self._shown

    @Slot()
    def show_drawing(self) -> None:
        """Say that the report is drawn."""
        self._show(self._drawing)

    def show_report(self, rendered: Rendered, *, keep_place: bool) -> None:
        """Show a report, at the page shown before where its place is to be kept."""
        if self.pages.show_pdf(rendered.content, keep_place=keep_place):
            self._show(self._shown)
        else:
            self.show_error(UserError(_("The report was drawn but cannot be shown here."), _("Export it to see it.")))

    def show_error(self, error: UserError) -> None:
        """Say why there is no report, and offer to try again."""
        self._say(sentence(error.message), _to_mend(error), (_("Try again"), self.again_asked.emit))

    @Slot()
    def show_cancelled(self) -> None:
        """Say that a person stopped it."""
        self._say(_("The report was not drawn"), _("You cancelled it."), (_("Draw it"), self.again_asked.emit))

    def show_lack(self, lack: Lack) -> None:
        """Say what is missing for a report."""
        self._say(lack.heading, lack.text, lack.action)

    def _say(self, heading: str, text: str, action: tuple[str, Callable[[], object]] | None) -> None:
        self.words.show_texts(heading, text)
        self._act = action[1] if action else None
        self.act_button.setVisible(action is not None)
        self.act_button.setText(action[0] if action else "")
        self._show(self.words)

    def _show(self, part: QWidget) -> None:
        """Show a part; the focus stays in the preview's place, on something that can be seen."""
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.setCurrentWidget(part)
        if had_focus:
            self.take_focus()

    def take_focus(self) -> None:
        """Take the focus to what is shown."""
        if self.shows_pages:
            self.pages.setFocus()
        elif self.currentWidget() is self._drawing:
            self.cancel_button.setFocus()
        elif self._act is not None:
            self.act_button.setFocus()
        else:
            self.focusNextPrevChild(False)

    @Slot()
    def _do(self) -> None:
        if self._act is not None:
            self._act()

    def _drawing_place(self) -> QWidget:
        bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        bar.setAccessibleName(_("Drawing the report…"))
        bar.setFixedWidth(_BAR_WIDTH)
        place = QWidget()
        column = QVBoxLayout(place)
        column.setSpacing(12)
        column.addStretch(2)
        for part in (PlainLabel(_("Drawing the report…"), "soft"), bar, self.cancel_button):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(part)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(3)
        return place

    def _add_key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._shown)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(act)


def _to_mend(error: UserError) -> str:
    """Return what to do; what is wrong in a file with the file's own name, for which there is room."""
    if not isinstance(error, InvalidFile):
        return error.hint
    said = _("{file}, line {line}: {problem}. {fix}")
    return "\n".join(
        said.format(file=Path(each.file).name, line=each.line, problem=each.message, fix=each.fix)
        for each in error.problems
    )


def preview_bindings() -> tuple[Binding, ...]:
    """Return the keys of the preview, for the sheet of keys."""
    native = QKeySequence.SequenceFormat.NativeText

    def named(keys: str) -> str:
        return QKeySequence(keys).toString(native)

    zoom = _(" or ").join(map(named, (LARGER_KEYS, SMALLER_KEYS)))
    return (
        Binding(_(" or ").join(map(named, ("PgUp", "PgDown"))), _("A screen back, a screen on")),
        Binding(_(" or ").join(map(named, ("Home", "End"))), _("First page, last page")),
        Binding(zoom, _("Larger, smaller; Ctrl with the wheel does the same")),
        Binding(named(FIT_KEYS), _("As wide as there is room")),
        Binding(named(SEARCH_KEYS), _("Search in the report")),
    )
