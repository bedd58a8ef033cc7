"""One remediation item with everything that is shown and offered beside it; and the items by name, to be found."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem, under_every_id, waived_questions
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.wording import Wording
from shipworthy.wording.item_changes import item_changes
from shipworthy.workflows.item_planning import blank_item
from shipworthy.workflows.reviews import load_review, newest_open
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in the words of the pack that the last review asked it with; its id where no review asks it.

    `gap` tells whether that review finds one now, `asked` whether it asks the question at all; `answer` is what was
    answered, and `item` the title of another live item that closes the question already.
    """

    id: str
    text: str
    severity: Severity | None = None
    gap: bool = False
    asked: bool = False
    answer: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class ItemName:
    """An item as pickers and the palette name it."""

    id: UUID
    title: str
    service: str
    state: ItemState
    owner: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of an item: when, by whom, what the action was called, and field by field what it changed."""

    at: datetime
    day: date
    actor: str
    action: str
    changes: tuple[str, ...]
    is_undo: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item beside its service: the questions it closes, the gaps and items to pick from, and its history.

    `review` is the assessment that the questions' words and gaps are from, None where the service has none. A new item
    has version 0.
    """

    item: RemediationItem
    service: Service
    waived: bool
    overdue: bool
    questions: tuple[QuestionLine, ...]
    gaps: tuple[QuestionLine, ...]
    review: UUID | None
    items: tuple[ItemName, ...]
    owners: tuple[str, ...]
    services: tuple[Service, ...]
    history: tuple[HistoryLine, ...] = ()


def view_item(session: Session, item_id: UUID) -> ItemView:
    """Return an item with everything beside it; raises UserError where it is not there any more."""
    with session.store.read() as tx:
        return _view(session, tx, tx.items.get(item_id))


def view_new_item(session: Session, service_id: UUID | None = None) -> ItemView | None:
    """Return a manual item that is not stored yet, for a service or the first by name; None where there is none."""
    if service_id is None:
        with session.store.read() as tx:
            service_id = next((each.id for each in _services(tx)), None)
        if service_id is None:
            return None
    item = blank_item(session, service_id)
    with session.store.read() as tx:
        return _view(session, tx, item)


def name_items(session: Session) -> tuple[ItemName, ...]:
    """Return the items of services that are not archived, by name, oldest first."""
    with session.store.read() as tx:
        return _names(tx)


def _services(tx: Transaction) -> tuple[Service, ...]:
    return tuple(sorted(tx.services.all(), key=lambda each: each.name.casefold()))


def _names(tx: Transaction) -> tuple[ItemName, ...]:
    services = {each.id: each.name for each in tx.services.all()}
    return tuple(
        ItemName(each.id, each.title, services[each.service], each.state, each.owner)
        for each in tx.items.all()
        if each.service in services
    )


def _view(session: Session, tx: Transaction, item: RemediationItem) -> ItemView:
    service = tx.services.get(item.service)
    review = _last_review(session, tx, service.id)
    waived = waived_questions(tx.waivers.of_service(service.id), session.today())
    if review is not None:
        waived = under_every_id(waived, review.questionnaire.roots)
    names = _names(tx)
    lines = _question_lines(review, item) if review else {}
    closed = tuple(lines.get(each) or QuestionLine(each, each) for each in _asked_as(review, item))
    owners = {each.owner for each in names} | {each.owner for each in tx.services.all()} | {session.actor}
    return ItemView(
        item=item,
        service=service,
        waived=item.is_waived(waived),
        overdue=item.is_overdue(session.today(), waived),
        questions=closed,
        gaps=tuple(line for line in lines.values() if line.gap),
        review=review.assessment.id if review else None,
        items=tuple(each for each in names if each.id != item.id),
        owners=tuple(sorted((each for each in owners if each), key=str.casefold)),
        services=_services(tx),
        history=_history(session, tx, item, lines, names),
    )


def _last_review(session: Session, tx: Transaction, service_id: UUID) -> Review | None:
    """Return the review that is open, else the one that speaks for the service: there its questions are looked at."""
    found = newest_open(tx, service_id) or tx.assessments.standing(service_id)
    return load_review(session, tx, found.id) if found else None


def _asked_as(review: Review | None, item: RemediationItem) -> list[str]:
    """Return the ids of an item's questions, as the review asks them, in its order; those it does not ask at the end.

    They keep the ids under which the item has them.
    """
    order = {question: place for place, question in enumerate(review.questionnaire.asked)} if review else {}
    roots = review.questionnaire.roots if review else {}
    return sorted(item.questions, key=lambda each: (order.get(roots.get(each, each), len(order)), each))


def _question_lines(review: Review, item: RemediationItem) -> dict[str, QuestionLine]:
    """Return every question of a review that applies or that the item closes, by the id under which that has it."""
    roots = review.questionnaire.roots
    own = {roots.get(each, each): each for each in item.questions}
    others = {
        question: each.title
        for each in review.items
        if each.is_live and each.id != item.id
        for question in each.questions
    }
    lines = {}
    for asked_id, asked in review.questionnaire.asked.items():
        counts = review.counts(asked_id)
        if not counts.gap and asked_id not in own:
            continue
        line = QuestionLine(
            own.get(asked_id, asked_id),
            asked.question.text,
            counts.severity,
            gap=counts.gap,
            asked=counts.applies,
            answer=Wording().answer_text(asked.question, review.answer(asked_id)),
            item=others.get(asked_id, ""),
        )
        lines[line.id] = line
    return lines


def _history(
    session: Session,
    tx: Transaction,
    item: RemediationItem,
    lines: Mapping[str, QuestionLine],
    names: tuple[ItemName, ...],
) -> tuple[HistoryLine, ...]:
    """Return what happened to an item in words, newest first."""
    texts = {each.id: each.text for each in lines.values()}
    titles = {each.id: each.title for each in names}

    def told(change: Change) -> HistoryLine:
        before, after = change.before_as(RemediationItem), change.after_as(RemediationItem)
        changes = item_changes(Wording(), before, after, texts, titles) if before and after else ()
        return HistoryLine(
            change.at, session.day(change.at), change.actor, change.action, changes, change.undoes is not None
        )

    found = tx.changes.for_subject(SubjectKind.ITEM, item.service, str(item.id)) if item.version else ()
    return tuple(told(change) for change in reversed(found))


def of_service(view: ItemView, other: ItemView) -> ItemView:
    """Return what is offered beside a new item that was moved to another service, keeping what was typed so far."""
    item = replace(view.item, service=other.item.service, questions=frozenset(), due=view.item.due or other.item.due)
    return replace(other, item=item, questions=())
