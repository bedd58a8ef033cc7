"""The doctor: what this machine has, where things lie, and whether the store and the reports would work."""

import platform
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from shipworthy import __version__
from shipworthy.errors import UserError
from shipworthy.log import log_folder
from shipworthy.paths import config_dir, shipped
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _
from shipworthy.workflows.session import Session

_LIBRARIES = ("PySide6_Essentials", "SQLAlchemy", "weasyprint", "Jinja2", "PyYAML", "msgspec")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; where it is not fine, `value` says what to do."""

    name: str
    value: str
    fine: bool = True


def examine(open_session: Callable[[], Session]) -> tuple[Finding, ...]:
    """Look at programs, folders, store and report printing; never raises for what it finds."""
    return (*_programs(), *_store(open_session), _reports())


def _programs() -> Iterator[Finding]:
    yield Finding("Shipworthy", __version__)
    yield Finding("Python", f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    for library in _LIBRARIES:
        try:
            yield Finding(library, metadata.version(library))
        except metadata.PackageNotFoundError:
            yield Finding(library, _("not installed; run packaging/bootstrap.py again"), fine=False)
    yield Finding(_("Shipped files"), str(shipped("assessments").parent))
    yield Finding(_("Settings folder"), str(config_dir()))


def _store(open_session: Callable[[], Session]) -> Iterator[Finding]:
    try:
        session = open_session()
    except UserError as error:
        yield Finding(_("Database"), str(error), fine=False)
        return
    info = session.store.describe()
    session.close()
    yield Finding(_("Database"), str(info.location), fine=not info.read_only)
    yield Finding(_("Log folder"), str(log_folder(session.data_dir)))
    yield Finding(
        _("Database engine"),
        _("{engine}, journal {mode}, schema {schema}").format(
            engine=info.engine, mode=info.journal_mode, schema=info.schema
        ),
    )


def _reports() -> Finding:
    """Start the worker that prints reports: that is what finds out whether Pango and fonts are there."""
    try:
        with ReportWorker() as worker:
            worker.check()
    except UserError as error:
        return Finding(_("Reports"), str(error), fine=False)
    return Finding(_("Reports"), _("can be printed"))
