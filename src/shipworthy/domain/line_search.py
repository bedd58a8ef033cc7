"""Which lines of a portfolio a filter keeps, fast enough for every key pressed among ten thousand services.

What is searched and compared is worked out once for a portfolio, not once for a key.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain

from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import Concern, ServiceLine
from shipworthy.domain.service import Lifecycle
from shipworthy.domain.service_filter import Facet, ServiceFilter, Value

_SEVERAL = frozenset({Facet.TAG, Facet.CONCERN})  # facets of which a service may have several values, or none
_READ: dict[Facet, Callable[[ServiceLine], Value]] = {
    Facet.TIER: lambda line: line.service.tier,
    Facet.TEAM: lambda line: line.service.team,
    Facet.OWNER: lambda line: line.service.owner,
    Facet.SYSTEM: lambda line: line.service.system,
    Facet.DOMAIN: lambda line: line.service.domain,
    Facet.TAG: lambda line: line.service.tags,
    Facet.LIFECYCLE: lambda line: line.service.lifecycle,
    Facet.VERDICT: lambda line: line.verdict,
    Facet.CONCERN: lambda line: tuple(map(str, line.concerns)),
}
_ORDERS: dict[Facet, Sequence[Value]] = {
    Facet.LIFECYCLE: tuple(Lifecycle),
    Facet.VERDICT: tuple(reversed(Verdict)),  # the best first, as the summary shows them
    Facet.CONCERN: tuple(map(str, Concern)),
}


class LineSearch:
    """Lines, prepared for filters. `tier_word` and `verdict_word` say what a tier and a verdict are called.

    A word of a filter is found in name, team, owner, system, domain, tags, and the words of tier and verdict, whatever
    the capitals and however letters with marks are composed.
    """

    def __init__(
        self, lines: Iterable[ServiceLine], tier_word: Callable[[int], str], verdict_word: Callable[[Verdict], str]
    ) -> None:
        self.lines = tuple(lines)
        # Said once each: ten thousand lines share four tiers and four verdicts.
        self._tier_word, self._verdict_word = cache(tier_word), cache(verdict_word)
        self._texts: list[str] = []
        self._columns: dict[Facet, list[Value]] = {}
        self._values: dict[Facet, frozenset[Value]] = {}

    def kept(self, wanted: ServiceFilter) -> list[ServiceLine]:
        """Return the lines that a filter keeps, in the order given."""
        return [self.lines[row] for row in self._rows(wanted)] if wanted.is_on else list(self.lines)

    def counts(self, wanted: ServiceFilter, facet: Facet) -> dict[Value, int]:
        """Return how many lines each value of a facet would keep, the other facets and the words being as they are.

        All values that the lines have are there, and those chosen, in the order in which people expect them.
        """
        found = Counter(self._flat(facet, range(len(self.lines))))
        kept = Counter(self._flat(facet, self._rows(wanted.without(facet))))
        return {value: kept[value] for value in in_order(facet, found.keys() | wanted.values(facet))}

    def unknown(self, wanted: ServiceFilter) -> tuple[tuple[Facet, Value], ...]:
        """Return the names and tags that a filter asks for and no line has, such as those of a team that is gone."""
        asked = [facet for facet in wanted.facets if facet not in _ORDERS and facet is not Facet.TIER]
        return tuple(
            (facet, value) for facet in asked for value in in_order(facet, wanted.values(facet) - self._known(facet))
        )

    def _rows(self, wanted: ServiceFilter) -> Sequence[int]:
        rows: Sequence[int] = range(len(self.lines))
        for facet in wanted.facets:
            values, column = wanted.values(facet), self._column(facet)
            if facet in _SEVERAL:
                rows = [row for row in rows if not values.isdisjoint(column[row])]
            else:
                rows = [row for row in rows if column[row] in values]
        for word in searchable(wanted.text).split():
            texts = self._searched()
            rows = [row for row in rows if word in texts[row]]
        return rows

    def _searched(self) -> list[str]:
        if not self._texts:
            self._texts = [self._text(line) for line in self.lines]
        return self._texts

    def _text(self, line: ServiceLine) -> str:
        service = line.service
        texts = (service.name, service.team, service.owner, service.system, service.domain, *service.tags)
        # Line ends between them, which no word can hold: none is found across two texts.
        return searchable("\n".join((*texts, self._tier_word(service.tier), self._verdict_word(line.verdict))))

    def _column(self, facet: Facet) -> list[Value]:
        if facet not in self._columns:
            self._columns[facet] = list(map(_READ[facet], self.lines))
        return self._columns[facet]

    def _known(self, facet: Facet) -> frozenset[Value]:
        if facet not in self._values:
            self._values[facet] = frozenset(("", *self._flat(facet, range(len(self.lines)))))
        return self._values[facet]

    def _flat(self, facet: Facet, rows: Sequence[int]) -> Iterable[Value]:
        column = self._column(facet)
        values = map(column.__getitem__, rows)
        return chain.from_iterable(values) if facet in _SEVERAL else values


def in_order(facet: Facet, values: Iterable[Value]) -> list[Value]:
    """Return values of a facet as people expect them: as they follow each other, or by their letters, nothing last."""
    if facet is Facet.TIER:
        return sorted(values)
    if facet in _ORDERS:
        order = _ORDERS[facet]
        return sorted(values, key=lambda value: order.index(value) if value in order else len(order))
    return sorted(values, key=lambda value: (not value, searchable(value), value))


def searchable(text: str) -> str:
    """Return a text as it is compared: without capitals, its letters composed in one way."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
