"""Charts as SVG, drawn once for window and paper. Imported by the worker alone: matplotlib loads longer than a window.

The same chart in the same look gives the same bytes. What Qt's SVG cannot do is left out: clipping and patterns. Texts
stay texts, in the fonts of the reports, so that whoever shows the picture shapes them and can find them.
"""

import math
import os
import re
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from io import BytesIO, StringIO
from itertools import pairwise
from unicodedata import east_asian_width

from shipworthy.errors import UserError
from shipworthy.paths import cache_dir
from shipworthy.reports.chart_data import (
    Bar,
    BarsChart,
    Chart,
    Dash,
    Ink,
    Line,
    LinesChart,
    Look,
    Panel,
    Share,
    SharesChart,
    Tick,
    TrendChart,
    TrendMark,
)

with suppress(UserError):  # a user without a home: matplotlib finds a place of its own
    # Its list of the system's fonts takes seconds to make, and belongs among our files that can be made again.
    os.environ.setdefault("MPLCONFIGDIR", str(cache_dir() / "matplotlib"))

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

_FONTS = "'Noto Sans', 'DejaVu Sans', sans-serif"
_DASHES = {Dash.SOLID: "solid", Dash.DASHED: (0, (5, 2.5)), Dash.DOTTED: (0, (1.5, 2))}
_FAMILY = re.compile(r"font-family: [^;\"]*")
_HEAD = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>\s*", re.DOTALL)
_SIZE = re.compile(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"')
_PANEL = 118  # pixels at letters of 12
_TREND = 150
_SHARE = 1.6  # rows of text that a whole and the room beneath it take
_LETTER = 0.6  # of the height of letters: how wide one is at most, on average


def svg(chart: Chart, look: Look) -> str:
    """Return a chart as SVG, as wide as the look says and as high as it needs."""
    with _style(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # letters that matplotlib's own font lacks are drawn by others
        return _drawn(chart, look).svg()


def png(chart: Chart, look: Look, dots: int) -> bytes:
    """Return the same chart as PNG for a program that shows no SVG; `dots` are those of an inch of 96 pixels."""
    with _style(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        return _drawn(chart, look).png(dots)


def _drawn(chart: Chart, look: Look) -> "_Sheet":
    sheet = _Sheet(look, _height(chart, look))
    match chart:
        case LinesChart():
            _draw_lines(sheet, chart)
        case TrendChart():
            _draw_trend(sheet, chart)
        case BarsChart():
            _draw_bars(sheet, chart)
        case SharesChart():
            _draw_shares(sheet, chart)
    return sheet


def _style() -> AbstractContextManager[None]:
    return mpl.rc_context(
        {
            "svg.hashsalt": "shipworthy",
            "svg.fonttype": "none",
            "font.family": "DejaVu Sans",  # the one that matplotlib brings along: the same everywhere
            "text.parse_math": False,  # a dollar is a dollar
        }
    )


def _height(chart: Chart, look: Look) -> int:
    row = _row(look)
    match chart:
        case LinesChart():
            return len(chart.panels) * (2 * row + round(_PANEL * look.text / 12)) + row // 2
        case TrendChart():
            return row // 2 + round(_TREND * look.text / 12) + 4 * row
        case BarsChart():
            return row * (2 * len(chart.bars) + 2) - row // 2
        case SharesChart():
            return round(row * _SHARE) * len(chart.rows)


def _row(look: Look) -> int:
    return round(look.text * 1.5)


class _Sheet:
    """A figure measured in pixels from the top, and the pens of a look."""

    def __init__(self, look: Look, height: int) -> None:
        self.look, self.width, self.height, self.row = look, look.width, height, _row(look)
        self.figure = Figure(figsize=(self.width / 72, height / 72), dpi=72, frameon=False)
        FigureCanvasSVG(self.figure)

    def colour(self, ink: Ink) -> str:
        value: str = getattr(self.look, ink.value)
        return value

    def text(
        self, x: float, y: float, words: str, ink: Ink = Ink.SOFT, side: str = "left", *, bold: bool = False
    ) -> None:
        """Write in the middle of a line at `y`."""
        self.figure.text(
            x / self.width,
            1 - (y + self.look.text * 0.36) / self.height,
            words,
            color=self.colour(ink),
            fontsize=self.look.text,
            fontweight="bold" if bold else "normal",
            ha=side,
            va="baseline",
        )

    def rule(self, x: Sequence[float], y: Sequence[float], colour: str) -> None:
        """Draw a thin line; a dotted one where it has the colour of what matters, as in high contrast."""
        line = Line2D([each / self.width for each in x], [1 - each / self.height for each in y])
        dash = _DASHES[Dash.DOTTED if colour == self.look.ink else Dash.SOLID]
        line.set(color=colour, linewidth=1, linestyle=dash, transform=self.figure.transFigure)
        self.figure.add_artist(line)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, edge: str, dash: Dash = Dash.SOLID
    ) -> None:
        corner = (x / self.width, 1 - (y + height) / self.height)
        box = Rectangle(corner, width / self.width, height / self.height, facecolor=fill, edgecolor=edge, linewidth=1)
        box.set(linestyle=_DASHES[dash], transform=self.figure.transFigure)
        self.figure.add_artist(box)

    def plot(self, x: float, y: float, width: float, height: float) -> Axes:
        """Return the ground of lines, without anything on it."""
        place = (x / self.width, 1 - (y + height) / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(place, frameon=False, zorder=2.5)  # over rules, which have 2, and under texts: 3
        axes.set_axis_off()
        return axes

    def svg(self) -> str:
        page = StringIO()
        self.figure.savefig(page, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        size = rf'\1 width="{self.width}" height="{self.height}"'
        return _SIZE.sub(size, _FAMILY.sub(f"font-family: {_FONTS}", _HEAD.sub("", page.getvalue())), count=1)

    def png(self, dots: int) -> bytes:
        page = BytesIO()
        # A pixel is a point of the figure, which has 72 of them where the paper's inch has 96.
        self.figure.savefig(page, format="png", dpi=72 * dots / 96, facecolor="white", metadata={"Software": None})
        return page.getvalue()


def _room(look: Look, texts: Sequence[str], most: float) -> float:
    """Return the room that the longest of some texts needs, up to a part of the width."""
    return min(max((_length(look, each) for each in texts), default=0) + 10, look.width * most)


def _length(look: Look, text: str) -> float:
    """Return how long a text is at most; the letters of East Asian writing are twice as wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text) * look.text * _LETTER


def _draw_lines(sheet: _Sheet, chart: LinesChart) -> None:
    look, row = sheet.look, sheet.row
    scales = [
        _steps(max((value for line in panel.lines for value in line.values), default=0)) for panel in chart.panels
    ]
    start = _room(look, [_number(scale[-1]) for scale in scales], 0.2)
    names = [_ending(line) for panel in chart.panels for line in panel.lines]
    width = look.width - start - _room(look, names, 0.4)
    height, top = round(_PANEL * look.text / 12), 0.0
    for panel, scale in zip(chart.panels, scales, strict=True):
        sheet.text(0, top + row / 2, panel.title, Ink.INK, bold=True)
        _draw_scale(sheet, scale, start, top + row * 1.4, width, height - row * 0.4)
        _draw_panel(sheet, chart.days, panel, scale[-1], (start, top + row * 1.4, width, height - row * 0.4))
        top += row * 2 + height
    _draw_days(sheet, chart.ticks, chart.days, start, width, top - row * 0.5)


def _draw_scale(sheet: _Sheet, scale: Sequence[float], x: float, y: float, width: float, height: float) -> None:
    for value in scale:
        level = y + height * (1 - value / scale[-1])
        sheet.rule((x, x + width), (level, level), sheet.look.line)
        sheet.text(x - 8, level, _number(value), side="right")


def _draw_panel(
    sheet: _Sheet, days: Sequence[int], panel: Panel, most: float, place: tuple[float, float, float, float]
) -> None:
    x, y, width, height = place
    axes = sheet.plot(*place)
    axes.set_xlim(days[0], max(days[-1], days[0] + 1))
    axes.set_ylim(0, most)
    for line in panel.lines:
        last = len(line.values) - 1
        axes.plot(
            days[: last + 1],
            line.values,
            color=sheet.colour(line.ink),
            linestyle=_DASHES[line.dash],
            linewidth=2,
            marker="o" if len(days) == 1 or last + 1 < len(days) else "",
            markevery=[last],  # a dot where a line ends before the others
            markersize=5,
            clip_on=False,
        )
    ends = [y + height * (1 - line.values[-1] / most) for line in panel.lines]
    for line, end in zip(panel.lines, _apart(ends, sheet.row * 0.9, y + height), strict=True):
        sheet.text(x + width + 8, end, _ending(line), line.ink)


def _ending(line: Line) -> str:
    return f"{_number(line.values[-1])} {line.name}"


def _apart(places: Sequence[float], distance: float, lowest: float) -> list[float]:
    """Return heights so far apart that what is written at them can be read, none below the lowest."""
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    moved = list(places)
    for before, index in pairwise(order):
        moved[index] = max(moved[index], moved[before] + distance)
    limit = lowest
    for index in reversed(order):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - distance
    return moved


def _draw_days(sheet: _Sheet, ticks: Sequence[Tick], days: Sequence[int], x: float, width: float, y: float) -> None:
    """Write the days, leaving out those without room: first the last one, then the first, then those between."""
    length = max(days[-1] - days[0], 1)
    taken: list[tuple[float, float]] = []
    for tick in (*ticks[-1:], *ticks[:-1]):
        half = _length(sheet.look, tick.text) / 2
        place = max(x + width * (tick.day - days[0]) / length, half)
        if all(place + half < begin or place - half > end for begin, end in taken):
            sheet.text(place, y + sheet.row * 0.2, tick.text, side="center")
            taken.append((place - half, place + half))


def _steps(most: float) -> list[float]:
    """Return the values that a scale names, from 0 to a round one that nothing exceeds: whole numbers, four at most."""
    step = 10 ** math.floor(math.log10(max(most, 1) / 3)) if most > 3 else 1
    for factor in (1, 2, 5, 10):
        if step * factor * 3 >= most:
            step *= factor
            break
    count = max(1, math.ceil(most / step))
    return [step * index for index in range(count + 1)]


def _number(value: float) -> str:
    return f"{value:.10g}" if value == int(value) else f"{value:.1f}"


def _draw_trend(sheet: _Sheet, chart: TrendChart) -> None:
    look, row, marks = sheet.look, sheet.row, chart.marks
    days = [mark.day for mark in marks]
    start = _room(look, ["100"], 0.2)
    width = look.width - start - _room(look, [chart.score, chart.level, chart.verdict], 0.4)
    inset = look.text * 1.2  # the first and the last mark need room for what is written over them
    top, height = row * 1.0, round(_TREND * look.text / 12)
    _draw_scale(sheet, [0, 25, 50, 75, 100], start, top, width, height)
    axes = sheet.plot(start + inset, top, width - 2 * inset, height)
    axes.set_xlim(days[0], max(days[-1], days[0] + 1))
    axes.set_ylim(0, 1000)
    low, high = [mark.low for mark in marks], [mark.high for mark in marks]
    axes.fill_between(days, low, high, facecolor=look.accent_weak, linewidth=0, clip_on=False)
    for edge in (low, high):
        axes.plot(days, edge, color=look.accent, linewidth=1, linestyle=_DASHES[Dash.DOTTED], clip_on=False)
    axes.plot(days, [mark.score for mark in marks], color=look.accent, linewidth=2, marker="o", clip_on=False)
    axes.vlines(days, low, high, color=look.accent, linewidth=1, clip_on=False)
    length = max(days[-1] - days[0], 1)
    shown = _with_room(
        [start + inset + (width - 2 * inset) * (day - days[0]) / length for day in days], look.text * 2.6
    )
    for mark, place in zip(marks, shown, strict=True):
        if place is not None:
            _draw_mark(sheet, mark, place, top, height)
    end = start + width + 8
    sheet.text(end, top + height * (1 - marks[-1].score / 1000), chart.score, Ink.INK, bold=True)
    sheet.text(end, top + height + row, chart.verdict, marks[-1].ink)
    sheet.text(end, top + height + row * 2, chart.level, Ink.INK)
    _draw_days(sheet, chart.ticks, days, start + inset, width - 2 * inset, top + height + row * 2.8)


def _draw_mark(sheet: _Sheet, mark: TrendMark, x: float, top: float, height: float) -> None:
    above = top + height * (1 - mark.high / 1000) - sheet.look.text * 0.8
    sheet.text(x, above, mark.text, Ink.INK, "center", bold=True)
    sheet.text(x, top + height + sheet.row, mark.mark, mark.ink, "center")
    sheet.text(x, top + height + sheet.row * 2, mark.level, Ink.INK, "center")


def _with_room(places: Sequence[float], distance: float) -> list[float | None]:
    """Return the places at which something can be written, None for those too close; the last one always has room."""
    kept: list[float | None] = []
    taken = math.inf
    for place in reversed(places):
        kept.append(place if place + distance <= taken else None)
        taken = place if kept[-1] is not None else taken
    return kept[::-1]


def _draw_bars(sheet: _Sheet, chart: BarsChart) -> None:
    look, row = sheet.look, sheet.row
    start = _room(look, [bar.name for bar in chart.bars], 0.25) + 4
    most = max((sum(bar.counts) for bar in chart.bars), default=0) or 1
    width = look.width - start - _room(look, [bar.text for bar in chart.bars], 0.5)
    _draw_key(sheet, chart.parts)
    for number, bar in enumerate(chart.bars):
        y = row * (2 * number + 2)
        sheet.text(0, y + row / 2, bar.name, Ink.INK)
        end = _draw_bar(sheet, bar, start, y, width / most)
        sheet.text(end + 8, y + row / 2, bar.text, Ink.INK)


def _looks(look: Look) -> tuple[tuple[str, str, Dash], ...]:
    """Return ground, edge and dash of the three parts of a bar."""
    return (
        (look.bad, look.bad, Dash.SOLID),
        (look.accent_weak, look.accent, Dash.SOLID),
        ("none", look.soft, Dash.DOTTED),
    )


def _draw_bar(sheet: _Sheet, bar: Bar, x: float, y: float, unit: float) -> float:
    if not any(bar.counts):
        sheet.rule((x, x), (y, y + sheet.row), sheet.look.soft)
    for count, (fill, edge, dash) in zip(bar.counts, _looks(sheet.look), strict=True):
        if count:
            sheet.box(x, y, count * unit, sheet.row, fill, edge, dash)
        x += count * unit
    return x


def _draw_key(sheet: _Sheet, parts: Sequence[str]) -> None:
    x = 0.0
    for part, (fill, edge, dash) in zip(parts, _looks(sheet.look), strict=True):
        size = sheet.look.text
        sheet.box(x + 0.5, (sheet.row - size) / 2, size, size, fill, edge, dash)
        sheet.text(x + size + 6, sheet.row / 2, part)
        x += size + 6 + _length(sheet.look, part) + size


def _draw_shares(sheet: _Sheet, chart: SharesChart) -> None:
    look, row = sheet.look, sheet.row
    start = _room(look, [each.name for each in chart.rows], 0.3) + 4
    most = max((sum(share.count for share in each.shares) for each in chart.rows), default=0) or 1
    unit, height = (look.width - start - 1) / most, row * 1.25
    for number, each in enumerate(chart.rows):
        x, y = start, round(row * _SHARE) * number + 1
        sheet.text(0, y + height / 2, each.name)
        for share in each.shares:
            if share.count:
                _draw_share(sheet, share, x, y, share.count * unit, height)
            x += share.count * unit


def _draw_share(sheet: _Sheet, share: Share, x: float, y: float, width: float, height: float) -> None:
    """Draw a part as a box in its colour; what has no status as an outline, dotted as everywhere."""
    is_empty = share.ink is Ink.NONE
    if is_empty:
        sheet.box(x + 1, y + 0.5, width - 2, height - 1, "none", sheet.look.none, Dash.DOTTED)
    else:
        sheet.box(x, y, width, height, sheet.colour(share.ink), sheet.look.surface)
    if _length(sheet.look, share.text) + 4 <= width:
        sheet.text(x + width / 2, y + height / 2, share.text, Ink.INK if is_empty else Ink.SURFACE, "center", bold=True)
