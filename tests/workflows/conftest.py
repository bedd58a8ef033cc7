"""A session on a real database file, with a clock that stands still until a test moves it."""

import shutil
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
def data_dir(tmp_path: Path, empty_store: Path) -> Path:
    """Return the data folder, with a new store."""
    (tmp_path / "data").mkdir()
    shutil.copy(empty_store, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def session(data_dir: Path, clock: Clock) -> Iterator[Session]:
    """Open a new store as Amira."""
    opened = open_session(data_dir, Settings(), "Amira", clock, uuid4)
    yield opened
    opened.close()


@pytest.fixture
def sample_session(tmp_path: Path, sample_store: Path, clock: Clock) -> Iterator[Session]:
    """Open a store with the sample portfolio."""
    (tmp_path / "samples").mkdir()
    shutil.copy(sample_store, tmp_path / "samples")
    opened = open_session(tmp_path / "samples", Settings(), "Amira", clock, uuid4)
    yield opened
    opened.close()


@pytest.fixture
def colleague(session: Session, data_dir: Path, clock: Clock) -> Iterator[Session]:
    """Open the same store as Jonas, in a second connection."""
    opened = open_session(data_dir, Settings(), "Jonas", clock, uuid4)
    yield opened
    opened.close()
