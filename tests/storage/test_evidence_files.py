"""Evidence files: found by content alone, whole or not there, and no name or file can do harm."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from shipworthy.errors import UserError
from shipworthy.storage.evidence_files import EvidenceFiles, safe_name
from shipworthy.untrusted.files import MAX_EVIDENCE_BYTES

TRACE = b"GET /pay 504 after 800 ms"
DIGEST = sha256(TRACE).hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> EvidenceFiles:
    """Return the evidence files of a data folder that has none yet."""
    return EvidenceFiles(tmp_path / "data" / "evidence")


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """Return a file as people have it."""
    path = tmp_path / "trace of Tuesday.log"
    path.write_bytes(TRACE)
    return path


def test_a_file_is_kept_under_its_sha_256_with_its_own_name(files: EvidenceFiles, trace: Path) -> None:
    assert files.put(trace, trace.name) == DIGEST
    assert files.has(DIGEST)
    assert files.path_of(DIGEST) == files.folder / DIGEST / trace.name
    assert files.read(DIGEST) == TRACE
    files.check(DIGEST)
    trace.unlink()
    assert files.read(DIGEST) == TRACE
    assert [each.name for each in files.folder.iterdir()] == [DIGEST]


def test_the_same_content_is_kept_once_and_not_written_again(files: EvidenceFiles, trace: Path) -> None:
    files.put(trace, "first.log")
    before = files.path_of(DIGEST).stat()
    assert files.put(TRACE, "second.log") == DIGEST
    after = files.path_of(DIGEST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [each.name for each in (files.folder / DIGEST).iterdir()] == ["first.log"]


def test_content_of_many_pieces_is_kept_exactly(files: EvidenceFiles, tmp_path: Path) -> None:
    data = os.urandom(3_000_001)
    (tmp_path / "big.bin").write_bytes(data)
    assert files.read(files.put(tmp_path / "big.bin", "big.bin")) == data


def test_a_damaged_file_is_noticed_and_put_right_by_adding_it_again(files: EvidenceFiles, trace: Path) -> None:
    files.put(trace, trace.name)
    files.path_of(DIGEST).write_bytes(TRACE.replace(b"504", b"200"))
    assert files.has(DIGEST)
    assert not files.is_whole(DIGEST)
    with pytest.raises(UserError, match="damaged"):
        files.check(DIGEST)
    with pytest.raises(UserError, match="damaged"):
        files.read(DIGEST)
    files.put(TRACE, "another name.log")
    assert files.read(DIGEST) == TRACE
    assert len(list((files.folder / DIGEST).iterdir())) == 1


def test_a_lost_file_is_named_by_its_digest(files: EvidenceFiles, trace: Path) -> None:
    files.put(trace, trace.name)
    files.path_of(DIGEST).unlink()
    assert not files.has(DIGEST)
    for ask in (files.path_of, files.check, files.read):
        with pytest.raises(UserError, match=f"is lost: none with the SHA-256 {DIGEST[:12]}…"):
            ask(DIGEST)


def test_a_file_of_two_gigabytes_is_refused_by_its_size(files: EvidenceFiles, tmp_path: Path) -> None:
    dump = tmp_path / "dump.bin"
    with dump.open("wb") as file:
        file.truncate(2_000_000_000)  # takes no room on disk
    dump.chmod(0)  # who opens it fails with another message, unless it is root
    with pytest.raises(UserError, match=r"dump\.bin is larger than 50 MB") as refused:
        files.put(dump, dump.name)
    assert "add a link" in refused.value.hint
    assert list(files.folder.iterdir()) == []


def test_the_largest_file_is_kept_and_one_byte_more_is_not(files: EvidenceFiles, tmp_path: Path) -> None:
    dump = tmp_path / "dump.bin"
    for size, taken in ((MAX_EVIDENCE_BYTES, True), (MAX_EVIDENCE_BYTES + 1, False)):
        with dump.open("wb") as file:
            file.truncate(size)
        if taken:
            assert files.has(files.put(dump, dump.name))
        else:
            with pytest.raises(UserError, match="50 MB"):
                files.put(dump, dump.name)
    with pytest.raises(UserError, match="50 MB"):
        files.put(bytes(MAX_EVIDENCE_BYTES + 1), "dump.bin")


def test_what_is_no_file_is_refused_and_leaves_nothing(files: EvidenceFiles, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    cases = {
        tmp_path / "folder": "is a folder",
        tmp_path / "empty": "is empty",
        tmp_path / "loop": "cannot be read",
        tmp_path / "pipe": "not an ordinary file",
        Path("/dev/zero"): "not an ordinary file",
        tmp_path / "gone": "There is no file",
        Path("a\x00b"): "not the name of a file",
        Path("x" * 300): "cannot be read",
    }
    for path, words in cases.items():
        with pytest.raises(UserError, match=words):
            files.put(path, path.name)
    assert list(files.folder.iterdir()) == []


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(files: EvidenceFiles, trace: Path) -> None:
    trace.chmod(0)
    with pytest.raises(UserError, match="cannot be read"):
        files.put(trace, trace.name)


def test_a_file_that_grows_while_it_is_copied_is_refused(files: EvidenceFiles, tmp_path: Path) -> None:
    # Files of /proc state no size at all.
    endless = Path("/proc/self/pagemap")
    if not endless.exists():
        pytest.skip("only Linux has files that state no size")
    with pytest.raises(UserError, match=r"larger than 50 MB|cannot be read"):
        files.put(endless, "pagemap")
    assert list(files.folder.iterdir()) == []


def test_a_full_disk_says_so_and_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(os.urandom(2_000_000))
    with pytest.raises(UserError, match="the disk is full"):
        EvidenceFiles(small_disk / "evidence").put(tmp_path / "big.bin", "big.bin")
    assert list((small_disk / "evidence").iterdir()) == []


HOSTILE = [
    "../../etc/passwd", "..", ".", "", "/etc/passwd", "a/b", "\\\\server\\share\\x", "C:\\x", "C:x", "a.txt:x",
    "a\x00b", "a\nb", "\x1b[31m", "a\u202egnp.exe", "CON", "con.txt", "NUL", "nul .txt", "AUX.", "COM1", "com¹.log",
    "LPT9.tar.gz", "PRN", "CONIN$", "a.", "a ", " a", ".hidden", "...", "a*b?", "<b>", "a|b", '"', "x" * 400,
    "x" * 400 + ".png", "漢" * 200 + ".png", "\udcff.png", "👩\u200d🚀.png", "x." + "y" * 400, "é.png", "%2e%2e%2f",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_made_harmless_and_never_leads_anywhere(files: EvidenceFiles, name: str) -> None:
    made = safe_name(name)
    assert made == safe_name(made)
    assert 0 < len(made.encode()) <= 255
    assert not set(made) & set('<>:"/\\|?*\x00\n\x1b\u202e')
    assert made[-1] not in ". "
    assert made.partition(".")[0].strip().upper() not in {"", "CON", "NUL", "AUX", "PRN", "COM1", "LPT9", "CONIN$"}
    files.put(TRACE, name)
    assert files.path_of(DIGEST).resolve().is_relative_to(files.folder.resolve())
    assert files.path_of(DIGEST).name == made


def test_people_recognise_the_name() -> None:
    assert safe_name("Screenshot 2026-11-22 14.03.png") == "Screenshot 2026-11-22 14.03.png"
    assert safe_name("x" * 400 + ".png") == "x" * 57 + ".png"
    assert safe_name("lead/time: Q3?.xlsx") == "lead-time- Q3-.xlsx"
    assert safe_name("con.txt") == "_con.txt"
    assert safe_name("") == "evidence"


@pytest.mark.parametrize("digest", ["..", "../../etc", DIGEST.upper(), DIGEST + "/..", DIGEST[:-1], "", "\x00" * 64])
def test_only_a_digest_finds_a_file(files: EvidenceFiles, digest: str) -> None:
    files.put(TRACE, "x")
    assert not files.has(digest)
    with pytest.raises(UserError, match="lost"):
        files.path_of(digest)


def test_a_link_in_the_folder_is_no_evidence(files: EvidenceFiles, tmp_path: Path, trace: Path) -> None:
    (files.folder / DIGEST).mkdir(parents=True)
    (files.folder / DIGEST / "x").symlink_to(trace)
    assert not files.has(DIGEST)
    other = "0" * 64
    (files.folder / other).symlink_to(tmp_path)
    assert not files.has(other)
    assert files.digests() == ()


def test_copying_brings_what_is_missing_and_leaves_out_what_is_damaged(files: EvidenceFiles, tmp_path: Path) -> None:
    other = EvidenceFiles(tmp_path / "backups" / "evidence")
    assert files.copy_to(other).count == 0
    assert not other.folder.exists()
    kept = [files.put(text, f"{number}.txt") for number, text in enumerate((b"one", b"two", b"three"))]
    assert files.missing_bytes(other) == len("onetwothree")
    files.path_of(kept[0]).write_bytes(b"0ne")
    first = files.copy_to(other)
    assert (first.count, first.damaged) == (2, (kept[0],))
    assert other.digests() == tuple(sorted(kept[1:]))
    assert other.path_of(kept[1]).name == "1.txt"
    files.put(b"one", "0.txt")
    assert (files.copy_to(other).count, files.copy_to(other).count) == (1, 0)
    assert files.missing_bytes(other) == 0


def test_no_name_leads_out_of_the_folder_by_any_way() -> None:
    from tests.storage.name_drill import names  # here, because it takes its names from this file

    assert len(HOSTILE) >= 40
    assert [case for case in names() if case[1]] == []
