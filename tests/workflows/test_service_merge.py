"""Merging two services: previewed, done in one step, taken back exactly, with sealed reviews untouched."""

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.storage.conftest import on_a_file
from tests.workflows.builders import small_pack
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import make_ready, started
from tests.workflows.test_service_editing import add, stored
from tests.workflows.undo_machine import content_hash

from shipworthy.domain.gate import Verdict
from shipworthy.domain.remediation import ItemOrigin, ItemState, RemediationItem, Waiver, WaiverState
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import EventKind
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reviews import rescore_service, start_assessment
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.service_duplicates import duplicates_of, likely_duplicates
from shipworthy.workflows.service_merge import merge_services, preview_merge
from shipworthy.workflows.services import blank_service, change_services, find_service, view_service
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.undo import undo_changes
from shipworthy.workflows.verification import verify

LAST = date(2026, 12, 24)


def plan_item(session: Session, service: Service, *questions: str, **fields: object) -> RemediationItem:
    """Store an item, overdue unless said."""
    plain = RemediationItem(
        session.new_id(), service.id, "Mend it", frozenset(questions), due=date(2026, 1, 1), created_at=session.now()
    )
    with session.begin() as tx:
        return tx.items.save(replace(plain, **fields)).value  # type: ignore[arg-type]  # as the test says


def waive(session: Session, service: Service, question: str, state: WaiverState = WaiverState.APPROVED) -> Waiver:
    """Store a waiver."""
    approver = "Bo" if state is WaiverState.APPROVED else ""
    with session.begin() as tx:
        plain = Waiver(session.new_id(), service.id, question, "Amira", approver, "Late.", LAST, state)
        stored_one = tx.waivers.save(replace(plain, requested_at=session.now())).value
        rescore_service(session, tx, service.id)
        return stored_one


def hash_of(session: Session) -> str:
    """Return the hash of all content of a store."""
    assert session.store.path is not None
    return content_hash(session.store.path)


@on_a_file
def test_two_become_one_and_one_undo_brings_both_back(session: Session) -> None:
    base = add(session, "ledger")
    kept = add(session, "payments", facts={"has_database": True})
    other = add(session, "Payments-svc", team="Core", tier=1, hard_dependencies=frozenset({base.id, kept.id}))
    top = add(session, "shop", hard_dependencies=frozenset({other.id}), soft_dependencies=frozenset({kept.id}))
    gone = add(session, "old shop", archived=True, soft_dependencies=frozenset({other.id}))
    start_assessment(session, kept.id, [small_pack()])
    covered = plan_item(session, kept, "small/first")
    first = plan_item(session, other, "small/first", "small/drain", state=ItemState.IN_PROGRESS)
    second = plan_item(session, other, "small/first", needs=frozenset({first.id}))
    third = plan_item(session, other, "elsewhere/one", needs=frozenset({first.id, second.id}))
    verified = plan_item(session, other, "small/last", state=ItemState.VERIFIED)
    waiting = plan_item(session, top, needs=frozenset({third.id}))
    waive(session, kept, "small/proved")
    standing = [waive(session, other, question) for question in ("small/proved", "small/breaker")]
    asked = waive(session, other, "small/limits", WaiverState.REQUESTED)
    waive(session, other, "small/last", WaiverState.REVOKED)

    preview = preview_merge(session, kept.id, other.id)
    assert preview.own_dependency
    assert preview.usual == {"team"}
    assert [each.name for each in preview.turned] == ["shop"]
    assert (preview.items_taken, len(preview.items)) == (2, 3)
    assert ([each.question for each in preview.waivers], preview.standing_waivers) == (
        ["small/breaker", "small/limits"],
        3,
    )
    assert (preview.reviews_of_kept, preview.reviews_of_other, preview.suggests_other_way) == (1, 0, False)
    assert preview_merge(session, other.id, kept.id).suggests_other_way

    before = hash_of(session)
    merge = merge_services(session, kept.id, other.id, {"name", "team", "tier"})
    assert merge.name == "merge Payments-svc into payments"
    result = stored(session, kept)
    assert result == merge.service
    assert (result.name, result.team, result.tier) == ("Payments-svc", "Core", 1)
    assert result.hard_dependencies == {base.id}
    assert stored(session, top).hard_dependencies == {kept.id}
    assert stored(session, top).soft_dependencies == frozenset()
    assert stored(session, gone).soft_dependencies == {kept.id}
    assert stored(session, other).archived
    with session.store.read() as tx:
        items = {each.id: each for each in tx.items.all()}
        waivers = tx.waivers.of_service(kept.id)
        ended = {each.question: each for each in tx.waivers.of_service(other.id)}
    taken = [each for each in items.values() if each.service == kept.id and each.id != covered.id]
    assert [(each.questions, each.state, each.origin) for each in taken] == [
        ({"small/drain"}, ItemState.IN_PROGRESS, ItemOrigin.MISS),
        (frozenset(), ItemState.OPEN, ItemOrigin.MANUAL),
    ]
    assert taken[1].needs == {taken[0].id, second.id}
    assert items[waiting.id].needs == {taken[1].id}
    for each in (first, second, third):
        assert (items[each.id].state, items[each.id].state_reason) == (ItemState.DROPPED, "merged into Payments-svc")
    assert items[verified.id] == verified
    assert [each.question for each in waivers] == ["small/proved", "small/breaker", "small/limits"]
    assert all(ended[each.question].state is WaiverState.REVOKED for each in standing)
    assert (ended[asked.question].state, ended[asked.question].approver) == (WaiverState.REJECTED, "Amira")
    kept_view, other_view = view_service(session, kept.id), view_service(session, other.id)
    assert [each.id for each in kept_view.earlier] == [other.id]
    assert other_view.merged_into == result

    undone = undo_changes(session, kept.id, merge.sequences)
    assert hash_of(session) == before
    undo_changes(session, kept.id, undone.sequences)
    assert view_service(session, other.id).merged_into == stored(session, kept)


