"""Where things stand in a file, and what is wrong with it: all at once, so that its author mends it in one go."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

from shipworthy.errors import InvalidFile, Problem
from shipworthy.text import _, ngettext

MAX_PROBLEMS = 100  # people mend the first ones and look again; a hostile file could make a million

Scalar: TypeAlias = bool | int | Decimal | str | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"
Steps: TypeAlias = "tuple[str | int, ...]"
"""The way from the top of a document to a value: keys and list positions."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Line and column in a file, both from 1; in a spreadsheet of the sheet named, where 0 is the whole of it."""

    line: int
    column: int
    sheet: str = ""


@dataclass(frozen=True)
class Located:
    """The data of a file, and where each value and each key of it stands. Numbers with a point keep their text."""

    file: str
    data: Value
    values: Mapping[Steps, Place]
    keys: Mapping[Steps, Place]
    lines: tuple[str, ...] = field(repr=False)

    def place(self, steps: Steps) -> Place:
        """Return where a value stands; for one that is missing, where the nearest thing around it does."""
        while steps and steps not in self.values:
            steps = steps[:-1]
        return self.values.get(steps, Place(1, 1))

    def key_place(self, steps: Steps) -> Place:
        """Return where the key of a value stands."""
        return self.keys.get(steps) or self.place(steps)

    def part(self, steps: Steps) -> "Located":
        """Return a value inside as data of its own, every place as it is in the file; KeyError where none is there."""
        data: Any = self.data
        for step in steps:
            data = data[step]
        count = len(steps)
        values = {way[count:]: place for way, place in self.values.items() if way[:count] == steps}
        keys = {way[count:]: place for way, place in self.keys.items() if way[:count] == steps}
        return Located(self.file, data, values, keys, self.lines)

    def place_inside(self, steps: Steps, text: str, offset: int) -> Place:
        """Return the place of a character of a text value, where it is written on one line as it reads."""
        start = self.place(steps)
        written = self.lines[start.line - 1][start.column - 1 :]
        quote = 1 if written[:1] in ("'", '"') else 0
        return Place(start.line, start.column + quote + offset) if written.startswith(text, quote) else start


class Problems:
    """Collects what is wrong with one file, so that its author sees all of it at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: set[Problem] = set()

    def add(self, place: Place, message: str, fix: str) -> None:
        """Note a problem; raises InvalidFile where there are too many to go on looking."""
        self._found.add(Problem(self.file, place.line, place.column, message, fix, place.sheet))
        if len(self._found) == MAX_PROBLEMS:
            summary = _("{file} has {count} problems or more; the first found are listed.")
            raise InvalidFile(summary.format(file=self.file, count=MAX_PROBLEMS), sorted(self._found))

    def refuse(self, place: Place, message: str, fix: str) -> NoReturn:
        """Note a problem behind which nothing can be read, and raise InvalidFile with all that were found."""
        self.add(place, message, fix)
        raise self._invalid()

    def raise_if_any(self) -> None:
        """Raise InvalidFile with all problems in the order of the file, if there are any."""
        if self._found:
            raise self._invalid()

    def _invalid(self) -> InvalidFile:
        count = len(self._found)
        summary = ngettext("{file} has {count} problem.", "{file} has {count} problems.", count)
        return InvalidFile(summary.format(file=self.file, count=count), sorted(self._found))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the advice for a word that is not among the known ones: the closest, or else all of them."""
    known = sorted(known)
    close = difflib.get_close_matches(word[:100], known, n=1)
    if close:
        return _("Did you mean {name}?").format(name=close[0])
    if not known:
        return _("Remove it.")
    names = ", ".join(known[:20])
    text = _("Known here: {names}.") if len(known) <= 20 else _("Known here: {names} and others.")
    return text.format(names=names)
