"""Stale decisions: what a decision rested on that is no longer so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from shipworthy.domain.gate import Verdict
from shipworthy.domain.remediation import RemediationItem, Waiver, WaiverState, waived_questions
from shipworthy.domain.sealed import SealedContent, SealedDependency, SealedFact, SealedPolicy
from shipworthy.domain.service import Service


class StaleKind(StrEnum):
    """What changed under a decision, in the order in which reasons are listed."""

    NEWER = "newer"
    AGE = "age"
    TIER = "tier"
    FACT = "fact"
    POLICY = "policy"
    EVIDENCE = "evidence"
    WAIVER = "waiver"
    REVOKED = "revoked"
    ITEM = "item"
    DEPENDENCY = "dependency"
    NEW_DEPENDENCY = "new dependency"
    LOST_DEPENDENCY = "lost dependency"


@dataclass(frozen=True, slots=True)
class StaleReason:
    """One thing that changed; `name` is what: a fact's text, a question's whole id, a title, a service.

    `day` is when it ran out or happened. `before` and `after` are tiers or verdicts as text, facts as "true" or
    "false".
    """

    kind: StaleKind
    name: str = ""
    day: date | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Expiry:
    """Until when something held, the day itself included: evidence of a question, or a waiver of it."""

    question: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rested on that may change, in few words: lists look at it for every decided service."""

    judged_on: date
    tier: int
    facts: tuple[SealedFact, ...]
    policy: SealedPolicy
    dependencies: tuple[SealedDependency, ...]
    evidence: tuple[Expiry, ...]
    waivers: tuple[Expiry, ...]


def basis_of(content: SealedContent) -> Basis:
    """Return what a sealed decision rested on; evidence that was not valid on the day is none."""
    day = content.judged_on
    evidence = []
    for answer in content.answers_of().values():
        valid = [each.expires for each in answer.evidence if each.valid_on(day)]
        lasting = [expires for expires in valid if expires is not None]
        if valid and len(lasting) == len(valid):
            evidence.append(Expiry(answer.question, max(lasting)))
    return Basis(
        judged_on=day,
        tier=content.service.tier,
        facts=content.facts,
        policy=content.policy,
        dependencies=content.dependencies,
        evidence=tuple(evidence),
        waivers=tuple(Expiry(waiver.question, waiver.expires) for waiver in content.waivers if waiver.active_on(day)),
    )


def stale_reasons(
    basis: Basis,
    today: date,
    service: Service,
    policy_hash: str,
    policy_name: str,
    needed: Mapping[UUID, tuple[str, Verdict]],
    newer: tuple[str, date] | None = None,
    waivers: Iterable[Waiver] = (),
    items: Iterable[RemediationItem] = (),
) -> tuple[StaleReason, ...]:
    """Return what changed under a decision since; none where it still stands as it was taken.

    `needed` holds name and own verdict of every service that this one cannot do without, directly or through others,
    today. `newer` is title and day of a decision on the same service taken later. `waivers` and `items` are the
    service's own as they stand now; an item that was overdue already when the decision was taken is no change.
    """
    reasons = []
    if newer is not None:
        reasons.append(StaleReason(StaleKind.NEWER, newer[0], newer[1]))
    last_day = basis.judged_on + timedelta(days=basis.policy.max_age_days)
    if today > last_day:
        reasons.append(StaleReason(StaleKind.AGE, day=last_day))
    if service.tier != basis.tier:
        reasons.append(StaleReason(StaleKind.TIER, before=str(basis.tier), after=str(service.tier)))
    reasons += _changed_facts(basis, service)
    if policy_hash != basis.policy.hash:
        was = f"{basis.policy.title} {basis.policy.version}"
        reasons.append(StaleReason(StaleKind.POLICY, before=was, after=policy_name))
    reasons += [
        StaleReason(StaleKind.EVIDENCE, each.question, each.last_day)
        for each in basis.evidence
        if today > each.last_day
    ]
    waivers = tuple(waivers)
    waived = waived_questions(waivers, today)
    reasons += _ended_waivers(basis, waivers, waived)
    reasons += [
        StaleReason(StaleKind.ITEM, item.title, item.due)
        for item in items
        if item.is_overdue(today, waived) and not item.is_overdue(basis.judged_on)
    ]
    return (*reasons, *_changed_dependencies(basis, needed))


def _ended_waivers(basis: Basis, waivers: tuple[Waiver, ...], waived: frozenset[str]) -> Iterable[StaleReason]:
    """A waiver that was extended, or followed by another one, has not ended."""
    revoked = {each.question for each in waivers if each.state is WaiverState.REVOKED}
    for each in basis.waivers:
        if each.question not in waived:
            kind = StaleKind.REVOKED if each.question in revoked else StaleKind.WAIVER
            yield StaleReason(kind, each.question, each.last_day)


def _changed_facts(basis: Basis, service: Service) -> Iterable[StaleReason]:
    for fact in basis.facts:
        now = service.facts.get(fact.id, fact.default)
        if now is not fact.value:
            yield StaleReason(StaleKind.FACT, fact.text, before=str(fact.value).lower(), after=str(now).lower())


def _changed_dependencies(basis: Basis, needed: Mapping[UUID, tuple[str, Verdict]]) -> Iterable[StaleReason]:
    before = {each.service: each for each in basis.dependencies}
    for each in basis.dependencies:
        if each.service not in needed:
            yield StaleReason(StaleKind.LOST_DEPENDENCY, each.name)
            continue
        name, verdict = needed[each.service]
        if verdict is not each.verdict:
            yield StaleReason(StaleKind.DEPENDENCY, name, before=each.verdict.value, after=verdict.value)
    for service_id, (name, verdict) in needed.items():
        if service_id not in before:
            yield StaleReason(StaleKind.NEW_DEPENDENCY, name, after=verdict.value)
