"""How long until the rows of a large portfolio are on screen, as a ratio to a bare PySide6 window.

`python -m tests.benchmarks.portfolio_rows FOLDER [ROUNDS]`, where FOLDER is one that `portfolio_store` made.

Both are whole processes, from their start to a painted frame: the bare window's first, and ours with every service in
the table. Taken in turn; the ratio is the median of the rounds' ratios.
"""

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.start_up import BARE, environment_in, report, start

# Ends when the table has been painted with all services in it. Garbage collection is off as app.run has it.
ROWS = """
import gc, os
gc.disable()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from shipworthy import app
from shipworthy.gui import launch
filled = launch.fill
def fill(window, context, opening):
    filled(window, context, opening)
    def look():
        page = window.page
        if page is not None:
            table = page.services.table
            if table.isVisible() and table.model().rowCount():
                table.viewport().repaint()
                QApplication.processEvents()
                os._exit(0)
        QTimer.singleShot(2, look)
    look()
launch.fill = fill
app.run(["--data-dir", {folder!r}])
"""


def main(folder: Path, rounds: int) -> None:
    """Measure both in turn and print what they took and the ratio."""
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as home:
        environment = environment_in(Path(home))
        for _round in range(rounds + 1):
            bare.append(start(BARE, environment))
            ours.append(start(ROWS.format(folder=str(folder)), environment))
    del bare[0], ours[0]  # the first round warms the disk and writes the bytecode
    print(f"{rounds} rounds; promised: at most 4 times a bare window")
    report("time passed", [cost.passed for cost in bare], [cost.passed for cost in ours])
    report("processor time", [cost.processor for cost in bare], [cost.processor for cost in ours])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10)
