"""Merging two services that are one: preview it field by field, then do it as one action that one undo takes back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver, WaiverState
from shipworthy.domain.service import Service
from shipworthy.domain.service_effect import ChangeEffect, ServiceChange, effect_of_changes
from shipworthy.domain.service_event import EventKind, ServiceEvent
from shipworthy.domain.service_merge import (
    Difference,
    ItemMove,
    differences,
    merged,
    moved_items,
    turned,
    uncovered,
    usual_choice,
)
from shipworthy.domain.waiver_register import stands
from shipworthy.errors import UserError
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.reviews import load_review, rescore_service, review_as_if
from shipworthy.workflows.service_editing import check_fields
from shipworthy.workflows.services import ServicesChanged, change_services_in
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging `other` into `kept` would do.

    `differences` can be chosen between; `result` is the service that the usual choice leads to. `turned` depend on the
    other one and would depend on the kept one. `own_dependency` tells that one of the two depends on the other, which
    is left out. `items` are the other's live items; `waivers` those of its standing waivers that are taken over, out of
    `standing_waivers`. Reviews are counted, and stay where they are.
    """

    kept: Service
    other: Service
    differences: tuple[Difference, ...]
    usual: frozenset[str]
    result: Service
    turned: tuple[Service, ...]
    own_dependency: bool
    items: tuple[ItemMove, ...]
    waivers: tuple[Waiver, ...]
    standing_waivers: int
    reviews_of_kept: int
    reviews_of_other: int
    effect: ChangeEffect

    @property
    def suggests_other_way(self) -> bool:
        """Tell whether only the service that would be archived has reviews."""
        return bool(self.reviews_of_other) and not self.reviews_of_kept

    @property
    def items_taken(self) -> int:
        """Return how many of the other's live items the kept one takes over."""
        return sum(move.taken is not None for move in self.items)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a merge stores, each as it is now stored: `waivers` are all standing ones of the other service."""

    kept: Service
    other: Service
    result: Service
    dependents: tuple[Service, ...]
    items: tuple[ItemMove, ...]
    waivers: tuple[Waiver, ...]
    taken_waivers: tuple[Waiver, ...]


def preview_merge(
    session: Session, kept_id: UUID, other_id: UUID, from_other: Collection[str] | None = None
) -> MergePreview:
    """Return what merging the other service into the kept one would do; nothing is stored.

    `from_other` names the fields taken from the other one, None the usual choice. Raises UserError as `merge_services`
    does.
    """
    portfolio = portfolio_on(session)
    with session.store.read() as tx:
        plan = _plan(session, tx, kept_id, other_id, from_other)
        reviews = [tx.assessments.of_service(each) for each in (kept_id, other_id)]
        return MergePreview(
            plan.kept,
            plan.other,
            differences(plan.kept, plan.other),
            usual_choice(plan.kept, plan.other),
            plan.result,
            tuple(each for each in plan.dependents if not each.archived),
            own_dependency=kept_id in plan.other.needs or other_id in plan.kept.needs,
            items=plan.items,
            waivers=plan.taken_waivers,
            standing_waivers=len(plan.waivers),
            reviews_of_kept=len(reviews[0]),
            reviews_of_other=len(reviews[1]),
            effect=_effect(session, tx, portfolio, plan),
        )


def merge_services(
    session: Session, kept_id: UUID, other_id: UUID, from_other: Collection[str] | None = None
) -> ServicesChanged:
    """Merge a service into another that is kept, as one action.

    The kept one gets the other's tags, links, facts, dependencies, live items and standing waivers; who depended on the
    other one depends on it. The other one is archived, with its reviews. Raises UserError, and nothing is stored, where
    the two are the same or one is archived.
    """
    with session.begin() as tx:
        plan = _plan(session, tx, kept_id, other_id, from_other)
        check_fields(plan.result)
        name = _("merge {other} into {kept}").format(other=plan.other.name, kept=plan.kept.name)
        # The other one first: the kept one may take its name over.
        gone = replace(plan.other, archived=True)
        changed = change_services_in(session, tx, [gone, plan.result, *plan.dependents], name)
        reason = _("merged into {service}").format(service=plan.result.name)
        sequences = [
            *changed.sequences,
            *_move_items(tx, plan, name, reason),
            *_move_waivers(session, tx, plan, name, reason),
        ]
        event = ServiceEvent(session.new_id(), other_id, EventKind.MERGED, session.today(), other=kept_id)
        sequences += tx.events.save(event, action=name).sequences
        for service_id in (kept_id, other_id):
            rescore_service(session, tx, service_id)
        kept = tx.services.get(kept_id)
        return ServicesChanged((kept, *changed.services), tuple(sequences), name)


def _plan(
    session: Session, tx: Transaction, kept_id: UUID, other_id: UUID, from_other: Collection[str] | None
) -> _Plan:
    kept, other = tx.services.get(kept_id), tx.services.get(other_id)
    if kept_id == other_id:
        raise UserError(_("A service cannot be merged into itself."), _("Choose two services."))
    for each in (kept, other):
        if each.archived:
            raise UserError(
                _("“{service}” is archived and cannot be merged.").format(service=each.name), _("Restore it first.")
            )
    roots = _asked(session, tx, kept_id)
    items, today = tx.items.of_service(other_id), session.today()
    moves = moved_items(
        items, tx.items.of_service(kept_id), kept_id, {item.id: session.new_id() for item in items}, roots
    )
    standing = [waiver for waiver in tx.waivers.of_service(other_id) if stands(waiver, today)]
    of_kept = [waiver for waiver in tx.waivers.of_service(kept_id) if stands(waiver, today)]
    return _Plan(
        kept,
        other,
        merged(kept, other, usual_choice(kept, other) if from_other is None else from_other),
        tuple(turned(each, kept_id, other_id) for each in tx.services.that_need(other_id) if each.id != kept_id),
        moves,
        tuple(standing),
        uncovered(standing, of_kept, roots or {}),
    )


def _asked(session: Session, tx: Transaction, service_id: UUID) -> Mapping[str, str] | None:
    """Return what a service's open and standing reviews ask, as in `moved_items`; None without a review."""
    standing = tx.assessments.standing(service_id)
    reviews = [each for each in tx.assessments.of_service(service_id) if each.state in OPEN_STATES or each == standing]
    if not reviews:
        return None
    return {
        question: root for each in reviews for question, root in session.questionnaire(tx, each.packs).roots.items()
    }


