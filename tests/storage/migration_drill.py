"""Kills a migration before each of its statements, for test_schema; a program of its own because it forks and dies.

`python -m tests.storage.migration_drill empty|old|next FILE WORK`: all scripts on an empty file, those that an old FILE
lacks on a copy of it, or on a copy of a new FILE a made-up next one that rebuilds a table. A child dies before its
n-th statement; the file must then hold what it held, and a second try must complete.
"""

import os
import shutil
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import alembic.command  # noqa: F401 - loaded once here rather than in each child
from sqlalchemy import event

from shipworthy.storage import migrations, schema, sqlite_file
from shipworthy.storage.backup import contents

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


def main(which: str, source: Path, work: Path) -> None:
    """Run the drill and print what happened."""
    work.mkdir()
    scripts = make_scripts(work) if which == "next" else "shipworthy.storage:migrations"
    path = work / "store.db"
    kill_at = 0
    while True:
        kill_at += 1
        if which == "empty":
            path.unlink(missing_ok=True)
            path.touch()
        else:
            shutil.copy(source, path)
        before = look(path)
        if child(path, scripts, kill_at) == 0:
            print("complete" if look(path) != before else "nothing happened")
            return
        killed = "as before" if look(path) == before else "torn"
        again = "complete" if child(path, scripts, 0) == 0 and look(path) != before else "stuck"
        print(f"{kill_at}:{killed}, then {again}")


def make_scripts(work: Path) -> str:
    """Copy the real scripts and put a next one beside them; return Alembic's name for the place."""
    folder = work / "scripts"
    shutil.copytree(Path(migrations.__file__).parent, folder)
    (folder / "versions" / f"v{NEXT_REVISION}_next.py").write_text(NEXT, encoding="utf-8")
    return str(folder)


def child(path: Path, scripts: str, kill_at: int) -> int:
    """Migrate in a child that dies before statement `kill_at` (0: never); return its exit code."""
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            migrate(path, scripts, kill_at)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def migrate(path: Path, scripts: str, kill_at: int) -> None:
    """Do what schema.update_file does, dying before statement `kill_at`, or before the commit after the last."""
    engine = sqlite_file.engine(path, "rwc")
    seen = 0

    def count(*arguments: Any) -> None:
        nonlocal seen
        # Before a statement that only reads, the file is as it was before the last that wrote.
        if len(arguments) == 1 or not arguments[2].lstrip().startswith(("SELECT", "PRAGMA")):
            seen += 1
            if seen == kill_at:
                os._exit(9)

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        schema.update(connection, schema.birth_record(uuid4(), "UTC", datetime.now(UTC)), scripts)


def look(path: Path) -> dict[str, str]:
    """Return the schema and the hash of every table; leaving a killed writer's journal to SQLite."""
    with closing(sqlite_file.connect(path, "rw")) as connection:
        assert sqlite_file.is_sound(connection)
        return contents(connection)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
