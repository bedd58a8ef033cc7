"""What happened to services: incidents, major changes and merges."""

from uuid import UUID

from shipworthy.domain.service_event import ServiceEvent
from shipworthy.storage.changes import Subject, SubjectKind
from shipworthy.storage.tables import service_events
from shipworthy.storage.versioned_rows import VersionedRows


class ServiceEvents(VersionedRows[ServiceEvent]):
    """The events, as one transaction sees them, in the order in which they were noted."""

    table = service_events
    order = (service_events.c.sequence,)
    kind = ServiceEvent

    def subject(self, value: ServiceEvent) -> Subject:
        """Return what the log calls an event: a part of its service."""
        return Subject(SubjectKind.EVENT, value.service, str(value.id))

    def of_service(self, service_id: UUID) -> tuple[ServiceEvent, ...]:
        """Return what happened to a service."""
        return self.where(service_events.c.service == service_id)

    def merged_into(self, service_id: UUID) -> tuple[ServiceEvent, ...]:
        """Return the merges by which other services became a service."""
        return self.where(service_events.c.other == service_id)

    def all(self) -> tuple[ServiceEvent, ...]:
        """Return everything that happened."""
        return self.where()
