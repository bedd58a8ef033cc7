"""Files and pictures as evidence: kept before they are recorded, all or none, and taken back exactly."""

import os
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from tests.workflows.test_reviews import TIMEOUTS, started

from shipworthy.domain.assessment import Answer, Evidence, EvidenceKind
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.storage.evidence_files import FileState
from shipworthy.workflows.evidence import Attachment, attach, broken_files, evidence_file
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

PICTURE = b"\x89PNG of a trace"


@pytest.fixture
def review(session: Session) -> Review:
    """Return a review without an answer."""
    return started(session)


def answer(session: Session, review: Review) -> Answer:
    return open_review(session, review.assessment.id).answer(TIMEOUTS)


def test_files_and_screenshots_become_evidence_in_one_change(session: Session, review: Review, tmp_path: Path) -> None:
    (tmp_path / "trace.log").write_bytes(b"504")
    recorded = attach(
        session,
        review.assessment.id,
        review.answer(TIMEOUTS),
        [
            Attachment(tmp_path / "trace.log", "", date(2026, 11, 1), date(2027, 5, 1)),
            Attachment(PICTURE, "Screenshot 2026-11-22 14.03.png"),
        ],
    )
    assert answer(session, review).evidence == (
        Evidence(EvidenceKind.FILE, sha256(b"504").hexdigest(), "trace.log", date(2026, 11, 1), date(2027, 5, 1)),
        Evidence(EvidenceKind.FILE, sha256(PICTURE).hexdigest(), "Screenshot 2026-11-22 14.03.png"),
    )
    assert recorded.name == "changed the evidence of failure.timeouts"
    found = evidence_file(session, sha256(PICTURE).hexdigest())
    assert (found.path.name, found.size) == ("Screenshot 2026-11-22 14.03.png", len(PICTURE))


def test_adding_editing_and_removing_evidence_is_taken_back_exactly(session: Session, review: Review) -> None:
    said = replace(review.answer(TIMEOUTS), note="Seen", evidence=(Evidence(EvidenceKind.TEXT, "shown"),))
    record_answer(session, review.assessment.id, said)
    steps = [answer(session, review)]
    sequences = []

    def note(done: tuple[int, ...]) -> None:
        assert done
        sequences.append(done)
        steps.append(answer(session, review))

    note(attach(session, review.assessment.id, steps[-1], [Attachment(PICTURE, "p.png")]).sequences)
    text, picture = steps[-1].evidence
    edited = replace(picture, title="The trace", dated=date(2026, 1, 2), expires=date(2027, 1, 2))
    note(record_answer(session, review.assessment.id, replace(steps[-1], evidence=(text, edited))).sequences)
    note(record_answer(session, review.assessment.id, replace(steps[-1], evidence=(edited,))).sequences)
    for sequence in reversed(sequences):
        steps.pop()
        undo_changes(session, review.assessment.id, sequence)
        assert answer(session, review).same_content(steps[-1])
    assert not broken_files(session, [picture])  # the file stays: what was taken back may be done again


def test_one_bad_file_among_several_and_nothing_is_recorded(session: Session, review: Review, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("good")
    (tmp_path / "folder").mkdir()
    both = [Attachment(tmp_path / "good.txt"), Attachment(tmp_path / "folder")]
    with pytest.raises(UserError, match="folder is a folder"):
        attach(session, review.assessment.id, review.answer(TIMEOUTS), both)
    assert answer(session, review).evidence == ()


def test_a_screenshot_of_ten_megabytes_is_refused(session: Session, review: Review) -> None:
    with pytest.raises(UserError, match=r"takes 10\.0 MB as PNG; 8 MB are allowed"):
        attach(session, review.assessment.id, review.answer(TIMEOUTS), [Attachment(os.urandom(10_000_000), "s.png")])
    assert answer(session, review).evidence == ()
    assert session.evidence.digests() == ()


def test_the_same_file_twice_is_added_once_and_again_is_told(session: Session, review: Review) -> None:
    twice = [Attachment(PICTURE, "p.png"), Attachment(PICTURE, "q.png")]
    attach(session, review.assessment.id, review.answer(TIMEOUTS), twice)
    assert len(answer(session, review).evidence) == 1
    with pytest.raises(UserError, match=r"is evidence of this question already"):
        attach(session, review.assessment.id, answer(session, review), twice[:1])


def test_a_file_name_that_no_text_can_hold_gets_a_title_all_the_same(
    session: Session, review: Review, tmp_path: Path
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"x")
    attach(session, review.assessment.id, review.answer(TIMEOUTS), [Attachment(path)])
    assert answer(session, review).evidence[0].title == "caf.txt"


def test_a_lost_file_is_known_and_told(session: Session, review: Review) -> None:
    attach(session, review.assessment.id, review.answer(TIMEOUTS), [Attachment(PICTURE, "p.png")])
    evidence = answer(session, review).evidence
    [digest] = [each.value for each in evidence]
    assert not broken_files(session, evidence)
    session.evidence.path_of(digest).write_bytes(b"something else")
    assert broken_files(session, evidence) == {digest: FileState.DAMAGED}
    session.evidence.path_of(digest).unlink()
    assert broken_files(session, (*evidence, Evidence(EvidenceKind.TEXT, "x"))) == {digest: FileState.LOST}
    with pytest.raises(UserError, match="lost"):
        evidence_file(session, evidence[0].value)


@pytest.mark.parametrize("value", ["../../etc/passwd", "ab12", "A" * 64])
def test_file_evidence_without_a_sha_256_is_refused(session: Session, review: Review, value: str) -> None:
    bad = replace(review.answer(TIMEOUTS), evidence=(Evidence(EvidenceKind.FILE, value, "x"),))
    with pytest.raises(UserError, match="SHA-256"):
        record_answer(session, review.assessment.id, bad)
