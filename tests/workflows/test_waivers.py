"""Waivers: asked for by one person, approved by another, rejected, revoked, extended, and run out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.domain.builders import pack, principle, question
from tests.workflows.builders import begin_review
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Answer, AnswerState, Assessment, Decision, Outcome, Signatory
from shipworthy.domain.gate import ClauseKind
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import WaiverState
from shipworthy.errors import UserError
from shipworthy.workflows import waivers
from shipworthy.workflows.decisions import decide, withdraw
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.item_planning import blank_item
from shipworthy.workflows.item_view import view_item
from shipworthy.workflows.remediation import save_item
from shipworthy.workflows.reviews import live_review, record_answers, start_assessment
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import view_decision
from shipworthy.workflows.undo import undo_changes

MISSED, MET = "p/bad", "p/good"
MONTH = timedelta(days=30)


@pytest.fixture
def review(session: Session) -> Assessment:
    asked = pack("p", principle("one", question("bad", severity=Severity.BLOCKER), question("good")))
    started = begin_review(session, [asked])
    given = [Answer(MISSED, state=AnswerState.ANSWERED, choices=("a",))]
    record_answers(session, started.id, [*given, Answer(MET, state=AnswerState.ANSWERED, choices=("e",))])
    return started


def asked(session: Session, review: Assessment) -> waivers.WaiverChanged:
    return waivers.request_waiver(session, review.service, MISSED, "The vendor is late.", session.today() + MONTH)


def blocked(session: Session, review: Assessment) -> bool:
    """Tell whether the blocker stands in the way of Conditionally ready."""
    failed = live_review(session, review.id).judgement.failed
    return not next(clause for clause in failed if clause.kind is ClauseKind.BLOCKERS).only_for_ready


def test_a_waiver_counts_once_somebody_else_approved_it(
    session: Session, colleague: Session, review: Assessment
) -> None:
    request = asked(session, review)
    assert (request.waiver.requester, request.waiver.state) == ("Amira", WaiverState.REQUESTED)
    assert blocked(session, review)
    with pytest.raises(UserError, match="Amira asked for this"):
        waivers.approve_waiver(session, request.waiver.id)
    with pytest.raises(UserError, match="somebody else"):
        waivers.approve_waiver(colleague, request.waiver.id, approver=" AMIRA ")
    approved = waivers.approve_waiver(colleague, request.waiver.id, note="Until the new year.")
    assert (approved.waiver.approver, approved.waiver.state_reason) == ("Jonas", "Until the new year.")
    assert not blocked(session, review)
    score = live_review(session, review.id).scorecard.score
    undo_changes(session, review.service, approved.sequences)
    assert blocked(session, review)
    assert live_review(session, review.id).scorecard.score == score  # a waiver never changes a score


def test_a_waiver_ends_after_its_last_day(
    session: Session, colleague: Session, review: Assessment, clock: Clock
) -> None:
    waiver = waivers.approve_waiver(colleague, asked(session, review).waiver.id).waiver
    clock.moment += MONTH
    assert not blocked(session, review)
    clock.moment += timedelta(days=1)
    assert blocked(session, review)
    with session.store.read() as tx:
        stored = tx.scores.get(review.id)
    assert stored is not None
    assert stored.valid_until == waiver.expires
    asked(session, review)  # what ran out is no obstacle to asking anew


def test_only_a_miss_can_be_waived_and_only_once(session: Session, review: Assessment) -> None:
    for question_id in (MET, "p/none"):
        with pytest.raises(UserError, match="no miss of checkout"):
            waivers.request_waiver(session, review.service, question_id, "Please.", session.today())
    asked(session, review)
    with pytest.raises(UserError, match="already: it is requested, until 22 Dec 2026"):
        asked(session, review)


def test_reason_and_a_day_to_come_are_needed(session: Session, review: Assessment, clock: Clock) -> None:
    with pytest.raises(UserError, match="needs a reason"):
        waivers.request_waiver(session, review.service, MISSED, " ", session.today())
    with pytest.raises(UserError, match="that day has passed"):
        waivers.request_waiver(session, review.service, MISSED, "Please.", session.today() - timedelta(days=1))
    request = asked(session, review).waiver
    clock.moment += 2 * MONTH
    with pytest.raises(UserError, match="that day has passed"):
        waivers.approve_waiver(session, request.id, "Jonas")
    with pytest.raises(UserError, match="Rejecting a waiver needs a reason"):
        waivers.reject_waiver(session, request.id, "")


def test_a_service_without_a_review_has_nothing_to_waive(session: Session, review: Assessment) -> None:
    with session.begin() as tx:
        service = tx.services.get(review.service)
        other = tx.services.save(replace(service, id=session.new_id(), name="other", version=0)).value
    with pytest.raises(UserError, match="other has no review yet"):
        waivers.request_waiver(session, other.id, MISSED, "Please.", session.today())


def test_a_request_is_rejected_with_a_reason_and_decided_once(
    session: Session, colleague: Session, review: Assessment
) -> None:
    request = asked(session, review).waiver
    rejected = waivers.reject_waiver(colleague, request.id, "Mend it instead.").waiver
    assert (rejected.state, rejected.approver, rejected.state_reason) == (
        WaiverState.REJECTED,
        "Jonas",
        "Mend it instead.",
    )
    with pytest.raises(UserError, match="This waiver is rejected"):
        waivers.approve_waiver(colleague, request.id)
    with pytest.raises(UserError, match="This waiver is rejected"):
        waivers.revoke_waiver(session, request.id, "No.")
    actions = [change.action for change in waivers.waiver_history(session, rejected)]
    assert actions == ["asked for a waiver of bad", "rejected the waiver of bad"]


def test_a_revoked_waiver_counts_no_more_and_makes_the_decision_stale(
    session: Session, colleague: Session, review: Assessment
) -> None:
    waiver = waivers.approve_waiver(colleague, asked(session, review).waiver.id).waiver
    decide(session, review.id, Decision(Outcome.NO_GO, "Risky.", signatories=(Signatory("Amira"),)))
    with pytest.raises(UserError, match="Revoking a waiver needs a reason"):
        waivers.revoke_waiver(session, waiver.id, "")
    waivers.revoke_waiver(session, waiver.id, "It was attacked.")
    assert blocked(session, review)
    seen = view_decision(session, review.id)
    assert seen is not None
    assert [reason.kind.value for reason in seen.stale] == ["revoked"]


def test_an_extension_moves_the_last_day_once_somebody_else_approved_it(
    session: Session, colleague: Session, review: Assessment, clock: Clock
) -> None:
    waiver = waivers.approve_waiver(colleague, asked(session, review).waiver.id).waiver
    later = waiver.expires + MONTH
    for day, reason, message in (
        (waiver.expires, "Still late.", "does not extend"),
        (session.today() - MONTH, "Still late.", "has passed"),
        (later, "", "needs a reason"),
    ):
        with pytest.raises(UserError, match=message):
            waivers.request_extension(session, waiver.id, day, reason)
    waivers.request_extension(session, waiver.id, later, "Still late.")
    with pytest.raises(UserError, match="waits for a decision already"):
        waivers.request_extension(session, waiver.id, later, "Still late.")
    with pytest.raises(UserError, match="somebody else"):
        waivers.decide_extension(session, waiver.id, approved=True)
    clock.moment += MONTH + timedelta(days=1)
    assert blocked(session, review)  # it keeps its last day until then
    extended = waivers.decide_extension(colleague, waiver.id, approved=True).waiver
    assert (extended.expires, extended.times_extended, extended.approver) == (later, 1, "Jonas")
    assert not blocked(session, review)


def test_a_rejected_extension_leaves_the_last_day(session: Session, colleague: Session, review: Assessment) -> None:
    waiver = waivers.approve_waiver(colleague, asked(session, review).waiver.id).waiver
    with pytest.raises(UserError, match="No extension"):
        waivers.decide_extension(colleague, waiver.id, approved=False)
    waivers.request_extension(session, waiver.id, waiver.expires + MONTH, "Still late.")
    kept = waivers.decide_extension(colleague, waiver.id, approved=False).waiver
    assert (kept.expires, kept.times_extended, kept.pending_extension) == (waiver.expires, 0, None)


def test_blanks_are_nobody_who_could_approve(session: Session, colleague: Session, review: Assessment) -> None:
    request = asked(session, review)
    with pytest.raises(UserError, match="somebody else"):
        waivers.approve_waiver(session, request.waiver.id, approver="  ")
    approved = waivers.approve_waiver(colleague, request.waiver.id, approver="  ").waiver
    assert approved.approver == "Jonas"
    waivers.request_extension(session, approved.id, approved.expires + MONTH, "Later still.")
    extended = waivers.decide_extension(colleague, approved.id, approved=True, approver=" ").waiver
    assert extended.extensions[-1].approver == "Jonas"


def test_undo_brings_back_no_second_waiver(session: Session, colleague: Session, review: Assessment) -> None:
    rejected = waivers.reject_waiver(colleague, asked(session, review).waiver.id, "Mend it.")
    asked(session, review)
    with pytest.raises(UserError, match="a waiver of this question already"):
        undo_changes(colleague, review.service, rejected.sequences)
    with session.store.read() as tx:
        assert [each.state for each in tx.waivers.all()] == [WaiverState.REJECTED, WaiverState.REQUESTED]


def test_a_linked_question_is_not_waived_twice(session: Session) -> None:
    """A waiver from when one pack alone asked it stands for the question that two packs share by now."""
    alone = pack("r", principle("one", question("same", same_as="p/root")))
    first = begin_review(session, [alone])
    last_day = session.today() + MONTH
    waivers.request_waiver(session, first.service, "r/same", "The vendor is late.", last_day)
    withdraw(session, first.id, "Both packs, please.")
    start_assessment(session, first.service, [pack("p", principle("one", question("root"))), alone], "Both")
    with pytest.raises(UserError, match="a waiver of this question already"):
        waivers.request_waiver(session, first.service, "p/root", "The vendor is late.", last_day)


@pytest.mark.parametrize(("waived", "closed"), [("p/root", "r/same"), ("r/same", "p/root"), ("r/same", "r/same")])
def test_an_item_is_shown_as_waived_under_any_id_of_a_linked_question(
    session: Session, colleague: Session, waived: str, closed: str
) -> None:
    packs = [
        pack("p", principle("one", question("root"))),
        pack("r", principle("one", question("same", same_as="p/root"))),
    ]
    review = begin_review(session, packs)
    item = replace(blank_item(session, review.service), title="Set timeouts", questions=frozenset({closed}))
    save_item(session, item)
    assert not list_items(session)[0].waived
    request = waivers.request_waiver(session, review.service, waived, "The vendor is late.", session.today() + MONTH)
    waivers.approve_waiver(colleague, request.waiver.id)
    assert [each.question for each in live_review(session, review.id).waivers] == ["p/root"], "so the verdict counts it"
    assert list_items(session)[0].waived
    assert view_item(session, item.id).waived


def test_texts_that_no_report_could_print_are_refused(session: Session, colleague: Session, review: Assessment) -> None:
    last_day = session.today() + MONTH
    for reason, requester in (("R" * 2_001, ""), ("R" * 2_000, "N" * 201)):
        with pytest.raises(UserError, match="are allowed"):
            waivers.request_waiver(session, review.service, MISSED, reason, last_day, requester)
    request = waivers.request_waiver(session, review.service, MISSED, "R" * 2_000, last_day, "N" * 200).waiver
    for approver, note in (("M" * 201, ""), ("", "x" * 2_001)):
        with pytest.raises(UserError, match="are allowed"):
            waivers.approve_waiver(colleague, request.id, approver, note)
    assert waivers.approve_waiver(colleague, request.id, "M" * 200, "x" * 2_000).waiver.state is WaiverState.APPROVED
