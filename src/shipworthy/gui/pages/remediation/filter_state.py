"""The filter that table and board share, with news of its changes."""

from PySide6.QtCore import QObject, Signal

from shipworthy.gui.models.item_filter import ItemFilter


class FilterState(QObject):
    """Holds the ItemFilter in force; `changed` after every change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter = ItemFilter()

    @property
    def filter(self) -> ItemFilter:
        """Return the filter in force."""
        return self._filter

    def set_filter(self, wanted: ItemFilter) -> None:
        """Put another filter in force."""
        if wanted != self._filter:
            self._filter = wanted
            self.changed.emit()

    def clear(self) -> None:
        """Keep everything."""
        self.set_filter(ItemFilter())
