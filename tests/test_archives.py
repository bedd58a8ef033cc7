"""Zip files from outside: each way to do harm with one is refused, quickly and before anything of it is used."""

import io
import random
import stat
import struct
import time
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from shipworthy.archives import Limits, open_archive
from shipworthy.errors import UserError


def _zip(*entries: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def _entry(name: str, mode: int = 0, flags: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.flag_bits = flags
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "sent.zip"
    path.write_bytes(data)
    return path


def test_an_ordinary_archive_is_read_whole_or_in_pieces(tmp_path: Path) -> None:
    large = random.Random(1).randbytes(300_000)
    path = _written(tmp_path, _zip(("a/", b""), ("a/b.txt", "Größe".encode()), ("c.bin", large), ("a/d", b"")))
    with open_archive(path) as archive:
        assert archive.names == ("a/b.txt", "c.bin", "a/d")
        assert "c.bin" in archive
        assert "a/" not in archive
        assert archive.read("a/b.txt", 10).decode() == "Größe"
        pieces = list(archive.chunks("c.bin"))
        assert len(pieces) > 1
        assert b"".join(pieces) == large
        assert archive.read("a/d", 10) == b""


def test_a_short_text_may_pack_well(tmp_path: Path) -> None:
    with open_archive(_written(tmp_path, _zip(("sheet.xml", b"<c/>" * 200_000)))) as archive:
        assert len(archive.read("sheet.xml", 1_000_000)) == 800_000


def test_a_file_larger_than_the_reader_takes_is_refused(tmp_path: Path) -> None:
    with (
        open_archive(_written(tmp_path, _zip(("a", b"x" * 11)))) as archive,
        pytest.raises(UserError, match="“a” in it is larger than 1e-05 MB"),
    ):
        archive.read("a", 10)


def renamed(name: str) -> bytes:
    """Return an archive whose one entry has a name that Python's writer would not write as it stands."""
    if not name.isascii():
        return _zip((name, b"content"))  # the writer marks the name as UTF-8
    plain = "x" * len(name)
    return _zip((plain, b"content")).replace(plain.encode(), name.encode())


UNSAFE_NAMES = [
    "../evil",
    "a/../../evil",
    "..",
    "a/..",
    "./a",
    "a//b",
    "/etc/passwd",
    "//server/share/x",
    "C:/evil",
    "c:evil",
    "..\\evil",
    "a\\b",
    "\\\\server\\share\\x",
    "file:stream",
    "con",
    "a/NUL.txt",
    "Com1",
    "lpt9.tar.gz",
    "com¹",
    "aux .txt",
    "trailing.",
    "trailing ",
    "a./b",
    "zero\0byte",
    "line\nbreak",
    "what?",
    "star*",
    "x" * 256,
    "/".join(["long"] * 250),
]


@pytest.mark.parametrize("name", UNSAFE_NAMES)
def test_names_that_are_a_place_elsewhere_on_any_system_are_refused(tmp_path: Path, name: str) -> None:
    path = _written(tmp_path, renamed(name))
    with pytest.raises(UserError, match="not safe on every system") as refusal, open_archive(path):
        pass
    assert str(path) in refusal.value.message
    assert refusal.value.hint


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return _zip(("same", b"1"), ("same", b"2"))


def _sized(data: bytes, packed: int | None = None, unpacked: int | None = None) -> bytes:
    """Return an archive of one entry with other sizes in its list."""
    start = data.rindex(b"PK\x01\x02")
    old = struct.unpack_from("<II", data, start + 20)
    new = struct.pack("<II", old[0] if packed is None else packed, old[1] if unpacked is None else unpacked)
    return data[: start + 20] + new + data[start + 28 :]


def _overlapping() -> bytes:
    """Return an archive whose list leads a hundred times to the same packed bytes."""
    data = _zip(("a000", b"\0" * 900_000))
    start, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"a000", b"a%03d" % number) for number in range(100))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 100, 100, len(entries), start, 0)
    return data[:start] + entries + tail


