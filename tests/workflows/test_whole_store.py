"""Everything in one archive: made, carried, refused where it was touched, and unpacked as it was."""

import os
import shutil
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest

from shipworthy.errors import UserError
from shipworthy.exchange.store_archive import DATABASE, MANIFEST, SUFFIX, read_store
from shipworthy.settings import Settings
from shipworthy.storage.backup import contents
from shipworthy.storage.sqlite_file import connect
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.whole_store import archive_name, export_store, exported_words, unpacked


@pytest.fixture
def archive(sample_session: Session, tmp_path: Path) -> Path:
    """Return the archive of the sample portfolio, with two files of evidence and a template."""
    sample_session.evidence.put(b"a trace", "trace.log")
    sample_session.evidence.put(b"0" * 2_000_000, "zeros.bin")  # packs denser than readers take
    template = sample_session.data_dir / "report-templates" / "ours"
    template.mkdir(parents=True)
    (template / "template.yaml").write_text("title: Ours", encoding="utf-8")
    path = tmp_path / archive_name(sample_session)
    export_store(sample_session, path)
    return path


def look(path: Path) -> dict[str, str]:
    connection = connect(path, "ro")
    found = contents(connection)
    connection.close()
    return found


def test_everything_comes_out_as_it_went_in(sample_session: Session, archive: Path, tmp_path: Path) -> None:
    source = sample_session.store.path
    assert source is not None
    before = look(source)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with unpacked(archive, elsewhere) as point:
        assert look(point.file.path) == before
        assert (point.place, point.file.made_at) == (archive, sample_session.now())
        shutil.copytree(point.file.path.parent, elsewhere / "data")
    assert [each.name for each in elsewhere.iterdir()] == ["data"]
    assert (elsewhere / "data" / "report-templates" / "ours" / "template.yaml").read_text() == "title: Ours"
    again = open_session(elsewhere / "data", Settings(), "Bo", sample_session.now, uuid4)
    assert list_services(again) == list_services(sample_session)
    assert again.evidence.digests() == sample_session.evidence.digests()
    assert all(again.evidence.is_whole(each) for each in again.evidence.digests())
    again.close()


def test_the_same_store_is_the_same_archive(sample_session: Session, archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.shipworthy-store"
    export_store(sample_session, again)
    assert again.read_bytes() == archive.read_bytes()


def test_damaged_evidence_stays_out_and_is_named(sample_session: Session, archive: Path, tmp_path: Path) -> None:
    digest = sample_session.evidence.put(b"a trace", "trace.log")
    sample_session.evidence.path_of(digest).write_bytes(b"no trace")
    exported = export_store(sample_session, tmp_path / "again.shipworthy-store")
    assert (exported.evidence, exported.damaged) == (1, (digest,))
    text, damage = exported_words(exported)
    assert "the database and 1 evidence file" in text
    assert digest[:12] in damage


def rewritten(archive: Path, change: dict[str, bytes | None], added: dict[str, bytes] | None = None) -> Path:
    """Return a copy of an archive in which files are replaced (None: left out) and others added."""
    path = archive.with_name(f"touched{SUFFIX}")
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            data = change.get(name, before.read(name)) if name in change else before.read(name)
            if data is not None:
                after.writestr(name, data)
        for name, data in (added or {}).items():
            after.writestr(name, data)
    return path


def evidence_name(archive: Path) -> str:
    with zipfile.ZipFile(archive) as opened:
        return next(name for name in opened.namelist() if name.endswith("trace.log"))


def must_be_refused(path: Path, tmp_path: Path, why: str) -> None:
    folder = tmp_path / "target"
    folder.mkdir()
    for use in (lambda: read_store(path), lambda: unpacked(path, folder).__enter__()):
        with pytest.raises(UserError, match=why) as refused:
            use()
        assert str(path) in refused.value.message
    assert list(folder.iterdir()) == []


def test_what_was_altered_is_noticed(archive: Path, tmp_path: Path) -> None:
    name = evidence_name(archive)
    must_be_refused(rewritten(archive, {name: b"no trace"}), tmp_path, "was altered or damaged")


def test_a_database_with_one_byte_changed_is_noticed(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        data = bytearray(opened.read(DATABASE))
    data[len(data) // 2] ^= 1
    must_be_refused(rewritten(archive, {DATABASE: bytes(data)}), tmp_path, "was altered or damaged")


@pytest.mark.parametrize(
    ("change", "added", "why"),
    [
        ({DATABASE: None}, {}, "is not whole"),
        ({MANIFEST: None}, {}, "is no archive of a whole store"),
        ({MANIFEST: b"{}"}, {}, "is no archive of a whole store"),
        ({MANIFEST: b"\xff"}, {}, "is no archive of a whole store"),
        ({}, {"evidence/more": b"x"}, "its manifest does not name"),
        ({}, {"../outside": b"x"}, "is not safe on every system"),
        ({}, {"/etc/passwd": b"x"}, "is not safe on every system"),
        ({MANIFEST: b'{"format":2,"program":"9.9","store":""}'}, {}, "made by Shipworthy 9.9"),
    ],
)
def test_what_is_no_such_archive_is_refused(
    archive: Path, tmp_path: Path, change: dict[str, bytes | None], added: dict[str, bytes], why: str
) -> None:
    must_be_refused(rewritten(archive, change, added), tmp_path, why)


def test_a_file_under_a_name_that_is_none_of_a_store_is_refused(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        manifest = opened.read(MANIFEST)
    hashed = '"autorun.inf":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",'  # of "x"
    named = manifest.replace(b'"entries":{', b'"entries":{' + hashed.encode())
    touched = rewritten(archive, {MANIFEST: named}, {"autorun.inf": b"x"})
    must_be_refused(touched, tmp_path, "which is no part of a store")


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.shipworthy-store"
    path.write_text("To whom it may concern", encoding="utf-8")
    must_be_refused(path, tmp_path, "is no zip file")


def test_a_cancelled_export_leaves_the_old_archive_and_nothing_else(
    sample_session: Session, archive: Path, tmp_path: Path
) -> None:
    before, names = archive.read_bytes(), sorted(each.name for each in tmp_path.iterdir())
    count = 0

    def stop() -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise UserError("stopped", "")

    with pytest.raises(UserError, match="stopped"):
        export_store(sample_session, archive, stop)
    assert archive.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == names


def test_a_folder_that_is_not_there_is_named(sample_session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Nothing can be written to"):
        export_store(sample_session, tmp_path / "gone" / "all.shipworthy-store")


def test_what_a_crash_left_of_an_unpacked_archive_goes(archive: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    left, at_work = elsewhere / ".shipworthy-archive-left", elsewhere / ".shipworthy-archive-work"
    for folder in (left, at_work):
        folder.mkdir(parents=True)
        (folder / "shipworthy.db").write_bytes(b"x")
    os.utime(left, (0, 0))
    with unpacked(archive, elsewhere):
        assert not left.exists()
    assert [each.name for each in elsewhere.iterdir()] == [at_work.name]
