"""Safe mode leaves out what may be at fault, says so, leads out again, and changes nothing that is stored."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.gui.conftest import ACTOR, now, open_test_session

from shipworthy.gui.context import Context
from shipworthy.gui.data.automatic_backups import AutomaticBackups
from shipworthy.gui.launch import begin
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.reports.template_row import TemplateRow
from shipworthy.gui.places import Places
from shipworthy.gui.run_marker import RunMarker
from shipworthy.gui.safe_mode import SafeMode, what_is_off
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.reports.view_models import ViewModel
from shipworthy.settings import Settings, load_settings, save_settings
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.workflows.reports.own_templates import start_template

STORED = Settings(name=ACTOR, theme=ThemeChoice.DARK, text_size=130, language="xx", organisation="Harbour")


@pytest.fixture
def window(
    data_dir: Path, theme: Theme, tasks: Tasks, qtbot: QtBot, settle: Callable[[], None], tmp_path: Path
) -> Iterator[MainWindow]:
    """Return a window in safe mode, begun as a start begins it."""
    save_settings(data_dir, STORED)
    start_template("ours", ViewModel.ASSESSMENT, data_dir)
    remembered = QSettings(str(data_dir / "window.ini"), QSettings.Format.IniFormat)
    earlier = MainWindow(Context(STORED, data_dir, data_dir, theme, tasks, now), data_dir / "window.ini")
    earlier.resize(611, 433)
    remembered.setValue("window/geometry", earlier.saveGeometry())
    remembered.sync()
    earlier.deleteLater()
    context = Context(STORED.in_safe_mode, data_dir, data_dir, theme, tasks, now)
    context.kept = STORED
    window = MainWindow(context, data_dir / "window.ini")
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(context.ready, timeout=20_000):
        begin(window, context, RunMarker(tmp_path / "log"), lambda: open_test_session(data_dir))
    settle()
    yield window
    settle()
    tasks.close()
    context.close()


def test_it_says_what_is_off_and_how_to_leave(window: MainWindow) -> None:
    safe = window.findChild(SafeMode)
    assert safe is not None
    assert safe.banner.isVisible()
    assert (safe.banner.words.text(), safe.banner.reason.text()) == ("This is safe mode", what_is_off())
    asked: list[bool] = []
    window._context.reopen_asked.connect(lambda: asked.append(True))
    QTest.keyClick(safe.leave_button, Qt.Key.Key_Space)
    assert (asked, window._context.restart_asked) == ([True], False)


def test_the_looks_are_the_usual_ones_and_the_stored_ones_stay(window: MainWindow, data_dir: Path) -> None:
    context = window._context
    assert context.settings[:4] == (ACTOR, ThemeChoice.SYSTEM, 100, "")
    assert context.settings.organisation == "Harbour"
    assert window.width() != 611
    assert context.set_settings(organisation="Quay")
    assert load_settings(data_dir) == STORED._replace(organisation="Quay")
    assert context.set_settings(theme=ThemeChoice.HIGH_CONTRAST)
    stored = load_settings(data_dir)
    assert (stored.theme, stored.text_size, stored.language) == (ThemeChoice.HIGH_CONTRAST, 130, "xx")


def test_nothing_starts_by_itself_and_own_templates_are_left_out(
    window: MainWindow, settle: Callable[[], None]
) -> None:
    automatic = window.findChild(AutomaticBackups)
    assert automatic is not None
    assert not automatic.timer.isActive()
    places = window.findChild(Places)
    assert places is not None
    window.show_page("reports")
    settle()
    row = places.reports.findChild(TemplateRow)
    assert row is not None
    assert [row.template.itemText(place) for place in range(row.template.count())] == ["Shipworthy's own"]


LEAVE = """
import os, sys
from shipworthy import app, paths
from shipworthy.gui import launch
fill = launch.fill
def fill_and_leave(window, context, opening):
    from shipworthy.gui.safe_mode import SafeMode
    def leave():
        print("safe", context.safe_mode, paths.cache_dir(), context.settings.text_size, flush=True)
        window.findChild(SafeMode).leave_button.click()
    context.ready.connect(leave)
    fill(window, context, opening)
launch.fill = fill_and_leave
sys.exit(app.run(["--safe-mode", "--data-dir", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the command line of a process is read as Linux shows it")
def test_leaving_it_starts_the_window_anew_as_usual(data_dir: Path, qtbot: QtBot) -> None:
    save_settings(data_dir, Settings(text_size=130))
    with subprocess.Popen([sys.executable, "-c", LEAVE, str(data_dir)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline().split()
        assert (said[:2], said[3]) == (["safe", "True"], "100")
        assert Path(said[2]).name.startswith("shipworthy-cache-")
        command = Path(f"/proc/{process.pid}/cmdline")

        def is_usual() -> bool:
            words = command.read_text(encoding="utf-8").split("\0")
            return words[-3:-1] == ["--data-dir", str(data_dir)] and "shipworthy" in words

        qtbot.waitUntil(is_usual, timeout=30_000)
        qtbot.waitUntil((data_dir / "log" / "running.txt").exists, timeout=30_000)
        assert not Path(said[2]).exists()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
