"""The cache of packs: as good as reading the file, whatever becomes of it."""

import hashlib
import time
from pathlib import Path

import pytest

from shipworthy.domain import canonical
from shipworthy.errors import InvalidFile
from shipworthy.packs import cache
from shipworthy.packs.cache import MAX_ENTRIES, cached_pack
from shipworthy.packs.loader import load_pack

SMALL = Path(__file__).parent / "small.yaml"


def test_the_second_reading_comes_from_the_cache(tmp_path: Path) -> None:
    first = cached_pack(SMALL, tmp_path / "new" / "folder")
    (entry,) = (tmp_path / "new" / "folder").iterdir()
    written = entry.stat().st_mtime_ns
    assert cached_pack(SMALL, tmp_path / "new" / "folder") == first == load_pack(SMALL)
    assert entry.stat().st_mtime_ns == written
    # That the entry is what is read shows when its content is another pack with a right checksum.
    other = first.__class__(**{**{name: getattr(first, name) for name in first.__slots__}, "title": "Other"})
    cache._write(entry, other)
    assert cached_pack(SMALL, tmp_path / "new" / "folder").title == "Other"


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes(SMALL.read_bytes())
    assert cached_pack(path, tmp_path / "cache").title == "Small"
    path.write_text(SMALL.read_text().replace("title: Small", "title: Smaller"))
    assert cached_pack(path, tmp_path / "cache").title == "Smaller"


@pytest.mark.parametrize("version", ["9.9.9"])
def test_another_version_of_the_program_reads_anew(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached_pack(SMALL, tmp_path)
    monkeypatch.setattr(cache, "__version__", version)
    cached_pack(SMALL, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("position", [0, 70, -5], ids=["checksum", "start", "end"])
def test_a_damaged_entry_is_made_anew(position: int, tmp_path: Path) -> None:
    pack = cached_pack(SMALL, tmp_path)
    (entry,) = tmp_path.iterdir()
    whole = entry.read_bytes()
    damaged = bytearray(whole)
    damaged[position] ^= 1
    entry.write_bytes(damaged)
    assert cached_pack(SMALL, tmp_path) == pack
    assert entry.read_bytes() == whole


@pytest.mark.parametrize("content", [b"", b"\n", b"{}", b"\0" * 100])
def test_an_entry_that_is_none_is_made_anew(content: bytes, tmp_path: Path) -> None:
    pack = cached_pack(SMALL, tmp_path)
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(content)
    assert cached_pack(SMALL, tmp_path) == pack


def test_an_entry_of_another_form_is_made_anew(tmp_path: Path) -> None:
    pack = cached_pack(SMALL, tmp_path)
    (entry,) = tmp_path.iterdir()
    content = canonical.encode({"id": "small"})
    entry.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    assert cached_pack(SMALL, tmp_path) == pack


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert cached_pack(SMALL, tmp_path / "file" / "folder") == load_pack(SMALL)


def test_a_malformed_pack_is_refused_and_leaves_no_entry(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\n")
    with pytest.raises(InvalidFile, match=r"bad\.yaml has 1 problem"):
        cached_pack(path, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_the_cache_does_not_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    text = SMALL.read_text()
    for number in range(MAX_ENTRIES + 5):
        path.write_text(f"{text}# {number}\n")
        cached_pack(path, tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == MAX_ENTRIES


def test_the_cache_is_what_makes_starting_fast(repository: Path, tmp_path: Path) -> None:
    flagship = repository / "assessments" / "backend-engineering.yaml"
    cached_pack(flagship, tmp_path)

    def seconds(action: object) -> float:
        assert callable(action)
        before = time.process_time()
        action()
        return time.process_time() - before

    read = min(seconds(lambda: load_pack(flagship)) for _run in range(3))
    cached = min(seconds(lambda: cached_pack(flagship, tmp_path)) for _run in range(3))
    assert cached < read / 4
