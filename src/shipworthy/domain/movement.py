"""What moved in a portfolio between two days: scores, verdicts, what came and went; and what is missed most often.

Scores are what the answers counted on each of the days, as verdicts are: evidence that expired under a sealed review is
a drop, though what was sealed stays.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import fsum
from uuid import UUID

from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import DueKind, ServiceLine, StandingReview
from shipworthy.domain.service import Service


class MoveReason(StrEnum):
    """What most likely moved a service, the weightiest first."""

    FIRST_REVIEW = "first review"
    WITHDRAWN = "withdrawn"
    NEW_REVIEW = "new review"
    DECIDED = "decided"
    FACTS = "facts"
    TIER = "tier"
    EXPIRED = "expired"
    ANSWERS = "answers"
    AGE = "age"
    CAPPED = "capped"
    FREED = "freed"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Move:
    """A service on both days; `score_before` and `score_after` are parts of 1, None where there was no score."""

    before: ServiceLine
    after: ServiceLine
    score_before: Fraction | None
    score_after: Fraction | None

    @property
    def service(self) -> Service:
        """Return the service as it was on the later day."""
        return self.after.service

    @property
    def change(self) -> Fraction | None:
        """Return by how much the score changed; None where one of the days has none."""
        if self.score_before is None or self.score_after is None:
            return None
        return self.score_after - self.score_before

    @property
    def verdict_change(self) -> int:
        """Return by how many steps the verdict rose, negative where it fell."""
        return self.after.verdict.rank - self.before.verdict.rank

    @property
    def reason(self) -> MoveReason | None:
        """Return what most likely moved the service; None where nothing of it did."""
        return next(iter(_reasons(self.before, self.after)), None)


@dataclass(frozen=True, slots=True)
class PortfolioMovement:
    """What moved: each list begins with what moved most.

    `arrived` and `gone` are services of only one of the days, by name. `verdicts` begins with the deepest fall.
    """

    improved: tuple[Move, ...]
    dropped: tuple[Move, ...]
    verdicts: tuple[Move, ...]
    arrived: tuple[ServiceLine, ...]
    gone: tuple[ServiceLine, ...]


def movement(before: Iterable[ServiceLine], after: Iterable[ServiceLine]) -> PortfolioMovement:
    """Return what moved between two days, each given as the lines of its services."""
    then = {each.service.id: each for each in before}
    now = {each.service.id: each for each in after}
    moves = [Move(then[each], now[each], _counts(then[each]), _counts(now[each])) for each in now.keys() & then.keys()]
    changed = [(each.change or Fraction(0), each) for each in moves]
    improved = [(change, move) for change, move in changed if change > 0]
    dropped = [(-change, move) for change, move in changed if change < 0]
    verdicts = sorted((each for each in moves if each.verdict_change), key=_names)
    return PortfolioMovement(
        improved=_greatest_first(improved),
        dropped=_greatest_first(dropped),
        verdicts=tuple(sorted(verdicts, key=lambda each: each.verdict_change)),
        arrived=_by_name(now[each] for each in now.keys() - then.keys()),
        gone=_by_name(then[each] for each in then.keys() - now.keys()),
    )


@dataclass(frozen=True, slots=True)
class CommonMiss:
    """A question, by its asked id, with the services that miss it, of `asked` services reviewed with its pack."""

    question: str
    services: tuple[UUID, ...]
    asked: int

    @property
    def share(self) -> Fraction:
        """Return the part of the services reviewed with the pack that miss the question."""
        return Fraction(len(self.services), self.asked)


def commonest_misses(lines: Iterable[ServiceLine]) -> tuple[CommonMiss, ...]:
    """Return every question that is missed, the one missed by most services first."""
    missed: dict[str, list[UUID]] = {}
    asked: dict[str, int] = {}
    for line in lines:
        if line.standing is None:
            continue
        for pack in line.standing.packs:
            asked[pack] = asked.get(pack, 0) + 1
        for question in line.standing.misses:
            missed.setdefault(question, []).append(line.service.id)
    found = [CommonMiss(each, tuple(ids), asked[each.partition("/")[0]]) for each, ids in missed.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.services), -each.share, each.question)))


def stalest_reviews(lines: Iterable[ServiceLine]) -> tuple[ServiceLine, ...]:
    """Return the services that a decided review speaks for, the oldest first."""
    dated = [(line.last_review, line) for line in lines if line.standing is not None and line.standing.is_decided]
    return tuple(line for _day, line in sorted(dated, key=lambda each: (each[0] or date.min, _name(each[1].service))))


@dataclass(frozen=True, slots=True)
class PortfolioPoint:
    """A portfolio on one day in a few figures; `mean` is of the scores as shown, a part of 1, None without any.

    It is a plain number: the exact mean of ten thousand fractions has thousands of digits.
    """

    day: date
    services: int
    scored: int
    mean: float | None
    verdicts: Mapping[Verdict, int]


def portfolio_point(day: date, lines: Sequence[ServiceLine]) -> PortfolioPoint:
    """Return the figures of a portfolio on a day."""
    verdicts = dict.fromkeys(Verdict, 0)
    for line in lines:
        verdicts[line.verdict] += 1
    sizes = [line.standing.size for line in lines if line.standing is not None and line.standing.size >= 0]
    mean = fsum(sizes) / len(sizes) if sizes else None
    return PortfolioPoint(day, len(lines), len(sizes), mean, verdicts)


def days_of_trend(since: date, until: date, most: int = 14) -> tuple[date, ...]:
    """Return the days of a trend from one to another, both included: ends of months, every so many of them.

    Never more than `most`, so that the longest time takes no longer to look at than a year.
    """
    ends = [end for end in _ends_of_months(since, until) if since < end < until]
    step = -(-len(ends) // max(most - 2, 1)) or 1
    return tuple(dict.fromkeys((since, *reversed(ends[::-1][::step]), until)))


def months_before(day: date, months: int) -> date:
    """Return the same day some months ago, or the last of that month where it has fewer days."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _ends_of_months(since: date, until: date) -> Iterable[date]:
    for month in range(since.year * 12 + since.month, until.year * 12 + until.month):
        yield date.fromordinal(date(month // 12, month % 12 + 1, 1).toordinal() - 1)


def _counts(line: ServiceLine) -> Fraction | None:
    text = line.standing.result[0] if line.standing is not None else None
    return None if text is None else Fraction(text)


def _reasons(before: ServiceLine, after: ServiceLine) -> Iterable[MoveReason]:
    then, now = before.standing, after.standing
    if then is None or now is None:
        if now is not None:
            yield MoveReason.FIRST_REVIEW
        if then is not None:
            yield MoveReason.WITHDRAWN
    elif then.id != now.id:
        yield MoveReason.NEW_REVIEW
    else:
        yield from _within_a_review(before, after, then, now)
    if set(after.capped_by) - set(before.capped_by):
        yield MoveReason.CAPPED
    elif before.capped_by and not after.capped_by:
        yield MoveReason.FREED
    if before.own_verdict is not after.own_verdict:
        yield MoveReason.WORK  # nothing else of the review changed: items or waivers did


def _within_a_review(
    before: ServiceLine, after: ServiceLine, then: StandingReview, now: StandingReview
) -> Iterable[MoveReason]:
    if now.is_decided and not then.is_decided:
        yield MoveReason.DECIDED
    if before.service.facts != after.service.facts:
        yield MoveReason.FACTS
    if before.service.tier != after.service.tier:
        yield MoveReason.TIER
    if then.result != now.result or then.misses_text != now.misses_text:
        yield MoveReason.EXPIRED if then.is_decided else MoveReason.ANSWERS
    if _is_too_old(after) and not _is_too_old(before):
        yield MoveReason.AGE


def _is_too_old(line: ServiceLine) -> bool:
    return any(each.kind is DueKind.AGE for each in line.due)


def _greatest_first(moves: Iterable[tuple[Fraction, Move]]) -> tuple[Move, ...]:
    return tuple(move for _size, move in sorted(moves, key=lambda each: (-each[0], _names(each[1]))))


def _by_name(lines: Iterable[ServiceLine]) -> tuple[ServiceLine, ...]:
    return tuple(sorted(lines, key=lambda each: _name(each.service)))


def _names(move: Move) -> tuple[tuple[str, str], ...]:
    """Return what orders equal moves; the same whichever day is called the earlier."""
    return tuple(sorted((_name(move.before.service), _name(move.after.service))))


def _name(service: Service) -> tuple[str, str]:
    return service.name.casefold(), service.id.hex
