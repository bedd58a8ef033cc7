"""Remediation: make items from what a review misses, plan and change them, and settle them when a review is decided.

Every action is one transaction: the items, their lines in the change log and the new score rows land together, or none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import (
    LONGEST_NAME,
    LONGEST_TEXT,
    UNFINISHED_STATES,
    Finding,
    ItemOrigin,
    ItemState,
    RemediationItem,
    after_decision,
    in_a_circle,
)
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.policies import policy_in_force
from shipworthy.workflows.reviews import load_review, rescore_service
from shipworthy.workflows.session import Session

LONGEST_TITLE = 200
MOST_EFFORT = 10_000  # person-days
# Estimates are whole parts of a person-day, thousandths and thirds among them: a path counts all of them in one unit,
# which would soon be too fine for its solver.
_PARTS_OF_A_DAY = 12_000


@dataclass(frozen=True, slots=True)
class ItemsChanged:
    """What an action did to items: those it touched as they stand now, its places in the log and its name for undo.

    `sequences` is empty where nothing changed.
    """

    items: tuple[RemediationItem, ...]
    sequences: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What one action changes on many items; None leaves a field as it is. `clears_due` takes the due date away."""

    owner: str | None = None
    due: date | None = None
    clears_due: bool = False
    state: ItemState | None = None
    reason: str = ""


def plan_remediation(
    session: Session,
    assessment_id: UUID,
    questions: Collection[str] | None = None,
    *,
    owner: str = "",
    due: date | None = None,
) -> ItemsChanged:
    """Make one item from each miss of a review, in one action; a question that has a live item gets no second.

    `questions` (asked ids) narrows it to these, which may be improvements too: gaps that are no misses. `owner` and
    `due` are for all of them; without `due` the gate policy says by severity. Raises UserError where one of `questions`
    is no gap.
    """
    with session.begin() as tx:
        review = load_review(session, tx, assessment_id)
        card = review.scorecard
        if questions is None:
            wanted = [each.id for each in card.questions.values() if each.miss]
        else:
            wanted = [each for each in card.questions if each in frozenset(questions)]
            refuse_no_gaps(review, questions)
        covered = _covered(review)
        made = [item_for(session, review, each, owner=owner, due=due) for each in wanted if each not in covered]
        name = ngettext("planned {count} item for {service}", "planned {count} items for {service}", len(made)).format(
            count=len(made), service=review.service.name
        )
        return save_items_in(session, tx, made, name)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the gaps of a review without a live item can be made into: misses first, in each the worst first.

    `covered` is how many gaps have a live item.
    """

    items: tuple[RemediationItem, ...]
    covered: int


def propose_items(session: Session, assessment_id: UUID) -> Proposal:
    """Return the items that planning would make of a review as it stands today; nothing is stored."""
    with session.store.read() as tx:
        review = load_review(session, tx, assessment_id)
    gaps = [each.id for each in review.scorecard.questions.values() if each.gap]
    covered = _covered(review)
    items = [item_for(session, review, each) for each in gaps if each not in covered]
    items.sort(key=lambda item: (item.origin is not ItemOrigin.MISS, item.severity.rank))
    return Proposal(tuple(items), sum(each in covered for each in gaps))


def _covered(review: Review) -> frozenset[str]:
    return frozenset(question for item in review.items if item.is_live for question in item.questions)


def item_for(
    session: Session, review: Review, question_id: str, *, owner: str = "", due: date | None = None
) -> RemediationItem:
    """Return the item that a gap of a review is made into, in the words of its pack; not stored yet."""
    asked, counts = review.questionnaire.asked[question_id].question, review.counts(question_id)
    days = review.tier_policy.remediate_days[counts.severity]
    return RemediationItem(
        id=session.new_id(),
        service=review.service.id,
        title=_one_line(asked.advice.title),
        questions=frozenset({question_id}),
        owner=owner,
        due=due or session.today() + timedelta(days=days),
        description="\n".join(f"- {step}" for step in asked.advice.steps),
        severity=counts.severity,
        effort_days=_estimate(asked.advice.effort_days),
        origin=ItemOrigin.MISS if counts.miss else ItemOrigin.IMPROVEMENT,
        created_at=session.now(),
    )


def _one_line(title: str) -> str:
    """Return a pack's words as a title may be: a pack may say more in them."""
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _estimate(days: Fraction) -> Fraction:
    """Return a pack's person-days as an estimate may be: a pack may give more decimals."""
    return days if _PARTS_OF_A_DAY % days.denominator == 0 else Fraction(round(days * 1000), 1000)


