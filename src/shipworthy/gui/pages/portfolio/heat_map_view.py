"""The heat map on screen: slanted titles above, names beside, and in cells a number on a ground that says how good."""

from __future__ import annotations

from math import radians, sin, tan

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shipworthy.domain.heat_map import HeatCell
from shipworthy.gui.models.heat_map_model import HeatMapModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE
from shipworthy.gui.widgets.text_direction import isolated

ROW_HEIGHT = 32
_NARROWEST, _WIDEST = 52, 84
_SCORE_WIDTH = 112  # room for the slanted titles before it
_NAMES_NARROWEST, _NAMES_WIDEST = 96, 240
_MEASURED_NAMES = 300
_SLANT = 50  # degrees
_TITLES_LOWEST, _TITLES_HIGHEST, _PACKS_HEIGHT = 72, 168, 24
_TITLES_SHARE = 0.42  # of the height of the table, at most
_FOOT = 8  # pixels between titles and cells
_STRENGTHS = (("bad", 0.28), ("warn", 0.06), ("ok", 0.28))  # how much stronger than a chip's ground
_Index = QModelIndex | QPersistentModelIndex


def heat_ground(theme: Theme, score: float) -> QColor:
    """Return the ground for a score, a part of 1: from bad over warn to ok, so weak that ink on it is easy to read."""
    bad, warn, ok = (
        _mixed(theme.colour(f"{kind}_weak"), theme.colour(kind), strength) for kind, strength in _STRENGTHS
    )
    return _mixed(bad, warn, score * 2) if score < 0.5 else _mixed(warn, ok, score * 2 - 1)


def _mixed(one: QColor, other: QColor, part: float) -> QColor:
    return QColor.fromRgbF(
        *(
            a + (b - a) * part
            for a, b in zip(one.getRgbF()[:3], other.getRgbF()[:3], strict=True)  # type: ignore[index]
        )
    )


class HeatDelegate(QStyledItemDelegate):
    """Paints HeatCells: a number on its ground, and a frame around the one with the cursor."""

    def __init__(self, theme: Theme, parent: HeatTable) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = parent
        self._grounds: list[QColor] = []
        self.follow_theme()

    def follow_theme(self) -> None:
        """Take the colours of the theme in use."""
        self._grounds = [heat_ground(self._theme, percent / 100) for percent in range(101)]

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell: HeatCell = index.data(CELL_ROLE)
        painter.save()
        inner = option.rect.adjusted(1, 1, -1, -1)
        if cell.score is not None:
            painter.fillRect(inner, self._grounds[int(cell.score * 100)])
        painter.setFont(self._theme.font(13, bold=cell.is_below))
        painter.setPen(self._theme.colour("soft" if cell.score is None else "ink"))
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, index.data())
        if self._table.starts_pack(index.column()):
            painter.setPen(self._theme.colour("edge"))
            is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
            x = option.rect.right() if is_mirrored else option.rect.left()
            painter.drawLine(x, option.rect.top(), x, option.rect.bottom())
        if index == self._table.currentIndex() and self._table.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(2, 2, -2, -2))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(self._theme.pixels(_NARROWEST), self._theme.pixels(ROW_HEIGHT))


