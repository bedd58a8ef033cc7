"""A huge store in a real window: how long it takes to open and to filter, and how long the window does not answer.

Times are told twice: as they passed, and as processor time of the thread that the window lives on, which says what the
window itself is to blame for where other programs keep the machine busy.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.benchmarks.portfolio_store import make_store

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.remediation.table_tab import TableTab
from shipworthy.gui.places import Places, fill_window
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.settings import Settings
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.session import open_session

_TYPED = "order-api"


@dataclass
class Watch:
    """What was measured, each as passed seconds and as processor seconds of the window's thread."""

    opened: tuple[float, float] = (0.0, 0.0)
    keystrokes: dict[str, tuple[float, float]] = field(default_factory=dict)
    blocked: dict[str, tuple[float, float]] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)


def now() -> datetime:
    """Return the moment at which it takes place."""
    return datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


def use(application: QApplication, folder: Path, services: int, items: int) -> Watch:
    """Make a store with so many services and items of each, use it in a window, and return what was measured."""
    data, watch = folder / "data", Watch()
    make_store(data, services, items=items)
    first = open_session(data, Settings(), "Amira", now, uuid4)
    portfolio_on(first)  # what is due is worked out once a day
    first.close()
    theme, tasks = Theme(application, ThemeChoice.LIGHT, 100), Tasks()
    with tempfile.TemporaryDirectory() as home:
        begin = (time.perf_counter(), time.thread_time())
        context = Context(Settings(), Path(home), data, theme, tasks, now)
        window = MainWindow(context, Path(home) / "window.ini")
        window.resize(1280, 800)
        window.show()
        with _beats(watch, "opening"):
            places = fill_window(window, context)
            context.start(lambda: open_session(data, Settings(), "Amira", now, uuid4))
            _wait(application, lambda: places.portfolio.services.model.rowCount() > 0 and not tasks.busy)
        watch.opened = (time.perf_counter() - begin[0], time.thread_time() - begin[1])
        _look_around(application, places, context, watch)
        window.close()
        _wait(application, lambda: not tasks.busy)
        tasks.close()
        context.close()
    return watch


def _look_around(application: QApplication, places: Places, context: Context, watch: Watch) -> None:
    """Do what a person does with both long lists."""
    settled = partial(_wait, application, lambda: not context.tasks.busy)
    page = places.portfolio
    watch.shown["services"] = page.services.model.rowCount()
    page.filters.take_search()
    with _beats(watch, "filtering the services"):
        _type(page.filters.search, settled, watch, "services")
    with _beats(watch, "paging through the services"):
        page.services.table.setFocus()
        _press(page.services.table, 20)
        settled()
    for number in range(1, page.tabs.bar.count()):
        with _beats(watch, f"portfolio, tab {number + 1}"):
            page.tabs.show_tab(number)
            settled()
    with _beats(watch, "remediation"):
        context.go_to("remediation")
        settled()
    tab = places.remediation.tab
    assert isinstance(tab, TableTab)
    watch.shown["items"] = tab.model.rowCount()
    tab.filters.take_search()
    with _beats(watch, "filtering the items"):
        _type(tab.filters.search, settled, watch, "items")
    with _beats(watch, "paging through the items"):
        tab.table.setFocus()
        _press(tab.table, 20)
        settled()
    with _beats(watch, "sorting the items"):
        tab.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        settled()
    for number in range(1, places.remediation.tabs.bar.count()):
        with _beats(watch, f"remediation, tab {number + 1}"):
            places.remediation.tabs.show_tab(number)
            settled()


def _type(search: QLineEdit, settled: Callable[[], object], watch: Watch, what: str) -> None:
    """Type into a search and take it back; the longest keystroke until the list shows its outcome is kept."""
    passed, own = [], []
    for key in [*_TYPED, *(Qt.Key.Key_Backspace for _sign in _TYPED)]:
        begin = (time.perf_counter(), time.thread_time())
        if isinstance(key, str):
            QTest.keyClicks(search, key)
        else:
            QTest.keyClick(search, key)
        settled()
        passed.append(time.perf_counter() - begin[0])
        own.append(time.thread_time() - begin[1])
    watch.keystrokes[what] = (max(passed), max(own))


def _press(table: object, times: int) -> None:
    for _time in range(times):
        QTest.keyClick(table, Qt.Key.Key_PageDown)  # type: ignore[call-overload]
        QApplication.processEvents()


def _wait(application: QApplication, is_done: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    quiet = 0
    while quiet < 2:  # what has just ended may start more
        assert time.monotonic() < end, "it did not end"
        application.processEvents()
        quiet = quiet + 1 if is_done() else 0
        if not quiet:
            time.sleep(0.001)


@contextmanager
def _beats(watch: Watch, name: str) -> Iterator[None]:
    """Keep the longest time between two beats of the event loop meanwhile."""
    beats = [(time.perf_counter(), time.thread_time())]
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: beats.append((time.perf_counter(), time.thread_time())))
    timer.start()
    yield
    beats.append((time.perf_counter(), time.thread_time()))
    timer.stop()
    passed = max(later[0] - earlier[0] for earlier, later in pairwise(beats))
    own = max(later[1] - earlier[1] for earlier, later in pairwise(beats))
    watch.blocked[name] = (passed, own)
