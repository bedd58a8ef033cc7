"""A session on a real database, with a clock that stands still until a test moves it.

The database is a file, or that of the server that the environment names; see tests/storage/server.py.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.server import SERVER, emptied

from shipworthy.settings import Settings
from shipworthy.storage.evidence_files import FOLDER, EvidenceFiles
from shipworthy.storage.store import Store
from shipworthy.workflows.samples import load_samples
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
    if SERVER is not None:
        emptied(SERVER).dispose()
    opened = open_there(data_dir, "Amira", clock)
    yield opened
    opened.close()


def open_there(data_dir: Path, actor: str, clock: Clock) -> Session:
    """Open the store of a data folder, or of the server with that folder for its evidence."""
    if SERVER is None:
        return open_session(data_dir, Settings(), actor, clock, uuid4)
    store = Store.open(SERVER, now=clock(), new_id=uuid4, backup_dir=data_dir)
    return Session(store, Settings(), actor, clock, uuid4, uuid4(), EvidenceFiles(data_dir / FOLDER), data_dir)


@pytest.fixture
def sample_session(tmp_path: Path, sample_store: Path, clock: Clock) -> Iterator[Session]:
    """Open a store with the sample portfolio."""
    (tmp_path / "samples").mkdir()
    if SERVER is not None:
        emptied(SERVER).dispose()
    else:
        shutil.copy(sample_store, tmp_path / "samples")
    opened = open_there(tmp_path / "samples", "Amira", clock)
    if SERVER is not None:
        load_samples(opened)
    yield opened
    opened.close()


@pytest.fixture
def colleague(session: Session, data_dir: Path, clock: Clock) -> Iterator[Session]:
    """Open the same store as Jonas, in a second connection."""
    opened = open_there(data_dir, "Jonas", clock)
    yield opened
    opened.close()
