"""Where damaged things still lie whole: the backups, looked into from the newest on."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.storage.backup import evidence_beside
from shipworthy.storage.backup_files import BackupFile
from shipworthy.storage.other_files import read_file
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.backup_folders import all_backups
from shipworthy.workflows.check_rows import UNREADABLE, Damage, look
from shipworthy.workflows.session import Session


class Backups:
    """The backups of a store; each is opened only to be read, and only where something is damaged."""

    def __init__(self, session: Session, before_each: Callable[[], None]) -> None:
        self._session = session
        self._before_each = before_each
        self._wholes: dict[Path, bool] = {}

    @property
    def newest(self) -> BackupFile | None:
        """The newest backup; None where there is none."""
        return self._files[0] if self._files else None

    def hint_for(self, damage: Damage) -> str:
        """Return which backup still holds what is damaged as it was, in words."""
        if damage.difference is not None and damage.row is None:
            return _("It was left as it is.")
        return self._hint(next((each for each in self._files if self._holds(each, damage)), None))

    def hint_for_file(self, digest: str) -> str:
        """Return which backup folder still holds an evidence file whole, in words."""
        for each in self._files:
            kept = evidence_beside(each.path)
            if kept.is_whole(digest):
                return _("{folder} still holds it: copy it back, or add the file again.").format(folder=kept.folder)
        return _("No backup holds it. Add the file again.")

    @cached_property
    def _files(self) -> tuple[BackupFile, ...]:
        return () if self._session.store.path is None else all_backups(self._session.data_dir, self._session.settings)

    def _holds(self, backup: BackupFile, damage: Damage) -> bool:
        self._before_each()
        if damage.difference is None or damage.row is None:
            if backup.path not in self._wholes:
                self._wholes[backup.path] = self._is_whole(backup.path)
            return self._wholes[backup.path]
        try:
            with read_file(backup.path) as tx:
                return tx.check.holds(damage.difference, damage.row)
        except UserError:
            return False

    def _is_whole(self, path: Path) -> bool:
        """Tell whether a backup is damaged nowhere."""
        try:
            with read_file(path) as tx:
                return not look(self._session, tx, self._before_each).damages
        except UserError:
            self._before_each()  # whoever asked to stop found no damage
            return False
        except UNREADABLE:
            return False

    def _hint(self, backup: BackupFile | None) -> str:
        if backup is None:
            return _("No backup holds it as it was.")
        day = Wording().date(self._session.day(backup.made_at))
        return _("The backup {file} of {date} still holds it as it was.").format(file=backup.path.name, date=day)