def blank_item(session: Session, service_id: UUID, severity: Severity = Severity.MEDIUM) -> RemediationItem:
    """Return a manual item that is not stored yet, due as the gate policy in force says for its severity."""
    with session.store.read() as tx:
        tier = tx.services.get(service_id).tier
        days = policy_in_force(session, tx).tiers[tier].remediate_days[severity]
    return RemediationItem(
        id=session.new_id(),
        service=service_id,
        title="",
        questions=frozenset(),
        due=session.today() + timedelta(days=days),
        severity=severity,
        origin=ItemOrigin.MANUAL,
        created_at=session.now(),
    )


def save_item(session: Session, item: RemediationItem) -> ItemsChanged:
    """Add an item (version 0) or change it; `version` is that of the item it replaces.

    Raises UserError, and nothing is stored, for an item that cannot be: see `check_item`.
    """
    with session.begin() as tx:
        words = _("changed “{title}”") if item.version else _("added “{title}”")
        return save_items_in(session, tx, [item], words.format(title=item.title.strip()))


def save_items(session: Session, items: Sequence[RemediationItem], name: str) -> ItemsChanged:
    """Add or change several items as one action, all or none; `name` is what undo calls it."""
    with session.begin() as tx:
        return save_items_in(session, tx, items, name)


def save_items_in(session: Session, tx: Transaction, items: Sequence[RemediationItem], name: str) -> ItemsChanged:
    """Add or change several items as part of a larger action."""
    tidy = [_tidy(item) for item in items]
    before = [tx.items.find(item.id) for item in tidy]
    for was, item in zip(before, tidy, strict=True):
        check_item(session, was, item)
    linked = [item for was, item in zip(before, tidy, strict=True) if was is None or was.needs != item.needs]
    check_needs(tx, [item for item in linked if item.needs], tidy)
    saved = [tx.items.save(item, action=name) for item in tidy]
    # A verdict asks of items only which questions planned work stands for.
    moved = [item for was, item in zip(before, tidy, strict=True) if _planned_for(was) != _planned_for(item)]
    for service_id in dict.fromkeys(item.service for item in moved):
        rescore_service(session, tx, service_id)
    return ItemsChanged(
        tuple(each.value for each in saved), tuple(one for each in saved for one in each.sequences), name
    )


def _planned_for(item: RemediationItem | None) -> frozenset[str]:
    return item.questions if item is not None and item.is_planned_work else frozenset()


def edit_items(session: Session, item_ids: Sequence[UUID], edit: ItemEdit) -> ItemsChanged:
    """Change owner, due date or state of several items as one action, all or none."""
    with session.begin() as tx:
        edited = [_edited(tx.items.get(each), edit) for each in item_ids]
        name = ngettext("changed {count} item", "changed {count} items", len(edited)).format(count=len(edited))
        if edit.state is not None:
            words = ngettext("{count} item is {state}", "{count} items are {state}", len(edited))
            name = words.format(count=len(edited), state=Wording().item_state(edit.state).lower())
        if len(edited) == 1 and edit.state is not None:
            name = _("“{title}” is {state}").format(
                title=edited[0].title, state=Wording().item_state(edit.state).lower()
            )
        elif len(edited) == 1:
            name = _("changed “{title}”").format(title=edited[0].title)
        return save_items_in(session, tx, edited, name)


def _edited(item: RemediationItem, edit: ItemEdit) -> RemediationItem:
    changed = item
    if edit.owner is not None:
        changed = replace(changed, owner=edit.owner)
    if edit.clears_due or edit.due is not None:
        changed = replace(changed, due=None if edit.clears_due else edit.due)
    if edit.state is not None and edit.state is not item.state:
        changed = replace(changed, state=edit.state, state_reason=edit.reason)
    return changed


