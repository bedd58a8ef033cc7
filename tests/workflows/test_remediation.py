"""Items: made from misses in one action, planned, changed, settled by decisions, and taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.domain.builders import pack, principle, question
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Assessment,
    Decision,
    NotApplicableType,
    Outcome,
    Signatory,
)
from shipworthy.domain.gate import ClauseKind
from shipworthy.domain.pack import Advice, Severity
from shipworthy.domain.remediation import ItemOrigin, ItemState, RemediationItem
from shipworthy.domain.stale import StaleKind
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows import item_lists, item_planning, remediation
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.planning import questions_named
from shipworthy.workflows.remediation import ItemEdit
from shipworthy.workflows.reviews import live_review, record_answers
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.staleness import view_decision
from shipworthy.workflows.starting import offer_start, start_review
from shipworthy.workflows.undo import undo_changes


def answered(question: str, choice: str) -> Answer:
    return Answer(f"small/{question}", state=AnswerState.ANSWERED, choices=(choice,))


@pytest.fixture
def review(session: Session) -> Assessment:
    started = begin_review(session, [small_pack()])
    record_answers(session, started.id, [answered("first", "b"), answered("breaker", "e"), answered("drain", "a")])
    return started


def closing(session: Session, question: str) -> RemediationItem:
    [found] = [line.item for line in item_lists.list_items(session) if f"small/{question}" in line.item.questions]
    return found


def no_go(session: Session, assessment: Assessment) -> None:
    decide(session, assessment.id, Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),)))


def next_review(session: Session, assessment: Assessment, *given: Answer) -> Assessment:
    """Start from the decided one, answer, confirm nothing else."""
    plan = offer_start(session, assessment.service).usual_plan
    started = start_review(session, assessment.service, plan).review.assessment
    with session.store.read() as tx:
        before = tx.answers.of_assessment(started.id)
    fresh = [replace(each, version=before[each.question].version) for each in given]
    record_answers(session, started.id, fresh)
    return started


def test_what_can_be_planned_is_proposed_and_nothing_stored(session: Session, review: Assessment) -> None:
    record_answers(session, review.id, [answered("last", "d")])
    proposal = item_planning.propose_items(session, review.id)
    assert item_lists.list_items(session) == ()
    assert proposal.covered == 0
    found = [(item.origin, item.severity, next(iter(item.questions))) for item in proposal.items]
    assert found == [
        (ItemOrigin.MISS, Severity.BLOCKER, "small/proved"),
        (ItemOrigin.MISS, Severity.LOW, "small/first"),
        (ItemOrigin.MISS, Severity.LOW, "small/limits"),
        (ItemOrigin.MISS, Severity.LOW, "small/drain"),
        (ItemOrigin.IMPROVEMENT, Severity.LOW, "small/last"),
    ]
    [made] = item_planning.plan_remediation(session, review.id, ["small/first"]).items
    before, proposal = proposal, item_planning.propose_items(session, review.id)
    assert proposal.covered == 1
    assert [item.questions for item in proposal.items] == [
        item.questions for item in before.items if item.questions != made.questions
    ]
    assert (made.title, made.due) == (before.items[1].title, before.items[1].due)


def test_every_miss_becomes_one_item_once(session: Session, review: Assessment) -> None:
    misses = {each.id for each in live_review(session, review.id).scorecard.questions.values() if each.miss}
    made = item_planning.plan_remediation(session, review.id)
    assert {question for item in made.items for question in item.questions} == misses
    assert len(made.items) == len(misses) == len(made.sequences)
    again = item_planning.plan_remediation(session, review.id)
    assert (again.items, again.sequences) == ((), ())


def test_an_item_is_in_the_words_of_the_pack_and_due_by_the_policy(session: Session, review: Assessment) -> None:
    item_planning.plan_remediation(session, review.id, owner=" Jonas  Brandt ")
    loaded, item = live_review(session, review.id), closing(session, "proved")
    advice = loaded.questionnaire.asked["small/proved"].question.advice
    assert (item.title, item.effort_days, item.severity) == (advice.title, advice.effort_days, Severity.BLOCKER)
    assert item.description == "\n".join(f"- {step}" for step in advice.steps)
    assert item.due == session.today() + timedelta(days=loaded.tier_policy.remediate_days[Severity.BLOCKER])
    assert (item.owner, item.origin, item.state) == ("Jonas Brandt", ItemOrigin.MISS, ItemState.OPEN)
    assert item.created_at == session.now()


def test_an_improvement_is_made_by_choice_and_a_full_score_never(session: Session, review: Assessment) -> None:
    record_answers(session, review.id, [answered("last", "d")])
    score = live_review(session, review.id).counts("small/last")
    assert (score.gap, score.miss) == (True, False)
    made = item_planning.plan_remediation(session, review.id, ["small/last"])
    assert [item.origin for item in made.items] == [ItemOrigin.IMPROVEMENT]
    for asked in ("small/breaker", "small/none"):
        with pytest.raises(UserError, match="no gap"):
            item_planning.plan_remediation(session, review.id, [asked])


def test_a_dropped_item_makes_way_for_another(session: Session, review: Assessment) -> None:
    first = item_planning.plan_remediation(session, review.id).items[0]
    remediation.edit_items(session, [first.id], ItemEdit(state=ItemState.DROPPED, reason="Replaced."))
    again = item_planning.plan_remediation(session, review.id)
    assert [item.questions for item in again.items] == [first.questions]


def test_one_action_changes_many_and_undo_restores_them(session: Session, review: Assessment) -> None:
    made = item_planning.plan_remediation(session, review.id)
    ids = [item.id for item in made.items]
    due = session.today() + timedelta(days=3)
    changed = remediation.edit_items(session, ids, ItemEdit(owner="Bo", due=due, state=ItemState.PLANNED))
    assert all((item.owner, item.due, item.state) == ("Bo", due, ItemState.PLANNED) for item in changed.items)
    taken_back = undo_changes(session, review.service, changed.sequences)
    assert [replace(line.item, version=0) for line in item_lists.list_items(session)] == [
        replace(item, version=0) for item in made.items
    ]
    undo_changes(session, review.service, taken_back.sequences)
    assert all(line.item.owner == "Bo" for line in item_lists.list_items(session))
    cleared = remediation.edit_items(session, ids[:1], ItemEdit(clears_due=True))
    assert cleared.items[0].due is None


def test_taking_back_the_making_removes_the_items(session: Session, review: Assessment) -> None:
    made = item_planning.plan_remediation(session, review.id)
    undo_changes(session, review.service, made.sequences)
    assert item_lists.list_items(session) == ()


def test_an_item_that_others_wait_for_cannot_be_taken_back(session: Session, review: Assessment) -> None:
    first = remediation.save_item(session, replace(item_planning.blank_item(session, review.service), title="First"))
    second = replace(item_planning.blank_item(session, review.service), title="Second")
    waiting = remediation.save_item(session, replace(second, needs=frozenset({first.items[0].id})))
    with pytest.raises(UserError, match="“Second” waits for “First”"):
        undo_changes(session, review.service, first.sequences)
    undo_changes(session, review.service, waiting.sequences)
    undo_changes(session, review.service, first.sequences)
    assert item_lists.list_items(session) == ()


def test_a_manual_item_is_due_as_its_severity_says(session: Session, review: Assessment) -> None:
    blank = item_planning.blank_item(session, review.service, Severity.HIGH)
    tier = live_review(session, review.id).tier_policy
    assert blank.due == session.today() + timedelta(days=tier.remediate_days[Severity.HIGH])
    saved = remediation.save_item(session, replace(blank, title="  Talk to legal ", tags=(" law", "law", ""))).items[0]
    assert (saved.title, saved.tags, saved.origin) == ("Talk to legal", ("law",), ItemOrigin.MANUAL)
    assert saved.sequence == saved.version > 0
    changed = remediation.save_item(session, replace(saved, ticket="https://tickets.example.org/7"))
    history = item_lists.item_history(session, saved)
    assert [change.action for change in history] == ["added “Talk to legal”", "changed “Talk to legal”"]
    assert changed.items[0].sequence == saved.sequence


BAD: list[tuple[dict[str, Any], str]] = [
    ({"title": " "}, "one line of 1 to 200"),
    ({"title": "x" * 201}, "one line"),
    ({"title": "a\nb"}, "one line"),
    ({"due": date(2020, 1, 1)}, "cannot be due on 1 Jan 2020"),
    ({"effort_days": Fraction(-1)}, "0 to 10000"),
    ({"effort_days": Fraction(10_001)}, "0 to 10000"),
    ({"state": ItemState.VERIFIED}, "verified by hand"),
    ({"state": ItemState.DROPPED}, "needs a reason"),
    ({"needs": frozenset({"unknown"})}, "waits for an item that is not there"),
]


@pytest.mark.parametrize(("changes", "message"), BAD)
def test_a_bad_item_ends_in_one_message_and_nothing_stored(
    session: Session, review: Assessment, changes: dict[str, Any], message: str
) -> None:
    if "needs" in changes:
        changes = {"needs": frozenset({session.new_id()})}
    with pytest.raises(UserError, match=message):
        remediation.save_item(
            session, replace(item_planning.blank_item(session, review.service), **({"title": "Fine"} | changes))
        )
    assert item_lists.list_items(session) == ()


def test_items_cannot_wait_for_each_other(session: Session, review: Assessment) -> None:
    one, two = item_planning.plan_remediation(session, review.id).items[:2]
    waiting = remediation.save_item(session, replace(one, needs=frozenset({two.id, one.id}))).items[0]
    assert waiting.needs == {two.id}
    with pytest.raises(UserError, match="wait for each other"):
        remediation.save_item(session, replace(two, needs=frozenset({one.id})))
    line = next(each for each in item_lists.list_items(session) if each.item.id == one.id)
    assert line.waits_for == (two.title,)


def test_an_old_due_date_may_stay_while_other_things_change(session: Session, review: Assessment, clock: Clock) -> None:
    item = item_planning.plan_remediation(session, review.id).items[0]
    clock.moment += timedelta(days=400)
    [line] = [each for each in item_lists.list_items(session, review.service) if each.item.id == item.id]
    assert line.overdue
    assert line.age_days == 400
    remediation.edit_items(session, [item.id], ItemEdit(owner="Bo"))
    with pytest.raises(UserError, match="has passed"):
        remediation.edit_items(session, [item.id], ItemEdit(due=item.due and item.due + timedelta(days=1)))


def test_done_is_a_claim_that_a_decided_review_verifies(session: Session, review: Assessment) -> None:
    item_planning.plan_remediation(session, review.id)
    no_go(session, review)
    drain = closing(session, "drain")
    remediation.edit_items(session, [drain.id], ItemEdit(state=ItemState.DONE))
    later = next_review(session, review, answered("drain", "e"))
    assert closing(session, "drain").state is ItemState.DONE  # drafts never verify
    no_go(session, later)
    assert closing(session, "drain").state is ItemState.VERIFIED
    assert closing(session, "first").state is ItemState.OPEN
    last = item_lists.item_history(session, drain)[-1]
    assert last.action.startswith("verified by")


def test_an_unconfirmed_carried_answer_neither_verifies_nor_reopens(session: Session, review: Assessment) -> None:
    item_planning.plan_remediation(session, review.id)
    no_go(session, review)
    drain = closing(session, "drain")
    remediation.edit_items(session, [drain.id], ItemEdit(state=ItemState.DONE))
    no_go(session, next_review(session, review))
    assert closing(session, "drain").state is ItemState.DONE


def test_a_regression_reopens(session: Session, review: Assessment) -> None:
    item_planning.plan_remediation(session, review.id)
    no_go(session, review)
    drain = closing(session, "drain")
    remediation.edit_items(session, [drain.id], ItemEdit(state=ItemState.DONE))
    good = next_review(session, review, answered("drain", "e"))
    no_go(session, good)
    bad = next_review(session, good, answered("drain", "a"))
    no_go(session, bad)
    reopened = closing(session, "drain")
    assert reopened.state is ItemState.OPEN
    assert reopened.state_reason.startswith("reopened by")


def test_a_decision_with_an_overdue_item_goes_stale(session: Session, review: Assessment, clock: Clock) -> None:
    item = item_planning.plan_remediation(session, review.id).items[0]
    assert item.due is not None
    no_go(session, review)
    seal = view_decision(session, review.id)
    assert seal is not None
    assert len(seal.seal.opened().items) == len(item_lists.list_items(session))
    assert seal.stale == ()
    clock.moment += item.due - session.today() + timedelta(days=1)
    later = view_decision(session, review.id)
    assert later is not None
    assert item.title in {reason.name for reason in later.stale}


def test_planned_work_lets_high_misses_pass_for_conditionally_ready(session: Session) -> None:
    asked = pack("p", principle("one", question("bad", severity=Severity.HIGH)))
    review = begin_review(session, [asked], "payments")

    def highs_only_for_ready() -> bool:
        failed = live_review(session, review.id).judgement.failed
        return next(clause for clause in failed if clause.kind is ClauseKind.HIGHS).only_for_ready

    assert not highs_only_for_ready()
    made = item_planning.plan_remediation(session, review.id, owner="Bo")
    assert highs_only_for_ready()
    undo_changes(session, review.service, made.sequences)
    assert not highs_only_for_ready()


def test_several_items_are_stored_together_or_not_at_all(session: Session, review: Assessment) -> None:
    good = replace(item_planning.blank_item(session, review.service), title="Good")
    bad = replace(item_planning.blank_item(session, review.service), title="")
    with pytest.raises(UserError):
        remediation.save_items(session, [good, bad], "two")
    assert item_lists.list_items(session) == ()
    assert remediation.save_items(session, [good], "one").name == "one"


def test_an_unconfirmed_na_verifies_nothing_and_a_confirmed_one_does(session: Session, review: Assessment) -> None:
    [item] = item_planning.plan_remediation(session, review.id, ["small/drain"]).items
    answer = live_review(session, review.id).answers["small/drain"]
    out = replace(answer, state=AnswerState.NOT_APPLICABLE, not_applicable_type=NotApplicableType.OTHER, reason="Gone.")
    record_answers(session, review.id, [out])
    no_go(session, review)
    remediation.edit_items(session, [item.id], ItemEdit(state=ItemState.DONE))
    carrying = next_review(session, review)
    no_go(session, carrying)
    assert closing(session, "drain").state is ItemState.DONE
    no_go(session, next_review(session, carrying, replace(out, carried=False)))
    assert closing(session, "drain").state is ItemState.VERIFIED


def added(session: Session, review: Assessment, title: str) -> remediation.ItemsChanged:
    return remediation.save_item(session, replace(item_planning.blank_item(session, review.service), title=title))


def test_undo_brings_back_no_circle_and_no_wait_for_what_is_gone(
    session: Session, colleague: Session, review: Assessment
) -> None:
    [first] = added(session, review, "First").items
    other = added(colleague, review, "Other")
    [waiting] = remediation.save_item(session, replace(first, needs=frozenset({other.items[0].id}))).items
    cut = remediation.save_item(session, replace(waiting, needs=frozenset()))
    turned = remediation.save_item(colleague, replace(other.items[0], needs=frozenset({first.id})))
    with pytest.raises(UserError, match="wait for each other"):
        undo_changes(session, review.service, cut.sequences)
    undo_changes(colleague, review.service, turned.sequences)
    undo_changes(colleague, review.service, other.sequences)
    with pytest.raises(UserError, match="not there"):
        undo_changes(session, review.service, cut.sequences)
    assert [line.item.needs for line in item_lists.list_items(session)] == [frozenset()]


def test_a_plan_is_not_done_again_where_somebody_planned_the_same_meanwhile(
    session: Session, colleague: Session, review: Assessment
) -> None:
    planned = item_planning.plan_remediation(session, review.id, ["small/drain"])
    back = undo_changes(session, review.service, planned.sequences)
    again = undo_changes(session, review.service, back.sequences)
    back = undo_changes(session, review.service, again.sequences)
    item_planning.plan_remediation(colleague, review.id, ["small/drain", "small/first"])
    with pytest.raises(UserError, match="planned again by somebody else"):
        undo_changes(session, review.service, back.sequences)
    assert len(item_lists.list_items(session)) == 2


def test_what_a_pack_advises_becomes_an_item_whatever_its_length_and_decimals(session: Session) -> None:
    advised = Advice("Mend\n" + "it " * 100, ("Begin.",), Fraction("0.12345"))
    review = begin_review(session, [pack("p", principle("one", question("bad", advice=advised)))])
    [made] = item_planning.plan_remediation(session, review.id).items
    assert made.title.startswith("Mend it it")
    assert made.title.endswith("it…")
    assert made.effort_days == Fraction("0.123")


def test_an_effort_finer_than_estimates_are_is_refused(session: Session, review: Assessment) -> None:
    [item] = added(session, review, "Fine").items
    for fine in (Fraction("0.0001"), Fraction(1, 7)):
        with pytest.raises(UserError, match="finer than estimates"):
            remediation.save_item(session, replace(item, effort_days=fine))
    for fair in (Fraction("0.125"), Fraction(1, 3), Fraction("0.001")):
        [item] = remediation.save_item(session, replace(item, effort_days=fair)).items


def test_the_age_of_a_decision_is_counted_in_days_of_the_store(data_dir: Path, clock: Clock) -> None:
    """A decision at half past midnight in Amsterdam is one of that day, though it is the day before in UTC."""
    (data_dir / "shipworthy.db").unlink()
    session = open_session(data_dir, Settings(), "Amira", clock, uuid4, time_zone="Europe/Amsterdam")
    clock.moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    review = begin_review(session, [small_pack()])
    no_go(session, review)
    days = live_review(session, review.id).tier_policy.max_age_days
    last_day = session.today() + timedelta(days=days)
    with session.store.read() as tx:
        stored = tx.scores.get(review.id)
    assert stored is not None
    assert stored.valid_until == last_day
    for late in (0, 1):
        clock.moment = datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(days=days + late)
        failed = {clause.kind for clause in live_review(session, review.id).judgement.failed}
        assert (ClauseKind.AGE in failed) is bool(late)
        view = view_decision(session, review.id)
        assert view is not None
        assert (StaleKind.AGE in {reason.kind for reason in view.stale}) is bool(late)
    session.close()


def test_questions_are_named_whole_or_as_their_author_wrote_them(session: Session) -> None:
    both = [pack(name, principle("one", question("bad"), question(f"only-{name}"))) for name in ("p", "r")]
    found = live_review(session, begin_review(session, both).id)
    assert questions_named(found, ["p/bad", "only-r"]) == {"p/bad", "r/only-r"}
    with pytest.raises(UserError, match="several questions") as told:
        questions_named(found, ["bad"])
    assert "p/bad, r/bad" in told.value.hint
    with pytest.raises(UserError, match="no question"):
        questions_named(found, ["p/good"])


@pytest.mark.parametrize(("field", "most"), [("owner", 200), ("ticket", 2_000), ("state_reason", 2_000)], ids=str)
def test_texts_of_an_item_that_no_list_could_show_are_refused(
    session: Session, review: Assessment, field: str, most: int
) -> None:
    [item] = added(session, review, "Long").items
    text: dict[str, Any] = {field: "W" * (most + 1)}
    with pytest.raises(UserError, match=f"has {most + 1} characters; {most} are allowed"):
        remediation.save_item(session, replace(item, **text))
    text = {field: "W" * most}
    remediation.save_item(session, replace(item, **text))
