"""The promise of the page: an answer is on disk before the next question is painted, and is there after a SIGKILL."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from tests.domain.builders import pack, principle, question
from tests.gui.conftest import open_test_session
from tests.gui.pages.conftest import OpenReview
from tests.gui.pages.review_desk import Desk

from shipworthy.gui.context import Saving
from shipworthy.workflows.reviews import open_review, record_answer


def database_of(folder: Path) -> Path:
    """Return the database of a data folder."""
    return next(folder.glob("*.db"))


class PaintWitness(QObject):
    """Looks, whenever the question pane is painted, at what another connection to the database can see."""

    def __init__(self, desk: Desk, database: Path) -> None:
        super().__init__(desk.page)
        self._desk = desk
        self._database = database
        self.seen: list[tuple[str, int]] = []

    def saw(self, text: str) -> bool:
        """Tell whether a question was painted."""
        return any(seen == text for seen, _answers in self.seen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
                (answers,) = connection.execute("select count(*) from answers").fetchone()
            self.seen.append((self._desk.page.pane.heading.text(), answers))
        return super().eventFilter(watched, event)


def test_an_answer_is_committed_before_the_next_question_is_painted(open_desk: OpenReview, data_dir: Path) -> None:
    desk = open_desk([pack("ten", principle("one", *(question(f"q{number}") for number in range(10))))])
    witness = PaintWitness(desk, database_of(data_dir))
    desk.page.pane.heading.installEventFilter(witness)
    for number in range(9):
        desk.press(Qt.Key.Key_2)
        following = f"Text of q{number + 1}?"
        desk.qtbot.waitUntil(partial(witness.saw, following))
    for number in range(1, 10):
        painted_with = [answers for text, answers in witness.seen if text == f"Text of q{number}?"]
        assert painted_with
        assert min(painted_with) >= number


def test_the_question_stays_painted_until_its_answer_is_committed(desk: Desk) -> None:
    shown = []
    desk.context.save_state_changed.connect(lambda state: shown.append((state.saving, desk.page.pane.heading.text())))
    desk.press(Qt.Key.Key_2)
    assert shown == [(Saving.SAVING, "Text of first?"), (Saving.SAVED, "Text of first?")]
    assert desk.page.pane.heading.text() == "Text of proved?"
    assert desk.window.header.saved.text() == "Saved 14:03"


def test_a_failing_commit_keeps_the_question_and_forgets_the_keys_that_waited(desk: Desk, data_dir: Path) -> None:
    desk.press(Qt.Key.Key_1)
    other = sqlite3.connect(database_of(data_dir))
    other.execute("begin exclusive")  # another program holds the file for longer than anybody waits
    desk.post(Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
    desk.settle()
    other.rollback()
    other.close()
    assert desk.current == "proved"
    assert desk.page.pane.heading.text() == "Text of proved?"
    assert "did not finish" in desk.page.pane.problem.text
    assert desk.page.pane.problem.isVisible()
    assert desk.window.header.saved.text() == "Not saved"
    assert set(desk.stored()) == {"small/first"}
    desk.press(Qt.Key.Key_2)
    assert desk.answer("proved").choices == ("b",)
    assert set(desk.stored()) == {"small/first", "small/proved"}
    assert desk.window.header.saved.text() == "Saved 14:03"
    assert not desk.page.pane.problem.isVisible()


def test_a_commit_broken_by_a_bug_keeps_the_question_too(desk: Desk, data_dir: Path) -> None:
    other = sqlite3.connect(database_of(data_dir))
    other.execute("create trigger broken before insert on answers begin select raise(abort, 'broken'); end")
    other.commit()
    with desk.qtbot.captureExceptions() as bugs:
        desk.post(Qt.Key.Key_2, Qt.Key.Key_3)
        desk.settle()
    assert len(bugs) == 1
    assert desk.current == "first"
    assert desk.window.header.saved.text() == "Not saved"
    other.execute("drop trigger broken")
    other.commit()
    other.close()
    desk.press(Qt.Key.Key_4)
    assert desk.answer("first").choices == ("d",)
    assert desk.current == "proved"


def test_a_form_whose_commit_fails_stays_open_with_what_was_typed(desk: Desk, data_dir: Path) -> None:
    desk.press(Qt.Key.Key_C)
    desk.type_text("The gateway does it.")
    other = sqlite3.connect(database_of(data_dir))
    other.execute("begin exclusive")
    desk.press(Qt.Key.Key_Return)
    other.rollback()
    other.close()
    form = desk.page.pane.compensated
    assert form.isVisible()
    assert "did not finish" in form.problem
    assert form.justification == "The gateway does it."
    assert form.isAncestorOf(desk.focus)
    desk.press(Qt.Key.Key_Return)
    assert desk.answer("first").reason == "The gateway does it."
    assert desk.current == "proved"


def test_an_answer_somebody_else_changed_meanwhile_is_refused_in_place(desk: Desk, data_dir: Path) -> None:
    colleague = open_test_session(data_dir)
    answer = open_review(colleague, desk.assessment.id).answer("small/first")
    record_answer(colleague, desk.assessment.id, replace(answer, note="Mine."))
    colleague.close()
    desk.post(Qt.Key.Key_1, Qt.Key.Key_1)
    desk.settle()
    assert desk.current == "first"
    assert desk.page.pane.problem.isVisible()
    assert desk.answer("first").note == "Mine."
    assert set(desk.stored()) == {"small/first"}


KILLED = """
    import sys, uuid, datetime as dt
    from pathlib import Path
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from shipworthy.gui import launch
    from shipworthy.gui.places import Places
    from shipworthy.settings import Settings, load_settings
    from shipworthy.workflows.session import open_session
    from tests.workflows.builders import begin_review, small_pack

    folder = Path(sys.argv[1])
    now = lambda: dt.datetime(2026, 11, 22, 14, 3, tzinfo=dt.UTC)
    started = []

    def opening():
        session = open_session(folder, Settings(name="Amira"), "Amira", now, uuid.uuid4)
        started.append(begin_review(session, [small_pack()]))
        return session

    def work():
        from PySide6.QtWidgets import QApplication
        from shipworthy.gui.main_window import MainWindow
        window = next((each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)), None)
        places = window.findChild(Places) if window else None
        if not started or places is None or not places.review.conduct.is_open:
            if started and places is not None and not asked:
                asked.append(True)
                places.open_review(started[0].id)
            return
        page = places.review
        if page.conduct.current == "small/first" and len(asked) == 1:
            asked.append(True)  # a second press, while the first is committed, would answer the next question
            QTest.keyClick(page.pane, Qt.Key.Key_3)
        elif page.conduct.current == "small/proved":
            timer.stop()
            print("shown", started[0].id, flush=True)

    asked = []
    from PySide6.QtWidgets import QApplication
    real = QApplication.exec

    def exec_with_hands(application):
        global timer
        timer = QTimer()
        timer.timeout.connect(work)
        timer.start(20)
        return real()

    launch.QApplication.exec = exec_with_hands
    launch.launch(Settings(name="Amira"), folder, folder, opening)
