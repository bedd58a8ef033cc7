"""The history of a service: who changed what and when, the newest first, more of it as one scrolls."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.pages.service.service_tab import ServiceTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.service_history import HistoryLine, HistoryPage, service_history
from shipworthy.workflows.services import ServiceView

_MOST_ROWS = 14


class HistoryTab(ServiceTab):
    """A table of changes; older ones are read when its end comes into sight, or at the press of a button."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._service: UUID | None = None
        self._older: int | None = None
        self._is_reading = False
        wording = context.wording
        self.model = LinesModel[HistoryLine](
            context.theme,
            (
                Column(_("What changed"), lambda line: line.text),
                Column(_("About"), lambda line: line.about),
                Column(_("Who"), lambda line: line.actor),
                Column(_("When"), lambda line: _when(context, line)),
            ),
            self,
        )
        self.table = TableView(context.theme, wording, _("History"), elastic=(2,))
        self.table.setModel(self.model)
        self.table.verticalScrollBar().valueChanged.connect(self._read_at_end)
        self.older_button = push_button(_("Show older changes"))
        self.older_button.clicked.connect(self.read_older)
        note = PlainLabel(
            _("Every change to the service, its facts, reviews, items and waivers. Nothing is ever taken out."),
            "soft",
            wrap=True,
        )
        card = Card(_("History"))
        card.body.addWidget(note)
        card.body.addWidget(self.table)
        card.add_button(self.older_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(card)
        layout.addStretch(1)

    def show_view(self, view: ServiceView) -> None:
        service_id = self._service = view.service.id

        def show(page: HistoryPage) -> None:
            if service_id == self._service:
                self.model.show_rows(page.lines)
                self.table.setCurrentIndex(self.model.index(0, 0))
                self._took(page)

        self._is_reading = True
        self.context.read(lambda session: service_history(session, service_id), show, owner=self)

    @Slot()
    def read_older(self) -> None:
        """Read the changes before those that are shown."""
        service_id, before = self._service, self._older
        if service_id is None or before is None or self._is_reading:
            return

        def show(page: HistoryPage) -> None:
            if service_id == self._service and before == self._older:
                self.model.add_rows(page.lines)
                self._took(page)

        self._is_reading = True
        self.context.read(lambda session: service_history(session, service_id, before), show, owner=self)

    def _took(self, page: HistoryPage) -> None:
        self._is_reading = False
        self._older = page.older
        had_focus = self.older_button.hasFocus()
        self.older_button.setVisible(page.older is not None)
        if had_focus and page.older is None:
            self.table.setFocus()
        self.fit()

    @Slot(int)
    def _read_at_end(self, value: int) -> None:
        if value >= self.table.verticalScrollBar().maximum() > 0:
            self.read_older()

    def focus_place(self) -> QWidget | None:
        return self.table

    @Slot()
    def fit(self) -> None:
        self.table.show_whole(_MOST_ROWS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _when(context: Context, line: HistoryLine) -> str:
    at = line.at.astimezone(context.now().tzinfo)
    return f"{context.wording.date(at.date())}, {context.wording.time(at)}"
