"""Work happens in order off the GUI thread, and its results come home, once, to owners that still live."""

import sys
import threading
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from shipworthy.errors import UserError
from shipworthy.gui.tasks import LongJob, Tasks


def never(_result: object) -> None:
    """Stand for what must not be called."""
    pytest.fail("called")


def break_down() -> None:
    """Do what a bug does."""
    raise KeyError("missing")


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    """Return somebody who asks for work."""
    return QObject()


def test_short_work_runs_in_order_and_comes_home_to_the_gui_thread(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    ran: list[int] = []
    came: list[tuple[int, bool]] = []
    gui_thread = threading.current_thread()
    workers = set()

    def work(number: int) -> int:
        workers.add(threading.current_thread())
        ran.append(number)
        return number * 10

    for number in range(20):
        tasks.run(
            partial(work, number),
            lambda result: came.append((result, threading.current_thread() is gui_thread)),
            owner=owner,
        )
    assert not came, "the GUI thread must not wait"
    qtbot.waitUntil(lambda: not tasks.busy)
    assert ran == list(range(20))
    assert came == [(number * 10, True) for number in range(20)]
    assert len(workers) == 1
    assert gui_thread not in workers


def test_a_result_whose_owner_is_gone_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    owner, gate = QObject(), threading.Event()
    came: list[bool] = []
    tasks.run(partial(gate.wait, 30), came.append, owner=owner)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert came == []


def test_an_error_of_the_user_goes_to_the_caller_or_to_everybody(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise UserError("The disk is full.", "Make room.")

    told: list[UserError] = []
    tasks.run(refuse, never, told.append, owner=owner)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].hint == "Make room."
    with qtbot.waitSignal(tasks.failed) as told_all:
        tasks.run(refuse, never, owner=owner)
    assert told_all.args[0].message == "The disk is full."


def test_a_bug_goes_to_the_crash_report(
    tasks: Tasks, owner: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[Any] = []
    broken: list[bool] = []
    monkeypatch.setattr(sys, "excepthook", lambda *what: caught.append(what))
    tasks.run(break_down, never, never, owner=owner, broken=lambda: broken.append(True))
    qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is KeyError
    assert caught[0][2] is not None
    assert broken == [True]


def test_long_work_reports_and_can_be_cancelled(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    steps: list[tuple[object, ...]] = []
    stopped: list[bool] = []
    errors: list[UserError] = []

    def work(job: LongJob) -> None:
        job.on_cancel(lambda: stopped.append(True))
        while True:
            job.check()
            job.report(1, 3)
            QThread.msleep(1)

    job = tasks.run_long(work, never, errors.append, owner=owner)
    gui_thread = threading.current_thread()
    job.progressed.connect(lambda *step: steps.append((*step, threading.current_thread() is gui_thread)))
    qtbot.waitUntil(lambda: bool(steps))
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert set(steps) == {(1, 3, True)}
    assert stopped == [True]
    assert len(errors) == 1


def test_a_cancelled_job_troubles_nobody(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    def work(job: LongJob) -> None:
        while True:
            job.check()
            QThread.msleep(1)

    with qtbot.assertNotEmitted(tasks.failed), qtbot.waitSignal(tasks.idle):
        tasks.run_long(work, never, owner=owner).cancel()


def test_long_work_does_not_hold_up_the_store(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    gate = threading.Event()
    came: list[str] = []
    tasks.run_long(lambda _job: gate.wait(30), lambda _result: None, owner=owner)
    tasks.run(lambda: "saved", came.append, owner=owner)
    qtbot.waitUntil(lambda: came == ["saved"])
    assert tasks.busy
    assert not tasks.saving_work
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)


def test_closing_lets_the_store_finish_and_delivers_nothing_more(qapp: object, owner: QObject, qtbot: QtBot) -> None:
    tasks = Tasks()
    done: list[int] = []
    came: list[None] = []
    for number in range(5):
        tasks.run(partial(done.append, number), came.append, owner=owner)
    assert tasks.close()
    qtbot.wait(1)  # lets what was posted arrive
    assert done == [0, 1, 2, 3, 4]
    assert came == []


def test_closing_does_not_wait_for_ever(owner: QObject) -> None:
    tasks, gate = Tasks(), threading.Event()
    tasks.run(partial(gate.wait, 30), lambda _result: None, owner=owner)
    assert not tasks.close(0.05)
    gate.set()
