"""The window as people use it: a real store in a temporary folder, all pages, no dialog of the system's own."""

import datetime as dt
import gc
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import WindowWatch

from shipworthy.gui.context import Context
from shipworthy.gui.garbage import GarbageCollector
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places, fill_window
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.settings import Settings
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.workflows.session import Session, open_session

# Qt's own file dialog: the system's cannot be operated by a test.
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)

ACTOR = "Amira"


def now() -> dt.datetime:
    """Return the moment at which every test of the window takes place."""
    return dt.datetime(2026, 11, 22, 14, 3, tzinfo=dt.UTC)


@pytest.fixture(autouse=True, scope="session")
def _garbage_on_the_gui_thread(qapp: QApplication) -> Iterator[None]:
    """As in the window: a collector that runs on a worker's thread may destroy an earlier test's widgets there."""
    collector = GarbageCollector(qapp)
    yield
    collector.stop()


@pytest.fixture
def data_dir(tmp_path: Path, empty_store: Path) -> Path:
    """Return the data folder, with a space in its name as many have."""
    folder = tmp_path / "data of Amira"
    folder.mkdir()
    shutil.copy(empty_store, folder)
    return folder


@pytest.fixture(scope="session")
def one_theme(qapp: QApplication) -> Theme:
    """Return the theme of the application; the application has one as long as it runs."""
    return Theme(qapp, ThemeChoice.LIGHT, 100)


@pytest.fixture
def theme(one_theme: Theme) -> Theme:
    """Return the theme, light."""
    one_theme.choose(ThemeChoice.LIGHT, 100)
    return one_theme


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """Return the workers; closing them waits for what still runs."""
    tasks = Tasks()
    yield tasks
    assert tasks.close()


def open_test_session(data_dir: Path) -> Session:
    """Open the store of a data folder as the window does."""
    return open_session(data_dir, Settings(name=ACTOR), ACTOR, now, uuid.uuid4)


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Return a function that waits until nothing runs and every result is shown."""

    def wait() -> None:
        # For the signal: waitUntil looks every ten milliseconds only, and this is waited for ten thousand times.
        for _attempt in range(100):
            if not tasks.busy:
                return
            with qtbot.waitSignal(tasks.idle, timeout=200, raising=False):
                pass
        pytest.fail("something still runs after twenty seconds")

    return wait


@pytest.fixture
def context(data_dir: Path, theme: Theme, tasks: Tasks, qtbot: QtBot, settle: Callable[[], None]) -> Iterator[Context]:
    """Return a context whose session is open."""
    # What is left of the windows of earlier tests would be styled again with every one that follows.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    context = Context(Settings(name=ACTOR, theme=ThemeChoice.LIGHT), data_dir, data_dir, theme, tasks, now)
    with qtbot.waitSignal(context.ready, timeout=20_000):
        context.start(lambda: open_test_session(data_dir))
    yield context
    tasks.close()
    context.close()


@pytest.fixture(scope="module")
def watches(qapp: QApplication) -> list[WindowWatch]:
    """Return the watch of this file's first window: every window begins the same, and watching costs a third of it."""
    return [WindowWatch(qapp)]


@pytest.fixture
def window(
    context: Context,
    data_dir: Path,
    qtbot: QtBot,
    qapp: QApplication,
    settle: Callable[[], None],
    watches: list[WindowWatch],
) -> Iterator[MainWindow]:
    """Return the window with all its pages, on screen and active."""
    window = MainWindow(context, data_dir / "window.ini")
    window.resize(1280, 800)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    fill_window(window, context)
    settle()
    if watches:
        watch = watches.pop()
        qapp.removeEventFilter(watch)
        assert watch.seen == ["MainWindow"]
    assert window.isActiveWindow()
    yield window
    settle()


@pytest.fixture
def places(window: MainWindow) -> Places:
    """Return the pages of the window."""
    found = window.findChild(Places)
    assert found is not None
    return found
