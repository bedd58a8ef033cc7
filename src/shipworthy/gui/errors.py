"""The window's door for errors: a bug ends here, in a dialog with a report that can be copied, and in the log.

Errors that are the user's to fix are notices (Context.failed) or stand beside the field they concern.
"""

import faulthandler
import logging
import os
import platform
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from shipworthy import __version__
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_LOG = logging.getLogger("shipworthy")
_LOG_BYTES = 1_000_000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashDialog(QDialog):
    """Says that something went wrong that is not the user's to fix, with the report to send."""

    def __init__(self, report: str, log_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Shipworthy: unexpected error"))
        self.resize(640, 420)
        self.report = QPlainTextEdit(report, readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setAccessibleName(_("Error report"))
        self.report.setTabChangesFocus(True)
        copy = push_button(_("Copy report"))
        copy.clicked.connect(self.copy)
        close = push_button(_("Close"), "primary")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(_("Something went wrong inside Shipworthy"), "heading", wrap=True))
        layout.addWidget(
            PlainLabel(
                _(
                    "This is a fault of the program. What was shown as saved is saved. Please send this report to "
                    "whoever looks after Shipworthy for you; it names no service and no answer unless the fault is "
                    "about one, so read it before you send it."
                ),
                wrap=True,
            )
        )
        layout.addWidget(self.report, 1)
        layout.addWidget(PlainLabel(_("Also in the log: {file}").format(file=log_file), "small", wrap=True))
        layout.addLayout(row)
        close.setFocus()

    def add_report(self, report: str) -> None:
        """Add the report of another error that came while this one is on screen."""
        self.report.appendPlainText(f"\n{report}")

    @Slot()
    def copy(self) -> None:
        """Put the whole report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())


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
