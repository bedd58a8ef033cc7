"""Meetings through the store: what is said stays, from however many windows, and everything can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.canonical import digest
from shipworthy.domain.meeting import Attendee, Meeting, ParkedItem, Resolution
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.packs.shipped import shipped_packs
from shipworthy.storage.changes import SubjectKind
from shipworthy.workflows import agenda, meetings
from shipworthy.workflows.meetings import Minuted
from shipworthy.workflows.reviews import open_review, start_assessment
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

FLAGSHIP = "backend-engineering"
TIMEOUTS = f"{FLAGSHIP}/failure.timeouts"
FAILURE = f"{FLAGSHIP}/failure"


def started(session: Session) -> Review:
    """Add a service and start its review with the flagship."""
    service = save_service(session, replace(blank_service(session), name="checkout", tier=1))
    packs = [pack for pack in shipped_packs() if pack.id == FLAGSHIP]
    return open_review(session, start_assessment(session, service.id, packs).id)


@pytest.fixture
def review(session: Session) -> Review:
    """Return a review that has just begun."""
    return started(session)


@pytest.fixture
def meeting(session: Session, review: Review) -> Meeting:
    """Return a meeting of the review that has just begun."""
    return meetings.open_meeting(session, review.assessment.id).meeting


def content(session: Session, meeting_id: UUID) -> str:
    """Return the hash of a meeting without time and numbers of the store: what undo must restore."""
    now = agenda.find_meeting(session, meeting_id)
    return "" if now is None else digest(replace(now, spent_seconds={}, sequence=0, version=0))


def seal(session: Session, review: Review) -> None:
    with session.begin() as tx:
        tx.assessments.save(replace(tx.assessments.get(review.assessment.id), state=AssessmentState.DECIDED))


def test_a_meeting_begins_with_the_assessors_and_an_hour_by_questions(session: Session, review: Review) -> None:
    begun = meetings.open_meeting(session, review.assessment.id)
    asked = [item.principle.id for item in review.applying()]
    assert begun.meeting.attendees == (Attendee("Amira"),)
    assert sum(begun.meeting.planned_minutes.values()) == 60
    assert begun.meeting.planned_minutes.keys() == set(asked)
    assert begun.meeting.planned_minutes[FAILURE] == round(60 * asked.count(FAILURE) / len(asked))
    assert begun.name == "began the meeting"
    assert begun.review.assessment.id == review.assessment.id


def test_the_next_meeting_begins_with_who_was_at_the_last(session: Session, review: Review) -> None:
    there = (Attendee("Jonas", "operations", present=False), Attendee("amira", "chair"))
    first = meetings.open_meeting(session, review.assessment.id, there).meeting
    assert agenda.read_agenda(session, review.assessment.id).unfinished == first
    meetings.close_meeting(session, first.id)
    start = agenda.read_agenda(session, review.assessment.id)
    assert start.unfinished is None
    assert start.attendees == (Attendee("amira", "chair"), Attendee("Jonas", "operations"))
    assert start.plan(8) == dict.fromkeys(start.questions, 1)


def test_a_second_meeting_waits_for_the_end_of_the_first(session: Session, review: Review, meeting: Meeting) -> None:
    with pytest.raises(UserError, match="has begun already"):
        meetings.open_meeting(session, review.assessment.id)
    assert agenda.meetings_of(session, review.assessment.id) == (meeting,)


def test_what_is_parked_and_decided_stays(session: Session, meeting: Meeting) -> None:
    meetings.park(session, meeting.id, "  ask the platform team ", TIMEOUTS, "Jonas")
    meetings.resolve(session, meeting.id, "budget for load tests", "", "Li", date(2026, 12, 1))
    meetings.settle(session, meeting.id, ParkedItem("ask the platform team", TIMEOUTS, "Jonas"))
    now = agenda.find_meeting(session, meeting.id)
    assert now is not None
    assert now.parked == (ParkedItem("ask the platform team", TIMEOUTS, "Jonas", settled=True),)
    assert now.resolutions == (Resolution("budget for load tests", "", "Li", date(2026, 12, 1)),)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda s, m: meetings.park(s, m, " \n"), "nothing to park"),
        (lambda s, m: meetings.resolve(s, m, ""), "no decision yet"),
        (lambda s, m: meetings.resolve(s, m, "x", due=date(2026, 11, 21)), "21 Nov 2026 is in the past"),
        (lambda s, m: meetings.park(s, m, "x", "p/none"), "no question “p/none”"),
        (lambda s, m: meetings.resolve(s, m, "x", "p/none"), "no question “p/none”"),
        (lambda s, m: meetings.save_attendance(s, m, [Attendee("Li"), Attendee(" LI ")]), "“LI” is listed twice"),
        (lambda s, m: meetings.save_attendance(s, m, [Attendee(" ")]), "needs a name"),
        (lambda s, m: meetings.change_plan(s, m, {"p/none": 3}), "no principle “p/none”"),
        (lambda s, m: meetings.change_plan(s, m, {FAILURE: -1}), "cannot be planned"),
        (lambda s, m: meetings.change_plan(s, m, {FAILURE: 1441}), "cannot be planned"),
        (lambda s, m: meetings.settle(s, m, ParkedItem("never parked")), "changed or removed"),
        (lambda s, m: meetings.remove_parked(s, m, ParkedItem("never parked")), "changed or removed"),
        (lambda s, m: meetings.remove_resolution(s, m, Resolution("never decided")), "changed or removed"),
        (lambda s, _: meetings.park(s, UUID(int=7), "x"), "no longer there"),
    ],
)
def test_bad_input_ends_in_one_message_and_changes_nothing(
    session: Session, meeting: Meeting, act: Callable[[Session, UUID], object], message: str
) -> None:
    with pytest.raises(UserError, match=message) as refused:
        act(session, meeting.id)
    assert refused.value.hint
    assert agenda.find_meeting(session, meeting.id) == meeting


def test_the_due_day_of_an_old_decision_may_stay_when_its_words_change(
    session: Session, meeting: Meeting, clock: Clock
) -> None:
    decided = meetings.resolve(session, meeting.id, "x", due=date(2026, 11, 22)).meeting.resolutions[0]
    clock.moment += timedelta(days=3)
    now = meetings.change_resolution(session, meeting.id, decided, replace(decided, text="y")).meeting
    assert now.resolutions == (replace(decided, text="y"),)
    with pytest.raises(UserError, match="in the past"):
        meetings.change_resolution(session, meeting.id, now.resolutions[0], replace(decided, due=date(2026, 11, 23)))


def actions(meeting: Meeting) -> list[Callable[[Session], Minuted]]:
    """Return every kind of action on a meeting, each resting on those before it."""
    m = meeting.id
    item, changed = ParkedItem("one", TIMEOUTS, "Jonas"), ParkedItem("one more", TIMEOUTS, "Li")
    decided = Resolution("done", TIMEOUTS, "Li", date(2026, 12, 1))
    return [
        lambda s: meetings.save_attendance(s, m, [Attendee("Amira", "chair"), Attendee("Jonas", "", present=False)]),
        lambda s: meetings.change_plan(s, m, {FAILURE: 25}),
        lambda s: meetings.park(s, m, "one", TIMEOUTS, "Jonas"),
        lambda s: meetings.park(s, m, "two"),
        lambda s: meetings.settle(s, m, item),
        lambda s: meetings.settle(s, m, replace(item, settled=True), settled=False),
        lambda s: meetings.change_parked(s, m, item, changed),
        lambda s: meetings.remove_parked(s, m, changed),
        lambda s: meetings.resolve(s, m, "done", TIMEOUTS, "Li", date(2026, 12, 1)),
        lambda s: meetings.change_resolution(s, m, decided, replace(decided, owner="Jonas")),
        lambda s: meetings.remove_resolution(s, m, replace(decided, owner="Jonas")),
        lambda s: meetings.close_meeting(s, m),
    ]


def test_undo_and_redo_restore_the_exact_content_while_the_clock_runs(session: Session, meeting: Meeting) -> None:
    review_id = meeting.assessment
    states = [content(session, meeting.id)]
    done: list[tuple[int, ...]] = []
    for act in actions(meeting):
        step = act(session)
        assert len(step.sequences) == 1, step.name
        meetings.note_time(session, meeting.id, FAILURE, 1)
        states.append(content(session, meeting.id))
        done.append(step.sequences)
    assert len(set(states[:-1])) > 8
    undone: list[tuple[int, ...]] = []
    for place, sequences in reversed(list(enumerate(done))):
        undone.append(undo_changes(session, review_id, sequences).sequences)
        assert content(session, meeting.id) == states[place]
        meetings.note_time(session, meeting.id, FAILURE, 1)
    for place, again in enumerate(reversed(undone), start=1):
        undo_changes(session, review_id, again)
        assert content(session, meeting.id) == states[place]
    now = agenda.find_meeting(session, meeting.id)
    assert now is not None
    assert now.spent_seconds == {FAILURE: 2 * len(done)}


def test_the_start_of_a_meeting_can_be_taken_back_and_done_again(session: Session, review: Review) -> None:
    begun = meetings.open_meeting(session, review.assessment.id)
    meetings.note_time(session, begun.meeting.id, FAILURE, 31)
    undone = undo_changes(session, review.assessment.id, begun.sequences)
    assert agenda.meetings_of(session, review.assessment.id) == ()
    undo_changes(session, review.assessment.id, undone.sequences)
    now = agenda.find_meeting(session, begun.meeting.id)
    assert now is not None
    assert now.spent_seconds == {FAILURE: 31}
    assert replace(now, spent_seconds={}, version=0, sequence=0) == replace(begun.meeting, version=0, sequence=0)


def test_the_start_is_not_taken_back_over_what_was_said_since(session: Session, review: Review) -> None:
    begun = meetings.open_meeting(session, review.assessment.id)
    meetings.park(session, begun.meeting.id, "one")
    with pytest.raises(UserError, match="cannot be taken back"):
        undo_changes(session, review.assessment.id, begun.sequences)


def test_undo_leaves_what_a_colleague_wrote_since(session: Session, colleague: Session, meeting: Meeting) -> None:
    mine = meetings.park(session, meeting.id, "mine")
    meetings.park(colleague, meeting.id, "theirs")
    meetings.note_time(colleague, meeting.id, FAILURE, 12)
    undo_changes(session, meeting.assessment, mine.sequences)
    now = agenda.find_meeting(session, meeting.id)
    assert now is not None
    assert now.parked == (ParkedItem("theirs"),)
    assert now.spent_seconds == {FAILURE: 12}


def test_undo_of_what_a_colleague_changed_is_refused(session: Session, colleague: Session, meeting: Meeting) -> None:
    mine = meetings.park(session, meeting.id, "mine")
    meetings.settle(colleague, meeting.id, ParkedItem("mine"))
    with pytest.raises(UserError, match="Jonas changed this since"):
        undo_changes(session, meeting.assessment, mine.sequences)


def test_two_windows_on_one_list_lose_no_words(session: Session, colleague: Session, meeting: Meeting) -> None:
    item = meetings.park(session, meeting.id, "load test").meeting.parked[0]
    meetings.change_parked(session, meeting.id, item, replace(item, text="load test in staging"))
    now = meetings.change_parked(colleague, meeting.id, item, replace(item, text="load test, twice")).meeting
    assert [each.text for each in now.parked] == ["load test in staging", "load test, twice"]
    seen = now.attendees
    meetings.save_attendance(session, meeting.id, [*seen, Attendee("Jonas")], seen)
    now = meetings.save_attendance(colleague, meeting.id, [*seen, Attendee("Li")], seen).meeting
    assert {each.name for each in now.attendees} == {"Amira", "Jonas", "Li"}


def test_an_item_settled_elsewhere_can_still_be_settled(session: Session, colleague: Session, meeting: Meeting) -> None:
    item = meetings.park(session, meeting.id, "one").meeting.parked[0]
    meetings.settle(colleague, meeting.id, item)
    again = meetings.settle(session, meeting.id, item)
    assert again.sequences == ()
    assert again.meeting.parked == (replace(item, settled=True),)


def test_a_sealed_assessment_refuses_everything(session: Session, review: Review, meeting: Meeting) -> None:
    seal(session, review)
    for act in actions(meeting):
        with pytest.raises(UserError, match="cannot be changed"):
            act(session)
    with pytest.raises(UserError, match="cannot be changed"):
        meetings.note_time(session, meeting.id, FAILURE, 1)
    with pytest.raises(UserError, match="cannot be changed"):
        meetings.open_meeting(session, review.assessment.id)
    assert agenda.find_meeting(session, meeting.id) == meeting
    assert agenda.unfinished_meetings(session) == ()


def test_a_meeting_left_by_a_crash_is_found_and_ends_when_it_was_last_written_to(
    session: Session, review: Review, meeting: Meeting, clock: Clock
) -> None:
    clock.moment += timedelta(minutes=40)
    last = clock.moment
    meetings.note_time(session, meeting.id, FAILURE, 30)
    clock.moment += timedelta(days=2)
    assert [left.assessment.id for left in agenda.unfinished_meetings(session)] == [review.assessment.id]
    ended = meetings.close_meeting(session, meeting.id, was_left=True)
    assert ended.meeting.ended_at == last
    assert agenda.unfinished_meetings(session) == ()
    assert meetings.close_meeting(session, meeting.id).sequences == ()


def test_time_is_in_the_log_but_under_no_name_of_undo(session: Session, meeting: Meeting) -> None:
    meetings.note_time(session, meeting.id, FAILURE, 30)
    with session.store.read() as tx:
        log = tx.changes.for_subject(SubjectKind.MEETING, meeting.assessment, str(meeting.id))
    assert [change.action for change in log] == ["began the meeting", "noted the time"]


STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["park", "decide", "time", "attend", "settle", "edit", "plan"])),
    max_size=14,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_text_and_no_second_is_ever_lost_between_two_windows(
    session: Session, colleague: Session, steps: list[tuple[bool, str]]
) -> None:
    """Each window acts on what it saw last, however old; every text that was written is there at the end."""
    windows = (session, colleague)
    begun = meetings.open_meeting(session, started_again(session)).meeting
    seen = [begun, begun]
    texts: set[str] = set()
    seconds = 0
    for number, (second, kind) in enumerate(steps):
        window, here, text = windows[second], seen[second], f"text {number}"
        match kind:
            case "park":
                seen[second] = meetings.park(window, begun.id, text).meeting
            case "decide":
                seen[second] = meetings.resolve(window, begun.id, text).meeting
            case "time":
                meetings.note_time(window, begun.id, FAILURE, number)
                seconds += number
            case "attend":
                wanted = [*here.attendees, Attendee(text)]
                seen[second] = meetings.save_attendance(window, begun.id, wanted, here.attendees).meeting
            case "settle" if here.parked:
                seen[second] = settled_or_same(window, here)
            case "edit" if here.parked:
                item = here.parked[-1]
                longer = replace(item, text=f"{item.text}, {text}")
                seen[second] = meetings.change_parked(window, begun.id, item, longer).meeting
            case "plan":
                seen[second] = meetings.change_plan(window, begun.id, {FAILURE: number}).meeting
        if kind in ("park", "decide", "attend") or (kind == "edit" and here.parked):
            texts.add(text)
    now = agenda.find_meeting(session, begun.id)
    assert now is not None
    kept = [
        *(item.text for item in now.parked),
        *(each.text for each in now.resolutions),
        *(each.name for each in now.attendees),
    ]
    assert {text for text in texts if not any(text in each.split(", ") for each in kept)} == set()
    assert now.spent_seconds.get(FAILURE, 0) == seconds


def settled_or_same(session: Session, here: Meeting) -> Meeting:
    """Settle the first item that was seen; one that was rewritten elsewhere is refused, and nothing of it is lost."""
    try:
        return meetings.settle(session, here.id, here.parked[0]).meeting
    except UserError:
        return here


def started_again(session: Session) -> UUID:
    """Start one more review, of a service of its own."""
    service = save_service(session, replace(blank_service(session), name=f"service {uuid4()}"))
    packs = [pack for pack in shipped_packs() if pack.id == FLAGSHIP]
    return start_assessment(session, service.id, packs).id
