"""Figures of remediation for tests that need no store: two services, items in each state, waivers of each kind."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.flow import days_between, figures, points
from shipworthy.domain.item_history import Entry, History
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import Extension, ItemState, RemediationItem, Waiver, WaiverState
from shipworthy.domain.remediation_figures import (
    Event,
    RemediationFigures,
    ReportedItem,
    ReportedWaiver,
    WaysToReady,
    WayToReady,
)
from shipworthy.domain.service import Service
from shipworthy.domain.waiver_register import RegisterLine, register, standing_of

DAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ARABIC = "خدمة الدفع"


def remediation_figures() -> RemediationFigures:
    """Return figures with an item in each state, one that is late, and a waiver of each standing."""
    services = (Service(UUID(int=1), "checkout", "Payments", tier=1), Service(UUID(int=2), ARABIC, "", tier=2))
    items = [_item(place, state, services[place % 2]) for place, state in enumerate(ItemState)]
    history = History.told_by([Entry(each.sequence, MOMENT.date(), each.id, each) for each in items], [], DAY)
    lines = [_line(place, state, services[place % 2]) for place, state in enumerate(WaiverState)]
    kept = register(lines, DAY)
    return RemediationFigures(
        team="",
        service=None,
        day=DAY,
        since=date(2026, 10, 22),
        services=services,
        items=tuple(
            ReportedItem(
                then.item,
                services[0] if then.item.service == services[0].id else services[1],
                then.made_on,
                then.waived,
                then.overdue,
                ("Something first",),
                None if then.item.state is ItemState.OPEN else DAY,
                (Event(then.item.sequence, MOMENT, MOMENT.date(), "Amira", "made", None, then.item),),
            )
            for then in history.on(DAY)
        ),
        waivers=tuple(
            ReportedWaiver(
                line,
                services[0] if line.waiver.service == services[0].id else services[1],
                (Event(90, MOMENT, MOMENT.date(), "", "asked for", None, line.waiver),),
            )
            for line in kept.lines
        ),
        register=kept,
        flow=figures(history, date(2026, 10, 22), DAY),
        points=points(history, days_between(MOMENT.date(), DAY)),
        questions={},
        packs=("Backend engineering 1.0.0",),
        ways=WaysToReady((WayToReady(services[0], Fraction(7, 2)), WayToReady(services[1], None)), Fraction(7, 2), 1),
    )


def _item(place: int, state: ItemState, service: Service) -> RemediationItem:
    return RemediationItem(
        UUID(int=100 + place),
        service.id,
        f"Mend <b>{state}</b>",
        frozenset({"small/first", f"small/{place}"}),
        state,
        owner="" if place == 1 else "Noor",
        due=None if place == 1 else DAY - timedelta(days=9),
        severity=Severity.BLOCKER if place < 2 else Severity.LOW,
        effort_days=Fraction(5, 2) if place else None,
        ticket="https://example.org/1",
        state_reason="It is too late." if state is ItemState.DROPPED else "",
        created_at=MOMENT,
        sequence=place + 1,
    )


def _line(place: int, state: WaiverState, service: Service) -> RegisterLine:
    waiver = Waiver(
        UUID(int=200 + place),
        service.id,
        f"small/{place}",
        "Amira",
        "" if state is WaiverState.REQUESTED else "Bo",
        "The move comes in spring, until then a person watches.",
        DAY + timedelta(days=9),
        state,
        sequence=place + 1,
    )
    if state is WaiverState.APPROVED:
        waiver = replace(waiver, extensions=(Extension(DAY + timedelta(days=50), "Amira", "It is late."),))
    return RegisterLine(
        waiver, service.name, waiver.question, Severity.HIGH, Fraction(1, 40), True, standing_of(waiver, DAY), 9
    )
