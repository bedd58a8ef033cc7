"""A disk that fills up under seven things people do, at any number of levels of room.

The disk is a real one of a few megabytes, so the system itself refuses. After each: nothing that was saved before is
lost, no file of before is damaged, and there was one plain message where the thing could not be done.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import AnswerState
from shipworthy.errors import UserError
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.settings import Settings, load_settings, save_settings
from shipworthy.storage.backup import contents
from shipworthy.storage.sqlite_file import connect, is_sound
from shipworthy.workflows.backups import back_up
from shipworthy.workflows.bundles import export_bundle
from shipworthy.workflows.questionnaires import export_questionnaire
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session

MEGABYTES = 8
_OLD = Path(__file__).parents[1] / "storage" / "old"
_PAGE = 4096  # bytes, the least that this disk gives or takes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one thing at one level: `room` in bytes, `done` whether it was, `faults` what must not be."""

    what: str
    room: int
    done: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing that people do: `writes` names what it may change beside the database."""

    name: str
    act: Callable[[Path], object]
    writes: tuple[str, ...] = ()
    is_migration: bool = False


@contextmanager
def small_disk(folder: Path, megabytes: int = MEGABYTES) -> Iterator[Path | None]:
    """Make a small disk in a folder; None where this user may not, or the system cannot."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.name == "nt" or shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path, room: int) -> Path:
    """Fill a disk until only so many bytes are free, and return the file that does it."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free
    with filler.open("wb") as file, suppress(OSError):
        file.write(b"\0" * max(free - room, 0))
    return filler


def play(work: Path, levels: int, names: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """Do each thing at each level of room, from none to more than it takes; nothing where no disk can be made."""
    work.mkdir(parents=True, exist_ok=True)
    kept = work / "kept"
    with ReportWorker() as worker:
        things = [thing for thing in _things(worker) if not names or thing.name in names]
        _prepare(kept, things)
        for thing in things:
            source = _old_store(work / "old") if thing.is_migration else kept
            most = _needs(thing, source, work / "disk")
            if most is None:
                return
            for level in range(levels):
                room = most * 5 // 4 * level // max(levels - 1, 1)
                with small_disk(work / "disk") as disk:
                    assert disk is not None, "there was one just now"
                    yield _try(thing, source, disk, room)


def _session(folder: Path) -> Session:
    return open_session(folder, Settings(), "Amira", lambda: datetime(2026, 11, 22, 14, 3, tzinfo=UTC), uuid4)


def _prepare(folder: Path, things: Sequence[_Thing]) -> None:
    """Make a data folder with a review in it and one old file of each kind beside it."""
    folder.mkdir()
    with closing(_session(folder)) as session:
        assessment = begin_review(session, [small_pack()])
        _answer(session, assessment.id, "before")
        save_settings(folder, Settings(name="Before"))
        for thing in things:
            if thing.name in ("backup", "PDF", "XLSX", "bundle"):
                thing.act(folder)


def _old_store(folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(min(_OLD.glob("*.db")), folder / DATABASE_NAME)
    return folder


def _things(worker: ReportWorker) -> tuple[_Thing, ...]:
    def report(session: Session, review: UUID) -> object:
        return make_report(session, review_order(review), session.data_dir / "a.pdf", worker)

    def sheet(session: Session, review: UUID) -> object:
        return export_questionnaire(session, review, session.data_dir / "a.xlsx", blank=False)

    def bundle(session: Session, review: UUID) -> object:
        return export_bundle(session, review, session.data_dir / "a.shipworthy")

    return (
        _Thing("answer", lambda folder: _with(folder, partial(_answer, note="after " * 4000))),
        _Thing("backup", lambda folder: _with(folder, lambda session, _review: back_up(session)), ("backups",)),
        _Thing("PDF", lambda folder: _with(folder, report), ("a.pdf",)),
        _Thing("XLSX", lambda folder: _with(folder, sheet), ("a.xlsx",)),
        _Thing("bundle", lambda folder: _with(folder, bundle), ("a.shipworthy",)),
        _Thing("migration", lambda folder: _session(folder).close(), ("backups",), is_migration=True),
        _Thing("settings", lambda folder: save_settings(folder, Settings(name="After")), ("settings.toml",)),
    )


def _with(folder: Path, act: Callable[[Session, UUID], object]) -> object:
    with closing(_session(folder)) as session:
        with session.store.read() as tx:
            [assessment] = tx.assessments.of_service(tx.services.all()[0].id)
        return act(session, assessment.id)


def _answer(session: Session, assessment_id: UUID, note: str) -> object:
    review = open_review(session, assessment_id)
    question = next(iter(review.questionnaire.asked))
    answer = replace(review.answer(question), state=AnswerState.UNKNOWN, note=note)
    return record_answer(session, assessment_id, answer)


def _needs(thing: _Thing, source: Path, folder: Path) -> int | None:
    """Return how many bytes a thing takes at the most, where it has them; None where no small disk can be made."""
    with small_disk(folder) as disk:
        if disk is None:
            return None
        data = disk / "data"
        shutil.copytree(source, data)
        before = shutil.disk_usage(disk).free
        thing.act(data)
        # What it needs meanwhile, such as a journal or a part, is at most as much as what it writes and the database.
        grown = max(before - shutil.disk_usage(disk).free, 0)
        written = sum(len(content) for name, content in _files(data).items() if Path(name).parts[0] in thing.writes)
        database = (data / DATABASE_NAME).stat().st_size * (3 if thing.is_migration else int(not thing.writes))
        return grown + written + database + 2 * _PAGE


def _try(thing: _Thing, source: Path, disk: Path, room: int) -> Outcome:
    data = disk / "data"
    shutil.copytree(source, data)
    before, rows = _files(data), _rows(data)
    filler = fill(disk, room)
    faults: list[str] = []
    try:
        thing.act(data)
        done = True
    except UserError as error:
        done = False
        if not error.message or not error.hint:
            faults.append(f"the message says not enough: {error}")
    except Exception as error:  # noqa: BLE001 - whatever else comes out is what the drill looks for
        done = False
        faults.append(f"no plain message but {type(error).__name__}: {error}")
    faults += _look(thing, data, before, rows, done)
    filler.unlink()
    faults += _must_work_again(thing, data)
    return Outcome(thing.name, room, done, tuple(faults))


def _look(thing: _Thing, data: Path, before: dict[str, bytes], rows: dict[str, str], done: bool) -> Iterator[str]:
    """Yield what was lost or damaged."""
    after = _files(data)
    for name, content in before.items():
        is_written = done and Path(name).parts[0] in thing.writes
        if name not in after:
            yield f"{name} is gone"
        elif after[name] != content and not is_written and name != DATABASE_NAME:
            yield f"{name} was changed"
    yield from (f"{name} was left" for name in after if name.endswith((".part", "-journal")) and name not in before)
    if not done and _rows(data) != rows:
        yield "rows were changed by what was not done"
    with closing(connect(data / DATABASE_NAME, "ro")) as connection:
        if not is_sound(connection):
            yield "the database is damaged"
    load_settings(data)


def _must_work_again(thing: _Thing, data: Path) -> Iterator[str]:
    """Yield what still cannot be done after room was made."""
    try:
        thing.act(data)
    except UserError as error:
        yield f"not even with room: {error}"


def _files(data: Path) -> dict[str, bytes]:
    return {str(each.relative_to(data)): each.read_bytes() for each in sorted(data.rglob("*")) if each.is_file()}


def _rows(data: Path) -> dict[str, str]:
    with closing(connect(data / DATABASE_NAME, "ro")) as connection:
        return contents(connection)
