"""Where an arrow key leads in the dependency graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from PySide6.QtCore import Qt

from shipworthy.domain.dependencies import Need
from shipworthy.gui.pages.portfolio.graph_layout import Box

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def next_card(cards: Mapping[UUID, Box], needs: Iterable[Need], current: UUID, key: Qt.Key) -> UUID | None:
    """Return the card that an arrow leads to: to either side along a line, else up or down; None where nothing is."""
    here, (across, down) = cards[current], ARROWS[key]
    if across:
        joined = {each for need in needs for each in _beyond(need, current)}
        found = [each for each in joined if (cards[each].x - here.x) * across > 0]
    else:
        found = [each for each, box in cards.items() if box.x == here.x and (box.y - here.y) * down > 0]
        found = found or [each for each, box in cards.items() if (box.y - here.y) * down > 0]
    return min(found, key=lambda each: (_distance(here, cards[each]), each), default=None)


def first_and_last(cards: Mapping[UUID, Box], *, is_right_to_left: bool) -> tuple[UUID, UUID]:
    """Return the first and the last of some cards in reading order, column after column."""
    sign = -1 if is_right_to_left else 1
    ordered = sorted(cards, key=lambda each: (sign * cards[each].x, cards[each].y))
    return ordered[0], ordered[-1]


def _beyond(need: Need, current: UUID) -> tuple[UUID, ...]:
    if need.service.id == current:
        return (need.needed.id,)
    return (need.service.id,) if need.needed.id == current else ()


def _distance(one: Box, other: Box) -> float:
    # Whoever looks along a line expects the card at the same height, not the one that is nearest by a hair.
    return abs(other.x - one.x) + 2 * abs(other.middle - one.middle)
