"""Services with their facts and dependencies: one row, and small tables beside it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Uuid, bindparam, delete, insert, select, update

from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage.changes import Changes, Saved, Subject, SubjectKind, as_text
from shipworthy.storage.errors import Conflict
from shipworthy.storage.prepared import Driver, Prepared
from shipworthy.storage.tables import service_dependencies, service_facts, services, standings
from shipworthy.text import _

# In the order of the domain's fields, but for those that have tables of their own.
_OWN_FIELDS = (
    "id", "name", "team", "owner", "tier", "lifecycle", "system", "domain", "description", "links", "tags", "archived",
    "version",
)  # fmt: skip
_NONE: frozenset[UUID] = frozenset()
_COLUMNS = tuple(services.c[name] for name in _OWN_FIELDS)
# One service is read before each change to it, of which one action may make ten thousand.
_id = bindparam("id", type_=Uuid)
_FACTS = (service_facts.c.fact, service_facts.c.value)
_NEEDS = (service_dependencies.c.depends_on_id, service_dependencies.c.hard)
_BY_ID = Prepared(select(*_COLUMNS).where(services.c.id == _id), ("id",), returned=_COLUMNS)
_FACTS_OF = Prepared(select(*_FACTS).where(service_facts.c.service_id == _id), ("id",), returned=_FACTS)
_NEEDS_OF = Prepared(select(*_NEEDS).where(service_dependencies.c.service_id == _id), ("id",), returned=_NEEDS)


# What a row is changed to goes under names of its own: SQLAlchemy keeps those of the columns to itself.
_CHANGED = tuple(each for each in services.c if each.name != "id")
_CHANGE = Prepared(
    update(services)
    .where(services.c.id == _id, services.c.version == bindparam("as_read", type_=services.c.version.type))
    .values({each: bindparam(f"new_{each.name}", type_=each.type) for each in _CHANGED}),
    ("id", "as_read", *(f"new_{each.name}" for each in _CHANGED)),
)


_OF_ONE = (service_facts.c.service_id, service_dependencies.c.service_id, standings.c.service)
_FORGET = tuple(Prepared(delete(column.table).where(column == _id), ("id",)) for column in _OF_ONE)
_REMOVE = Prepared(
    delete(services).where(services.c.id == _id, services.c.version == bindparam("as_read")), ("id", "as_read")
)
_USERS_OF = Prepared(
    select(service_dependencies.c.service_id).where(service_dependencies.c.depends_on_id == _id),
    ("id",),
    returned=(service_dependencies.c.service_id,),
)


class Services:
    """The services, as one transaction sees them."""

    def __init__(self, connection: Connection, driver: Driver, changes: Changes) -> None:
        self._connection = connection
        self._driver = driver
        self._changes = changes

    def save(self, service: Service, *, action: str = "", undoes: int | None = None) -> Saved[Service]:
        """Store a service whole, stating by its version what was read before.

        Each changed fact is a change of its own; everything else together is one, logged with `facts` left empty. A
        fact missing from the mapping is taken back. Raises Conflict when the service changed since it was read, and
        UserError when another one bears the name.
        """
        before = self._as_read(service)
        sequences = []
        fields_before = replace(before, facts={}) if before else None
        fields_after = replace(service, facts={})
        if fields_before != fields_after:
            if before is None or before.archived or name_key(before.name) != name_key(service.name):
                self._refuse_name_in_use(service)
            subject = Subject(SubjectKind.SERVICE, service.id)
            sequences.append(
                self._changes.append(subject, action, as_text(fields_before), as_text(fields_after), undoes)
            )
        facts_before = before.facts if before else {}
        changed = sorted(
            fact for fact in {*facts_before, *service.facts} if facts_before.get(fact) != service.facts.get(fact)
        )
        for fact in changed:
            subject = Subject(SubjectKind.FACT, service.id, fact)
            was, now = as_text(facts_before.get(fact)), as_text(service.facts.get(fact))
            sequences.append(self._changes.append(subject, action, was, now, undoes))
        if not sequences:
            return Saved(service, ())
        stored = replace(service, version=sequences[-1])
        self._write(before, stored, changed)
        return Saved(stored, tuple(sequences))

    def add_all(self, added: Sequence[Service], *, action: str = "") -> tuple[Saved[Service], ...]:
        """Store services that are new, each whole as `save` does, in a few statements for all of them.

        Of those that depend on each other the log has each without its dependencies first, and once more with them.
        Raises UserError as `save` does.
        """
        self._refuse_names_in_use(added)
        ids = {each.id for each in added}
        numbers = {}
        for service in added:
            alone = not service.needs & ids
            numbers[service.id] = self._log_added(service if alone else _without_dependencies(service), action)
        for service in (each for each in added if each.needs & ids):
            numbered = replace(service, facts={}, version=numbers[service.id][-1])
            texts = as_text(_without_dependencies(numbered)), as_text(numbered)
            subject = Subject(SubjectKind.SERVICE, service.id)
            numbers[service.id] += (self._changes.append(subject, action, *texts, None),)
        stored = [replace(each, version=numbers[each.id][-1]) for each in added]
        self._insert_all(stored)
        return tuple(Saved(each, numbers[each.id]) for each in stored)

    def _log_added(self, service: Service, action: str) -> tuple[int, ...]:
        subject = Subject(SubjectKind.SERVICE, service.id)
        numbers = [self._changes.append(subject, action, None, as_text(replace(service, facts={})), None)]
        for fact, value in sorted(service.facts.items()):
            subject = Subject(SubjectKind.FACT, service.id, fact)
            numbers.append(self._changes.append(subject, action, None, as_text(value), None))
        return tuple(numbers)

    def _insert_all(self, stored: Sequence[Service]) -> None:
        facts = [
            {"service_id": service.id, "fact": fact, "value": value}
            for service in stored
            for fact, value in service.facts.items()
        ]
        needs = [
            {"service_id": service.id, "depends_on_id": other, "hard": hard}
            for service in stored
            for other, hard in _dependencies(service)
        ]
        for table, rows in ((services, [_row(each) for each in stored]), (service_facts, facts),
                            (service_dependencies, needs)):  # fmt: skip
            if rows:
                self._connection.execute(insert(table), rows)

    def remove(self, service: Service, *, action: str = "", undoes: int | None = None) -> int:
        """Take a service back as if it had never been added, and return the change's number.

        For undo alone, once its facts were taken back. Raises Conflict when it changed since it was read; nothing may
        refer to it any more.
        """
        subject = Subject(SubjectKind.SERVICE, service.id)
        sequence = self._changes.append(subject, action, as_text(replace(service, facts={})), None, undoes)
        for forget in _FORGET:
            forget.count(self._driver, (service.id,))
        if _REMOVE.count(self._driver, (service.id, service.version)) != 1:
            self._changes.refuse()
        return sequence

    def find_by_id(self, service_id: UUID) -> Service | None:
        """Return a service, or None where there is none."""
        rows = _BY_ID.rows(self._driver, (service_id,))
        if not rows:
            return None
        facts, needs = (each.rows(self._driver, (service_id,)) for each in (_FACTS_OF, _NEEDS_OF))
        return _service(rows[0], facts, needs)

    def get(self, service_id: UUID) -> Service:
        """Return a service; raises UserError when there is none."""
        found = self.find_by_id(service_id)
        if found is None:
            raise UserError(
                _("The service is not in this database."), _("Open the list of services again; it may have changed.")
            )
        return found

    def find(self, name: str) -> Service | None:
        """Return the service of that name, in any case, leaving out archived ones; None where there is none."""
        found = self._where(services.c.name_key == name_key(name), services.c.archived.is_(False))
        return found[0] if found else None

    def that_need(self, service_id: UUID) -> tuple[Service, ...]:
        """Return the services that depend on one, hard or soft, archived ones too, by name."""
        users = [row[0] for row in _USERS_OF.rows(self._driver, (service_id,))]
        return self._where(services.c.id.in_(users)) if users else ()

    def all(self, *, archived: bool = False) -> tuple[Service, ...]:
        """Return all services by name, with or without the archived ones."""
        return self._where(*([] if archived else [services.c.archived.is_(False)]))

    def ids(self) -> frozenset[UUID]:
        """Return the ids of all services, archived ones too."""
        return frozenset(self._connection.scalars(select(services.c.id)))

    def _as_read(self, service: Service) -> Service | None:
        before = self.find_by_id(service.id)
        if (before.version if before else 0) != service.version:
            raise Conflict
        return before

    def _refuse_name_in_use(self, service: Service) -> None:
        if not service.name.strip():
            raise _nameless()
        if service.archived:
            return
        same_name = (services.c.name_key == name_key(service.name), services.c.archived.is_(False))
        query = select(services.c.name).where(*same_name, services.c.id != service.id)
        bearer = self._connection.scalar(query)
        if bearer is not None:
            raise _name_in_use(bearer)

    def _refuse_names_in_use(self, added: Sequence[Service]) -> None:
        query = select(services.c.name_key, services.c.name).where(services.c.archived.is_(False))
        bearers = {row[0]: row[1] for row in self._connection.execute(query)}
        for service in added:
            if not service.name.strip():
                raise _nameless()
            if service.archived:
                continue
            key = name_key(service.name)
            if key in bearers:
                raise _name_in_use(bearers[key])
            bearers[key] = service.name

    def _write(self, before: Service | None, stored: Service, changed_facts: Iterable[str]) -> None:
        row = _row(stored)
        if before is None:
            self._connection.execute(insert(services), row)
        else:
            changed = tuple(row[each.name] for each in _CHANGED)
            if _CHANGE.count(self._driver, (before.id, before.version, *changed)) != 1:
                raise Conflict
        for fact in changed_facts:
            self._write_fact(stored, fact)
        if before is None or _dependencies(before) != _dependencies(stored):
            self._write_dependencies(stored)

    def _write_fact(self, service: Service, fact: str) -> None:
        key = {"service_id": service.id, "fact": fact}
        self._connection.execute(delete(service_facts).filter_by(**key))
        if fact in service.facts:
            self._connection.execute(insert(service_facts), {**key, "value": service.facts[fact]})

    def _write_dependencies(self, service: Service) -> None:
        self._connection.execute(delete(service_dependencies).filter_by(service_id=service.id))
        rows = [
            {"service_id": service.id, "depends_on_id": other, "hard": hard} for other, hard in _dependencies(service)
        ]
        if rows:
            self._connection.execute(insert(service_dependencies), rows)

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Service, ...]:
        rows = self._connection.execute(
            select(*_COLUMNS).where(*conditions).order_by(services.c.name_key, services.c.id)
        )
        wanted = select(services.c.id).where(*conditions)
        facts = self._grouped(select(service_facts).where(service_facts.c.service_id.in_(wanted)))
        edges = self._grouped(select(service_dependencies).where(service_dependencies.c.service_id.in_(wanted)))
        return tuple(_service(row, facts.get(row[0], ()), edges.get(row[0], ())) for row in rows)

    def _grouped(self, statement: Any) -> dict[UUID, list[tuple[Any, Any]]]:
        """Return the second and third column of rows by the first."""
        groups: dict[UUID, list[tuple[Any, Any]]] = {}
        for service_id, key, value in self._connection.execute(statement):
            groups.setdefault(service_id, []).append((key, value))
        return groups


def _service(row: Sequence[Any], facts: Sequence[tuple[Any, ...]], edges: Sequence[tuple[Any, ...]]) -> Service:
    hard = frozenset(other for other, is_hard in edges if is_hard) if edges else _NONE
    soft = frozenset(other for other, is_hard in edges if not is_hard) if edges else _NONE
    values: tuple[Any, ...] = (*row[:-2], dict(sorted(facts)), hard, soft, *row[-2:])
    return Service(*values)


def _without_dependencies(service: Service) -> Service:
    return replace(service, hard_dependencies=frozenset(), soft_dependencies=frozenset())


def _row(service: Service) -> dict[str, Any]:
    return {name: getattr(service, name) for name in _OWN_FIELDS} | {"name_key": name_key(service.name)}


def _nameless() -> UserError:
    return UserError(_("A service needs a name."), _("Give it the name its team uses."))


def _name_in_use(bearer: str) -> UserError:
    return UserError(
        _("There is already a service called “{name}”.").format(name=bearer),
        _("Choose another name, or open that service."),
    )


def _dependencies(service: Service) -> set[tuple[UUID, bool]]:
    return {(other, True) for other in service.hard_dependencies} | {
        (other, False) for other in service.soft_dependencies
    }


def name_key(name: str) -> str:
    """Return a name as it is compared: two names that read the same are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
