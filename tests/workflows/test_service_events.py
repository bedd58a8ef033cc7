"""Incidents and major changes noted by hand: they call for a review until one is decided later."""

from datetime import date, timedelta

import pytest
from tests.workflows.builders import small_pack
from tests.workflows.conftest import Clock
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import best, make_ready, started
from tests.workflows.test_service_editing import add

from shipworthy.domain.portfolio import DueKind, ReviewDue
from shipworthy.domain.service_event import EventKind
from shipworthy.errors import UserError
from shipworthy.wording import Wording
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reviews import open_review, record_answers, start_assessment
from shipworthy.workflows.service_events import note_event, remove_event
from shipworthy.workflows.service_merge import merge_services
from shipworthy.workflows.services import view_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes


def test_what_is_noted_is_due_until_it_is_removed(session: Session) -> None:
    one, two = add(session, "one"), add(session, "two")
    noted = note_event(session, [one.id, two.id, one.id], EventKind.INCIDENT, " It fell over. ", date(2026, 11, 3))
    assert (noted.name, len(noted.events)) == ("note incident of 2 services", 2)
    later = note_event(session, [one.id], EventKind.MAJOR_CHANGE, "New database.")
    assert later.name == "note major change of one"
    line = portfolio_on(session).line(one.id)
    assert Wording().review_due(line.due) == (
        "Review due: incident on 3 Nov 2026, major change on 22 Nov 2026, never reviewed"
    )
    assert line.due[0] == ReviewDue(DueKind.INCIDENT, date(2026, 11, 3), "It fell over.")
    view = view_service(session, one.id)
    assert [event.note for event in view.events] == ["It fell over.", "New database."]
    gone = remove_event(session, view.events[0].id)
    assert gone.name == "remove incident of one"
    assert [event.note for event in view_service(session, one.id).events] == ["New database."]
    with pytest.raises(UserError, match="removed this note"):
        remove_event(session, view.events[0].id)
    undo_changes(session, one.id, gone.sequences)
    assert len(view_service(session, one.id).events) == 2
    undo_changes(session, one.id, noted.sequences)
    assert view_service(session, two.id).events == ()


def test_a_review_decided_on_a_later_day_answers_it(session: Session, clock: Clock) -> None:
    review = started(session, "checkout")
    make_ready(session, review)
    decide(session, review.assessment.id, NO_GO)
    note_event(session, [review.service.id], EventKind.INCIDENT, "It fell over.", session.today() - timedelta(days=1))
    assert portfolio_on(session).line(review.service.id).due == ()
    note_event(session, [review.service.id], EventKind.INCIDENT, "Again, an hour after the decision.")
    assert [each.note for each in portfolio_on(session).line(review.service.id).due] == [
        "Again, an hour after the decision."
    ]
    clock.moment += timedelta(days=1)
    again = open_review(session, start_assessment(session, review.service.id, [small_pack()]).id)
    record_answers(session, again.assessment.id, [best(again, each) for each in again.questionnaire.asked])
    decide(session, again.assessment.id, NO_GO)
    assert portfolio_on(session).line(review.service.id).due == ()


@pytest.mark.parametrize(
    ("note", "days", "message"),
    [
        ("  ", 0, "says what happened"),
        ("a\nb", 0, "one line"),
        ("x" * 201, 0, "at most 200"),
        ("ok", 1, "still to come"),
    ],
)
def test_bad_notes_are_refused(session: Session, clock: Clock, note: str, days: int, message: str) -> None:
    service = add(session, "one")
    with pytest.raises(UserError, match=message):
        note_event(session, [service.id], EventKind.INCIDENT, note, clock().date() + timedelta(days=days))
    assert view_service(session, service.id).events == ()


def test_a_merge_is_no_note_to_remove(session: Session) -> None:
    kept, other = add(session, "one"), add(session, "two")
    merge_services(session, kept.id, other.id)
    with session.store.read() as tx:
        (event,) = tx.events.all()
    with pytest.raises(UserError, match="was merged"):
        remove_event(session, event.id)


def test_words_without_reasons_are_none() -> None:
    words = Wording()
    assert words.review_due([]) == ""
    assert words.due(ReviewDue(DueKind.AGE, date(2026, 5, 4))) == "too old since 4 May 2026"
    assert words.event_kind(EventKind.MERGED) == "Merge"
