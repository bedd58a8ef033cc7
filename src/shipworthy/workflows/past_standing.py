"""Where a service stood at the end of a past day, worked out from the change log: exact, but slower than what was
noted of the day, which it stands in for and is tested against."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

from shipworthy.domain.assessment import Answer, Assessment, standing
from shipworthy.domain.campaign import Campaign
from shipworthy.domain.canonical import encode
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.review import assemble
from shipworthy.domain.sealed import Seal
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.domain.stale import basis_of
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.services import name_key
from shipworthy.storage.standings import SCORE_COLUMNS, StoredStanding
from shipworthy.storage.store import Transaction
from shipworthy.workflows.reviews import score_row
from shipworthy.workflows.session import Session

_NEVER = datetime.max.replace(tzinfo=UTC)
T = TypeVar("T", RemediationItem, Waiver, ServiceEvent, Assessment, Campaign)


def standing_on(
    session: Session, tx: Transaction, service_id: UUID, day: date, taken_back: Collection[UUID] = ()
) -> StoredStanding | None:
    """Return where a service stood at the end of a day; None where no review spoke for it.

    As of today everything counts that was said, also by a clock that was set back since. `taken_back` are reviews of
    it whose start was taken back since: the store has them in its log alone.
    """
    end = session.store.end_of(day) if day < session.today() else _NEVER
    ids = {each.id for each in tx.assessments.of_service(service_id)} | set(taken_back)
    told = (as_kept(each, Assessment) for each in tx.changes.last_for(SubjectKind.ASSESSMENT, ids, end))
    assessment = standing(each for each in told if each is not None)
    if assessment is None:
        return None
    [service] = services_told_by(
        each
        for kind in (SubjectKind.SERVICE, SubjectKind.FACT)
        for each in tx.changes.last_for(kind, [service_id], end)
    ).values()
    questionnaire = session.questionnaire(tx, assessment.packs)
    said = (
        each.after_as(Answer)
        for each in tx.changes.last_for(SubjectKind.ANSWER, [assessment.id], end)
        if not each.assessor
    )
    review = assemble(
        service,
        assessment,
        questionnaire,
        session.policy(tx, assessment.policy_hash),
        {each.question: each for each in said if each is not None and each.question in questionnaire.asked},
        day,
        _kept(tx.changes.last_for(SubjectKind.WAIVER, [service_id], end), Waiver),
        _kept(tx.changes.last_for(SubjectKind.ITEM, [service_id], end), RemediationItem),
        session.day(assessment.decided_at) if assessment.decided_at else None,
    )
    row = score_row(session, review).texts
    return StoredStanding._make(
        (
            service_id,
            assessment.id,
            assessment.title,
            assessment.state,
            assessment.decided_at or assessment.started_at,
            assessment.policy_hash,
            *(row[name] for name in SCORE_COLUMNS),
            *_sealed(tx.seals.of(assessment.id) if assessment.decided_at else None),
        )
    )


def reviews_taken_back(tx: Transaction) -> dict[UUID, set[UUID]]:
    """Return the reviews whose start was taken back, by service; reads the whole log."""
    found: dict[UUID, set[UUID]] = {}
    for change in tx.changes.removals(SubjectKind.ASSESSMENT):
        removed = change.before_as(Assessment)
        assert removed is not None, "it was there to be removed"
        found.setdefault(removed.service, set()).add(removed.id)
    return found


def _sealed(seal: Seal | None) -> tuple[str | None, ...]:
    """Return hash, score, ends of the band and basis as rows of standings have them."""
    if seal is None:
        return (None,) * 5
    content = seal.opened()
    score, band = content.scores.score, content.scores.band
    ends = (str(band.low), str(band.high)) if band else (None, None)
    return (seal.hash, None if score is None else str(score), *ends, encode(basis_of(content)).decode())


def services_told_by(changes: Iterable[Change]) -> dict[UUID, Service]:
    """Return the services that the last changes of services and of their facts left behind, by name."""
    found: dict[UUID, Service] = {}
    facts: dict[UUID, dict[str, bool]] = {}
    newest: dict[UUID, int] = {}
    for change in changes:
        if change.kind is SubjectKind.SERVICE:
            service = change.after_as(Service)
            if service is not None:
                found[change.subject_id] = service
        elif change.kind is SubjectKind.FACT:
            value = change.after_as(bool)
            if value is not None:
                facts.setdefault(change.subject_id, {})[change.part] = value
        else:
            continue
        newest[change.subject_id] = max(change.sequence, newest.get(change.subject_id, 0))
    whole = [replace(each, facts=facts.get(id_, {}), version=newest[id_]) for id_, each in found.items()]
    return {each.id: each for each in sorted(whole, key=lambda each: (name_key(each.name), each.id.hex))}


def as_kept(change: Change, kind: type[T]) -> T | None:
    """Return what a change left behind as the store had it then, with its numbers."""
    value = change.after_as(kind)
    if value is None:
        return None
    sequence = change.sequence if change.before is None else value.sequence
    return replace(value, sequence=sequence, version=change.sequence)


def _kept(changes: Iterable[Change], kind: type[T]) -> list[T]:
    return [value for value in (as_kept(each, kind) for each in changes) if value is not None]
