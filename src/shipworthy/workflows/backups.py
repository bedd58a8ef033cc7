"""Backups: asked for, made by the clock, and before a file is taken in; each verified, and thinned as they age."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.files import make_folder
from shipworthy.storage.backup import Backup, new_backup
from shipworthy.storage.backup_files import BackupFile, BackupReason, backup_names, read_name
from shipworthy.storage.backup_info import StoreState, read_state
from shipworthy.storage.backup_thinning import backups_of_store, newest_of_store, thin
from shipworthy.text import _, ngettext
from shipworthy.workflows.backup_folders import STEM, backup_folders, check_first_folder, check_second_folder
from shipworthy.workflows.session import Session

EVERY = timedelta(minutes=30)
# A series of imports, such as the sheets of a campaign, needs the state before its first.
_ONE_IMPORT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What backing up came to: `second` is the copy in the second folder, None where that has it or none is set.

    `problem` says why there is none although a folder is set.
    """

    first: Backup
    second: Backup | None = None
    problem: UserError | None = None

    @property
    def database(self) -> Path:
        """Return the file that was made."""
        return self.first.database


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking whether a backup is due came to: the newest there is now, None without one, and if it is new.

    `problem` says why the second folder, where one is set, does not have it.
    """

    newest: Path | None = None
    is_new: bool = False
    problem: UserError | None = None


@dataclass(frozen=True, slots=True)
class FolderStanding:
    """What a folder holds of a store's backups: when the newest was made, and how many are kept.

    `is_there` is False where the folder cannot be reached.
    """

    is_there: bool
    newest: datetime | None = None
    kept: int = 0


def back_up(session: Session, folder: Path | None = None, before_each: Callable[[], None] = lambda: None) -> BackedUp:
    """Write a verified backup of the database and its evidence into a folder; without one, into that of
    the settings, else `backups` beside it, and into the second folder of the settings.

    Only evidence files that the folder does not have yet are copied; `before_each` is called before each and may raise
    to stop. Raises UserError where the backup cannot be made,
    and for a database on a server, whose backups are its administrator's.
    """
    made = _make(session, BackupReason.BY_HAND, before_each, folder)
    return BackedUp(made) if folder else BackedUp(made, *_send_on(session, made.database, before_each))


def back_up_when_due(
    session: Session, sent: Path | None = None, before_each: Callable[[], None] = lambda: None
) -> Looked:
    """Back up where the store has changed since its newest backup and that is half an hour old; there may be none yet.

    The second folder gets what it lacks of the newest, unless that is the one which is known to be `sent`. Raises
    UserError where the backup cannot be made. A database on a server, or one that may only be read, needs none.
    """
    source = session.store.path
    if source is None or session.store.read_only:
        return Looked()
    newest = _newest(session)
    is_due = _is_due(read_state(source), newest, session.now())
    if is_due:
        path = _make(session, BackupReason.BY_THE_CLOCK, before_each).database
    elif newest is None:
        return Looked()
    else:
        path = newest[0].path
    problem = None if path == sent else _send_on(session, path, before_each)[1]
    return Looked(path, is_due, problem)


def guard(session: Session) -> None:
    """Back up before an import, outside any transaction; nothing where the newest backup holds all.

    Raises UserError where no backup can be made: then nothing was imported. What keeps it from the second folder alone
    is no reason to stop.
    """
    source = session.store.path
    if source is None or session.store.read_only:
        return
    now, newest, state = session.now(), _newest(session), read_state(source)
    if state.last_change == 0 or (newest is not None and newest[1] == state):
        return
    if newest is not None and newest[0].reason is BackupReason.BEFORE_IMPORT and now - newest[0].made_at < _ONE_IMPORT:
        return
    try:
        made = _make(session, BackupReason.BEFORE_IMPORT, lambda: None)
    except UserError as error:
        raise UserError(
            _("Nothing was imported: {reason} A backup comes before every import.").format(reason=error.message),
            error.hint,
        ) from error
    _send_on(session, made.database, lambda: None)


def folder_standing(session: Session, folder: Path) -> FolderStanding:
    """Return what a folder holds of this store's backups, each of which was verified before it took its name."""
    # The first folder is made when it is wanted.
    is_second = folder == backup_folders(session.data_dir, session.settings).second
    try:
        found = [file.made_at for file, _state in backups_of_store(folder, STEM, session.store.id)]
        return FolderStanding(not is_second or folder.is_dir(), max(found, default=None), len(found))
    except OSError:
        return FolderStanding(is_there=False)


