"""The gate policy in force: what another would do is told before it is saved, and saving does exactly that."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.workflows.builders import sample_reviews

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.canonical import digest
from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.service import Service
from shipworthy.errors import InvalidFile, UserError
from shipworthy.packs.loader import load_policy_text
from shipworthy.packs.policy_file import policy_text
from shipworthy.packs.shipped import default_policy
from shipworthy.storage.changes import SubjectKind
from shipworthy.workflows.policies import (
    copy_to_edit,
    current_policy,
    export_policy,
    find_policy,
    policy_effect,
    policy_problems,
    save_policy,
)
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.reviews import standing_review, start_assessment
from shipworthy.workflows.services import blank_service, find_service, save_service
from shipworthy.workflows.session import Session

READY = "parcel-tracking"  # the sample that is ready, in tier 3


def with_rules(policy: GatePolicy, **rules: Any) -> GatePolicy:
    """Return a copy to edit in which every tier has these rules."""
    tiers = {tier: replace(each, **rules) for tier, each in policy.tiers.items()}
    return replace(copy_to_edit(policy), tiers=tiers)


STRICT = with_rules(default_policy(), overall=Fraction(1))
LAX = with_rules(default_policy(), overall=Fraction(0), principle=Fraction(0), coverage=Fraction(0), level=0)


@pytest.fixture
def samples(session: Session) -> Mapping[str, Service]:
    """Return the sample services by name, each with an open review."""
    return {name: review.service for name, review in sample_reviews(session).items()}


def verdicts(session: Session) -> dict[str, Verdict]:
    """Return the verdict of every service as lists show it."""
    return {line.service.name: line.verdict for line in list_services(session)}


def decide(session: Session, name: str) -> None:
    """Make a service's review a decided one."""
    review = standing_review(session, find_service(session, name).id)
    assert review is not None
    with session.begin() as tx:
        decided = replace(review.assessment, state=AssessmentState.DECIDED, decided_at=session.now())
        tx.assessments.save(decided, action="decide")


def test_the_shipped_policy_is_in_force_until_another_is_chosen(session: Session) -> None:
    current = current_policy(session)
    assert (current.policy, current.is_shipped, current.chosen_by) == (default_policy(), True, "")


def test_the_effect_is_told_before_and_is_exactly_what_saving_does(
    session: Session, samples: Mapping[str, Service]
) -> None:
    before = verdicts(session)
    assert before[READY] is Verdict.READY
    effect = policy_effect(session, STRICT)
    assert verdicts(session) == before
    assert current_policy(session).is_shipped
    (changed,) = [each for each in effect.changed if each.service.name == READY]
    assert (changed.before, changed.after) == (Verdict.READY, Verdict.NOT_READY)
    assert [clause.kind for clause in changed.newly_failed] == [ClauseKind.OVERALL]
    assert changed.no_longer_failed == ()
    save_policy(session, STRICT)
    after = verdicts(session)
    assert {each.service.name: each.after for each in effect.services} == after
    for verdict in Verdict:
        assert effect.before[verdict] == list(before.values()).count(verdict)
        assert effect.after[verdict] == list(after.values()).count(verdict)


def test_clauses_that_no_longer_fail_are_told_though_the_verdict_stays(
    session: Session, samples: Mapping[str, Service]
) -> None:
    effect = policy_effect(session, LAX)
    (checkout,) = [each for each in effect.services if each.service.name == "checkout"]
    assert checkout.after is Verdict.NOT_READY  # its blockers are no matter of the policy's numbers
    assert {clause.kind for clause in checkout.no_longer_failed} >= {ClauseKind.OVERALL, ClauseKind.LEVEL}
    assert checkout.newly_failed == ()


def test_a_dependency_that_falls_takes_those_that_need_it_along(
    session: Session, samples: Mapping[str, Service]
) -> None:
    needs = save_service(
        session,
        replace(blank_service(session), name="needs it", hard_dependencies=frozenset({samples[READY].id})),
    )
    effect = policy_effect(session, STRICT)
    assert effect.before[Verdict.NOT_ASSESSED] - effect.after[Verdict.NOT_ASSESSED] == 1
    save_policy(session, STRICT)
    assert verdicts(session)[needs.name] is Verdict.NOT_READY


def test_open_reviews_take_it_over_decided_ones_keep_theirs(session: Session, samples: Mapping[str, Service]) -> None:
    decide(session, READY)
    effect = policy_effect(session, STRICT)
    assert (effect.decided_reviews, effect.open_reviews) == (1, len(samples) - 1)
    assert READY not in [each.service.name for each in effect.changed]
    (kept,) = effect.kept
    assert (kept.service.name, kept.then.judgement.verdict) == (READY, Verdict.NOT_READY)
    saved = save_policy(session, STRICT)
    assert saved.reviews == len(samples) - 1
    for name, service in samples.items():
        review = standing_review(session, service.id)
        assert review is not None
        assert review.policy == (default_policy() if name == READY else STRICT)
    assert verdicts(session)[READY] is Verdict.READY


