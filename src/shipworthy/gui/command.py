"""What the command palette can do for a person: one line of its list, from whichever part of the window offers it."""

from collections.abc import Callable
from typing import NamedTuple


class Command(NamedTuple):
    """Something to do or to go to: `text` says what, under the heading `group`; `act` does it.

    `detail` is a second, softer line; `keys` are those that do the same without the palette.
    """

    group: str
    text: str
    act: Callable[[], object]
    detail: str = ""
    keys: str = ""

    @property
    def spoken(self) -> str:
        """Return what a screen reader says of it."""
        return ", ".join(part for part in (self.text, self.detail, self.keys, self.group) if part)
