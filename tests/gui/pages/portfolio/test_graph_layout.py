"""The picture of dependencies: nothing overlaps, and lines lead on except inside circles."""

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.gui.pages.portfolio.graph_layout import Box, Layout, Sizes, lay_out

SIZES = Sizes()
EDGES = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.sets(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda edge: edge[0] != edge[1])
        ),
    )
)


def laid_out(text: str) -> Layout[str]:
    """Return the layout of "a>b b>c d"."""
    names = sorted({sign for sign in text if sign.isalpha()})
    return lay_out(names, [(each[0], each[2]) for each in text.split() if len(each) > 1], SIZES)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def check(layout: Layout[int], count: int, edges: set[tuple[int, int]]) -> None:
    """Fail unless a layout keeps what it promises."""
    assert layout.cards.keys() == set(range(count))
    for one, other in itertools.combinations(layout.cards.values(), 2):
        assert not overlap(one, other)
    for box in (*layout.cards.values(), *(frame for frame, _ in layout.frames)):
        assert box.x >= -1e-6
        assert box.y >= -1e-6
        assert box.x + box.width <= layout.width + 1e-6
        assert box.y + box.height <= layout.height + 1e-6
    framed = {each: number for number, (_frame, group) in enumerate(layout.frames) for each in group}
    for number, (frame, group) in enumerate(layout.frames):
        assert len(group) > 1
        for each, box in layout.cards.items():
            assert overlap(frame, box) is (framed.get(each) == number)
        assert not any(overlap(frame, other) for place, (other, _) in enumerate(layout.frames) if place != number)
    assert {(line.source, line.target) for line in layout.lines} == edges
    for line in layout.lines:
        together = line.source in framed and framed.get(line.source) == framed.get(line.target)
        assert line.bends is together
        across = [x for x, _y in line.points]
        if not together:
            assert across == sorted(across)  # lines lead on
            assert across[0] == layout.cards[line.source].x + SIZES.card_width
            assert across[-1] == layout.cards[line.target].x
        for end, card in ((0, line.source), (-1, line.target)):
            box = layout.cards[card]
            assert box.y <= line.points[end][1] <= box.y + box.height


@given(EDGES)
def test_nothing_overlaps_and_lines_lead_on_except_inside_circles(drawn: tuple[int, set[tuple[int, int]]]) -> None:
    count, edges = drawn
    layout = lay_out(list(range(count)), edges, SIZES)
    check(layout, count, edges)
    assert layout == lay_out(list(range(count)), sorted(edges, reverse=True), SIZES)  # the same every time


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a>b b>c", "a b c"),
        ("a>b b>c a>c", "a b c"),
        ("a>b b>c x>c", "a bx c"),  # who needs the last only stands right before it
        ("a>b b>a b>c", "ab c"),
        ("a", "a"),
    ],
)
def test_columns_are_those_of_the_longest_way(text: str, columns: str) -> None:
    layout = laid_out(text)
    found: dict[float, set[str]] = {}
    for name, box in layout.cards.items():
        found.setdefault(box.x, set()).add(name)
    assert [found[x] for x in sorted(found)] == [set(column) for column in columns.split()]


def test_lines_do_not_cross_where_they_need_not() -> None:
    layout = laid_out("a>f b>e c>d")
    for source, target in ("af", "be", "cd"):
        assert layout.cards[source].middle == layout.cards[target].middle


def test_a_line_that_passes_a_column_passes_beside_its_cards() -> None:
    layout = laid_out("a>b b>c a>c")
    [line] = [each for each in layout.lines if (each.source, each.target) == ("a", "c")]
    middle = [y for x, y in line.points if x == layout.cards["b"].x]
    assert len(middle) == 1
    assert not layout.cards["b"].y <= middle[0] <= layout.cards["b"].y + SIZES.card_height


def test_a_circle_stands_in_a_frame_and_what_it_needs_after_it() -> None:
    layout = laid_out("a>b b>c c>a c>d")
    [(frame, group)] = layout.frames
    assert group == ("a", "b", "c")
    assert layout.cards["d"].x > frame.x + frame.width


def test_parts_that_nothing_joins_stand_apart() -> None:
    layout = laid_out("a>b c>d")
    boxes = list(layout.cards.values())
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))
    assert laid_out("").cards == {}


def test_a_hundred_and_fifty_services_are_laid_out_while_one_blinks() -> None:
    chance = random.Random(6)
    edges = {(one, chance.randrange(one + 1, 150)) for one in range(149) for _ in range(3)} | {(90, 5), (149, 140)}
    begin = time.process_time()
    layout = lay_out(list(range(150)), edges, SIZES)
    assert time.process_time() - begin < 2  # measured: 0.1 to 0.3 seconds, off the GUI thread
    check(layout, 150, edges)
