"""The tables of the window: whole rows, keys as everywhere, Enter opens, header sorts."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import ROW_HEIGHT, ItemDelegate
from shipworthy.wording import Wording

_WIDEST = 220
_HEADER_PADDING = 22
_ARROW = 18
_NARROWEST = 150
_MEASURED_ROWS = 200


class TableView(QTableView):
    """A table whose rows are opened; `opened(index)` on Enter and on a double click.

    `elastic` are the columns that give way first where there is no room for all; the first column, which takes what is
    left, stays at least `narrowest` pixels wide. `measured_rows` are looked at to find how wide their columns must be.
    """

    opened = Signal(QModelIndex)

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        name: str,
        elastic: Sequence[int] = (),
        parent: QWidget | None = None,
        *,
        narrowest: int = _NARROWEST,
        measured_rows: int = _MEASURED_ROWS,
    ) -> None:
        super().__init__(parent)
        self._narrowest = narrowest
        self._hints: dict[int, int] = {}
        self._measured_rows = measured_rows
        self._elastic = tuple(elastic)
        self._theme = theme
        self.setAccessibleName(name)
        self.setItemDelegate(ItemDelegate(theme, wording, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(48)
        self.doubleClicked.connect(self.opened)
        header.sortIndicatorChanged.connect(self.fit)
        theme.changed.connect(self._fit_anew)  # never overridden: Qt forgets such a slot with its table
        self._set_row_height()

    @Slot()
    def _fit_anew(self) -> None:
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Give every column the room of its contents, and what is left to the first."""
        self._set_row_height()
        if self.model() is None:
            return
        # Measuring 10,000 rows takes seconds; the first few hundred tell enough.
        self.horizontalHeader().setResizeContentsPrecision(self._measured_rows)
        self._hints = {each: max(self.sizeHintForColumn(each), self._title_width(each)) for each in self._shown()}
        self._share_width()

    def _shown(self) -> list[int]:
        return [column for column in range(self.horizontalHeader().count()) if not self.isColumnHidden(column)]

    def _share_width(self) -> None:
        """Share the width there is among the columns, by what was measured of their contents."""
        header, hints, shown = self.horizontalHeader(), self._hints, self._shown()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        widest = self._theme.pixels(_WIDEST)
        for column, hint in hints.items():
            header.resizeSection(column, min(hint, widest))
        spare = self.viewport().width() - max(hints[0], self._theme.pixels(self._narrowest)) - self._width_of_others()
        for column in shown[1:]:
            given = min(max(spare, 0), hints[column] - header.sectionSize(column))  # what the first can do without
            header.resizeSection(column, header.sectionSize(column) + given)
            spare -= given
        narrowest, least = self._theme.pixels(self._narrowest), self._theme.pixels(_NARROWEST) // 2
        room = self.viewport().width() - narrowest - self._width_of_others()
        for column in (each for each in self._elastic if each in hints):
            given = min(max(-room, 0), max(header.sectionSize(column) - max(least, self._title_width(column)), 0))
            header.resizeSection(column, header.sectionSize(column) - given)
            room += given
        if room >= 0:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        else:
            header.resizeSection(0, narrowest)

    def _title_width(self, column: int) -> int:
        # Qt's own hint keeps room for the arrow of sorting in every column, which few windows have.
        header = self.horizontalHeader()
        title = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        arrow = _ARROW if self.isSortingEnabled() and column == header.sortIndicatorSection() else 0
        return QFontMetrics(self._theme.font(12, bold=True)).horizontalAdvance(title) + _HEADER_PADDING + arrow

    def _width_of_others(self) -> int:
        header = self.horizontalHeader()
        return sum(header.sectionSize(column) for column in range(1, header.count()))

    def show_whole(self, most_rows: int) -> None:
        """Be as high as the rows there are, up to a number."""
        self.fit()
        rows = min(self.model().rowCount(), most_rows) * self._theme.pixels(ROW_HEIGHT)
        scroll_bar = self.horizontalScrollBar().sizeHint().height() if self._is_too_wide() else 0
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + scroll_bar + 2 * self.frameWidth())

    def _is_too_wide(self) -> bool:
        return self.horizontalHeader().length() > self.viewport().width()

    def _set_row_height(self) -> None:
        # One fixed height: asking each of 10,000 rows for its own would make scrolling slow.
        self.verticalHeader().setDefaultSectionSize(self._theme.pixels(ROW_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() == event.oldSize().width():
            return
        if self._hints and [*self._hints] == self._shown():
            self._share_width()  # for which the contents need no measuring again
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