class HeatTable(QTableView):
    """A table of HeatCells under a cursor that goes from cell to cell.

    `opened(index)` on Enter and on a double click, `moved(index)` with the cursor, `left(step)` where an arrow leads
    out of the table: -1 above, 1 below.
    """

    opened = Signal(QModelIndex)
    moved = Signal(QModelIndex)
    left = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(name)
        self._delegate = HeatDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(1)
        names = self.verticalHeader()
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setHighlightSections(False)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self.opened)
        theme.changed.connect(self._follow_theme)

    @Slot()
    def _follow_theme(self) -> None:
        self._delegate.follow_theme()
        self.viewport().update()

    def starts_pack(self, column: int) -> bool:
        """Tell whether a column is the first of another pack than the one before it."""
        model = self.model()
        return isinstance(model, HeatMapModel) and column > 0 and model.columns[column].starts_pack

    def set_widths(self, names: int, column: int, score: int) -> None:
        """Give the names and the columns their room."""
        self.verticalHeader().setFixedWidth(names)
        self.verticalHeader().setDefaultSectionSize(self.theme.pixels(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setDefaultSectionSize(column)
        for place in range(header.count()):
            header.resizeSection(place, score if place == header.count() - 1 else column)

    # Qt overrides

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
            return
        if event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if event.key() == Qt.Key.Key_Down and index.row() == self.model().rowCount() - 1:
                self.left.emit(1)
                return
            if event.key() == Qt.Key.Key_Up and index.row() <= 0:
                self.left.emit(-1)
                return
        super().keyPressEvent(event)


class SlantedHeader(QHeaderView):
    """Titles of narrow columns, slanted; below them the titles of packs, each over its columns."""

    def __init__(self, theme: Theme, parent: HeatTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._table = parent
        self.setSectionsClickable(True)
        self.setMouseTracking(True)

    def _heat_map(self) -> HeatMapModel | None:
        model = self.model()
        return model if isinstance(model, HeatMapModel) else None

    def _packs_height(self) -> int:
        model = self._heat_map()
        return self._theme.pixels(_PACKS_HEIGHT) if model is not None and model.has_packs else 0

    def _titles_height(self) -> int:
        """Return the room that the longest title asks for, up to a limit."""
        model = self._heat_map()
        metrics = QFontMetrics(self._theme.font(12, bold=True))
        titles = [f"↓ {each.title}" for each in model.columns] if model is not None else []
        longest = max((metrics.horizontalAdvance(each) for each in titles), default=0)
        wanted = round(longest * sin(radians(_SLANT))) + 2 * _FOOT + metrics.height()
        lowest = self._theme.pixels(_TITLES_LOWEST)
        of_table = round(self._table.height() * _TITLES_SHARE)
        return max(min(wanted, self._theme.pixels(_TITLES_HIGHEST), of_table), lowest)

    def _paint_title(self, painter: QPainter, model: HeatMapModel, section: int) -> None:
        is_mirrored = self.isRightToLeft()
        is_sorted = section == model.sorted_column()
        text = model.columns[section].title
        if is_sorted:
            text = f"{'↑' if model.sorted_by[1] else '↓'} {text}"
        font = self._theme.font(12, bold=True)
        room = round((self.height() - self._packs_height() - 2 * _FOOT) / sin(radians(_SLANT)))
        shown = isolated(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room))
        width = self._theme.pixels(_NARROWEST) if model.columns[section].is_score else self.sectionSize(section)
        x = self.sectionViewportPosition(section)
        middle = x + self.sectionSize(section) - width // 2 if is_mirrored else x + width // 2
        painter.save()
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent" if is_sorted else "soft"))
        painter.translate(QPoint(middle, self.height() - self._packs_height() - _FOOT))
        painter.rotate(_SLANT if is_mirrored else -_SLANT)
        height = painter.fontMetrics().height()
        place = QRect(-room if is_mirrored else 0, -height // 2, room, height)
        end = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, end | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_pack(self, painter: QPainter, title: str, first: int, last: int) -> None:
        ends = (self.sectionViewportPosition(first), self.sectionViewportPosition(last))
        start, stop = min(ends), max(ends) + self.sectionSize(first)
        height = self._packs_height()
        band = QRect(start + 2, self.height() - height, stop - start - 4, height - 3)
        # The title stays in sight as long as any of its columns does.
        seen = band.intersected(self.viewport().rect())
        painter.fillRect(band, self._theme.colour("none_weak"))
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.colour("soft"))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(seen.width() - 12, 0))
        painter.drawText(seen, Qt.AlignmentFlag.AlignCenter, shown)

    def _packs(self, model: HeatMapModel) -> list[tuple[str, int, int]]:
        starts = [place for place, each in enumerate(model.columns) if each.starts_pack]
        ends = [*starts[1:], len(model.columns) - 1]
        return [
            (model.columns[start].pack, start, end - 1) for start, end in zip(starts, ends, strict=True) if end > start
        ]

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._titles_height() + self._packs_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surface"))
        model = self._heat_map()
        if model is None or not self.count():
            return
        overhang = round(self.height() / tan(radians(_SLANT)))
        seen = range(-overhang, self.viewport().width() + overhang)
        for section in range(self.count()):
            position = self.sectionViewportPosition(section)
            if position in seen or position + self.sectionSize(section) in seen:
                self._paint_title(painter, model, section)
        if model.has_packs:
            for pack in self._packs(model):
                self._paint_pack(painter, *pack)
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


def fit(table: HeatTable, means: HeatTable) -> None:
    """Give both tables the same columns, as wide as there is room for."""
    theme, model = table.theme, table.model()
    assert isinstance(model, HeatMapModel)
    metrics = QFontMetrics(theme.font(12, bold=True))
    names = [model.line(row).service.name for row in range(min(model.rowCount(), _MEASURED_NAMES))]
    widest = max((metrics.horizontalAdvance(name) for name in names), default=0) + theme.pixels(24)
    of_names = min(max(widest, theme.pixels(_NAMES_NARROWEST)), theme.pixels(_NAMES_WIDEST))
    score = theme.pixels(_SCORE_WIDTH)
    room = table.width() - of_names - score - table.verticalScrollBar().sizeHint().width() - 2 * table.frameWidth()
    fair = room // max(model.columnCount() - 1, 1)
    column = min(max(fair, theme.pixels(_NARROWEST)), theme.pixels(_WIDEST))
    for each in (table, means):
        each.set_widths(of_names, column, score)
    table.horizontalHeader().setFixedHeight(table.horizontalHeader().sizeHint().height())
