"""Which field the author of a template may have meant by a name that there is none of."""

import difflib
from collections import deque
from collections.abc import Iterator, Mapping

from shipworthy.reports.plain_values import Plain

_DEEPEST = 3


def near_field(values: Mapping[str, Plain], name: str) -> str:
    """Return the way to the field nearest to a name, such as "overview.score"; empty where none is near.

    One of just this name further in comes first, then one spelled alike here, then one spelled alike further in.
    """
    ways = list(_ways(values))
    inside = [way for way in ways if way.rpartition(".")[2] == name]
    if inside:
        return inside[0]
    here = difflib.get_close_matches(name[:100], [str(each) for each in values], n=1)
    if here:
        return here[0]
    last = {way.rpartition(".")[2]: way for way in reversed(ways)}
    further = difflib.get_close_matches(name[:100], last, n=1, cutoff=0.75)
    return last[further[0]] if further else ""


def _ways(values: Mapping[str, Plain]) -> Iterator[str]:
    """Yield the ways to all fields that are no more than a few steps in, the nearest first."""
    waiting = deque((str(name), value, 1) for name, value in values.items())
    while waiting:
        way, value, depth = waiting.popleft()
        yield way
        if isinstance(value, dict) and depth < _DEEPEST:
            waiting.extend((f"{way}.{name}", each, depth + 1) for name, each in value.items())
