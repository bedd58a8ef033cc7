"""The register of waivers: how each one stands on a day, and what those who accepted the risks answer for.

The rules are those of docs/remediation.md, "Waivers".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.pack import Severity
from shipworthy.domain.people import same_person
from shipworthy.domain.remediation import RemediationItem, Waiver, WaiverState, waived_questions
from shipworthy.domain.review import Review

SOON_DAYS = 30  # how far ahead the register warns of a last day
_NOTHING = Fraction(0)


class WaiverStanding(StrEnum):
    """How a waiver stands on a day: its state, and that an approved one ran out."""

    REQUESTED = "requested"
    ACTIVE = "active"
    EXPIRED = "expired"
    REJECTED = "rejected"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One waiver as the register shows it on a day.

    `text` is the question in the words of its pack, its whole id where no review asks it. `severity` is None there.
    `share` is the question's part of the overall score in the review that stands, 0 where it is not applicable in it;
    `missed` tells whether that review still misses it. `days_left` counts to the last day: 0 on it, below 0 after.
    """

    waiver: Waiver
    service: str
    text: str
    severity: Severity | None
    share: Fraction
    missed: bool
    standing: WaiverStanding
    days_left: int

    @property
    def waits(self) -> bool:
        """Tell whether somebody must decide: about the request, or about an extension of an approved waiver."""
        asks_for_more = self.waiver.state is WaiverState.APPROVED and self.waiver.pending_extension is not None
        return self.standing is WaiverStanding.REQUESTED or asks_for_more

    @property
    def is_active(self) -> bool:
        """Tell whether the waiver counts."""
        return self.standing is WaiverStanding.ACTIVE

    @property
    def ends_soon(self) -> bool:
        """Tell whether the waiver counts and has its last day within 30 days."""
        return self.is_active and self.days_left <= SOON_DAYS

    @property
    def extended_often(self) -> bool:
        """Tell whether its last day was moved more than once."""
        return self.waiver.times_extended > 1


class RegisterFilter(StrEnum):
    """Which waivers are shown: `waiting` for a decision, `soon` ending (30 days), `ended` by rejecting or revoking."""

    ALL = "all"
    WAITING = "waiting"
    ACTIVE = "active"
    SOON = "soon"
    EXPIRED = "expired"
    ENDED = "ended"

    def keeps(self, line: RegisterLine) -> bool:
        """Tell whether a line is shown."""
        return {
            RegisterFilter.ALL: True,
            RegisterFilter.WAITING: line.waits,
            RegisterFilter.ACTIVE: line.is_active,
            RegisterFilter.SOON: line.ends_soon,
            RegisterFilter.EXPIRED: line.standing is WaiverStanding.EXPIRED,
            RegisterFilter.ENDED: line.standing in (WaiverStanding.REJECTED, WaiverStanding.REVOKED),
        }[self]


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one approver answers for: the active waivers that this person approved or extended last.

    `share` sums the parts of the overall scores that their questions are; over several services it may exceed 1.
    `approver` is "" for all of them together; `next_end` is None where none is active.
    """

    approver: str
    active: int
    blockers: int
    highs: int
    share: Fraction
    next_end: date | None


@dataclass(frozen=True, slots=True)
class Register:
    """All waivers on a day, those that need somebody first; `exposures` are largest first, `overall` sums them up."""

    lines: tuple[RegisterLine, ...]
    exposures: tuple[Exposure, ...]
    overall: Exposure
    today: date

    def line(self, waiver_id: UUID) -> RegisterLine | None:
        """Return the line of a waiver; None where it is not in the register."""
        return next((line for line in self.lines if line.waiver.id == waiver_id), None)


def standing_of(waiver: Waiver, today: date) -> WaiverStanding:
    """Return how a waiver stands on a day."""
    match waiver.state:
        case WaiverState.REQUESTED:
            return WaiverStanding.REQUESTED
        case WaiverState.REJECTED:
            return WaiverStanding.REJECTED
        case WaiverState.REVOKED:
            return WaiverStanding.REVOKED
        case _:  # approved, the one state left
            return WaiverStanding.EXPIRED if waiver.has_expired(today) else WaiverStanding.ACTIVE


def accepted_by(waiver: Waiver) -> str:
    """Return who answers for a waiver: whoever approved its last extension, else whoever decided about it."""
    extended = [each.approver for each in waiver.extensions if each.state is WaiverState.APPROVED]
    return extended[-1] if extended else waiver.approver


def register_line(waiver: Waiver, service: str, review: Review | None, today: date) -> RegisterLine:
    """Return a waiver as the register shows it; `review` is the one to read its question from, None without one."""
    asked = review.questionnaire.roots.get(waiver.question) if review else None
    counts = review.counts(asked) if review and asked else None
    return RegisterLine(
        waiver,
        service,
        text=review.questionnaire.asked[asked].question.text if review and asked else waiver.question,
        severity=counts.severity if counts else None,
        share=counts.share if counts else _NOTHING,
        missed=counts is not None and counts.miss,
        standing=standing_of(waiver, today),
        days_left=(waiver.expires - today).days,
    )


def register(lines: Iterable[RegisterLine], today: date) -> Register:
    """Return the register: waiting ones first, then the active by their last day, then the rest, newest first."""
    ordered = sorted(lines, key=_place)
    active = [line for line in ordered if line.is_active]
    by_person: dict[str, list[RegisterLine]] = {}
    for line in active:
        name = accepted_by(line.waiver)
        known = next((each for each in by_person if same_person(each, name)), name)
        by_person.setdefault(known, []).append(line)
    exposures = [_exposure(name, answered_for) for name, answered_for in by_person.items()]
    exposures.sort(key=lambda each: (-each.share, -each.active, each.approver.casefold()))
    return Register(tuple(ordered), tuple(exposures), _exposure("", active), today)


def _place(line: RegisterLine) -> tuple[int, int, int]:
    if line.waits:
        return 0, line.days_left, line.waiver.sequence
    if line.is_active:
        return 1, line.days_left, line.waiver.sequence
    return 2, 0, -line.waiver.sequence


def _exposure(approver: str, lines: list[RegisterLine]) -> Exposure:
    return Exposure(
        approver,
        active=len(lines),
        blockers=sum(line.severity is Severity.BLOCKER for line in lines),
        highs=sum(line.severity is Severity.HIGH for line in lines),
        share=sum((line.share for line in lines), _NOTHING),
        next_end=min((line.waiver.expires for line in lines), default=None),
    )


@dataclass(frozen=True, slots=True)
class Accepted:
    """What of a review's misses is waived and planned, each by the ids of their questions, and its overdue items.

    `planned` are misses that are not waived and have live work with owner and due date.
    """

    waived: tuple[str, ...]
    planned: tuple[str, ...]
    overdue: tuple[RemediationItem, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything of it."""
        return bool(self.waived or self.planned or self.overdue)


