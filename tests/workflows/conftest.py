"""A session on a real database file, with a clock that stands still until a test moves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from shipworthy.settings import Settings
from shipworthy.workflows.session import Session, open_session


@dataclass
class Clock:
    """The time that sessions of a test read."""

    moment: datetime = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    """Return the clock of the session."""
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """Open a new store as Amira."""
    opened = open_session(tmp_path / "data", Settings(), "Amira", clock, uuid4)
    yield opened
    opened.close()


@pytest.fixture
def colleague(session: Session, tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """Open the same store as Jonas, in a second connection."""
    opened = open_session(tmp_path / "data", Settings(), "Jonas", clock, uuid4)
    yield opened
    opened.close()
