"""A decision goes stale when anything under it changes, and says what, with names and dates."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.domain import builders as build

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.domain.gate import Verdict
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver, WaiverState
from shipworthy.domain.sealed import SealedDependency, sealed_content
from shipworthy.domain.service import Service
from shipworthy.domain.stale import Basis, StaleKind, StaleReason, basis_of, stale_reasons

PACK = build.simple_pack(build.question("one"), build.question("two"), facts={"public": True, "batch": False})
LEDGER = UUID(int=7)
WAIVER = Waiver(
    UUID(int=3), build.SERVICE_ID, "p/two", "Jonas", "Ada", "Accepted.", date(2026, 12, 1), WaiverState.APPROVED
)


def evidence(last_day: date | None) -> Evidence:
    return Evidence(EvidenceKind.TEXT, "seen", expires=last_day)


def basis(*pieces: Evidence, answered_with: tuple[Evidence, ...] | None = None) -> Basis:
    given = build.answered("p/one", "c", evidence=pieces if answered_with is None else answered_with)
    review = build.review(PACK, answers=[given])
    content = sealed_content(
        review,
        [given],
        waivers=[WAIVER],
        dependencies=[SealedDependency(LEDGER, "ledger", Verdict.READY)],
    )
    return basis_of(content)


def reasons(of: Basis, today: date = build.TODAY, service: Service | None = None, **now: Any) -> list[StaleReason]:
    as_sealed: dict[str, Any] = {
        "policy_hash": of.policy.hash,
        "policy_name": "Default 1.0",
        "needed": {LEDGER: ("ledger", Verdict.READY)},
        "waivers": (WAIVER,),
    }
    return list(stale_reasons(of, today, service or build.service(), **(as_sealed | now)))


def test_a_decision_stands_while_nothing_changed() -> None:
    assert reasons(basis(evidence(date(2026, 12, 10)))) == []
    assert reasons(basis(), service=build.service(public=True)) == []  # answered now as the default was


def test_evidence_expires_the_day_after_its_last() -> None:
    for of in (basis(evidence(date(2026, 11, 30))), basis(evidence(date(2026, 11, 25)), evidence(date(2026, 11, 30)))):
        assert reasons(of, date(2026, 11, 30)) == []
        assert reasons(of, date(2026, 12, 1)) == [StaleReason(StaleKind.EVIDENCE, "p/one", date(2026, 11, 30))]


def test_evidence_that_lasts_or_was_no_longer_valid_does_not_expire() -> None:
    assert reasons(basis(evidence(date(2026, 11, 30)), evidence(None)), date(2026, 12, 1)) == []
    assert reasons(basis(evidence(build.YESTERDAY)), date(2026, 12, 1)) == []


def test_waivers_run_out_and_items_become_overdue() -> None:
    assert reasons(basis(), date(2026, 12, 2)) == [StaleReason(StaleKind.WAIVER, "p/two", date(2026, 12, 1))]
    due = RemediationItem(UUID(int=4), build.SERVICE_ID, "Timeouts", frozenset({"p/one"}), due=build.YESTERDAY)
    today = replace(due, due=build.TODAY)
    items = [due, today, replace(today, state=ItemState.DONE), replace(due, due=None)]
    tomorrow = build.TODAY + timedelta(days=1)
    assert reasons(basis(), items=items) == []  # what was overdue already when it was decided is no change
    assert reasons(basis(), tomorrow, items=items) == [StaleReason(StaleKind.ITEM, "Timeouts", build.TODAY)]


def test_an_extended_waiver_has_not_ended_and_a_revoked_one_has() -> None:
    extended = replace(WAIVER, expires=date(2027, 1, 1))
    assert reasons(basis(), date(2026, 12, 2), waivers=(extended,)) == []
    revoked = replace(WAIVER, state=WaiverState.REVOKED)
    assert reasons(basis(), waivers=(revoked,)) == [StaleReason(StaleKind.REVOKED, "p/two", WAIVER.expires)]
    assert reasons(basis(), waivers=(revoked, replace(WAIVER, id=UUID(int=9)))) == []


def test_tier_facts_and_policy_are_told_with_before_and_after() -> None:
    changed = build.service(tier=1, public=False)
    assert reasons(basis(), service=changed) == [
        StaleReason(StaleKind.TIER, before=str(build.service().tier), after="1"),
        StaleReason(StaleKind.FACT, "public?", before="true", after="false"),
    ]
    [policy] = reasons(basis(), policy_hash="f" * 64, policy_name="Ours 2")
    assert (policy.kind, policy.after) == (StaleKind.POLICY, "Ours 2")


def test_dependencies_that_fall_rise_come_and_go() -> None:
    other = UUID(int=8)
    assert reasons(basis(), needed={LEDGER: ("ledger", Verdict.NOT_READY)}) == [
        StaleReason(StaleKind.DEPENDENCY, "ledger", before="ready", after="not ready")
    ]
    assert reasons(basis(), needed={other: ("mail", Verdict.READY)}) == [
        StaleReason(StaleKind.LOST_DEPENDENCY, "ledger"),
        StaleReason(StaleKind.NEW_DEPENDENCY, "mail", after="ready"),
    ]


def test_age_and_a_newer_decision() -> None:
    of = replace(basis(), waivers=())
    last_day = of.judged_on + timedelta(days=of.policy.max_age_days)
    assert reasons(of, last_day) == []
    assert reasons(of, last_day + timedelta(days=1)) == [StaleReason(StaleKind.AGE, day=last_day)]
    newer = ("Review of 1 Dec 2026", date(2026, 12, 1))
    assert reasons(of, newer=newer) == [StaleReason(StaleKind.NEWER, *newer)]
