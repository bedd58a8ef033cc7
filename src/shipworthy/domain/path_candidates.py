"""What a path to ready may choose from: live items, and for every other gap the item that its pack advises.

The rules are those of SEMANTICS.md, "Remediation", and of docs/remediation.md, "Path to ready".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.remediation import UNFINISHED_STATES, ItemState, RemediationItem
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import ZERO, QuestionScore


class Estimate(StrEnum):
    """Where the effort of a candidate comes from."""

    OWN = "own"
    ADVICE = "advice"
    CLAIMED = "claimed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Work that a path may choose.

    `id` is the item's id as text; for a proposed item, which is not stored, service and question. `closes` are the
    asked questions that it moves, `needs` the candidates that come before it, `days` its further effort in person-days.
    """

    id: str
    item: RemediationItem
    proposed: bool
    closes: frozenset[str]
    needs: frozenset[str]
    days: Fraction
    estimate: Estimate

    @property
    def service(self) -> UUID:
        """Return the service that the work is for."""
        return self.item.service


def can_be_moved(question: QuestionScore) -> bool:
    """Tell whether curing a question changes any figure: it is a gap, or its answer is not confirmed."""
    return question.applicable and (question.gap or not question.is_answered)


def candidates_of(
    reviews: Sequence[Review],
    proposed: Iterable[RemediationItem],
    items: Iterable[RemediationItem],
    elsewhere: Mapping[UUID, Questionnaire] | None = None,
) -> tuple[Candidate, ...]:
    """Return what a path for these reviews may choose from, by id.

    `proposed` has one item for each gap that a pack advises on; those of questions with a live item are left out.
    `items` are the stored ones of every service: what an item needs comes in from wherever it is. `elsewhere` gives
    the questionnaires of other services, for the effort that their packs advise.
    """
    stored = {item.id: item for item in items} | {item.id: item for review in reviews for item in review.items}
    found: dict[str, Candidate] = {}
    for review in reviews:
        live = [item for item in review.items if item.is_live]
        covered = {question for item in live for question in item.questions}
        movable = {each.id for each in review.scorecard.questions.values() if can_be_moved(each)}
        for item in live:
            if closes := item.questions & movable:
                found[str(item.id)] = _stored(item, closes, review.questionnaire, stored)
        for item in proposed:
            if item.service == review.service.id and not item.questions & covered:
                [question] = item.questions
                key = f"{item.service}/{question}"
                found[key] = _candidate(key, item, item.questions, frozenset(), review.questionnaire, proposed=True)
    questionnaires = dict(elsewhere or {}) | {review.service.id: review.questionnaire for review in reviews}
    _pull_in(found, stored, questionnaires)
    return tuple(sorted(found.values(), key=lambda candidate: candidate.id))


def _pull_in(
    found: dict[str, Candidate], stored: Mapping[UUID, RemediationItem], questionnaires: Mapping[UUID, Questionnaire]
) -> None:
    """Add what the candidates need, and what that needs; such work closes nothing that the path counts."""
    waiting = [need for candidate in found.values() for need in candidate.needs]
    while waiting:
        key = waiting.pop()
        if key not in found:
            item = stored[UUID(key)]
            found[key] = _stored(item, frozenset(), questionnaires.get(item.service), stored)
            waiting.extend(found[key].needs)


def _stored(
    item: RemediationItem,
    closes: frozenset[str],
    questionnaire: Questionnaire | None,
    stored: Mapping[UUID, RemediationItem],
) -> Candidate:
    unfinished = (each for each in item.needs if each in stored and stored[each].state in UNFINISHED_STATES)
    needs = frozenset() if item.state is ItemState.DONE else frozenset(str(each) for each in unfinished)
    return _candidate(str(item.id), item, closes, needs, questionnaire, proposed=False)


def _candidate(
    key: str,
    item: RemediationItem,
    closes: frozenset[str],
    needs: frozenset[str],
    questionnaire: Questionnaire | None,
    *,
    proposed: bool,
) -> Candidate:
    days, estimate = _effort(item, closes or item.questions, questionnaire)
    return Candidate(key, item, proposed, closes, needs, days, estimate)


def _effort(
    item: RemediationItem, questions: Iterable[str], questionnaire: Questionnaire | None
) -> tuple[Fraction, Estimate]:
    """Return the further effort: none where the work is claimed done, else the estimate, else what packs advise."""
    if item.state is ItemState.DONE:
        return ZERO, Estimate.CLAIMED
    if item.effort_days is not None:
        return item.effort_days, Estimate.OWN
    asked = questionnaire.asked if questionnaire else {}
    roots = questionnaire.roots if questionnaire else {}
    known = {roots[each] for each in questions if each in roots}
    if not known:
        return ZERO, Estimate.NONE
    return sum((asked[each].question.advice.effort_days for each in known), ZERO), Estimate.ADVICE
