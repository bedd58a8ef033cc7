"""Taking everything along: the whole store as one checked archive, and an archive unpacked to be restored from."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time

from shipworthy.errors import UserError
from shipworthy.exchange.packing import altered
from shipworthy.exchange.store_archive import (
    DATABASE,
    EVIDENCE,
    FORMAT,
    SUFFIX,
    TEMPLATES,
    StoreManifest,
    unpack_store,
    write_store,
)
from shipworthy.files import make_folder, write_bytes
from shipworthy.storage.backup import backup
from shipworthy.storage.backup_files import BackupFile, BackupReason
from shipworthy.storage.backup_info import read_info
from shipworthy.storage.restore import check_point
from shipworthy.text import _, ngettext
from shipworthy.workflows.reports.own_templates import templates_folder
from shipworthy.workflows.restore import Point
from shipworthy.workflows.session import Session

_PREFIX = ".shipworthy-archive-"
_LEFT_AFTER_SECONDS = 86_400  # longer than anybody looks at a dialog


@dataclass(frozen=True, slots=True)
class Exported:
    """An archive that was made: its file, how many files of evidence went along, and the digests of damaged ones."""

    path: Path
    evidence: int
    damaged: tuple[str, ...]


def archive_name(session: Session) -> str:
    """Return the name that is offered for an archive made now."""
    return f"shipworthy-{session.now():%Y%m%d}{SUFFIX}"


def export_store(session: Session, path: Path, before_each: Callable[[], None] = lambda: None) -> Exported:
    """Write everything of a data folder into one archive: the database, its evidence, own report templates.

    The database is copied as a backup is, so that others may go on writing; damaged files of evidence are left out and
    named. Settings stay, because they are of this machine. `before_each` is called before each file and may raise to
    stop. Raises UserError where it cannot be made, and nothing is left then.
    """
    source = session.store.path
    if source is None:
        raise UserError(
            _("This database lies on a server, so Shipworthy makes no archive of it."),
            _("Ask its administrator for a dump; the folder {folder} holds the evidence files.").format(
                folder=session.evidence.folder
            ),
        )
    with _folder_beside(path) as beside:
        copy = backup(source, beside / DATABASE)
        digests = session.evidence.digests()
        damaged = tuple(each for each in digests if not session.evidence.is_whole(each))
        evidence = [session.evidence.path_of(each) for each in digests if each not in damaged]
        files = {
            DATABASE: copy,
            **{f"{EVIDENCE}/{each.parent.name}/{each.name}": each for each in evidence},
            **_templates(session.data_dir),
        }
        held = read_info(copy)
        about = StoreManifest(FORMAT, session.actor, session.now(), session.store.id, held.schema, held.last_change, {})
        write_store(path, about, files, before_each)
    return Exported(path, len(evidence), damaged)


def is_archive(path: Path) -> bool:
    """Tell by its name whether a file is meant as an archive of a whole store."""
    return path.suffix.lower() == SUFFIX


@contextmanager
def unpacked(path: Path, data_dir: Path, before_each: Callable[[], None] = lambda: None) -> Iterator[Point]:
    """Unpack an archive inside a data folder for the time of the block, as a point that one can return to.

    Its evidence lies beside the database, as beside every backup. `before_each` is called before each file and may
    raise to stop. Raises UserError where it is no archive, not whole, or holds another store than it says.
    """
    make_folder(data_dir)
    with _folder_beside(data_dir / DATABASE) as folder:
        about = unpack_store(path, folder, before_each)
        database = folder / DATABASE
        check_point(database)
        info = read_info(database)
        if (info.store_id, info.schema, info.last_change) != (about.store, about.schema, about.sequence):
            raise altered(path, DATABASE)
        yield Point(BackupFile(database, about.made_at, BackupReason.BY_HAND), info, archive=path)


def take_templates(point: Point, data_dir: Path) -> tuple[str, ...]:
    """Copy the own report templates of an unpacked archive that a data folder does not have; return their names."""
    taken = []
    for folder in sorted(each for each in templates_folder(point.file.path.parent).glob("*") if each.is_dir()):
        target = templates_folder(data_dir) / folder.name
        if not target.exists():
            # Under a name that is on offer to nobody, until it is whole.
            part = target.with_name(f".{folder.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            for file in sorted(each for each in folder.rglob("*") if each.is_file()):
                make_folder((part / file.relative_to(folder)).parent)
                write_bytes(part / file.relative_to(folder), file.read_bytes())
            part.rename(target)
            taken.append(folder.name)
    return tuple(taken)


def templates_words(names: Sequence[str]) -> str:
    """Return which report templates an archive brought along; "" where none."""
    text = ngettext("Added the report template {names}.", "Added the report templates {names}.", len(names))
    return text.format(names=", ".join(names)) if names else ""


def exported_words(exported: Exported) -> tuple[str, str]:
    """Return what an export came to, and what is wrong with the evidence in it; "" where nothing is."""
    files = ngettext("{count} evidence file", "{count} evidence files", exported.evidence).format(
        count=exported.evidence
    )
    text = _("Everything is in {path}: the database and {files}. It was read back.").format(
        path=exported.path, files=files
    )
    if not exported.damaged:
        return text, ""
    names = ", ".join(f"{digest[:12]}…" for digest in exported.damaged)
    return text, _("Damaged evidence files were left out, by SHA-256: {names}. Add them again.").format(names=names)


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """Make a folder beside a file for the time of the block: on the same disk, because that is where room is meant.

    What a crash left of such a folder goes: it may be as large as the store.
    """
    try:
        for left in path.parent.glob(f"{_PREFIX}*"):
            if time() - left.stat().st_mtime > _LEFT_AFTER_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
        folder = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=path.parent)
    except OSError as error:
        raise UserError(
            _("Nothing can be written to {folder}: {reason}.").format(
                folder=path.parent, reason=error.strerror or str(error)
            ),
            _("Choose a folder you may write to, then try again."),
        ) from error
    with folder as name:
        yield Path(name)


def _templates(data_dir: Path) -> dict[str, Path]:
    folder = templates_folder(data_dir)
    found = sorted(each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())
    return {f"{TEMPLATES}/{each.relative_to(folder).as_posix()}": each for each in found if each.parent != folder}
