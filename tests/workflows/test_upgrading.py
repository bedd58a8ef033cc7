"""Upgrading an open review from 1.0.0 of a pack to 1.1.0, which adds, rewords, rescores and removes."""

from dataclasses import replace

import pytest
from tests.domain.builders import choices, pack, principle, question
from tests.workflows.builders import begin_review

from shipworthy.domain.assessment import Answer, AnswerState, Assessment, Decision, Outcome, Signatory
from shipworthy.domain.pack import Pack
from shipworthy.errors import UserError
from shipworthy.packs.shipped import shipped_packs
from shipworthy.workflows.bundles import summarise_sending
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.reviews import live_review, record_answers
from shipworthy.workflows.session import Session
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
    assert [line.split()[0] for line in upgrade_lines(preview)] == ["2", "1", "1", "1"]
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
