"""The window's door for errors: a bug ends here, in a dialog with a report that can be copied, and in the log.

Errors that are the user's to fix are notices (Context.failed) or stand beside the field they concern.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from shipworthy import __version__, log, redaction
from shipworthy.gui.run_marker import FATAL

if TYPE_CHECKING:
    from shipworthy.gui.crash_dialog import CrashDialog

_LEVELS: dict[QtMsgType, log.Level] = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "error",
    QtMsgType.QtFatalMsg: "critical",
}


class CrashReporter(QObject):
    """Catches what nobody caught, on any thread: logs it and shows it. `install` and `uninstall` go in pairs.

    `keep_report` is handed each report, for a next start that has to tell of it.
    """

    _caught = Signal(str)

    def __init__(self, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log_file = log.start(log_folder, "window")
        self.dialog: CrashDialog | None = None
        self.keep_report: Callable[[str], None] = lambda _report: None
        self._fatal = _opened(self.log_file.parent / FATAL)
        self._caught.connect(self._show)

    def install(self) -> None:
        """Take over the hooks of Python, of its threads and of Qt's messages."""
        faulthandler.enable(self._fatal)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(_log_qt_message)

    def uninstall(self) -> None:
        """Give the hooks back and close the log."""
        qInstallMessageHandler(None)
        threading.excepthook = threading.__excepthook__
        sys.excepthook = sys.__excepthook__
        faulthandler.disable()
        self._fatal.close()
        log.stop()

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):  # Ctrl+C in the terminal the window was started from
            QApplication.quit()
            return
        report = crash_report(error, trace, log.note_crash(error, trace))
        self.keep_report(report)
        sys.stderr.write(report)
        self._caught.emit(report)

    def _on_thread_exception(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._on_exception(caught.exc_type, caught.exc_value, caught.exc_traceback)

    @Slot(str)
    def _show(self, report: str) -> None:
        if self.dialog is not None:
            self.dialog.add_report(report)
            return
        from shipworthy.gui.crash_dialog import CrashDialog  # a window that starts as it should does without

        self.dialog = CrashDialog(report, self.log_file, QApplication.activeWindow())
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    @Slot()
    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def _opened(path: Path) -> TextIO:
    """Open a file to add to it; where it cannot be made, as on a full disk, one that forgets: the window must start."""
    try:
        return path.open("a", encoding="utf-8")
    except OSError:
        return Path(os.devnull).open("a", encoding="utf-8")


def crash_report(error: BaseException, trace: TracebackType | None, action: str) -> str:
    """Return what a developer needs to know and no word of the user's; `action` is the id that its lines in the log
    carry."""
    import platform  # a window that starts as it should does without

    system = f"{platform.system()} {platform.release()} ({platform.machine()}), {QGuiApplication.platformName()}"
    versions = f"Shipworthy {__version__}, Python {platform.python_version()}, PySide6 {pyside_version}, {system}"
    return "\n".join([versions, f"Action {action}", "", *redaction.report(error, trace), ""])


def sentence(text: str) -> str:
    """Return a message of an error as a sentence: the terminal's form has no full stop of its own."""
    return text if not text or text[-1] in ".!?…:" else f"{text}."


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    log.note("Qt", _LEVELS[kind], says=redaction.qt_message(context.category or "default", message))
