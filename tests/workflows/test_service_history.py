"""The history of a service in words, and the evidence under its standing review."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.domain.builders import answered, evidence
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock
from tests.workflows.test_decisions import NO_GO

from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.remediation import ItemState
from shipworthy.domain.service import Lifecycle, Link, LinkKind
from shipworthy.packs.shipped import shipped_packs
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.item_planning import plan_remediation
from shipworthy.workflows.remediation import ItemEdit, edit_items
from shipworthy.workflows.reviews import record_answer, record_answers
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.service_history import HistoryLine, service_history
from shipworthy.workflows.services import find_service, save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.standing_evidence import standing_evidence
from shipworthy.workflows.starting import offer_start, start_review
from shipworthy.workflows.undo import undo_changes
from shipworthy.workflows.waivers import request_waiver

FIRST = answered("small/first", "a")


@pytest.fixture
def assessment(session: Session) -> Assessment:
    """Return an open review of checkout."""
    return begin_review(session, [small_pack()], title="May review")


def told(session: Session, assessment: Assessment) -> list[str]:
    """Return the history of its service, the newest first."""
    return [f"{line.about}: {line.text}" for line in service_history(session, assessment.service).lines]


def test_a_review_is_told_from_its_start_to_its_seal(session: Session, assessment: Assessment) -> None:
    recorded = record_answer(session, assessment.id, FIRST)
    undo_changes(session, assessment.id, recorded.sequences)
    decide(session, assessment.id, NO_GO)
    assert told(session, assessment) == [
        "Seal: Sealed “May review”",
        "Review: “May review”: Draft → Decided, no-go",
        "Answer: Taken back or done again: “May review”: answered first: Label a",
        "Answer: “May review”: answered first: Label a",
        "Review: Started “May review”",
        "Service: Added",
    ]
    assert {line.actor for line in service_history(session, assessment.service).lines} == {"Amira"}


def test_fields_and_facts_are_told_before_and_after(session: Session, assessment: Assessment) -> None:
    service = find_service(session, "checkout")
    links = (Link(LinkKind.RUNBOOK, "https://wiki.example.org"),)
    facts = {"has_database": True, "of_no_pack": False}
    changed = replace(service, tier=2, lifecycle=Lifecycle.DEPRECATED, team="x" * 90, links=links, facts=facts)
    saved = save_service(session, changed)
    save_service(session, replace(saved, facts={"has_database": True}))
    archive_services(session, [service.id])
    database = next(fact.text for pack in shipped_packs() for fact in pack.facts if fact.id == "has_database")
    assert told(session, assessment)[:5] == [
        "Service: Taken out of the lists",
        "Fact: of_no_pack: no → not answered",
        "Fact: of_no_pack: not answered → no",
        f"Fact: {database}: not answered → yes",
        f"Service: Team: – → {'x' * 59}…; Tier: 1 → 2; Lifecycle: Production → Deprecated; Links changed",
    ]


def test_items_and_waivers_are_told_in_the_words_of_their_steps(session: Session, assessment: Assessment) -> None:
    record_answers(session, assessment.id, [FIRST])
    plan_remediation(session, assessment.id)
    (item, *_others) = [line.item for line in list_items(session, assessment.service)]
    edit_items(session, [item.id], ItemEdit(state=ItemState.PLANNED))
    request_waiver(session, assessment.service, "small/first", "Next quarter.", session.today() + timedelta(days=9))
    lines = told(session, assessment)
    assert lines[0].startswith("Waiver: asked for a waiver of ")
    assert lines[1] == f"Item: “{item.title}”: Open → Planned"
    assert lines[2] == f"Item: “{item.title}”: added (6 entries)"  # six misses, all called so in the small pack


def test_what_was_carried_over_at_once_is_one_line(session: Session, assessment: Assessment, clock: Clock) -> None:
    record_answers(session, assessment.id, [FIRST, answered("small/drain", "c")])
    decide(session, assessment.id, NO_GO)
    clock.moment += timedelta(days=1)
    start_review(session, assessment.service, offer_start(session, assessment.service).usual_plan)
    newest, before = service_history(session, assessment.service).lines[:2]
    assert newest.text == "“Review of 23 Nov 2026”: started Review of 23 Nov 2026 (2 entries)"
    assert newest.count == 2
    assert before.text == "Started “Review of 23 Nov 2026”"


def test_it_comes_in_pages_that_leave_nothing_out(session: Session, assessment: Assessment) -> None:
    for choice in "abcdeab":
        answer = session_answer(session, assessment, choice)
        record_answer(session, assessment.id, answer)
    whole = service_history(session, assessment.service)
    assert whole.older is None
    lines: list[HistoryLine] = []
    older = None
    while True:
        page = service_history(session, assessment.service, older, most=4)
        lines += page.lines
        older = page.older
        if older is None:
            break
    assert tuple(lines) == whole.lines
    other = begin_review(session, [small_pack()], name="ledger")
    assert len(service_history(session, other.service).lines) == 2


def session_answer(session: Session, assessment: Assessment, choice: str) -> Answer:
    """Return an answer that takes the place of the one that is stored."""
    with session.store.read() as tx:
        stored = tx.answers.of_assessment(assessment.id).get("small/first")
    return replace(answered("small/first", choice), version=stored.version if stored else 0)


def test_evidence_is_listed_with_what_expires_next_first(
    session: Session, assessment: Assessment, clock: Clock
) -> None:
    soon, late = evidence(date(2026, 11, 24)), evidence(date(2027, 3, 1), title="Load test")
    answers = [
        answered("small/first", "a", evidence=(evidence(), late)),
        answered("small/proved", "e", evidence=(soon,)),
        answered("small/database", "a", evidence=(evidence(),)),  # does not apply
    ]
    record_answers(session, assessment.id, answers)
    view = standing_evidence(session, assessment.service)
    assert [(line.question.id, line.evidence, line.valid) for line in view.lines] == [
        ("small/proved", soon, True),
        ("small/first", late, True),
        ("small/first", evidence(), True),
    ]
    clock.moment += timedelta(days=3)
    later = standing_evidence(session, assessment.service)
    assert [line.valid for line in later.lines] == [False, True, True]
    assert (later.title, later.assessment) == ("May review", assessment.id)


def test_a_service_without_a_review_has_no_evidence(session: Session, assessment: Assessment) -> None:
    like = find_service(session, "checkout")
    bare = save_service(session, replace(like, id=session.new_id(), name="bare", version=0))
    assert standing_evidence(session, bare.id).lines == ()
    assert standing_evidence(session, bare.id).assessment is None
