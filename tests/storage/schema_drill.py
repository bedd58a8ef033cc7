"""The schema as it is made: the same by both engines after every step, and every constraint of it under its name.

Rows M5 and M6 of docs/reliability.md; the drills `two_engines` and `constraint_names` print what they compared.
"""

import ast
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.types import TypeEngine
from tests.storage.builders import NOW
from tests.storage.server import emptied

from shipworthy.storage import migrations, schema, sqlite_file
from shipworthy.storage.tables import metadata

Case = tuple[str, str]
REVISIONS = [f"{number:04}" for number in range(1, int(schema.NEWEST) + 1)]
_GUARDED = {"change_log", "seals"}
"""Tables whose rows triggers keep as they are; a rebuilt table would lose them."""

_NUMBERED = {"change_log": "pk_change_log"}
"""Tables whose numbers SQLite gives out and never again; SQLAlchemy writes that key into the column, without its name.
They are guarded, so nothing ever has to call the key by it."""

_CAST = re.compile(r"::[a-z ]+$")
_FAMILIES = {"CHAR(32)": "UUID", "DATETIME": "TIMESTAMP", "TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "FLOAT": "DOUBLE"}
"""What an engine calls a type, and what the other calls it."""


# M5


def two_engines(url: str) -> Iterator[Case]:
    """Bring an empty file and an empty database of a server up to date step by step, and compare after each."""
    server = emptied(url)
    with tempfile.TemporaryDirectory(prefix="engines-drill-") as folder:
        path = Path(folder) / "store.db"
        file = sqlite_file.engine(path, "rwc")
        for revision in REVISIONS:
            for engine in (file, server):
                with engine.connect() as connection:
                    _upgrade(connection, revision)
            yield f"{revision}: foreign_key_check", _broken(path)
            yield from _compared(revision, _shape(file), _shape(server))
        for engine in (file, server):
            with engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                found = compare_metadata(context, metadata)
                yield f"autogenerate on {engine.dialect.name}", "; ".join(map(str, found))
        file.dispose()
    server.dispose()


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "shipworthy.storage:migrations")
    config.attributes["connection"] = connection
    with connection.begin():
        command.upgrade(config, revision)


def _broken(path: Path) -> str:
    with closing(sqlite_file.connect(path, "ro")) as connection:
        return str(connection.execute("PRAGMA foreign_key_check").fetchall() or "")


def _shape(engine: Engine) -> dict[str, str]:
    """Return every table, column, constraint and index of a database in words that both engines share."""
    shape = {}
    inspector = inspect(engine)
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            kind, default = _family(column["type"], engine), _CAST.sub("", column["default"] or "")
            if table in _NUMBERED and default.startswith("nextval"):
                default = ""
            shape[f"{table}.{column['name']}"] = f"{kind}, null: {column['nullable']}, default: {default}"
        key = inspector.get_pk_constraint(table)
        shape[f"{table}: {key['name'] or _NUMBERED.get(table)}"] = f"primary key {key['constrained_columns']}"
        for foreign in inspector.get_foreign_keys(table):
            there = f"{foreign['referred_table']} {foreign['referred_columns']}"
            shape[f"{table}: {foreign['name']}"] = f"foreign key {foreign['constrained_columns']} to {there}"
        for unique in inspector.get_unique_constraints(table):
            shape[f"{table}: {unique['name']}"] = f"unique {unique['column_names']}"
        for check in inspector.get_check_constraints(table):
            shape[f"{table}: {check['name']}"] = "check"
        for index in inspector.get_indexes(table):
            if "duplicates_constraint" not in index:
                options = index.get("dialect_options", {})
                partial = any(key.endswith("_where") for key in options)
                shape[f"{table}: {index['name']}"] = (
                    f"index {index['column_names']}, unique: {bool(index['unique'])}, partial: {partial}"
                )
    return shape


def _family(kind: TypeEngine[Any], engine: Engine) -> str:
    name = kind.compile(engine.dialect)
    if name == "BIGINT":
        name = "INTEGER"  # SQLite's hold eight bytes; see storage.columns
    name = _FAMILIES.get(name, name)
    return "DOUBLE" if name.startswith("DOUBLE") else "TIMESTAMP" if name.startswith("TIMESTAMP") else name


def _compared(revision: str, file: dict[str, str], server: dict[str, str]) -> Iterator[Case]:
    for name in sorted({*file, *server}):
        one, other = file.get(name, "missing"), server.get(name, "missing")
        yield f"{revision}: {name}", "" if one == other else f"{one} in the file, {other} on the server"


# M6

_CONSTRAINT = re.compile(r"\b(PRIMARY KEY|FOREIGN KEY|UNIQUE|CHECK|REFERENCES)\b", re.IGNORECASE)
_NAMED = re.compile(r'CONSTRAINT\s+("?)\w+\1\s+$', re.IGNORECASE)
_FOREIGN = re.compile(r"FOREIGN KEY\s*\([^)]*\)\s*$", re.IGNORECASE)
_STRING = re.compile(r"'(?:[^']|'')*'")


def constraint_names() -> Iterator[Case]:
    """Look at every constraint in the tables as written and in a file as the scripts make it."""
    for table in metadata.tables.values():
        names = [each.name for each in table.constraints] + [each.name for each in table.indexes]
        yield from ((f"tables.py: {table.name} {each}", "" if each else "unnamed") for each in names)
    with made() as path, closing(sqlite_file.connect(path, "ro")) as connection:
        things = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    for kind, name, of, sql in things:
        if kind == "table" and not name.startswith("sqlite_"):
            yield from _in_statement(name, sql)
        elif kind == "index":
            yield f"index {name}", "" if sql is not None or name.startswith("sqlite_autoindex_") else "unnamed"
        elif kind == "trigger":
            yield f"trigger {name}", "" if of in _GUARDED else f"a trigger on {of}"
        elif kind == "view":
            yield f"view {name}", "a view"
    yield from _rebuilt_tables()


@contextmanager
def made() -> Iterator[Path]:
    """Make a file by all scripts."""
    with tempfile.TemporaryDirectory(prefix="names-drill-") as folder:
        path = Path(folder) / "store.db"
        schema.update_file(path, None, schema.birth_record(UUID(int=1), "UTC", NOW), Path(folder), NOW)
        yield path


def _in_statement(table: str, sql: str) -> Iterator[Case]:
    plain = _STRING.sub("''", sql)
    for found in _CONSTRAINT.finditer(plain):
        before = plain[: found.start()]
        if found.group().upper() == "REFERENCES" and _FOREIGN.search(before):
            continue  # of the FOREIGN KEY before it
        is_number = table in _NUMBERED and plain[found.end() :].startswith(" AUTOINCREMENT")
        yield f"{table}: {found.group()} at {found.start()}", "" if is_number or _NAMED.search(before) else "unnamed"


def _rebuilt_tables() -> Iterator[Case]:
    """Find the tables that scripts rebuild: one under a trigger or a view would lose it."""
    for script in sorted((Path(migrations.__file__).parent / "versions").glob("v*.py")):
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "batch_alter_table":
                [name] = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
                yield f"{script.stem} rebuilds {name}", "it has triggers" if name in _GUARDED else ""
