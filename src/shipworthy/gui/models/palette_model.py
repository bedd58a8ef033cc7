"""What the command palette found, under headings in words."""

from typing import NamedTuple

from shipworthy.gui.command import Command
from shipworthy.gui.models.headed_list_model import HeadedListModel


class PaletteLine(NamedTuple):
    """One line: a command, or a heading where there is none."""

    text: str
    command: Command | None = None

    @property
    def is_heading(self) -> bool:
        """Tell whether the line only names those that follow."""
        return self.command is None

    @property
    def spoken(self) -> str:
        """Return what a screen reader says of the line."""
        return self.command.spoken if self.command else self.text


class PaletteModel(HeadedListModel[PaletteLine]):
    """A list of PaletteLine; headings cannot be chosen. LINE_ROLE gives the line itself to the delegate."""

    def command(self, row: int) -> Command | None:
        """Return the command in a row; None for a heading, and outside the list."""
        return self._lines[row].command if 0 <= row < len(self._lines) else None

    @property
    def choosable(self) -> list[int]:
        """Return the rows that hold commands."""
        return [row for row, line in enumerate(self._lines) if line.command is not None]
