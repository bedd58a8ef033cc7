"""What every test shares: no test touches the real home, needs a display, or fails because the machine is slow."""

import gc
import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

# Before anything imports Qt. The tests marked xvfb run once more with another value.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A deadline measures the machine, not the code; a fixed seed in CI makes a red run repeatable.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# While five thousand tests are gathered nothing becomes garbage; later on the collector need not look through them.
gc.disable()


def pytest_collection_finish() -> None:
    """Collect garbage from now on, but not among what was there before the first test."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache folder of all tests: entries are named by their content, and reading a pack anew is slow."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _home_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, shared_cache: Path
) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name, folder in {
        "DATA": ".local/share",
        "CONFIG": ".config",
        "STATE": ".local/state",
    }.items():
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared_cache))


@pytest.fixture
def repository() -> Path:
    """Return the root of the checkout the tests run in."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a new store, to be copied: making one runs all migrations."""
    return _made_store(tmp_path_factory.mktemp("store"), samples=False)


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a store with the sample portfolio, to be copied: loading it takes longer than most tests."""
    return _made_store(tmp_path_factory.mktemp("samples"), samples=True)


def _made_store(folder: Path, samples: bool) -> Path:
    from shipworthy.settings import Settings
    from shipworthy.workflows.samples import load_samples
    from shipworthy.workflows.session import DATABASE_NAME, open_session

    session = open_session(folder, Settings(), "Amira", lambda: datetime(2026, 11, 22, 14, 3, tzinfo=UTC), uuid4)
    if samples:
        load_samples(session)
    session.close()
    return folder / DATABASE_NAME
