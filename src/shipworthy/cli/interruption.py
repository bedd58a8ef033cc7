"""A command that is asked to end does so whole: what it began is undone, its children end, its exit code says why."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_SHELLS_OFFSET = 128  # by the convention of shells a process ended by a signal has 128 and the signal's number
# SIGHUP, the end of the terminal, exists on POSIX alone.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def ending_whole() -> Iterator[None]:
    """End the block by SystemExit when Ctrl+C is pressed or the process is told to end.

    As an exception it passes through every open transaction, which is undone, and every `with`, which ends what it
    started. What the process was started to ignore, as by nohup, stays ignored. A second signal ends it at once.
    """
    before = {
        number: signal.signal(number, _end)
        for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name))
        if signal.getsignal(number) not in (signal.SIG_IGN, None)  # None: a handler that is not Python's to give back
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    for name in _NAMES:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    raise SystemExit(_SHELLS_OFFSET + number)
