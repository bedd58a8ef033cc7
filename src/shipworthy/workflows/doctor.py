"""The doctor: what this machine has, where things lie, and whether the store and the reports would work."""

import platform
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from shipworthy import __version__
from shipworthy.errors import UserError
from shipworthy.log import log_folder
from shipworthy.paths import shipped
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.storage.disk import disk_kind
from shipworthy.storage.network import share_of
from shipworthy.storage.sqlite_file import why_no_wal
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.backup_folders import all_backups, backup_folders, is_there
from shipworthy.workflows.check_data import OLD_BACKUP
from shipworthy.workflows.restore_words import moment_words
from shipworthy.workflows.session import Session

_LIBRARIES = ("PySide6_Essentials", "SQLAlchemy", "weasyprint", "Jinja2", "PyYAML", "msgspec")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; where it is not fine, `value` says what to do.

    `look` marks what works but is worth a look.
    """

    name: str
    value: str
    fine: bool = True
    look: bool = False

    @property
    def sign(self) -> str:
        """Return the state as one letter."""
        return "✕" if not self.fine else "!" if self.look else "✓"


def examine(open_session: Callable[[], Session], settings: Path) -> tuple[Finding, ...]:
    """Look at programs, folders, store and report printing; never raises for what it finds.

    `settings` is the folder that the settings are read from.
    """
    return (*_programs(settings), *_store(open_session), _reports())


def _programs(settings: Path) -> Iterator[Finding]:
    yield Finding("Shipworthy", __version__)
    yield Finding("Python", f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    for library in _LIBRARIES:
        try:
            yield Finding(library, metadata.version(library))
        except metadata.PackageNotFoundError:
            yield Finding(library, _("not installed; run packaging/bootstrap.py again"), fine=False)
    yield Finding(_("Shipped files"), str(shipped("assessments").parent))
    yield Finding(_("Settings folder"), str(settings))


def _store(open_session: Callable[[], Session]) -> Iterator[Finding]:
    try:
        session = open_session()
    except UserError as error:
        yield Finding(_("Database"), str(error), fine=False)
        return
    try:
        yield from _database(session)
        yield from _folders(session)
        yield _backup(session)
        yield _check(session)
    except UserError as error:  # damage that opening did not meet
        yield Finding(_("Database"), str(error), fine=False)
    finally:
        session.close()


def _database(session: Session) -> Iterator[Finding]:
    info, path = session.store.describe(), session.store.path
    yield Finding(_("Database"), str(info.location), fine=not info.read_only)
    why = why_no_wal(path) if path is not None and info.journal_mode == "delete" else ""
    journal = _("{mode} ({why})").format(mode=info.journal_mode, why=why) if why else info.journal_mode
    yield Finding(
        _("Database engine"),
        _("{engine}, journal {mode}, schema {schema}").format(engine=info.engine, mode=journal, schema=info.schema),
    )
    if path is not None:
        share = share_of(path.parent)
        yield Finding(_("File system"), share or disk_kind(path) or _("not told by this system"), look=bool(share))


def _folders(session: Session) -> Iterator[Finding]:
    yield Finding(_("Data folder"), str(session.data_dir))
    yield Finding(_("Evidence folder"), str(session.evidence.folder))
    yield Finding(_("Log folder"), str(log_folder(session.data_dir)))
    if session.store.path is None:
        return
    folders = backup_folders(session.data_dir, session.settings)
    yield Finding(_("Backup folder"), str(folders.first))
    if folders.second is None:
        yield Finding(_("Second backup folder"), _("none; Settings can name one, best on another disk"))
    elif is_there(folders.second):
        yield Finding(_("Second backup folder"), str(folders.second))
    else:
        away = _("{folder} (cannot be reached now)").format(folder=folders.second)
        yield Finding(_("Second backup folder"), away, look=True)


def _backup(session: Session) -> Finding:
    name = _("Last backup")
    if session.store.path is None:
        return Finding(name, _("made by the administrator of the server"))
    backups = all_backups(session.data_dir, session.settings)
    if not backups:
        return Finding(name, _("none yet; make one: shipworthy backup"), look=True)
    newest, age = backups[0], session.now() - backups[0].made_at
    words = _("{moment}, verified when it was made: {file}").format(
        moment=moment_words(newest.made_at, session.now(), Wording()), file=newest.path
    )
    return Finding(name, words, look=age > OLD_BACKUP)


def _check(session: Session) -> Finding:
    name = _("Last check")
    last = session.store.last_check()
    if last is None:
        return Finding(name, _("never; look at everything with shipworthy check"), look=True)
    at, result = last
    words = {
        "fine": _("{moment}: all as it should be"),
        "mendable": _("{moment}: something can be mended; shipworthy check --repair"),
    }.get(result, _("{moment}: something is damaged; shipworthy check names it"))
    said = words.format(moment=moment_words(at, session.now(), Wording()))
    return Finding(name, said, fine=result in ("fine", "mendable"), look=result == "mendable")


def _reports() -> Finding:
    """Start the worker that prints reports: that is what finds out whether Pango and fonts are there."""
    try:
        with ReportWorker() as worker:
            worker.check()
    except UserError as error:
        return Finding(_("Reports"), str(error), fine=False)
    return Finding(_("Reports"), _("can be printed"))
