"""What the style sheet of a report says that Word is told too: colours, widths of columns, and where pages begin.

The sheet is the one that the pages are drawn with, so that both change together. Nothing else of it is read: type and
distances are those of Word's styles.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"--([a-z]+):\s*#([0-9a-fA-F]{6})")
_WIDTH = re.compile(r"(?<![-\w])width:\s*([\d.]+)%")
_COLUMN = re.compile(r"\.([\w-]+) \.([\w-]+)")
_ONE_CLASS = re.compile(r"\.([\w-]+)")
_CELL = re.compile(r"\.([\w-]+) t[dh]")


@dataclass(frozen=True, slots=True)
class Look:
    """The looks of a report; colours are RRGGBB by the names of the style sheet.

    `widths` are parts of 100 by the classes of table and column, with none before what stands in no table; `before` and
    `after` are the classes that begin a page and end one; `bare` those of tables without rules.
    """

    colours: dict[str, str]
    widths: dict[tuple[str, str], float]
    before: frozenset[str]
    after: frozenset[str]
    bare: frozenset[str]

    def column(self, table: tuple[str, ...], column: tuple[str, ...]) -> float | None:
        """Return the width of a column as a part of 100; None where it shares what is left."""
        return next((self.widths[one, two] for one in table for two in column if (one, two) in self.widths), None)


@lru_cache(maxsize=8)
def read_look(style: str) -> Look:
    """Return what a style sheet says; the last word on anything stands."""
    colours: dict[str, str] = {}
    widths: dict[tuple[str, str], float] = {}
    before, after, bare = set[str](), set[str](), set[str]()
    for names, rules in _RULE.findall(_COMMENT.sub("", style)):
        colours.update(_TOKEN.findall(rules))
        width = _WIDTH.search(rules)
        for name in (each.strip() for each in names.split(",")):
            if width and (column := _COLUMN.fullmatch(name)):
                widths[column[1], column[2]] = float(width[1])
            if one := _ONE_CLASS.fullmatch(name):
                if width:
                    widths["", one[1]] = float(width[1])
                before |= {one[1]} if "break-before: page" in rules else set()
                after |= {one[1]} if "break-after: page" in rules else set()
            if "border: none" in rules and (cell := _CELL.fullmatch(name)):
                bare.add(cell[1])
    return Look(colours, widths, frozenset(before), frozenset(after), frozenset(bare))
