"""The heat map as a table: a row for each service, a column for each principle, and the score at the end.

Rows are decoded when they are first looked at: of ten thousand, few ever are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from shipworthy.domain.heat_map import NOT_ASKED, ColumnMean, HeatCell, HeatColumn
from shipworthy.domain.portfolio import ServiceLine, StandingReview, size_of
from shipworthy.gui.models.table_model import ROOT, UNSORTED, Index, TableModel
from shipworthy.gui.widgets.item_delegate import CELL_ROLE
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.gui.widgets.text_direction import isolated
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.heat_map import HeatMapView

BELOW = "▼"
_MOST_DECODED = 5000
_FINEST = 1_000_000
_LONGEST_NAME = 48  # in what is said of a cell
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A column as the view has it; `is_score` tells the last one, `starts_pack` the first of each pack."""

    title: str
    pack: str = ""
    principle: str = ""
    question: str = ""
    starts_pack: bool = False

    @property
    def is_score(self) -> bool:
        """Tell whether it is the column of the service's own score."""
        return not self.principle

    @property
    def is_number(self) -> bool:
        """Tell that it holds figures."""
        return True


class HeatMapModel(TableModel[int, MapColumn]):
    """Services in the order in which they are given, or sorted by a principle, the worst first."""

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._lines: Sequence[ServiceLine] = ()
        self._view: HeatMapView | None = None
        self._columns = ()
        self._rows: list[int] = []  # places in lines, as shown
        self._decoded: dict[int, tuple[HeatCell, ...]] = {}
        self.sorted_by: tuple[str | None, bool] = (None, False)  # the principle ("" the score), and best first

    @property
    def columns(self) -> Sequence[MapColumn]:
        """Return the columns, the score's last."""
        return self._columns

    @property
    def has_packs(self) -> bool:
        """Tell whether principles of several packs stand side by side."""
        return sum(each.starts_pack for each in self._columns) > 1

    def line(self, row: int) -> ServiceLine:
        """Return the service of a row."""
        return self._lines[self._rows[row]]

    def cell(self, row: int, column: int) -> HeatCell:
        """Return what a service scores under a principle."""
        return self._cells(self._rows[row])[column]

    def place_of(self, service_id: UUID | None, principle: str | None) -> tuple[int, int]:
        """Return row and column of a service and a principle; the first where there is none."""
        row = next((row for row, at in enumerate(self._rows) if self._lines[at].service.id == service_id), 0)
        column = next((place for place, each in enumerate(self._columns) if each.principle == principle), 0)
        return row, column

    def show_map(self, lines: Sequence[ServiceLine], view: HeatMapView) -> None:
        """Show services with the map that was worked out for just these."""
        self.beginResetModel()
        self._lines, self._view = lines, view
        self._columns = _columns(view.map.columns)
        self._decoded.clear()
        if self._sorted_column() is None:
            self.sorted_by = (None, False)
        self._rows = self._in_order()
        self.endResetModel()

    def sort_by(self, column: int | None, *, best_first: bool = False) -> None:
        """Sort by a column, the worst first unless said; None for the order in which services were given."""
        self.sorted_by = (None if column is None else self._columns[column].principle, best_first)
        self._reorder(self._in_order(), lambda place: place)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def sorted_column(self) -> int:
        """Return by which column rows are sorted; -1 for none."""
        column = self._sorted_column()
        return UNSORTED if column is None else column

    def _sorted_column(self) -> int | None:
        principle = self.sorted_by[0]
        found = (place for place, each in enumerate(self._columns) if each.principle == principle)
        return None if principle is None else next(found, None)

    def _in_order(self) -> list[int]:
        places = list(range(len(self._lines)))
        column = self._sorted_column()
        if column is None or self._view is None:
            return places
        sizes = [_size(line.standing) for line in self._lines]
        if not self._columns[column].is_score:
            sizes = [row[column] for row in self._view.sizes]
        sign = -1 if self.sorted_by[1] else 1
        return sorted(places, key=lambda place: (sizes[place] < 0, sign * sizes[place]))

    def _cells(self, place: int) -> tuple[HeatCell, ...]:
        if place not in self._decoded:
            assert self._view is not None, "there are no rows without"
            if len(self._decoded) > _MOST_DECODED:
                self._decoded.clear()
            standing = self._lines[place].standing
            self._decoded[place] = (*self._view.map.row(standing), _score_cell(standing))
        return self._decoded[place]

    def words(self, row: int, column: int) -> str:
        """Return a cell in words: "checkout · Failure: 43, 2 misses, 1 blocker"."""
        line, cell = self.line(row), self.cell(row, column)
        name = isolated(_short(line.service.name))
        if line.standing is None:
            return _("{service}: no review yet").format(service=name)
        said = self._said(line.standing, cell, self._columns[column])
        return _("{service} · {principle}: {said}").format(service=name, principle=self._named(column), said=said)

    def _said(self, standing: StandingReview, cell: HeatCell, column: MapColumn) -> str:
        if not cell.is_asked:
            return _("not asked in this review")
        if cell.score is None:
            return _("nothing of it applies")
        parts = [self._wording.percent(cell.score)]
        if cell.is_below:
            least = self._wording.limit_percent(standing.least_of_principles)
            parts.append(_("below the minimum of {least}").format(least=least))
        if cell.misses:
            parts.append(ngettext("{count} miss", "{count} misses", cell.misses).format(count=cell.misses))
        if cell.blockers:
            parts.append(ngettext("{count} blocker", "{count} blockers", cell.blockers).format(count=cell.blockers))
        if column.is_score and standing.live_score is not None:
            parts.append(_("sealed at {score}").format(score=self._wording.percent(standing.score)))
        return ", ".join(parts)

    def _named(self, column: int) -> str:
        each = self._columns[column]
        return f"{each.title} ({each.pack})" if self.has_packs and each.pack else each.title

    def _text(self, cell: HeatCell) -> str:
        number = self._wording.percent(cell.score)
        return f"{BELOW} {number}" if cell.is_below else number

    # Qt overrides

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal:
            match role:
                case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                    return self._columns[section].title
                case Qt.ItemDataRole.ToolTipRole:
                    return plain_tool_tip(self._named(section))
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return isolated(self.line(section).service.name)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self.line(section).service.name)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(self.cell(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.words(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self.words(row, column))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _CENTRE
        return self.cell(row, column) if role == CELL_ROLE else None


class MeansModel(TableModel[int, MapColumn]):
    """One row: the mean of each principle over the services shown, and that of their scores."""

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._columns = ()
        self._rows = (0,)
        self._means: list[tuple[Fraction | None, int]] = []

    def show_map(self, lines: Sequence[ServiceLine], view: HeatMapView) -> None:
        """Show the means of other services."""
        self.beginResetModel()
        self._columns = _columns(view.map.columns)
        sizes = [size for size in (_size(line.standing) for line in lines) if size >= 0]
        means = [*view.means, ColumnMean(fsum(sizes) / len(sizes) if sizes else None, len(sizes))]
        self._means = [(near(each.mean), each.count) for each in means]
        self.endResetModel()

    def words(self, column: int) -> str:
        """Return a mean in words: "Failure: mean 61 over 812 services"."""
        mean, count = self._means[column]
        title = self._columns[column].title
        if mean is None:
            return _("{principle}: no service has a score").format(principle=title)
        text = ngettext(
            "{principle}: mean {mean} over {count} service", "{principle}: mean {mean} over {count} services", count
        )
        return text.format(principle=title, mean=self._wording.percent(mean), count=count)

    # Qt overrides

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() or not self._columns else 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section].title if orientation is Qt.Orientation.Horizontal else _("Mean")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        mean = self._means[index.column()][0]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._wording.percent(mean)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.words(index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self.words(index.column()))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _CENTRE
        return HeatCell(mean, is_asked=True) if role == CELL_ROLE else None


def _columns(columns: Sequence[HeatColumn]) -> tuple[MapColumn, ...]:
    packs = ["", *(each.pack for each in columns)]
    principles = [
        MapColumn(each.title, each.pack, each.principle, each.question, starts_pack=each.pack != before)
        for before, each in zip(packs, columns, strict=False)
    ]
    return (*principles, MapColumn(_("Score"))) if principles else ()


def _short(name: str) -> str:
    """Return a name that leaves room for what is said of the service."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def near(mean: float | None) -> Fraction | None:
    """Return the fraction that a mean of scores stands for: 0.575 lies a little below 23/40, and would round down."""
    return None if mean is None else Fraction(mean).limit_denominator(_FINEST)


def _size(standing: StandingReview | None) -> float:
    """Return what the answers count on the day, as principles do; -1 without a score."""
    return -1.0 if standing is None else size_of(standing.result[0])


def _score_cell(standing: StandingReview | None) -> HeatCell:
    if standing is None:
        return NOT_ASKED
    text = standing.result[0]
    score = None if text is None else Fraction(text)
    return HeatCell(score, is_asked=True, misses=len(standing.misses), blockers=standing.blockers)
