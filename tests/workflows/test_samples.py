"""The sample portfolio: two reviews a service, the decided one sealed, the draft started from it."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Assessment, AssessmentState, Outcome
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Review
from shipworthy.settings import Settings
from shipworthy.workflows.reviews import open_review, standing_review
from shipworthy.workflows.samples import load_samples
from shipworthy.workflows.services import find_service, list_services
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.starting import last_time
from shipworthy.workflows.verification import verify


@pytest.fixture
def session(sample_store: Path, tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """Open a store with the sample portfolio."""
    (tmp_path / "data").mkdir()
    shutil.copy(sample_store, tmp_path / "data")
    opened = open_session(tmp_path / "data", Settings(), "Amira", clock, uuid4)
    yield opened
    opened.close()


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
