"""Editing services: the effect told first, conflicts in one message, many at once, taken back in one step."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.workflows.builders import small_pack
from tests.workflows.conftest import Clock
from tests.workflows.test_reviews import make_ready, started

from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.service import Lifecycle, Link, LinkKind, Service
from shipworthy.errors import UserError
from shipworthy.wording import Wording
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reviews import start_assessment
from shipworthy.workflows.service_editing import (
    ChangedMeanwhile,
    ServiceEdit,
    edit_services,
    effect_of_change,
    effect_of_edit,
    merged_edits,
    save_edited,
    values_in_use,
)
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes


def stored(session: Session, service: Service) -> Service:
    """Return a service as the store has it."""
    with session.store.read() as tx:
        return tx.services.get(service.id)


def add(session: Session, name: str, **fields: object) -> Service:
    """Add a service."""
    return save_service(session, replace(blank_service(session), name=name, **fields))  # type: ignore[arg-type]


def test_values_in_use_are_offered_once_in_order(session: Session) -> None:
    add(session, "a", team="Core", owner="Noor", tags=("go", "pci"))
    add(session, "b", team="core", system="shop", tags=("go",))
    add(session, "c", archived=True, team="Gone")
    found = values_in_use(session)
    assert (found.team, found.owner, found.system, found.domain, found.tag) == (
        ("Core", "core"), ("Noor",), ("shop",), (), ("go", "pci"),
    )  # fmt: skip


def test_saving_can_be_taken_back_by_name(session: Session) -> None:
    blank = blank_service(session)
    added = save_edited(session, blank, replace(blank, name=" ledger ", facts={"has_database": True}))
    assert added.name == "add ledger"
    changed = save_edited(session, added.service, replace(added.service, tier=1, facts={}))
    assert (changed.name, stored(session, added.service).tier) == ("change ledger", 1)
    undo_changes(session, added.service.id, changed.sequences)
    assert replace(stored(session, blank), version=0) == replace(added.service, version=0)
    # A change and its inverse are no change by somebody else.
    again = save_edited(session, added.service, replace(added.service, tier=2))
    assert again.service.tier == 2
    with pytest.raises(UserError, match="changed this since"):
        undo_changes(session, blank.id, added.sequences)
    undo_changes(session, blank.id, again.sequences)
    undo_changes(session, blank.id, added.sequences)
    with session.store.read() as tx:
        assert tx.services.all(archived=True) == ()


def test_a_conflict_names_both_values_and_saving_once_more_keeps_what_was_typed(
    session: Session, colleague: Session
) -> None:
    other = add(session, "ledger")
    service = add(session, "checkout", team="Shop", tier=3, facts={"has_database": True}, tags=("go",))
    typed = replace(service, team="Payments", tier=1, facts={"has_database": True, "exposes_api": True})
    theirs = replace(
        service,
        team="Core",
        tags=(),
        owner="Noor",
        lifecycle=Lifecycle.DEPRECATED,
        facts={"has_database": False},
        links=(Link(LinkKind.RUNBOOK, "https://wiki.example"),),
        hard_dependencies=frozenset({other.id}),
    )
    save_edited(colleague, service, theirs)
    with pytest.raises(ChangedMeanwhile) as conflict:
        save_edited(session, service, typed)
    assert conflict.value.message == (
        "Jonas changed “checkout” while you edited it, so nothing was saved yet. "
        "Team: now “Core”, yours “Payments”; Owner: now “Noor”; Lifecycle: now Deprecated; Tags: now –; "
        "Links: now https://wiki.example; Hard dependencies: now ledger; has_database: now no."
    )
    assert stored(session, service).team == "Core"
    current = conflict.value.current
    both = merged_edits(service, current, typed)
    assert both == replace(current, team="Payments", tier=1, facts={"has_database": False, "exposes_api": True})
    assert merged_edits(service, current, replace(service, facts={})).facts == {}
    saved = save_edited(session, current, both).service
    assert (saved.team, saved.tier, saved.owner, saved.tags) == ("Payments", 1, "Noor", ())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"team": "x" * 201}, "Team is one line of at most 200"),
        ({"owner": "a\nb"}, "Owner is one line"),
        ({"tags": ("a\tb",)}, "A tag is one line"),
        ({"description": "x" * 20_001}, "20001 characters"),
        ({"name": " "}, "needs a name"),
    ],
)
def test_what_does_not_fit_changes_nothing(session: Session, change: dict[str, object], message: str) -> None:
    service = add(session, "checkout")
    with pytest.raises(UserError, match=message):
        save_edited(session, service, replace(service, **change))  # type: ignore[arg-type]  # as the case says
    assert stored(session, service) == service


def test_the_effect_of_a_tier_is_that_of_saving_it(session: Session) -> None:
    base = started(session, "ledger")
    review = started(session, "checkout", frozenset({base.service.id}))
    for each in (base, review):
        make_ready(session, each)
    ledger = stored(session, base.service)
    # An open review of today has no age; tiers differ in what they ask, so half of the answers are taken back.
    effect = effect_of_change(session, [replace(ledger, tier=4)])
    assert not effect.matters
    assert Wording().effect_title(effect) == "No verdict changes"
    start_assessment(session, ledger.id, [small_pack()])  # nothing of it is answered, but it stands: the newest draft
    ledger = stored(session, ledger)
    before = portfolio_on(session).today.own
    assert before[ledger.id] is Verdict.NOT_READY
    effect = effect_of_change(session, [replace(ledger, tier=4), blank_service(session)])
    (changed,) = effect.changed
    save_service(session, replace(ledger, tier=4))
    portfolio = portfolio_on(session)
    assert portfolio.line(ledger.id).own_verdict is changed.verdict_after.own
    assert changed.then is not None
    assert {clause.kind for clause in changed.no_longer_failed} <= set(ClauseKind)
    assert Wording().effect_lines(changed)[1].startswith("Asked of its tier: overall ")


def test_a_dependency_that_caps_and_a_circle_are_told_first(session: Session) -> None:
    ledger, depot = add(session, "ledger"), add(session, "depot")
    review = started(session, "checkout")
    make_ready(session, review)
    checkout = stored(session, review.service)
    top = add(session, "top", hard_dependencies=frozenset({checkout.id}))
    ready = started(session, "front", frozenset({checkout.id}))
    make_ready(session, ready)
    effect = effect_of_change(session, [replace(checkout, hard_dependencies=frozenset({ledger.id, top.id}))])
    words = Wording()
    assert words.effect_title(effect) == "2 fall to Not assessed: checkout, front"
    assert words.effect_lines(effect.changed[0]) == ["Ready → Not assessed"]
    assert words.reached_lines(effect) == [
        "front: Ready → Not assessed",
        "A circle of hard dependencies arises: checkout → top → checkout",
    ]
    assert words.effect_lines(effect_of_change(session, [replace(depot, tier=1)]).changed[0]) == [
        "Stays Not assessed",
        "It has no review yet; the next one is judged by what is saved now.",
    ]


def test_many_are_changed_in_one_step(session: Session) -> None:
    one = add(session, "one", team="A", tags=("Go", "pci"))
    two = add(session, "two", team="B")
    same = add(session, "same", team="Core team", tier=1, lifecycle=Lifecycle.RETIRED, tags=("new",))
    edit = ServiceEdit(team=" Core  team ", tier=1, lifecycle=Lifecycle.RETIRED, add_tags=("new",), remove_tags=("go",))
    assert len(effect_of_edit(session, [one.id, two.id, same.id], edit).changed) == 2
    changed = edit_services(session, [one.id, two.id, one.id, same.id], edit)
    assert changed.name == "change 2 services: team, tier, lifecycle, tags"
    after = stored(session, one)
    assert (after.team, after.tier, after.lifecycle, after.tags) == ("Core team", 1, Lifecycle.RETIRED, ("pci", "new"))
    assert stored(session, same) == same
    with pytest.raises(UserError, match="Nothing changes"):
        edit_services(session, [one.id, two.id], edit)
    undo_changes(session, one.id, changed.sequences)
    assert [stored(session, each).team for each in (one, two)] == ["A", "B"]
    assert edit_services(session, [one.id], ServiceEdit(owner="Noor")).name == "change one: owner"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (ServiceEdit(tier=9), "no tier"),
        (ServiceEdit(system="x" * 201), "System is one line"),
        (ServiceEdit(add_tags=("x" * 201,)), "A tag is one line"),
    ],
)
def test_an_edit_that_does_not_fit_changes_none(session: Session, edit: ServiceEdit, message: str) -> None:
    one, two = add(session, "one"), add(session, "two")
    with pytest.raises(UserError, match=message):
        edit_services(session, [one.id, two.id], edit)
    assert stored(session, one) == one


def test_a_service_that_is_gone_is_told(session: Session, clock: Clock) -> None:
    clock.moment += timedelta(days=1)
    gone = replace(blank_service(session), id=uuid4(), name="gone", version=3)
    with pytest.raises(UserError, match="not in this database"):
        save_edited(session, gone, gone)
