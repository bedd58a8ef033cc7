"""The sample portfolio: twelve services and their year, and the story that it tells."""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import AnswerState, Assessment, AssessmentState, EvidenceKind, Outcome
from shipworthy.domain.gate import Clause, ClauseKind, Verdict
from shipworthy.domain.people import same_person
from shipworthy.domain.remediation import ItemState, RemediationItem, WaiverState
from shipworthy.domain.review import Cap, Review
from shipworthy.domain.stale import StaleKind
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.storage.changes import Change
from shipworthy.workflows.item_lists import item_history, list_items
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.remediation import ItemEdit, edit_items
from shipworthy.workflows.reviews import live_review, open_review, standing_review
from shipworthy.workflows.samples import SAMPLES, load_samples
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.staleness import view_decision
from shipworthy.workflows.starting import last_time
from shipworthy.workflows.verification import verify


@pytest.fixture
def data_dir(tmp_path: Path, sample_store: Path) -> Path:
    """Return the data folder, with the sample portfolio."""
    (tmp_path / "data").mkdir()
    shutil.copy(sample_store, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def loaded(session: Session) -> Mapping[str, Review]:
    """Return the decided reviews of the samples by the names of their services."""
    found = {line.service.name: standing_review(session, line.service.id) for line in list_services(session)}
    return {name: review for name, review in found.items() if review is not None}


def both(session: Session, name: str) -> tuple[Assessment, Assessment]:
    """Return a service's decided review and its draft."""
    with session.store.read() as tx:
        decided, draft = tx.assessments.of_service(find_service(session, name).id)
    return decided, draft


def carried(session: Session, draft: Assessment) -> list[str]:
    """Return the questions that wait for their confirmation, without their pack."""
    review = open_review(session, draft.id)
    return [item.id.partition("/")[2] for item in review.applying() if review.counts(item.id).carried]


@pytest.mark.parametrize(
    ("name", "outcome", "verdict", "day"),
    [
        ("checkout", Outcome.NO_GO, Verdict.NOT_READY, date(2026, 11, 22)),
        ("parcel-tracking", Outcome.GO, Verdict.READY, date(2026, 5, 14)),
        ("returns", Outcome.CONDITIONAL_GO, Verdict.NOT_READY, date(2026, 5, 14)),
    ],
)
def test_each_has_a_decided_review_and_a_draft_started_from_it(
    session: Session, loaded: Mapping[str, Review], name: str, outcome: Outcome, verdict: Verdict, day: date
) -> None:
    decided, draft = both(session, name)
    assert decided.id == loaded[name].assessment.id
    assert (decided.state, draft.state, draft.based_on) == (AssessmentState.DECIDED, AssessmentState.DRAFT, decided.id)
    assert decided.decision is not None
    assert decided.decision.outcome is outcome
    assert loaded[name].judgement.verdict is verdict
    last = last_time(session, draft.id)
    assert last is not None
    assert last.day == day


def test_of_the_real_review_nothing_is_invented(session: Session, loaded: Mapping[str, Review]) -> None:
    decided, draft = both(session, "checkout")
    before, now = open_review(session, decided.id), open_review(session, draft.id)
    assert set(now.answers) == set(before.answers)
    assert len(carried(session, draft)) == len(now.applying())
    for question, answer in now.answers.items():
        given = before.answers[question]
        assert (answer.state, answer.choices, answer.note, answer.evidence) == (
            *(given.state, given.choices, given.note),
            given.evidence,
        )


def test_some_answers_of_the_invented_ones_wait_for_their_confirmation(
    session: Session, loaded: Mapping[str, Review]
) -> None:
    assert len(carried(session, both(session, "parcel-tracking")[1])) == 7
    waiting = carried(session, both(session, "returns")[1])
    assert len(waiting) == 13
    assert "shutdown.proven" in waiting
    review = open_review(session, both(session, "returns")[1].id)
    proven = review.answer("backend-engineering/shutdown.proven")
    assert [each.expires for each in proven.evidence] == [date(2026, 10, 31)]
    assert proven.answered_at == datetime(2026, 5, 14, 14, 30, tzinfo=UTC)


def test_the_seals_of_the_samples_hold(session: Session, loaded: Mapping[str, Review]) -> None:
    with session.store.read() as tx:
        decided = [
            each
            for review in loaded.values()
            for each in tx.assessments.of_service(review.service.id)
            if each.state is AssessmentState.DECIDED
        ]
    result = verify(session)
    assert (result.seals, result.findings) == (len(decided), ())


def test_loading_twice_leaves_what_is_there(session: Session, loaded: Mapping[str, Review]) -> None:
    before = {line.service.name: line.standing for line in list_services(session)}
    assert load_samples(session) == ()
    assert {line.service.name: line.standing for line in list_services(session)} == before
    assert len(both(session, "returns")) == 2


STANDING = {
    "address-check": (Outcome.GO, Verdict.READY, Verdict.READY),
    "checkout": (Outcome.NO_GO, Verdict.NOT_READY, Verdict.NOT_READY),
    "customs-declarations": (Outcome.CONDITIONAL_GO, Verdict.CONDITIONALLY_READY, Verdict.CONDITIONALLY_READY),
    "label-printing": (Outcome.CONDITIONAL_GO, Verdict.CONDITIONALLY_READY, Verdict.CONDITIONALLY_READY),
    "notifications": (Outcome.NO_GO, Verdict.NOT_READY, Verdict.NOT_READY),
    "orders": (Outcome.GO, Verdict.READY, Verdict.NOT_READY),
    "parcel-tracking": (Outcome.GO, Verdict.READY, Verdict.READY),
    "payments": (Outcome.GO, Verdict.READY, Verdict.READY),
    "returns": (Outcome.CONDITIONAL_GO, Verdict.NOT_READY, Verdict.NOT_READY),
    "route-planning": (Outcome.CONDITIONAL_GO, Verdict.CONDITIONALLY_READY, Verdict.CONDITIONALLY_READY),
    "stock": (Outcome.NO_GO, Verdict.NOT_READY, Verdict.NOT_READY),
}
INVENTED = STANDING.keys() - {"checkout", "parcel-tracking", "returns"}


def state_after(change: Change) -> ItemState | None:
    """Return the state of an item after a change."""
    item = change.after_as(RemediationItem)
    return item.state if item else None


def test_twelve_services_of_every_verdict(session: Session, loaded: Mapping[str, Review]) -> None:
    lines = {line.service.name: line for line in list_services(session)}
    assert set(lines) == {*SAMPLES} == {*STANDING, "locker-pilot"}
    assert lines["locker-pilot"].verdict is Verdict.NOT_ASSESSED
    assert {line.service.tier for line in lines.values()} == {1, 2, 3, 4}
    found = {
        name: (review.assessment.decision.outcome, review.judgement.verdict, review.shown_verdict)
        for name, review in loaded.items()
        if review.assessment.decision is not None
    }
    assert found == STANDING


def test_orders_is_held_down_by_stock(session: Session, loaded: Mapping[str, Review]) -> None:
    assert loaded["orders"].cap == Cap(Verdict.NOT_READY, ("stock",))
    view = view_decision(session, loaded["orders"].assessment.id)
    assert view is not None
    assert [(each.kind, each.name) for each in view.stale] == [(StaleKind.DEPENDENCY, "stock")]


def test_each_has_two_to_four_decided_reviews_by_different_people(session: Session) -> None:
    assessors = set()
    for name in INVENTED:
        with session.store.read() as tx:
            reviews = tx.assessments.of_service(find_service(session, name).id)
        assert [each.state for each in reviews] == [AssessmentState.DECIDED] * len(reviews), name
        assert 2 <= len(reviews) <= 4, name
        assert len({each.assessors for each in reviews}) >= 2, name
        assessors |= {each.assessors for each in reviews}
        days = [each.decided_at.date() for each in reviews if each.decided_at]
        assert date(2025, 11, 1) <= days[0], name
        assert days == sorted(days), name
    assert len(assessors) == 3


def test_what_was_verified_in_may_came_back(session: Session) -> None:
    lines = {line.item.title: line for line in list_items(session, find_service(session, "stock").id)}
    deadlines = lines["One gateway client with deadlines and backoff for all sites"]
    states = [
        (change.at.date(), state_after(change))
        for change in item_history(session, deadlines.item)
        if change.after is not None
    ]
    assert list(dict.fromkeys(state for _day, state in states)) == [
        *(ItemState.PLANNED, ItemState.IN_PROGRESS, ItemState.DONE, ItemState.VERIFIED, ItemState.OPEN),
    ]
    assert (date(2026, 5, 20), ItemState.VERIFIED) in states
    assert (date(2026, 11, 12), ItemState.OPEN) in states
    assert states[-1][1] is ItemState.IN_PROGRESS
    assert lines["A pool and a breaker per site"].waits_for == (deadlines.item.title,)
    review = standing_review(session, find_service(session, "stock").id)
    assert review is not None
    answer = review.answer("backend-engineering/failure.timeouts")
    assert review.counts(answer.question).miss
    assert "skipped" in answer.note


def test_waivers_stand_in_every_state(session: Session) -> None:
    today = session.today()
    with session.store.read() as tx:
        waivers = tx.waivers.all()
    assert {each.state for each in waivers} == set(WaiverState)
    active = [each for each in waivers if each.active_on(today)]
    assert any(each.has_expired(today) for each in waivers)
    assert any(each.times_extended for each in active)
    assert [each.question for each in active if (each.expires - today).days <= 30] == [
        "backend-engineering/contract.first"
    ]
    assert all(not same_person(each.requester, each.approver) for each in waivers)


def test_items_stand_in_every_state_some_late_some_waived(session: Session) -> None:
    lines = list_items(session)
    assert {line.item.state for line in lines} == set(ItemState)
    assert {line.service.name for line in lines if line.overdue} == {"notifications", "route-planning"}
    assert {line.service.name for line in lines if line.waived} == {"customs-declarations", "label-printing"}
    assert any(len(line.item.questions) > 2 for line in lines)
    assert any(not line.item.questions for line in lines)
    assert all(line.item.state_reason for line in lines if line.item.state is ItemState.DROPPED)
    others = {line.item.id: line.service.name for line in lines}
    needs = {(line.service.name, others[need]) for line in lines for need in line.item.needs}
    assert ("orders", "stock") in needs
    assert ("route-planning", "route-planning") in needs


def test_one_decision_is_stale_by_an_item_that_became_overdue(session: Session, loaded: Mapping[str, Review]) -> None:
    stale = {}
    for name, review in loaded.items():
        view = view_decision(session, review.assessment.id)
        assert view is not None
        stale[name] = {each.kind for each in view.stale}
    assert [name for name, kinds in stale.items() if StaleKind.ITEM in kinds] == ["route-planning"]
    assert stale["route-planning"] == {StaleKind.ITEM}
    assert {name for name, kinds in stale.items() if kinds} == {"orders", "returns", "route-planning"}


def test_nothing_is_verified_without_a_later_decided_answer(session: Session) -> None:
    verified = [line.item for line in list_items(session) if line.item.state is ItemState.VERIFIED]
    assert len(verified) > 20
    for item in verified:
        changes = item_history(session, item)
        done = [each.sequence for each in changes if each.after and state_after(each) is ItemState.DONE]
        with session.store.read() as tx:
            reviews = [each for each in tx.assessments.of_service(item.service) if each.decided_at]
        later = [each for each in reviews if each.sequence > done[-1]]
        assert later, item.title
        sealed = open_review(session, later[0].id)
        for question in item.questions:
            counts = sealed.counts(question)
            assert counts.is_answered or not counts.applicable, item.title
            assert not counts.miss, item.title


def test_the_log_tells_the_year_in_order(session: Session) -> None:
    with session.store.read() as tx:
        changes = tx.changes.of_remediation()
        kept = {each.id for each in tx.items.all()} | {each.id for each in tx.waivers.all()}
    assert {each.part for each in changes} == {str(each) for each in kept}
    assert [each.at for each in changes] == sorted(each.at for each in changes)
    assert changes[0].at.date() == date(2025, 11, 20)
    assert {"Samir Aziz", "Karin Lindqvist", "Wanjiru Kamau"} <= {each.actor for each in changes}


def test_answers_are_of_every_kind(session: Session, loaded: Mapping[str, Review]) -> None:
    answers = [answer for name in INVENTED for answer in loaded[name].answers.values()]
    states = Counter(answer.state for answer in answers)
    assert states[AnswerState.NOT_APPLICABLE] >= 4
    assert all(answer.reason for answer in answers if answer.state is AnswerState.NOT_APPLICABLE)
    assert sum(answer.carried for answer in answers) >= 5
    assert sum(bool(answer.evidence) for answer in answers) > len(answers) / 2
    assert sum(any(each.expires for each in answer.evidence) for answer in answers) >= 12
    assert all(
        (urlsplit(each.value).hostname or "").endswith(".nordhafen.example")
        for answer in answers
        for each in answer.evidence
        if each.kind is EvidenceKind.LINK
    )


def test_some_can_be_chosen_and_a_failure_leaves_nothing(tmp_path: Path, clock: Clock) -> None:
    with_some = open_session(tmp_path / "some", Settings(), "Amira", clock, uuid4)
    assert [each.name for each in load_samples(with_some, ["returns", "parcel-tracking"])] == [
        *("parcel-tracking", "returns"),
    ]
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 3:
            raise UserError("Enough.", "")

    with pytest.raises(UserError, match="Enough"):
        load_samples(with_some, ["payments", "stock"], stop)
    assert [done for done, _total in told] == [1, 2, 3]
    assert {line.service.name for line in list_services(with_some)} == {"parcel-tracking", "returns"}
    assert [each.name for each in load_samples(with_some, ["stock"])] == ["stock"]
    with_some.close()


def ageless(clauses: Iterable[Clause]) -> list[Clause]:
    """Return clauses without the days of an age, which goes on while the clause stays."""
    return [replace(each, actual=Fraction(0)) if each.kind is ClauseKind.AGE else each for each in clauses]


def test_lists_read_what_a_review_counts_today(session: Session, loaded: Mapping[str, Review]) -> None:
    with session.store.read() as tx:
        ids = [each.id for service in tx.services.all() for each in tx.assessments.of_service(service.id)]
        rows = {each: tx.scores.get(each) for each in ids}
    for assessment_id, row in rows.items():
        judgement = live_review(session, assessment_id).judgement
        assert row is not None
        assert (row.verdict, row.level) == (judgement.verdict, judgement.level)
        assert ageless(row.failed_clauses) == ageless(judgement.failed)


def test_a_verdict_follows_the_planned_work_that_it_rests_on(session: Session) -> None:
    service = find_service(session, "route-planning")
    (contract,) = [line.item for line in list_items(session, service.id) if line.overdue]
    found = []
    for edit in (
        *(ItemEdit(owner=""), ItemEdit(state=ItemState.OPEN), ItemEdit(owner="Mina Rahimi")),
        *(ItemEdit(state=ItemState.DONE), ItemEdit(state=ItemState.DROPPED, reason="No.")),
    ):
        edit_items(session, [contract.id], edit)
        found += [line.verdict for line in list_services(session) if line.service.id == service.id]
    conditional, not_ready = Verdict.CONDITIONALLY_READY, Verdict.NOT_READY
    assert found == [not_ready, not_ready, conditional, conditional, not_ready]