def check_item(session: Session, before: RemediationItem | None, item: RemediationItem) -> None:
    """Raise UserError for an item that cannot be stored in the place of the one `before` it, whatever it waits for."""
    _check_words(item)
    was_due = before.due if before else None
    if item.due is not None and item.due != was_due and item.due < session.today():
        raise UserError(
            _("“{title}” cannot be due on {day}: that day has passed.").format(
                title=item.title, day=Wording().date(item.due)
            ),
            _("Choose today or a later day, or leave the due date empty."),
        )
    _check_state(before, item)


def _check_words(item: RemediationItem) -> None:
    if not item.title or len(item.title) > LONGEST_TITLE or "\n" in item.title:
        raise UserError(
            _("The title of an item is one line of 1 to {count} characters.").format(count=LONGEST_TITLE),
            _("Say in a few words what is to be done."),
        )
    for what, text, most in (
        (_("owner"), item.owner, LONGEST_NAME),
        (_("ticket"), item.ticket, LONGEST_TEXT),
        (_("reason"), item.state_reason, LONGEST_TEXT),
    ):
        if len(text) > most:
            raise UserError(
                _("“{title}”: its {what} has {count} characters; {most} are allowed.").format(
                    title=item.title, what=what, count=len(text), most=most
                ),
                _("Shorten it; the description has room for more."),
            )
    if item.effort_days is not None and not 0 <= item.effort_days <= MOST_EFFORT:
        raise UserError(
            _("The effort of “{title}” lies outside 0 to {most} person-days.").format(
                title=item.title, most=MOST_EFFORT
            ),
            _("Estimate it in person-days, such as 2 or 0.5, or leave it empty."),
        )
    if item.effort_days is not None and _PARTS_OF_A_DAY % item.effort_days.denominator:
        raise UserError(
            _("The effort of “{title}” is finer than estimates are.").format(title=item.title),
            _("Write at most three decimals, such as 0.125, or a third as 1/3."),
        )


def _check_state(before: RemediationItem | None, item: RemediationItem) -> None:
    was = before.state if before else ItemState.OPEN
    if item.state is ItemState.VERIFIED and was is not ItemState.VERIFIED:
        raise not_verified_by_hand(item)
    if item.state is ItemState.DROPPED and not item.state_reason:
        raise UserError(
            _("Dropping “{title}” needs a reason.").format(title=item.title),
            _("Say in a sentence why this work will not be done."),
        )


def not_verified_by_hand(item: RemediationItem) -> UserError:
    """Return why nobody can say of an item that it is verified."""
    return UserError(
        _("“{title}” cannot be set to verified by hand.").format(title=item.title),
        _("Say that it is done: the next decided review that finds its questions cured verifies it."),
    )


def check_needs(tx: Transaction, relinked: Sequence[RemediationItem], others: Iterable[RemediationItem] = ()) -> None:
    """Raise UserError where items wait for what is not there, or would wait for each other.

    `others` are those that the same action stores.
    """
    if not relinked:
        return
    known = {each.id: each for each in (*tx.items.all(), *others)}
    for item in relinked:
        if not item.needs <= known.keys():
            raise UserError(
                _("“{title}” waits for an item that is not there.").format(title=item.title),
                _("Look at the list again; it may have changed."),
            )
    circle = in_a_circle(known.values())
    if circle:
        names = " → ".join(f"“{known[each].title}”" for each in circle)
        raise UserError(
            _("These items would wait for each other: {circle}.").format(circle=names),
            _("Take one of these dependencies out."),
        )


def _tidy(item: RemediationItem) -> RemediationItem:
    kept = item.state_reason.strip() if item.state in (ItemState.DROPPED, ItemState.OPEN) else ""
    return replace(
        item,
        title=item.title.strip(),
        description=item.description.strip(),
        owner=" ".join(item.owner.split()),
        ticket=item.ticket.strip(),
        tags=tuple(dict.fromkeys(tag for each in item.tags if (tag := each.strip()))),
        needs=item.needs - {item.id},
        state_reason=kept,
    )


