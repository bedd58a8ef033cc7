"""Completion of a person's name from the owners that are known, in any place of the name."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from shipworthy.gui.widgets.value_completer import ValueCompleter
from shipworthy.text import _


class OwnerCompleter(ValueCompleter):
    """Offers known owners while a name is typed into a field; lives as long as the field."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field, _("Known owners"))

    def show_owners(self, owners: Sequence[str]) -> None:
        """Offer these names."""
        self.show_values(owners)
