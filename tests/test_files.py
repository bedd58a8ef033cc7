"""A write either succeeds whole or leaves everything as it was and says why."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shipworthy.errors import UserError
from shipworthy.files import write_bytes, write_text

needs_permissions_to_bind = pytest.mark.skipif(
    os.geteuid() == 0, reason="root may write everywhere; the read-only disk test covers the same path"
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 64 KiB; skip where that is not permitted."""
    point = tmp_path / "disk"
    point.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(point)]
    try:
        mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount command here, so no real full disk")
    if mounted.returncode != 0:
        pytest.skip(f"mounting a small disk is not permitted here: {mounted.stderr.strip()}")
    yield point
    subprocess.run(["umount", str(point)], check=True)


def test_writes_bytes_as_they_are(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a.bin", b"\x00\r\n\xff")
    assert (tmp_path / "a.bin").read_bytes() == b"\x00\r\n\xff"


def test_writes_text_as_utf8_and_keeps_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "Größe\nb\r\n")
    assert (tmp_path / "a.txt").read_bytes() == "Größe\nb\r\n".encode()


def test_replaces_the_old_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old, and longer")
    target.chmod(0o640)
    write_text(target, "new")
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_gets_the_permissions_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a.txt", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "a.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real" / "a.txt").read_text() == "new"


def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "old")
    with target.open() as reader:
        write_text(target, "new")
        assert reader.read() == "old"
    assert target.read_text() == "new"


def test_full_disk_leaves_the_old_file_and_no_litter(disk: Path) -> None:
    target = disk / "report.pdf"
    write_bytes(target, b"old")
    with pytest.raises(UserError) as caught:
        write_bytes(target, os.urandom(200_000))
    assert str(caught.value) == (
        f"Could not write {target}: the disk is full.\nMake room on that disk or choose another place, then try again."
    )
    assert target.read_bytes() == b"old"
    assert list(disk.iterdir()) == [target]


def test_read_only_disk_leaves_the_old_file(disk: Path) -> None:
    target = disk / "report.pdf"
    write_bytes(target, b"old")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(UserError) as caught:
        write_bytes(target, b"new")
    assert caught.value.message == f"Could not write {target}: the disk is read-only."
    assert "folder you may write to" in caught.value.hint
    assert target.read_bytes() == b"old"


@needs_permissions_to_bind
def test_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="you may not write there"):
            write_bytes(tmp_path / "a", b"x")
    finally:
        tmp_path.chmod(0o700)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_bytes(tmp_path / "no" / "a.pdf", b"x")
    assert caught.value.message == f"Could not write {tmp_path / 'no' / 'a.pdf'}: the folder does not exist."
    assert caught.value.hint == "Create the folder or choose another one, then try again."


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="the folder does not exist"):
        write_bytes(tmp_path / "file" / "a.pdf", b"x")


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    with pytest.raises(UserError) as caught:
        write_bytes(tmp_path / "reports", b"x")
    assert caught.value.message == f"Could not write {tmp_path / 'reports'}: it is a folder."
    assert caught.value.hint == "Give the name of a file inside it."
    assert list(tmp_path.iterdir()) == [tmp_path / "reports"]


def test_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the name is too long"):
        write_bytes(tmp_path / ("x" * 300), b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_loop_of_links_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(UserError, match="Could not write"):
        write_bytes(tmp_path / "a", b"x")
