"""What a chart shows, in plain values: worded and placed already, so that whoever draws it decides on looks alone.

Days are numbers of days from any one; scores are thousandths of a full score. Charts travel to the worker in messages.
"""

from enum import StrEnum

import msgspec


class Ink(StrEnum):
    """A colour by its meaning; the look says which it is. `SURFACE` is for what stands on one of the others."""

    INK = "ink"
    SOFT = "soft"
    ACCENT = "accent"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"
    SURFACE = "surface"


class Dash(StrEnum):
    """How a line is drawn, so that no line is known by its colour alone."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


class Look(msgspec.Struct, frozen=True):
    """The colours (#rrggbb) that a chart is drawn in, its width and the height of its letters, both in pixels.

    `accent_weak` is the ground of what the accent outlines; `surface` is what the chart is put on.
    """

    surface: str
    line: str
    ink: str
    soft: str
    accent: str
    accent_weak: str
    ok: str
    warn: str
    bad: str
    none: str
    width: int
    text: int = 12


# The colours of paper.css, and the room between the margins of its page.
PAPER = Look(
    surface="#ffffff",
    line="#d9dee5",
    ink="#1a1f26",
    soft="#57606c",
    accent="#2a5bd0",
    accent_weak="#e7eefc",
    ok="#17734a",
    warn="#8a5a00",
    bad="#b3261e",
    none="#57606c",
    width=672,
    text=11,
)
# The dark colours of screen.css, and the room of paper.
DARK_PAGE = Look(
    surface="#1c2026",
    line="#3a424d",
    ink="#e8ebef",
    soft="#a3adba",
    accent="#8db0ff",
    accent_weak="#23314f",
    ok="#6fd3a0",
    warn="#f0c061",
    bad="#ff9c93",
    none="#a3adba",
    width=672,
    text=11,
)


class Tick(msgspec.Struct, frozen=True):
    """A place on the axis of days, and what stands beneath it."""

    day: int
    text: str


class Line(msgspec.Struct, frozen=True):
    """A line by its name, which stands at its end, with a value for each day of the chart or just the first ones."""

    name: str
    values: tuple[float, ...]
    ink: Ink
    dash: Dash = Dash.SOLID


class Panel(msgspec.Struct, frozen=True):
    """Lines over one scale, which begins at 0; `title` says what is counted."""

    title: str
    lines: tuple[Line, ...]


class LinesChart(msgspec.Struct, frozen=True, tag=True):
    """Panels over the same days, one beneath the other.

    `alternative` says in a sentence what it shows; `words` has all that matters of it in lines, for want of a picture.
    """

    days: tuple[int, ...]
    ticks: tuple[Tick, ...]
    panels: tuple[Panel, ...]
    alternative: str
    words: tuple[str, ...]


class TrendMark(msgspec.Struct, frozen=True):
    """A decided review: its score with its band, its level and its verdict, as mark and in the verdict's colour."""

    day: int
    score: int
    low: int
    high: int
    text: str
    level: str
    mark: str
    ink: Ink


class TrendChart(msgspec.Struct, frozen=True, tag=True):
    """Scores of a service's reviews, oldest first, with their bands; levels and verdicts beneath, the last in words.

    `score`, `level` and `verdict` name the rows and say where the last review stands.
    """

    ticks: tuple[Tick, ...]
    marks: tuple[TrendMark, ...]
    score: str
    level: str
    verdict: str
    alternative: str
    words: tuple[str, ...]


class Bar(msgspec.Struct, frozen=True):
    """A row of three parts, each with its count, and what stands at its end."""

    name: str
    counts: tuple[int, int, int]
    text: str


class BarsChart(msgspec.Struct, frozen=True, tag=True):
    """Rows of three parts: the first drawn full, the second light, the third as an outline; `parts` names them."""

    parts: tuple[str, str, str]
    bars: tuple[Bar, ...]
    alternative: str
    words: tuple[str, ...]


class Share(msgspec.Struct, frozen=True):
    """One part of a whole: how many, and what stands on it where there is room, in the colour of its meaning."""

    count: int
    text: str
    ink: Ink


class ShareRow(msgspec.Struct, frozen=True):
    """A whole by its name, with its parts in order."""

    name: str
    shares: tuple[Share, ...]


class SharesChart(msgspec.Struct, frozen=True, tag=True):
    """Wholes one beneath the other, on one scale, each divided into the same parts; a mark on each part names it."""

    rows: tuple[ShareRow, ...]
    alternative: str
    words: tuple[str, ...]


Chart = LinesChart | TrendChart | BarsChart | SharesChart
