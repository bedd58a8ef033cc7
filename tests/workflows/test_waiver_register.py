"""Reading waivers from a real store: the register, what may be asked for, how one is named, and its history."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from tests.domain.builders import pack, principle, question
from tests.workflows.builders import begin_review
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Answer, AnswerState, Assessment, Decision, Outcome, Signatory
from shipworthy.domain.pack import Severity
from shipworthy.domain.waiver_register import WaiverStanding
from shipworthy.errors import UserError
from shipworthy.wording import Wording
from shipworthy.workflows import waivers
from shipworthy.workflows.decisions import decide, withdraw
from shipworthy.workflows.reviews import record_answers, start_assessment
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes
from shipworthy.workflows.waiver_register import find_question, find_waiver, offer_waivers, read_register

MONTH = timedelta(days=30)


@pytest.fixture
def review(session: Session) -> Assessment:
    """Return a review of a tier 1 service that misses a low and a blocker."""
    asked = pack("p", principle("one", question("low"), question("bad", severity=Severity.BLOCKER), question("good")))
    started = begin_review(session, [asked])
    given = [("p/low", "a"), ("p/bad", "a"), ("p/good", "e")]
    answers = [Answer(each, state=AnswerState.ANSWERED, choices=(choice,)) for each, choice in given]
    record_answers(session, started.id, answers)
    return started


def asked(session: Session, review: Assessment, name: str = "p/bad") -> waivers.WaiverChanged:
    return waivers.request_waiver(session, review.service, name, "The vendor is late.", session.today() + MONTH)


def test_the_register_shows_all_waivers_of_services_that_are_there(
    session: Session, colleague: Session, review: Assessment, clock: Clock
) -> None:
    assert read_register(session).lines == ()
    waivers.approve_waiver(colleague, asked(session, review).waiver.id)
    other = begin_review(session, [pack("p", principle("one", question("bad")))], "ledger")
    asked(session, other)
    found = read_register(session)
    assert [(line.service, line.standing) for line in found.lines] == [
        ("ledger", WaiverStanding.REQUESTED),
        ("checkout", WaiverStanding.ACTIVE),
    ]
    [exposure] = found.exposures
    assert (exposure.approver, exposure.blockers, exposure.share) == ("Jonas", 1, Fraction(1, 3))
    assert [line.service for line in read_register(session, review.service).lines] == ["checkout"]
    archive_services(session, [other.service])
    assert [line.service for line in read_register(session).lines] == ["checkout"]
    clock.moment += MONTH + timedelta(days=1)
    assert [line.standing for line in read_register(session).lines] == [WaiverStanding.EXPIRED]
    assert read_register(session).overall.active == 0


def test_without_a_review_a_question_goes_by_its_id(session: Session, review: Assessment) -> None:
    asked(session, review)
    withdraw(session, review.id, "It was a trial.")
    [line] = read_register(session).lines
    assert (line.text, line.severity, line.share, line.missed) == ("p/bad", None, 0, False)


def test_a_question_that_only_the_open_review_asks_is_read_from_there(session: Session, review: Assessment) -> None:
    decide(session, review.id, Decision(Outcome.NO_GO, "Risky.", signatories=(Signatory("Amira"),)))
    start_assessment(session, review.service, [pack("n", principle("one", question("new")))])
    asked(session, review, "n/new")
    [line] = read_register(session).lines
    assert (line.text, line.missed) == ("Text of new?", True)


def test_misses_without_a_waiver_are_on_offer_with_the_policys_days(
    session: Session, colleague: Session, review: Assessment
) -> None:
    offer = offer_waivers(session, review.service)
    assert (offer.service.name, offer.requester) == ("checkout", "Amira")
    assert [(miss.question, miss.severity, miss.days) for miss in offer.misses] == [
        ("p/bad", Severity.BLOCKER, 14),
        ("p/low", Severity.LOW, 180),
    ]
    assert offer.misses[0].last_day == session.today() + timedelta(days=14)
    first = asked(session, review).waiver
    assert [miss.question for miss in offer_waivers(session, review.service).misses] == ["p/low"]
    waivers.reject_waiver(colleague, first.id, "Mend it.")
    assert len(offer_waivers(session, review.service).misses) == 2


def test_a_waiver_is_named_by_digits_or_by_service_and_question(
    session: Session, colleague: Session, review: Assessment
) -> None:
    first = asked(session, review).waiver
    waivers.reject_waiver(colleague, first.id, "Mend it.")
    second = asked(session, review).waiver
    waivers.reject_waiver(colleague, second.id, "Mend it.")
    assert find_waiver(session, "Checkout", "bad").id == second.id  # the newest, where none stands
    third = asked(session, review).waiver
    assert find_waiver(session, third.id.hex[:8]).id == third.id
    assert find_waiver(session, str(third.id)).id == third.id
    assert find_waiver(session, "checkout", "p/bad").id == third.id
    for name in (third.id.hex[:3], "zzzzzzzz", ""):
        with pytest.raises(UserError, match="no waiver"):
            find_waiver(session, name)
    with pytest.raises(UserError, match="checkout has no waiver of “low”"):
        find_waiver(session, "checkout", "low")
    with session.begin() as tx:
        twin = type(third.id)(int=third.id.int ^ 1)
        tx.waivers.save(replace(third, id=twin, question="p/low", version=0))
    with pytest.raises(UserError, match="fits several"):
        find_waiver(session, third.id.hex[:8])


def test_a_question_is_named_by_its_whole_id_or_its_authors(session: Session, review: Assessment) -> None:
    assert find_question(session, review.service, "bad") == "p/bad"
    assert find_question(session, review.service, "p/bad") == "p/bad"
    assert find_question(session, review.service, "nothing") == "nothing"


def test_the_history_says_who_did_what_and_what_was_undone(
    session: Session, colleague: Session, review: Assessment
) -> None:
    waiver = asked(session, review).waiver
    approved = waivers.approve_waiver(colleague, waiver.id, note="Until the new year.")
    taken = undo_changes(colleague, review.service, approved.sequences)
    undo_changes(colleague, review.service, taken.sequences)
    waivers.request_extension(session, waiver.id, waiver.expires + MONTH, "Still late.")
    waivers.decide_extension(colleague, waiver.id, approved=True)
    waivers.request_extension(session, waiver.id, waiver.expires + 2 * MONTH, "Later still.")
    waivers.decide_extension(colleague, waiver.id, approved=False)
    waivers.revoke_waiver(session, waiver.id, "It was attacked.")
    assert waivers.history_words(session, waiver, Wording()) == (
        "22 Nov 2026, 14:03, Amira: Requested by Amira until 22 Dec 2026: The vendor is late.",
        "22 Nov 2026, 14:03, Jonas: Approved by Jonas until 22 Dec 2026: Until the new year.",
        "22 Nov 2026, 14:03, Jonas: Undone: approved the waiver of bad",
        "22 Nov 2026, 14:03, Jonas: Done again: approved the waiver of bad",
        "22 Nov 2026, 14:03, Amira: Amira asks to extend it until 21 Jan 2027: Still late.",
        "22 Nov 2026, 14:03, Jonas: Extended until 21 Jan 2027, approved by Jonas",
        "22 Nov 2026, 14:03, Amira: Amira asks to extend it until 20 Feb 2027: Later still.",
        "22 Nov 2026, 14:03, Jonas: Extension until 20 Feb 2027 rejected by Jonas",
        "22 Nov 2026, 14:03, Amira: Revoked: It was attacked.",
    )


def test_an_extension_is_approved_neither_by_its_requester_nor_by_the_waivers(
    session: Session, colleague: Session, review: Assessment
) -> None:
    waiver = waivers.approve_waiver(colleague, asked(session, review).waiver.id).waiver
    waivers.request_extension(colleague, waiver.id, waiver.expires + MONTH, "Still late.")
    for who in ("Jonas", "Amira"):
        with pytest.raises(UserError, match=f"{who} asked for this"):
            waivers.decide_extension(session, waiver.id, approved=True, approver=who)
    extended = waivers.decide_extension(session, waiver.id, approved=True, approver="Chen")
    assert extended.waiver.expires == waiver.expires + MONTH


def test_what_ran_out_is_not_extended_beside_another_waiver(
    session: Session, colleague: Session, review: Assessment, clock: Clock
) -> None:
    waiver = waivers.approve_waiver(colleague, asked(session, review).waiver.id).waiver
    waivers.request_extension(session, waiver.id, waiver.expires + 2 * MONTH, "Still late.")
    clock.moment += MONTH + timedelta(days=1)
    asked(session, review)
    with pytest.raises(UserError, match="There is a waiver of this question already"):
        waivers.decide_extension(colleague, waiver.id, approved=True)


def test_a_last_day_is_needed(session: Session, colleague: Session, review: Assessment) -> None:
    with pytest.raises(UserError, match="A waiver needs a last day"):
        waivers.request_waiver(session, review.service, "p/bad", "Late.", None)
    waiver = waivers.approve_waiver(colleague, asked(session, review).waiver.id).waiver
    with pytest.raises(UserError, match="needs a new last day"):
        waivers.request_extension(session, waiver.id, None, "Late.")
