"""What a screen reader hears: a review by keys in a real window, with a listener on the accessibility bus beside it.

`python -m tests.drills at_spi`. Needs Debian's at-spi2-core, dbus, python3-gi, gir1.2-atspi-2.0 and xvfb; says which of
them is missing. Everything runs on a session bus and a display of its own, which end with it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_INSIDE = "SHIPWORTHY_AT_SPI_DRILL"
# The bindings of the accessibility bus come with the system's Python, not from the package index.
_SYSTEM_PYTHON = "/usr/bin/python3"
_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")

LISTENER = """
import gi, sys
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib

def heard(event):
    source = event.source
    try:
        role, name = source.get_role_name(), source.get_name()
    except GLib.Error:
        return
    print(event.type, event.detail1, role, name, sep="|", flush=True)

Atspi.init()
listener = Atspi.EventListener.new(heard)
for kind in ("object:state-changed:focused", "object:state-changed:checked", "object:text-changed:insert",
             "object:property-change:accessible-name", "window:activate"):
    listener.register(kind)
print("listening", flush=True)
Atspi.event_main()
"""


def main(arguments: list[str]) -> int:
    """Run the drill, which takes no arguments, and return 0 where everything was heard."""
    assert not arguments, arguments
    if os.environ.get(_INSIDE):
        return _conduct()
    missing = [name for name in ("dbus-run-session", "xvfb-run") if shutil.which(name) is None]
    probe = [_SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    if not Path(_SYSTEM_PYTHON).exists() or subprocess.run(probe, check=False, capture_output=True).returncode:
        missing.append("python3-gi with gir1.2-atspi-2.0")
    if not any(Path(each).exists() for each in _LAUNCHERS):
        missing.append("at-spi2-core")
    if missing:
        print(f"Missing: {', '.join(missing)}. On Debian: apt-get install", end=" ")
        print("at-spi2-core dbus xvfb xauth python3-gi gir1.2-atspi-2.0")
        return 2
    variables = {_INSIDE: "1", "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    inside = ["dbus-run-session", "--", "xvfb-run", "--auto-servernum", sys.executable, "-m", "tests.drills", "at_spi"]
    return subprocess.run(inside, check=False, cwd=_ROOT, env={**os.environ, **variables}).returncode


@contextmanager
def _running(command: list[str], **options: object) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, text=True, **options)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=10)


def _conduct() -> int:
    launcher = next(each for each in _LAUNCHERS if Path(each).exists())
    with (
        _running([launcher, "--launch-immediately"]),
        _running([_SYSTEM_PYTHON, "-c", LISTENER], stdout=subprocess.PIPE) as listener,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert listener.stdout is not None
        assert listener.stdout.readline() == "listening\n"
        os.set_blocking(listener.stdout.fileno(), False)
        expected = _review(Path(folder))
        heard = listener.stdout.read()
    lines = heard.splitlines()
    missing = [each for each in expected if not any(all(part in line for part in each) for line in lines)]
    print(f"{len(lines)} events heard, {len(expected)} expected, {len(missing)} missing")
    for each in missing:
        print("missing:", *each)
    if missing:
        print(heard)
    return 1 if missing else 0


def _review(folder: Path) -> list[tuple[str, ...]]:
    """Conduct a short review by keys and return what a screen reader must have heard."""
    # Imported here: outside the display nothing of Qt is wanted.
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from tests.workflows.builders import begin_review, small_pack

    from shipworthy.gui.context import Context
    from shipworthy.gui.main_window import MainWindow
    from shipworthy.gui.places import fill_window
    from shipworthy.gui.tasks import Tasks
    from shipworthy.gui.theme import Theme
    from shipworthy.settings import Settings
    from shipworthy.settings import Theme as ThemeChoice
    from shipworthy.workflows.session import open_session

    def now() -> datetime:
        return datetime.now(UTC)

    application = QApplication([])
    settings = Settings(name="Amira", theme=ThemeChoice.LIGHT)
    tasks = Tasks()
    context = Context(settings, folder, folder, Theme(application, settings.theme, 100), tasks, now)
    window = MainWindow(context, folder / "window.ini")
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    places = fill_window(window, context)
    # Opened here: waiting turns of the event loop keep the interpreter from a worker that has much to import.
    opened = open_session(folder, settings, "Amira", now, uuid.uuid4)
    context.start(lambda: opened)
    _until(lambda: context.is_ready)
    assessment = begin_review(context.session, [small_pack()])
    context.open_review(assessment.id)
    _until(lambda: not tasks.busy and places.review.conduct.is_open)

    def press(key: Qt.Key) -> None:
        QTest.keyClick(window.focusWidget(), key)
        _until(lambda: not tasks.busy and not places.review.conduct.is_committing)

    first = places.review.pane.heading.text()
    press(Qt.Key.Key_Tab)
    _until_heard()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_1)
    second = places.review.pane.heading.text()
    press(Qt.Key.Key_T)
    QTest.keyClicks(window.focusWidget(), "Seen")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Escape)
    _until_heard()
    window.close()
    _until(lambda: not tasks.busy)
    tasks.close()
    context.close()
    return [
        ("window:activate", "Shipworthy"),
        ("focused|1", first),
        ("focused|1", second),
        ("accessible-name", second),
        ("checked|1", "radio button", "1. "),
        ("focused|1", "Note"),
        ("text-changed:insert", "Note"),
        ("focused|1", "radio button", "Out of scope"),
    ]


def _until(condition: Callable[[], bool]) -> None:
    from PySide6.QtTest import QTest

    for _turn in range(1000):
        if condition():
            return
        QTest.qWait(10)
    raise TimeoutError("the window did not come to rest within ten seconds")


def _until_heard() -> None:
    """Let the bus deliver what was told: nothing says when a listener has heard it all."""
    from PySide6.QtTest import QTest

    QTest.qWait(3000)
