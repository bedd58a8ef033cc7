"""Several assessors on one store: naming them, answering blind, agreeing with dissent, and taking each step back."""

import uuid
from dataclasses import replace

import pytest
from tests.domain import builders as build

from shipworthy.domain.assessment import Answer, Assessment, AssessmentState, Dissent
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.workflows.consensus import agree, agree_all, open_consensus, set_assessors
from shipworthy.workflows.reviews import Recorded, open_review, record_answer, start_assessment
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

PACK = build.pack("p", build.principle("one", build.question("a"), build.question("b")))


@pytest.fixture
def draft(session: Session) -> Assessment:
    with session.begin() as tx:
        service = tx.services.save(Service(uuid.uuid4(), "checkout", tier=3)).value
    started = start_assessment(session, service.id, [PACK])
    set_assessors(session, started.id, ["Amira", " Jonas   Weber ", "Mira"])
    return started


def answer_blind(session: Session, draft: Assessment, name: str, **choices: str) -> Recorded:
    """Answer as somebody; returns what was recorded last."""
    recorded = [
        record_answer(
            session, draft.id, build.answered(f"p/{question}", choice, assessor=name, note=f"{name} says {choice}")
        )
        for question, choice in choices.items()
    ]
    return recorded[-1]


def test_assessors_are_named_in_order_and_taken_back(session: Session, draft: Assessment) -> None:
    assert open_review(session, draft.id).assessment.assessors == ("Amira", "Jonas Weber", "Mira")
    recorded = set_assessors(session, draft.id, ["Mira", "Amira"])
    assert recorded.name == "changed the assessors"
    assert recorded.review.assessment.assessors == ("Mira", "Amira")
    undo_changes(session, draft.id, recorded.sequences)
    assert open_review(session, draft.id).assessment.assessors == ("Amira", "Jonas Weber", "Mira")
    assert set_assessors(session, draft.id, ["Amira", "Jonas Weber", "Mira"]).sequences == ()


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "at least one assessor"),
        (["Amira", "  "], "has no name"),
        (["Amira", "Jonas", "JONAS"], "JONAS is there twice"),
        (["x" * 101], "too long for a name"),
    ],
)
def test_names_that_will_not_do_change_nothing(
    session: Session, draft: Assessment, names: list[str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        set_assessors(session, draft.id, names)
    assert open_review(session, draft.id).assessment.assessors == ("Amira", "Jonas Weber", "Mira")


def test_an_assessor_who_has_answered_stays_and_keeps_the_name(session: Session, draft: Assessment) -> None:
    answer_blind(session, draft, "Mira", a="c")
    with pytest.raises(UserError, match="Mira has answered already"):
        set_assessors(session, draft.id, ["Amira"])
    assert set_assessors(session, draft.id, ["Amira", "mira"]).review.assessment.assessors == ("Amira", "Mira")


def test_naming_an_assessor_is_not_taken_back_once_that_person_answered(session: Session, draft: Assessment) -> None:
    recorded = set_assessors(session, draft.id, ["Amira", "Zoe"])
    answered = answer_blind(session, draft, "Zoe", a="c")
    with pytest.raises(UserError, match="Zoe has answered since"):
        undo_changes(session, draft.id, recorded.sequences)
    undo_changes(session, draft.id, answered.sequences)
    undo_changes(session, draft.id, recorded.sequences)
    assert "Zoe" not in open_review(session, draft.id).assessment.assessors


def test_a_blind_answer_is_its_authors_alone_and_its_name_tells_nothing(session: Session, draft: Assessment) -> None:
    recorded = answer_blind(session, draft, "Mira", a="c")
    assert (recorded.assessor, recorded.name) == ("Mira", "blind answer of Mira to a")
    assert open_review(session, draft.id).answers == {}
    assert open_review(session, draft.id, "Amira").answers == {}
    assert open_review(session, draft.id, "Mira").answer("p/a").choices == ("c",)
    taken_back = undo_changes(session, draft.id, recorded.sequences)
    assert taken_back.assessor == "Mira"
    assert taken_back.review is not None
    assert taken_back.review.answers == {}


def test_the_consensus_shows_everybody_and_the_agreed_answer_with_its_dissent(
    session: Session, draft: Assessment
) -> None:
    answer_blind(session, draft, "Mira", a="c", b="e")
    answer_blind(session, draft, "Jonas Weber", a="e", b="e")
    opened = open_consensus(session, draft.id)
    assert opened.consensus.participants == ("Jonas Weber", "Mira")
    first = opened.consensus.question("p/a")
    assert first is not None
    agreed = first.with_all_said(build.answered("p/a", "c"))
    done = agree(session, draft.id, agreed, [Dissent("Jonas Weber", " It was seen to work. ")])
    assert done.recorded.name == "agreed on a: Label c"
    stored = done.recorded.review.answer("p/a")
    assert stored.dissent == (Dissent("Jonas Weber", "It was seen to work."),)
    assert (stored.answered_by, stored.assessor) == ("Amira", "")
    assert stored.note == "Jonas Weber: Jonas Weber says e\n\nMira: Mira says c"
    after = done.consensus.question("p/a")
    assert after is not None
    assert after.agreed == stored
    undo_changes(session, draft.id, done.recorded.sequences)
    assert open_review(session, draft.id).answers == {}


@pytest.mark.parametrize(
    ("dissent", "message"),
    [
        ([Dissent("Mira", " ")], "a name and its words"),
        ([Dissent("", "No.")], "a name and its words"),
        ([Dissent("Mira", "No."), Dissent("mira", "Never.")], "mira dissents twice"),
    ],
)
def test_a_dissent_needs_who_and_why(session: Session, draft: Assessment, dissent: list[Dissent], message: str) -> None:
    with pytest.raises(UserError, match=message):
        agree(session, draft.id, build.answered("p/a", "c"), dissent)
    assert open_review(session, draft.id).answers == {}


def test_dissent_alone_can_change_and_be_taken_away(session: Session, draft: Assessment) -> None:
    first = agree(session, draft.id, build.answered("p/a", "c"), [Dissent("Mira", "No.")]).recorded
    kept = first.review.answer("p/a")
    without = record_answer(session, draft.id, replace(kept, dissent=()))
    assert without.name == "changed the dissent on a"
    assert without.review.answer("p/a").dissent == ()


def test_what_all_say_is_agreed_on_in_one_step_and_taken_back_in_one(session: Session, draft: Assessment) -> None:
    answer_blind(session, draft, "Mira", a="c", b="e")
    answer_blind(session, draft, "Jonas Weber", a="c", b="e")
    record_answer(session, draft.id, build.answered("p/b", "a"))
    done = agree_all(session, draft.id)
    assert done.recorded.name == "agreed on 1 question"
    assert {name: answer.choices for name, answer in done.recorded.review.answers.items()} == {
        "p/a": ("c",),
        "p/b": ("a",),
    }
    assert agree_all(session, draft.id).recorded.sequences == ()
    undo_changes(session, draft.id, done.recorded.sequences)
    assert set(open_review(session, draft.id).answers) == {"p/b"}


def test_a_sealed_assessment_takes_neither_names_nor_blind_answers_nor_agreements(
    session: Session, draft: Assessment
) -> None:
    answer_blind(session, draft, "Mira", a="c")
    answer_blind(session, draft, "Jonas Weber", a="c")
    with session.begin() as tx:
        tx.assessments.save(replace(tx.assessments.get(draft.id), state=AssessmentState.DECIDED))
    for change in (
        lambda: set_assessors(session, draft.id, ["Amira", "Jonas Weber", "Mira", "Zoe"]),
        lambda: answer_blind(session, draft, "Mira", b="c"),
        lambda: agree(session, draft.id, build.answered("p/a", "c")),
        lambda: agree_all(session, draft.id),
    ):
        with pytest.raises(UserError, match="cannot be changed"):
            change()
    assert open_consensus(session, draft.id).review.answers == {}


def test_a_question_that_is_not_asked_is_refused_by_its_id(session: Session, draft: Assessment) -> None:
    with pytest.raises(UserError, match="no question “p/none”"):
        agree(session, draft.id, Answer("p/none"))
