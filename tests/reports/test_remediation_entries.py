"""Items and waivers in the report: in words, live ones first, as of the review's day; nothing where there is none."""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from tests.domain.builders import TODAY, item, waiver
from tests.domain.test_waiver_register import EXTENSION, reviewed
from tests.reports.builders import report

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import Extension, ItemState, WaiverState
from shipworthy.reports.entries.terms import Tone

DAY = timedelta(days=1)
EXTENDED = Extension(TODAY + 60 * DAY, "Amira", "Late.", "Chen", WaiverState.APPROVED)


def test_items_stand_in_words_the_live_and_severe_ones_first() -> None:
    found = report(
        reviewed(
            waiver("p/bad"),
            items=[
                item("p/good", title="Gone", state=ItemState.DROPPED, severity=Severity.BLOCKER, id=UUID(int=1)),
                item("p/worse", title="Late", due=TODAY - DAY, severity=Severity.HIGH, id=UUID(int=2)),
                item("p/bad", title="Waived", severity=Severity.BLOCKER, id=UUID(int=3)),
                item(title="By hand", owner="", due=None, state=ItemState.DONE, id=UUID(int=4)),
                item("p/good", title="Seen", state=ItemState.VERIFIED, effort_days=Fraction(1, 2), id=UUID(int=5)),
            ],
        )
    ).remediation
    assert [(each.title, each.state, each.tone) for each in found.items] == [
        ("Waived", "Waived (open)", Tone.NONE),
        ("Late", "Open, overdue", Tone.BAD),
        ("By hand", "Done", Tone.WARN),
        ("Gone", "Dropped", Tone.NONE),
        ("Seen", "Verified", Tone.OK),
    ]
    assert (found.items[2].owner, found.items[2].due, found.items[2].effort) == ("–", "–", "–")
    assert (found.items[4].owner, found.items[4].due, found.items[4].effort) == ("Amira", "22 Nov 2026", "0.5 days")
    assert found.accepted == ("1 miss waived", "1 miss planned", "1 item overdue")


def test_waivers_say_who_accepted_what_until_when_and_why() -> None:
    found = report(
        reviewed(
            waiver("p/bad", TODAY + 60 * DAY, extensions=(EXTENDED,)),
            waiver("p/worse", TODAY + DAY, state=WaiverState.REQUESTED, approver=""),
            waiver("p/worse", TODAY - DAY, extensions=(EXTENSION,)),
            waiver("p/gone", state=WaiverState.REVOKED, state_reason="It was attacked.", extensions=(EXTENSION,)),
        )
    ).remediation
    asked, active, expired, revoked = found.waivers
    assert (asked.state, asked.approver, asked.place.text) == ("Requested", "–", "Text of worse?")
    assert (active.state, active.approver, active.until) == ("Active", "Chen", "21 Jan 2027")
    assert (active.extended, active.requester, active.reason) == ("extended 1 time", "Amira", "Accepted.")
    assert active.place.number == "1.1"
    assert active.place.anchor
    assert (expired.state, expired.tone) == ("Expired", Tone.BAD)
    assert expired.asks_for_more.startswith("Amira asks to extend it")
    assert (revoked.ended_because, revoked.asks_for_more, revoked.place.anchor) == ("It was attacked.", "", "")
    assert revoked.place.text == "p/gone"


def test_a_review_without_any_says_nothing_of_them() -> None:
    found = report(reviewed())
    assert (found.remediation.items, found.remediation.waivers, found.remediation.accepted) == ((), (), ())
