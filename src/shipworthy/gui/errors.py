"""The window's door for errors: a bug ends here, in a dialog with a report that can be copied, and in the log.

Errors that are the user's to fix are notices (Context.failed) or stand beside the field they concern.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from shipworthy import __version__

if TYPE_CHECKING:
    from shipworthy.gui.crash_dialog import CrashDialog

_LOG = logging.getLogger("shipworthy")
_LOG_BYTES = 1_000_000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReporter(QObject):
    """Catches what nobody caught, on any thread: logs it and shows it. `install` and `uninstall` go in pairs."""

    _caught = Signal(str)

    def __init__(self, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        log_folder = _writable(log_folder)
        self.log_file = log_folder / "shipworthy.log"
        self.dialog: CrashDialog | None = None
        _turn_over(self.log_file)
        self._handler = logging.FileHandler(self.log_file, encoding="utf-8", delay=True)
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._fatal = (log_folder / "fatal.log").open("a", encoding="utf-8")
        self._caught.connect(self._show)

    def install(self) -> None:
        """Take over the hooks of Python, of its threads and of Qt's messages."""
        _LOG.addHandler(self._handler)
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
        _LOG.removeHandler(self._handler)
        self._handler.close()

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):  # Ctrl+C in the terminal the window was started from
            QApplication.quit()
            return
        report = crash_report(error, trace)
        _LOG.critical("unexpected error\n%s", report)
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


def crash_report(error: BaseException, trace: TracebackType | None) -> str:
    """Return what a developer needs to know, with the user's home folder cut out of paths."""
    import platform  # a window that starts as it should does without

    system = f"{platform.system()} {platform.release()} ({platform.machine()}), {QGuiApplication.platformName()}"
    versions = f"Shipworthy {__version__}, Python {platform.python_version()}, PySide6 {pyside_version}, {system}"
    report = f"{versions}\n\n{''.join(traceback.format_exception(type(error), error, trace))}"
    return report.replace(str(Path.home()), "~")


def _writable(folder: Path) -> Path:
    """Return the folder, made if need be, or another where nobody may write to it: a log must not stop the window."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="shipworthy-log-"))
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="shipworthy-log-"))


def _turn_over(log_file: Path) -> None:
    """Keep one old log when the log has grown long; logging's own handler for that loads half the network library."""
    if log_file.exists() and log_file.stat().st_size > _LOG_BYTES:
        log_file.replace(log_file.with_suffix(".old.log"))


def sentence(text: str) -> str:
    """Return a message of an error as a sentence: the terminal's form has no full stop of its own."""
    return text if not text or text[-1] in ".!?…:" else f"{text}."


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    _LOG.log(_LEVELS[kind], "Qt: %s", message)
