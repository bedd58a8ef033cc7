"""A real window in a process of its own, driven as its user would: `python -m tests.gui.run_window FOLDER WORK`.

It prints what a user could know: `ready`, `typed` once a note stands on screen that nobody saved yet, and a number for
each service that was shown as saved. WORK is what it does once it is ready: nothing (`wait`), `write` on and on with a
note half typed, `hang` in a write, `segfault`, `raise` an error that nobody catches,
or `listen`: print what it is told of the last run, and close.
"""

import ctypes
import datetime as dt
import signal
import sys
import threading
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.service import Service
from shipworthy.gui import launch
from shipworthy.gui.after_crash_dialog import AfterCrashDialog
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.settings import Settings
from shipworthy.workflows.services import save_service
from shipworthy.workflows.session import Session, open_session

_AT_ONCE = 8
NOTE = "Half typed when the power of others came over it"


def say(word: object) -> None:
    """Tell the test."""
    print(word, flush=True)


class Writer(QObject):
    """Adds services, several at a time, until the window closes, and tells of each that is shown as saved."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(context)
        self._window = window
        self._context = context
        self._asked = self._saved = 0

    def go_on(self) -> None:
        """Write the next few; the hands of a user leave a window that is closing."""
        if self._window.is_closing:
            return
        for _each in range(_AT_ONCE):
            self._asked += 1
            service = Service(uuid.uuid4(), service_name(self._asked), tier=2)
            self._context.write(partial(save_service, service=service), self._tell, owner=self)

    def _tell(self, _service: Service) -> None:
        self._saved += 1
        say(self._saved)
        if self._saved == self._asked:
            QTimer.singleShot(0, self.go_on)


def service_name(number: int) -> str:
    """Return the name of a service that was written."""
    return f"service-{number:05}"


def when(true: Callable[[], bool], then: Callable[[], None]) -> None:
    """Go on once something is true, looking at every turn of the event loop."""
    if true():
        then()
    else:
        QTimer.singleShot(5, lambda: when(true, then))


def write_on(window: MainWindow, context: Context) -> None:
    """Type into the note of a question, as far as a person gets before it is saved, and write service after service."""
    context.open_review(begin_review(context.session, [small_pack()]).id)
    places = window.findChild(Places)
    assert places is not None
    pane = places.review.pane

    def ask_for_note() -> None:
        QTest.keyClick(_focus(window), Qt.Key.Key_T)
        when(lambda: window.focusWidget() is pane.note, type_note)

    def type_note() -> None:
        QTest.keyClicks(pane.note, NOTE)
        assert pane.note.toPlainText() == NOTE
        say("typed")
        Writer(window, context).go_on()

    when(lambda: not context.tasks.busy and pane.isAncestorOf(window.focusWidget()), ask_for_note)


def listen(window: MainWindow, context: Context) -> None:
    """Tell what the window says of the last run, and close it."""
    dialogs = [each for each in window.findChildren(AfterCrashDialog) if each.isVisible()]
    if dialogs:
        fault = "Segmentation fault" if "Segmentation fault" in dialogs[0].report.toPlainText() else "no report"
        say(f"told AfterCrashDialog {fault}")
        dialogs[0].go_on_button.click()
    else:
        topics = [frame.notice.topic for frame in window.notices.frames]
        say("told Notice" if "last run" in topics else "told nothing")
    window.close()


def _focus(window: MainWindow) -> QWidget:
    focus = window.focusWidget()
    assert focus is not None
    return focus


def work(what: str, window: MainWindow, context: Context) -> None:
    """Do what was asked for."""
    match what:
        case "write":
            write_on(window, context)
        case "hang":
            context.write(lambda _session: threading.Event().wait(), lambda _nothing: None, owner=window)
        case "segfault":
            ctypes.string_at(0)
        case "raise":
            QTimer.singleShot(0, lambda: dict[str, str]()["nothing"])
            QTimer.singleShot(0, window.end)  # the dialog on the bug would hold up `close`
        case "listen":
            when(lambda: not context.tasks.busy, lambda: listen(window, context))


def main(folder: Path, what: str) -> int:
    """Open the window and return its exit code."""

    def opening() -> Session:
        return open_session(folder, Settings(), "Amira", lambda: dt.datetime.now(dt.UTC), uuid.uuid4)

    fill = launch.fill

    def fill_and_work(window: MainWindow, context: Context, opening: Callable[[], Session]) -> None:
        def begin() -> None:
            say("ready")
            work(what, window, context)

        context.ready.connect(begin)
        fill(window, context, opening)

    launch.fill = fill_and_work
    return launch.launch(Settings(), folder, folder, opening)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts with it ignored
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
