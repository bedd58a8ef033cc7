"""What the things of one row and one log entry each have in common: saved by version, taken back, found by id."""

from dataclasses import fields, replace
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.meeting import Meeting
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.domain.service_filter import SavedView
from shipworthy.domain.template import Template
from shipworthy.storage.changes import Changes, Saved, Subject, as_text
from shipworthy.storage.errors import Conflict

T = TypeVar("T", Meeting, Template, RemediationItem, Waiver, ServiceEvent, Campaign, SavedView)


class VersionedRows(Generic[T]):
    """The rows of one table as domain values, as one transaction sees them; children name table, type and order."""

    table: ClassVar[Table]
    order: ClassVar[tuple[ColumnElement[Any], ...]]
    kind: type[T]

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def subject(self, value: T) -> Subject:
        """Return what the log calls a value."""
        raise NotImplementedError

    def save(self, value: T, *, action: str = "", undoes: int | None = None) -> Saved[T]:
        """Store a value, stating by its version what was read before; a new one is given its sequence number.

        Raises Conflict when it changed since it was read.
        """
        before = self.find(value.id)
        if (before.version if before else 0) != value.version:
            raise Conflict
        if before == value:
            return Saved(value, ())
        sequence = self._changes.append(self.subject(value), action, as_text(before), as_text(value), undoes)
        stored = _numbered(value, sequence, before)
        row = {field.name: getattr(stored, field.name) for field in fields(stored)}
        if before is None:
            self._connection.execute(insert(self.table), row)
        elif self._connection.execute(update(self.table).where(*self._as_read(before)).values(row)).rowcount != 1:
            self._changes.refuse()
        return Saved(stored, (sequence,))

    def remove(self, value: T, *, action: str = "", undoes: int | None = None) -> int:
        """Take a value back as if it had never been made, and return the change's number.

        For undo alone. Raises Conflict when it changed since it was read.
        """
        sequence = self._changes.append(self.subject(value), action, as_text(value), None, undoes)
        if self._connection.execute(delete(self.table).where(*self._as_read(value))).rowcount != 1:
            self._changes.refuse()
        return sequence

    def find(self, value_id: UUID) -> T | None:
        """Return a value, or None where there is none."""
        found = self.where(self.table.c.id == value_id)
        return found[0] if found else None

    def where(self, *conditions: ColumnElement[bool]) -> tuple[T, ...]:
        """Return the values that meet all conditions, in the order of the table; for children alone."""
        columns = [self.table.c[field.name] for field in fields(self.kind)]
        rows = self._connection.execute(select(*columns).where(*conditions).order_by(*self.order))
        return tuple(self.kind(*row) for row in rows)

    def _as_read(self, value: T) -> tuple[ColumnElement[bool], ...]:
        return (self.table.c.id == value.id, self.table.c.version == value.version)


def _numbered(value: T, number: int, before: T | None) -> T:
    if isinstance(value, Template | SavedView):
        return replace(value, version=number)
    return replace(value, sequence=before.sequence if before else number, version=number)
