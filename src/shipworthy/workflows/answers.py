"""Answers from a file: a service, its facts and a whole review in one action, for samples, scripts and pipelines."""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from shipworthy.domain.answering import checked_answer
from shipworthy.domain.assessment import Answer, EvidenceKind, WeightedPack
from shipworthy.domain.canonical import digest
from shipworthy.domain.pack import Pack, bare_id
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.exchange.answers_file import AnswersFile, NamedService, read_answers_file
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.workflows.backups import guard
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.reviews import Recorded, load_review, record_in, start_in
from shipworthy.workflows.services import blank_service, save_in
from shipworthy.workflows.session import Session

_DEPENDENCIES = ("hard_dependencies", "soft_dependencies")


def assess_from_file(session: Session, path: Path, service_name: str = "", pack: str = "") -> Review:
    """Review a service as an answers file says, in a new draft; the same file twice changes nothing the second time.

    `service_name` and `pack` (id or file) stand for those that the file names; a service that is not there yet is
    added when the file describes it. Raises UserError or InvalidFile with every problem; nothing is stored then.
    """
    file = read_answers_file(path)
    guard(session)
    return assess_as_said(session, file, service_name, pack)


def assess_as_said(session: Session, file: AnswersFile, service_name: str = "", pack: str = "") -> Review:
    """Review a service as answers that were read already say; otherwise as `assess_from_file`."""
    packs = [find_pack(pack)] if pack else [find_pack(name, Path(file.file).parent) for name in file.packs]
    if not packs:
        raise UserError(
            _("{file} names no pack.").format(file=file.file),
            _("Add a line such as pack: backend-engineering, or --pack."),
        )
    answers = file.answers_to(session.compiled(tuple(WeightedPack(each) for each in packs)))
    _keep_files(session, file, answers)
    signed = replace(session, actor=file.assessor or session.actor)
    with signed.begin() as tx:
        service = _bring_up_to_date(signed, tx, file, service_name)
        standing = tx.assessments.standing(service.id)
        review = load_review(signed, tx, standing.id) if standing else None
        if review is not None and _says_the_same(review, packs, answers):
            return review
        assessment = start_in(signed, tx, service.id, packs, file.title)
        return record_in(signed, tx, assessment.id, answers).review


def answer_from_file(session: Session, assessment_id: UUID, path: Path) -> Recorded:
    """Record the answers of a file in an open review, and what it says of the service.

    Answers that were carried over and that the file gives unchanged wait for their confirmation still. Raises UserError
    or InvalidFile with every problem; nothing is stored then.
    """
    file = read_answers_file(path)
    guard(session)
    return answer_as_said(session, assessment_id, file)


def answer_as_said(
    session: Session, assessment_id: UUID, file: AnswersFile, unconfirmed: Collection[str] | None = None
) -> Recorded:
    """Record answers that were read already in an open review; otherwise as `answer_from_file`.

    Where `unconfirmed` is given, everything else that was carried over is confirmed with it: all but these questions,
    by whole or bare id.
    """
    signed = replace(session, actor=file.assessor or session.actor)
    with signed.begin() as tx:
        review = load_review(signed, tx, assessment_id)
        answers = file.answers_to(review.questionnaire)
        _keep_files(session, file, answers)
        _bring_up_to_date(signed, tx, file, review.service.name)
        asked, given = review.questionnaire.asked, review.answers
        fresh = [
            replace(answer, version=given[answer.question].version if answer.question in given else 0)
            for answer in answers
            if unconfirmed is not None
            or not _is_unchanged(given.get(answer.question), checked_answer(asked[answer.question].question, answer))
        ]
        if unconfirmed is not None:
            left = {*unconfirmed, *(answer.question for answer in answers)}
            fresh += [
                replace(answer, carried=False)
                for question, answer in given.items()
                if answer.carried and not left & {question, bare_id(question)}
            ]
        return record_in(signed, tx, assessment_id, fresh)


def add_as_said(session: Session, file: AnswersFile) -> Service:
    """Add the service that a file describes, or change it to what the file says of it."""
    with session.begin() as tx:
        return _bring_up_to_date(session, tx, file, "")


def _is_unchanged(carried: Answer | None, answer: Answer) -> bool:
    return carried is not None and replace(carried, carried=False).same_content(answer)


def _keep_files(session: Session, file: AnswersFile, answers: Sequence[Answer]) -> None:
    """Keep the files that answers name, before any row does; raises UserError for one that changed meanwhile."""
    kept = {session.evidence.put(path, path.name) for path in file.evidence_files()}
    named = {each.value for answer in answers for each in answer.evidence if each.kind is EvidenceKind.FILE}
    if not named <= kept:
        raise UserError(
            _("A file that {file} names as evidence changed while it was read.").format(file=file.file),
            _("Try again once nothing writes to it."),
        )


def _says_the_same(review: Review, packs: Sequence[Pack], answers: Sequence[Answer]) -> bool:
    """Tell whether a review already holds exactly these answers to exactly these packs."""
    if [use.pack_hash for use in review.assessment.packs] != [digest(pack) for pack in packs]:
        return False
    given = {answer.question: answer for answer in answers}
    return given.keys() == review.answers.keys() and all(
        review.answers[question].same_content(checked_answer(review.questionnaire.asked[question].question, answer))
        for question, answer in given.items()
    )


def _bring_up_to_date(session: Session, tx: Transaction, file: AnswersFile, service_name: str) -> Service:
    """Add the service, or change it to what the file says of it; what the file does not mention stays."""
    said = file.service or NamedService(service_name)
    name = service_name or said.name
    if not name:
        raise UserError(
            _("{file} names no service.").format(file=file.file), _("Add a line such as service: checkout.")
        )
    found = tx.services.find(name)
    values = _values(tx, said)
    if found is None and not values:
        raise UserError(
            _("There is no service “{name}”.").format(name=name),
            _("Add it first with shipworthy service add NAME, or describe it in the answers file."),
        )
    service = found or replace(blank_service(session), name=name)
    changed = replace(service, **values, facts={**service.facts, **file.facts})
    return changed if changed == found else save_in(session, tx, changed)


def _values(tx: Transaction, said: NamedService) -> dict[str, Any]:
    """Return the fields that the file gives, with dependencies looked up by name."""
    values = {each.name: getattr(said, each.name) for each in fields(said) if each.name != "name"}
    given = {name: value for name, value in values.items() if value is not None}
    for name in _DEPENDENCIES:
        if name in given:
            given[name] = frozenset(_dependency(tx, each) for each in given[name])
    return given


def _dependency(tx: Transaction, name: str) -> UUID:
    found = tx.services.find(name)
    if found is None:
        raise UserError(
            _("The file depends on “{name}”, which is no service here.").format(name=name), _("Add that one first.")
        )
    return found.id
