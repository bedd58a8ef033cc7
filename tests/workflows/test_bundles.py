"""Bundles between two people with a store each: what one says reaches the other, comes back, and nothing is lost."""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.domain.builders import pack, principle, question
from tests.storage.server import SERVER
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Decision,
    Evidence,
    EvidenceKind,
    Outcome,
    Signatory,
)
from shipworthy.domain.merge import Part, Pick
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.exchange import bundle
from shipworthy.settings import Settings
from shipworthy.workflows.bundles import (
    export_bundle,
    merge_bundle,
    read_bundle,
    summarise_sending,
    take_over,
)
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.evidence import Attachment, attach
from shipworthy.workflows.reviews import Recorded, open_review, record_answer, start_assessment
from shipworthy.workflows.services import blank_service, find_service, save_service
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.undo import undo_changes

QUESTIONS = ("first", "second", "third", "fourth")
PACK = pack("small", principle("all", *(question(name) for name in QUESTIONS)), facts={"has_queue": False})


@pytest.fixture
def jonas(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """Open a store of Jonas's own."""
    opened = open_session(tmp_path / "data of Jonas", Settings(), "Jonas", clock, uuid4)
    yield opened
    opened.close()


@pytest.fixture
def review(session: Session) -> Review:
    """Return Amira's review of the checkout, with two answers."""
    service = replace(blank_service(session), name="checkout", tier=1, team="Shop", facts={"has_queue": True})
    started = start_assessment(session, save_service(session, service).id, [PACK], "Design review")
    answer(session, started.id, "first", "b", note="Seen in the code.")
    answer(session, started.id, "second", "c", note="For us alone.", note_internal=True)
    return open_review(session, started.id)


def answer(session: Session, assessment_id: UUID, name: str, choice: str = "", **changes: Any) -> Recorded:
    """Answer a question, keeping what was said of it before."""
    before = open_review(session, assessment_id).answer(f"small/{name}")
    if choice:
        changes |= {"state": AnswerState.ANSWERED, "choices": (choice,)}
    return record_answer(session, assessment_id, replace(before, **changes))


def said(session: Session, review: Review, name: str) -> Answer:
    return open_review(session, review.assessment.id).answer(f"small/{name}")


def contents(session: Session, review: Review) -> list[Answer]:
    """Return every answer of a review without what the store numbers."""
    with session.store.read() as tx:
        return [replace(each, version=0) for each in tx.answers.all_assessors(review.assessment.id)]


def sent(session: Session, review: Review, path: Path, with_internal: bool = False) -> Path:
    export_bundle(session, review.assessment.id, path, with_internal)
    return path


def handed_over(session: Session, jonas: Session, review: Review, path: Path) -> None:
    """Let Jonas take the review over."""
    take_over(jonas, read_bundle(jonas, sent(session, review, path)))


def merge(session: Session, path: Path, pick: Pick | None = None) -> Recorded:
    preview = read_bundle(session, path)
    assert pick is not None or preview.conflicts == ()
    return merge_bundle(session, preview, {each.key: pick or Pick.BOTH for each in preview.conflicts})


def test_a_review_reaches_a_colleague_whole(session: Session, jonas: Session, review: Review, tmp_path: Path) -> None:
    path = sent(session, review, tmp_path / "a.shipworthy", with_internal=True)
    preview = read_bundle(jonas, path)
    assert (preview.sender, preview.is_here, preview.service, preview.new) == ("Amira", False, None, 2)
    recorded = take_over(jonas, preview)
    there = recorded.review
    assert there.assessment == replace(
        review.assessment, sequence=there.assessment.sequence, version=there.assessment.version
    )
    assert there.service == replace(review.service, version=there.service.version)
    assert contents(jonas, review) == contents(session, review)
    assert there.scorecard == review.scorecard
    assert (there.policy, there.questionnaire.packs) == (review.policy, review.questionnaire.packs)
    assert recorded.name == "took over the review from Amira"


def test_the_same_review_makes_the_same_bytes(session: Session, review: Review, tmp_path: Path) -> None:
    first = sent(session, review, tmp_path / "a.shipworthy").read_bytes()
    assert sent(session, review, tmp_path / "b.shipworthy").read_bytes() == first
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.shipworthy", "b.shipworthy"]


def test_taking_over_can_be_taken_back(session: Session, jonas: Session, review: Review, tmp_path: Path) -> None:
    recorded = take_over(jonas, read_bundle(jonas, sent(session, review, tmp_path / "a.shipworthy")))
    undone = undo_changes(jonas, review.assessment.id, recorded.sequences)
    assert undone.review is None
    assert contents(jonas, review) == []
    redone = undo_changes(jonas, review.assessment.id, undone.sequences)
    assert redone.review is not None
    assert len(contents(jonas, review)) == 2


def test_a_service_of_that_name_is_used_and_keeps_its_own_facts(
    session: Session, jonas: Session, review: Review, tmp_path: Path
) -> None:
    own = save_service(jonas, replace(blank_service(jonas), name="Checkout", tier=2))
    preview = read_bundle(jonas, sent(session, review, tmp_path / "a.shipworthy"))
    assert (preview.service, preview.keeps_own_facts) == (own, True)
    assert take_over(jonas, preview).review.service == own
    assert find_service(jonas, "checkout") == own


def test_an_answer_comes_back(session: Session, jonas: Session, review: Review, tmp_path: Path) -> None:
    handed_over(session, jonas, review, tmp_path / "a.shipworthy")
    answer(jonas, review.assessment.id, "third", "d", note="Load test of 3 November.")
    answer(jonas, review.assessment.id, "first", "d")
    answer(session, review.assessment.id, "fourth", "a")
    preview = read_bundle(session, sent(jonas, review, tmp_path / "b.shipworthy"))
    assert (preview.is_here, preview.new, preview.changed, preview.conflicts) == (True, 1, 1, ())
    recorded = merge_bundle(session, preview, {})
    assert recorded.name == "merged 2 answers from Jonas"
    third = said(session, review, "third")
    assert (third.choices, third.note, third.answered_by) == (("d",), "Load test of 3 November.", "Jonas")
    assert said(session, review, "first").choices == ("d",)
    assert said(session, review, "fourth").choices == ("a",)
    assert recorded.review.scorecard == open_review(session, review.assessment.id).scorecard


def test_the_same_reply_again_changes_nothing(session: Session, jonas: Session, review: Review, tmp_path: Path) -> None:
    handed_over(session, jonas, review, tmp_path / "a.shipworthy")
    answer(jonas, review.assessment.id, "third", "d")
    reply = sent(jonas, review, tmp_path / "b.shipworthy")
    merge(session, reply)
    answer(session, review.assessment.id, "third", "a")
    before = contents(session, review)
    assert read_bundle(session, reply).says_nothing_new
    assert merge(session, reply).sequences == ()
    assert contents(session, review) == before


def test_a_bundle_opened_where_it_was_made_says_nothing_new(session: Session, review: Review, tmp_path: Path) -> None:
    own = sent(session, review, tmp_path / "a.shipworthy")
    answer(session, review.assessment.id, "first", "d")
    assert read_bundle(session, own).says_nothing_new


def test_internal_notes_stay_here_and_are_not_taken_for_removed(
    session: Session, jonas: Session, review: Review, tmp_path: Path
) -> None:
    sending = summarise_sending(session, review.assessment.id)
    assert (sending.answers, sending.internal_notes, sending.kept_back) == (2, 1, 1)
    handed_over(session, jonas, review, tmp_path / "a.shipworthy")
    assert said(jonas, review, "second").note == ""
    assert b"For us alone" not in (tmp_path / "a.shipworthy").read_bytes()
    answer(jonas, review.assessment.id, "second", "d")
    merge(session, sent(jonas, review, tmp_path / "b.shipworthy"))
    second = said(session, review, "second")
    assert (second.choices, second.note, second.note_internal) == (("d",), "For us alone.", True)
    # And what becomes internal later is not removed where it was shared before.
    answer(jonas, review.assessment.id, "first", note_internal=True)
    merge(session, sent(jonas, review, tmp_path / "c.shipworthy"))
    assert said(session, review, "first").note == "Seen in the code."


def test_both_changed_the_same_answer(session: Session, jonas: Session, review: Review, tmp_path: Path) -> None:
    handed_over(session, jonas, review, tmp_path / "a.shipworthy")
    answer(jonas, review.assessment.id, "first", "d", note="All of them.")
    answer(session, review.assessment.id, "first", "a", note="None of them.")
    reply = sent(jonas, review, tmp_path / "b.shipworthy")
    preview = read_bundle(session, reply)
    assert [each.part for each in preview.conflicts] == [Part.ANSWER, Part.NOTE]
    assert (preview.new, preview.changed) == (0, 0)
    picks = {each.key: Pick.THEIRS if each.part is Part.ANSWER else Pick.BOTH for each in preview.conflicts}
    before = contents(session, review)
    recorded = merge_bundle(session, preview, picks)
    first = said(session, review, "first")
    assert (first.choices, first.answered_by) == (("d",), "Jonas")
    both = "Amira wrote:\n\nNone of them.\n\nJonas wrote:\n\nAll of them."
    assert first.note == f"{both}\n\nAmira answered: {PACK.principles[0].questions[0].choice('a').label}"
    undone = undo_changes(session, review.assessment.id, recorded.sequences)
    assert contents(session, review) == before
    assert read_bundle(session, reply).conflicts
    undo_changes(session, review.assessment.id, undone.sequences)
    assert said(session, review, "first") == replace(first, version=said(session, review, "first").version)


def test_a_conflict_that_came_since_the_preview_is_not_decided_unseen(
    session: Session, jonas: Session, review: Review, tmp_path: Path
) -> None:
    handed_over(session, jonas, review, tmp_path / "a.shipworthy")
    answer(jonas, review.assessment.id, "first", "d")
    preview = read_bundle(session, sent(jonas, review, tmp_path / "b.shipworthy"))
    answer(session, review.assessment.id, "fourth", "b")
    answer(session, review.assessment.id, "first", "a")
    before = contents(session, review)
    with pytest.raises(UserError, match="changed here since"):
        merge_bundle(session, preview, {})
    assert contents(session, review) == before


def test_blind_answers_come_in_under_their_assessor(
    session: Session, jonas: Session, review: Review, tmp_path: Path
) -> None:
    handed_over(session, jonas, review, tmp_path / "a.shipworthy")
    blind = Answer("small/first", "Jonas", AnswerState.ANSWERED, ("c",), note="Blind.")
    record_answer(jonas, review.assessment.id, blind)
    recorded = merge(session, sent(jonas, review, tmp_path / "b.shipworthy"))
    with session.store.read() as tx:
        found = tx.answers.get(review.assessment.id, "small/first", "Jonas")
    assert found is not None
    assert (found.choices, found.note, found.answered_by) == (("c",), "Blind.", "Jonas")
    assert said(session, review, "first").choices == ("b",)
    assert undo_changes(session, review.assessment.id, recorded.sequences).review is not None


def test_assessors_named_there_are_named_here(session: Session, jonas: Session, review: Review, tmp_path: Path) -> None:
    handed_over(session, jonas, review, tmp_path / "a.shipworthy")
    with jonas.begin() as tx:
        there = tx.assessments.get(review.assessment.id)
        tx.assessments.save(replace(there, assessors=("amira", "Jonas")))
    recorded = merge(session, sent(jonas, review, tmp_path / "b.shipworthy"))
    assert recorded.review.assessment.assessors == ("Amira", "Jonas")
    undo_changes(session, review.assessment.id, recorded.sequences)
    assert open_review(session, review.assessment.id).assessment.assessors == ("Amira",)


def test_evidence_files_travel_and_are_compared(
    session: Session, jonas: Session, review: Review, tmp_path: Path
) -> None:
    picture, zeros = tmp_path / "load.png", tmp_path / "zeros.bin"
    picture.write_bytes(random.Random(1).randbytes(40_000))
    zeros.write_bytes(bytes(3_000_000))  # packs 1000:1, which no reader would take
    attach(session, review.assessment.id, said(session, review, "first"), [Attachment(picture), Attachment(zeros)])
    sending = export_bundle(session, review.assessment.id, tmp_path / "a.shipworthy")
    assert (sending.files, sending.lost_files) == (2, 0)
    preview = read_bundle(jonas, tmp_path / "a.shipworthy")
    assert (preview.new_files, preview.missing_files) == (2, 0)
    take_over(jonas, preview)
    kept = said(jonas, review, "first").evidence
    assert [jonas.evidence.read(each.value) for each in kept] == [picture.read_bytes(), zeros.read_bytes()]
    assert [jonas.evidence.path_of(each.value).name for each in kept] == ["load.png", "zeros.bin"]


def test_a_lost_evidence_file_keeps_nobody_from_sending(
    session: Session, jonas: Session, review: Review, tmp_path: Path
) -> None:
    lost = Evidence(EvidenceKind.FILE, "0" * 64, "gone.png")
    answer(session, review.assessment.id, "first", evidence=(lost,))
    assert export_bundle(session, review.assessment.id, tmp_path / "a.shipworthy").lost_files == 1
    preview = read_bundle(jonas, tmp_path / "a.shipworthy")
    assert (preview.new_files, preview.missing_files) == (0, 1)
    take_over(jonas, preview)
    assert said(jonas, review, "first").evidence == (lost,)


def decided(session: Session, review: Review) -> None:
    decide(session, review.assessment.id, Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),)))