def _encrypted() -> bytes:
    data = bytearray(_zip(("secret", b"x")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "the same name twice": (_twice, "“same” is in it twice"),
    "capitals": (lambda: _zip(("Read.md", b""), ("read.MD", b"")), "“read.MD” is in it twice"),
    "composed": (lambda: _zip(("é", b""), ("e\u0301", b"")), "is in it twice"),
    "a file as folder": (lambda: _zip(("a", b""), ("a/b", b"")), "“a/b” is in it twice"),
    "a folder as file": (lambda: _zip(("a/b", b""), ("A", b"")), "“A” is in it twice"),
    "a link": (lambda: _zip((_entry("link", stat.S_IFLNK | 0o777), b"/etc/passwd")), "“link” in it is no ordinary"),
    "a device": (lambda: _zip((_entry("dev", stat.S_IFCHR | 0o666), b"")), "“dev” in it is no ordinary file"),
    "a folder by its mode": (lambda: _zip((_entry("dir", stat.S_IFDIR | 0o755), b"x")), "“dir” in it is no ordinary"),
    "encrypted": (_encrypted, "“secret” in it is encrypted"),
    "bzip2": (lambda: _zip(("a", b"x"), packing=zipfile.ZIP_BZIP2), "“a” in it is packed in an unusual way"),
    "lzma": (lambda: _zip(("a", b"x"), packing=zipfile.ZIP_LZMA), "“a” in it is packed in an unusual way"),
    "1000:1": (lambda: _zip(("bomb", b"\0" * 20_000_000)), "would unpack to more than it should"),
    "small bombs": (lambda: _zip(*((f"{n}", b"\0" * 999_999) for n in range(40))), "would unpack to more than it"),
    "overlapping": (_overlapping, "would unpack to more than it should"),
    "claims 4 GB": (lambda: _sized(_zip(("a", b"x")), unpacked=0xFFFFFFF0), "would unpack to more than it should"),
    "claims 600 MB packed and unpacked": (
        lambda: _sized(_zip(("a", b"x")), packed=600_000_000, unpacked=600_000_000),
        "would unpack to more than it should",
    ),
    "10,001 entries": (lambda: _zip(*((f"{n}", b"") for n in range(10_001))), "it holds more than 10000 files"),
    "a long list": (lambda: b"PK\x01\x02" * 100_001, "it holds more than 10000 files"),
    "empty": (lambda: b"", "is no zip file"),
    "text": (lambda: b"Not a zip file at all.\n" * 100, "is no zip file"),
    "cut off": (lambda: _zip(("a", b"x" * 1_000))[:-10], "is no zip file"),
    "only an end": (lambda: b"PK\x05\x06" + b"\xff" * 16 + b"\0\0", "is no zip file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives_are_refused_before_anything_is_read(tmp_path: Path, name: str) -> None:
    make, message = HOSTILE[name]
    path = _written(tmp_path, make())
    before = time.process_time()
    with pytest.raises(UserError, match=message), open_archive(path):
        pytest.fail("it was opened")
    assert time.process_time() - before < 1


def _flipped(data: bytes, signature: bytes, offset: int) -> bytes:
    flipped = bytearray(data)
    flipped[flipped.index(signature) + offset] ^= 0xFF
    return bytes(flipped)


LIARS: dict[str, Callable[[], bytes]] = {
    "content changed": lambda: _zip(("a", b"content"), packing=zipfile.ZIP_STORED).replace(b"content", b"contend"),
    "packed bytes changed": lambda: _flipped(_zip(("a", bytes(range(256)) * 9)), b"PK\x03\x04", 45),
    "more than it claims": lambda: _sized(_zip(("a", b"\0" * 500_000)), unpacked=10),
    "less than it claims": lambda: _sized(_zip(("a", b"x")), unpacked=1_000),
    "another name inside": lambda: _zip(("abc", b"x")).replace(b"abc", b"xyz", 1),
    "no such place": lambda: _flipped(_zip(("a", b"x")), b"PK\x01\x02", 43),
}


@pytest.mark.parametrize("name", LIARS)
def test_an_entry_that_lies_is_refused_when_it_is_read(tmp_path: Path, name: str) -> None:
    path = _written(tmp_path, LIARS[name]())
    with pytest.raises(UserError, match=r"is damaged|is no zip file"), open_archive(path) as archive:
        archive.read("a" if "a" in archive else archive.names[0], 1_000_000)


def test_what_is_unpacked_is_counted_over_all_files_and_readings(tmp_path: Path) -> None:
    path = _written(tmp_path, _zip(("a", b"x" * 600), ("b", b"y" * 600)))
    with open_archive(path, Limits(unpacked=1_500)) as archive:
        archive.read("a", 1_000)
        archive.read("b", 1_000)
        with pytest.raises(UserError, match="would unpack to more than it should"):
            archive.read("a", 1_000)


def test_an_archive_larger_than_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)  # a hole
    with pytest.raises(UserError, match="is larger than 500 MB"), open_archive(path):
        pass


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, message in {tmp_path: "is a folder", tmp_path / "none": "There is no file"}.items():
        with pytest.raises(UserError, match=message), open_archive(path):
            pass


def test_what_the_reader_raises_comes_out_as_it_is(tmp_path: Path) -> None:
    path = _written(tmp_path, _zip(("a", b"x")))
    with pytest.raises(ValueError, match="mine"), open_archive(path):
        raise ValueError("mine")


def test_any_damage_gives_content_or_a_refusal(tmp_path: Path) -> None:
    sound = _zip(("a.txt", b"first " * 30), ("b/c.bin", bytes(range(200))), ("d", b""))
    chance = random.Random(20)
    for _round in range(1_500):
        damaged = bytearray(sound)
        for _hit in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.choice((0, 1, 0xFF, chance.randrange(256)))
        path = _written(tmp_path, bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))]))
        with suppress(UserError), open_archive(path) as archive:
            for name in archive.names:
                archive.read(name, 1_000_000)


def test_no_door_lets_a_hostile_archive_in() -> None:
    from tests.archive_drill import ARCHIVES, archives  # here, because it takes its archives from this file

    assert len(ARCHIVES) >= 40
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Python's writer, on a name that is there twice
        assert [case for case in archives() if case[1]] == []
