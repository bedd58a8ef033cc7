"""Assessments and the packs they use; their order is the number of the change that made them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Uuid, bindparam, delete, insert, or_, select, update

from shipworthy.domain.assessment import OPEN_STATES, Assessment, AssessmentState, PackUse, standing
from shipworthy.errors import UserError
from shipworthy.storage.changes import Changes, Saved, Subject, SubjectKind, as_text
from shipworthy.storage.errors import Conflict
from shipworthy.storage.prepared import Driver, Prepared
from shipworthy.storage.standings import Standings
from shipworthy.storage.tables import assessment_packs, assessments, change_log, scores
from shipworthy.text import _

_OWN_FIELDS = (
    "id", "service", "title", "policy_hash", "assessors", "based_on", "left_out", "state", "state_reason",
    "decision", "started_at", "decided_at", "sequence", "version",
)  # fmt: skip
_COLUMNS = tuple(assessments.c[name] for name in _OWN_FIELDS)
# Asked for with every change to a service, also by an import of thousands that nobody has reviewed yet.
_IDS_OF_SERVICE = Prepared(
    select(assessments.c.id).where(assessments.c.service == bindparam("service", type_=Uuid)),
    ("service",),
    returned=(assessments.c.id,),
)


class ReviewDays(NamedTuple):
    """When a review was started, decided and last changed, and the ids of its packs.

    `coverage` is None where it was never scored, `changed_at` where the log does not tell.
    """

    id: UUID
    service: UUID
    title: str
    state: AssessmentState
    started_at: datetime | None
    decided_at: datetime | None
    changed_at: datetime | None
    coverage: str | None
    packs: frozenset[str]


class Assessments:
    """The assessments, as one transaction sees them."""

    def __init__(self, connection: Connection, driver: Driver, changes: Changes, standings: Standings) -> None:
        self._connection = connection
        self._driver = driver
        self._changes = changes
        self._standings = standings

    def save(self, assessment: Assessment, *, action: str = "", undoes: int | None = None) -> Saved[Assessment]:
        """Store an assessment, stating by its version what was read before; a new one is given its sequence number.

        Raises Conflict when it changed since it was read. Its packs and policy must be kept already.
        """
        found = self._where(assessments.c.id == assessment.id)
        before = found[0] if found else None
        if (before.version if before else 0) != assessment.version:
            raise Conflict
        if before == assessment:
            return Saved(assessment, ())
        subject = Subject(SubjectKind.ASSESSMENT, assessment.id)
        sequence = self._changes.append(subject, action, as_text(before), as_text(assessment), undoes)
        stored = replace(assessment, sequence=before.sequence if before else sequence, version=sequence)
        self._write(before, stored)
        self._standings.note_review(stored.id)
        return Saved(stored, (sequence,))

    def remove(self, assessment: Assessment, *, action: str = "", undoes: int | None = None) -> int:
        """Take an assessment back as if it had never been started, and return the change's number.

        For undo alone. Raises Conflict when it changed since it was read; nothing may refer to it any more.
        """
        sequence = self._changes.append(
            Subject(SubjectKind.ASSESSMENT, assessment.id), action, as_text(assessment), None, undoes
        )
        self._connection.execute(delete(assessment_packs).filter_by(assessment_id=assessment.id))
        self._connection.execute(delete(scores).filter_by(assessment=assessment.id))
        as_read = (assessments.c.id == assessment.id, assessments.c.version == assessment.version)
        if self._connection.execute(delete(assessments).where(*as_read)).rowcount != 1:
            self._changes.refuse()
        self._standings.note_service(assessment.service)
        return sequence

    def find(self, assessment_id: UUID) -> Assessment | None:
        """Return an assessment, or None where there is none."""
        found = self._where(assessments.c.id == assessment_id)
        return found[0] if found else None

    def get(self, assessment_id: UUID) -> Assessment:
        """Return an assessment; raises UserError when there is none."""
        found = self.find(assessment_id)
        if found is None:
            raise UserError(
                _("The assessment is not in this database."), _("Open the service again; its reviews may have changed.")
            )
        return found

    def of_service(self, service_id: UUID) -> tuple[Assessment, ...]:
        """Return a service's assessments, oldest first."""
        if not _IDS_OF_SERVICE.rows(self._driver, (service_id,)):
            return ()
        return self._where(assessments.c.service == service_id)

    def of_services(self, service_ids: Collection[UUID]) -> dict[UUID, tuple[Assessment, ...]]:
        """Return the assessments of several services, by service, oldest first."""
        found: dict[UUID, list[Assessment]] = {each: [] for each in service_ids}
        for assessment in self._where(assessments.c.service.in_(list(service_ids))):
            found[assessment.service].append(assessment)
        return {service_id: tuple(of_one) for service_id, of_one in found.items()}

    def open(self) -> tuple[Assessment, ...]:
        """Return all that may still be changed, oldest first."""
        return self._where(assessments.c.state.in_(OPEN_STATES))

    def standing(self, service_id: UUID) -> Assessment | None:
        """Return the assessment that speaks for a service, or None where there is none."""
        return standing(self.of_service(service_id))

    def decided_since(self, moment: datetime) -> tuple[ReviewDays, ...]:
        """Return those that were decided from a moment on, or never, oldest first, without reading anything whole."""
        is_meant = or_(assessments.c.decided_at >= moment, assessments.c.decided_at.is_(None))
        packs: dict[UUID, set[str]] = {}
        uses = (
            select(assessment_packs.c.assessment_id, assessment_packs.c.pack_id)
            .join(assessments, assessments.c.id == assessment_packs.c.assessment_id)
            .where(is_meant)
        )
        for assessment_id, pack_id in self._connection.execute(uses):
            packs.setdefault(assessment_id, set()).add(pack_id)
        names = ("id", "service", "title", "state", "started_at", "decided_at")
        rows = (
            select(*(assessments.c[name] for name in names), change_log.c.at, scores.c.coverage)
            .outerjoin(change_log, change_log.c.sequence == assessments.c.version)
            .outerjoin(scores, scores.c.assessment == assessments.c.id)
            .where(is_meant)
            .order_by(assessments.c.sequence)
        )
        found = self._connection.execute(rows)
        return tuple(ReviewDays._make((*row, frozenset(packs.get(row.id, ())))) for row in found)

    def _write(self, before: Assessment | None, stored: Assessment) -> None:
        row = {name: getattr(stored, name) for name in _OWN_FIELDS}
        if before is None:
            self._connection.execute(insert(assessments), row)
        else:
            as_read = (assessments.c.id == before.id, assessments.c.version == before.version)
            if self._connection.execute(update(assessments).where(*as_read).values(row)).rowcount != 1:
                raise Conflict
        if before is None or before.packs != stored.packs:
            self._write_packs(stored.id, stored.packs)

    def _write_packs(self, assessment_id: UUID, uses: Iterable[PackUse]) -> None:
        self._connection.execute(delete(assessment_packs).filter_by(assessment_id=assessment_id))
        rows = [
            {
                "assessment_id": assessment_id,
                "pack_id": use.pack_id,
                "pack_hash": use.pack_hash,
                "weight": use.weight,
                "position": position,
            }
            for position, use in enumerate(uses)
        ]
        if rows:
            self._connection.execute(insert(assessment_packs), rows)

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Assessment, ...]:
        rows = self._connection.execute(select(*_COLUMNS).where(*conditions).order_by(assessments.c.sequence))
        uses: dict[UUID, list[PackUse]] = {}
        packs = (
            select(assessment_packs)
            .where(assessment_packs.c.assessment_id.in_(select(assessments.c.id).where(*conditions)))
            .order_by(assessment_packs.c.position)
        )
        for row in self._connection.execute(packs):
            uses.setdefault(row.assessment_id, []).append(PackUse(row.pack_id, row.pack_hash, row.weight))
        return tuple(Assessment(**row, packs=tuple(uses.get(row["id"], ()))) for row in rows.mappings())
