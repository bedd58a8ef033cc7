"""The shape of an SQLite file: its tables, indexes, triggers and views, beside those that Shipworthy makes.

A file from elsewhere can bring statements that run when it is read or written (triggers, views, tables of other
modules). None of them is run: what a file holds is read first, and anything of these that is not ours ends the opening.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, StaticPool, create_engine

from shipworthy.errors import UserError
from shipworthy.storage import errors, schema
from shipworthy.storage.tables import metadata
from shipworthy.text import _

_LOG = "BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
_SEALS = "BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END"
_OTHER_CHANGE = "EXISTS (SELECT 1 FROM change_log WHERE sequence = NEW.sequence)"
_OTHER_SEAL = "EXISTS (SELECT 1 FROM seals WHERE number = NEW.number OR assessment = NEW.assessment)"
# The only statements that a file of ours brings; the migrations of 0001 and 0002 make them.
TRIGGERS = {
    "change_log_no_update": f"BEFORE UPDATE ON change_log {_LOG}",
    "change_log_no_delete": f"BEFORE DELETE ON change_log {_LOG}",
    "change_log_no_replace": f"BEFORE INSERT ON change_log WHEN {_OTHER_CHANGE} {_LOG}",
    "seals_no_update": f"BEFORE UPDATE ON seals {_SEALS}",
    "seals_no_delete": f"BEFORE DELETE ON seals {_SEALS}",
    "seals_no_replace": f"BEFORE INSERT ON seals WHEN {_OTHER_SEAL} {_SEALS}",
}
_SQL = "SELECT type, name, tbl_name, sql FROM sqlite_master"
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"\w+")


class Part(NamedTuple):
    """A table, index, trigger or view by its kind and name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ShapeDifference:
    """A part of a file that is not as in a new store; `sql` makes it anew where nothing of the user's is in it."""

    part: Part
    missing: bool = False
    added: bool = False
    sql: str = ""


def refuse_foreign(connection: Connection, place: str) -> None:
    """Raise UserError where an SQLite file would run statements that Shipworthy did not put there.

    For a server this is its administrator's business.
    """
    if connection.dialect.name != "sqlite":
        return
    for kind, name, _table, sql in connection.exec_driver_sql(_SQL):
        is_ours = kind in ("table", "index") and not _is_virtual(sql)
        if kind == "trigger":
            is_ours = name in TRIGGERS and _normal(sql) == _normal(f"CREATE TRIGGER {name} {TRIGGERS[name]}")
        if not is_ours:
            raise UserError(
                _("{place} holds something that Shipworthy did not make, the {kind} “{name}”.").format(
                    place=place, kind=kind_in_words(kind, sql), name=name
                ),
                _("Nothing in it was run or changed. Use a backup of your own, or ask who sent the file."),
            )


def refuse_incomplete(connection: Connection, place: str) -> None:
    """Raise UserError where an SQLite file of the newest schema lacks a table or a column of it.

    By words alone, which takes a thousandth of a second: whether all is exactly as in a new store is for the check.
    """
    if connection.dialect.name != "sqlite":
        return
    said = {name: set(_WORDS.findall(sql or "")) for kind, name, _table, sql in connection.exec_driver_sql(_SQL)}
    for table in metadata.tables.values():
        if not {column.name for column in table.c} <= said.get(table.name, set()):
            raise errors.damaged(place)


def kind_in_words(kind: str, sql: str | None = None) -> str:
    """Return what people call a part of a database."""
    if _is_virtual(sql):
        return _("virtual table")
    return {
        "table": _("table"), "index": _("index"), "trigger": _("trigger"), "view": _("view"),
    }.get(kind, _("entry"))  # fmt: skip


def differences(connection: Connection, revision: str = schema.NEWEST) -> Iterator[ShapeDifference]:
    """Yield how a file differs from a new store, or from what one was at an older revision; only for SQLite."""
    if connection.dialect.name != "sqlite":
        return
    ours, theirs = _new_store(revision), _parts(connection)
    for part, sql in ours.items():
        if part not in theirs:
            yield ShapeDifference(part, missing=True, sql=sql if part.kind in ("index", "trigger") else "")
        elif _defined(part, theirs[part]) != _defined(part, sql):
            yield ShapeDifference(part)
    for part in theirs.keys() - ours.keys():
        yield ShapeDifference(part, added=True)


@cache
def _new_store(revision: str) -> dict[Part, str]:
    """Return the parts of a new store, made in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            birth = schema.birth_record(UUID(int=0), "UTC", datetime(2026, 1, 1, tzinfo=UTC))
            schema.update(connection, birth, revision=revision)
            return _parts(connection)
    finally:
        engine.dispose()


def _parts(connection: Connection) -> dict[Part, str]:
    """Return all parts with the statements that made them; SQLite's own (of keys, of numbers, of statistics) have none
    of ours and are left out."""
    return {
        Part(kind, name): sql or ""
        for kind, name, _table, sql in connection.exec_driver_sql(_SQL)
        if not name.startswith("sqlite_")
    }


def _is_virtual(sql: str | None) -> bool:
    return _normal(sql).startswith("create virtual")


def _defined(part: Part, sql: str) -> object:
    """Return what a statement defines; a migration that rebuilds a table puts its constraints in any order."""
    if part.kind != "table":
        return _normal(sql)
    return sorted(_normal(line.rstrip(", ")) for line in sql.splitlines())


def _normal(sql: str | None) -> str:
    """Return a statement without what does not change it: spaces, quotes round names, and case."""
    return _SPACES.sub(" ", (sql or "").replace('"', "")).strip().lower()
