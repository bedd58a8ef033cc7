"""A command line on a store of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shipworthy.app import run

Type = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    """Return a function that runs a command line on an empty store: exit code, output, errors."""

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["--data-dir", str(tmp_path / "data"), *arguments])
        return code, *capsys.readouterr()

    return run_command
