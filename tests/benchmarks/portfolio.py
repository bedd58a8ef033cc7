"""The portfolio page on large stores, each figure beside what it is promised against, in the same run.

`python -m tests.benchmarks.portfolio FOLDER [FOLDER ...]`, folders that `portfolio_store` made, the smallest first. On
the last but one of several, or the only one, it measures: the summary strip against the raw SQL on the score table;
sorting against Python's `sorted` on the same keys; a filter keystroke against the raw query; memory per service; and,
in a real window, the longest time for which the GUI thread did not answer while the page is used. Over all of them: how
the cost of reading and showing grows with the number of services, as the slope of a straight line through the
logarithms.
Without a display Qt's offscreen platform is used.
"""

import math
import os
import sqlite3
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shipworthy.domain.line_search import LineSearch
from shipworthy.domain.portfolio_summary import summarize
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.context import Context
from shipworthy.gui.garbage import GarbageCollector
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.services_model import ServicesModel
from shipworthy.gui.places import Places, fill_window
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.settings import Settings
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.wording import Wording
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.session import DATABASE_NAME, open_session

# What the cards of the strip tell, as far as the score table knows it.
STRIP = """
SELECT verdict, COUNT(*), AVG(score_real), AVG(low_real), AVG(high_real), SUM(blockers), SUM(valid_until < '2026-11-22')
FROM scores GROUP BY verdict
"""
FILTER = "SELECT id FROM services WHERE NOT archived AND (name LIKE ? OR team LIKE ? OR owner LIKE ? OR system LIKE ?)"
TYPED = ("order-api-1", "team 11", "payments", "system 29", "owner 3", "検索")


def now() -> datetime:
    """Return the moment at which the benchmark takes place."""
    return datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


def main(folders: list[Path]) -> None:
    """Measure and print."""
    application = QApplication(["benchmark", "-style", "Fusion"])
    theme = Theme(application, ThemeChoice.LIGHT, 100)
    chief = folders[max(len(folders) - 2, 0)]
    costs = []
    for folder in folders:
        portfolio, seconds = read(folder)
        model = ServicesModel(theme, Wording())
        shown = best(partial(model.show_lines, portfolio.lines))
        costs.append((len(portfolio.lines), seconds + shown))
        print(f"{len(portfolio.lines):,} services: read in {seconds * 1e3:.0f} ms, shown in {shown * 1e3:.0f} ms")
        if folder == chief:
            compare(folder, portfolio, model)
    if len(costs) > 1:
        print(f"cost grows with the number of services to the power of {exponent(costs):.2f} (promised: at most 1.1)")
    watch(application, theme, chief)


def read(folder: Path) -> tuple[Portfolio, float]:
    """Return the portfolio of a store and the processor time that reading it took, the best of three."""
    session = open_session(folder, Settings(), "Amira", now, uuid4)
    portfolio_on(session)  # what is due is worked out first, once
    tracemalloc.start()
    portfolio = portfolio_on(session)
    count = len(portfolio.lines)
    print(f"memory per service: {tracemalloc.get_traced_memory()[0] / count / 1024:.1f} KB")
    tracemalloc.stop()
    seconds = best(lambda: portfolio_on(session).lines)
    session.close()
    return portfolio, seconds


def compare(folder: Path, portfolio: Portfolio, model: ServicesModel) -> None:
    """Print what strip, sorting and filter take beside their rivals."""
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as raw:
        sql = best(lambda: raw.execute(STRIP).fetchall())
        ours = best(lambda: summarize(portfolio.lines))
        print(f"strip: {ours * 1e3:.1f} ms, raw SQL {sql * 1e3:.1f} ms, ratio {ours / sql:.2f} (promised: at most 1.3)")
        lines = list(portfolio.lines)
        for name, place in (("name", 0), ("verdict", 3), ("score", 5)):
            column = model.columns[place]
            key = column.key
            assert key is not None, "these can be sorted by"
            theirs = best(partial(sorted, lines, key=key))
            taken = min(sort(model, place) for _ in range(5))
            print(f"sort by {name}: {taken * 1e3:.1f} ms, sorted() {theirs * 1e3:.1f} ms, ratio {taken / theirs:.2f}")
        keystrokes(raw, portfolio)


