"""The end that somebody else asks for: a signal, or the system at the end of its session.

The window then closes as if its user closed it: what is typed is saved, what is being stored is waited for.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.signals import Signals
from shipworthy.gui.tasks import CLOSING_SECONDS


class Ending(QObject):
    """Ends one window when a signal or the system's session asks for it.

    `finish` closes what the window had open: at the end of a session nothing else may get to run.
    """

    def __init__(self, window: MainWindow, context: Context, signals: Signals, finish: Callable[[], object]) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._finish = finish
        self._session_ends = False
        signals.asked.connect(window.end)
        if signals.came:  # between two windows, when nobody listened
            QTimer.singleShot(0, window.end)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        window.ended.connect(application.exit)  # another window, such as a dialog of its own, holds up nothing
        application.commitDataRequest.connect(self.save)
        application.saveStateRequest.connect(self.save)
        application.aboutToQuit.connect(self._finish_session)

    @Slot()
    def save(self) -> None:
        """Save what is typed and wait for it, for a bounded time; the window stays: the user may keep the session."""
        self._session_ends = True
        self._window.save_typed()
        loop, late = QEventLoop(), QDeadlineTimer(round(CLOSING_SECONDS * 1000))
        wake = QTimer(singleShot=True, interval=late.remainingTime())  # else nothing ends the wait for something
        wake.start()
        flags = QEventLoop.ProcessEventsFlag
        while self._context.tasks.saving_work and not late.hasExpired():
            loop.processEvents(flags.ExcludeUserInputEvents | flags.WaitForMoreEvents)

    @Slot()
    def _finish_session(self) -> None:
        """Close everything at once: Windows ends the process as soon as Qt was told of the end."""
        if self._session_ends:
            self._finish()
