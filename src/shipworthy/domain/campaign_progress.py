"""How far a campaign is on a day: who is done, in progress and missing; how it came there, and where its pace leads.

A day counts with what stood at its end. What each state means is written down in docs/manual.md, "Campaigns".
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_search import LineSearch
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service import Lifecycle, Service
from shipworthy.domain.service_filter import Facet, ServiceFilter

PACE_DAYS = 28
"""What the pace is taken from: the last four weeks, or all days of a campaign that is younger."""

_FEWEST_DAYS = 7  # a pace of less than a week tells nothing
_FARTHEST_DAYS = 3650  # nor does one that leads ten years ahead
_IN_USE = frozenset(Lifecycle) - {Lifecycle.RETIRED}
_OF_THE_OUTCOME = (Facet.VERDICT, Facet.CONCERN)
_DAY = timedelta(days=1)


class CampaignState(StrEnum):
    """Where a service stands in a campaign, those to be asked first."""

    MISSING = "missing"
    IN_PROGRESS = "in progress"
    DONE = "done"


class ServiceThen(NamedTuple):
    """A service as it was from the end of one day on to the end of another; None for the last: it still is."""

    service: Service
    first: date
    last: date | None = None


class ReviewThen(NamedTuple):
    """A review as campaigns see it: the ids of its packs, and its days; `ended` is when it was withdrawn or superseded.

    `decided` and `ended` are None where that did not happen.
    """

    id: UUID
    service: UUID
    title: str
    packs: frozenset[str]
    started: date
    decided: date | None = None
    ended: date | None = None

    def has(self, packs: Iterable[str]) -> bool:
        """Tell whether the review is made with all of some packs."""
        return self.packs.issuperset(packs)

    def is_open_on(self, day: date) -> bool:
        """Tell whether it could still be answered at the end of a day."""
        return self.started <= day and _after(self.decided, day) and _after(self.ended, day)

    def counts_for(self, campaign: Campaign, day: date) -> bool:
        """Tell whether a service was done with it at the end of a day."""
        decided = self.decided
        return (
            decided is not None
            and campaign.starts <= decided <= day
            and _after(self.ended, day)
            and self.has(campaign.packs)
        )


class CampaignLine(NamedTuple):
    """A service that a campaign means, and the review that says where it stands; None where there is none.

    `coverage` is how far that review is, a part of 1; None where it is decided or nobody can tell any more.
    """

    service: Service
    state: CampaignState
    review: ReviewThen | None = None
    is_late: bool = False
    coverage: Fraction | None = None

    @property
    def day(self) -> date | None:
        """Return the day on which it was done; None where it is not."""
        return self.review.decided if self.review and self.state is CampaignState.DONE else None


class Progress(NamedTuple):
    """How many services a campaign means, and how many of them are done, in progress, and done after the due day."""

    meant: int
    done: int = 0
    in_progress: int = 0
    late: int = 0

    @property
    def missing(self) -> int:
        """Return how many have neither."""
        return self.meant - self.done - self.in_progress

    @property
    def left(self) -> int:
        """Return how many are not done."""
        return self.meant - self.done

    @property
    def part(self) -> Fraction | None:
        """Return the part that is done; None where no service is meant."""
        return Fraction(self.done, self.meant) if self.meant else None


class BurnPoint(NamedTuple):
    """How many services were meant at the end of a day, and how many of them done."""

    day: date
    meant: int
    done: int


class Forecast(NamedTuple):
    """When all is done if it goes on like this: `gained` services in the last `days` days; days late, 0 for in time."""

    day: date
    gained: int
    days: int
    late_days: int


class TeamProgress(NamedTuple):
    """A team ("" for none) with the owners of its services that are not done, by their letters."""

    team: str
    owners: tuple[str, ...]
    progress: Progress


def scope_of(wanted: ServiceFilter) -> ServiceFilter:
    """Return a filter without what depends on the outcome: a campaign's services may not leave it by being reviewed."""
    for facet in _OF_THE_OUTCOME:
        wanted = wanted.without(facet)
    return wanted


class MeantServices:
    """Services as they were in some days, searched for those in the scope of campaigns; prepared once for several.

    `tier_word` says what a tier is called; retired services are meant only where a scope asks for them.
    """

    def __init__(self, services: Iterable[ServiceThen], tier_word: Callable[[int], str]) -> None:
        self._then = tuple(each for each in services if not each.service.archived)
        blank = (_line(each.service) for each in self._then)
        self._search = LineSearch(blank, tier_word, lambda _verdict: "")

    def of(self, campaign: Campaign) -> tuple[ServiceThen, ...]:
        """Return the services in the scope of a campaign, as they were while they were in it."""
        scope = campaign.scope if campaign.scope.lifecycle else campaign.scope.with_values(Facet.LIFECYCLE, _IN_USE)
        kept = {id(line) for line in self._search.kept(scope)}  # by identity: one service may be there several times
        return tuple(then for then, line in zip(self._then, self._search.lines, strict=True) if id(line) in kept)


