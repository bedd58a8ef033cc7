"""D11: backups are opened and compared, thinned over two years, and 50 MB timed: `python -m tests.drills backups`.

For each old database of the suite and a store of the sample portfolio: back up, open the copy as a store, and compare
it with the original by content hash; damage a database in 200 places and see that no bad copy comes of it and nothing
is removed. Then half-hourly backups of two years, thinned after each; a week of them with files, in two folders; and
two programs that back up in the same second; and the time of a backup of 50 MB, best of five.
"""

import multiprocessing
import random
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.benchmarks.portfolio_store import make_store

from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.storage.backup import backup, contents, new_backup
from shipworthy.storage.backup_files import BackupFile, BackupReason, backup_name, backup_names, backups_in
from shipworthy.storage.backup_thinning import MOST_KEPT, superseded
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store
from shipworthy.workflows.backups import back_up_when_due
from shipworthy.workflows.samples import load_samples
from shipworthy.workflows.session import DATABASE_NAME, open_session

OLD = Path(__file__).parents[1] / "storage" / "old"
NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
_MEGABYTES = 50
_SERVICES_OF_50_MB = 620
_DAYS = 730


def main(arguments: list[str]) -> int:
    """Run the drill, which takes no arguments, and return 0 where every promise was kept."""
    assert not arguments, arguments
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept = [
            _restores(folder),
            _damage(folder),
            _two_years(),
            _on_disk(folder),
            _two_programs(folder),
            _time(folder),
        ]
    return 0 if all(kept) else 1


def fixtures(folder: Path) -> tuple[Path, ...]:
    """Return every old database of the suite, as copies in a folder."""
    return tuple(Path(shutil.copy(each, folder / each.name)) for each in sorted(OLD.glob("*.db")))


def sample(folder: Path) -> Path:
    """Make a store of the sample portfolio and return its file."""
    session = open_session(folder, Settings(), "Amira", lambda: NOW, uuid.uuid4)
    load_samples(session)
    session.close()
    return folder / DATABASE_NAME


def restore(source: Path, folder: Path) -> bool:
    """Back up a database, open the copy as a store, and tell whether it holds what the source holds, to the row."""
    expected = _contents(source)
    copy = backup(source, folder / f"{source.stem}-copy.db")
    if _contents(copy) != expected:
        return False
    opened = folder / f"{source.stem}-opened.db"
    shutil.copy(copy, opened)
    with Store.open(opened, now=NOW, new_id=uuid.uuid4, backup_dir=folder / "updates") as store, store.read() as tx:
        return len(tx.services.all()) > 0


def refuses_damage(source: Path, folder: Path, place: float, seed: int) -> bool:
    """Damage a database at a place (0 first page, 1 last), back up, and tell whether no bad copy came of it.

    Either nothing was made, or what was made holds exactly what lies in the source. The backups before are all there.
    """
    damaged = folder / f"damaged-{seed}.db"
    shutil.copy(source, damaged)
    noise = random.Random(seed).randbytes(512)
    with damaged.open("r+b") as file:
        file.seek(int(place * (damaged.stat().st_size - len(noise))))
        file.write(noise)
    before = [backup_name("damaged", NOW - timedelta(minutes=each), BackupReason.BY_THE_CLOCK) for each in range(5)]
    shelf = folder / f"shelf-{seed}"
    shelf.mkdir()
    for each in before:
        (shelf / each).write_bytes(b"from before")
    target = shelf / backup_name("damaged", NOW + timedelta(minutes=1), BackupReason.BY_THE_CLOCK)
    try:
        backup(damaged, target)
    except UserError:
        is_all = sorted(path.name for path in shelf.iterdir()) == sorted(before)
    else:
        is_all = _pages(target) == _pages(damaged)
    shutil.rmtree(shelf)
    damaged.unlink()
    return is_all


def half_hours(start: datetime, days: int) -> Iterator[datetime]:
    """Yield a moment for each half hour."""
    return (start + timedelta(minutes=30 * each) for each in range(1, days * 48 + 1))


