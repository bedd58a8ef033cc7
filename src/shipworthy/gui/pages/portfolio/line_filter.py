"""Which services of a portfolio a filter keeps; the words of its text may stand anywhere in what a line says."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.wording import Wording


class LineFilter:
    """Keeps what was searched of each service, as long as the portfolio stays the same."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._lines: Sequence[ServiceLine] = ()
        self._searched: dict[UUID, str] = {}

    def kept(self, lines: Sequence[ServiceLine], wanted: ServiceFilter) -> Sequence[ServiceLine]:
        """Return the lines that a filter keeps, in their order."""
        if lines is not self._lines:
            self._lines, self._searched = lines, {}
        if wanted == ServiceFilter():
            return lines
        kept = [line for line in lines if _fits(line, wanted)]
        words = wanted.text.casefold().split()
        if not words:
            return kept
        return [line for line in kept if all(word in self._text(line) for word in words)]

    def _text(self, line: ServiceLine) -> str:
        service = line.service
        found = self._searched.get(service.id)
        if found is None:
            texts = (
                *(service.name, service.team, service.owner, service.system, service.domain, *service.tags),
                *(self._wording.tier(service.tier), self._wording.verdict(line.verdict)),
            )
            found = self._searched[service.id] = " ".join(texts).casefold()
        return found


def _fits(line: ServiceLine, wanted: ServiceFilter) -> bool:
    service = line.service
    return (
        (not wanted.tier or service.tier in wanted.tier)
        and (not wanted.verdict or line.verdict in wanted.verdict)
        and (not wanted.team or service.team in wanted.team)
        and (not wanted.owner or service.owner in wanted.owner)
        and (not wanted.system or service.system in wanted.system)
        and (not wanted.domain or service.domain in wanted.domain)
        and (not wanted.lifecycle or service.lifecycle in wanted.lifecycle)
        and (not wanted.tag or not wanted.tag.isdisjoint(service.tags))
        and (not wanted.concern or not wanted.concern.isdisjoint(line.concerns))
    )