@dataclass(frozen=True, slots=True)
class CampaignCourse:
    """A campaign with all that it meant, and the reviews of its services, by service; from its start on.

    Whoever makes it leaves out neither withdrawn reviews nor services that were archived since.
    """

    campaign: Campaign
    meant: tuple[ServiceThen, ...]
    reviews: Mapping[UUID, Sequence[ReviewThen]]

    def lines(self, day: date, coverages: Mapping[UUID, Fraction] | None = None) -> tuple[CampaignLine, ...]:
        """Return the services that are meant at the end of a day, in the order given, with where they stand.

        `coverages` are those of open reviews on that day.
        """
        meant = (each.service for each in self.meant if each.first <= day and not _before(each.last, day))
        return tuple(self._line(service, day, coverages or {}) for service in meant)

    def _line(self, service: Service, day: date, coverages: Mapping[UUID, Fraction]) -> CampaignLine:
        reviews = self.reviews.get(service.id, ())
        done = [each for each in reviews if each.counts_for(self.campaign, day)]
        if done:
            first = min(done, key=lambda review: review.decided or date.max)
            return CampaignLine(service, CampaignState.DONE, first, is_late=_after(first.decided, self.campaign.due))
        begun = [each for each in reviews if each.is_open_on(day) and each.has(self.campaign.packs)]
        if begun:
            newest = begun[-1]
            return CampaignLine(service, CampaignState.IN_PROGRESS, newest, coverage=coverages.get(newest.id))
        return CampaignLine(service, CampaignState.MISSING)

    def burn_up(self, day: date) -> tuple[BurnPoint, ...]:
        """Return every day from the start to `day`; nothing for a day before the start."""
        first, count = self.campaign.starts, (day - self.campaign.starts).days + 1
        if count < 1:
            return ()
        meant, done = _Count(first, count), _Count(first, count)
        finished: dict[UUID, tuple[tuple[date, date], ...]] = {}
        for then in self.meant:
            last = min(then.last or day, day)
            meant.add(then.first, last)
            service = then.service.id
            if service not in finished:
                finished[service] = self._finished(service, day)
            for begin, end in finished[service]:
                done.add(max(begin, then.first), min(end, last))
        days = (first + timedelta(days=number) for number in range(count))
        return tuple(map(BurnPoint, days, meant.line(), done.line()))

    def _finished(self, service: UUID, day: date) -> tuple[tuple[date, date], ...]:
        """Return the spans of days, first and last, in which a service was done; none touches another."""
        spans: list[tuple[date, date]] = []
        for review in sorted(self.reviews.get(service, ()), key=lambda each: each.decided or date.max):
            if review.decided is None or not review.counts_for(self.campaign, review.decided):
                continue
            end = min(review.ended - _DAY if review.ended else day, day)
            begin = max(review.decided, spans[-1][1] + _DAY) if spans else review.decided
            if begin <= end:
                spans.append((begin, end))
        return tuple(spans)


def progress_of(lines: Iterable[CampaignLine]) -> Progress:
    """Return how far the services of some lines are."""
    states = [(line.state, line.is_late) for line in lines]
    return Progress(
        meant=len(states),
        done=sum(state is CampaignState.DONE for state, _late in states),
        in_progress=sum(state is CampaignState.IN_PROGRESS for state, _late in states),
        late=sum(late for _state, late in states),
    )


def forecast(campaign: Campaign, points: Sequence[BurnPoint]) -> Forecast | None:
    """Return where the pace of the last four weeks leads; None where it cannot be told.

    It cannot in the first week, where nothing was gained, where all is done, or where ten years would not do.
    """
    if len(points) < _FEWEST_DAYS or campaign.closed:
        return None
    days, now = min(len(points), PACE_DAYS), points[-1]
    gained = now.done - (points[-1 - days].done if len(points) > days else 0)
    left = now.meant - now.done
    if gained <= 0 or left <= 0:
        return None
    needed = math.ceil(Fraction(left * days, gained))
    if needed > _FARTHEST_DAYS:
        return None
    end = now.day + timedelta(days=needed)
    return Forecast(end, gained, days, max((end - campaign.due).days, 0))


def plan_line(campaign: Campaign, meant: int, days: Iterable[date]) -> tuple[Fraction, ...]:
    """Return the straight line from nothing at the start to all services on the due day, for some days from it on."""
    length = (campaign.due - campaign.starts).days
    return tuple(
        Fraction(meant * min((day - campaign.starts).days, length), length) if length else Fraction(meant)
        for day in days
    )


def by_team(lines: Iterable[CampaignLine]) -> tuple[TeamProgress, ...]:
    """Return the teams, those that owe most services first, then by their letters, services without one last."""
    groups: dict[str, list[CampaignLine]] = {}
    for line in lines:
        groups.setdefault(line.service.team, []).append(line)
    teams = (TeamProgress(team, _owners(of_team), progress_of(of_team)) for team, of_team in groups.items())
    return tuple(sorted(teams, key=lambda each: (-each.progress.left, not each.team, each.team.casefold(), each.team)))


def _owners(lines: Iterable[CampaignLine]) -> tuple[str, ...]:
    owners = {line.service.owner for line in lines if line.service.owner and line.state is not CampaignState.DONE}
    return tuple(sorted(owners, key=lambda name: (name.casefold(), name)))


def _line(service: Service) -> ServiceLine:
    return ServiceLine(service, None, Verdict.NOT_ASSESSED, Verdict.NOT_ASSESSED)


def _after(moment: date | None, day: date) -> bool:
    """Tell whether something had not happened by the end of a day."""
    return moment is None or moment > day


def _before(moment: date | None, day: date) -> bool:
    return moment is not None and moment < day


class _Count:
    """A count for each of some days in a row, raised between two of them, and summed up at the end."""

    def __init__(self, first: date, length: int) -> None:
        self._first = first
        self._steps = [0] * (length + 1)

    def add(self, begin: date, end: date) -> None:
        """Count one more from a day to another; nothing where the latter is before the former or the first day."""
        start, stop = max((begin - self._first).days, 0), (end - self._first).days + 1
        if start < stop:
            self._steps[start] += 1
            self._steps[stop] -= 1

    def line(self) -> Iterable[int]:
        return accumulate(self._steps[:-1])
