"""Taking back and doing again: the history of one window, and the inverse of what an action did."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar
from uuid import UUID

from shipworthy.domain.answering import is_recordable
from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.campaign import Campaign
from shipworthy.domain.lineage import SeenState
from shipworthy.domain.meeting import Meeting, taken_back
from shipworthy.domain.remediation import ItemOrigin, RemediationItem, Waiver
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.domain.service_filter import SavedView
from shipworthy.domain.template import Template
from shipworthy.domain.waiver_register import stands
from shipworthy.errors import UserError
from shipworthy.storage.changes import Change, Saved, SubjectKind
from shipworthy.storage.services import name_key
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.workflows.consensus import blind_authors
from shipworthy.workflows.counted_fields import count_alike, counted_fields
from shipworthy.workflows.item_checks import check_needs
from shipworthy.workflows.reviews import load_review, refuse_sealed, rescore, rescore_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.waivers import refuse_second

LIMIT = 100
T = TypeVar("T", Assessment, Meeting, Template, RemediationItem, Waiver, ServiceEvent, Campaign, SavedView)


@dataclass(frozen=True, slots=True)
class Step:
    """One action that can be taken back: its changes' places in the change log, in order, and its name for people.

    `assessment` is the assessment that it belongs to; what belongs to none, such as a template's end or an item, goes
    by its own id. `assessor` is whose blind answers it changed, `others` are further assessments that it touched.
    """

    assessment: UUID
    sequences: tuple[int, ...]
    name: str
    assessor: str = ""
    others: frozenset[UUID] = frozenset()


@dataclass(slots=True)
class UndoHistory:
    """The steps of one window's session, at most 100; pure lists, so that window and tests share them."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def did(self, step: Step) -> None:
        """Note a change; what was taken back before can no longer be done again."""
        self.done = [*self.done, step][-LIMIT:]
        self.undone = []

    def took_back(self, inverse: Step) -> None:
        """Note that the newest step was taken back by `inverse`, which keeps the step's name."""
        self.undone.append(replace(inverse, name=self.done.pop().name))

    def did_again(self, inverse: Step) -> None:
        """Note that the step taken back last was done again by `inverse`."""
        self.done.append(replace(inverse, name=self.undone.pop().name))

    def forget(self, assessment: UUID) -> None:
        """Drop the steps of an assessment that was sealed: they can never be taken back, and stand before others."""
        self.done = [step for step in self.done if assessment not in (step.assessment, *step.others)]
        self.undone = [step for step in self.undone if assessment not in (step.assessment, *step.others)]

    def next_undo(self) -> Step | None:
        """Return the step that undo would take back."""
        return self.done[-1] if self.done else None

    def next_redo(self) -> Step | None:
        """Return the step that redo would do again."""
        return self.undone[-1] if self.undone else None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What undo or redo left behind: `review` is None where the assessment itself was taken back.

    `sequences` are the changes that did it; taking those back is redo. `assessor` is whose blind answers they touched.
    `gone` are further assessments that were taken back with it.
    """

    assessment: UUID
    review: Review | None
    sequences: tuple[int, ...]
    assessor: str = ""
    gone: frozenset[UUID] = frozenset()


def undo_changes(session: Session, assessment_id: UUID, sequences: tuple[int, ...]) -> TakenBack:
    """Take back the changes of one action by appending their inverses, all or none; taking those back is redo.

    Raises UserError where somebody changed one of the things since, or the assessment is sealed.
    """
    with session.begin() as tx:
        changes = [tx.changes.get(sequence) for sequence in reversed(sequences)]
        touched = {change.subject_id for change in changes if change.kind in _OF_THE_ASSESSMENT}
        _refuse_sealed(tx, touched)
        inverse = tuple(_INVERSES[change.kind](tx, change) for change in changes)
        _refuse_what_cannot_stand(session, tx, changes)
        for change in changes:
            if change.kind is SubjectKind.ASSESSMENT:
                _refuse_unfitting(session, tx, change)
        # Verdicts read services, facts, waivers and items; their changes are kept under the service's id.
        with_fields = any(change.kind is SubjectKind.SERVICE for change in changes)
        counted = counted_fields(session, tx) if with_fields else frozenset()
        for service_id in {each.subject_id for each in changes if _is_counted(each, counted)}:
            if tx.services.find_by_id(service_id) is not None:
                rescore_service(session, tx, service_id)
        others = touched - {assessment_id}
        gone = frozenset(each for each in others if tx.assessments.find(each) is None)
        for other in others - gone:
            rescore(session, tx, other)
        authors = {change.assessor for change in changes if change.kind is SubjectKind.ANSWER}
        assessor = authors.pop() if len(authors) == 1 else ""  # a merge touches answers of several
        review = None
        if tx.assessments.find(assessment_id) is not None:
            # What was sealed keeps the score it was sealed with; only things beside it can be taken back by then.
            review = rescore(session, tx, assessment_id) if touched else load_review(session, tx, assessment_id)
            if assessor:
                review = load_review(session, tx, assessment_id, assessor)
        return TakenBack(assessment_id, review, inverse, assessor, gone)


def _is_counted(change: Change, counted: frozenset[str]) -> bool:
    """Tell whether reviews of a service may count otherwise without a change."""
    if change.kind is not SubjectKind.SERVICE:
        return change.kind in _OF_THE_SERVICE
    before, after = change.before_as(Service), change.after_as(Service)
    return before is not None and after is not None and not count_alike(before, after, counted)


def _refuse_sealed(tx: Transaction, assessments: Iterable[UUID]) -> None:
    for before in map(tx.assessments.find, assessments):
        if before is not None:
            refuse_sealed(before)


def _take_back_answer(tx: Transaction, change: Change) -> int:
    current = tx.answers.get(change.subject_id, change.part, change.assessor)
    before, after = change.before_as(Answer), change.after_as(Answer)
    if not _same_answer(current, after):
        raise _changed_since(tx, change)
    if before is None:
        assert current is not None, "it is what the change left behind"
        return tx.answers.remove(change.subject_id, current, action=change.action, undoes=change.sequence)
    version = current.version if current else 0
    restored = replace(before, version=version)
    return tx.answers.save(change.subject_id, restored, action=change.action, undoes=change.sequence).sequence


def _take_back_assessment(tx: Transaction, change: Change) -> int:
    current = tx.assessments.find(change.subject_id)
    if change.before is None and current is not None:
        _refuse_used(tx, change, current)
    before = change.before_as(Assessment)
    named = before.assessors if before else ()
    for author in blind_authors(tx, change.subject_id):
        was_named_here = current is not None and author in current.assessors and author not in named
        if was_named_here and _began_after(tx, author, change):
            raise UserError(
                _("{name} has answered since, so “{action}” cannot be taken back.").format(
                    name=author, action=change.action
                ),
                _("Take back those answers first."),
            )
    return _take_back(tx, change, tx.assessments, Assessment, current)


def _refuse_unfitting(session: Session, tx: Transaction, change: Change) -> None:
    """Raise UserError where packs would come back whose questions cannot hold what was answered since."""
    current = tx.assessments.find(change.subject_id)
    if current is None:
        return
    asked = session.questionnaire(tx, current.packs).asked
    for answer in tx.answers.all_assessors(current.id):
        if answer.question in asked and not is_recordable(asked[answer.question].question, answer):
            raise _changed_since(tx, change)


def _began_after(tx: Transaction, author: str, change: Change) -> bool:
    """Tell whether an assessor answered for the first time after a change; answers may also come before the name."""
    answered = tx.changes.for_subject(SubjectKind.ANSWER, change.subject_id)
    return next(each.sequence for each in answered if each.assessor == author) > change.sequence


def _refuse_used(tx: Transaction, change: Change, started: Assessment) -> None:
    """Raise UserError where the start of an assessment cannot be taken back without losing what others did since."""
    if tx.answers.all_assessors(started.id) or tx.meetings.of_assessment(started.id):
        raise _changed_since(tx, change)
    if any(each.based_on == started.id for each in tx.assessments.of_service(started.service)):
        raise UserError(
            _("Another review was started from “{title}”.").format(title=started.title), _("Take that one back first.")
        )


def _take_back_meeting(tx: Transaction, change: Change) -> int:
    """Take back what a change did to a meeting and leave the rest: its clock runs on, and others write to it too."""
    current = tx.meetings.find(UUID(change.part))
    before, after = change.before_as(Meeting), change.after_as(Meeting)
    if before is None and after is not None and current is not None:  # its start: time alone does not hold it
        if _plain(replace(current, spent_seconds={})) != _plain(replace(after, spent_seconds={})):
            raise _changed_since(tx, change)
        return tx.meetings.remove(current, action=change.action, undoes=change.sequence)
    if before is None or after is None or current is None:
        return _take_back(tx, change, tx.meetings, Meeting, current)
    restored = taken_back(before, after, current)
    if restored is None:
        raise _changed_since(tx, change)
    return tx.meetings.save(restored, action=change.action, undoes=change.sequence).sequence


def _take_back_seen_state(tx: Transaction, change: Change) -> int:
    store, before = UUID(change.part), change.before_as(SeenState)
    if tx.seen_states.find(change.subject_id, store) != change.after_as(SeenState):
        raise _changed_since(tx, change)
    if before is None:
        return tx.seen_states.remove(change.subject_id, store, action=change.action, undoes=change.sequence)
    return tx.seen_states.save(change.subject_id, before, action=change.action, undoes=change.sequence).sequence


def _take_back_item(tx: Transaction, change: Change) -> int:
    current = tx.items.find(UUID(change.part))
    if change.before is None and current is not None:
        waiting = [each.title for each in tx.items.all() if current.id in each.needs]
        if waiting:
            raise UserError(
                _("“{title}” waits for “{needed}” by now.").format(title=waiting[0], needed=current.title),
                _("Take that dependency back first."),
            )
    return _take_back(tx, change, tx.items, RemediationItem, current)


def _take_back_waiver(tx: Transaction, change: Change) -> int:
    return _take_back(tx, change, tx.waivers, Waiver, tx.waivers.find(UUID(change.part)))


def _take_back_service(tx: Transaction, change: Change) -> int:
    """Take back what a change did to a service as a whole; its facts are changes of their own and stay as they are."""
    current = tx.services.find_by_id(change.subject_id)
    before, after = change.before_as(Service), change.after_as(Service)
    if (replace(current, facts={}, version=0) if current else None) != after:
        raise _changed_since(tx, change)
    if before is None:
        assert current is not None, "it is what the change left behind"
        _refuse_service_in_use(tx, current)
        return tx.services.remove(current, action=change.action, undoes=change.sequence)
    restored = replace(before, facts=current.facts if current else {}, version=current.version if current else 0)
    return tx.services.save(restored, action=change.action, undoes=change.sequence).sequence


def _refuse_service_in_use(tx: Transaction, service: Service) -> None:
    """Raise UserError where a service that was added has been used since."""
    users = [each.name for each in tx.services.that_need(service.id)]
    if users:
        raise UserError(
            _("“{service}” depends on “{needed}” by now.").format(service=users[0], needed=service.name),
            _("Take that dependency back first."),
        )
    things = (
        tx.assessments.of_service,
        tx.items.of_service,
        tx.waivers.of_service,
        tx.events.of_service,
        tx.events.merged_into,
    )
    if service.facts or any(of_service(service.id) for of_service in things):
        raise UserError(
            _("“{service}” has been worked with since, so adding it cannot be taken back.").format(
                service=service.name
            ),
            _("Archive it instead."),
        )


def _take_back_fact(tx: Transaction, change: Change) -> int:
    current = tx.services.get(change.subject_id)
    before, after = change.before_as(bool), change.after_as(bool)
    if current.facts.get(change.part) is not after:
        raise _changed_since(tx, change)
    others = {fact: value for fact, value in current.facts.items() if fact != change.part}
    restored = replace(current, facts=others if before is None else others | {change.part: before})
    return tx.services.save(restored, action=change.action, undoes=change.sequence).sequence


def _take_back_view(tx: Transaction, change: Change) -> int:
    restored = change.before_as(SavedView)
    others = (each for each in tx.views.all() if each.id != change.subject_id)
    if restored is not None and any(name_key(each.name) == name_key(restored.name) for each in others):
        raise UserError(
            _("There is another view “{name}” by now.").format(name=restored.name), _("Remove that one first.")
        )
    return _take_back(tx, change, tx.views, SavedView, tx.views.find(change.subject_id))


def _take_back_campaign(tx: Transaction, change: Change) -> int:
    restored = change.before_as(Campaign)
    others = (each for each in tx.campaigns.all() if each.id != change.subject_id)
    if restored is not None and any(name_key(each.name) == name_key(restored.name) for each in others):
        raise UserError(
            _("There is another campaign “{name}” by now.").format(name=restored.name), _("Rename that one first.")
        )
    return _take_back(tx, change, tx.campaigns, Campaign, tx.campaigns.find(change.subject_id))


def _refuse_what_cannot_stand(session: Session, tx: Transaction, changes: Iterable[Change]) -> None:
    """Raise UserError where what comes back does not go with what others made or took away since."""
    items, waivers = [], []
    for change in changes:
        if change.kind is SubjectKind.ITEM and (item := tx.items.find(UUID(change.part))) is not None:
            items.append(item)
            if change.after is None and item.origin is not ItemOrigin.MANUAL:
                _refuse_second_item(tx, item)
        elif change.kind is SubjectKind.WAIVER and (waiver := tx.waivers.find(UUID(change.part))) is not None:
            waivers.append(waiver)
    check_needs(tx, [item for item in items if item.needs])
    for waiver in waivers:
        if stands(waiver, session.today()):
            refuse_second(session, tx, waiver.service, waiver.question, but=waiver.id)


def _refuse_second_item(tx: Transaction, item: RemediationItem) -> None:
    """Raise UserError where somebody planned the questions of an item that was taken back, and is now made again."""
    for each in tx.items.of_service(item.service):
        if each.id != item.id and each.is_live and each.questions & item.questions:
            raise UserError(
                _("“{title}” was planned again by somebody else meanwhile.").format(title=item.title),
                _("Use that item; a gap gets no second."),
            )


def _take_back_template(tx: Transaction, change: Change) -> int:
    restored = change.before_as(Template)
    if restored is not None and not restored.archived:
        others = (each for each in tx.templates.all() if each.id != restored.id)
        if any(each.name.casefold() == restored.name.casefold() for each in others):
            raise UserError(
                _("There is another template “{name}” by now.").format(name=restored.name), _("Remove that one first.")
            )
    return _take_back(tx, change, tx.templates, Template, tx.templates.find(change.subject_id))


def _take_back(tx: Transaction, change: Change, kept: "_Kept[T]", kind: type[T], current: T | None) -> int:
    before, after = change.before_as(kind), change.after_as(kind)
    if _plain(current) != _plain(after):
        raise _changed_since(tx, change)
    if before is None:
        assert current is not None, "it is what the change left behind"
        return kept.remove(current, action=change.action, undoes=change.sequence)
    return kept.save(_numbered_as(before, current), action=change.action, undoes=change.sequence).sequence


class _Kept(Protocol[T]):
    """What the store's aggregates have in common, as far as undo needs it."""

    def save(self, value: T, /, *, action: str = "", undoes: int | None = None) -> Saved[T]: ...

    def remove(self, value: T, /, *, action: str = "", undoes: int | None = None) -> int: ...


