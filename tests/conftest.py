"""What every test shares: no test touches the real home, needs a display, or fails because the machine is slow."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt. The tests marked xvfb run once more with another value.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A deadline measures the machine, not the code; a fixed seed in CI makes a red run repeatable.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name, folder in {
        "DATA": ".local/share",
        "CONFIG": ".config",
        "CACHE": ".cache",
        "STATE": ".local/state",
    }.items():
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))


@pytest.fixture
def repository() -> Path:
    """Return the root of the checkout the tests run in."""
    return Path(__file__).resolve().parents[1]
