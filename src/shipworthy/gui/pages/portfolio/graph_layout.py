"""Where the cards of a dependency graph stand: in columns, so that every line leads on from one to a later one.

Services that need each other in a circle stand in one frame, and only inside it lines lead back. Columns are those of
the longest way, their order is found by barycentres (Sugiyama, Tagawa, Toda, IEEE Trans. SMC 11, 1981), and heights by
the least squares that keep it (pool adjacent violators). Lengths are pixels; x grows in reading direction.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from shipworthy.domain.dependencies import strong_groups

K = TypeVar("K", bound=Hashable)
_SWEEPS = 12
_LANE = 10.0  # height kept free for a line that passes a column


class Sizes(NamedTuple):
    """How large things are: a card, the gaps between columns and rows, and what a frame adds around its cards."""

    card_width: float = 208
    card_height: float = 54
    column_gap: float = 76
    row_gap: float = 16
    frame_side: float = 34
    frame_top: float = 30
    frame_bottom: float = 14


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Return the y of its centre."""
        return self.y + self.height / 2

    def moved(self, x: float, y: float) -> Box:
        """Return the same elsewhere."""
        return Box(self.x + x, self.y + y, self.width, self.height)


class Line(NamedTuple, Generic[K]):
    """A line from one card to another, through points; `bends` tells that both stand in one frame, side by side."""

    source: K
    target: K
    points: tuple[tuple[float, float], ...]
    bends: bool = False


class Layout(NamedTuple, Generic[K]):
    """Where everything stands: cards, frames around circles with the cards in them, lines, and the whole size."""

    cards: Mapping[K, Box]
    frames: tuple[tuple[Box, tuple[K, ...]], ...]
    lines: tuple[Line[K], ...]
    width: float
    height: float


def lay_out(nodes: Sequence[K], edges: Iterable[tuple[K, K]], sizes: Sizes) -> Layout[K]:
    """Return where cards and lines stand; parts that nothing joins are put side by side, the largest first.

    Nodes of equal standing stay in the order given. Edges are from the one that needs to the one needed.
    """
    places = {node: place for place, node in enumerate(nodes)}
    pairs = sorted({(places[source], places[target]) for source, target in edges})
    parts = [_Part(members, pairs, sizes) for members in _joined(len(nodes), pairs)]
    parts.sort(key=lambda part: -len(part.members))
    cards: dict[K, Box] = {}
    frames: list[tuple[Box, tuple[K, ...]]] = []
    lines: list[Line[K]] = []
    widest = max((part.width for part in parts), default=0.0)
    room = max(widest, 3 * sizes.card_width + 2 * sizes.column_gap)
    x = y = row = 0.0
    for part in parts:
        if x and x + part.width > room:
            x, y, row = 0.0, y + row + 2 * sizes.row_gap, 0.0
        cards |= {nodes[each]: box.moved(x, y) for each, box in part.cards.items()}
        frames += [(box.moved(x, y), tuple(nodes[each] for each in group)) for box, group in part.frames]
        lines += [
            Line(nodes[a], nodes[b], tuple((px + x, py + y) for px, py in points), bends)
            for a, b, points, bends in part.lines
        ]
        x, row = x + part.width + sizes.column_gap, max(row, part.height)
    width = max((box.x + box.width for box in (*cards.values(), *(box for box, _ in frames))), default=0.0)
    return Layout(cards, tuple(frames), tuple(lines), width, y + row)


def _joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the parts of a graph that nothing joins."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for one, other in pairs:
        beside[one].append(other)
        beside[other].append(one)
    return [sorted(group) for group in strong_groups(beside)]


