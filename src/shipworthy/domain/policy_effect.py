"""What another gate policy would do to a portfolio, worked out from reviews as they stand, before anything is saved.

Open reviews take a new policy over at once; decided ones keep the policy they were decided under, so for them the
verdict beside the present one is only what a review of today would come to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.domain.gate import Clause, Verdict, capped, judge
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Every service, archived ones too, and by service the review that speaks for it, where there is one."""

    services: tuple[Service, ...]
    reviews: Mapping[UUID, Review]


@dataclass(frozen=True, slots=True)
class ServiceEffect:
    """What a policy does to one service: its review `now` and as it would be `then`.

    `before` and `after` are the verdicts that count, with hard dependencies taken in. `decided`: the review keeps its
    own policy, so `before` and `after` differ only through dependencies, and `then` is what a new review would say.
    """

    service: Service
    now: Review
    then: Review
    before: Verdict
    after: Verdict
    decided: bool

    @property
    def newly_failed(self) -> tuple[Clause, ...]:
        """Return the clauses that fail under the other policy and hold now."""
        return without_clauses(self.then.judgement.failed, self.now.judgement.failed)

    @property
    def no_longer_failed(self) -> tuple[Clause, ...]:
        """Return the clauses that fail now and hold under the other policy."""
        return without_clauses(self.now.judgement.failed, self.then.judgement.failed)

    @property
    def changes(self) -> bool:
        """Tell whether the verdict that counts changes as soon as the policy is in force."""
        return self.before is not self.after

    @property
    def would_change(self) -> bool:
        """Tell whether a decided review keeps a verdict that the policy would not give it."""
        return self.decided and self.now.judgement.verdict is not self.then.judgement.verdict


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """What a policy does to the portfolio: services per verdict `before` and `after`, and each assessed service."""

    policy: GatePolicy
    before: Mapping[Verdict, int]
    after: Mapping[Verdict, int]
    services: tuple[ServiceEffect, ...]

    @property
    def changed(self) -> tuple[ServiceEffect, ...]:
        """Return the services whose verdict changes at once, by name."""
        return tuple(effect for effect in self.services if effect.changes)

    @property
    def kept(self) -> tuple[ServiceEffect, ...]:
        """Return the services whose decided review keeps a verdict that the policy would not give it."""
        return tuple(effect for effect in self.services if effect.would_change and not effect.changes)

    @property
    def open_reviews(self) -> int:
        """Return how many of the reviews that speak for a service take the policy over."""
        return sum(not effect.decided for effect in self.services)

    @property
    def decided_reviews(self) -> int:
        """Return how many of them keep their own."""
        return sum(effect.decided for effect in self.services)


def slim(review: Review) -> Review:
    """Return a review with nothing but what a policy judges: thousands of them are held at once."""
    card = review.scorecard
    missed = {question_id: question for question_id, question in card.questions.items() if question.miss}
    return replace(review, answers={}, scorecard=replace(card, questions=missed, contradictions=()))


def under_policy(review: Review, policy: GatePolicy) -> Review:
    """Return a review judged by another policy."""
    rules = policy.tiers[review.service.tier]
    judgement = judge(review.scorecard, rules, review.today, review.waivers, review.items, review.decided_on)
    # The level does not depend on the policy, and a slim review cannot tell it.
    return replace(review, policy=policy, judgement=replace(judgement, level=review.judgement.level))


def effect_of(portfolio: Portfolio, policy: GatePolicy) -> PolicyEffect:
    """Return what a policy would do to a portfolio."""
    then = {service_id: under_policy(review, policy) for service_id, review in portfolio.reviews.items()}
    own_now = {service_id: review.judgement.verdict for service_id, review in portfolio.reviews.items()}
    own_then = {
        service_id: (then if _is_open(review) else portfolio.reviews)[service_id].judgement.verdict
        for service_id, review in portfolio.reviews.items()
    }
    before, after = _shown(portfolio.services, own_now), _shown(portfolio.services, own_then)
    listed = [service for service in portfolio.services if not service.archived]
    return PolicyEffect(
        policy=policy,
        before=_counts(listed, before),
        after=_counts(listed, after),
        services=tuple(
            ServiceEffect(
                service=service,
                now=portfolio.reviews[service.id],
                then=then[service.id],
                before=before[service.id],
                after=after[service.id],
                decided=not _is_open(portfolio.reviews[service.id]),
            )
            for service in sorted(listed, key=lambda service: service.name.casefold())
            if service.id in then
        ),
    )


def _is_open(review: Review) -> bool:
    return review.assessment.state in OPEN_STATES


def _shown(services: Sequence[Service], own: Mapping[UUID, Verdict]) -> dict[UUID, Verdict]:
    hard = {service.id: service.hard_dependencies for service in services if service.hard_dependencies}
    return {
        service.id: capped(service.id, own, hard).shown
        if service.id in hard
        else own.get(service.id, Verdict.NOT_ASSESSED)
        for service in services
    }


def _counts(listed: Sequence[Service], shown: Mapping[UUID, Verdict]) -> dict[Verdict, int]:
    return {verdict: sum(shown[service.id] is verdict for service in listed) for verdict in Verdict}


def without_clauses(clauses: Sequence[Clause], others: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return the clauses that are not among others, whatever their figures."""
    known = {(clause.kind, clause.principle) for clause in others}
    return tuple(clause for clause in clauses if (clause.kind, clause.principle) not in known)
