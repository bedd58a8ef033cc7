"""Completion of a person's name from the owners that are known, in any place of the name."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from shipworthy.text import _


class OwnerCompleter(QCompleter):
    """Offers known owners while a name is typed into a field; lives as long as the field."""

    def __init__(self, field: QLineEdit) -> None:
        self._names = QStringListModel()
        super().__init__(self._names, field)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = self.popup()
        assert popup is not None
        popup.setAccessibleName(_("Known owners"))
        field.setCompleter(self)

    def show_owners(self, owners: Sequence[str]) -> None:
        """Offer these names."""
        if self._names.stringList() != list(owners):
            self._names.setStringList(list(owners))
