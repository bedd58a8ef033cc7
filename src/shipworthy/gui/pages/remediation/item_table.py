"""The table of items: several can be chosen, and single keys act on those chosen."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.models.items_model import OWNER, SERVICE, TEAM, TITLE, WAITS_FOR, ItemsModel
from shipworthy.gui.pages.remediation.item_keys import act_of
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _

_MEASURED_ROWS = 40
_NARROWEST = 230  # of the titles
_ROOM_FOR_TEAM = 1240  # the width below which the team is left to the filter and to the service's tool tip


class ItemTable(TableView):
    """Emits `acted(ItemAct)` for the keys of `item_keys`; `escaped` by Esc where one item at most is chosen."""

    acted = Signal(object)
    escaped = Signal()

    def __init__(self, context: Context, model: ItemsModel, parent: QWidget | None = None) -> None:
        elastic = (WAITS_FOR, TEAM, SERVICE, OWNER)
        self._pixels = context.theme.pixels
        super().__init__(
            context.theme, context.wording, _("Remediation items"), elastic, parent,
            narrowest=_NARROWEST, measured_rows=_MEASURED_ROWS,
        )  # fmt: skip
        self._items = model
        self._single_keys: Callable[[], bool] = lambda: context.settings.single_key_answers
        self.setModel(model)
        self.setSortingEnabled(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        context.theme.changed.connect(self._show_team)

    @Slot()
    def _show_team(self) -> None:
        """Show the teams where there is room for a column of their own."""
        no_room = self.width() < self._pixels(_ROOM_FOR_TEAM)
        if no_room != self.isColumnHidden(TEAM):
            self.setColumnHidden(TEAM, no_room)
            self.fit()

    @property
    def current(self) -> UUID | None:
        """Return the item that the focus is on."""
        index = self.currentIndex()
        return self._items.line(index.row()).item.id if index.isValid() else None

    @property
    def chosen(self) -> list[UUID]:
        """Return the items chosen, in the order shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows(TITLE))
        return [self._items.line(row).item.id for row in rows]

    def choose(self, item_ids: list[UUID], current: UUID | None) -> None:
        """Choose those of some items that are shown, and put the focus on one, else on the first row."""
        places = {line.item.id: row for row, line in enumerate(self._items.lines)}
        if not places:
            return
        row = places.get(current, 0) if current is not None else 0
        last = self._items.columnCount() - 1
        selection = QItemSelection()
        for each in sorted(places[each] for each in item_ids if each in places) or [row]:
            selection.select(self._items.index(each, TITLE), self._items.index(each, last))
        command = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._items.index(row, TITLE), command.NoUpdate)
        self.selectionModel().select(selection, command.ClearAndSelect)
        self.scrollTo(self._items.index(row, TITLE))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_team()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = act_of(event, self._single_keys())
        if act is not None:
            self.acted.emit(act)
        elif event.key() == Qt.Key.Key_Escape:
            if len(self.selectionModel().selectedRows(TITLE)) > 1:
                self.selectRow(self.currentIndex().row())
            else:
                self.escaped.emit()
        else:
            super().keyPressEvent(event)
