"""The table of services: several can be selected, groups fold by key and click, columns are chosen and moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from uuid import UUID

from PySide6.QtCore import (
    QElapsedTimer,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.context import Context
from shipworthy.gui.models.service_columns import NAME
from shipworthy.gui.models.services_model import ServicesModel
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _

_MEASURED_ROWS = 40
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ServicesTable(TableView):
    """Rows of services and heads of groups.

    `service_opened(UUID)`; `columns_moved` after a person moved one, see `shown_columns`; `sorting_changed(id,
    descending)`; `columns_asked(place on the screen)` for the menu of columns.
    """

    service_opened = Signal(object)
    columns_moved = Signal()
    sorting_changed = Signal(str, bool)
    columns_asked = Signal(object)

    def __init__(self, context: Context, model: ServicesModel, parent: QWidget | None = None) -> None:
        elastic = [place for place, column in enumerate(model.columns) if column.may_go]
        super().__init__(context.theme, context.wording, _("Services"), elastic, parent, measured_rows=_MEASURED_ROWS)
        self._services = model
        self._ids = [column.id for column in model.columns]
        self._sorted_by: tuple[str, bool] | None = None
        self._typed, self._typing = "", QElapsedTimer()
        self.setModel(model)
        self.setSortingEnabled(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.show_sorting("", False)
        header = self.horizontalHeader()
        # Of a header Qt asks with every paint whether all rows of a column are selected, each of ten thousand.
        header.setSelectionModel(QItemSelectionModel(model, self))
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda place: self.columns_asked.emit(header.viewport().mapToGlobal(place))
        )
        header.sectionMoved.connect(self.columns_moved)
        header.sortIndicatorChanged.connect(self._sort)
        self.opened.connect(self._open)
        self.clicked.connect(self._click)

    # Columns and sorting

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """Return the ids of the columns that are shown, in their order."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        return tuple(self._ids[each] for each in order if not self.isColumnHidden(each))

    def show_columns(self, ids: Sequence[str]) -> None:
        """Show columns in an order; the first always stays where it is, and unknown ids are left out."""
        wanted = [self._ids.index(each) for each in dict.fromkeys(ids) if each in self._ids[1:]]
        if self.shown_columns == tuple(self._ids[each] for each in (NAME, *wanted)):
            return
        header = self.horizontalHeader()
        with QSignalBlocker(header):
            for visual, column in enumerate(wanted, start=1):
                header.moveSection(header.visualIndex(column), visual)
        for column in range(1, len(self._ids)):
            self.setColumnHidden(column, column not in wanted)
        self.fit()
        header.viewport().update()
        self.viewport().update()

    def show_sorting(self, column: str, descending: bool) -> None:
        """Sort by a column; by name where there is none of this id."""
        if (column, descending) == self._sorted_by:
            return
        self._sorted_by = (column, descending)
        place = self._ids.index(column) if column in self._ids else NAME
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(place, order)

    @Slot(int, Qt.SortOrder)
    def _sort(self, place: int, order: Qt.SortOrder) -> None:
        if self._services.columns[place].key is None:  # stay as it was
            before, descending = self._sorted_by or ("", False)
            with QSignalBlocker(self.horizontalHeader()):
                was = self._ids.index(before) if before in self._ids else NAME
                down = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
                self.horizontalHeader().setSortIndicator(was, down)
            return
        asked = (self._ids[place], order is Qt.SortOrder.DescendingOrder)
        if asked != self._sorted_by and (asked != (self._ids[NAME], False) or self._sorted_by != ("", False)):
            self._sorted_by = asked
            self.sorting_changed.emit(*asked)

    # What is selected

    @property
    def current(self) -> UUID | None:
        """Return the service that the focus is on; None where it is on the head of a group."""
        index = self.currentIndex()
        line = self._services.line(index.row()) if index.isValid() else None
        return line.service.id if line is not None else None

    def selected_lines(self) -> tuple[ServiceLine, ...]:
        """Return the services that are selected, in the order of the table."""
        ranges = self.selectionModel().selection()
        rows = sorted({row for each in ranges.toList() for row in range(each.top(), each.bottom() + 1)})
        return tuple(line for line in map(self._services.line, rows) if line is not None)

    def choose(self, service_ids: Iterable[UUID], current: UUID | None) -> None:
        """Select those of some services that are shown, and put the focus on one, else on the first row."""
        if not self._services.rowCount():
            return
        row = self._services.row_of(current) if current is not None else None
        rows = sorted(found for found in map(self._services.row_of, service_ids) if found is not None)
        selection = QItemSelection()
        last = self._services.columnCount() - 1
        for first, end in _runs(rows or [row or 0]):
            selection.select(self._services.index(first, NAME), self._services.index(end, last))
        command = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._services.index(row or 0, NAME), command.NoUpdate)
        self.selectionModel().select(selection, command.ClearAndSelect)
        self.scrollTo(self._services.index(row or 0, NAME))

    # What rows do

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        line = self._services.line(index.row())
        if line is not None:
            self.service_opened.emit(line.service.id)

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        if self._services.head(index.row()) is not None:
            self._services.toggle(index.row())

    def _on_head(self, event: QKeyEvent) -> bool:
        """Do what a key does on the head of a group; tell whether it did anything."""
        index = self.currentIndex()
        head = self._services.head(index.row()) if index.isValid() else None
        if head is None:
            return False
        close, open_ = Qt.Key.Key_Left, Qt.Key.Key_Right
        if self.isRightToLeft():
            close, open_ = open_, close
        is_toggled = (
            event.key() in (*_ENTER, Qt.Key.Key_Space)
            or (event.key() in (close, Qt.Key.Key_Minus) and not head.is_folded)
            or (event.key() in (open_, Qt.Key.Key_Plus) and head.is_folded)
        )
        if is_toggled:
            self._services.toggle(index.row())
        return is_toggled or event.key() in (close, open_)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._on_head(event):
            return
        if event.key() == Qt.Key.Key_Escape and len(self.selected_lines()) > 1:
            self.selectRow(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, typed: str) -> None:
        """Go to the next service whose name begins with what is typed; Qt's own asks the model for every cell."""
        if not self._typing.isValid() or self._typing.elapsed() > QApplication.keyboardInputInterval():
            self._typed = ""
        self._typing.start()
        is_first = not self._typed
        self._typed += typed.casefold()
        count, row = self._services.rowCount(), self.currentIndex().row()
        for place in _round(max(row, 0) + is_first, count):
            line = self._services.line(place)
            if line is not None and line.service.name.casefold().startswith(self._typed):
                self.setCurrentIndex(self._services.index(place, NAME))
                return


def _round(start: int, count: int) -> Iterable[int]:
    return (*range(start, count), *range(min(start, count)))


def _runs(rows: Collection[int]) -> Iterable[tuple[int, int]]:
    """Return rows that follow each other as the first and the last of each run."""
    for _gap, run in groupby(enumerate(rows), key=lambda each: each[1] - each[0]):
        found = [row for _place, row in run]
        yield found[0], found[-1]
