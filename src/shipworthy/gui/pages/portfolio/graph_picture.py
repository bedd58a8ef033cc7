"""What the dependency graph shows: which services, joined by what, and where they stand. Made off the GUI thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from shipworthy.domain.dependencies import Dependencies, Need, by_name
from shipworthy.domain.service import Service
from shipworthy.gui.pages.portfolio.graph_layout import Layout, Sizes, lay_out

MOST_CARDS = 150  # more of them are a hairball, and nobody finds anything in one


class Focus(NamedTuple):
    """The service that a graph is around, and over how many steps, None for all; `fits`: as many as a picture takes."""

    service: UUID
    steps: int | None
    fits: bool = False


@dataclass(frozen=True, slots=True)
class GraphPicture:
    """A graph to be shown.

    `listed` are the services of the list, in its order; `layout` is None where they are too many for a picture.
    `is_chosen`: the focus was not asked for but found, because there are too many services. `alone` counts services
    that are listed but not drawn, as nothing joins them with another; `beside` are drawn although the filter takes them
    out, or they are archived: they cap one that is shown, or it rests on them.
    """

    dependencies: Dependencies
    focus: Focus | None
    is_chosen: bool
    listed: tuple[Service, ...]
    layout: Layout[UUID] | None
    needs: tuple[Need, ...] = ()
    alone: int = 0
    beside: frozenset[UUID] = frozenset()


def picture(dependencies: Dependencies, kept: Sequence[UUID], focus: Focus | None, sizes: Sizes) -> GraphPicture:
    """Return the graph of the services that are kept, in this order, or of what is around the focus.

    Without a focus that is all of them, as long as they fit into one picture; else what is around the service whose
    fall takes the most others with it.
    """
    if focus is not None and focus.service not in dependencies.services:
        focus = None
    if focus is not None:
        steps = most_steps(dependencies, focus.service) if focus.fits else focus.steps
        return _around(dependencies, Focus(focus.service, steps), sizes)
    beside = _beside(dependencies, kept)
    listed = tuple(dependencies.services[each] for each in (*kept, *(each.id for each in by_name(beside))))
    needs = _needs_among(dependencies, listed)
    joined = {each.id for need in needs for each in (need.service, need.needed)}
    if len(joined) <= MOST_CARDS:
        drawn = [each.id for each in listed if each.id in joined]
        others = frozenset(each.id for each in beside)
        layout = _layout(drawn, needs, sizes)
        return GraphPicture(dependencies, None, False, listed, layout, needs, len(listed) - len(drawn), others)
    return _around_the_largest(dependencies, kept, sizes)


def most_steps(dependencies: Dependencies, service_id: UUID) -> int | None:
    """Return over how many steps what is around a service fits into a picture: all (None), 2, or else 1."""
    for steps in (None, 2):
        if len(dependencies.around(service_id, steps)) <= MOST_CARDS:
            return steps
    return 1


def _around(dependencies: Dependencies, focus: Focus, sizes: Sizes, *, is_chosen: bool = False) -> GraphPicture:
    found = dependencies.around(focus.service, focus.steps)
    listed = by_name(dependencies.services[each] for each in found)
    if len(found) > MOST_CARDS:
        return GraphPicture(dependencies, focus, is_chosen, listed, None)
    needs = _needs_among(dependencies, listed)
    layout = _layout([each.id for each in listed], needs, sizes)
    return GraphPicture(dependencies, focus, is_chosen, listed, layout, needs)


def _around_the_largest(dependencies: Dependencies, kept: Iterable[UUID], sizes: Sizes) -> GraphPicture:
    sizes_of = dependencies.sizes
    largest = max(kept, key=lambda each: sizes_of[each])  # the first of equals, in the order of the page
    focus = Focus(largest, most_steps(dependencies, largest))
    return _around(dependencies, focus, sizes, is_chosen=True)


def _beside(dependencies: Dependencies, kept: Iterable[UUID]) -> list[Service]:
    """Return those that are not kept but lower the verdict of one that is, with the way to them, or are archived."""
    known, waiting, found = set(kept), list(kept), []
    while waiting:
        for need in dependencies.needs(waiting.pop()):
            rests_on_archived = need.is_hard and need.needed.archived
            if (need.cap is not None or rests_on_archived) and need.needed.id not in known:
                known.add(need.needed.id)
                waiting.append(need.needed.id)
                found.append(need.needed)
    return found


def _needs_among(dependencies: Dependencies, services: Iterable[Service]) -> tuple[Need, ...]:
    ids = {each.id for each in services}
    return tuple(
        need
        for service in services
        if service.needs & ids  # most need nothing that is shown
        for need in dependencies.needs(service.id)
        if need.needed.id in ids
    )


def _layout(drawn: Sequence[UUID], needs: Iterable[Need], sizes: Sizes) -> Layout[UUID]:
    return lay_out(drawn, [(need.service.id, need.needed.id) for need in needs], sizes)
