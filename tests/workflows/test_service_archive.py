"""Archiving and restoring: what it affects is told, names that were taken are asked for, one undo takes it back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.workflows.conftest import Clock
from tests.workflows.test_reviews import make_ready, started
from tests.workflows.test_service_editing import add, stored
from tests.workflows.test_service_merge import plan_item

from shipworthy.domain.gate import Verdict
from shipworthy.domain.remediation import ItemState
from shipworthy.errors import UserError
from shipworthy.workflows.portfolio import list_services, portfolio_on
from shipworthy.workflows.service_archive import (
    archive_effect,
    archive_services,
    find_archived,
    list_archived,
    restore_service,
)
from shipworthy.workflows.service_editing import ServiceEdit, edit_services
from shipworthy.workflows.service_merge import merge_services
from shipworthy.workflows.services import save_service, view_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes


def test_who_depends_on_it_is_told_and_it_still_caps(session: Session) -> None:
    ledger, depot = add(session, "ledger"), add(session, "depot")
    review = started(session, "checkout", frozenset({ledger.id}))
    make_ready(session, review)
    add(session, "soft", soft_dependencies=frozenset({ledger.id, depot.id}))
    effect = archive_effect(session, [ledger.id, depot.id])
    assert [each.name for each in effect.services] == ["ledger", "depot"]
    assert [(each.service.name, each.needs, each.is_hard, each.is_capped) for each in effect.dependents] == [
        ("checkout", ("ledger",), True, True),
        ("soft", ("depot", "ledger"), False, False),
    ]
    assert effect.live_items == 0
    plan_item(session, ledger, due=session.today() + timedelta(days=30))
    plan_item(session, ledger, state=ItemState.VERIFIED)
    assert archive_effect(session, [ledger.id]).live_items == 1
    changed = archive_services(session, [ledger.id, depot.id])
    assert changed.name == "archive 2 services"
    assert [line.service.name for line in list_services(session)] == ["checkout", "soft"]
    assert portfolio_on(session).line(review.service.id).capped_by == ("ledger",)
    undo_changes(session, ledger.id, changed.sequences)
    assert len(list_services(session)) == 4
    # Those that go together say nothing of each other.
    assert archive_effect(session, [ledger.id, review.service.id]).dependents[0].service.name == "soft"


def test_archived_services_are_listed_the_last_first_and_found_by_name(session: Session, clock: Clock) -> None:
    one, two = add(session, "one"), add(session, "Two")
    archive_services(session, [one.id])
    restore_service(session, one.id)
    clock.moment += timedelta(days=1)
    archive_services(session, [two.id])
    clock.moment += timedelta(days=1)
    archive_services(session, [one.id])
    # What is changed afterwards, as by a merge of what it needs, was archived before.
    edit_services(session, [two.id], ServiceEdit(team="Core"))
    save_service(session, replace(stored(session, one), facts={"has_database": True}))
    lines = list_archived(session)
    assert [(line.service.name, line.verdict, line.archived_by) for line in lines] == [
        ("one", Verdict.NOT_ASSESSED, "Amira"),
        ("Two", Verdict.NOT_ASSESSED, "Amira"),
    ]
    assert [line.archived_on.isoformat() for line in lines] == ["2026-11-24", "2026-11-23"]
    assert find_archived(session, "two").id == two.id
    with pytest.raises(UserError) as missing:
        find_archived(session, "on")
    assert "one" in missing.value.hint


def test_nothing_archived_is_said(session: Session) -> None:
    with pytest.raises(UserError) as missing:
        find_archived(session, "one")
    assert missing.value.hint == "No service is archived."
    service = add(session, "one")
    with pytest.raises(UserError, match="is not archived"):
        restore_service(session, service.id)
    archive_services(session, [service.id])
    with pytest.raises(UserError, match="nothing to archive"):
        archive_services(session, [service.id])


def test_a_name_taken_since_asks_for_another(session: Session) -> None:
    old = add(session, "ledger")
    archived = archive_services(session, [old.id])
    add(session, "Ledger")
    with pytest.raises(UserError, match="by now") as taken:
        restore_service(session, old.id)
    assert "another name" in taken.value.hint
    with pytest.raises(UserError, match="already a service"):
        undo_changes(session, old.id, archived.sequences)
    restored = restore_service(session, old.id, " ledger 2 ")
    assert (restored.service.name, restored.name) == ("ledger 2", "restore ledger")
    undo_changes(session, old.id, restored.sequences)
    assert (stored(session, old).name, stored(session, old).archived) == ("ledger", True)


def test_a_merged_one_that_is_restored_is_a_service_of_its_own(session: Session) -> None:
    kept, other = add(session, "ledger"), add(session, "ledger-svc")
    merge_services(session, kept.id, other.id)
    (line,) = list_archived(session)
    assert line.merged_into is not None
    assert line.merged_into.name == "ledger"
    restored = restore_service(session, other.id)
    assert view_service(session, other.id).merged_into is None
    undo_changes(session, other.id, restored.sequences)
    into = view_service(session, other.id).merged_into
    assert into is not None
    assert into.id == kept.id