def accepted(review: Review) -> Accepted:
    """Return which misses of a review are accepted as risks or planned work, as of the review's day."""
    waived = waived_questions(review.waivers, review.today)
    planned = {each for item in review.items if item.is_planned_work for each in item.questions}
    misses = [each.id for each in review.scorecard.questions.values() if each.miss]
    return Accepted(
        tuple(each for each in misses if each in waived),
        tuple(each for each in misses if each in planned and each not in waived),
        tuple(item for item in review.items if item.is_overdue(review.today, waived)),
    )


def stands(waiver: Waiver, today: date) -> bool:
    """Tell whether a waiver counts or waits, so that there can be no second one for its question."""
    return standing_of(waiver, today) in (WaiverStanding.REQUESTED, WaiverStanding.ACTIVE)


def waiver_of(review: Review, question_id: str) -> Waiver | None:
    """Return the waiver that a question's page should tell of: the active or requested one, else the newest that ended.

    None where there is none, and where one that ended no longer matters: the question is no miss any more.
    """
    found = [each for each in review.waivers if each.question == question_id]
    standing = [each for each in found if stands(each, review.today)]
    if standing:
        return max(standing, key=lambda each: (each.active_on(review.today), each.sequence))
    return found[-1] if found and review.counts(question_id).miss else None


@dataclass(frozen=True, slots=True)
class WaivableMiss:
    """A miss that a waiver can be asked for; `last_day` is the one offered, `days` the gate policy's for `severity`."""

    question: str
    text: str
    severity: Severity
    days: int
    last_day: date


def waivable_misses(review: Review) -> tuple[WaivableMiss, ...]:
    """Return the misses of a review as of today for which no waiver stands or waits, the most severe first."""
    standing = {each.question for each in review.waivers if stands(each, review.today)}
    misses = [each.id for each in review.scorecard.questions.values() if each.miss and each.id not in standing]
    return tuple(sorted((waivable(review, each) for each in misses), key=lambda miss: miss.severity.rank))


def waivable(review: Review, question_id: str) -> WaivableMiss:
    """Return what is offered for a waiver of a question: a day as far off as the gate policy gives to remediate it."""
    severity = review.counts(question_id).severity
    days = review.tier_policy.remediate_days[severity]
    text = review.questionnaire.asked[question_id].question.text
    return WaivableMiss(question_id, text, severity, days, review.today + timedelta(days=days))
