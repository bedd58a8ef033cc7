"""Shipworthy answers its own flagship questionnaire: the evidence is alive, and the verdict is said."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from shipworthy.domain.assessment import EvidenceKind
from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.pack import bare_id
from shipworthy.domain.review import Review
from shipworthy.paths import shipped
from shipworthy.settings import Settings
from shipworthy.workflows.answers import assess_from_file
from shipworthy.workflows.item_planning import plan_remediation
from shipworthy.workflows.reviews import live_review
from shipworthy.workflows.session import Session, open_session

ITSELF = shipped("assessments", "sample", "shipworthy-itself.yaml")
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Open a store of its own."""
    opened = open_session(tmp_path, Settings(), "The maintainers", lambda: NOW, uuid4)
    yield opened
    opened.close()


@pytest.fixture
def itself(session: Session) -> Review:
    """Return the review of the program, with the answers of the file."""
    return assess_from_file(session, ITSELF)


def test_every_answer_rests_on_something_in_the_repository(itself: Review, repository: Path) -> None:
    evidence = [(question, each) for question, answer in itself.answers.items() for each in answer.evidence]
    assert len(evidence) > 20
    assert [question for question, each in evidence if each.kind is not EvidenceKind.TEXT] == []
    assert [f"{question}: {each.value}" for question, each in evidence if not is_alive(repository, each.value)] == []


def is_alive(repository: Path, evidence: str) -> bool:
    """Tell whether a file still holds the name that evidence gives: a definition in a module, else words."""
    place, _, name = evidence.partition("::")
    path = repository / place
    if not name or not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py" and name.isidentifier():
        return re.search(rf"^\s*(?:(?:async )?def|class) {name}\b|^{name}\b.* = ", text, re.MULTILINE) is not None
    return name in text


def test_what_is_gone_is_noticed(repository: Path) -> None:
    for gone in (
        "src/shipworthy/gone.py::main",
        "tests/test_itself.py::test_that_nobody_wrote",
        "tests/test_itself.py::is_aliv",
        "tests/test_itself.py",
        "docs/manual.md::No such heading",
    ):
        assert not is_alive(repository, gone)


def test_nothing_is_left_open(itself: Review) -> None:
    card = itself.scorecard
    assert card.coverage == 1
    assert [each for each, answer in itself.answers.items() if answer.choices and not answer.evidence] == []


def test_the_verdict_is_conditional_on_four_gaps_that_are_planned(session: Session, itself: Review) -> None:
    judged = itself.judgement
    assert (judged.verdict, judged.level) == (Verdict.NOT_READY, 1)
    assert [clause.kind for clause in judged.failed if not clause.only_for_ready] == [ClauseKind.HIGHS]
    misses = {bare_id(each.id) for each in itself.scorecard.questions.values() if each.miss}
    high = {"input.files", "database.migrations", "security.privilege", "security.scanning"}
    assert misses == high | {"observability.slos"}
    plan_remediation(session, itself.assessment.id, owner="The maintainers")
    planned = live_review(session, itself.assessment.id).judgement
    assert planned.verdict is Verdict.CONDITIONALLY_READY
