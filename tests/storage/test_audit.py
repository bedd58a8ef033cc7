"""Whatever is edited, deleted, added, swapped or cut off behind the store's back is found by verifying."""

from pathlib import Path

from tests.storage.seal_edits import make_store, open_at, play

from shipworthy.workflows.verification import verify


def test_the_store_that_is_edited_is_sound_before(tmp_path: Path) -> None:
    make_store(tmp_path)
    session = open_at(tmp_path)
    found = verify(session)
    session.close()
    assert found.findings == ()
    assert found.seals == 2


def test_every_edit_of_what_was_sealed_is_detected(tmp_path: Path) -> None:
    missed = [what for what, detected in play(120, tmp_path) if not detected]
    assert missed == []
