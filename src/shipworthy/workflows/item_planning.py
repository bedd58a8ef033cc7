"""Make items from what a review misses, or by hand, in the words of its packs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemOrigin, RemediationItem
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.text import _, ngettext
from shipworthy.workflows.item_checks import LONGEST_TITLE, PARTS_OF_A_DAY
from shipworthy.workflows.policies import policy_in_force
from shipworthy.workflows.remediation import ItemsChanged, save_items_in
from shipworthy.workflows.reviews import load_review
from shipworthy.workflows.session import Session


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
    return days if PARTS_OF_A_DAY % days.denominator == 0 else Fraction(round(days * 1000), 1000)


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
