"""D12: restores killed at each of their steps, then at random: `python -m tests.drills restore [KILLS] [SEED]`.

A child restores and dies before its n-th step: a call that opens, names, renames or removes a file or writes it through
to the disk, or a statement of SQLite's. Under the name of the database there must then be one good database that holds
all of what was there before or all of what the backup holds, and the next restore must succeed. In four situations: the
present database is whole, has changes that only its journal tells, is damaged, or is missing; from backups of the
newest and of the first schema. Then each call to the disk fails once, or from there on. With a 0 only the first and the
third of these, and only the calls: the short form of the suite.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import alembic.command  # noqa: F401 - loaded once here rather than in each child
from tests.disk.shim import missing, run
from tests.storage.builders import NOW, put_sample

from shipworthy.domain.service import Service
from shipworthy.storage import restore as restoring
from shipworthy.storage import sqlite_file
from shipworthy.storage.backup import backup_with_evidence, contents
from shipworthy.storage.evidence_files import FOLDER, EvidenceFiles
from shipworthy.storage.store import Store

_OLD = Path(__file__).resolve().parents[1] / "storage" / "old" / "schema-0001.db"
_CALLS = ("open", "os.", "shutil.", "tempfile.", "sqlite3.connect")
_PROOF = b"a screenshot"
_MEMORY = Path("/dev/shm")  # a kill leaves what was written there as on a disk, and nobody waits for a platter


@dataclass(frozen=True)
class Situation:
    """What is there before a restore: `before` is what the database holds, None where it cannot be read."""

    name: str
    folder: Path
    point: Path
    before: dict[str, str] | None

    @property
    def database(self) -> Path:
        """Return where the database lies, or belongs."""
        return self.folder / "store.db"


def main(arguments: list[str]) -> int:
    """Run the drill and print what happened; 1 where a promise is broken."""
    kills = int(arguments[0]) if arguments else 2_000
    seed = int(arguments[1]) if len(arguments) > 1 else 12
    started = time.monotonic()
    ended: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="restore-drill-", dir=_MEMORY if _MEMORY.is_dir() else None) as place:
        drilled = list(situations(Path(place)))[: None if kills else 2]
        for situation in drilled:
            steps = kill_at_each_step(situation, statements=kills > 0, ended=ended)
            print(f"{situation.name}: killed before each of {steps} steps; {_told(ended)}", flush=True)
        if kills:
            kill_at_random(drilled, kills, random.Random(seed), ended)
            print(f"killed at random: {kills} times, seed {seed}; {_told(ended)}", flush=True)
            ended["wrong under errors of the disk"] += fail_everywhere(Path(place))
    broken = {end: count for end, count in ended.items() if end not in ("as before", "restored") and count}
    print(f"{'BROKEN' if broken else 'kept'}: one good database each time, {time.monotonic() - started:.0f} s")
    return 1 if broken else 0


def _told(ended: Counter[str]) -> str:
    return ", ".join(f"{end}: {count}" for end, count in sorted(ended.items()))


def situations(place: Path) -> Iterator[Situation]:
    """Yield the situations, made in a folder."""
    made, point = _made(place / "made")
    before = _look(made)
    starts: dict[str, Callable[[Path], object]] = {
        "whole": lambda _path: None,
        "damaged": lambda path: path.write_bytes(b"\0" * 100 + path.read_bytes()[100:]),
        "with a journal": _leave_journal,
        "missing": lambda path: path.unlink(),
    }
    for name, start in starts.items():
        folder = place / name
        folder.mkdir()
        shutil.copy(made, folder / "store.db")
        start(folder / "store.db")
        yield Situation(name, folder, point, before if name in ("whole", "with a journal") else None)
    folder = place / "from the first schema"
    folder.mkdir()
    shutil.copy(made, folder / "store.db")
    yield Situation(folder.name, folder, _OLD, before)


def _made(folder: Path) -> tuple[Path, Path]:
    """Return a database, and a backup of what it was before a service more and with a file of evidence."""
    database, point = folder / "store.db", folder / "backups" / "store-20261122T213015.db"
    with Store.open(database, now=NOW, new_id=uuid4, backup_dir=folder) as store:
        put_sample(store)
        evidence = EvidenceFiles(folder / FOLDER)
        evidence.put(_PROOF, "proof.png")
        backup_with_evidence(database, point)
        with store.begin("Amira", NOW) as tx:
            tx.services.save(Service(uuid4(), "later"))
    return database, point


def _leave_journal(path: Path) -> None:
    """Let a writer die in the middle of a change that has reached the file."""
    child = os.fork()
    if child == 0:
        connection = sqlite_file.connect(path, "rw")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA cache_size=1")  # so that pages are written before the commit
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE packs SET content = content || hex(zeroblob(100000))")
        connection.execute("UPDATE meta SET value = 'torn' WHERE key = 'program'")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.with_name(f"{path.name}-journal").exists()


def kill_at_each_step(situation: Situation, statements: bool, ended: Counter[str]) -> int:
    """Kill a restore before each of its steps and count what is there afterwards; return how many steps there are."""
    after = restored(situation)
    step = 0
    while True:
        step += 1
        with fresh(situation) as again:
            killed = _in_a_child(again, partial(_die_before, step, again.folder, statements))
            ended[judged(again, after, with_another=statements or step % 4 == 0)] += 1
        if not killed:
            return step - 1


def kill_at_random(drilled: list[Situation], kills: int, chance: random.Random, ended: Counter[str]) -> None:
    """Kill restores after random times, and count what is there afterwards."""
    afters = [restored(situation) for situation in drilled]
    for number in range(kills):
        situation, after = drilled[number % len(drilled)], afters[number % len(drilled)]
        with fresh(situation) as again:
            started = time.monotonic()
            _in_a_child(again, lambda: None)
            usual = time.monotonic() - started
        with fresh(situation) as again:
            _in_a_child(again, lambda: None, kill_after=chance.uniform(0, usual))
            ended[judged(again, after)] += 1
        if number % 100 == 99:
            print(f"{number + 1} of {kills} at random; {_told(ended)}", flush=True)


def fail_everywhere(place: Path) -> int:
    """Let every call of a restore to the disk fail, by an error or for want of room; return how often it went wrong."""
    if missing():
        print(f"errors of the disk: not tried, {missing()}")
        return 0
    folder = place / "errors"
    folder.mkdir()
    done = run("tests.disk.restore_run", folder, 1)
    if done.returncode:
        print(done.stderr)
        return 1
    met = json.loads(done.stdout)
    print(f"errors of the disk: {met['tries']} tries", *met["wrong"], sep="\n  ")
    return len(met["wrong"])


@contextmanager
def fresh(kept: Situation) -> Iterator[Situation]:
    """Yield a copy of a situation, for one restore."""
    folder = kept.folder.with_name(f"{kept.folder.name} again")
    shutil.copytree(kept.folder, folder)
    yield Situation(kept.name, folder, kept.point, kept.before)
    shutil.rmtree(folder)


def restored(situation: Situation) -> dict[str, str]:
    """Return what a restore that nobody disturbs leaves."""
    with fresh(situation) as again:
        restore_in(again)
        return _look(again.database)


def restore_in(situation: Situation) -> restoring.Restored:
    """Restore the backup of a situation."""
    return restoring.restore(
        situation.point, situation.database, situation.folder / "backups", lambda: datetime.now(UTC)
    )


def _in_a_child(situation: Situation, prepare: Callable[[], None], kill_after: float | None = None) -> bool:
    """Restore in a child; tell whether it was killed."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            prepare()
            restore_in(situation)
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL), f"the restore failed by itself: {code}"
    return code != 0


