"""The store: one database, read and changed in transactions, each of one user action."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from shipworthy import log
from shipworthy.errors import UserError
from shipworthy.files import make_folder
from shipworthy.storage import errors, log_mark, schema, shape, sqlite_file
from shipworthy.storage.answers import Answers
from shipworthy.storage.assessments import Assessments
from shipworthy.storage.audit import Audit
from shipworthy.storage.backup_files import backups_in
from shipworthy.storage.campaigns import Campaigns
from shipworthy.storage.changes import Changes
from shipworthy.storage.check import Check
from shipworthy.storage.errors import explain, explained
from shipworthy.storage.meetings import Meetings
from shipworthy.storage.packs import Packs
from shipworthy.storage.policies import CurrentPolicy
from shipworthy.storage.prepared import Driver
from shipworthy.storage.remediation import Items, Waivers
from shipworthy.storage.saved_views import SavedViews
from shipworthy.storage.scores import Scores
from shipworthy.storage.seals import Seals
from shipworthy.storage.seen_states import SeenStates
from shipworthy.storage.service_events import ServiceEvents
from shipworthy.storage.services import Services
from shipworthy.storage.standings import Standings
from shipworthy.storage.templates import Templates
from shipworthy.text import _


class Transaction:
    """One unit of work: everything changed through it is stored together, in the name of one person at one time."""

    def __init__(
        self,
        connection: Connection,
        driver: Driver,
        actor: str,
        at: datetime | None,
        session_id: UUID | None,
        day: date | None,
    ) -> None:
        self.actor = actor
        self.at = at
        self._day = day
        self._connection = connection
        self._driver = driver
        self.changes = Changes(connection, driver, actor, at, session_id)

    def in_the_name_of(self, actor: str, at: datetime, session_id: UUID | None, day: date) -> "Transaction":
        """Return the same unit of work as another person changes it at another time."""
        return Transaction(self._connection, self._driver, actor, at, session_id, day)

    @property
    def services(self) -> Services:
        """The services."""
        return Services(self._connection, self._driver, self.changes)

    @property
    def assessments(self) -> Assessments:
        """The assessments and the packs they use."""
        return Assessments(self._connection, self._driver, self.changes, self.standings)

    @property
    def answers(self) -> Answers:
        """The answers."""
        return Answers(self._connection, self._driver, self.changes)

    @property
    def meetings(self) -> Meetings:
        """The meetings."""
        return Meetings(self._connection, self.changes)

    @property
    def seen_states(self) -> SeenStates:
        """The states of reviews that other stores sent."""
        return SeenStates(self.changes)

    @property
    def templates(self) -> Templates:
        """The templates."""
        return Templates(self._connection, self.changes)

    @property
    def items(self) -> Items:
        """The remediation items."""
        return Items(self._connection, self.changes)

    @property
    def waivers(self) -> Waivers:
        """The waivers."""
        return Waivers(self._connection, self.changes)

    @property
    def packs(self) -> Packs:
        """The packs and policies."""
        return Packs(self._connection)

    @property
    def policy(self) -> CurrentPolicy:
        """The gate policy in force."""
        return CurrentPolicy(self._connection, self.changes)

    @property
    def seals(self) -> Seals:
        """The seals."""
        return Seals(self._connection, self.changes, self.standings)

    @property
    def audit(self) -> Audit:
        """The rows behind the seals, as they lie in the database."""
        return Audit(self._connection)

    @property
    def check(self) -> Check:
        """The file's structure, and all rows beside what the log tells of them."""
        return Check(self._connection)

    @property
    def scores(self) -> Scores:
        """The score rows."""
        return Scores(self._connection, self._driver, self.standings)

    @property
    def standings(self) -> Standings:
        """Where services stand, now and on past days."""
        return Standings(self._connection, self._driver, self._day)

    @property
    def events(self) -> ServiceEvents:
        """What happened to services."""
        return ServiceEvents(self._connection, self.changes)

    @property
    def campaigns(self) -> Campaigns:
        """The campaigns."""
        return Campaigns(self._connection, self.changes)

    @property
    def views(self) -> SavedViews:
        """The saved views of the portfolio."""
        return SavedViews(self._connection, self.changes)


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store can say about itself to somebody who looks for a fault; the location holds no password."""

    location: str
    engine: str
    journal_mode: str
    schema: str
    read_only: bool
    checked_on: date | None


class Store:
    """One open database. Made by `Store.open`; any thread may use it, writers one after another."""

    def __init__(self, place: str, reader: Engine, writer: Engine | None, path: Path | None, journal: str) -> None:
        self.path = path
        self._place = place
        self._reader = reader
        self._writer = writer
        self._journal_mode = journal
        self._writing = RLock()
        # Kept between transactions: taking a connection from the pool costs a tenth of a commit.
        self._kept: tuple[Connection, Driver] | None = None
        self._joined: Transaction | None = None
        with explained(place), reader.connect() as connection:
            about = schema.recorded(connection)
        try:
            self.id = UUID(about["store_id"])
            self.time_zone = about["time_zone"]
            self._checked_on = date.fromisoformat(about["checked_on"]) if "checked_on" in about else None
        except (KeyError, ValueError) as error:
            raise errors.damaged(place) from error
        self._zone = _zone(self.time_zone, place)
        self._has_written = False

    @classmethod
    def open(
        cls,
        location: Path | str,
        *,
        now: datetime,
        new_id: Callable[[], UUID],
        backup_dir: Path,
        time_zone: str = "UTC",
    ) -> "Store":
        """Open a database, bringing it to the newest schema; an SQLite file that does not exist yet is made.

        `location` is a file, or the address of a server as text. `time_zone` (an IANA name) becomes that of a new
        store. Raises UserError where the database is missing, damaged, newer, not ours or out of reach.
        """
        birth = schema.birth_record(new_id(), time_zone, now)
        if isinstance(location, str):
            return cls._open_server(location, birth)
        with explained(str(location)):
            return cls._open_file(location, birth, backup_dir, now)

    @classmethod
    def _open_file(cls, path: Path, birth: dict[str, str], backup_dir: Path, now: datetime) -> "Store":
        if not path.exists():
            make_folder(path.parent)
            schema.update_file(path, None, birth, backup_dir, now)
        read_only = not sqlite_file.may_write(path)
        reader = sqlite_file.engine(path, sqlite_file.reading_mode(path) if read_only else "rw", reads=True)
        writer = None if read_only else sqlite_file.engine(path, "rw")
        with _closed_unless_kept(reader, writer) as kept:
            size = path.stat().st_size  # before looking inside: another program may be making this very store
            with reader.connect() as connection:
                shape.refuse_foreign(connection, str(path))
                found = schema.current(connection, str(path))
                if found == schema.NEWEST:
                    shape.refuse_incomplete(connection, str(path))
            if found is None and size:
                # Not even an unfinished start of ours: SQLite takes some very short files for empty databases.
                raise errors.not_ours(str(path))
            if found is None and backups_in(backup_dir, path.stem):
                # Emptied rather than never used: what has backups held something.
                raise errors.damaged(str(path))
            if found != schema.NEWEST:
                if read_only:
                    raise _too_old_to_read(path)
                schema.update_file(path, found, birth, backup_dir, now)
            store = cls(str(path), reader, writer, path, "" if read_only else sqlite_file.settle_journal(path))
            store._check_daily(now)
            kept.pop_all()
        return store

    @classmethod
    def _open_server(cls, url: str, birth: dict[str, str]) -> "Store":
        place = make_url(url).render_as_string(hide_password=True)
        server = create_engine(url)
        with explained(place), _closed_unless_kept(server) as kept:
            with server.connect() as connection:
                found = schema.current(connection, place)
            if found != schema.NEWEST:
                schema.update_server(server, birth)
            reader = server.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            store = cls(place, reader, server, None, "")
            kept.pop_all()
        return store

    @property
    def read_only(self) -> bool:
        """Tell whether the database may only be read."""
        return self._writer is None

    @contextmanager
    def begin(self, actor: str, at: datetime, session_id: UUID | None = None) -> Iterator[Transaction]:
        """Change the store: the block's changes are stored when it ends, or none of them when it raises.

        `actor` acts at the instant `at`; both go into the change log. Raises UserError where the store cannot be
        written.
        """
        if self._writer is None:
            raise errors.read_only(self._place)
        if self._joined is not None:
            transaction = self._joined.in_the_name_of(actor, at, session_id, self.day(at))
            yield transaction
            transaction.changes.must_be_sound()
            log.note("gathered", "debug", **transaction.changes.figures())
            return
        with self._writing:
            connection, driver = self._kept = self._kept or self._connected(self._writer)
            try:
                # Begun and committed on the driver, past SQLAlchemy's own bookkeeping: it costs a tenth of a commit.
                if self.path is not None:
                    driver.connection.execute(sqlite_file.BEGIN_WRITING)
                transaction = Transaction(connection, driver, actor, at, session_id, self.day(at))
                yield transaction
                transaction.changes.must_be_sound()
                if connection.in_transaction():
                    connection.commit()
                else:
                    driver.connection.execute("COMMIT")
                log.note("committed", "debug", **transaction.changes.figures())
                self._has_written = True
            except BaseException as error:
                # The driver's connection is thrown away with whatever state the failure left it in: after a commit
                # that was refused, SQLAlchemy believes its transaction over, but the database does not.
                self._kept = None
                connection.invalidate()
                connection.close()
                known = explain(error, self._place)
                if known is None:
                    raise
                raise known from error

    @contextmanager
    def read(self, *, damaged: bool = False) -> Iterator[Transaction]:
        """Read the store: the block sees one state of it, and may change nothing.

        Short: on some journals a writer waits for it. Never inside `begin` or around it in one thread. `damaged` reads
        even text that is no longer any, for those who look for damage.
        """
        if self._joined is not None:
            yield self._joined
            return
        with explained(self._place), self._reader.connect() as connection, connection.begin():
            driver = Driver.under(connection)
            with sqlite_file.any_text(driver.connection) if damaged and self.path is not None else nullcontext():
                yield Transaction(connection, driver, "", None, None, None)

    @contextmanager
    def as_one(self, actor: str, at: datetime) -> Iterator["Store"]:
        """Gather actions: what they do through the store yielded is stored when the block ends, or none of it.

        For this thread alone; they read what those before them did. Raises as `begin` does.
        """
        with self.begin(actor, at) as transaction:
            joined = copy(self)
            joined._joined = transaction
            yield joined

    def day(self, at: datetime) -> date:
        """Return the calendar day of an instant in the store's time zone."""
        return at.astimezone(self._zone).date()

    def end_of(self, day: date) -> datetime:
        """Return the instant at which a calendar day ends in the store's time zone."""
        return datetime.combine(day + timedelta(days=1), time.min, self._zone)

    def describe(self) -> StoreInfo:
        """Return what the store can say about itself."""
        dialect = self._reader.dialect
        version = ".".join(map(str, dialect.server_version_info or ()))
        engine = f"SQLite {sqlite3.sqlite_version}" if dialect.name == "sqlite" else f"{dialect.name} {version}"
        return StoreInfo(self._place, engine, self._journal_mode, schema.NEWEST, self.read_only, self._checked_on)

    def look_over(self) -> bool:
        """Look at the structure of the whole file now; False for a database on a server, which looks after itself.

        A writer waits for it, as for every `read`. Raises UserError where the file is damaged.
        """
        if self.path is None:
            return False
        with explained(self._place), self._reader.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            raise errors.damaged(self._place)
        return True

    def close(self) -> None:
        """Close the database once a running change is done."""
        with self._writing:
            if self._kept is not None:
                self._kept[0].close()
                self._kept = None
            if self._writer is not None:
                if self._has_written and self.path is not None:
                    self._mark_log(self._writer)
                self._writer.dispose()
        self._reader.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def note_check(self, at: datetime, result: str) -> None:
        """Write down when the whole store was checked and what came of it; not where it may only be read."""
        if self._writer is not None:
            self._has_written = True  # so that its log is marked when it is closed
            with self._writing, suppress(DBAPIError), self._writer.connect() as connection, connection.begin():
                schema.record(connection, schema.check_record(at, result))

    def last_check(self) -> tuple[datetime, str] | None:
        """Return when the whole store was last checked, and what came of it; None where it never was."""
        with explained(self._place), self._reader.connect() as connection:
            return schema.last_check(schema.recorded(connection))

    def _mark_log(self, writer: Engine) -> None:
        # A full disk or a busy neighbour is no reason not to close: whoever closes next covers this too.
        with suppress(DBAPIError), writer.connect() as connection, connection.begin():
            log_mark.advance(connection)

    def _connected(self, engine: Engine) -> tuple[Connection, Driver]:
        with explained(self._place):
            connection = engine.connect()
            return connection, Driver.under(connection)

    def _check_daily(self, now: datetime) -> None:
        """Look at the file's structure at the first opening of a day; raises UserError where it is damaged."""
        today = self.day(now)
        if self.path is None or self._writer is None or self._checked_on == today:
            return
        with closing(sqlite_file.connect(self.path, "rw")) as connection:
            if not sqlite_file.is_sound(connection):
                raise errors.damaged(self._place)
            # A full disk or a busy neighbour is no reason not to open: the check is then made once more next time.
            with suppress(sqlite3.OperationalError):
                connection.execute("REPLACE INTO meta VALUES ('checked_on', ?)", (today.isoformat(),))
        self._checked_on = today


def _closed_unless_kept(*engines: Engine | None) -> ExitStack:
    """Return what closes engines at the end of a `with`, unless `pop_all` took them over."""
    stack = ExitStack()
    for engine in engines:
        if engine is not None:
            stack.callback(engine.dispose)
    return stack


def _zone(name: str, place: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UserError(
            _("The time zone {zone} of {place} is not known on this machine.").format(zone=name, place=place),
            _("Install your system's time zone data (on Debian the package tzdata), then try again."),
        ) from error


def _too_old_to_read(path: Path) -> UserError:
    return UserError(
        _("{path} was made by an older Shipworthy and must be updated, but it may only be read.").format(path=path),
        _("Make the file and its folder writable, or copy the file to another folder and open it there."),
    )
