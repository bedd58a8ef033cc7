"""The tab of what was exported last: to open again, to find again, and to export again as things stand now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.errors import sentence
from shipworthy.gui.models.recent_exports_model import RecentExportsModel
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.reports.recent import ListedExport, RecentExport, forget_exports, list_recent


class RecentExports(QStackedWidget):
    """`again_asked(RecentExport)` where a person wants the same report anew."""

    again_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model = RecentExportsModel(context.theme, context.wording, self)
        self.table = TableView(context.theme, context.wording, _("Recent exports"), elastic=(1,))
        self.table.setModel(self.model)
        self.table.opened.connect(self._open_row)
        self.open_button = self._button(_("Open"), self._open)
        self.folder_button = self._button(_("Show in folder"), self._show_in_folder)
        self.again_button = self._button(_("Export again…"), self._ask_again)
        self.clear_button = self._button(_("Clear the list"), self.clear)
        self.mend_button = self._button(_("Clear the list"), self.clear)
        edits(context, self.clear_button, self.mend_button)
        self.nothing = EmptyState(
            _("Nothing exported yet"),
            _("Reports that you export are listed here, to be opened, found or exported again."),
        )
        self.damaged = EmptyState("", "", [self.mend_button])
        self._listed = self._laid_out()
        for each in (self.nothing, self._listed, self.damaged):
            self.addWidget(each)
        self.table.selectionModel().currentRowChanged.connect(self._allow)

    def _button(self, text: str, act: object) -> QPushButton:
        button = push_button(text)
        button.clicked.connect(act)
        return button

    def _laid_out(self) -> QWidget:
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.table, 1)
        row = FlowLayout(spacing=8)
        for button in (self.open_button, self.folder_button, self.again_button, self.clear_button):
            row.addWidget(button)
        column.addLayout(row)
        return listed

    @Slot()
    def refresh(self) -> None:
        """Read the list again, and which of its files are still there."""
        folder = self._context.data_dir
        self._context.tasks.run(lambda: list_recent(folder), self._show, self._show_damage, owner=self)

    @Slot()
    def clear(self) -> None:
        """Empty the list; the files stay."""
        folder = self._context.data_dir
        self._context.tasks.run(lambda: forget_exports(folder), lambda _done: self.refresh(), owner=self)

    def take_focus(self) -> None:
        """Take the focus to the list; nothing where it is empty."""
        if self.currentWidget() is self._listed:
            self.table.setFocus()
        elif self.currentWidget() is self.damaged:
            self.mend_button.setFocus()

    @property
    def chosen(self) -> ListedExport | None:
        """Return the export whose row is current; None where there is none."""
        index = self.table.currentIndex()
        return self.model.line(index.row()) if index.isValid() else None

    def _show(self, lines: tuple[ListedExport, ...]) -> None:
        row = max(self.table.currentIndex().row(), 0)
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.model.show_lines(lines)
        self.setCurrentWidget(self._listed if lines else self.nothing)
        if lines:
            self.table.setCurrentIndex(self.model.index(min(row, len(lines) - 1), 0))
            self.table.fit()
        self._allow()
        if had_focus:
            self.take_focus()

    def _show_damage(self, error: UserError) -> None:
        self.damaged.show_texts(sentence(error.message), error.hint)
        self.setCurrentWidget(self.damaged)

    @Slot()
    def _allow(self) -> None:
        chosen = self.chosen
        self.open_button.setEnabled(chosen is not None and chosen.is_there)
        self.folder_button.setEnabled(chosen is not None and Path(chosen.export.path).parent.is_dir())
        self.again_button.setEnabled(chosen is not None)

    @Slot(QModelIndex)
    def _open_row(self, _index: QModelIndex) -> None:
        self._open()

    @Slot()
    def _open(self) -> None:
        if self.chosen is not None and self.chosen.is_there:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self.chosen.export.path))

    @Slot()
    def _show_in_folder(self) -> None:
        if self.chosen is not None:
            show_in_folder(Path(self.chosen.export.path))

    @Slot()
    def _ask_again(self) -> None:
        if self.chosen is not None:
            again: RecentExport = self.chosen.export
            self.again_asked.emit(again)
