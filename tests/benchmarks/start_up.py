"""How long until the first window is painted, as a ratio to a bare PySide6 window started in the same run.

    python -m tests.benchmarks.start_up [--settings] [ROUNDS]

Both are whole processes, from their start until the first frame is painted, taken in turn so that a busy machine is
busy for both; the ratio is the median of the rounds' ratios. Beside the time that passes stands the processor time of
the process, which grows less with what else the machine does. Ours is started like `shipworthy` alone. Bytecode is kept
between rounds, as after an installation. Needs a display (xvfb-run will do); without one Qt's offscreen platform is
used and said.

With --settings, ours is started by a person who has changed a setting, so that there is a file to be read.
"""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from shipworthy.settings import Settings, save_settings

BARE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

# `fill` is called when the shell is on screen. To put another in its place, what app.run imports is imported here, and
# garbage collection is off as app.run has it then.
OURS = """
import gc, os
gc.disable()
from shipworthy import app
from shipworthy.gui import launch
launch.fill = lambda *_: os._exit(0)
app.run([])
"""


@dataclass(frozen=True)
class Cost:
    """What one start took: seconds that passed, and seconds of processor time."""

    passed: float
    processor: float


def start(script: str, environment: dict[str, str]) -> Cost:
    """Run a script as a process of its own; raises where it fails."""
    started = time.perf_counter()
    process = os.spawnve(os.P_NOWAIT, sys.executable, [sys.executable, "-c", script], environment)
    _pid, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"the script ended with {os.waitstatus_to_exitcode(status)}: {script}")
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime)


def environment_in(folder: Path) -> dict[str, str]:
    """Return the environment of a person who lives in a folder, which has a place for bytecode too."""
    places = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "PYTHONPYCACHEPREFIX": "bytecode"}
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {name: str(folder / place) for name, place in places.items()}


def report(name: str, bare: list[float], ours: list[float]) -> None:
    """Print medians and best of both, and the median of their ratios."""
    ratio = statistics.median(our / other for our, other in zip(ours, bare, strict=True))
    print(f"{name}: bare window {statistics.median(bare) * 1000:.0f} ms (best {min(bare) * 1000:.0f}),", end=" ")
    print(f"Shipworthy {statistics.median(ours) * 1000:.0f} ms (best {min(ours) * 1000:.0f}), ratio {ratio:.2f}")


def main(rounds: int, *, with_settings: bool) -> None:
    """Measure both in turn and print what they took and the ratio."""
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_in(Path(folder))
        if with_settings:
            settings_folder = Path(environment["XDG_CONFIG_HOME"]) / "shipworthy"
            settings_folder.mkdir(parents=True)
            save_settings(settings_folder, Settings(name="Amira"))
        for _round in range(rounds + 1):
            bare.append(start(BARE, environment))
            ours.append(start(OURS, environment))
    del bare[0], ours[0]  # the first round warms the disk and writes the bytecode
    platform = os.environ.get("QT_QPA_PLATFORM", "the system's platform")
    print(f"{rounds} rounds on {platform}; promised: at most 1.3 times a bare window")
    report("time passed", [cost.passed for cost in bare], [cost.passed for cost in ours])
    report("processor time", [cost.processor for cost in bare], [cost.processor for cost in ours])


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument != "--settings"]
    main(int(numbers[0]) if numbers else 25, with_settings="--settings" in sys.argv)
