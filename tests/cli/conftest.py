"""A command line on a store of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shipworthy.app import run

Type = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data_dir(tmp_path: Path, empty_store: Path) -> Path:
    """Return the data folder, with a new store."""
    (tmp_path / "data").mkdir()
    shutil.copy(empty_store, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def typed(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    """Return a function that runs a command line on an empty store: exit code, output, errors."""

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["--data-dir", str(data_dir), *arguments])
        return code, *capsys.readouterr()

    return run_command
