"""The terminal beside a window on one store; the long form is `python -m tests.drills two_programs`."""

from pathlib import Path

import pytest
from tests.cli.beside_a_window import add_beside_a_window


def test_commands_and_an_open_window_lose_nothing_of_each_other(data_dir: Path) -> None:
    pytest.importorskip("PySide6")
    assert add_beside_a_window(data_dir, 1) == []
