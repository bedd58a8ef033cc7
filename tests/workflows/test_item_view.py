"""One item with everything beside it: the questions it closes in the pack's words, gaps to pick from, its history."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Answer, AnswerState, Assessment, Decision, Outcome, Signatory
from shipworthy.domain.remediation import ItemState
from shipworthy.errors import UserError
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.item_planning import blank_item, plan_remediation
from shipworthy.workflows.item_view import name_items, of_service, view_item, view_new_item
from shipworthy.workflows.remediation import ItemEdit, edit_items, save_item
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes


@pytest.fixture
def review(session: Session) -> Assessment:
    started = begin_review(session, [small_pack()])
    answers = [Answer(f"small/{each}", state=AnswerState.ANSWERED, choices=("a",)) for each in ("first", "drain")]
    record_answers(session, started.id, answers)
    return started


def test_an_item_shows_its_questions_in_the_words_of_the_last_review(session: Session, review: Assessment) -> None:
    planned = plan_remediation(session, review.id, ["small/first", "small/drain"]).items
    view = view_item(session, planned[0].id)
    assert [(each.id, each.gap, each.asked) for each in view.questions] == [("small/first", True, True)]
    assert view.questions[0].text != "small/first"
    assert view.questions[0].answer
    assert view.questions[0].item == ""
    assert view.review == review.id
    assert {each.id: each.item for each in view.gaps}["small/drain"] == planned[1].title
    assert [each.id for each in view.items] == [planned[1].id]


def test_gaps_do_not_offer_what_does_not_apply(session: Session, review: Assessment) -> None:
    view = view_new_item(session, review.service)
    assert view is not None
    ids = [each.id for each in view.gaps]
    assert "small/first" in ids
    assert "small/database" not in ids
    assert view.item.version == 0
    assert view.history == ()


def test_a_question_that_no_review_asks_keeps_its_id(session: Session, review: Assessment) -> None:
    item = replace(blank_item(session, review.service), title="Old", questions=frozenset({"gone/one", "small/last"}))
    saved = save_item(session, item).items[0]
    view = view_item(session, saved.id)
    assert [(each.text == each.id, each.asked) for each in view.questions] == [(False, True), (True, False)]


def test_a_service_without_a_review_has_no_gaps_to_pick(session: Session, review: Assessment) -> None:
    with session.begin() as tx:
        other = tx.services.save(
            replace(tx.services.get(review.service), id=session.new_id(), name="a", version=0)
        ).value
    view = view_new_item(session)
    assert view is not None
    assert (view.service.id, view.review, view.gaps) == (other.id, None, ())
    typed = replace(view, item=replace(view.item, title="typed", due=None))
    moved = of_service(typed, view_new_item(session, review.service) or view)
    assert (moved.item.title, moved.item.id) == ("typed", view.item.id)
    assert moved.item.service == review.service
    assert moved.gaps


def test_without_a_service_there_is_nothing_to_add_to(session: Session) -> None:
    assert view_new_item(session) is None


def test_a_decided_review_speaks_where_none_is_open(session: Session, review: Assessment) -> None:
    [item] = plan_remediation(session, review.id, ["small/first"]).items
    decide(session, review.id, Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),)))
    view = view_item(session, item.id)
    assert view.review == review.id
    assert view.questions[0].gap


def test_the_history_tells_who_changed_what_from_what_to_what(session: Session, review: Assessment) -> None:
    [item] = plan_remediation(session, review.id, ["small/first"]).items
    edit_items(session, [item.id], ItemEdit(owner="Noor", due=date(2099, 1, 2)))
    [item] = edit_items(session, [item.id], ItemEdit(state=ItemState.DROPPED, reason="Not worth it.")).items
    more = replace(item, effort_days=Fraction(1, 2), tags=("x",), questions=frozenset({"small/first", "small/drain"}))
    changed = save_item(session, more)
    undo_changes(session, item.id, changed.sequences)
    history = view_item(session, item.id).history
    assert [each.is_undo for each in history] == [True, False, False, False, False]
    assert {each.actor for each in history} == {session.actor}
    assert history[-1].changes == ()
    assert any(line.startswith("Owner: – → Noor") for line in history[3].changes)
    assert any("→ 2 Jan 2099" in line for line in history[3].changes)
    assert "State: Open → Dropped" in history[2].changes
    assert "Reason: – → Not worth it." in history[2].changes
    assert "Tags: – → x" in history[1].changes
    [closes] = [line for line in history[1].changes if line.startswith("Closes")]
    assert "small/" not in closes


def test_names_are_those_of_services_that_count(session: Session, review: Assessment) -> None:
    [item] = plan_remediation(session, review.id, ["small/first"]).items
    assert [(each.id, each.title, each.service) for each in name_items(session)] == [(item.id, item.title, "checkout")]
    archive_services(session, [review.service])
    assert name_items(session) == ()


def test_an_item_that_is_gone_is_told(session: Session) -> None:
    with pytest.raises(UserError, match="is not in this database"):
        view_item(session, session.new_id())
