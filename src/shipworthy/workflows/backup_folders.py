"""Where the backups of a data folder lie, and which there are; also where its database cannot be opened."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.storage.backup_files import BackupFile, backups_in, newest_first
from shipworthy.text import _
from shipworthy.workflows.session import BACKUP_FOLDER, DATABASE_NAME

STEM = Path(DATABASE_NAME).stem


@dataclass(frozen=True, slots=True)
class BackupFolders:
    """Where backups go: `first` is that of the settings or the usual one, `second` the user's own, None without one.

    Those before an update are always made in `of_updates`, which needs no settings.
    """

    first: Path
    second: Path | None
    of_updates: Path


def backup_folders(data_dir: Path, settings: Settings) -> BackupFolders:
    """Return where the backups of a data folder go."""
    usual = data_dir / BACKUP_FOLDER
    first, second = settings.backup_folder, settings.second_backup_folder
    return BackupFolders(Path(first) if first else usual, Path(second) if second else None, usual)


def all_backups(data_dir: Path, settings: Settings) -> tuple[BackupFile, ...]:
    """Return the backups of a data folder by their names, newest first, from every folder that can be read now.

    One that also went to the second folder is there twice.
    """
    folders = backup_folders(data_dir, settings)
    places = {each.resolve(): each for each in (folders.first, folders.of_updates, folders.second) if each is not None}
    found: list[BackupFile] = []
    for folder in places.values():
        with suppress(OSError):  # unplugged, or not for us to read: the others still count
            found += backups_in(folder, STEM)
    return newest_first(iter(found))


def check_first_folder(folder: Path, data_dir: Path, second: Path | None = None) -> None:
    """Raise UserError where backups would be lost with the database itself, or would go to one folder twice."""
    if second is not None and folder.resolve() == second.resolve():
        raise UserError(
            _("{folder} is the second backup folder already.").format(folder=folder),
            _("Choose another folder, best on another disk."),
        )
    if folder.resolve() == data_dir.resolve():
        raise UserError(
            _("A backup beside the database is lost with it."), _("Choose another folder, best on another disk.")
        )


def check_second_folder(folder: Path, first: Path, data_dir: Path) -> None:
    """Raise UserError where a second folder would add no safety, or is not there.

    It is never made: the place of a stick that was unplugged must not become a folder on the disk of the data.
    """
    if folder.resolve() == first.resolve():
        raise UserError(
            _("{folder} is the backup folder already.").format(folder=folder),
            _("Choose another one for the second copy, best on another disk."),
        )
    if folder.resolve().is_relative_to(data_dir.resolve()):
        raise UserError(
            _("{folder} lies in the data folder, and would be lost with it.").format(folder=folder),
            _("Choose another one for the second copy, best on another disk."),
        )
    if not is_there(folder):
        raise UserError(
            _("The second backup folder {folder} cannot be reached.").format(folder=folder),
            _("Plug in or connect the disk that holds it, or choose another folder under Settings > Data."),
        )


def is_there(folder: Path) -> bool:
    """Tell whether a folder is there now."""
    try:
        return folder.is_dir()
    except OSError:  # on a share that is down, or behind a folder that is not for us
        return False
