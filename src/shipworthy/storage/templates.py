"""Templates: answers to start an assessment from."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from shipworthy.domain.template import Template
from shipworthy.errors import UserError
from shipworthy.storage.changes import Changes, Saved, Subject, SubjectKind, as_text
from shipworthy.storage.errors import Conflict
from shipworthy.storage.tables import templates
from shipworthy.text import _

_FIELDS = tuple(field.name for field in fields(Template))
_COLUMNS = tuple(templates.c[name] for name in _FIELDS)


class Templates:
    """The templates, as one transaction sees them."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def save(self, template: Template, *, action: str = "", undoes: int | None = None) -> Saved[Template]:
        """Store a template, stating by its version what was read before; raises Conflict when that is no longer so."""
        before = self.find(template.id)
        if (before.version if before else 0) != template.version:
            raise Conflict
        if before == template:
            return Saved(template, ())
        sequence = self._changes.append(_subject(template), action, as_text(before), as_text(template), undoes)
        stored = replace(template, version=sequence)
        row: dict[str, Any] = {name: getattr(stored, name) for name in _FIELDS}
        if before is None:
            self._connection.execute(insert(templates), row)
        elif self._connection.execute(update(templates).where(*_as_read(before)).values(row)).rowcount != 1:
            self._changes.refuse()
        return Saved(stored, (sequence,))

    def remove(self, template: Template, *, action: str = "", undoes: int | None = None) -> int:
        """Take a template back as if it had never been made, and return the change's number.

        For undo alone. Raises Conflict when it changed since it was read.
        """
        sequence = self._changes.append(_subject(template), action, as_text(template), None, undoes)
        if self._connection.execute(delete(templates).where(*_as_read(template))).rowcount != 1:
            self._changes.refuse()
        return sequence

    def find(self, template_id: UUID) -> Template | None:
        """Return a template, or None where there is none."""
        found = self._where(templates.c.id == template_id)
        return found[0] if found else None

    def get(self, template_id: UUID) -> Template:
        """Return a template; raises UserError when there is none."""
        found = self.find(template_id)
        if found is None:
            raise UserError(_("The template is no longer there."), _("Choose another one."))
        return found

    def all(self) -> tuple[Template, ...]:
        """Return the templates that are not archived, by name."""
        return self._where(templates.c.archived.is_(False))

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Template, ...]:
        rows = self._connection.execute(select(*_COLUMNS).where(*conditions).order_by(templates.c.name, templates.c.id))
        return tuple(Template(*row) for row in rows)


def _subject(template: Template) -> Subject:
    return Subject(SubjectKind.TEMPLATE, template.id)


def _as_read(template: Template) -> tuple[ColumnElement[bool], ...]:
    return (templates.c.id == template.id, templates.c.version == template.version)