def _is_due(state: StoreState, newest: tuple[BackupFile, StoreState] | None, now: datetime) -> bool:
    if state.last_change == 0 or newest is None:
        return state.last_change > 0
    file, held = newest
    return held != state and now - file.made_at >= EVERY


def _newest(session: Session) -> tuple[BackupFile, StoreState] | None:
    folder = backup_folders(session.data_dir, session.settings).first
    try:
        return newest_of_store(folder, STEM, session.store.id, session.now())
    except OSError as error:
        raise _unreadable(folder, error) from error


def _make(
    session: Session, reason: BackupReason, before_each: Callable[[], None], folder: Path | None = None
) -> Backup:
    """Make a backup in a folder, without one in the first of the settings, and thin what lies there."""
    source = session.store.path
    if source is None:
        raise UserError(
            _("This database lies on a server, so Shipworthy makes no backup of it."),
            _("Ask its administrator; the folder {folder} holds the evidence files.").format(
                folder=session.evidence.folder
            ),
        )
    target = folder or backup_folders(session.data_dir, session.settings).first
    check_first_folder(target, session.data_dir)
    make_folder(target)
    now = session.now()
    made = new_backup(source, target, backup_names(STEM, now, reason), before_each)
    _thin(session, target)
    return made


def _send_on(session: Session, path: Path, before_each: Callable[[], None]) -> tuple[Backup | None, UserError | None]:
    """Copy a backup into the second folder, where one is set and has not its state yet, and thin what lies there.

    Returns the copy, or what keeps it from there.
    """
    folders = backup_folders(session.data_dir, session.settings)
    if folders.second is None:
        return None, None
    try:
        check_second_folder(folders.second, folders.first, session.data_dir)
        file = read_name(path, STEM)
        newest = newest_of_store(folders.second, STEM, session.store.id, session.now())
        if file is None or (newest is not None and newest[1] == read_state(path)):
            return None, None
        made = new_backup(path, folders.second, backup_names(STEM, file.made_at, file.reason), before_each)
        _thin(session, folders.second)
    except UserError as error:
        before_each()  # raises again where that was what stopped it
        return None, error
    except OSError as error:
        return None, _unreadable(folders.second, error)
    return made, None


def _thin(session: Session, folder: Path) -> None:
    try:
        thin(folder, STEM, session.store.id, session.now())
    except OSError as error:
        raise _unreadable(folder, error) from error


def _unreadable(folder: Path, error: OSError) -> UserError:
    return UserError(
        _("The backup folder {folder} cannot be read: {reason}.").format(
            folder=folder, reason=error.strerror or str(error)
        ),
        _("Make it readable for you, or choose another folder under Settings > Data."),
    )


def summary(backed_up: BackedUp) -> tuple[str, str]:
    """Return what a backup came to, and what is wrong with it: evidence, the second folder; "" where nothing is."""
    made = backed_up.first
    copied = ngettext("{count} evidence file is new there", "{count} evidence files are new there", made.evidence.count)
    text = _("Backed up to {file}; {copied}.").format(
        file=made.database, copied=copied.format(count=made.evidence.count)
    )
    if backed_up.second is not None:
        text = _("{text} Also to {file}.").format(text=text, file=backed_up.second.database)
    wrong = []
    if made.evidence.damaged:
        names = ", ".join(f"{digest[:12]}…" for digest in made.evidence.damaged)
        wrong.append(
            _("Damaged evidence files were left out, by SHA-256: {names}. Add them again.").format(names=names)
        )
    if backed_up.problem is not None:
        wrong.append(str(backed_up.problem))
    return text, " ".join(wrong)
