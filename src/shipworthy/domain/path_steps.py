"""The order of a path: what brings most score per day first, and where its service stands after each step."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from uuid import UUID

from shipworthy.domain.gate import Verdict
from shipworthy.domain.path_candidates import Candidate
from shipworthy.domain.path_ledger import Ledger, Tally
from shipworthy.domain.scorecard import ZERO, Band


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a service stands: score, band, own verdict (its age left out) and level as shown."""

    score: Fraction | None
    band: Band | None
    verdict: Verdict
    level: int


@dataclass(frozen=True, slots=True)
class PathStep:
    """One piece of work of a path: what it adds to its service's score, and where that stands afterwards.

    `effort` is that of all steps up to this one, in person-days. `after` is None for work of a service that the path
    is not for, which comes in because other work needs it.
    """

    candidate: Candidate
    gain: Fraction
    effort: Fraction
    after: Standing | None


def standing_of(tally: Tally) -> Standing:
    """Return where a service stands now."""
    return Standing(tally.score, tally.band, tally.verdict, tally.level)


def in_order(chosen: Sequence[Candidate], ledgers: Mapping[UUID, Ledger]) -> tuple[PathStep, ...]:
    """Return the chosen work step by step.

    Nothing comes before what it needs; then work without effort, then the most score per day, then by id. A gain is
    worked out anew where earlier work closes the same questions.
    """
    return tuple(_Ordering(chosen, ledgers).steps())


class _Ordering:
    """The work that is left, in a heap by what it brings; entries that are out of date are passed over."""

    def __init__(self, chosen: Sequence[Candidate], ledgers: Mapping[UUID, Ledger]) -> None:
        self._left = {candidate.id: candidate for candidate in chosen}
        self._tallies = {service: Tally(ledger) for service, ledger in ledgers.items()}
        self._units = {service: ledger.overall.unit for service, ledger in ledgers.items() if ledger.overall}
        self._missing = {each.id: len(each.needs & self._left.keys()) for each in chosen}
        self._wanted_by: dict[str, list[str]] = {}
        self._closed_by: dict[tuple[UUID, str], list[str]] = {}
        for candidate in chosen:
            for need in candidate.needs:
                self._wanted_by.setdefault(need, []).append(candidate.id)
            for question in candidate.closes:
                self._closed_by.setdefault((candidate.service, question), []).append(candidate.id)
        self._heap: list[tuple[bool, int, str]] = []
        self._scales = self._common_scales(chosen)

    def steps(self) -> list[PathStep]:
        """Take the work in order."""
        found: list[PathStep] = []
        effort = ZERO
        for candidate in self._left.values():
            self._offer(candidate)
        while self._heap:
            worth = heapq.heappop(self._heap)
            if worth[2] not in self._left or worth != self._worth(self._left[worth[2]]):
                continue
            candidate = self._left.pop(worth[2])
            effort += candidate.days
            found.append(self._step(candidate, effort))
            for waiting in self._wanted_by.get(candidate.id, ()):
                self._missing[waiting] -= 1
                self._offer(self._left[waiting])
        return found

    def _step(self, candidate: Candidate, effort: Fraction) -> PathStep:
        gain, tally = self._gain(candidate), self._tallies.get(candidate.service)
        if tally is None:
            return PathStep(candidate, gain, effort, None)
        for question in tally.cure(candidate.closes):
            for other in self._closed_by[candidate.service, question]:
                if other in self._left:
                    self._offer(self._left[other])
        return PathStep(candidate, gain, effort, standing_of(tally))

    def _offer(self, candidate: Candidate) -> None:
        if not self._missing[candidate.id]:
            heapq.heappush(self._heap, self._worth(candidate))

    def _worth(self, candidate: Candidate) -> tuple[bool, int, str]:
        return candidate.days != 0, -self._whole_gain(candidate) * self._scales[candidate.id], candidate.id

    def _whole_gain(self, candidate: Candidate) -> int:
        return self._tallies[candidate.service].gain(candidate.closes) if candidate.service in self._units else 0

    def _gain(self, candidate: Candidate) -> Fraction:
        return Fraction(self._whole_gain(candidate), self._units.get(candidate.service, 1))

    def _common_scales(self, chosen: Sequence[Candidate]) -> dict[str, int]:
        """Return by what gains in whole numbers become gains for each day that compare in whole numbers, too."""
        rates = {
            each.id: (each.days.denominator, self._units.get(each.service, 1) * (each.days.numerator or 1))
            for each in chosen
        }
        common = lcm(*{under for _over, under in rates.values()})
        return {each: over * (common // under) for each, (over, under) in rates.items()}
