"""A store with long lists stays quick in a real window; the long form is `python -m tests.drills huge`."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.huge_drill import use


def test_long_lists_are_filtered_within_a_keystroke(tmp_path: Path, qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    watch = use(application, tmp_path, services=12, items=100)
    assert watch.shown == {"services": 12, "items": 1200}
    assert all(own < 0.15 for _passed, own in watch.keystrokes.values()), watch.keystrokes
