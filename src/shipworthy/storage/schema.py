"""Which schema a database has, and how it comes to the newest: after a verified backup, and whole or not at all."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, Engine, column, delete, insert, inspect, select, table

from shipworthy import __version__
from shipworthy.files import make_folder
from shipworthy.storage import errors
from shipworthy.storage.backup import evidence_beside, new_backup
from shipworthy.storage.backup_files import BackupReason, backup_names
from shipworthy.storage.disk import require_room
from shipworthy.storage.evidence_files import FOLDER, EvidenceFiles
from shipworthy.storage.sqlite_file import engine
from shipworthy.storage.tables import meta
from shipworthy.text import _

# Revisions are numbers of four digits, so that a program knows a newer schema for what it is.
_FIRST, NEWEST = "0001", "0004"
_SCRIPTS = "shipworthy.storage:migrations"
_VERSION = table("alembic_version", column("version_num"))


def current(connection: Connection, place: str) -> str | None:
    """Return the schema of a database, None where it is empty; raises UserError where it is not ours or too new."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if _VERSION.name not in tables or meta.name not in tables:
        raise errors.not_ours(place)
    found = connection.scalar(select(_VERSION.c.version_num))
    if not isinstance(found, str) or not found.isdecimal() or found < _FIRST:
        raise errors.not_ours(place)
    if found > NEWEST:
        raise errors.Newer(
            _("{place} was written by a newer Shipworthy, {theirs} (schema {found}); this is {ours} (schema {newest}).")
            .format(
                place=place, theirs=recorded(connection).get("program", "?"), found=found, ours=__version__,
                newest=NEWEST,
            ),
            _("Install that version or a later one. The file was left as it is."),
        )  # fmt: skip
    return found


def recorded(connection: Connection) -> dict[str, str]:
    """Return what the database says about itself."""
    return {row.key: row.value for row in connection.execute(select(meta))}


def record(connection: Connection, values: dict[str, str]) -> None:
    """Put statements of the database about itself in the place of older ones."""
    connection.execute(delete(meta).where(meta.c.key.in_(list(values))))
    connection.execute(insert(meta), [{"key": key, "value": value} for key, value in values.items()])


def update_file(path: Path, found: str | None, birth: dict[str, str], backup_dir: Path, now: datetime) -> None:
    """Bring an SQLite file to the newest schema; one that holds something is backed up first.

    `birth` is what a new database says about itself. Raises UserError, with the file untouched, where there is no
    room or the backup cannot be made.
    """
    if found is not None:
        size = path.stat().st_size
        make_folder(backup_dir)
        require_room(path.parent, 2 * size)
        require_room(backup_dir, 2 * size + evidence_beside(path).missing_bytes(EvidenceFiles(backup_dir / FOLDER)))
        new_backup(path, backup_dir, backup_names(path.stem, now, BackupReason.BEFORE_UPDATE, found))
    update_without_backup(path, birth)


def update_without_backup(path: Path, birth: dict[str, str]) -> None:
    """Bring an SQLite file to the newest schema: a new one, or a copy of what is kept elsewhere."""
    opened = engine(path, "rwc")
    try:
        with opened.connect() as connection:
            # Tables are rebuilt under their references, which must not be enforced meanwhile; SQLite ignores this
            # setting inside a transaction.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            update(connection, birth)
    finally:
        opened.dispose()


def update_server(server: Engine, birth: dict[str, str]) -> None:
    """Bring a server's database to the newest schema; its backups are its administrator's."""
    with server.connect() as connection:
        update(connection, birth)


def update(connection: Connection, birth: dict[str, str], scripts: str = _SCRIPTS, revision: str = "head") -> None:
    """Run all scripts that a database lacks up to a revision, in one transaction, which a crash at any point undoes."""
    # Alembic costs start-up a third of its time and is wanted once per release.
    from alembic import command
    from alembic.config import Config

    with connection.begin():
        # Another program may have done this while we waited for the lock.
        is_new = not inspect(connection).has_table(meta.name)
        config = Config()
        config.set_main_option("script_location", scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"a migration left references without their rows: {broken[:3]}")
        record(connection, {**(birth if is_new else {}), "program": __version__})


def birth_record(store_id: UUID, time_zone: str, now: datetime) -> dict[str, str]:
    """Return what a new database says about itself."""
    return {"store_id": str(store_id), "time_zone": time_zone, "created_at": now.isoformat()}


def check_record(at: datetime, result: str) -> dict[str, str]:
    """Return what a database says about its last check."""
    return {"checked_at": at.isoformat(), "check_result": result}


def last_check(about: dict[str, str]) -> tuple[datetime, str] | None:
    """Return when a database was last checked, and what came of it; None where it never was, or nobody can read it."""
    try:
        return datetime.fromisoformat(about["checked_at"]), about.get("check_result", "")
    except (KeyError, ValueError):
        return None
