"""Remediation items and waivers, each in the order in which they were made."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from shipworthy.domain.remediation import UNFINISHED_STATES, RemediationItem, Waiver
from shipworthy.errors import UserError
from shipworthy.storage.changes import Subject, SubjectKind
from shipworthy.storage.tables import remediation_items, waivers
from shipworthy.storage.versioned_rows import VersionedRows
from shipworthy.text import _


class Items(VersionedRows[RemediationItem]):
    """The remediation items, as one transaction sees them."""

    table = remediation_items
    order = (remediation_items.c.sequence,)
    kind = RemediationItem

    def subject(self, value: RemediationItem) -> Subject:
        """Return what the log calls an item."""
        return Subject(SubjectKind.ITEM, value.service, str(value.id))

    def get(self, item_id: UUID) -> RemediationItem:
        """Return an item; raises UserError when there is none."""
        found = self.find(item_id)
        if found is None:
            raise UserError(
                _("The remediation item is not in this database."), _("Look at the list again; it may have changed.")
            )
        return found

    def of_service(self, service_id: UUID) -> tuple[RemediationItem, ...]:
        """Return a service's items."""
        return self.where(remediation_items.c.service == service_id)

    def late(self, day: date) -> tuple[RemediationItem, ...]:
        """Return the unfinished items that were due before a day, waived or not."""
        items = remediation_items.c
        return self.where(items.due < day, items.state.in_(UNFINISHED_STATES))

    def of_services(self, service_ids: Collection[UUID]) -> tuple[RemediationItem, ...]:
        """Return the items of several services."""
        wanted = frozenset(service_ids)
        return tuple(item for item in self.all() if item.service in wanted)

    def all(self) -> tuple[RemediationItem, ...]:
        """Return every item."""
        return self.where()


class Waivers(VersionedRows[Waiver]):
    """The waivers, as one transaction sees them."""

    table = waivers
    order = (waivers.c.sequence,)
    kind = Waiver

    def subject(self, value: Waiver) -> Subject:
        """Return what the log calls a waiver."""
        return Subject(SubjectKind.WAIVER, value.service, str(value.id))

    def get(self, waiver_id: UUID) -> Waiver:
        """Return a waiver; raises UserError when there is none."""
        found = self.find(waiver_id)
        if found is None:
            raise UserError(
                _("The waiver is not in this database."), _("Look at the register again; it may have changed.")
            )
        return found

    def of_service(self, service_id: UUID) -> tuple[Waiver, ...]:
        """Return a service's waivers."""
        return self.where(waivers.c.service == service_id)

    def all(self) -> tuple[Waiver, ...]:
        """Return every waiver."""
        return self.where()
