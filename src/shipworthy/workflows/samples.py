"""The sample portfolio: made through the same actions that a user runs, each at the moment it tells of."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import partial
from uuid import UUID

from shipworthy.domain.assessment import WeightedPack
from shipworthy.domain.pack import bare_id
from shipworthy.domain.remediation import ItemOrigin, ItemState, RemediationItem
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.exchange.year_file import Day, ItemForm, YearFile, read_year_file
from shipworthy.paths import shipped
from shipworthy.text import ngettext
from shipworthy.workflows.answers import add_as_said, answer_as_said, assess_as_said
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.item_planning import blank_item, item_for
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.remediation import ItemEdit, edit_items, save_items
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import offer_start, start_review
from shipworthy.workflows.waivers import (
    approve_waiver,
    decide_extension,
    reject_waiver,
    request_extension,
    request_waiver,
    revoke_waiver,
)

# A service comes after those it depends on.
SAMPLES = (
    "checkout",
    "parcel-tracking",
    "returns",
    "stock",
    "payments",
    "address-check",
    "orders",
    "label-printing",
    "route-planning",
    "customs-declarations",
    "notifications",
    "locker-pilot",
)

Progress = Callable[[int, int], None]


def load_samples(
    session: Session, names: Collection[str] = SAMPLES, progress: Progress | None = None
) -> tuple[Service, ...]:
    """Add the sample services of these names, each with its year, day after day across all of them; return them.

    All or none: one transaction. A service that is there already stays as it is. `progress` is told how many of how
    many moments are done; what it raises ends the loading.
    """
    with session.store.as_one(session.actor, session.now()) as store:
        return _load(replace(session, store=store), names, progress)


def _load(session: Session, names: Collection[str], progress: Progress | None) -> tuple[Service, ...]:
    with session.store.read() as tx:
        missing = [name for name in SAMPLES if name in names and tx.services.find(name) is None]
    years = [_Year(session, _read(session, name)) for name in missing]
    items: dict[str, UUID] = {}
    steps = sorted((step for year in years for step in year.steps(items)), key=lambda step: step.moment)
    for done, step in enumerate(steps, 1):
        step.take()
        if progress is not None:
            progress(done, len(steps))
    return tuple(find_service(session, year.name) for year in years)


def _read(session: Session, name: str) -> YearFile:
    path = shipped("assessments", "sample", "year", f"{name}.yaml")
    file = read_year_file(path)
    file.check_questions(session.compiled(tuple(WeightedPack(find_pack(name, path.parent)) for name in file.packs)))
    return file


@dataclass(frozen=True, slots=True)
class _Step:
    moment: datetime
    take: Callable[[], object]


class _Year:
    """One service of the portfolio: takes the days of its file, each as of its moment and in the name it gives."""

    def __init__(self, session: Session, file: YearFile) -> None:
        self._session = session
        self._file = file
        self._items: dict[str, UUID] = {}
        self._waivers: dict[str, UUID] = {}
        self.name = file.service

    def steps(self, items: dict[str, UUID]) -> Iterable[_Step]:
        """Return what is to be done, in order; `items` are those of all services by service/key."""
        self._items = items
        if self._file.added is not None:
            then = self._then(self._file.added)
            yield _Step(self._file.added, partial(add_as_said, then, self._file.description))
        for day in self._file.days:
            yield _Step(day.moment, partial(self._take, day))

    def _then(self, moment: datetime, actor: str = "") -> Session:
        return replace(self._session, now=lambda: moment, actor=actor or self._session.actor)

    def _take(self, day: Day) -> None:
        then = self._then(day.moment, day.form.by)
        if day.review is not None:
            self._review(then, day)
        self._work(then, day)
        self._waive(then, day)

    def _service_id(self) -> UUID:
        return find_service(self._session, self.name).id

    def _review(self, then: Session, day: Day) -> None:
        """Answer what the day says; a decided review confirms the rest of what was carried over."""
        said = day.review
        assert said is not None
        with then.store.read() as tx:
            service = tx.services.find(self.name)
            standing = tx.assessments.standing(service.id) if service else None
        if service is None or standing is None:
            review = assess_as_said(then, said, self.name)
        else:
            assessors = (said.assessor or then.actor,)
            plan = replace(offer_start(then, service.id).usual_plan, title=said.title, assessors=assessors)
            review = start_review(then, service.id, plan).review
            unconfirmed = None if day.decision is None else day.form.unconfirmed
            review = answer_as_said(then, review.assessment.id, said, unconfirmed).review
        if day.decision is not None:
            decide(then, review.assessment.id, day.decision)

    def _work(self, then: Session, day: Day) -> None:
        form = day.form
        if form.plan:
            self._plan(then, form.plan)
        for key, change in form.change.items():
            edit_items(then, [self._item(key)], ItemEdit(owner=change.owner, due=change.due))
        for keys, state in ((form.start, ItemState.IN_PROGRESS), (form.done, ItemState.DONE)):
            if keys:
                edit_items(then, [self._item(key) for key in keys], ItemEdit(state=state))
        for key, reason in form.drop.items():
            edit_items(then, [self._item(key)], ItemEdit(state=ItemState.DROPPED, reason=reason))

    def _plan(self, then: Session, forms: Mapping[str, ItemForm]) -> None:
        service_id = self._service_id()
        review = standing_review(then, service_id)
        made: list[RemediationItem] = []
        for key, form in forms.items():
            item = self._planned(then, service_id, review, form)
            made.append(item)
            self._items[f"{self.name}/{key}"] = item.id
        name = ngettext("planned {count} item for {service}", "planned {count} items for {service}", len(made))
        save_items(then, made, name.format(count=len(made), service=self.name))

    def _planned(self, then: Session, service_id: UUID, review: Review | None, form: ItemForm) -> RemediationItem:
        """Return an item as the pack would make it of the worst gap it closes, with what the file says instead."""
        if review is None or not form.closes:
            item = blank_item(then, service_id)
        else:
            closes = [_asked(review, each) for each in form.closes]
            parts = [item_for(then, review, each) for each in closes]
            item = replace(
                min(parts, key=lambda part: part.severity.rank),
                questions=frozenset(closes),
                effort_days=sum((part.effort_days or Fraction(0) for part in parts), Fraction(0)),
                origin=min((part.origin for part in parts), key=[ItemOrigin.MISS, ItemOrigin.IMPROVEMENT].index),
            )
        return replace(
            item,
            title=form.title or item.title,
            description=form.description or item.description,
            owner=form.owner,
            due=form.due or item.due,
            effort_days=item.effort_days if form.effort is None else Fraction(form.effort),
            severity=form.severity or item.severity,
            tags=form.tags,
            ticket=form.ticket,
            needs=frozenset(self._item(each) for each in form.needs),
            state=form.state,
        )

    def _item(self, key: str) -> UUID:
        return self._items[key if "/" in key else f"{self.name}/{key}"]

    def _waive(self, then: Session, day: Day) -> None:
        form, ids = day.form, self._waivers
        for key, asked in form.ask_waiver.items():
            service_id = self._service_id()
            review = standing_review(then, service_id)
            question = _asked(review, asked.question) if review else asked.question
            ids[key] = request_waiver(then, service_id, question, asked.reason, asked.until).waiver.id
        for key, note in form.approve_waiver.items():
            approve_waiver(then, ids[key], note=note)
        for key, reason in form.reject_waiver.items():
            reject_waiver(then, ids[key], reason)
        for key, reason in form.revoke_waiver.items():
            revoke_waiver(then, ids[key], reason)
        for key, extension in form.ask_extension.items():
            request_extension(then, ids[key], extension.until, extension.reason)
        for keys, approved in ((form.approve_extension, True), (form.reject_extension, False)):
            for key in keys:
                decide_extension(then, ids[key], approved)


def _asked(review: Review, question: str) -> str:
    """Return the whole id under which a review asks a question that a file names without its pack."""
    roots = review.questionnaire.roots
    return next(root for whole, root in roots.items() if question in (whole, bare_id(whole)))