_OF_THE_ASSESSMENT = frozenset({SubjectKind.ANSWER, SubjectKind.ASSESSMENT, SubjectKind.MEETING, SubjectKind.SEEN})
_OF_THE_SERVICE = frozenset({SubjectKind.SERVICE, SubjectKind.FACT, SubjectKind.ITEM, SubjectKind.WAIVER})
_INVERSES: dict[SubjectKind, Callable[[Transaction, Change], int]] = {
    SubjectKind.ANSWER: _take_back_answer,
    SubjectKind.ASSESSMENT: _take_back_assessment,
    SubjectKind.MEETING: _take_back_meeting,
    SubjectKind.SEEN: _take_back_seen_state,
    SubjectKind.TEMPLATE: _take_back_template,
    SubjectKind.ITEM: _take_back_item,
    SubjectKind.WAIVER: _take_back_waiver,
    SubjectKind.SERVICE: _take_back_service,
    SubjectKind.FACT: _take_back_fact,
    SubjectKind.EVENT: lambda tx, change: _take_back(
        tx, change, tx.events, ServiceEvent, tx.events.find(UUID(change.part))
    ),
    SubjectKind.CAMPAIGN: _take_back_campaign,
    SubjectKind.VIEW: _take_back_view,
}


def _same_answer(one: Answer | None, other: Answer | None) -> bool:
    """Compare by content: a change and its inverse leave a row as it was, though its version moved on."""
    return one is other if one is None or other is None else one.same_content(other)


def _plain(value: T | None) -> T | None:
    """Return a value without what the store numbers."""
    return None if value is None else _numbered_as(value, None)


def _numbered_as(value: T, current: T | None) -> T:
    """Return a value with the numbers that the store gave another one, or with none."""
    if isinstance(value, Template | SavedView):
        return replace(value, version=current.version if current else 0)
    return replace(value, version=current.version if current else 0, sequence=current.sequence if current else 0)


def _changed_since(tx: Transaction, change: Change) -> UserError:
    latest = tx.changes.for_subject(change.kind, change.subject_id, change.part)[-1]
    return UserError(
        _("{actor} changed this since, so “{name}” cannot be taken back.").format(
            actor=latest.actor, name=change.action
        ),
        _("Look at it as it is now and change it there."),
    )