class _Part:
    """One joined part: its blocks, which are single cards, circles, and the places where a line passes a column."""

    def __init__(self, members: Sequence[int], pairs: Iterable[tuple[int, int]], sizes: Sizes) -> None:
        self.members = members
        self._sizes = sizes
        inside = set(members)
        self._pairs = [pair for pair in pairs if pair[0] in inside]
        self._find_blocks()
        self._find_columns()
        self._lead_lines()
        self._set_order()
        self._set_heights()
        self._place()

    def _find_blocks(self) -> None:
        local = {member: place for place, member in enumerate(self.members)}
        leads: list[list[int]] = [[] for _ in self.members]
        for source, target in self._pairs:
            leads[local[source]].append(local[target])
        groups = [sorted(self.members[each] for each in group) for group in strong_groups(leads)]
        groups.reverse()  # whoever needs comes before what it needs
        self._blocks: list[list[int]] = groups
        self._block_of = {each: number for number, group in enumerate(groups) for each in group}
        self._after: dict[int, set[int]] = defaultdict(set)
        self._before: dict[int, set[int]] = defaultdict(set)
        for source, target in self._pairs:
            one, other = self._block_of[source], self._block_of[target]
            if one != other:
                self._after[one].add(other)
                self._before[other].add(one)

    def _find_columns(self) -> None:
        """By the longest way; what nobody needs then stands right before the first that it needs."""
        column = [0] * len(self._blocks)
        for number in range(len(self._blocks)):
            column[number] = max((column[each] + 1 for each in self._before[number]), default=0)
        for number in range(len(self._blocks)):
            if not self._before[number] and self._after[number]:
                column[number] = min(column[each] for each in self._after[number]) - 1
        self._column = column

    def _lead_lines(self) -> None:
        """Give every line that passes a column a place of its own in it."""
        self._lanes: dict[tuple[int, int], list[int]] = {}
        self._above: list[list[int]] = [[] for _ in self._blocks]
        self._below: list[list[int]] = [[] for _ in self._blocks]
        for one in range(len(self._blocks)):
            for other in sorted(self._after[one]):
                way = [one]
                for column in range(self._column[one] + 1, self._column[other]):
                    way.append(len(self._column))
                    self._column.append(column)
                    self._above.append([])
                    self._below.append([])
                way.append(other)
                self._lanes[one, other] = way[1:-1]
                for first, second in itertools.pairwise(way):
                    self._below[first].append(second)
                    self._above[second].append(first)

    def _set_order(self) -> None:
        columns: list[list[int]] = [[] for _ in range(max(self._column) + 1)]
        for number, column in enumerate(self._column):
            columns[column].append(number)
        best, fewest = [list(each) for each in columns], self._crossings(columns)
        for sweep in range(_SWEEPS):
            if not fewest:
                break
            forward = sweep % 2 == 0
            fixed = self._above if forward else self._below
            order = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
            for column in order:
                beside = columns[column - 1 if forward else column + 1]
                place = {each: number for number, each in enumerate(beside)}
                columns[column] = _by_barycentre(columns[column], fixed, place)
            crossings = self._crossings(columns)
            if crossings < fewest:
                best, fewest = [list(each) for each in columns], crossings
        self._columns = best

    def _crossings(self, columns: Sequence[Sequence[int]]) -> int:
        total = 0
        for left, right in itertools.pairwise(columns):
            place = {each: number for number, each in enumerate(right)}
            seen: list[int] = []
            for each in left:
                ends = sorted(place[other] for other in self._below[each])
                total += sum(len(seen) - bisect_right(seen, end) for end in ends)
                for end in ends:
                    insort(seen, end)
        return total

    def _height(self, number: int) -> float:
        if number >= len(self._blocks):
            return _LANE
        sizes, count = self._sizes, len(self._blocks[number])
        cards = count * sizes.card_height + (count - 1) * sizes.row_gap
        return cards + (sizes.frame_top + sizes.frame_bottom if count > 1 else 0)

    def _set_heights(self) -> None:
        """Pull every block towards those that it is joined with, as far as its column leaves room."""
        heights = [self._height(number) for number in range(len(self._column))]
        middle = [0.0] * len(heights)
        for column in self._columns:
            y = 0.0
            for each in column:
                middle[each] = y + heights[each] / 2
                y += heights[each] + self._sizes.row_gap
        last = len(self._columns) - 1
        forth, back = list(range(last + 1)), list(range(last, -1, -1))
        for order, sides in ((forth, (self._above,)), (back, (self._below,)), (forth, (self._above, self._below))) * 2:
            for column in (self._columns[each] for each in order):
                wished = []
                for each in column:
                    joined = [middle[other] for side in sides for other in side[each]]
                    wished.append(sum(joined) / len(joined) if joined else middle[each])
                settled = _settled(wished, [heights[each] for each in column], self._sizes.row_gap)
                for each, y in zip(column, settled, strict=True):
                    middle[each] = y
        top = min(y - height / 2 for y, height in zip(middle, heights, strict=True))
        self._tops = [y - height / 2 - top for y, height in zip(middle, heights, strict=True)]
        self.height = max(y + height for y, height in zip(self._tops, heights, strict=True))

    def _place(self) -> None:
        sizes = self._sizes
        framed = {self._column[number] for number, group in enumerate(self._blocks) if len(group) > 1}
        x, starts = 0.0, []
        for column in range(len(self._columns)):
            side = sizes.frame_side if column in framed else 0
            starts.append(x + side)
            x += sizes.card_width + 2 * side + sizes.column_gap
        self.width = x - sizes.column_gap
        self.cards: dict[int, Box] = {}
        self.frames: list[tuple[Box, list[int]]] = []
        for number, group in enumerate(self._blocks):
            x, y = starts[self._column[number]], self._tops[number]
            if len(group) > 1:
                width = sizes.card_width + 2 * sizes.frame_side
                self.frames.append((Box(x - sizes.frame_side, y, width, self._height(number)), group))
                y += sizes.frame_top
            for each in group:
                self.cards[each] = Box(x, y, sizes.card_width, sizes.card_height)
                y += sizes.card_height + sizes.row_gap
        self.lines = [self._line(source, target, starts) for source, target in self._pairs]
        self._spread_ends()

    def _line(
        self, source: int, target: int, starts: Sequence[float]
    ) -> tuple[int, int, list[tuple[float, float]], bool]:
        one, other = self._block_of[source], self._block_of[target]
        width, start, end = self._sizes.card_width, self.cards[source], self.cards[target]
        if one == other:
            down = start.y < end.y
            x = start.x + (width if down else 0)
            return source, target, [(x, start.middle), (x, end.middle)], True
        points = [(start.x + width, start.middle)]
        for lane in self._lanes[one, other]:
            x, y = starts[self._column[lane]], self._tops[lane] + _LANE / 2
            points += [(x, y), (x + width, y)]
        return source, target, [*points, (end.x, end.middle)], False

    def _spread_ends(self) -> None:
        """Let the lines of a card begin and end beside each other, not in one point, in the order of where they go."""
        by_side: dict[tuple[int, float], list[tuple[float, int, int]]] = defaultdict(list)
        for number, (source, target, points, _bends) in enumerate(self.lines):
            by_side[source, points[0][0]].append((points[1][1], number, 0))
            by_side[target, points[-1][0]].append((points[-2][1], number, -1))
        for (card, _x), ends in by_side.items():
            box = self.cards[card]
            step = min(14.0, (box.height - 16) / max(len(ends) - 1, 1))
            for place, (_height, number, at) in enumerate(sorted(ends)):
                points = self.lines[number][2]
                points[at] = (points[at][0], box.middle + (place - (len(ends) - 1) / 2) * step)


def _by_barycentre(column: Sequence[int], joined: Sequence[Sequence[int]], place: Mapping[int, int]) -> list[int]:
    """Return a column by the mean place of what each is joined with; the others keep theirs."""
    with_centre = [each for each in column if joined[each]]
    centre = {each: sum(place[other] for other in joined[each]) / len(joined[each]) for each in with_centre}
    ordered = iter(sorted(with_centre, key=lambda each: centre[each]))
    return [next(ordered) if joined[each] else each for each in column]


def _settled(wished: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Return the middles nearest to those wished for, by least squares, that keep the order and the gaps."""
    offsets = [0.0]
    for one, other in itertools.pairwise(heights):
        offsets.append(offsets[-1] + (one + other) / 2 + gap)
    pools: list[tuple[float, int]] = []  # the sum of what its members wish for, and how many they are
    for wish, offset in zip(wished, offsets, strict=True):
        pool = (wish - offset, 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            total, count = pools.pop()
            pool = (pool[0] + total, pool[1] + count)
        pools.append(pool)
    means = [total / count for total, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
