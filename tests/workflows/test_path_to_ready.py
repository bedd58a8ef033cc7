"""The path to ready from the store and back: its problem read, its plan made into items, in one step of undo."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Answer, AnswerState, Assessment
from shipworthy.domain.pack import Severity
from shipworthy.domain.path_candidates import Estimate
from shipworthy.domain.path_ledger import Target
from shipworthy.domain.path_to_ready import Path, find_path
from shipworthy.domain.remediation import ItemState
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.workflows import item_lists, item_planning, remediation
from shipworthy.workflows.path_to_ready import PathRequest, find_candidates, make_items, read_problem
from shipworthy.workflows.remediation import ItemEdit
from shipworthy.workflows.reviews import live_review, record_answers
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes


@pytest.fixture
def review(session: Session) -> Assessment:
    started = begin_review(session, [small_pack()])
    given = [Answer(f"small/{each}", state=AnswerState.ANSWERED, choices=("a",)) for each in ("first", "drain", "last")]
    record_answers(session, started.id, given)
    return started


def path_of(session: Session, *services: UUID, target: Target = Target.READY) -> Path:
    return find_path(read_problem(session, PathRequest(services, target)))


def test_a_plan_becomes_planned_items_in_one_step_of_undo(session: Session, review: Assessment) -> None:
    first = item_planning.plan_remediation(session, review.id, ["small/first"]).items[0]
    path = path_of(session, review.service)
    assert path.reaches_all
    due = session.today() + timedelta(days=90)
    made = make_items(session, path, owner="Bo", due=due)
    assert len(made.items) == len(path.steps) == len(made.sequences)
    assert {(item.state, item.owner) for item in made.items} == {(ItemState.PLANNED, "Bo")}
    assert {item.due for item in made.items if item.id != first.id} == {due}
    assert {item.due for item in made.items if item.id == first.id} == {first.due}
    assert made.name == f"planned {len(made.items)} items of the path"
    assert path_of(session, review.service).new_work == 0
    undo_changes(session, review.service, made.sequences)
    assert [line.item.state for line in item_lists.list_items(session)] == [ItemState.OPEN]


def test_what_was_made_or_done_meanwhile_stays_as_it_is(session: Session, review: Assessment) -> None:
    kept = item_planning.plan_remediation(session, review.id, ["small/first", "small/drain"], owner="Amira").items
    path = path_of(session, review.service)
    assert {item.id for item in kept} <= {step.candidate.item.id for step in path.steps}
    remediation.edit_items(session, [kept[0].id], ItemEdit(state=ItemState.DONE))
    item_planning.plan_remediation(session, review.id)
    made = make_items(session, path)
    assert [item.id for item in made.items] == [kept[1].id]
    again = make_items(session, path_of(session, review.service))
    assert len(again.items) == len(path.steps) - 1
    assert {item.owner for item in again.items} == {"Amira", ""}


def test_an_item_that_was_taken_back_is_not_planned(session: Session, review: Assessment) -> None:
    first = item_planning.plan_remediation(session, review.id, ["small/first"])
    path = path_of(session, review.service)
    undo_changes(session, review.service, first.sequences)
    assert len(make_items(session, path).items) == len(path.steps) - 1


def test_proposed_work_is_due_as_the_policy_says(session: Session, review: Assessment) -> None:
    made = make_items(session, path_of(session, review.service))
    days = live_review(session, review.id).tier_policy.remediate_days
    assert {item.due for item in made.items if item.severity is Severity.BLOCKER} == {
        session.today() + timedelta(days=days[Severity.BLOCKER])
    }


def test_work_of_another_service_comes_in_with_its_own_packs_advice(session: Session, review: Assessment) -> None:
    other = begin_review(session, [small_pack()], "ledger")
    blank = replace(item_planning.blank_item(session, other.service), title="First the ledger")
    needed = remediation.save_item(session, replace(blank, questions=frozenset({"small/first", "small/last"}))).items[0]
    with session.begin() as tx:
        bare = tx.services.save(Service(UUID(int=5), "bare")).value
    lost = remediation.save_item(session, replace(item_planning.blank_item(session, bare.id), title="Lost")).items[0]
    waiting = item_planning.plan_remediation(session, review.id, ["small/proved"]).items[0]
    remediation.save_item(session, replace(waiting, needs=frozenset({needed.id, lost.id})))
    path = path_of(session, review.service)
    found = {step.candidate.item.id: step for step in path.steps}
    assert (found[needed.id].candidate.days, found[needed.id].candidate.estimate) == (2, Estimate.ADVICE)
    assert (found[lost.id].candidate.days, found[lost.id].candidate.estimate) == (0, Estimate.NONE)
    assert (found[needed.id].after, found[needed.id].gain) == (None, 0)


def test_candidates_are_named_by_item_and_by_question(session: Session, review: Assessment) -> None:
    first = item_planning.plan_remediation(session, review.id, ["small/first"]).items[0]
    problem = read_problem(session, PathRequest((review.service,)))
    assert find_candidates(problem, [str(first.id)[:8]]) == {str(first.id)}
    assert find_candidates(problem, ["small/first", "small/drain"]) == {
        str(first.id),
        f"{review.service}/small/drain",
    }
    for word in ("small/none", str(first.id)[:3], ""):
        with pytest.raises(UserError, match="names nothing"):
            find_candidates(problem, [word])


def test_locks_on_what_is_gone_are_dropped_and_a_service_needs_a_review(session: Session, review: Assessment) -> None:
    request = PathRequest(
        (review.service, review.service), budget=Fraction(3), locked_in=frozenset({"gone"}), locked_out=frozenset({"x"})
    )
    problem = read_problem(session, request)
    assert (problem.locked_in, problem.locked_out, len(problem.reviews)) == (frozenset(), frozenset(), 1)
    with session.begin() as tx:
        bare = tx.services.save(Service(UUID(int=5), "bare")).value
    with pytest.raises(UserError, match="“bare” has no review yet"):
        path_of(session, bare.id)
