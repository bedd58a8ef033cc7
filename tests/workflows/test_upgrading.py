"""Upgrading an open review from 1.0.0 of a pack to 1.1.0, which adds, rewords, rescores and removes."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from tests.domain.builders import choices, pack, principle, question
from tests.workflows.builders import begin_review
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Assessment,
    Decision,
    Evidence,
    EvidenceKind,
    Outcome,
    Signatory,
)
from shipworthy.domain.pack import Pack
from shipworthy.errors import UserError
from shipworthy.packs.shipped import shipped_packs
from shipworthy.settings import Settings
from shipworthy.workflows.bundles import export_bundle, merge_bundle, read_bundle, summarise_sending, take_over
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.reviews import live_review, record_answers
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.undo import undo_changes
from shipworthy.workflows.upgrading import newer_packs, preview_upgrade, upgrade_lines, upgrade_packs

OLD = pack(
    "p",
    principle("one", question("same"), question("worded"), question("weighed"), question("gone"), question("fewer")),
)
NEW = replace(
    pack(
        "p",
        principle(
            "one",
            question("same"),
            question("worded", text="In other words?"),
            question("weighed", weight=3),
            question("fewer", choices=choices("0 0.5 1")),
            question("added"),
        ),
    ),
    version="1.1.0",
)


def given(name: str, choice: str = "e", **changes: object) -> Answer:
    return replace(Answer(f"p/{name}", state=AnswerState.ANSWERED, choices=(choice,)), **changes)  # type: ignore[arg-type]


@pytest.fixture
def review(session: Session) -> Assessment:
    started = begin_review(session, [OLD])
    answers = [given("same"), given("worded"), given("weighed", "d"), given("gone", note="Kept."), given("fewer")]
    record_answers(session, started.id, answers)
    record_answers(session, started.id, [given("worded", "a", assessor="Jonas")])
    return started


def answers(session: Session, review: Assessment, assessor: str = "") -> dict[str, Answer]:
    with session.store.read() as tx:
        return tx.answers.of_assessment(review.id, assessor)


def contents(session: Session, review: Assessment) -> list[Answer]:
    with session.store.read() as tx:
        return [replace(each, version=0) for each in tx.answers.all_assessors(review.id)]


def test_what_would_change_is_listed_before_and_nothing_is_changed(session: Session, review: Assessment) -> None:
    before = contents(session, review)
    preview = preview_upgrade(session, review.id, [NEW])
    [change] = preview.changes
    assert (change.new, change.removed) == (("p/added",), ("p/gone",))
    assert (change.changed, change.rescored) == (("p/worded", "p/fewer"), ("p/weighed",))
    assert (preview.kept, preview.to_confirm) == (2, ("p/worded",))
    assert (preview.reopened, preview.set_aside) == (("p/fewer",), ("p/gone",))
    assert [line.split()[0] for line in upgrade_lines(preview)] == ["2", "1", "1", "1", "1"]
    assert contents(session, review) == before


def test_answers_are_mapped_by_id_and_none_is_lost(session: Session, review: Assessment) -> None:
    score = live_review(session, review.id).scorecard.score
    upgraded = upgrade_packs(session, review.id, [NEW])
    assert upgraded.name == "upgraded the pack to p 1.1.0"
    stored = answers(session, review)
    assert (stored["p/same"].carried, stored["p/weighed"].carried, stored["p/worded"].carried) == (False, False, True)
    assert answers(session, review, "Jonas")["p/worded"].carried
    assert stored["p/fewer"].state is AnswerState.UNANSWERED
    assert "Answered before the upgrade: " in stored["p/fewer"].note
    assert stored["p/gone"].note == "Kept."  # in the store, though nobody asks
    assert set(upgraded.review.answers) == {"p/same", "p/worded", "p/weighed", "p/fewer"}
    assert upgraded.review.scorecard.score != score
    with session.store.read() as tx:
        assert {tx.packs.get(use.pack_hash).version for use in review.packs} == {"1.0.0"}  # the old one can be opened


def test_one_undo_takes_it_back_and_redo_does_it_again(session: Session, review: Assessment) -> None:
    before = contents(session, review)
    upgraded = upgrade_packs(session, review.id, [NEW])
    after = contents(session, review)
    taken_back = undo_changes(session, review.id, upgraded.sequences)
    assert contents(session, review) == before
    assert live_review(session, review.id).assessment.packs == review.packs
    undo_changes(session, review.id, taken_back.sequences)
    assert contents(session, review) == after


def test_going_back_to_the_old_version_asks_again_what_was_set_aside(session: Session, review: Assessment) -> None:
    upgrade_packs(session, review.id, [NEW])
    back = upgrade_packs(session, review.id, [OLD])
    assert back.review.answers["p/gone"].note == "Kept."


def test_a_bundle_takes_along_only_what_is_asked(session: Session, review: Assessment) -> None:
    upgrade_packs(session, review.id, [NEW])
    asked = {"p/same", "p/worded", "p/weighed", "p/fewer"}
    sending = summarise_sending(session, review.id)
    assert sending.answers == len(asked) + 1  # Jonas' blind one


def test_what_cannot_be_upgraded_says_so_and_changes_nothing(session: Session, review: Assessment) -> None:
    before = contents(session, review)
    other = pack("other", principle("one", question("same")))
    for packs, message in (([OLD], "this version already"), ([other], "does not use the pack other")):
        with pytest.raises(UserError, match=message):
            upgrade_packs(session, review.id, packs)
    decide(session, review.id, Decision(Outcome.NO_GO, "No.", signatories=(Signatory("Amira"),)))
    with pytest.raises(UserError, match="cannot be changed"):
        upgrade_packs(session, review.id, [NEW])
    assert contents(session, review) == before


def test_a_review_with_another_version_than_the_shipped_one_is_offered_it(session: Session) -> None:
    shipped: Pack = shipped_packs()[0]
    old = begin_review(session, [replace(shipped, version="0.9.0")])
    assert newer_packs(session, old.id) == (shipped,)
    new = begin_review(session, [shipped], "other")
    assert newer_packs(session, new.id) == ()


def test_a_sealed_review_and_one_with_a_newer_pack_are_offered_nothing(session: Session) -> None:
    shipped: Pack = shipped_packs()[0]
    newer = begin_review(session, [replace(shipped, version="99.0.0")])
    assert newer_packs(session, newer.id) == ()
    old = begin_review(session, [replace(shipped, version="0.9.0")], "other")
    decide(session, old.id, Decision(Outcome.NO_GO, "No.", signatories=(Signatory("Amira"),)))
    assert newer_packs(session, old.id) == ()


def test_what_comes_back_in_other_choices_is_open_again_and_says_what_it_was(
    session: Session, review: Assessment
) -> None:
    upgrade_packs(session, review.id, [NEW])
    again = pack("p", principle("one", question("same"), question("gone", choices=choices("0 1", ids="xy"))))
    back = upgrade_packs(session, review.id, [replace(again, version="1.2.0")])
    gone = back.review.answers["p/gone"]
    assert (gone.state, gone.choices) == (AnswerState.UNANSWERED, ())
    assert gone.note == "Kept.\n\nAnswered before the upgrade: e."


def test_what_comes_back_as_it_was_is_to_be_confirmed(session: Session, review: Assessment) -> None:
    upgrade_packs(session, review.id, [NEW])
    back = upgrade_packs(session, review.id, [OLD])
    gone = back.review.answers["p/gone"]
    assert (gone.choices, gone.note, gone.carried) == (("e",), "Kept.", True)


def test_two_questions_that_are_one_now_keep_what_was_said_to_both(session: Session) -> None:
    first = pack("p", principle("one", question("asked")))
    second = pack("q", principle("one", question("asked"), question("noted")))
    started = begin_review(session, [first, second])
    evidence = Evidence(EvidenceKind.TEXT, "seen")
    record_answers(
        session,
        started.id,
        [
            Answer("p/asked", state=AnswerState.ANSWERED, choices=("e",), note="One."),
            Answer("q/asked", state=AnswerState.ANSWERED, choices=("a",), note="Two.", evidence=(evidence,)),
            Answer("q/noted", note="Only a note."),
        ],
    )
    linked = pack("q", principle("one", question("asked", same_as="p/asked"), question("noted", text="Noted again?")))
    upgraded = upgrade_packs(session, started.id, [replace(linked, version="1.1.0")])
    stored = answers(session, started)
    assert set(stored) == {"p/asked", "q/noted"}
    both = stored["p/asked"]
    assert (both.choices, both.evidence, both.carried) == (("e",), (evidence,), True)
    assert both.note.startswith("One.\n\nAnswered before the upgrade: ")
    assert both.note.endswith("Two.")
    assert stored["q/noted"].note == "Only a note."
    undo_changes(session, started.id, upgraded.sequences)
    assert answers(session, started)["q/asked"].note == "Two."


def test_an_upgrade_is_not_taken_back_over_answers_that_the_old_version_cannot_hold(
    session: Session, colleague: Session
) -> None:
    started = begin_review(session, [pack("p", principle("one", question("q", choices=choices("0 1", ids="xy"))))])
    wider = replace(pack("p", principle("one", question("q"))), version="1.1.0")
    upgraded = upgrade_packs(session, started.id, [wider])
    record_answers(colleague, started.id, [Answer("p/q", state=AnswerState.ANSWERED, choices=("c",))])
    with pytest.raises(UserError, match="changed this since"):
        undo_changes(session, started.id, upgraded.sequences)
    assert answers(session, started)["p/q"].choices == ("c",)


def test_two_stores_that_upgraded_merge_without_losing_what_was_set_aside(
    session: Session, review: Assessment, tmp_path: Path, clock: Clock
) -> None:
    other = open_session(tmp_path / "other", Settings(), "Jonas", clock, uuid4)
    there = tmp_path / "there.zip"
    export_bundle(session, review.id, there)
    take_over(other, read_bundle(other, there))
    for each in (session, other):
        upgrade_packs(each, review.id, [NEW])
    back = tmp_path / "back.zip"
    export_bundle(other, review.id, back)
    other.close()
    merge_bundle(session, read_bundle(session, back), {})
    assert answers(session, review)["p/gone"].note == "Kept."
