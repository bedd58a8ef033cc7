"""What every test shares: no test touches the real home, needs a display, or fails because the machine is slow."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt. The few tests that need a window system are started with another value.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A deadline measures the machine, not the code; a fixed seed in CI makes a red run repeatable.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a real window system where there is none; bootstrap.py runs it under Xvfb."""
    if os.environ["QT_QPA_PLATFORM"] == "offscreen":
        for item in items:
            if item.get_closest_marker("xvfb"):
                item.add_marker(pytest.mark.skip(reason="needs a real window system; runs under Xvfb"))


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
