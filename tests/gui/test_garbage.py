"""Reference cycles end on the GUI thread, whoever allocates."""

import gc
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject

from shipworthy.gui.garbage import GarbageCollector
from shipworthy.gui.tasks import Tasks


class Knot:
    """An object that only the collector can free, and that tells on which thread that was."""

    def __init__(self, freed_on: list[threading.Thread]) -> None:
        self.freed_on = freed_on
        self.itself = self

    def __del__(self) -> None:
        self.freed_on.append(threading.current_thread())


def test_a_busy_worker_frees_nothing_of_the_gui_thread(qapp: QObject, tasks: Tasks, settle: Callable[[], None]) -> None:
    freed_on: list[threading.Thread] = []
    collector = GarbageCollector(qapp)
    gc.collect()
    for _number in range(100):
        Knot(freed_on)
    tasks.run(lambda: [[] for _number in range(200_000)], lambda _result: None, owner=qapp)
    settle()
    for _round in range(50):
        collector.collect()
        if freed_on:
            break
    assert set(freed_on) == {threading.current_thread()}


def test_stopping_gives_the_collector_back(qapp: QObject) -> None:
    collector = GarbageCollector(qapp)
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()  # as the run's own collector left it