def test_a_review_that_is_started_later_is_judged_by_the_policy_in_force(
    session: Session, colleague: Session, samples: Mapping[str, Service]
) -> None:
    save_policy(session, STRICT)
    service = save_service(colleague, replace(blank_service(colleague), name="later"))
    review = standing_review(session, samples["checkout"].id)
    assert review is not None
    packs = [weighted.pack for weighted in review.questionnaire.packs]
    assert start_assessment(colleague, service.id, packs).policy_hash == digest(STRICT)


def test_who_put_it_in_force_is_in_the_log_with_each_review_that_took_it_over(
    session: Session, colleague: Session, samples: Mapping[str, Service]
) -> None:
    saved = save_policy(colleague, STRICT)
    current = current_policy(session)
    assert (current.policy, current.is_shipped, current.chosen_by) == (STRICT, False, "Jonas")
    assert current.chosen_at == session.now()
    with session.store.read() as tx:
        (change,) = tx.policy.changes()
        later = tx.changes.since(change.sequence)
    assert (change.sequence, change.kind, change.subject_id) == (saved.sequence, SubjectKind.POLICY, session.store.id)
    assert (change.before_as(str), change.after_as(str)) == (digest(default_policy()), digest(STRICT))
    assert [each.kind for each in later] == [SubjectKind.ASSESSMENT] * len(samples)


def test_the_previous_policy_put_in_force_again_gives_the_old_verdicts(
    session: Session, samples: Mapping[str, Service]
) -> None:
    before = verdicts(session)
    saved = save_policy(session, STRICT)
    assert verdicts(session) != before
    save_policy(session, saved.previous)
    assert verdicts(session) == before
    assert current_policy(session).is_shipped


def test_the_policy_in_force_saved_again_changes_nothing(session: Session, samples: Mapping[str, Service]) -> None:
    saved = save_policy(session, default_policy())
    assert (saved.sequence, saved.reviews) == (None, 0)
    with session.store.read() as tx:
        assert tx.policy.changes() == ()


def test_age_counts_for_decided_reviews_under_their_own_policy(
    session: Session, samples: Mapping[str, Service]
) -> None:
    decide(session, READY)
    quick = with_rules(default_policy(), max_age_days=10)
    in_a_month = replace(session, now=lambda: session.now() + timedelta(days=30))
    (kept,) = policy_effect(in_a_month, quick).kept
    assert [clause.kind for clause in kept.newly_failed] == [ClauseKind.AGE]


@pytest.mark.parametrize(
    ("change", "field", "tier"),
    [
        ({"overall": Fraction(101, 100)}, "overall", 1),
        ({"principle": Fraction(-1, 100)}, "principle", 1),
        ({"coverage": Fraction(2)}, "coverage", 1),
        ({"level": 4}, "level", 1),
        ({"level": -1}, "level", 1),
        ({"max_age_days": 0}, "max_age_days", 1),
        ({"remediate_days": dict.fromkeys(Severity, 0)}, "remediate_days.blocker", 1),
        ({"id": "Our policy"}, "id", 0),
        ({"title": "  "}, "title", 0),
        ({"version": "9" * 41}, "version", 0),
        ({"summary": ""}, "summary", 0),
    ],
)
def test_a_field_out_of_its_range_is_named_and_nothing_is_saved(
    session: Session, change: dict[str, Any], field: str, tier: int
) -> None:
    policy = with_rules(default_policy(), **change) if tier else replace(copy_to_edit(default_policy()), **change)
    assert (policy_problems(policy)[0].field, policy_problems(policy)[0].tier) == (field, tier)
    for action in (policy_effect, save_policy):
        with pytest.raises(UserError) as caught:
            action(session, policy)
        assert field in caught.value.message
        assert caught.value.hint
    assert current_policy(session).is_shipped


def test_the_shipped_policy_has_no_problems() -> None:
    assert policy_problems(default_policy()) == ()


@pytest.mark.parametrize("taken", ["shipped", "own"])
def test_one_name_and_version_is_one_policy(session: Session, taken: str) -> None:
    if taken == "own":
        save_policy(session, LAX)
        other = replace(STRICT, id=LAX.id, version=LAX.version)
    else:
        other = replace(STRICT, id=default_policy().id, version=default_policy().version)
    with pytest.raises(UserError, match="another gate policy called"):
        save_policy(session, other)


@pytest.mark.parametrize(
    ("version", "following"), [("1", "2"), ("1.0.9", "1.0.10"), ("2026-09 b", "2026-10 b"), ("draft", "draft 2")]
)
def test_a_copy_of_ones_own_policy_is_its_next_version(version: str, following: str) -> None:
    assert copy_to_edit(replace(STRICT, version=version)).version == following


def test_a_policy_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    policy = replace(
        with_rules(default_policy(), overall=Fraction(1234, 10000), principle=Fraction(0), level=3),
        title='"Ours": <b>#1</b>',
        summary="One line\nand another – 日本",
    )
    assert load_policy_text(policy_text(policy), "policy.yaml") == policy
    assert find_policy(str(export_policy(policy, tmp_path / "policy.yaml"))) == policy
    assert find_policy("default") is default_policy()


def test_a_file_that_is_no_policy_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(policy_text(default_policy()).replace("level: 1", "level: 7", 1), encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        find_policy(str(file))
    assert "policy.yaml:12:" in str(caught.value.problems[0])
