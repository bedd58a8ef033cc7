"""Evidence files come back as they were or not at all, also under a seal."""

from dataclasses import replace
from pathlib import Path

import pytest

from shipworthy.errors import UserError
from shipworthy.storage.evidence_files import FileState
from shipworthy.workflows.backups import back_up
from shipworthy.workflows.lost_evidence import bring_back, look_in_backups
from shipworthy.workflows.session import Session


@pytest.fixture
def digest(session: Session) -> str:
    """Return the digest of a file of evidence."""
    return session.evidence.put(b"a trace", "trace.log")


@pytest.mark.parametrize("damage", ["lost", "damaged"])
def test_the_same_file_comes_back(session: Session, digest: str, tmp_path: Path, damage: str) -> None:
    path = session.evidence.path_of(digest)
    if damage == "lost":
        path.unlink()
    else:
        path.write_bytes(b"A trace")
    assert session.evidence.state_of(digest) == FileState(damage)
    again = tmp_path / "found again.log"
    again.write_bytes(b"a trace")
    assert bring_back(session, digest, again)
    assert session.evidence.state_of(digest) is FileState.WHOLE
    assert session.evidence.read(digest) == b"a trace"


def test_another_file_does_not_take_its_place(session: Session, digest: str, tmp_path: Path) -> None:
    session.evidence.path_of(digest).unlink()
    other = tmp_path / "trace.log"
    other.write_bytes(b"another trace")
    assert not bring_back(session, digest, other)
    assert session.evidence.state_of(digest) is FileState.LOST
    assert session.evidence.digests() == ()
    with pytest.raises(UserError, match="no file"):
        bring_back(session, digest, tmp_path / "nowhere.log")


def test_backups_are_looked_through_for_one_that_is_whole(session: Session, digest: str, tmp_path: Path) -> None:
    session.evidence.path_of(digest).unlink()
    assert look_in_backups(session, digest) is None
    session.evidence.put(b"a trace", "trace.log")
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        back_up(replace(session, settings=session.settings._replace(backup_folder=str(folder))))
    both = session.settings._replace(backup_folder=str(first), second_backup_folder=str(second))
    session = replace(session, settings=both)
    session.evidence.path_of(digest).write_bytes(b"rot")
    next((first / "evidence").rglob("trace.log")).write_bytes(b"rot")
    assert look_in_backups(session, digest) == second
    assert session.evidence.read(digest) == b"a trace"