def _die_before(wanted: int, folder: Path, statements: bool) -> None:
    """Kill this process before its step of a number."""
    seen = 0

    def count(*_arguments: object) -> None:
        nonlocal seen
        seen += 1
        if seen == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_CALLS) and any(str(folder) in str(each) for each in arguments):
            count()

    fsync = os.fsync

    def counted_fsync(fd: Any) -> None:
        count()
        fsync(fd)

    connect = sqlite3.connect

    def watched_connect(*arguments: Any, **settings: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **settings)
        connection.set_trace_callback(count)
        return connection

    os.fsync = counted_fsync
    if statements:
        vars(sqlite3)["connect"] = watched_connect
    sys.addaudithook(watch)


def judged(situation: Situation, after: dict[str, str], *, with_another: bool = True) -> str:
    """Return what is there after a kill, and that the next restore succeeds; anything but two answers is a fault."""
    found = _state(situation, after)
    if found not in ("as before", "restored") or not with_another:
        return found
    restore_in(situation)
    if _look(situation.database) != after:
        return "not restored the second time"
    if situation.point != _OLD and not EvidenceFiles(situation.folder / FOLDER).digests():
        return "the evidence did not come back"
    left = [each.name for each in situation.folder.iterdir() if each.name.startswith(".")]
    return f"left behind: {left}" if left else found


def _state(situation: Situation, after: dict[str, str]) -> str:
    database = situation.database
    if not database.exists():
        return "as before" if situation.name == "missing" else "no database"
    if situation.name == "damaged":
        kept = list(situation.folder.glob("store.db.damaged-*"))
        if database.read_bytes()[:100] == b"\0" * 100:
            return "as before"
        if not kept:
            return "the damaged file is gone"
    found = _look(database)
    if found == after:
        return "restored"
    return "as before" if found == situation.before else "torn"


def _look(database: Path) -> dict[str, str]:
    """Return what a database holds, by table; empty where it is not sound.

    Without the schema's own text: a migration names a table's constraints in no certain order.
    """
    with closing(sqlite_file.connect(database, "rw")) as connection:
        hashes = contents(connection) if sqlite_file.is_sound(connection) else {}
    hashes.pop("sqlite_master", None)
    return hashes
