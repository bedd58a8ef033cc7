"""The gate policy in force: look at it, see what another would do to the portfolio, and put that in force."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from shipworthy.domain.canonical import digest
from shipworthy.domain.gate import TOP_LEVEL
from shipworthy.domain.pack import Severity
from shipworthy.domain.policy import GatePolicy, TierPolicy
from shipworthy.domain.policy_effect import PolicyEffect, Portfolio, effect_of, slim
from shipworthy.domain.service import TIERS
from shipworthy.errors import UserError
from shipworthy.files import write_text
from shipworthy.forms import PACK_ID
from shipworthy.packs.loader import load_policy
from shipworthy.packs.policy_file import policy_text
from shipworthy.packs.shipped import default_policy
from shipworthy.storage.errors import Conflict
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.workflows.reviews import live_review, rescore
from shipworthy.workflows.session import Session

SHIPPED = "default"  # what stands for the shipped policy where a file is asked for
MOST_DAYS = 36_500  # as in policy files
_LONGEST = {"id": 60, "version": 40, "title": 200}
_LAST_NUMBER = re.compile(r"\d+(?!.*\d)")


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy in force, whether it is the shipped one, and who put it in force when, if anybody did."""

    policy: GatePolicy
    hash: str
    is_shipped: bool
    chosen_by: str = ""
    chosen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PolicySaved:
    """What putting a policy in force did: the policy it took the place of, and the open reviews that took it over.

    `sequence` is the change's number in the log, None where the policy was in force already.
    """

    policy: GatePolicy
    previous: GatePolicy
    sequence: int | None
    reviews: int


class FieldProblem(NamedTuple):
    """What is wrong with one field: its name as in policy files, and its tier, 0 for those of the whole policy."""

    field: str
    tier: int
    message: str


def current_policy(session: Session) -> PolicyInForce:
    """Return the policy in force, with who chose it."""
    with session.store.read() as tx:
        policy = policy_in_force(session, tx)
        changes = tx.policy.changes()
    policy_hash = digest(policy)
    last = changes[-1] if changes else None
    return PolicyInForce(
        policy,
        policy_hash,
        is_shipped=policy_hash == digest(default_policy()),
        chosen_by=last.actor if last else "",
        chosen_at=last.at if last else None,
    )


def read_portfolio(session: Session, between: Callable[[int, int], None] | None = None) -> Portfolio:
    """Return what the effect of policies is worked out from: every service with the review that speaks for it.

    Takes milliseconds per service, in transactions of its own for each, so that nobody waits for it; `between` is told
    how many of how many are done, and may raise to stop.
    """
    with session.store.read() as tx:
        services = tx.services.all(archived=True)
        standing = {each.service: each.assessment for each in tx.standings.now()}
    reviews = {}
    for done, (service_id, assessment_id) in enumerate(standing.items()):
        if between is not None:
            between(done, len(standing))
        if assessment_id is not None:
            reviews[service_id] = slim(live_review(session, assessment_id))
    return Portfolio(services, reviews)


def policy_effect(session: Session, policy: GatePolicy) -> PolicyEffect:
    """Return what a policy would do to the portfolio; raises UserError for one that cannot be saved."""
    check_policy(session, policy)
    return effect_of(read_portfolio(session), policy)


def save_policy(session: Session, policy: GatePolicy, replaces: GatePolicy | None = None) -> PolicySaved:
    """Put a policy in force: new reviews are judged by it, open ones take it over, decided ones keep theirs.

    Raises UserError, and nothing is changed, for a policy with a field out of its range, and where `replaces` is given
    and no longer in force.
    """
    check_policy(session, policy)
    with session.begin() as tx:
        previous = policy_in_force(session, tx)
        if replaces is not None and previous != replaces:
            raise Conflict
        if previous == policy:
            return PolicySaved(policy, previous, None, 0)
        before, after = tx.packs.put_policy(previous), tx.packs.put_policy(policy)
        action = _("put the gate policy “{title}” {version} in force").format(
            title=policy.title, version=policy.version
        )
        sequence = tx.policy.choose(after, before=before, action=action)
        assessments = [each for each in tx.assessments.open() if each.policy_hash != after]
        for assessment in assessments:
            tx.assessments.save(replace(assessment, policy_hash=after), action=action)
            rescore(session, tx, assessment.id)
        return PolicySaved(policy, previous, sequence, len(assessments))


