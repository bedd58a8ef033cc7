"""Items and waivers as they were on any day: what the change log tells, put together again.

A day counts with what stood at its end. An item whose making was taken back never existed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import dropwhile, pairwise
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from shipworthy.domain.remediation import UNFINISHED_STATES, ItemState, RemediationItem, Waiver

T = TypeVar("T", RemediationItem, Waiver)
CLAIMED_STATES = frozenset({ItemState.DONE, ItemState.VERIFIED})


class Entry(NamedTuple, Generic[T]):
    """A line of the change log: its number, its day in the store's zone, and what it left behind; None for nothing.

    `undoes` is the number of the line that it takes back.
    """

    sequence: int
    day: date
    id: UUID
    left: T | None
    undoes: int | None = None


class Version(NamedTuple, Generic[T]):
    """How a thing stood from the end of a day on, until the end of the day of its next version."""

    day: date
    sequence: int
    value: T | None


@dataclass(frozen=True, slots=True)
class ItemLife:
    """An item from its making on: one version for each day on which it changed.

    `claims`, `verifications` and `reopenings` are the days on which it went from unfinished to done or verified, became
    verified, and went back from done or verified to unfinished, without the steps that were taken back.
    """

    sequence: int
    versions: tuple[Version[RemediationItem], ...]
    claims: tuple[date, ...]
    verifications: tuple[date, ...]
    reopenings: tuple[date, ...]

    @property
    def made_on(self) -> date:
        """Return the day on which the item was made."""
        return self.versions[0].day

    def state_on(self, day: date) -> ItemState | None:
        """Return where the item stood at the end of a day; None where it was not there."""
        found = _version_on(self.versions, day)
        return found.value.state if found is not None and found.value is not None else None

    def on(self, day: date) -> RemediationItem | None:
        """Return the item as it stood at the end of a day, as the store had it; None where it was not there."""
        found = _version_on(self.versions, day)
        if found is None or found.value is None:
            return None
        return replace(found.value, sequence=self.sequence, version=found.sequence)


class ItemThen(NamedTuple):
    """An item as of a day: how it stood, whether active waivers stood for all it closes, and whether it was overdue."""

    item: RemediationItem
    made_on: date
    waived: bool
    overdue: bool


class History:
    """All items and waivers over time, oldest item first."""

    def __init__(
        self, lives: Iterable[ItemLife], waivers: Mapping[UUID, tuple[Version[Waiver], ...]], today: date
    ) -> None:
        self.lives = tuple(lives)
        self.today = today
        self._waivers = waivers

    @classmethod
    def told_by(
        cls, items: Iterable[Entry[RemediationItem]], waivers: Iterable[Entry[Waiver]], today: date
    ) -> "History":
        """Return the history that entries tell, which come by their numbers.

        Numbers, not clocks, say what came first: where a clock was set back, an entry counts as of the day of the one
        before it, and none counts later than today.
        """
        lives = [_life(each) for each in _by_id(items, today)]
        told = {each[0].id: _by_day(each) for each in _by_id(waivers, today)}
        return cls(sorted(lives, key=lambda life: life.sequence), told, today)

    def of_services(self, services: Collection[UUID]) -> "History":
        """Return the part that concerns some services."""
        kept = [life for life in self.lives if _service(life) in services]
        return History(kept, self._waivers, self.today)

    @property
    def first_day(self) -> date:
        """Return the day on which the first item was made; today where there is none."""
        return min((life.made_on for life in self.lives), default=self.today)

    def on(self, day: date) -> tuple[ItemThen, ...]:
        """Return all items as they stood at the end of a day."""
        return tuple(self._then(life, item, day) for life in self.lives if (item := life.on(day)) is not None)

    def waived_on(self, item: RemediationItem, day: date) -> bool:
        """Tell whether an item was shown as waived on a day."""
        if not self.is_ever_waived(item):
            return False
        spans = (self._waived[item.service, question] for question in item.questions)
        return item.is_live and all(any(first <= day <= last for first, last in each) for each in spans)

    def is_ever_waived(self, item: RemediationItem) -> bool:
        """Tell whether each question of an item has had a waiver that counted, be it at different times."""
        return bool(item.questions) and all((item.service, each) in self._waived for each in item.questions)

    def _then(self, life: ItemLife, item: RemediationItem, day: date) -> ItemThen:
        waived = self.waived_on(item, day)
        return ItemThen(item, life.made_on, waived, item.is_overdue(day) and not waived)

    @cached_property
    def _waived(self) -> Mapping[tuple[UUID, str], tuple[tuple[date, date], ...]]:
        """Return the first and last days of waivers that counted, by service and question."""
        spans: dict[tuple[UUID, str], tuple[tuple[date, date], ...]] = {}
        for versions in self._waivers.values():
            for version, first, last in _lasting(versions):
                if version is not None and version.active_on(first):
                    key = (version.service, version.question)
                    spans[key] = (*spans.get(key, ()), (first, min(last, version.expires)))
        return spans


def _by_id(entries: Iterable[Entry[T]], today: date) -> Iterator[list[Entry[T]]]:
    """Yield the entries of each thing that is there in the end, their days in order and none after today."""
    found: dict[UUID, list[Entry[T]]] = {}
    for entry in entries:
        told = found.setdefault(entry.id, [])
        day = min(max(entry.day, told[-1].day) if told else entry.day, today)
        told.append(entry if day == entry.day else entry._replace(day=day))
    return (told for told in found.values() if told[-1].left is not None)


def _by_day(entries: list[Entry[T]]) -> tuple[Version[T], ...]:
    """Return what stood at the end of each day with an entry, from the first day on which there was something."""
    last = {entry.day: Version(entry.day, entry.sequence, entry.left) for entry in entries}
    return tuple(dropwhile(lambda version: version.value is None, last.values()))


def _life(entries: list[Entry[RemediationItem]]) -> ItemLife:
    claims, verifications, reopenings = [], [], []
    before = ItemState.OPEN
    for entry in _that_stood(entries):
        state = entry.left.state if entry.left else ItemState.OPEN
        if state in CLAIMED_STATES and before not in CLAIMED_STATES:
            claims.append(entry.day)
        if state is ItemState.VERIFIED is not before:
            verifications.append(entry.day)
        if state in UNFINISHED_STATES and before in CLAIMED_STATES:
            reopenings.append(entry.day)
        before = state
    return ItemLife(_number(entries), _by_day(entries), tuple(claims), tuple(verifications), tuple(reopenings))


def _number(entries: list[Entry[RemediationItem]]) -> int:
    """Return the number under which the store keeps a thing: that of its making, or of its being made again."""
    made = [entry.sequence for before, entry in pairwise(entries) if before.left is None]
    return made[-1] if made else entries[0].sequence


def _that_stood(entries: list[Entry[T]]) -> Iterable[Entry[T]]:
    """Return the entries without those that were taken back; one that was done again happened when it first did."""
    standing: dict[int, Entry[T]] = {}
    taken_back: dict[int, Entry[T]] = {}
    for entry in entries:
        if entry.undoes in taken_back:
            standing[entry.sequence] = taken_back.pop(entry.undoes)
        elif entry.undoes in standing:
            taken_back[entry.sequence] = standing.pop(entry.undoes)
        else:
            standing[entry.sequence] = entry
    return standing.values()


def _version_on(versions: tuple[Version[T], ...], day: date) -> Version[T] | None:
    found = None
    for version in versions:
        if version.day > day:
            break
        found = version
    return found


def lasting(life: ItemLife) -> Iterator[tuple[RemediationItem | None, date, date]]:
    """Yield each version of an item with the first and the last day at whose end it stood."""
    return _lasting(life.versions)


def _lasting(versions: tuple[Version[T], ...]) -> Iterator[tuple[T | None, date, date]]:
    for version, following in pairwise(versions):
        yield version.value, version.day, following.day - timedelta(days=1)
    yield versions[-1].value, versions[-1].day, date.max


def _service(life: ItemLife) -> UUID:
    last = life.versions[-1].value
    assert last is not None, "an item that is not there in the end has no life"
    return last.service
