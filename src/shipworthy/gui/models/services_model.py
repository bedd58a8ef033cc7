"""The services as a table, perhaps in groups; sorted as Python lists, which is many times faster than a proxy model.

Groups are rows of their own among the services, so that the table stays flat: ten thousand rows scroll as one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from shipworthy.domain.line_groups import grouped, summary_of
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.score_line import ScoreLine, places
from shipworthy.domain.service_filter import Facet, Value
from shipworthy.domain.stale import StaleReason
from shipworthy.gui.models.service_columns import DUE, LAST_REVIEW, NAME, TREND, ServiceColumn, service_columns
from shipworthy.gui.models.table_model import LEADING, ROOT, TRAILING, Index, TableModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.group_head import GroupCell
from shipworthy.gui.widgets.item_delegate import CELL_ROLE
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.gui.widgets.spark_line import SparkCell
from shipworthy.text import _
from shipworthy.wording import Wording

StaleReasons = Callable[[UUID], Sequence[StaleReason]]


class _Group:
    """Services with a value in common; what its head says is worked out when somebody sees it."""

    def __init__(self, value: Value, lines: Sequence[ServiceLine], name: str, wording: Wording) -> None:
        self.value = value
        self.lines = lines
        self.name = name
        self.is_folded = False
        self._wording = wording

    @cached_property
    def about(self) -> str:
        """Return what its services come to."""
        return self._wording.group(summary_of(self.lines))

    @property
    def head(self) -> GroupCell:
        """Return what its head shows."""
        return GroupCell(self.value, self.name, self.about, self.is_folded)


Row = ServiceLine | _Group


class ServicesModel(TableModel[Row, ServiceColumn]):
    """Rows are ServiceLines and, where they are grouped, a head before each group.

    `show_lines`, `group_by` and `sort` decide which and in what order; `toggle` folds a group. `folded_changed` after
    one was.
    """

    folded_changed = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wording = wording
        self._columns = service_columns(wording, self._trend_text, lambda line: self._falls(line.service.id))
        self._by_name: list[ServiceLine] = []
        self._lines: list[ServiceLine] = []
        self._groups: list[_Group] = []
        self._rows: list[Row] = []
        self._places: dict[int, int] | None = None  # by the number of the id, which is looked up faster
        self._trends: dict[UUID, ScoreLine] = {}
        self._stale: StaleReasons = lambda _service: ()
        self._falls: Callable[[UUID], int] = lambda _service: 0
        self._sorted_by = (NAME, Qt.SortOrder.AscendingOrder)
        self._group_by: Facet | None = None
        self._folded: set[Value] = set()

    @property
    def columns(self) -> Sequence[ServiceColumn]:
        """Return the columns, shown or not."""
        return self._columns

    @property
    def lines(self) -> Sequence[ServiceLine]:
        """Return the services in the order of the table, those in folded groups too."""
        return self._lines

    def show_lines(
        self,
        lines: Sequence[ServiceLine],
        stale: StaleReasons = lambda _service: (),
        falls: Callable[[UUID], int] = lambda _service: 0,
    ) -> None:
        """Show other services, grouped and sorted as before.

        `stale` tells why a service's decision is, `falls` how many services fall with one; both when they are needed.
        """
        self._stale, self._falls = stale, falls
        self.beginResetModel()
        self._by_name = _by_name(lines)
        self._arrange()
        self.endResetModel()

    def group_by(self, facet: Facet | None) -> None:
        """Group by a field of the services; None for no groups."""
        if facet is not self._group_by:
            self.beginResetModel()
            self._group_by, self._folded = facet, set()
            self._arrange()
            self.endResetModel()

    def ordered(self, lines: Sequence[ServiceLine]) -> list[ServiceLine]:
        """Return lines in the order of the table, one group after the other."""
        sorted_lines = self._sorted(_by_name(lines))
        if self._group_by is None:
            return sorted_lines
        return [line for _value, group in grouped(sorted_lines, self._group_by) for line in group]

    def line(self, row: int) -> ServiceLine | None:
        """Return the service in a row; None for the head of a group."""
        found = self._rows[row]
        return None if isinstance(found, _Group) else found

    def head(self, row: int) -> GroupCell | None:
        """Return the head of a group in a row; None for a service."""
        found = self._rows[row]
        return found.head if isinstance(found, _Group) else None

    def row_of(self, service_id: UUID) -> int | None:
        """Return where a service stands; None where it is left out, or folded away."""
        if self._places is None:
            self._places = {
                line.service.id.int: row for row, line in enumerate(self._rows) if not isinstance(line, _Group)
            }
        return self._places.get(service_id.int)

    def toggle(self, row: int) -> None:
        """Fold the group whose head is in a row, or unfold it."""
        group = self._rows[row]
        if not isinstance(group, _Group):
            return
        first, last, was_folded = row + 1, row + len(group.lines), group.is_folded
        if was_folded:
            self.beginInsertRows(ROOT, first, last)
        else:
            self.beginRemoveRows(ROOT, first, last)
        self._folded ^= {group.value}
        self._make_rows()
        if was_folded:
            self.endInsertRows()
        else:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.folded_changed.emit()

    def fold_all(self, folded: bool) -> None:
        """Fold every group, or unfold every one."""
        self.beginResetModel()
        self._folded = {group.value for group in self._groups} if folded else set()
        self._make_rows()
        self.endResetModel()
        self.folded_changed.emit()

    def show_trends(self, trends: Mapping[UUID, ScoreLine]) -> None:
        """Show how the scores of some services went."""
        self._trends.update(trends)
        for row in map(self.row_of, trends):
            if row is not None:
                self.dataChanged.emit(self.index(row, TREND), self.index(row, TREND))

    def _sorted(self, by_name: Sequence[ServiceLine]) -> list[ServiceLine]:
        """Return lines that stand by name in the order of the column; equals stay by name."""
        place, order = self._sorted_by
        column, is_descending = self._columns[place], order is Qt.SortOrder.DescendingOrder
        if place == NAME and not is_descending:
            return list(by_name)
        assert column.key is not None, "sort asks before"
        found = sorted(by_name, key=column.key, reverse=is_descending)
        return sorted(found, key=column.is_last) if column.is_last else found

    def _arrange(self) -> None:
        """Sort and group; to be called between news of it."""
        self._lines, self._groups = self._sorted(self._by_name), []
        if self._group_by is not None:
            name = partial(self._wording.facet_value, self._group_by)
            self._groups = [
                _Group(value, lines, name(value), self._wording)
                for value, lines in grouped(self._lines, self._group_by)
            ]
            self._lines = [line for group in self._groups for line in group.lines]
        self._make_rows()

    def _make_rows(self) -> None:
        self._places = None
        if self._group_by is None:
            self._rows = list(self._lines)
            return
        self._rows = []
        for group in self._groups:
            group.is_folded = group.value in self._folded
            self._rows.append(group)
            if not group.is_folded:
                self._rows.extend(group.lines)

    def _trend_text(self, line: ServiceLine) -> str:
        trend = self._trends.get(line.service.id)
        return self._wording.score_line(trend) if trend is not None else ""

    def _text(self, line: ServiceLine, column: int) -> str:
        text = self._columns[column].text(line)
        return f"{text} · {_('stale')}" if self._reasons(line, column) else text

    def _reasons(self, line: ServiceLine, column: int) -> list[str]:
        """Return why a decision is stale and a review due, beneath what the column says of it."""
        stale = self._stale(line.service.id) if column == LAST_REVIEW else ()
        due = self._wording.due_lines(line.due) if column in (LAST_REVIEW, DUE) else []
        return [*due, *(self._wording.stale_reason(reason) for reason in stale)]

    def _of_head(self, head: _Group, column: int, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{head.name} · {head.about}" if column == NAME else ""
            case Qt.ItemDataRole.AccessibleTextRole:
                state = _("folded") if head.is_folded else _("unfolded")
                return f"{head.name}, {head.about}, {state}"
        return head.head if role == CELL_ROLE else None

    # Qt overrides

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column within the groups; one that cannot be sorted by changes nothing."""
        if self._columns[column].key is None or self._sorted_by == (column, order):
            return
        self._sorted_by = (column, order)
        before = self._rows
        self._arrange()
        after, self._rows = self._rows, before
        self._reorder(after, _identity)
        self._places = None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], _Group):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, place = self._rows[index.row()], index.column()
        if isinstance(line, _Group):
            return self._of_head(line, place, role)
        column = self._columns[place]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(line, place)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip("\n".join([self._text(line, place), *self._reasons(line, place)]))
            case Qt.ItemDataRole.TextAlignmentRole:
                return TRAILING if column.is_number else LEADING
            case Qt.ItemDataRole.FontRole:
                return self._theme.font(13, bold=place == NAME)
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.colour("soft") if column.is_soft else None
        if role != CELL_ROLE:
            return None
        if place == TREND:
            return SparkCell(places(trend) if (trend := self._trends.get(line.service.id)) else ())
        return column.cell(line) if column.cell else None


def _identity(row: Row) -> Hashable:
    return ("group", row.value) if isinstance(row, _Group) else id(row)  # sorting moves the very same lines


def _by_name(lines: Iterable[ServiceLine]) -> list[ServiceLine]:
    return sorted(lines, key=lambda line: line.service.name.casefold())
