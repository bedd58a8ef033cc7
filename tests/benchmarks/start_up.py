"""How long until the first window is painted, as a ratio to a bare PySide6 window started in the same run.

    python -m tests.benchmarks.start_up [ROUNDS]

Both are whole processes, from their start to the return of the first paint event, taken in turn so that a busy machine
is busy for both. Needs a display (xvfb-run will do); without one Qt's offscreen platform is used and said.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

OURS = """
import os, sys
from shipworthy.gui.main_window import MainWindow
painted = MainWindow.paintEvent
def paint_and_leave(self, event):
    painted(self, event)
    os._exit(0)
MainWindow.paintEvent = paint_and_leave
from shipworthy.app import run
run(["--data-dir", sys.argv[1]])
"""


def seconds(script: str, *arguments: str) -> float:
    """Return how long a script runs as a process of its own; raises where it fails."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", script, *arguments], check=True, timeout=60)
    return time.perf_counter() - started


def main(rounds: int) -> None:
    """Measure both in turn and print the medians and their ratio."""
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _round in range(rounds + 1):
            bare.append(seconds(BARE))
            ours.append(seconds(OURS, folder))
    bare_median, our_median = statistics.median(bare[1:]), statistics.median(ours[1:])  # the first round warms the disk
    platform = os.environ.get("QT_QPA_PLATFORM", "the system's platform")
    print(f"bare window {bare_median * 1000:.0f} ms, Shipworthy {our_median * 1000:.0f} ms, on {platform}")
    print(f"ratio {our_median / bare_median:.2f} (promised: at most 1.3)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
