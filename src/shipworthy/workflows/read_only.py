"""A database that may only be read: why, and a copy of it where it can be changed."""

from collections.abc import Callable
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.files import make_folder
from shipworthy.settings import save_settings
from shipworthy.storage.backup import Backup, backup_with_evidence
from shipworthy.storage.read_only import why_read_only
from shipworthy.text import _
from shipworthy.workflows.session import DATABASE_NAME, Session


def why(session: Session) -> str:
    """Return in a sentence why the database cannot be changed, as things are now; "" where it can by now."""
    return why_read_only(session.store.path) if session.store.path is not None else ""


def save_copy(session: Session, folder: Path, before_each: Callable[[], None] = lambda: None) -> Backup:
    """Copy database, evidence and settings into a folder, which can then be opened as a data folder of its own.

    The copy is verified as a backup is. `before_each` is called before each evidence file and may raise to stop.
    Raises UserError where the folder holds a database already, or the copy cannot be made.
    """
    source = session.store.path
    assert source is not None, "a database on a server is in no folder"
    target = folder / DATABASE_NAME
    if target.exists():
        raise UserError(
            _("There is a database in {folder} already.").format(folder=folder),
            _("Nothing was changed. Choose another folder, best an empty one."),
        )
    make_folder(folder)
    made = backup_with_evidence(source, target, before_each)
    save_settings(folder, session.settings._replace(data_folder="", backup_folder="", second_backup_folder=""))
    return made