def _effect(session: Session, tx: Transaction, portfolio: Portfolio, plan: _Plan) -> ChangeEffect:
    standing = portfolio.standings.get(plan.kept.id)
    change = ServiceChange(plan.result)
    if standing is not None:
        waivers = (
            *tx.waivers.of_service(plan.kept.id),
            *(replace(w, service=plan.kept.id) for w in plan.taken_waivers),
        )
        taken = [move.taken for move in plan.items if move.taken is not None]
        items = (*tx.items.of_service(plan.kept.id), *taken)
        change = ServiceChange(
            plan.result,
            now=load_review(session, tx, standing.id),
            then=review_as_if(session, tx, standing.id, plan.result, waivers, items),
        )
    gone = replace(plan.other, archived=True)
    changes = [change, ServiceChange(gone), *(ServiceChange(each) for each in plan.dependents)]
    effect = effect_of_changes(portfolio.today.services, portfolio.today.own, changes)
    # Those that are turned are changed, but by the merge alone; the one that goes is no longer looked at.
    return replace(effect, changed=tuple(each for each in effect.changed if each.after.id != gone.id))


def _move_items(tx: Transaction, plan: _Plan, name: str, reason: str) -> Iterable[int]:
    copies = {move.item.id: move.taken for move in plan.items if move.taken is not None}
    for copy in _needed_first(copies.values()):
        yield from tx.items.save(copy, action=name).sequences
    new_ids = {item_id: copy.id for item_id, copy in copies.items()}
    gone = {move.item.id for move in plan.items}
    for item in tx.items.all():
        if item.needs & new_ids.keys() and item.id not in gone:
            needs = frozenset(new_ids.get(each, each) for each in item.needs)
            yield from tx.items.save(replace(item, needs=needs), action=name).sequences
    for move in plan.items:
        dropped = replace(move.item, state=ItemState.DROPPED, state_reason=reason)
        yield from tx.items.save(dropped, action=name).sequences


def _needed_first(copies: Iterable[RemediationItem]) -> list[RemediationItem]:
    """Return items in the order in which undo can remove them from the end: what another waits for goes before it."""
    by_id = {each.id: each for each in copies}
    order = TopologicalSorter({each.id: each.needs & by_id.keys() for each in by_id.values()}).static_order()
    return [by_id[each] for each in order]


def _move_waivers(session: Session, tx: Transaction, plan: _Plan, name: str, reason: str) -> Iterable[int]:
    for waiver in plan.taken_waivers:
        copy = replace(waiver, id=session.new_id(), service=plan.kept.id, sequence=0, version=0)
        yield from tx.waivers.save(copy, action=name).sequences
    for waiver in plan.waivers:
        if waiver.state is WaiverState.APPROVED:
            ended = replace(waiver, state=WaiverState.REVOKED, state_reason=reason)
        else:
            ended = replace(waiver, state=WaiverState.REJECTED, approver=session.actor, state_reason=reason)
        yield from tx.waivers.save(ended, action=name).sequences
