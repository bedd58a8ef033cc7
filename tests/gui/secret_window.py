"""A real window with secrets in all that is typed, and with everything that breaks: `python -m tests.gui.secret_window
FOLDER NUMBER END`, on the ground that tests/cli/secret_paths.py prepared. END is `close`, or `fault` for the end that
only faulthandler sees. What the crash dialog shows is written to `dialog.txt` in the home folder."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, qWarning
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.cli.secret_paths import Ground
from tests.secret_seeds import Seeds

from shipworthy import app
from shipworthy.gui import places
from shipworthy.gui.context import Context
from shipworthy.gui.crash_dialog import CrashDialog
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.tasks import LongJob
from shipworthy.workflows.services import blank_service, find_service, save_service, view_service
from shipworthy.workflows.session import Session


class Player(QObject):
    """Does one step after the other, each when nothing runs any more."""

    def __init__(self, window: MainWindow, context: Context, ground: Ground, end: str) -> None:
        super().__init__(window)
        self._window, self._context, self._ground, self._end = window, context, ground, end
        self._steps = self._played()
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self) -> None:
        if self._context.is_ready and not self._context.tasks.busy:
            next(self._steps)()

    def _played(self) -> Iterator[Callable[[], object]]:
        seeds, context = self._ground.seeds, self._context
        everything = seeds.all
        opened: list[Session] = []

        def open_review(session: Session) -> None:
            opened.append(session)

        def add_again(session: Session) -> None:
            save_service(session, replace(blank_service(session), name=seeds.written["service"]))

        def break_reading(_session: Session) -> None:
            raise RuntimeError(f"about {everything}")

        def break_long(_job: LongJob) -> None:
            int(everything)

        yield lambda: context.read(open_review, lambda _nothing: None, owner=self)
        service = find_service(opened[0], seeds.written["service"])
        yield lambda: context.open_service(service.id)
        yield lambda: context.open_review(view_service(opened[0], service.id).assessments[0].id)
        yield self._press(Qt.Key.Key_2)
        yield self._press(Qt.Key.Key_T)
        yield lambda: QTest.keyClicks(self._focus(), f"{seeds.written['note']} {seeds.secrets['GitHub token']}")
        yield self._press(Qt.Key.Key_Escape)
        yield lambda: context.write(add_again, lambda _added: None, owner=self)
        yield lambda: context.read(break_reading, lambda _nothing: None, owner=self)
        yield partial(context.tasks.run_long, break_long, lambda _nothing: None, owner=self)
        yield lambda: qWarning(f"QFont::setPixelSize: {everything}")
        yield lambda: QTimer.singleShot(0, self._break_slot)
        yield self._break_thread
        yield self._keep_dialog
        if self._end == "fault":
            yield partial(os.kill, os.getpid(), signal.SIGSEGV)
        yield context.forget_refused
        while True:
            yield self._window.close

    def _press(self, key: Qt.Key) -> Callable[[], None]:
        return lambda: QTest.keyClick(self._focus(), key)

    def _focus(self) -> QWidget:
        focus = self._window.focusWidget()
        return self._window if focus is None else focus

    def _break_slot(self) -> None:
        {}[self._ground.seeds.all]  # type: ignore[index]

    def _break_thread(self) -> None:
        thread = threading.Thread(target=self._break_slot, name=self._ground.seeds.written["owner"])
        thread.start()
        thread.join()

    def _keep_dialog(self) -> None:
        (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog))
        (self._ground.home / "dialog.txt").write_text(dialog.report.toPlainText(), encoding="utf-8")
        dialog.accept()


def main() -> int:
    """Open the window of the ground and play."""
    ground = Ground(Path(sys.argv[1]), Seeds(int(sys.argv[2])))
    fill_window = places.fill_window

    def fill_and_play(window: MainWindow, context: Context) -> None:
        fill_window(window, context)
        Player(window, context, ground, sys.argv[3])

    places.fill_window = fill_and_play  # type: ignore[assignment]
    sys.excepthook = app.tell_bug  # as __main__ does; the window has its own once it is there
    return app.run(["--data-dir", str(ground.data)])


if __name__ == "__main__":
    sys.exit(main())
