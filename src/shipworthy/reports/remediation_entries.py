"""From the items and waivers of a service to what its report prints: as of the review's day, sealed ones as sealed."""

from collections.abc import Mapping
from datetime import date

from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver, waived_questions
from shipworthy.domain.review import Review
from shipworthy.domain.waiver_register import WaiverStanding, accepted, accepted_by, standing_of
from shipworthy.reports.entries.remediation import ItemEntry, RemediationEntry, WaiverEntry
from shipworthy.reports.entries.terms import Place, Tone
from shipworthy.wording import DASH, Wording

ITEM_TONES = {
    ItemState.OPEN: Tone.NONE,
    ItemState.PLANNED: Tone.NONE,
    ItemState.IN_PROGRESS: Tone.NONE,
    ItemState.DONE: Tone.WARN,  # a claim
    ItemState.VERIFIED: Tone.OK,
    ItemState.DROPPED: Tone.NONE,
}
STANDING_TONES = {
    WaiverStanding.REQUESTED: Tone.WARN,
    WaiverStanding.ACTIVE: Tone.OK,
    WaiverStanding.EXPIRED: Tone.BAD,
    WaiverStanding.REJECTED: Tone.NONE,
    WaiverStanding.REVOKED: Tone.NONE,
}


def remediation(review: Review, wording: Wording, places: Mapping[str, Place]) -> RemediationEntry:
    """Return what is done about the gaps of a review, and which misses are accepted; live items come first."""
    waived = waived_questions(review.waivers, review.today)
    return RemediationEntry(
        accepted=tuple(wording.accepted(accepted(review))),
        items=tuple(_item(each, review, waived, wording) for each in sorted(review.items, key=_place_of_item)),
        waivers=tuple(
            _waiver(each, review, wording, places)
            for each in sorted(review.waivers, key=lambda waiver: _place_of_waiver(waiver, review.today))
        ),
    )


def _place_of_item(item: RemediationItem) -> tuple[bool, int, date, int]:
    return not item.is_live, item.severity.rank, item.due or date.max, item.sequence


def _place_of_waiver(waiver: Waiver, today: date) -> tuple[int, date, int]:
    return list(WaiverStanding).index(standing_of(waiver, today)), waiver.expires, waiver.sequence


def _item(item: RemediationItem, review: Review, waived: frozenset[str], wording: Wording) -> ItemEntry:
    state, tone = wording.item_state(item.state), ITEM_TONES[item.state]
    if item.is_waived(waived):
        state = f"{wording.waived()} ({wording.inside(state)})"
    elif item.is_overdue(review.today, waived):
        state, tone = f"{state}, {wording.inside(wording.overdue())}", Tone.BAD
    return ItemEntry(
        title=item.title,
        severity=wording.severity(item.severity),
        state=state,
        tone=tone,
        owner=item.owner or DASH,
        due=wording.date(item.due) if item.due else DASH,
        effort=wording.days(item.effort_days) if item.effort_days is not None else DASH,
    )


def _waiver(waiver: Waiver, review: Review, wording: Wording, places: Mapping[str, Place]) -> WaiverEntry:
    standing = standing_of(waiver, review.today)
    asked = review.questionnaire.asked.get(waiver.question)
    unlisted = Place("", "", asked.question.text if asked else waiver.question)
    ended = standing in (WaiverStanding.REJECTED, WaiverStanding.REVOKED)
    pending = waiver.pending_extension if not ended else None
    return WaiverEntry(
        place=places.get(waiver.question, unlisted),
        state=wording.waiver_standing(standing),
        tone=STANDING_TONES[standing],
        requester=waiver.requester,
        approver=accepted_by(waiver) or DASH,
        until=wording.date(waiver.expires),
        extended=wording.times_extended(waiver.times_extended),
        reason=waiver.reason,
        ended_because=waiver.state_reason if ended else "",
        asks_for_more=wording.asked_to_extend(pending) if pending else "",
    )
