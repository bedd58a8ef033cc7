"""How long remediation over time takes at 10,000 items with 50,000 log entries, and how long a chart takes to draw."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

from shipworthy.domain.canonical import encode
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.domain.service import Service
from shipworthy.reports import chart_entries
from shipworthy.reports.chart_data import PAPER
from shipworthy.reports.job import ChartJob
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.settings import Settings
from shipworthy.wording import Wording
from shipworthy.workflows.over_time import Scope, over_time, read_records
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session

T = TypeVar("T")
ITEMS, SERVICES = 10_000, 200
NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
STATES = (ItemState.OPEN, ItemState.PLANNED, ItemState.IN_PROGRESS, ItemState.DONE, ItemState.VERIFIED)


def fill(session: Session, folder: Path) -> None:
    """Write a year of items straight into the log: by the workflows it would take an hour."""
    dice = random.Random(5)
    with session.begin() as tx:
        services = [tx.services.save(Service(uuid4(), f"service {n}", tier=2)).value.id for n in range(SERVICES)]
    entries = sorted(entry for _ in range(ITEMS) for entry in life(dice, dice.choice(services)))
    rows = [
        (f"{at:%Y-%m-%d %H:%M:%S.%f}", "Amira", "item", service.hex, part, "", "changed", None, after)
        for at, service, part, after in entries
    ]
    columns = "at, actor, kind, subject_id, part, assessor, action, before, after"
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as raw, raw:
        raw.executemany(f"INSERT INTO change_log ({columns}) VALUES ({', '.join('?' * 9)})", rows)


def life(dice: random.Random, service: UUID) -> list[tuple[datetime, UUID, str, str]]:
    """Return five entries of one item over the year."""
    at = NOW - timedelta(days=dice.randrange(30, 365), seconds=dice.randrange(80_000))
    item = RemediationItem(
        uuid4(),
        service,
        "Give every outbound call a timeout",
        frozenset({"backend-engineering/timeouts"}),
        due=at.date() + timedelta(days=30),
        severity=dice.choice(list(Severity)),
        effort_days=Fraction(dice.randrange(1, 9), 2),
        description="- find the calls\\n- set limits\\n- test them",
        created_at=at,
    )
    told = []
    for state in STATES:
        told.append((min(at, NOW), service, str(item.id), encode(replace(item, state=state)).decode()))
        at += timedelta(days=dice.randrange(1, 60))
    return told


def timed(name: str, work: Callable[[], T]) -> T:
    """Print how long something takes, in processor time and in time passed."""
    started, used = time.perf_counter(), time.process_time()
    result = work()
    print(f"{name}: {time.process_time() - used:.2f} s of processor time, {time.perf_counter() - started:.2f} s passed")
    return result


def main() -> None:
    """Measure reading, looking and drawing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = open_session(folder, Settings(), "Amira", lambda: NOW, uuid4)
        fill(session, folder)
        records = timed("reading 50,000 entries", lambda: read_records(session))
        found = timed("figures and a year's line", lambda: over_time(records, Scope(), NOW.date(), 365))
        timed("another day", lambda: over_time(records, Scope(), NOW.date() - timedelta(days=90), 90))
        timed("one service", lambda: over_time(records, Scope(service=records.services[0].id), NOW.date(), 365))
        session.close()
    print(f"{len(records.history.lives)} items, {found.figures.now.live} live")
    with ReportWorker(charts=True) as worker:
        job = ChartJob(chart_entries.burn_down(found.points, Wording()), PAPER)
        timed("first chart, the process started for it", lambda: worker.draw(job))
        for _ in range(3):
            timed("burn-down", lambda: worker.draw(job))


if __name__ == "__main__":
    main()
