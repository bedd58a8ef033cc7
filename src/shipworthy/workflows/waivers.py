"""Waivers: ask that a miss be accepted as a risk, decide about it, take it back, extend it; never alone.

Every action is one transaction: the waiver, its line in the change log and the new score rows land together, or none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shipworthy.domain.people import same_person
from shipworthy.domain.remediation import LONGEST_NAME, LONGEST_TEXT, Extension, Waiver, WaiverState
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.domain.waiver_register import stands
from shipworthy.errors import UserError
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.reviews import load_review, newest_open, rescore_service
from shipworthy.workflows.session import Session

_SHOWN = 40  # characters of a text that is too long


@dataclass(frozen=True, slots=True)
class WaiverChanged:
    """What an action did to a waiver: how it stands now, the places in the log and the name for undo."""

    waiver: Waiver
    sequences: tuple[int, ...]
    name: str


def request_waiver(
    session: Session, service_id: UUID, question: str, reason: str, expires: date | None, requester: str = ""
) -> WaiverChanged:
    """Ask that a miss be accepted as a risk until a day; `requester` is the acting person unless said.

    `question` is a whole id. Raises UserError where the service's review does not miss it, where a waiver of it stands
    or waits already, and where reason or a day to come are missing.
    """
    with session.begin() as tx:
        service = tx.services.get(service_id)
        review = review_with_misses(session, tx, service)
        asked = review.questionnaire.roots.get(question)
        if asked is None or not review.counts(asked).miss:
            raise UserError(
                _("“{question}” is no miss of {service}, so there is nothing to waive.").format(
                    question=review.questionnaire.asked[asked].question.text if asked else question,
                    service=service.name,
                ),
                _("Only a question that applies and is missed can be accepted as a risk."),
            )
        refuse_second(session, tx, service_id, asked, roots=review.questionnaire.roots)
        if expires is None:
            raise UserError(
                _("A waiver needs a last day."),
                _("Name the day up to which the risk is worth taking, that day included."),
            )
        _check_day(session, expires)
        waiver = Waiver(
            session.new_id(),
            service_id,
            asked,
            requester=_name(requester) or session.actor,
            approver="",
            reason=_needed(reason, _("A waiver needs a reason."), _("Say why the risk is worth taking until then.")),
            expires=expires,
            requested_at=session.now(),
        )
        return _save(session, tx, waiver, _("asked for a waiver of {question}"))


def approve_waiver(session: Session, waiver_id: UUID, approver: str = "", note: str = "") -> WaiverChanged:
    """Accept the risk that a request names; `approver` is the acting person unless said, and never its requester."""
    with session.begin() as tx:
        waiver = _requested(tx, waiver_id)
        who = _other_than(waiver.requester, _name(approver) or session.actor)
        _check_day(session, waiver.expires)
        approved = replace(
            waiver, approver=who, state=WaiverState.APPROVED, state_reason=_short(note.strip(), LONGEST_TEXT)
        )
        return _save(session, tx, approved, _("approved the waiver of {question}"))


def reject_waiver(session: Session, waiver_id: UUID, reason: str, approver: str = "") -> WaiverChanged:
    """Say no to a request, and why; whoever asked may take it back this way too."""
    with session.begin() as tx:
        waiver = _requested(tx, waiver_id)
        why = _needed(reason, _("Rejecting a waiver needs a reason."), _("Say what must be done instead."))
        who = _name(approver) or session.actor
        rejected = replace(waiver, approver=who, state=WaiverState.REJECTED, state_reason=why)
        return _save(session, tx, rejected, _("rejected the waiver of {question}"))


def revoke_waiver(session: Session, waiver_id: UUID, reason: str) -> WaiverChanged:
    """End an approved waiver before its last day, and say why."""
    with session.begin() as tx:
        waiver = _approved(tx, waiver_id)
        why = _needed(reason, _("Revoking a waiver needs a reason."), _("Say what has changed."))
        return _save(
            session,
            tx,
            replace(waiver, state=WaiverState.REVOKED, state_reason=why),
            _("revoked the waiver of {question}"),
        )


def request_extension(
    session: Session, waiver_id: UUID, until: date | None, reason: str, requester: str = ""
) -> WaiverChanged:
    """Ask that an approved waiver last longer; it keeps its last day until somebody else approves."""
    with session.begin() as tx:
        waiver = _approved(tx, waiver_id)
        if waiver.pending_extension is not None:
            raise UserError(
                _("An extension of this waiver waits for a decision already."), _("Approve or reject that one first.")
            )
        if until is None:
            raise UserError(_("An extension needs a new last day."), _("Name the day, that day included."))
        _check_day(session, until)
        if until <= waiver.expires:
            raise UserError(
                _("{day} does not extend the waiver: it lasts until {last}.").format(
                    day=Wording().date(until), last=Wording().date(waiver.expires)
                ),
                _("Choose a later day."),
            )
        why = _needed(reason, _("An extension needs a reason."), _("Say why the risk is worth taking for longer."))
        asked = Extension(until, _name(requester) or session.actor, why)
        return _save(
            session,
            tx,
            replace(waiver, extensions=(*waiver.extensions, asked)),
            _("asked to extend the waiver of {question}"),
        )


def decide_extension(session: Session, waiver_id: UUID, approved: bool, approver: str = "") -> WaiverChanged:
    """Approve or reject the extension that waits; whoever asked for it or for the waiver never approves it."""
    with session.begin() as tx:
        waiver = _approved(tx, waiver_id)
        pending = waiver.pending_extension
        if pending is None:
            raise UserError(_("No extension of this waiver waits for a decision."), _("Ask for one first."))
        if not approved:
            answered = replace(pending, approver=_name(approver) or session.actor, state=WaiverState.REJECTED)
            changed = replace(waiver, extensions=(*waiver.extensions[:-1], answered))
            return _save(session, tx, changed, _("rejected the extension of the waiver of {question}"))
        _check_day(session, pending.until)
        who = _other_than(pending.requester, _name(approver) or session.actor)
        _other_than(waiver.requester, who)
        refuse_second(session, tx, waiver.service, waiver.question, but=waiver.id)
        answered = replace(pending, approver=who, state=WaiverState.APPROVED)
        changed = replace(waiver, extensions=(*waiver.extensions[:-1], answered), expires=pending.until)
        return _save(session, tx, changed, _("extended the waiver of {question}"))


def waiver_history(session: Session, waiver: Waiver) -> tuple[Change, ...]:
    """Return what happened to a waiver, oldest first, from the change log."""
    with session.store.read() as tx:
        return tx.changes.for_subject(SubjectKind.WAIVER, waiver.service, str(waiver.id))


def history_words(session: Session, waiver: Waiver, wording: Wording) -> tuple[str, ...]:
    """Return what happened to a waiver in words, oldest first: day, time, who did it and what."""
    changes = waiver_history(session, waiver)
    took_back = {change.sequence: change.undoes is not None for change in changes}
    lines = []
    for change in changes:
        text = wording.waiver_event(change.before_as(Waiver), change.after_as(Waiver), change.action)
        if change.undoes is not None:
            again = took_back.get(change.undoes, False)
            text = (_("Done again: {name}") if again else _("Undone: {name}")).format(name=change.action)
        at = change.at.astimezone(session.now().tzinfo)
        lines.append(f"{wording.date(at.date())}, {wording.time(at)}, {change.actor}: {text}")
    return tuple(lines)


def review_with_misses(session: Session, tx: Transaction, service: Service) -> Review:
    """Return the review in which misses are looked for: the newest open one, else the one that stands.

    Raises UserError where the service has none.
    """
    found = newest_open(tx, service.id) or tx.assessments.standing(service.id)
    if found is None:
        raise UserError(
            _("{service} has no review yet, so it has no miss to waive.").format(service=service.name),
            _("Review it first."),
        )
    return load_review(session, tx, found.id)


def refuse_second(
    session: Session,
    tx: Transaction,
    service_id: UUID,
    question: str,
    but: UUID | None = None,
    roots: Mapping[str, str] | None = None,
) -> None:
    """Raise UserError where a waiver of a question, other than `but`, stands or waits already.

    `roots` tell which questions are asked as this one, so that linked ones are not waived twice.
    """
    known = roots or {}
    for each in tx.waivers.of_service(service_id):
        same = known.get(each.question, each.question) == question
        if same and each.id != but and stands(each, session.today()):
            raise UserError(
                _("There is a waiver of this question already: it is {state}, until {day}.").format(
                    state=Wording().waiver_state(each.state).lower(), day=Wording().date(each.expires)
                ),
                _("Decide about that one, or extend it."),
            )


def _check_day(session: Session, last_day: date) -> None:
    if last_day < session.today():
        raise UserError(
            _("A waiver cannot end on {day}: that day has passed.").format(day=Wording().date(last_day)),
            _("Choose today or a later day as its last one."),
        )


def _other_than(requester: str, approver: str) -> str:
    if same_person(requester, approver):
        raise UserError(
            _("{name} asked for this, so somebody else must approve it.").format(name=requester),
            _("Name the person who takes the risk on."),
        )
    return _name(approver)


def _name(name: str) -> str:
    return _short(" ".join(name.split()), LONGEST_NAME)


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise UserError(
            _("“{text}…” has {count} characters; {most} are allowed.").format(
                text=text[:_SHOWN], count=len(text), most=most
            ),
            _("Shorten it."),
        )
    return text


def _needed(text: str, message: str, hint: str) -> str:
    if not text.strip():
        raise UserError(message, hint)
    return _short(text.strip(), LONGEST_TEXT)


def _requested(tx: Transaction, waiver_id: UUID) -> Waiver:
    return _in_state(tx, waiver_id, WaiverState.REQUESTED, _("Only a request can be approved or rejected."))


def _approved(tx: Transaction, waiver_id: UUID) -> Waiver:
    return _in_state(tx, waiver_id, WaiverState.APPROVED, _("Only an approved waiver can be revoked or extended."))


def _in_state(tx: Transaction, waiver_id: UUID, state: WaiverState, hint: str) -> Waiver:
    waiver = tx.waivers.get(waiver_id)
    if waiver.state is not state:
        raise UserError(
            _("This waiver is {state}.").format(state=Wording().waiver_state(waiver.state).lower()),
            hint,
        )
    return waiver


def _save(session: Session, tx: Transaction, waiver: Waiver, words: str) -> WaiverChanged:
    name = words.format(question=waiver.question.partition("/")[2])
    saved = tx.waivers.save(waiver, action=name)
    rescore_service(session, tx, waiver.service)
    return WaiverChanged(saved.value, saved.sequences, name)
