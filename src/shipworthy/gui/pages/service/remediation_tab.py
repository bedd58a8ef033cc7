"""The remediation items of one service."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.models.items_model import DUE, SERVICE, TEAM, WAITS_FOR, ItemsModel
from shipworthy.gui.pages.service.service_tab import ServiceTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.item_lists import ItemLine, list_items
from shipworthy.workflows.services import ServiceView

_MOST_ROWS = 12


class ServiceRemediationTab(ServiceTab):
    """Its items, what is due next first; Enter opens one on the Remediation page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._service: UUID | None = None
        self.model = ItemsModel(context.theme, context.wording, self)
        self.table = TableView(context.theme, context.wording, _("Remediation items"), (WAITS_FOR,))
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(DUE, Qt.SortOrder.AscendingOrder)
        for column in (SERVICE, TEAM):
            self.table.setColumnHidden(column, True)
        self.table.opened.connect(self._open_item)
        self.nothing = PlainLabel(
            _("No items yet. Plan the remediation of a review, and every miss becomes one."), "soft", wrap=True
        )
        self.page_button = push_button(_("All items…"), "flat", tip=_("Open the Remediation page"))
        self.page_button.clicked.connect(lambda: context.go_to("remediation"))
        card = Card(_("Remediation"))
        card.head.addWidget(self.page_button)
        card.body.addWidget(self.nothing)
        card.body.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(card)
        layout.addStretch(1)
        self.table.hide()

    def show_view(self, view: ServiceView) -> None:
        service_id = self._service = view.service.id

        def show(lines: Sequence[ItemLine]) -> None:
            if service_id == self._service:
                self._show(lines)

        self.context.read(lambda session: list_items(session, service_id), show, owner=self)

    def _show(self, lines: Sequence[ItemLine]) -> None:
        self.model.show_lines(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        if lines:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.fit()
        self.filled.emit()

    @Slot(QModelIndex)
    def _open_item(self, index: QModelIndex) -> None:
        self.context.go_to("remediation")
        self.context.open_item(self.model.line(index.row()).item.id)

    def focus_place(self) -> QWidget | None:
        return self.table if self.table.isVisible() else None

    @Slot()
    def fit(self) -> None:
        self.table.show_whole(_MOST_ROWS)

    def bindings(self) -> Sequence[Binding]:
        return (Binding(_("Enter"), _("Open the chosen item on the Remediation page")),)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
