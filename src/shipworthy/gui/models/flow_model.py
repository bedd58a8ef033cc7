"""The figures of remediation over time as a table: what each is, and how much."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.flow import Figures, Spread
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _, ngettext
from shipworthy.wording import DASH, Wording

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FlowModel(QAbstractTableModel):
    """One row for each figure."""

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._rows: tuple[tuple[str, str], ...] = ()

    def show_figures(self, figures: Figures | None) -> None:
        """Show other figures, or none."""
        self.beginResetModel()
        self._rows = tuple(_rows(figures, self._wording)) if figures else ()
        self.endResetModel()

    def value_of(self, name: str) -> str:
        """Return what stands beside a name."""
        return dict(self._rows)[name]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Figure"), _("Value"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = self._rows[index.row()][index.column()]
        return plain_tool_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text


def _rows(figures: Figures, wording: Wording) -> Iterator[tuple[str, str]]:
    now = figures.now
    yield _("Live items"), str(now.live)
    yield _("Unfinished"), str(now.unfinished)
    yield _("Overdue"), str(now.overdue)
    yield _("Waived"), str(figures.waived)
    yield _("Person-days left"), wording.effort(now.effort_left)
    yield _("Without an estimate"), str(figures.unestimated)
    for each in figures.severities:
        if each.live:
            days = ngettext("{count} day", "{count} days", round(each.median_age or 0))
            name = _("Median age, {severity}").format(severity=wording.severity(each.severity).lower())
            yield name, days.format(count=f"{float(each.median_age or 0):g}")
    yield _("Made"), str(figures.made)
    yield _("Done"), str(figures.done)
    yield _("Verified"), str(figures.verified)
    yield _("Reopened"), str(figures.reopened)
    share = figures.reopened_share
    yield _("Reopened share"), DASH if share is None else f"{wording.percent(share)} %"
    yield _("Time to done"), _spread(figures.to_done)
    yield _("Time to verified"), _spread(figures.to_verified)
    yield _("Done per week"), _mean([week.done for week in figures.weeks])
    yield _("Verified per week"), _mean([week.verified for week in figures.weeks])


def _spread(spread: Spread) -> str:
    """Return the median with the 85th percentile, such as "12 days (85 % in 30)"."""
    if spread.median is None:
        return DASH
    days = ngettext("{count} day (85 % in {most})", "{count} days (85 % in {most})", round(spread.median))
    return days.format(count=f"{float(spread.median):g}", most=spread.most)


def _mean(counts: list[int]) -> str:
    return f"{sum(counts) / len(counts):.1f}" if counts else DASH
