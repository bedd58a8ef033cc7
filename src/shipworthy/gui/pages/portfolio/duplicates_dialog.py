"""Services that are likely the same one under two names, each pair a step away from being merged."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.pages.service.acts import ServiceActs
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.service_duplicates import LikelyDuplicate, likely_duplicates


class DuplicatesDialog(AskDialog):
    """Enter or Merge shows what merging a pair does."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(_("Likely duplicates"), parent)
        self._context = context
        self._acts = ServiceActs(context, parent)
        resize_within_screen(self, context.theme.pixels(720), context.theme.pixels(480))
        self.setMinimumSize(360, 280)
        self.model = LinesModel[LikelyDuplicate](context.theme, self._columns(), self)
        self.table = TableView(context.theme, context.wording, _("Likely duplicates"), elastic=(0, 1))
        self.table.setModel(self.model)
        self.table.opened.connect(self._merge)
        self.nothing = PlainLabel(_("Looking for names that read alike…"), "soft", wrap=True)
        self.merge_button = push_button(_("Merge…"), "primary")
        self.merge_button.setEnabled(False)
        edits(context, self.merge_button)
        self.merge_button.clicked.connect(self.merge_current)
        self.cancel_button.setText(_("Close"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.lay_out(content, self.merge_button, _("Nothing is changed before you have seen what merging does."))
        self.table.hide()
        self.cancel_button.setFocus()
        context.read(likely_duplicates, self._show, self.say_refused, owner=self)

    def _columns(self) -> tuple[Column[LikelyDuplicate], ...]:
        return (
            Column(_("Service"), lambda pair: pair.one.name),
            Column(_("Looks like"), lambda pair: pair.other.name),
            Column(_("Why"), lambda pair: _("The same name") if pair.is_same else _("Nearly the same name"), ink=_soft),
        )

    def _show(self, pairs: tuple[LikelyDuplicate, ...]) -> None:
        self.model.show_rows(pairs)
        self.nothing.setText(_("No two services have names that read alike."))
        self.nothing.setVisible(not pairs)
        self.table.setVisible(bool(pairs))
        self.merge_button.setEnabled(bool(pairs))
        if pairs:
            self.table.fit()
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus()

    @Slot()
    def merge_current(self) -> None:
        """Show what merging the current pair does."""
        if self.table.currentIndex().isValid():
            self._merge(self.table.currentIndex())

    @Slot(QModelIndex)
    def _merge(self, index: QModelIndex) -> None:
        pair = self.model.row(index.row())
        self.accept()
        self._acts.merge(pair.one, pair.other)


def _soft(_pair: LikelyDuplicate) -> str:
    return "soft"