def test_the_verdict_told_first_is_the_one_that_comes(session: Session) -> None:
    kept_review = started(session, "payments")
    make_ready(session, kept_review)
    ledger = add(session, "ledger")
    other = add(session, "payments-service", hard_dependencies=frozenset({ledger.id}))
    top = add(session, "shop", hard_dependencies=frozenset({other.id}))
    preview = preview_merge(session, kept_review.service.id, other.id)
    changed = {each.after.name: each.verdict_after for each in preview.effect.changed}
    assert changed["payments"].shown is Verdict.NOT_ASSESSED
    merge_services(session, kept_review.service.id, other.id)
    portfolio = portfolio_on(session)
    line = portfolio.line(kept_review.service.id)
    assert (line.verdict, line.own_verdict, line.capped_by) == (Verdict.NOT_ASSESSED, Verdict.READY, ("ledger",))
    assert portfolio.line(top.id).service.hard_dependencies == {kept_review.service.id}


def test_a_circle_that_arises_is_told(session: Session) -> None:
    kept = add(session, "a")
    middle = add(session, "m", hard_dependencies=frozenset({kept.id}))
    other = add(session, "b", hard_dependencies=frozenset({middle.id}))
    (circle,) = preview_merge(session, kept.id, other.id).effect.circles
    assert circle == ("a", "m", "a")


def test_sealed_reviews_stay_where_they_are_and_their_seals_verify(session: Session) -> None:
    kept = add(session, "payments")
    review = started(session, "payments-svc")
    make_ready(session, review)
    decide(session, review.assessment.id, NO_GO)
    plan_item(session, review.service, "small/first")
    merge = merge_services(session, kept.id, review.service.id)
    assert [line.id for line in view_service(session, review.service.id).assessments] == [review.assessment.id]
    assert view_service(session, kept.id).assessments == ()
    assert verify(session).is_sound
    undo_changes(session, kept.id, merge.sequences)
    assert verify(session).is_sound


def test_what_cannot_be_merged_is_said(session: Session) -> None:
    one, two = add(session, "one"), add(session, "two")
    with pytest.raises(UserError, match="into itself"):
        merge_services(session, one.id, one.id)
    archive_services(session, [two.id])
    with pytest.raises(UserError, match="“two” is archived"):
        preview_merge(session, one.id, two.id)