"""


def test_an_answer_outlives_a_killed_window(tmp_path: Path, repository: Path) -> None:
    script = tmp_path / "window.py"
    script.write_text(textwrap.dedent(KILLED), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(repository), "QT_QPA_PLATFORM": "offscreen"}
    folder = tmp_path / "data"
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, str(script), str(folder)], stdout=subprocess.PIPE, env=environment, text=True
    ) as window:
        assert window.stdout is not None
        word, assessment_id = window.stdout.readline().split()
        window.send_signal(signal.SIGKILL)
        assert window.wait(20) == -signal.SIGKILL
    assert word == "shown"
    session = open_test_session(folder)
    review = open_review(session, UUID(assessment_id))
    session.close()
    assert review.answer("small/first").choices == ("c",)
    assert review.answer("small/first").answered_by == "Amira"
    with closing(sqlite3.connect(database_of(folder))) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_undo_asked_before_the_commit_is_done_takes_that_answer_back(desk: Desk, count: int) -> None:
    desk.press(Qt.Key.Key_1)
    for _press in range(count):
        desk.page.conduct.offer(lambda: desk.page.acting.choose(1))
        desk.context.undo_asked.emit()
        desk.page.conduct.offer(lambda: desk.page.acting.choose(2))
        desk.settle()
        desk.qtbot.waitUntil(lambda: not desk.page.conduct.is_committing)
        desk.context.undo_asked.emit()
        desk.settle()
    assert set(desk.stored()) == {"small/first"}
