"""The path to ready: read what it is worked out from, and make a plan into items in one action.

Working a path out takes no store: `domain.path_to_ready` does it on what `read_problem` returns, off the GUI thread.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.path_candidates import Candidate, candidates_of
from shipworthy.domain.path_ledger import Target
from shipworthy.domain.path_to_ready import Path, PathProblem
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.remediation import ItemState, RemediationItem, closing_as
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.workflows.item_planning import item_for
from shipworthy.workflows.remediation import ItemsChanged, save_items_in
from shipworthy.workflows.reviews import load_review
from shipworthy.workflows.session import Session

SHORTEST_ID = 4  # characters of an item's id by which it may be named


@dataclass(frozen=True, slots=True)
class PathRequest:
    """What a path is asked for; `budget` in person-days, None for no limit; locks are ids of candidates."""

    services: tuple[UUID, ...]
    target: Target = Target.READY
    budget: Fraction | None = None
    locked_in: frozenset[str] = frozenset()
    locked_out: frozenset[str] = frozenset()


def read_problem(session: Session, request: PathRequest) -> PathProblem:
    """Return what a path is worked out from: each service's standing review as of today, and all that it may choose.

    Raises UserError for a service without a review. Locks on what is no longer there are dropped.
    """
    with session.store.read() as tx:
        reviews = [_standing(session, tx, service) for service in dict.fromkeys(request.services)]
        return _problem(session, tx, reviews, request)


def read_problem_of(session: Session, assessment_id: UUID, target: Target = Target.READY) -> PathProblem:
    """Return what a path is worked out from for one assessment, whether or not it stands, as of today."""
    with session.store.read() as tx:
        review = load_review(session, tx, assessment_id)
        return _problem(session, tx, [review], PathRequest((review.service.id,), target))


def _problem(session: Session, tx: Transaction, reviews: Sequence[Review], request: PathRequest) -> PathProblem:
    items = tx.items.all()
    elsewhere = _elsewhere(session, tx, items, request.services)
    proposed = [
        item_for(session, review, question.id)
        for review in reviews
        for question in review.scorecard.questions.values()
        if question.gap
    ]
    candidates = candidates_of(reviews, proposed, items, elsewhere)
    known = {candidate.id for candidate in candidates}
    return PathProblem(
        tuple(reviews),
        request.target,
        candidates,
        request.budget,
        request.locked_in & known,
        request.locked_out & known,
    )


def make_items(session: Session, path: Path, *, owner: str = "", due: date | None = None) -> ItemsChanged:
    """Make a plan into items in one action: proposed work becomes planned items, open items become planned.

    `owner` and `due` go where nothing is said yet; without `due`, proposed work is due as the gate policy gives by
    severity. What was done or made since the plan was worked out stays as it is.
    """
    with session.begin() as tx:
        covered = {
            (item.service, question)
            for review in path.problem.reviews
            for item in closing_as(tx.items.of_service(review.service.id), review.questionnaire.roots)
            if item.is_live
            for question in item.questions
        }
        planned = []
        for step in path.steps:
            found = _planned(tx, step.candidate, covered)
            if found is not None:
                own_due = due if step.candidate.proposed and due else found.due or due
                planned.append(replace(found, owner=found.owner or owner, due=own_due))
        name = ngettext("planned {count} item of the path", "planned {count} items of the path", len(planned))
        return save_items_in(session, tx, planned, name.format(count=len(planned)))


def locked(problem: PathProblem, locked_in: Collection[str], locked_out: Collection[str]) -> PathProblem:
    """Return a problem with other locks, by candidate."""
    return replace(problem, locked_in=frozenset(locked_in), locked_out=frozenset(locked_out))


def find_candidates(problem: PathProblem, words: Collection[str]) -> frozenset[str]:
    """Return the candidates that words name: an item's id or its beginning, or the id of a question that it closes.

    Raises UserError for a word that names none.
    """
    found: set[str] = set()
    for word in words:
        named = {each.id for each in problem.candidates if _is_named(each, word)}
        if not named:
            raise UserError(
                _("“{word}” names nothing that this path could choose.").format(word=word),
                _("Name an item by its id or the first characters of it, or a question with a gap by its id."),
            )
        found |= named
    return frozenset(found)


def _is_named(candidate: Candidate, word: str) -> bool:
    by_id = not candidate.proposed and len(word) >= SHORTEST_ID and candidate.id.startswith(word.lower())
    return by_id or word in candidate.closes


def _planned(tx: Transaction, candidate: Candidate, covered: Collection[tuple[UUID, str]]) -> RemediationItem | None:
    """Return the item of a step as it is to be stored; None where it needs no planning any more."""
    if candidate.proposed:
        [question] = candidate.closes
        made = (candidate.service, question) in covered
        return None if made else replace(candidate.item, state=ItemState.PLANNED)
    stored = tx.items.find(candidate.item.id)
    if stored is None or stored.state not in (ItemState.OPEN, ItemState.PLANNED):
        return None
    return replace(stored, state=ItemState.PLANNED)


def _standing(session: Session, tx: Transaction, service: UUID) -> Review:
    standing = tx.assessments.standing(service)
    if standing is None:
        raise UserError(
            _("“{name}” has no review yet.").format(name=tx.services.get(service).name),
            _("A path is worked out from a review: start one first."),
        )
    return load_review(session, tx, standing.id)


def _elsewhere(
    session: Session, tx: Transaction, items: Sequence[RemediationItem], chosen: Collection[UUID]
) -> dict[UUID, Questionnaire]:
    """Return the questionnaires of other services with an unestimated item that something waits for."""
    needed = {need for item in items for need in item.needs}
    wanted = {item.service for item in items if item.id in needed and item.effort_days is None} - set(chosen)
    found = {}
    for service in wanted:
        standing = tx.assessments.standing(service)
        if standing is not None:
            found[service] = session.questionnaire(tx, standing.packs)
    return found
