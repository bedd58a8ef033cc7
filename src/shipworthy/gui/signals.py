"""Signals that ask the window to end: SIGTERM, SIGINT and SIGHUP, as administrators, terminals and systems send them.

Python handles a signal only once its own code runs again, which may be never while Qt sleeps. So a thread of its own
waits on the pipe into which Python's C code writes the number of each, and Qt brings the word to the window.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from time import monotonic
from types import FrameType

from PySide6.QtCore import QObject, Signal

# A terminal that closes sends SIGHUP twice, from the system and from its shell; service managers send two at once too.
_SAME_WORD_SECONDS = 0.5
_SHELLS_OFFSET = 128  # by the convention of shells a process ended by a signal has 128 and the signal's number


class Signals(QObject):
    """Tells of the first signal (`asked`); one that comes later ends the process at once, whatever the window is at.

    Windows sends none of them; there the end of the session comes through Qt. `install` and `uninstall` go in pairs.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.came = False
        self._writing = -1
        self._before: dict[int, signal.Handlers] = {}

    def install(self) -> None:
        """Take over the signals; what the process was started to ignore, as by nohup, stays ignored."""
        if sys.platform == "win32":
            return
        reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                # The stub allows for handlers that were not set from Python, which getsignal has ruled out as None.
                self._before[number] = signal.signal(number, _leave_to_the_thread)  # type: ignore[assignment]
        threading.Thread(target=self._wait, args=(reading,), daemon=True, name="signals").start()

    def uninstall(self) -> None:
        """Give the signals back."""
        if self._writing < 0:
            return
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        os.close(self._writing)  # which ends the thread
        self._writing = -1

    def _wait(self, reading: int) -> None:
        first = 0.0
        while number := os.read(reading, 1):
            if not self.came:
                first = monotonic()
                self.came = True
                self.asked.emit()
            elif monotonic() - first > _SAME_WORD_SECONDS:
                os._exit(_SHELLS_OFFSET + number[0])
        os.close(reading)


def _leave_to_the_thread(_number: int, _frame: FrameType | None) -> None:
    """Keep Python from ending the process; the thread knows by now."""
