"""Crafted database files, each with something in it that no store of ours has; none of it may run.

Used whole by test_foreign_files and by `python -m tests.drills foreign_files`.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from shipworthy.errors import UserError
from shipworthy.storage.other_files import examine

# Would fill a table, were it ever run; or never end.
_CANARY = "INSERT INTO meta VALUES (hex(randomblob(8)), 'a statement of the file ran')"
_ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"


class Crafted(NamedTuple):
    """A file by what is wrong with it; `make` turns a new store into it."""

    name: str
    make: Callable[[Path], None]


class Verdict(NamedTuple):
    """What became of a file: the words it was refused with (empty: it was taken), and whether it was left as it was."""

    name: str
    words: str
    untouched: bool


def _sql(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for each in statements:
                connection.execute(each)

    return make


def _schema(*statements: str) -> Callable[[Path], None]:
    return _sql("PRAGMA writable_schema=ON", *statements, "PRAGMA writable_schema=RESET")


def _other_program(path: Path) -> None:
    path.unlink()
    _sql("CREATE TABLE services (id INTEGER PRIMARY KEY, name TEXT)", "CREATE TABLE meta (key, value)")(path)


def _same_names(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    path.unlink()
    tables = [f'CREATE TABLE "{name}" (id, name)' for name in names if not name.startswith("sqlite_")]
    _sql(*tables, "DROP TABLE alembic_version", "CREATE TABLE alembic_version (version_num)",
         "INSERT INTO alembic_version VALUES ('0004')")(path)  # fmt: skip


def _without_rowid(path: Path) -> None:
    _sql(
        "DROP TABLE saved_views",
        "CREATE TABLE saved_views (id CHAR(32) PRIMARY KEY, name TEXT, filter TEXT, group_by TEXT, columns TEXT, "
        "sort_by TEXT, descending BOOLEAN, version INTEGER) WITHOUT ROWID",
    )(path)


def _deep_expression(path: Path) -> None:
    deep = "version" + " + 1" * 900
    _sql(f"CREATE INDEX ix_deep ON saved_views ({deep})")(path)


def _truncated(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def _garbled_schema(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(b"CREATE TABLE services", b"CREATE TABLE servlces"))


FILES = (
    Crafted("a trigger on answers", _sql(f"CREATE TRIGGER t AFTER INSERT ON answers BEGIN {_CANARY}; END")),
    Crafted("a trigger under a name of ours", _sql(
        "DROP TRIGGER seals_no_update",
        f"CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals BEGIN {_CANARY}; END",
    )),
    Crafted("a trigger of ours on another table", _sql(
        "DROP TRIGGER seals_no_delete",
        "CREATE TRIGGER seals_no_delete BEFORE DELETE ON waivers "
        "BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END",
    )),
    Crafted("a view", _sql("CREATE VIEW v AS SELECT * FROM services")),
    Crafted("a view that never ends", _sql(f"CREATE VIEW v AS {_ENDLESS}")),
    Crafted("a view in the place of a table", _sql(
        "DROP TABLE saved_views", f"CREATE VIEW saved_views AS SELECT 1 AS id, ({_ENDLESS}) AS name"
    )),
    Crafted("the version told by a view", _sql(
        "DROP TABLE alembic_version", "CREATE VIEW alembic_version AS SELECT '0004' AS version_num"
    )),
    Crafted("a virtual table", _sql("CREATE VIRTUAL TABLE notes USING fts5(text)")),
    Crafted("a table more", _sql("CREATE TABLE extra (id)")),
    Crafted("a table less", _sql("DROP TABLE saved_views")),
    Crafted("a column of another type", _schema(
        "UPDATE sqlite_master SET sql = replace(sql, 'tier INTEGER', 'tier BLOB') WHERE name = 'services'"
    )),
    Crafted("a column less", _sql("ALTER TABLE saved_views DROP COLUMN group_by")),
    Crafted("a generated column", _sql(
        "ALTER TABLE saved_views ADD COLUMN g TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL"
    )),
    Crafted("an index over a deep expression", _deep_expression),
    Crafted("an index over part of a table", _sql("CREATE INDEX ix ON services (name) WHERE length(hex(name)) > 1")),
    Crafted("a rule that was taken away", _schema(
        "UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'answers'"
    )),
    Crafted("two tables on one page", _schema(
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'waivers') "
        "WHERE name = 'services'"
    )),
    Crafted("a table that lies nowhere", _schema("UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'answers'")),
    Crafted("a definition that is none", _schema(
        "UPDATE sqlite_master SET sql = 'CREATE TABLE x(' WHERE name = 'meta'"
    )),
    Crafted("a copy without row ids", _without_rowid),
    Crafted("a version that is a number", _sql(
        "DROP TABLE alembic_version", "CREATE TABLE alembic_version (version_num)",
        "INSERT INTO alembic_version VALUES (4)",
    )),
    Crafted("a version that never was", _sql("UPDATE alembic_version SET version_num = '0000'")),
    Crafted("a newer version", _sql("UPDATE alembic_version SET version_num = '9999'")),
    Crafted("a value of 150 MB", _sql("UPDATE alembic_version SET version_num = zeroblob(150000000)")),
    Crafted("another program's file", _other_program),
    Crafted("another program's file with our names", _same_names),
    Crafted("half a file", _truncated),
    Crafted("a table under a name that is almost ours", _garbled_schema),
    Crafted("no file but noise", _noise),
)  # fmt: skip


def play(whole: Path, work: Path) -> Iterator[Verdict]:
    """Make each file from a new store and have it examined."""
    for place, each in enumerate(FILES):
        path = work / f"crafted-{place}.db"
        shutil.copy(whole, path)
        each.make(path)
        before = path.read_bytes()
        words = ""
        try:
            examine(path)
        except UserError as error:
            words = error.message
        yield Verdict(each.name, words, path.read_bytes() == before)
        path.unlink()