def test_a_decided_review_is_not_sent(session: Session, review: Review, tmp_path: Path) -> None:
    decided(session, review)
    with pytest.raises(UserError, match="decided: a colleague could not answer"):
        export_bundle(session, review.assessment.id, tmp_path / "a.shipworthy")
    assert not (tmp_path / "a.shipworthy").exists()


def test_nothing_is_merged_into_a_decided_review(
    session: Session, jonas: Session, review: Review, tmp_path: Path
) -> None:
    handed_over(session, jonas, review, tmp_path / "a.shipworthy")
    answer(jonas, review.assessment.id, "first", "d")
    reply = sent(jonas, review, tmp_path / "b.shipworthy")
    preview = read_bundle(session, reply)
    decided(session, review)
    before = contents(session, review)
    with pytest.raises(UserError, match="decided and cannot be changed"):
        read_bundle(session, reply)
    with pytest.raises(UserError, match="decided and cannot be changed"):
        merge_bundle(session, preview, {})
    assert contents(session, review) == before


def test_an_export_that_fails_leaves_the_old_file(session: Session, review: Review, tmp_path: Path) -> None:
    path = sent(session, review, tmp_path / "a.shipworthy")
    before = path.read_bytes()
    with pytest.raises(UserError, match="folder does not exist"):
        export_bundle(session, review.assessment.id, tmp_path / "nowhere" / "a.shipworthy")
    (tmp_path / "taken").mkdir()
    with pytest.raises(UserError, match="is a folder"):
        export_bundle(session, review.assessment.id, tmp_path / "taken")
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.skipif(SERVER is not None, reason="a connection to a server cannot be shared with a child")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_process_that_dies_before_the_end_leaves_the_old_file(
    session: Session, review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sent(session, review, tmp_path / "a.shipworthy")
    before = path.read_bytes()
    answer(session, review.assessment.id, "third", "d")
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(bundle, "put", lambda _part, _target: os._exit(9))
        try:
            export_bundle(session, review.assessment.id, path)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert path.read_bytes() == before
    export_bundle(session, review.assessment.id, path)
    assert path.read_bytes() != before


def test_over_many_rounds_nothing_is_lost(session: Session, jonas: Session, review: Review, tmp_path: Path) -> None:
    chance = random.Random(7)
    handed_over(session, jonas, review, tmp_path / "0.shipworthy")
    sites, words = [session, jonas], []
    for number in range(12):
        site = chance.choice(sites)
        word, name = f"w{number}w", chance.choice(QUESTIONS)
        words.append((name, word))
        answer(site, review.assessment.id, name, chance.choice("abcd"), note=f"{said(site, review, name).note} {word}")
        if chance.random() < 0.5:
            other = jonas if site is session else session
            merge(other, sent(site, review, tmp_path / f"{number + 1}.shipworthy"), Pick.BOTH)
    # One of the notes is internal, and goes along only now.
    merge(session, sent(jonas, review, tmp_path / "x.shipworthy", with_internal=True), Pick.BOTH)
    merge(jonas, sent(session, review, tmp_path / "y.shipworthy", with_internal=True), Pick.BOTH)
    for site in sites:
        assert [word for name, word in words if word not in said(site, review, name).note] == []
