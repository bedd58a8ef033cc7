"""Completion from values that are in use already, in any place of the value; also of one in a list with commas."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit


class ValueCompleter(QCompleter):
    """Offers values while one is typed into a field; lives as long as the field."""

    def __init__(self, field: QLineEdit, name: str) -> None:
        self._values = QStringListModel()
        super().__init__(self._values, field)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = self.popup()
        assert popup is not None
        popup.setAccessibleName(name)
        field.setCompleter(self)

    def show_values(self, values: Sequence[str]) -> None:
        """Offer these values."""
        if self._values.stringList() != list(values):
            self._values.setStringList(list(values))


class ListCompleter(ValueCompleter):
    """Completes the last of several values that commas part."""

    # Qt overrides

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        field = self.widget()
        assert isinstance(field, QLineEdit)
        before, comma, _typed = field.text().rpartition(",")
        return f"{before.strip()}{comma} {super().pathFromIndex(index)}" if comma else super().pathFromIndex(index)
