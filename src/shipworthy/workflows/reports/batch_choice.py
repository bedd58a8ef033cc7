"""What reports on several services may be on: the services that a review speaks for, and those without one."""

from dataclasses import dataclass
from uuid import UUID

from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """A service that a batch may hold a report on; `team` is empty where it has none."""

    id: UUID
    name: str
    team: str


@dataclass(frozen=True, slots=True)
class BatchMatter:
    """The services with a standing review by name, and the names of those without one."""

    services: tuple[BatchChoice, ...]
    without: tuple[str, ...]


def read_batch_matter(session: Session) -> BatchMatter:
    """Return what a batch may hold, without working anything out."""
    with session.store.read() as tx:
        services = sorted(tx.services.all(), key=lambda each: (each.name.casefold(), str(each.id)))
        reviewed = {each.service for each in tx.standings.now() if each.assessment is not None}
    return BatchMatter(
        tuple(BatchChoice(each.id, each.name, each.team) for each in services if each.id in reviewed),
        tuple(each.name for each in services if each.id not in reviewed),
    )
