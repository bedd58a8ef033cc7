"""Remediation: add items, change them, and settle them when a review is decided.

Every action is one transaction: the items, their lines in the change log and the new score rows land together, or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shipworthy.domain.remediation import Finding, ItemState, RemediationItem, after_decision
from shipworthy.domain.review import Review
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.item_checks import check_item, check_needs
from shipworthy.workflows.reviews import rescore_service
from shipworthy.workflows.session import Session


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
