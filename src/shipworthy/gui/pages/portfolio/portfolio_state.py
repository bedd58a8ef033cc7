"""What the Portfolio page is to show: which services, as of which day, grouped, sorted and with which columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from shipworthy.domain.service_filter import SavedView, ServiceFilter

UNSAVED = SavedView(UUID(int=0), "")


class PortfolioState(QObject):
    """Holds a SavedView without a name and the day; whoever wants the page to show something else changes it here.

    `filter_changed` follows every change of the filter, `arrangement_changed` one of grouping, columns or sorting,
    `day_changed` one of the day.
    """

    filter_changed = Signal()
    arrangement_changed = Signal()
    day_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = UNSAVED
        self._day: date | None = None

    @property
    def filter(self) -> ServiceFilter:
        """Return the filter in force."""
        return self._view.filter

    @property
    def day(self) -> date | None:
        """Return the past day that is shown; None for today, whichever day that is."""
        return self._day

    def current_view(self) -> SavedView:
        """Return how services are shown; without an id and a name of its own, for whoever saves it."""
        return self._view

    def apply_view(self, view: SavedView) -> None:
        """Show services as a view says."""
        before, self._view = self._view, replace(view, id=UNSAVED.id, name="", version=0)
        if self._arrangement(before) != self._arrangement(self._view):
            self.arrangement_changed.emit()
        if before.filter != self._view.filter:
            self.filter_changed.emit()

    def set_filter(self, wanted: ServiceFilter) -> None:
        """Put another filter in force."""
        self.apply_view(replace(self._view, filter=wanted))

    def clear_filter(self) -> None:
        """Keep every service."""
        self.set_filter(ServiceFilter())

    def set_day(self, day: date | None) -> None:
        """Show another day; None for today."""
        if day != self._day:
            self._day = day
            self.day_changed.emit()

    @staticmethod
    def _arrangement(view: SavedView) -> tuple[object, ...]:
        return view.group_by, view.columns, view.sort_by, view.descending
