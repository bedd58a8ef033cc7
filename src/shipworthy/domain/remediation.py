"""Remediation items and waivers: work that closes gaps, and misses accepted as risks.

The rules are those of SEMANTICS.md, "Remediation".
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from uuid import UUID

from shipworthy.domain.pack import Severity

LONGEST_NAME = 200  # characters of an owner, a requester or an approver
LONGEST_TEXT = 2_000  # characters of a reason or a ticket: reports print them, and lists show them


class ItemState(StrEnum):
    """Where a remediation item stands."""

    OPEN = "open"
    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


class ItemOrigin(StrEnum):
    """What an item was made from: one made from an improvement is cured only when its questions are no gaps."""

    MISS = "miss"
    IMPROVEMENT = "improvement"
    MANUAL = "manual"


# Done is a claim: such an item is live until a decided assessment verifies it, but it is no longer unfinished work.
UNFINISHED_STATES = frozenset({ItemState.OPEN, ItemState.PLANNED, ItemState.IN_PROGRESS})
LIVE_STATES = UNFINISHED_STATES | {ItemState.DONE}


@dataclass(frozen=True, slots=True)
class RemediationItem:
    """Work that closes one or more gaps of a service.

    `questions` are whole ids; `needs` are the items that must be done before it, of any service. `effort_days` is in
    person-days, None where nobody estimated it. `state_reason` says why it was dropped or reopened. `sequence` is the
    store's order, `version` its row version.
    """

    id: UUID
    service: UUID
    title: str
    questions: frozenset[str]
    state: ItemState = ItemState.OPEN
    owner: str = ""
    due: date | None = None
    description: str = ""
    severity: Severity = Severity.MEDIUM
    effort_days: Fraction | None = None
    tags: tuple[str, ...] = ()
    ticket: str = ""
    needs: frozenset[UUID] = field(default_factory=frozenset)
    origin: ItemOrigin = ItemOrigin.MISS
    state_reason: str = ""
    created_at: datetime | None = None
    sequence: int = 0
    version: int = 0

    @property
    def is_live(self) -> bool:
        """Tell whether the item still stands for its questions: not verified, not dropped."""
        return self.state in LIVE_STATES

    @property
    def is_planned_work(self) -> bool:
        """Tell whether the item is live and has an owner and a due date."""
        return self.is_live and bool(self.owner) and self.due is not None

    def is_waived(self, waived: Collection[str]) -> bool:
        """Tell whether the item is shown as waived: live, and an active waiver stands for each of its questions."""
        return self.is_live and bool(self.questions) and all(question in waived for question in self.questions)

    def is_overdue(self, today: date, waived: Collection[str] = ()) -> bool:
        """Tell whether work that was due is not done; while its questions are waived, it is not due."""
        is_late = self.state in UNFINISHED_STATES and self.due is not None and today > self.due
        return is_late and not self.is_waived(waived)


class WaiverState(StrEnum):
    """Where a waiver stands; that it ran out follows from its last day."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Extension:
    """A later last day for a waiver: asked for by somebody, and decided by somebody else."""

    until: date
    requester: str
    reason: str
    approver: str = ""
    state: WaiverState = WaiverState.REQUESTED


@dataclass(frozen=True, slots=True)
class Waiver:
    """A miss accepted as a risk; `expires` is the last valid day, in the store's time zone.

    `question` is a whole id. `approver` is whoever decided about it, "" while it is a request; `state_reason` is that
    person's, or of whoever revoked it. An extension that was approved has moved `expires` already.
    """

    id: UUID
    service: UUID
    question: str
    requester: str
    approver: str
    reason: str
    expires: date
    state: WaiverState = WaiverState.REQUESTED
    state_reason: str = ""
    extensions: tuple[Extension, ...] = ()
    requested_at: datetime | None = None
    sequence: int = 0
    version: int = 0

    def active_on(self, day: date) -> bool:
        """Tell whether the waiver counts on a day."""
        return self.state is WaiverState.APPROVED and day <= self.expires

    def has_expired(self, day: date) -> bool:
        """Tell whether an approved waiver ran out before a day."""
        return self.state is WaiverState.APPROVED and day > self.expires

    @property
    def pending_extension(self) -> Extension | None:
        """Return the extension that waits for a decision; None where none does."""
        last = self.extensions[-1] if self.extensions else None
        return last if last is not None and last.state is WaiverState.REQUESTED else None

    @property
    def times_extended(self) -> int:
        """Return how often its last day was moved."""
        return sum(extension.state is WaiverState.APPROVED for extension in self.extensions)


