"""Starts the window: the shell first, everything slow after it is on screen.

Qt's names: `PySide6.QtCore.Qt` holds a hundred enumerations, all made when `Qt` is first named, which takes a tenth of
the start. So the shell names them as `QtCore.Qt.X`, in what runs after its first frame, and up to there does without:
shortcuts and properties are set from text. A test holds it to that.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from shipworthy import log
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.ending import Ending
from shipworthy.gui.errors import CrashReporter
from shipworthy.gui.garbage import GarbageCollector
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.run_marker import RunMarker
from shipworthy.gui.signals import Signals
from shipworthy.gui.single_instance import FolderLock
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.paths import shipped
from shipworthy.settings import Settings
from shipworthy.text import _

if TYPE_CHECKING:  # the window shell paints before any workflow, and with it the database library, is imported
    from shipworthy.gui.widgets.notice_area import Notice
    from shipworthy.workflows.session import Session

_STATE_FILE = "window.ini"


def launch(
    settings: Settings,
    settings_folder: Path,
    data_dir: Path,
    opening: Callable[[], Session],
    *,
    kept: Settings | None = None,
    restart: Callable[[bool], None] = lambda _safely: None,
) -> int:
    """Show the window of a data folder until it is closed; returns the exit code.

    `opening` opens the session on the store's worker. When another window has the folder, that one comes to the front
    instead. A window that closed with something to be done (`Context.reopen`) is followed by another. Raises UserError
    when the other window does not answer, or for a version of Qt that crashes. `kept` are the stored settings in safe
    mode (see Context); `restart` is told, True for safe mode, where the user wants another start after this end.
    """
    refuse_crashing_qt()
    # Fusion is the one style that follows palette and style sheet on every platform. As an argument, because
    # QApplication.setStyle loads hundreds of names that the window does without until it is on screen.
    application = QApplication([*sys.argv[:1], "-style", "Fusion"])
    lock = FolderLock(data_dir)
    if not lock.acquire():
        from shipworthy.gui.second_start import raise_first  # loads QtNetwork, which a first start does without

        if raise_first(data_dir, lock):
            return 0
    reporter = CrashReporter(log.log_folder(data_dir))
    reporter.install()
    signals = Signals()
    signals.install()
    marker = RunMarker(reporter.log_file.parent)
    marker.begin(_now())
    reporter.keep_report = marker.keep_report
    dress(application, settings.language)
    theme = Theme(application, settings.theme, settings.text_size)
    run = _Run(settings_folder, data_dir, opening, theme, signals, marker)
    window, context = _show(run, settings, kept)
    gc.freeze()  # what is there by now stays: the first collection need not look at it while the window is painted
    garbage = GarbageCollector(application)  # app.py switched Python's own off, which stays so
    code = application.exec()
    all_done = _closed(context)
    while all_done and context.in_between is not None:
        notice = context.in_between()
        _destroy(window)  # its server must not take the name of the next one's with it
        window, context = _show(run, context.settings, context.kept, notice)
        code = application.exec()
        all_done = _closed(context)
    garbage.stop()
    marker.end()
    reporter.uninstall()
    lock.release()
    signals.uninstall()
    if context.restart_asked is not None:
        restart(context.restart_asked)
    if not all_done:
        os._exit(code)  # Python would wait for the thread for ever; what it has not committed is not lost but undone
    return code


class _Run(NamedTuple):
    """What all windows of one run share."""

    settings_folder: Path
    data_dir: Path
    opening: Callable[[], Session]
    theme: Theme
    signals: Signals
    marker: RunMarker


def _show(
    run: _Run, settings: Settings, kept: Settings | None, notice: Notice | None = None
) -> tuple[MainWindow, Context]:
    context = Context(settings, run.settings_folder, run.data_dir, run.theme, Tasks(), _now)
    context.kept, context.first_notice = kept, notice
    window = MainWindow(context, run.data_dir / _STATE_FILE)

    def finish() -> None:
        _closed(context)
        run.marker.end()

    Ending(window, context, run.signals, finish)
    window.first_painted.connect(lambda: begin(window, context, run.marker, run.opening))
    window.show()
    return window, context


def _closed(context: Context) -> bool:
    """Close what a window had open; False where something still runs."""
    all_done = context.tasks.close(0)  # the window waited before it closed
    if all_done:
        context.close()
    return all_done


def _destroy(window: MainWindow) -> None:
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def refuse_crashing_qt() -> None:
    """Raise UserError for PySide6 6.12 on Python 3.11, which ends in "deallocating None" after a few screens."""
    if sys.version_info < (3, 12) and tuple(int(part) for part in pyside_version.split(".")[:2]) >= (6, 12):
        raise UserError(
            _("PySide6 {version} crashes on Python 3.11.").format(version=pyside_version),
            _("Run packaging/bootstrap.py, which installs PySide6 6.11 there, or use Python 3.12 or newer."),
        )


def dress(application: QApplication, language: str) -> None:
    """Give the application its name, and Qt's own dialogs and direction the language."""
    application.setApplicationName("shipworthy")
    application.setApplicationDisplayName("Shipworthy")
    application.setDesktopFileName("shipworthy")
    locale = QLocale(language) if language else QLocale.system()
    translator = QTranslator(application)
    if translator.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def begin(window: MainWindow, context: Context, marker: RunMarker, opening: Callable[[], Session]) -> None:
    """Fill the window; safe mode, and that the last run ended badly, are told too."""
    if context.safe_mode:
        # Imported here: a usual start does without.
        from shipworthy.gui.safe_mode import SafeMode

        SafeMode(context, window)
    go_on = partial(fill, window, context, opening)
    if marker.told:
        go_on()
        return
    # Imported here: a start after a clean end does without.
    from shipworthy.gui.after_crash import AfterCrash

    AfterCrash(window, context, marker).begin(go_on)


def fill(window: MainWindow, context: Context, opening: Callable[[], Session]) -> None:
    """Open the session on the worker and meanwhile make the pages; then what nobody waits for."""

    def refuse(error: UserError) -> None:
        # Imported here: it loads the workflows, which the session could not be opened without.
        from shipworthy.gui.data.ways_out import show_ways_out

        show_ways_out(error, window, context, open_again)

    def open_again() -> None:
        context.start(opening, refuse)

    open_again()
    context.theme.follow_system()
    # Imported here: the pages load the workflows and, through them, the database library; the server loads QtNetwork.
    from shipworthy.gui.places import fill_window
    from shipworthy.gui.second_start import RaiseServer

    RaiseServer(context.data_dir, window).raise_asked.connect(window.raise_window)
    fill_window(window, context)
    if context.first_notice is not None:
        context.notify(context.first_notice)
    QApplication.setWindowIcon(QIcon(str(shipped("resources", "icons", "shipworthy.svg"))))


def _now() -> datetime:
    return datetime.now().astimezone()