def thinned(days: int) -> tuple[list[BackupFile], int, int]:
    """Make a backup each half hour of so many days, thin after each, and return those kept at the end, how many there
    were at most, and how often the newest was lost."""
    kept: list[BackupFile] = []
    most, lost = 0, 0
    for moment in half_hours(NOW - timedelta(days=days), days):
        made = BackupFile(Path(f"{moment:%Y%m%dT%H%M}"), moment, BackupReason.BY_THE_CLOCK)
        removed = superseded([*kept, made], moment)
        lost += made in removed
        kept = [each for each in (*kept, made) if each not in removed]
        most = max(most, len(kept))
    return kept, most, lost


def _restores(folder: Path) -> bool:
    sources = (*fixtures(folder), sample(folder / "sample"))
    equal = [restore(each, folder) for each in sources]
    print(f"{sum(equal)} of {len(sources)} databases backed up, opened and equal by content hash")
    return all(equal)


def _damage(folder: Path) -> bool:
    source = folder / "sample" / DATABASE_NAME
    refused = [refuses_damage(source, folder, place / 200, place) for place in range(200)]
    print(f"{sum(refused)} of {len(refused)} damaged databases: no bad copy, nothing removed")
    return all(refused)


def _two_years() -> bool:
    kept, most, lost = thinned(_DAYS)
    oldest = (NOW - min(each.made_at for each in kept)).days
    print(
        f"{_DAYS * 48} backups of {_DAYS} days: at most {most} kept, the oldest {oldest} days old, newest lost: {lost}"
    )
    return most <= MOST_KEPT and not lost


def _on_disk(folder: Path) -> bool:
    """The same with files, by the window's own way: a change and a look every half hour of a week."""
    clock = [NOW]
    data = folder / "week"
    data.mkdir()
    shutil.copy(folder / "sample" / DATABASE_NAME, data)
    session = open_session(
        data, Settings(second_backup_folder=str(folder / "second")), "Amira", lambda: clock[0], uuid.uuid4
    )
    (folder / "second").mkdir()
    made = 0
    for moment in half_hours(NOW, 7):
        clock[0] = moment
        with session.begin() as tx:
            service = tx.services.all()[0]
            tx.services.save(replace(service, description=f"{moment:%d %H:%M}"))
        made += back_up_when_due(session).is_new
    shelves = [backups_in(place, "shipworthy") for place in (data / "backups", folder / "second")]
    with closing(connect(shelves[0][0].path, "ro")) as newest, closing(connect(data / DATABASE_NAME, "ro")) as live:
        is_newest = contents(newest) == contents(live)
    session.close()
    counts = " and ".join(str(len(each)) for each in shelves)
    print(f"{made} backups of a week: {counts} files in the two folders, the newest equal: {is_newest}")
    return is_newest and all(0 < len(each) <= MOST_KEPT for each in shelves)


def one_backup(source: Path, folder: Path) -> Path:
    """Make a backup of one and the same second, as each of several programs may."""
    return new_backup(source, folder, backup_names("shipworthy", NOW, BackupReason.BY_THE_CLOCK)).database


def _two_programs(folder: Path) -> bool:
    source, shelf = folder / "sample" / DATABASE_NAME, folder / "two"
    shelf.mkdir()
    # Two interpreters of their own: a lock that only threads of one program see would be no use.
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        made = list(pool.map(one_backup, [source] * 40, [shelf] * 40))
    expected = _contents(source)
    whole = sum(_contents(each) == expected for each in set(made))
    left = [path for path in shelf.iterdir() if path.suffix == ".part"]
    print(f"{len(set(made))} files of 40 backups by two programs in one second, {whole} equal, {len(left)} parts left")
    return whole == len(set(made)) == 40 and not left


def _time(folder: Path) -> bool:
    source = make_store(folder / "large", _SERVICES_OF_50_MB)
    size = source.stat().st_size / 1e6
    taken, used = [], []
    for _round in range(5):
        start, cpu = time.perf_counter(), time.process_time()
        backup(source, folder / "large" / "copy.db")
        taken.append(time.perf_counter() - start)
        used.append(time.process_time() - cpu)
    print(
        f"{size:.0f} MB backed up and compared in {min(taken):.2f} s, {min(used):.2f} s of them computing (best of 5)"
    )
    return size >= _MEGABYTES and min(taken) < 1


def _contents(path: Path) -> dict[str, str]:
    with closing(connect(path, "ro")) as connection:
        return contents(connection)


def _pages(path: Path) -> bytes:
    return path.read_bytes()[100:]
