"""Every list asks the database as often for twelve services as for three: a query a row would show here."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import Engine, event
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.workflows.campaign_progress import list_campaigns
from shipworthy.workflows.campaigns import blank_campaign, save_campaign
from shipworthy.workflows.heat_map import read_heat_map
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.item_planning import blank_item
from shipworthy.workflows.movement import read_movement
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.remediation import save_item
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.saved_views import list_views
from shipworthy.workflows.services import name_services
from shipworthy.workflows.session import Session
from shipworthy.workflows.waiver_register import read_register
from shipworthy.workflows.waivers import approve_waiver, request_waiver

FEW, MANY = 3, 12
WEEK = timedelta(days=7)
LISTS: dict[str, Callable[[Session], object]] = {
    "portfolio": portfolio_on,
    "portfolio of a past day": lambda session: portfolio_on(session, session.today() - WEEK),
    "names": name_services,
    "items": list_items,
    "waivers": read_register,
    "campaigns": list_campaigns,
    "views": list_views,
    "heat map": lambda session: read_heat_map(session, portfolio_on(session).lines),
    "movement": lambda session: read_movement(session, session.today() - WEEK, session.today()),
}


def add_services(session: Session, first: int, last: int) -> None:
    """Add services, each with a review, answers, a remediation item and a waiver, every second approved."""
    for number in range(first, last):
        review = begin_review(session, [small_pack()], f"service {number}")
        given = [Answer(each, state=AnswerState.UNKNOWN) for each in ("small/first", "small/breaker")]
        record_answers(session, review.id, given)
        item = replace(blank_item(session, review.service), title="Mend it", questions=frozenset({"small/first"}))
        save_item(session, item)
        last_day = session.today() + 4 * WEEK
        waiver = request_waiver(session, review.service, "small/breaker", "Not this year.", last_day).waiver
        if number % 2:
            approve_waiver(session, waiver.id, approver="Jonas")


def statements(engine: Engine, work: Callable[[], object]) -> list[str]:
    """Return the statements that work sends through an engine, as SQLite sees them."""
    seen: list[str] = []

    def trace(connection: sqlite3.Connection, *_others: object) -> None:
        connection.set_trace_callback(seen.append)

    def end_trace(connection: sqlite3.Connection, *_others: object) -> None:
        connection.set_trace_callback(None)

    event.listen(engine, "checkout", trace)
    event.listen(engine, "checkin", end_trace)
    try:
        work()
    finally:
        event.remove(engine, "checkout", trace)
        event.remove(engine, "checkin", end_trace)
    return seen


def counts(session: Session) -> dict[str, int]:
    """Return by list how many statements it takes; each is read once before, because packs are kept."""
    for read in LISTS.values():
        read(session)
    engine = session.store._reader
    return {name: len(statements(engine, partial(read, session))) for name, read in LISTS.items()}


def test_lists_take_as_many_statements_for_many_services_as_for_few(session: Session, clock: Clock) -> None:
    clock.moment -= 2 * WEEK
    add_services(session, 0, FEW)
    save_campaign(session, replace(blank_campaign(session), name="Yearly", packs=("backend-engineering",)))
    clock.moment += 2 * WEEK
    few = counts(session)
    clock.moment -= 2 * WEEK
    add_services(session, FEW, MANY)
    clock.moment += 2 * WEEK
    many = counts(session)
    assert len(portfolio_on(session).lines) == MANY
    assert all(few.values())
    # One more for each hundred rows is still "the same": long lists of ids go in pieces.
    assert {name: many[name] - few[name] for name in LISTS if many[name] > few[name] + 1} == {}
