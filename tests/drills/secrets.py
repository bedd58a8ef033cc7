"""S17: no secret in logs or crash reports, whatever people write: `python -m tests.drills secrets [ROUNDS [suite]]`.

20 rounds of twenty secrets and twenty texts, in the terminal and in a real window; with the word `suite` behind the
number, the tests of workflows, terminal and window too, on folders and with an environment full of seeds.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from tests.cli.secret_paths import Ground, in_the_terminal
from tests.secret_seeds import Seeds, files_with

from shipworthy import log
from shipworthy.workflows.session import DATABASE_NAME

# What is the user's own: the database with its copies, evidence, settings, and the list of what was exported where.
_OF_THE_USER = ("shipworthy.db*", "backups", "evidence", "settings.toml", "recent-exports.json")
_LONGEST = 400  # seconds for a window; it takes five, but beside other drills much more
_SUITE = ("tests/workflows", "tests/cli", "tests/gui/bundles", "tests/gui/data", "tests/gui/test_launch.py")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round left: the places where seeds turned up, the events logged, the files looked through.

    `sown` are the kinds of seeds that lie in the database, where they belong.
    """

    hits: tuple[str, ...]
    events: Counter[str]
    files: int
    sown: tuple[str, ...]


def play(root: Path, number: int, *, with_report: bool, ends: Sequence[str] = ("close", "fault")) -> Round:
    """Sow, do everything, and look through everything that was written but the user's own."""
    ground = Ground(root, Seeds(number))
    with ground.prepared():
        said = in_the_terminal(ground, with_report=with_report)
    for end in ends:
        command = [sys.executable, "-m", "tests.gui.secret_window", str(root), str(number), end]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **ground.environment()}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_LONGEST)
        assert end == "fault" or done.returncode == 0, done.stderr
        said.append(done.stderr)
    hits = [f"terminal: {kind}" for words in said for kind in ground.seeds.found_in(words.encode())]
    for report in ground.out.glob("*.pdf"):
        found = ground.seeds.found_in(_metadata(report), secrets_alone=True)
        hits += [f"metadata of a PDF: {kind}" for kind in found]
    sown = ground.seeds.found_in((ground.data / DATABASE_NAME).read_bytes())
    _put_aside(ground)
    hits += files_with(ground.seeds, ground.home)
    lines = [json.loads(line) for line in log.lines(log.log_folder(ground.data))]
    files = sum(path.is_file() for path in ground.home.rglob("*"))
    return Round(tuple(hits), Counter(line["event"] for line in lines), files, tuple(sown))


def _metadata(report: Path) -> bytes:
    with pikepdf.open(report) as pdf:
        return (str(dict(pdf.docinfo.items())) + str(pdf.open_metadata())).encode()


def _put_aside(ground: Ground) -> None:
    aside = ground.root / "of the user"
    aside.mkdir()
    for pattern in _OF_THE_USER:
        for path in list(ground.data.glob(pattern)):
            path.rename(aside / path.name)


def main(arguments: list[str]) -> int:
    """Play the rounds, then the suite if asked; 1 where a seed turned up."""
    rounds = int(arguments[0]) if arguments else 20
    begin = time.monotonic()
    hits: list[str] = []
    events: Counter[str] = Counter()
    files = 0
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            found = play(Path(folder), number, with_report=number % 5 == 0)
        hits += found.hits
        events += found.events
        files += found.files
        print(f"round {number}: {len(found.sown)} kinds in the database, {len(found.hits)} hits elsewhere", flush=True)
    print(f"{rounds} rounds: {files} files looked through, events {dict(events)}, {time.monotonic() - begin:.0f} s")
    if "suite" in arguments:
        hits += _suite()
    print("\n".join(hits) or "no seed turned up")
    return 1 if hits else 0


def _suite() -> list[str]:
    """Run tests of the suite on seeded ground, all that they log gathered, and return where seeds turned up."""
    seeds = Seeds(17)
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder, "logs")
        base = Path(folder, seeds.written["folder"])
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.gathered_log", f"--basetemp={base}", *_SUITE]
        environment = {**os.environ, "GATHERED_LOG": str(logs), **seeds.environment()}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        print(done.stdout.splitlines()[-1])
        lines = log.lines(logs)
        print(f"the suite logged {len(lines)} lines: {dict(Counter(json.loads(line)['event'] for line in lines))}")
        # The suite's own people and services: nothing else in the program is called so.
        own = [f"suite: {line}" for line in lines for name in ("Amira", "checkout") if name in line]
        return [*(f"suite: {hit}" for hit in files_with(seeds, logs)), *own]