def sort(model: ServicesModel, place: int) -> float:
    """Return the processor time that sorting by a column takes, after it was sorted by the column of teams."""
    model.sort(1)
    start = time.process_time()
    model.sort(place)
    return time.process_time() - start


def keystrokes(raw: sqlite3.Connection, portfolio: Portfolio) -> None:
    """Print the median of fifty keystrokes in the filter, and of the raw query for the same words."""
    wording = Wording()
    search = LineSearch(portfolio.lines, wording.tier, wording.verdict)
    ours, theirs = [], []
    typed = [word[: end + 1] for word in TYPED for end in range(len(word))][:50]
    for text in typed:
        start = time.process_time()
        search.kept(ServiceFilter(text=text))
        ours.append(time.process_time() - start)
        like = f"%{text}%"
        start = time.process_time()
        raw.execute(FILTER, (like,) * 4).fetchall()
        theirs.append(time.process_time() - start)
    mine, query = statistics.median(ours) * 1e3, statistics.median(theirs) * 1e3
    print(
        f"filter keystroke, median of {len(typed)}: {mine:.1f} ms, raw query {query:.1f} ms (promised: query + 16 ms)"
    )


def watch(application: QApplication, theme: Theme, folder: Path) -> None:
    """Use the page in a window and print for how long at most the event loop did not answer."""
    collector = GarbageCollector(application)
    with tempfile.TemporaryDirectory() as home:
        tasks = Tasks()
        context = Context(Settings(), Path(home), folder, theme, tasks, now)
        window = MainWindow(context, Path(home) / "window.ini")
        window.resize(1280, 800)
        window.show()
        places = fill_window(window, context)
        context.start(lambda: open_session(folder, Settings(), "Amira", now, uuid4))
        wait(application, lambda: places.portfolio.services.model.rowCount() > 0 and not tasks.busy)
        for name, act in uses(places):
            with blocked(name):
                act()
                wait(application, lambda: not tasks.busy)
        tasks.close()
        context.close()
    collector.stop()


def uses(places: Places) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what a person does on the page."""
    page = places.portfolio
    table = page.services.table

    def type_words() -> None:
        page.filters.take_search()
        for sign in "team 11":
            QTest.keyClicks(page.filters.search, sign)
            QApplication.processEvents()
        for _sign in "team 11":
            QTest.keyClick(page.filters.search, Qt.Key.Key_Backspace)
            QApplication.processEvents()

    def scroll() -> None:
        table.setFocus()
        for _page in range(30):
            QTest.keyClick(table, Qt.Key.Key_PageDown)
            QApplication.processEvents()
        QTest.keyClick(table, Qt.Key.Key_End)
        QApplication.processEvents()

    yield "typing in the filter and taking it back", type_words
    yield "paging through the table", scroll
    for place in (5, 0):
        yield f"sorting by column {place}", partial(table.sortByColumn, place, Qt.SortOrder.DescendingOrder)
    for number in range(1, 5):
        yield f"tab {number + 1}", partial(page.tabs.show_tab, number)


def wait(application: QApplication, is_done: Callable[[], bool], seconds: float = 120) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + seconds
    while not is_done() and time.monotonic() < end:
        application.processEvents()
        time.sleep(0.001)


@contextmanager
def blocked(name: str) -> Iterator[None]:
    """Print the longest time between two beats of the event loop meanwhile."""
    beats = [time.perf_counter()]
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    yield
    beats.append(time.perf_counter())
    timer.stop()
    longest = max(later - earlier for earlier, later in pairwise(beats))
    print(f"{name}: the window did not answer for at most {longest * 1e3:.0f} ms")


def best(act: Callable[[], object], times: int = 3) -> float:
    """Return the least processor time of several runs, in seconds."""
    taken = []
    for _time in range(times):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)


def exponent(costs: list[tuple[int, float]]) -> float:
    """Return the slope of the straight line that fits the logarithms of sizes and costs best."""
    xs, ys = [math.log(size) for size, _cost in costs], [math.log(cost) for _size, cost in costs]
    return statistics.linear_regression(xs, ys).slope


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