def waived_questions(waivers: Iterable[Waiver], day: date) -> frozenset[str]:
    """Return the questions that active waivers stand for on a day."""
    return frozenset(waiver.question for waiver in waivers if waiver.active_on(day))


def under_every_id(waived: Collection[str], roots: Mapping[str, str]) -> frozenset[str]:
    """Return waived questions under each id by which a questionnaire knows them (`roots`: `Questionnaire.roots`)."""
    asked = {roots[question] for question in waived if question in roots}
    return frozenset(waived) | {question for question, root in roots.items() if root in asked}


def next_waiver_end(waivers: Iterable[Waiver], today: date) -> date | None:
    """Return the last day of the active waiver that ends next; None where none is active."""
    return min((waiver.expires for waiver in waivers if waiver.active_on(today)), default=None)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a decided assessment says of one question: was it answered afresh or confirmed, does it apply at all, and is
    it a miss, a gap? A question that does not apply, and one that is N/A, is neither."""

    answered: bool
    applies: bool
    miss: bool
    gap: bool

    @property
    def settled(self) -> bool:
        """Tell whether the assessment says something about the question, or that it does not apply.

        An N/A that was carried over and not confirmed says nothing.
        """
        return self.answered or not self.applies

    def cures(self, origin: ItemOrigin) -> bool:
        """Tell whether the question is cured for an item of this origin."""
        return not (self.gap if origin is ItemOrigin.IMPROVEMENT else self.miss)


def after_decision(item: RemediationItem, findings: Mapping[str, Finding]) -> ItemState:
    """Return where an item stands after an assessment was decided; `findings` are by the item's question ids.

    A done item is verified when each of its questions was answered afresh or confirmed and is cured, or no longer
    applies. A done or verified one is reopened when any was answered or confirmed and is not cured. What was carried
    over without being confirmed, is unknown, or is not asked by the assessment does neither.
    """
    found = [findings.get(question) for question in item.questions]
    if item.state not in (ItemState.DONE, ItemState.VERIFIED):
        return item.state
    if any(each is not None and each.answered and not each.cures(item.origin) for each in found):
        return ItemState.OPEN
    settled = [each is not None and each.settled and each.cures(item.origin) for each in found]
    return ItemState.VERIFIED if settled and all(settled) else item.state


def in_a_circle(items: Iterable[RemediationItem]) -> tuple[UUID, ...]:
    """Return the ids of items that wait for each other, the first once more at the end; nothing where none do."""
    try:
        TopologicalSorter({item.id: item.needs for item in items}).prepare()
    except CycleError as error:
        circle: list[UUID] = error.args[1]
        return tuple(circle)
    return ()


def asked_as(waivers: Iterable[Waiver], roots: Mapping[str, str]) -> tuple[Waiver, ...]:
    """Return waivers under the ids by which a questionnaire asks their questions (`roots`: `Questionnaire.roots`)."""
    return tuple(
        each if (asked := roots.get(each.question, each.question)) == each.question else replace(each, question=asked)
        for each in waivers
    )


def closing_as(items: Iterable[RemediationItem], roots: Mapping[str, str]) -> tuple[RemediationItem, ...]:
    """Return items under the ids by which a questionnaire asks the questions they close."""
    return tuple(
        each
        if all(roots.get(one, one) == one for one in each.questions)
        else replace(each, questions=frozenset(roots.get(one, one) for one in each.questions))
        for each in items
    )
