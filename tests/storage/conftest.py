"""What the tests of the store share: a real store on a file of its own."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample, put_sample
from tests.storage.server import SERVER, emptied

from shipworthy.storage.store import Store

on_a_file = pytest.mark.skipif(SERVER is not None, reason="looks into SQLite's file, and a server was named")

Open = Callable[[Path], Store]


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Open]:
    """Return what opens a store on a file; all are closed after the test."""
    opened = []

    def open_file(path: Path) -> Store:
        store = Store.open(path, now=NOW, new_id=uuid4, backup_dir=tmp_path / "backups", time_zone="Europe/Amsterdam")
        opened.append(store)
        return store

    yield open_file
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new store's file, for tests to copy: making one runs all migrations."""
    folder = tmp_path_factory.mktemp("empty")
    made = folder / "store.db"
    Store.open(made, now=NOW, new_id=uuid4, backup_dir=folder, time_zone="Europe/Amsterdam").close()
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test's store lies, in a folder whose name asks for care."""
    path = tmp_path / "data 100% #1?" / "store.db"
    path.parent.mkdir()
    return path


@pytest.fixture
def store(path: Path, empty_store: Path, open_store: Open) -> Iterator[Store]:
    """Return a new store, on a file or on the server that the environment names."""
    if SERVER is None:
        shutil.copy(empty_store, path)
        yield open_store(path)
        return
    emptied(SERVER).dispose()
    with Store.open(SERVER, now=NOW, new_id=uuid4, backup_dir=path.parent, time_zone="Europe/Amsterdam") as opened:
        yield opened


@pytest.fixture
def sample(store: Store) -> Sample:
    """Put one service with one review into the store."""
    return put_sample(store)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of one megabyte."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.name == "nt" or shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can be made only where this user may mount one")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
