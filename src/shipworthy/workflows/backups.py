"""Backups that a person asks for: the database and its evidence, verified, in a folder of their own."""

from collections.abc import Callable
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.files import make_folder
from shipworthy.storage.backup import Backup, backup_with_evidence
from shipworthy.storage.backup_files import BackupReason, backup_name
from shipworthy.text import _, ngettext
from shipworthy.workflows.session import BACKUP_FOLDER, Session


def back_up(session: Session, folder: Path | None = None, before_each: Callable[[], None] = lambda: None) -> Backup:
    """Write a verified backup of the database and its evidence into a folder; without one, into that of
    the settings, else `backups` beside it.

    Only evidence files that the folder does not have yet are copied; `before_each` is called before each and may raise
    to stop. Raises UserError where the backup cannot be made,
    and for a database on a server, whose backups are its administrator's.
    """
    source = session.store.path
    if source is None:
        raise UserError(
            _("This database lies on a server, so Shipworthy makes no backup of it."),
            _("Ask its administrator; the folder {folder} holds the evidence files.").format(
                folder=session.evidence.folder
            ),
        )
    chosen = session.settings.backup_folder
    target = folder or (Path(chosen) if chosen else source.parent / BACKUP_FOLDER)
    make_folder(target)
    if target.resolve() == source.parent.resolve():
        raise UserError(
            _("A backup beside the database is lost with it."), _("Choose another folder, best on another disk.")
        )
    name = backup_name(source.stem, session.now(), BackupReason.BY_HAND)
    return backup_with_evidence(source, target / name, before_each)


def summary(made: Backup) -> tuple[str, str]:
    """Return what a backup came to, and what is wrong with the evidence in it; "" where nothing is."""
    copied = ngettext("{count} evidence file is new there", "{count} evidence files are new there", made.evidence.count)
    text = _("Backed up to {file}; {copied}.").format(
        file=made.database, copied=copied.format(count=made.evidence.count)
    )
    if not made.evidence.damaged:
        return text, ""
    names = ", ".join(f"{digest[:12]}…" for digest in made.evidence.damaged)
    return text, _("Damaged evidence files were left out, by SHA-256: {names}. Add them again.").format(names=names)