def settle_items(tx: Transaction, review: Review) -> bool:
    """Verify and reopen a service's items by a review that is being decided; tell whether any item changed.

    Part of deciding, so never undone.
    """
    changed = False
    findings = {
        question.id: Finding(question.is_answered, question.applies, question.miss, question.gap)
        for question in review.scorecard.questions.values()
    }
    roots = review.questionnaire.roots
    for item in tx.items.of_service(review.service.id):
        found = {each: findings[roots[each]] for each in item.questions if each in roots}
        state = after_decision(item, found)
        if state is item.state:
            continue
        words = _("verified by “{title}”") if state is ItemState.VERIFIED else _("reopened by “{title}”")
        action = words.format(title=review.assessment.title)
        reason = action if state is ItemState.OPEN else ""
        tx.items.save(replace(item, state=state, state_reason=reason), action=action)
        changed = True
    return changed


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as lists show it: `waived` while active waivers stand for all its questions, `overdue` as of today;
    `age_days` since it was made; `waits_for` are the titles of items that must be done first and are not.
    """

    item: RemediationItem
    service: Service
    waived: bool
    overdue: bool
    age_days: int
    waits_for: tuple[str, ...]


def list_items(session: Session, service_id: UUID | None = None) -> tuple[ItemLine, ...]:
    """Return all items of all services that are not archived, or of one service, oldest first."""
    with session.store.read() as tx:
        everything = {each.id: each for each in tx.items.all()}
        services = {each.id: each for each in tx.services.all()}
        waived = _waived(session, tx)
        return tuple(
            _line(session, item, services[item.service], waived.get(item.service, frozenset()), everything)
            for item in everything.values()
            if item.service in services and service_id in (None, item.service)
        )


def find_item(lines: Sequence[ItemLine], text: str) -> ItemLine:
    """Return the item whose id is or begins with a text; raises UserError where none or more than one does."""
    start = text.strip().lower()
    found = [line for line in lines if start and str(line.item.id).startswith(start)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(
            _("There is no remediation item “{text}”.").format(text=text),
            _("Name items by their id, or by how it begins: shipworthy remediation list shows them."),
        )
    raise UserError(
        _("“{text}” begins the ids of {count} items, such as “{title}”.").format(
            text=text, count=len(found), title=found[0].item.title
        ),
        _("Write more of the id; shipworthy remediation list --json shows it whole."),
    )


def _waived(session: Session, tx: Transaction) -> Mapping[UUID, frozenset[str]]:
    today = session.today()
    found: dict[UUID, set[str]] = {}
    for waiver in tx.waivers.all():
        if waiver.active_on(today):
            found.setdefault(waiver.service, set()).add(waiver.question)
    return {service_id: frozenset(questions) for service_id, questions in found.items()}


def _line(
    session: Session,
    item: RemediationItem,
    service: Service,
    waived: frozenset[str],
    everything: Mapping[UUID, RemediationItem],
) -> ItemLine:
    waits = [
        everything[each].title
        for each in item.needs
        if each in everything and everything[each].state in UNFINISHED_STATES
    ]
    return ItemLine(
        item,
        service,
        waived=item.is_waived(waived),
        overdue=item.is_overdue(session.today(), waived),
        age_days=(session.today() - session.day(item.created_at)).days if item.created_at else 0,
        waits_for=tuple(sorted(waits)),
    )


def item_history(session: Session, item: RemediationItem) -> tuple[Change, ...]:
    """Return what happened to an item, oldest first, from the change log."""
    with session.store.read() as tx:
        return tx.changes.for_subject(SubjectKind.ITEM, item.service, str(item.id))


def refuse_no_gaps(review: Review, questions: Collection[str]) -> None:
    """Raise UserError where one of these questions, by asked id, is no gap of a review."""
    for question_id in questions:
        counts = review.scorecard.questions.get(question_id)
        if counts is None or not counts.gap:
            asked = review.questionnaire.asked.get(question_id)
            raise UserError(
                _("“{question}” has no gap to close.").format(question=asked.question.text if asked else question_id),
                _("Only a question that applies and scores below 1 can be made into work."),
            )