def shipped_policy() -> GatePolicy:
    """Return the policy that comes with the program."""
    return default_policy()


def find_policy(name_or_file: str) -> GatePolicy:
    """Return the shipped policy for "default", else the policy of a file; raises UserError or InvalidFile."""
    return default_policy() if name_or_file == SHIPPED else load_policy(Path(name_or_file))


def export_policy(policy: GatePolicy, target: Path) -> Path:
    """Write a policy as a file that `find_policy` reads; raises UserError where it cannot be written."""
    write_text(target, policy_text(policy))
    return target


def copy_to_edit(policy: GatePolicy) -> GatePolicy:
    """Return a copy to be changed: under an id of its own if it is the shipped one, else as its next version."""
    if policy.id == SHIPPED:
        return replace(policy, id="own", version="1", title=_("Our gate policy"), summary=policy.summary)
    return replace(policy, version=_next(policy.version))


def check_policy(session: Session, policy: GatePolicy) -> None:
    """Raise UserError with the first field that is out of its range, or where its name and version are taken."""
    for problem in policy_problems(policy):
        where = _("{field}, tier {tier}") if problem.tier else "{field}"
        field = where.format(field=problem.field, tier=problem.tier)
        raise UserError(
            _("The gate policy cannot be used: its field {field} does not fit.").format(field=field), problem.message
        )
    with session.store.read() as tx:
        taken = [each for each in tx.packs.policies_called(policy.id, policy.version) if each != digest(policy)]
    shipped = default_policy()
    is_shipped_name = (policy.id, policy.version) == (shipped.id, shipped.version) and policy != shipped
    if taken or is_shipped_name:
        raise UserError(
            _("There is another gate policy called {id} {version}.").format(id=policy.id, version=policy.version),
            _("Give it another version, so that a report says which one it means."),
        )


def policy_problems(policy: GatePolicy) -> tuple[FieldProblem, ...]:
    """Return every field out of its range, in the order of a policy file; rules are those of the file's form."""
    found = [FieldProblem(*problem) for problem in _name_problems(policy)]
    for tier in TIERS:
        found += [FieldProblem(field, tier, message) for field, message in _tier_problems(policy.tiers[tier])]
    return tuple(found)


def _name_problems(policy: GatePolicy) -> Iterator[tuple[str, int, str]]:
    for field, longest in _LONGEST.items():
        text: str = getattr(policy, field)
        if not text.strip():
            yield field, 0, _("It may not be empty.")
        elif len(text) > longest:
            yield field, 0, _("It has at most {count} characters.").format(count=longest)
        elif field == "id" and not re.fullmatch(PACK_ID, text):
            yield field, 0, _("It is made of small letters, digits and hyphens.")
    if not policy.summary.strip():
        yield "summary", 0, _("It may not be empty.")


def _tier_problems(rules: TierPolicy) -> Iterator[tuple[str, str]]:
    for field in ("overall", "principle", "coverage"):
        if not 0 <= getattr(rules, field) <= 1:
            yield field, _("It lies between 0 and 100 %.")
    if not 0 <= rules.level <= TOP_LEVEL:
        yield "level", _("Levels are 0 to {top}.").format(top=TOP_LEVEL)
    if not 1 <= rules.max_age_days <= MOST_DAYS:
        yield "max_age_days", _("It is 1 to {most} days.").format(most=MOST_DAYS)
    for severity in Severity:
        if not 1 <= rules.remediate_days[severity] <= MOST_DAYS:
            yield f"remediate_days.{severity.value}", _("It is 1 to {most} days.").format(most=MOST_DAYS)


def policy_in_force(session: Session, tx: Transaction, before: datetime | None = None) -> GatePolicy:
    """Return the policy that new and open reviews are judged by, or were before a moment."""
    policy_hash = tx.policy.hash() if before is None else tx.policy.hash_before(before)
    return session.policy(tx, policy_hash) if policy_hash else default_policy()


def _next(version: str) -> str:
    """Return a version counted up by one at its last number, "1.0.9" to "1.0.10"; one without gets " 2"."""
    if not _LAST_NUMBER.search(version):
        return f"{version} 2"
    return _LAST_NUMBER.sub(lambda number: str(int(number.group()) + 1), version, count=1)
