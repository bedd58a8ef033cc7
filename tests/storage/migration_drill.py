"""Stops a migration before each of its statements, by a kill or by an error of SQLite's, and tries once more.

It forks and its children die, so it wants a process of its own: `python -m tests.drills migration`. A migration starts
from `empty` (all scripts on an empty file), from an old file (those that it lacks) or from `next`, the newest old file
with a made-up next script that rebuilds a table. What the file holds afterwards must be what it held before, or what
the migration leads to, and the second try must lead there.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import alembic.command  # noqa: F401 - loaded once here rather than in each child
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from tests.storage.builders import NOW
from tests.storage.old_file import OLD

from shipworthy.storage import migrations, schema, sqlite_file
from shipworthy.storage.backup import contents

STARTS = ("empty", *sorted(path.stem for path in OLD.glob("*.db") if not path.stem.endswith(schema.NEWEST)), "next")
"""What a migration can begin with; the last has no script yet, so it is given one."""

FAULTS = ("kill", "error")
NEXT_REVISION = f"{int(schema.NEWEST) + 1:04}"
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT_REVISION}"
down_revision = "{schema.NEWEST}"

def upgrade():
    op.add_column("services", sa.Column("slo", sa.Text()))
    op.execute("UPDATE services SET slo = name || ' 99.9 %'")
    with op.batch_alter_table("answers") as table:
        table.alter_column("reason", new_column_name="justification")
        table.create_check_constraint("ck_answers_carried", "carried IN (0, 1)")
"""
_BIRTH = schema.birth_record(UUID(int=1), "UTC", NOW)  # the same each time, so that results can be compared
_DIED, _FAILED = 9, 1


@dataclass(frozen=True, slots=True)
class Attempt:
    """A migration stopped before its n-th statement: what the file held then, and after a second try."""

    statement: int
    left: str
    again: str

    @property
    def is_good(self) -> bool:
        """Tell whether nothing was torn and the second try led to the end."""
        return self.left in ("before", "after") and self.again == "complete"


def attempts(start: str, fault: str, work: Path, every: int = 1) -> Iterator[Attempt]:
    """Stop a migration before every n-th statement in turn, until one goes through; `work` must not exist."""
    work.mkdir()
    scripts = make_scripts(work) if start == "next" else "shipworthy.storage:migrations"
    path, done = work / "store.db", work / "done.db"
    put_start(start, done)
    _child(partial(migrate, done, scripts))
    after = look(done)
    for statement in count(1, every):
        put_start(start, path)
        before = look(path)
        if _child(partial(migrate, path, scripts, fault, statement)) == 0:
            if look(path) != after or after == before:
                raise AssertionError("the migration that nothing stopped led elsewhere")
            return
        found = look(path)
        left = "before" if found == before else "after" if found == after else "torn"
        again = _child(partial(migrate, path, scripts))
        yield Attempt(statement, left, "complete" if again == 0 and look(path) == after else "stuck")


def put_start(start: str, path: Path) -> None:
    """Put the file that a migration begins with in the place of whatever is there."""
    path.unlink(missing_ok=True)
    if start == "empty":
        path.touch()
    else:
        shutil.copy(OLD / (f"schema-{schema.NEWEST}.db" if start == "next" else f"{start}.db"), path)


def make_scripts(work: Path) -> str:
    """Copy the real scripts and put a next one beside them; return Alembic's name for the place."""
    folder = work / "scripts"
    shutil.copytree(Path(migrations.__file__).parent, folder)
    (folder / "versions" / f"v{NEXT_REVISION}_next.py").write_text(NEXT, encoding="utf-8")
    return str(folder)


def _child(action: Callable[[], None]) -> int:
    """Do something in a child, which may die of it; return its exit code."""
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        code = _FAILED
        try:
            action()
            code = 0
        except (sqlite3.Error, DBAPIError):
            pass  # as asked for
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def migrate(path: Path, scripts: str, fault: str = "", stop: int = 0) -> None:
    """Do what schema.update_file does, stopped before statement `stop` or before the commit after the last."""
    engine = sqlite_file.engine(path, "rwc")
    seen = 0

    def watch(*arguments: Any) -> None:
        nonlocal seen
        # Before a statement that only reads, the file is as it was before the last that wrote.
        if len(arguments) == 1 or not arguments[2].lstrip().startswith(("SELECT", "PRAGMA")):
            seen += 1
            if seen == stop:
                if fault == "kill":
                    os._exit(_DIED)
                fail_once(arguments[0].connection.driver_connection)

    event.listen(engine, "before_cursor_execute", watch)
    event.listen(engine, "commit", watch)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        schema.update(connection, _BIRTH, scripts)


def fail_once(driver: sqlite3.Connection) -> None:
    """Make SQLite refuse the next statement, whatever it is, and nothing after it."""

    def refuse(*_about: Any) -> int:
        driver.set_authorizer(None)
        return sqlite3.SQLITE_DENY

    driver.set_authorizer(refuse)


def look(path: Path) -> dict[str, str]:
    """Return the schema and the hash of every table; leaving a killed writer's journal to SQLite.

    The lines of the schema are sorted: Alembic rebuilds a table with its constraints in any order.
    """
    with closing(sqlite_file.connect(path, "rw")) as connection:
        if not sqlite_file.is_sound(connection):
            raise AssertionError(f"{path} is damaged")
        schemas = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        lines = {
            name: "\n".join(sorted(line.strip(", ") for line in (sql or "").splitlines())) for name, sql in schemas
        }
        return {**contents(connection), "sqlite_master": repr(lines)}
