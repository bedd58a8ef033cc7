"""What is done in the window is logged by action: from the click to the commit, and on to the report worker."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from shipworthy import log
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.tasks import LongJob
from shipworthy.reports.chart_data import PAPER, BarsChart
from shipworthy.reports.job import ChartJob
from shipworthy.reports.report_worker import ReportFailed, ReportWorker
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session

SECRET = "Nightingale"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Lines]:
    """Return a function that reads the log, which is open."""
    file = log.start(tmp_path / "log", "window")
    yield lambda: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    log.stop()


def add(session: Session) -> object:
    """Add a service whose name is for no log."""
    return save_service(session, replace(blank_service(session), name=SECRET))


def look(session: Session) -> str:
    """Read something."""
    return session.actor


def test_a_write_with_its_commit_and_the_reading_that_follows(
    context: Context, settle: Callable[[], None], lines: Lines
) -> None:
    context.write(add, lambda _added: context.read(look, lambda _actor: None, owner=context), owner=context)
    settle()
    begun, committed, done, again, seen = lines()
    assert begun["name"] == f"{__name__}.add"
    assert (committed["event"], committed["changes"]) == ("committed", 1)
    assert {begun["action"], committed["action"], done["action"]} == {begun["action"]}
    assert (again["name"], again["within"]) == (f"{__name__}.look", begun["action"])
    assert (seen["event"], seen["action"]) == ("done", again["action"])


def test_what_breaks_and_what_is_refused_carries_its_action_into_the_report(
    context: Context, settle: Callable[[], None], lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, trace: crashed.append(log.note_crash(error, trace)))
    refused: list[UserError] = []

    def again(session: Session) -> None:
        add(session)
        add(session)

    def break_down(job: LongJob) -> None:
        raise KeyError(f"{SECRET} {job}")

    context.write(again, lambda _added: None, refused.append, owner=context)
    settle()
    line = lines()[-1]
    assert len(refused) == 1
    assert (line["event"], line["error"]) == ("refused", "shipworthy.errors.UserError")
    assert line["where"].startswith("shipworthy/storage/services.py:")
    context.tasks.run_long(break_down, lambda _never: None, owner=context)
    settle()
    broken, crash = lines()[-2:]
    assert (broken["event"], crash["event"]) == ("broken", "unexpected error")
    assert broken["action"] == crash["action"] == crashed[0]
    assert SECRET not in str(lines())


def test_the_report_worker_works_under_the_action_that_asked(lines: Lines) -> None:
    draw = "lambda job: {}[job.chart.alternative]"
    broken = f"from shipworthy.reports import worker\nworker._warm_up = lambda: {draw}\nworker.serve()"
    job = ChartJob(BarsChart(("-", "-", "-"), (), SECRET, ()), PAPER)
    action = log.Action("chart")
    with ReportWorker(command=[sys.executable, "-c", broken]) as worker, pytest.raises(ReportFailed) as caught:
        action.run(worker.draw, job)
    assert {line["action"] for line in lines()} == {action.id}
    step = lines()[2]
    assert (step["event"], step["name"]) == ("broken", "shipworthy.reports.report_worker.ChartJob")
    assert step["worker"]
    log.note_crash(caught.value, caught.tb)
    assert any(line.endswith("in _reply") for line in lines()[-1]["report"])
    assert SECRET not in str(lines())


def test_the_menu_shows_the_log_folder(window: MainWindow, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(QUrl(url).toLocalFile()))
    (action,) = [each for each in window.menus.data.actions() if each.text() == "Show &log folder"]
    log.note("noted")
    action.trigger()
    file = log.file()
    assert file is not None
    assert shown == [str(file.parent)]