def test_a_note_stays_with_the_service_it_was_made_of(session: Session) -> None:
    one, two = add(session, "one"), add(session, "two")
    merge_services(session, one.id, two.id)
    with session.store.read() as tx:
        (event,) = tx.events.all()
    assert (event.service, event.kind, event.other) == (two.id, EventKind.MERGED, one.id)


def test_adding_a_service_is_not_taken_back_once_another_was_merged_into_it(session: Session) -> None:
    new = replace(blank_service(session), name="ledger")
    added = change_services(session, [new], "add ledger")
    merged = merge_services(session, new.id, add(session, "ledger-svc").id)
    with pytest.raises(UserError, match="“ledger” has been worked with since"):
        undo_changes(session, new.id, added.sequences)
    undo_changes(session, new.id, merged.sequences)
    undo_changes(session, new.id, added.sequences)
    assert [line.service.name for line in portfolio_on(session).lines] == ["ledger-svc"]


def test_likely_duplicates_are_found(session: Session) -> None:
    for name in ("payments", "Payments-Service", "payment", "worker-1", "worker-2", "ledger", "led ger svc", "zebra"):
        add(session, name)
    found = [(each.one.name, each.other.name, each.is_same) for each in likely_duplicates(session)]
    assert found == [
        ("led ger svc", "ledger", True),
        ("payments", "Payments-Service", True),
        ("payment", "payments", False),
    ]
    names = [each.name for each in duplicates_of(session, find_service(session, "payments").id)]
    assert names == ["Payments-Service", "payment"]
    assert duplicates_of(session, find_service(session, "zebra").id) == ()


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[tuple[set[int], set[int]]], list[tuple[int, str, str, set[int]]], list[int]]:
    """Draw dependencies of five services, items with state and what they wait for, and who has waivers."""
    places = st.sets(st.integers(0, 4))
    services = draw(st.lists(st.tuples(places, places), min_size=5, max_size=5))
    states = st.sampled_from(["open", "done", "dropped", "verified"])
    questions = st.sampled_from(["small/first", "small/drain", "other/one", ""])
    items = draw(st.lists(st.tuples(st.integers(0, 4), states, questions, st.sets(st.integers(0, 3))), max_size=6))
    return services, items, draw(st.lists(st.integers(0, 4), max_size=3, unique=True))


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    world=worlds(),
    takes=st.sets(st.sampled_from(["name", "team", "tier", "fact:has_database"])),
    reviewed=st.booleans(),
)
def test_merge_then_undo_is_as_before(
    world: tuple[list[tuple[set[int], set[int]]], list[tuple[int, str, str, set[int]]], list[int]],
    takes: set[str],
    reviewed: bool,
    empty_store: Path,
) -> None:
    services, items, waived = world
    folder = Path(tempfile.mkdtemp(prefix="shipworthy-merge-"))
    shutil.copy(empty_store, folder)
    moments = iter(datetime(2026, 11, 22, 14, tzinfo=UTC) + timedelta(seconds=second) for second in range(10_000))
    session = open_session(folder, Settings(), "Amira", lambda: next(moments), uuid4)
    try:
        added = [add(session, f"service {n}", tier=1 + n % 4, facts={"has_database": n % 2 == 0}) for n in range(5)]
        ids = [each.id for each in added]
        with session.begin() as tx:
            for each, (hard, soft) in zip(added, services, strict=True):
                needs = [frozenset(ids[n] for n in places) - {each.id} for places in (hard, soft - hard)]
                tx.services.save(replace(each, hard_dependencies=needs[0], soft_dependencies=needs[1]))
        start_assessment(session, ids[1 if reviewed else 0], [small_pack()])
        planned: list[UUID] = []
        for place, state, question, waits in items:
            made = plan_item(
                session,
                added[place],
                *filter(None, [question]),
                state=ItemState(state),
                state_reason="Why.",
                needs=frozenset(planned[n] for n in waits if n < len(planned)),
            )
            planned.append(made.id)
        for place in waived:
            waive(session, added[place], "small/first")
        before = hash_of(session)
        merge = merge_services(session, ids[0], ids[1], takes)
        after = hash_of(session)
        undone = undo_changes(session, ids[0], merge.sequences)
        assert hash_of(session) == before
        undo_changes(session, ids[0], undone.sequences)
        assert hash_of(session) == after
    finally:
        session.close()
        shutil.rmtree(folder)
