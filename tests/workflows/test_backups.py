"""Backups on demand: database and evidence together, and only what is missing."""

from pathlib import Path
from uuid import uuid4

import pytest
from tests.workflows.conftest import Clock
from tests.workflows.test_evidence import PICTURE
from tests.workflows.test_reviews import TIMEOUTS, started

from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows.backups import back_up, summary
from shipworthy.workflows.evidence import Attachment, attach
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session


def test_a_backup_opens_with_its_evidence(session: Session, clock: Clock, tmp_path: Path) -> None:
    review = started(session)
    attach(session, review.assessment.id, review.answer(TIMEOUTS), [Attachment(PICTURE, "p.png")])
    made = back_up(session)
    assert made.database == tmp_path / "data" / "backups" / "shipworthy-20261122T140300.db"
    assert summary(made) == (f"Backed up to {made.database}; 1 evidence file is new there.", "")
    made.database.rename(made.database.with_name(DATABASE_NAME))
    restored = open_session(made.database.parent, Settings(), "Amira", clock, uuid4)
    (evidence,) = open_review(restored, review.assessment.id).answer(TIMEOUTS).evidence
    assert restored.evidence.read(evidence.value) == PICTURE
    restored.close()


def test_the_second_backup_copies_only_new_evidence_and_tells_damage(session: Session, tmp_path: Path) -> None:
    first, second = session.evidence.put(b"one", "1"), session.evidence.put(b"two", "2")
    session.evidence.path_of(second).write_bytes(b"tvo")
    target = tmp_path / "disk" / "backups"
    made = back_up(session, target)
    assert (made.first.evidence.count, made.first.evidence.damaged) == (1, (second,))
    assert second[:12] in summary(made)[1]
    assert (target / "evidence" / first / "1").read_bytes() == b"one"
    session.evidence.put(b"two", "2")
    session.evidence.put(b"three", "3")
    assert back_up(session, target).first.evidence.count == 2
    assert back_up(session, target).first.evidence.count == 0


def test_a_backup_never_lies_beside_its_database(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="lost with it"):
        back_up(session, tmp_path / "data")


def test_stopping_leaves_a_whole_database(session: Session) -> None:
    session.evidence.put(b"one", "1")

    def stop() -> None:
        raise UserError("Stopped.", "")

    with pytest.raises(UserError, match="Stopped"):
        back_up(session, before_each=stop)
    assert back_up(session).first.evidence.count == 1
