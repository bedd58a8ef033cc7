"""Disks: a network's is told from one's own, because locks and shared memory do not hold there."""

import sys
from pathlib import Path

import pytest

from shipworthy.errors import UserError
from shipworthy.storage.disk import file_system, is_local, require_room

MOUNTS = r"""
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /run/shipworthy tmpfs rw 0 0
server:/data /run/shipworthy/nfs nfs4 rw 0 0
//server/share /run/shipworthy/with\040space cifs rw 0 0
wsl /run/shipworthy/wsl 9p rw 0 0
me@server:/ /run/shipworthy/ssh fuse.sshfs rw 0 0
/dev/sdb1 /run/shipworthy/twice ext4 rw 0 0
server:/twice /run/shipworthy/twice nfs rw 0 0
""".strip()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/store.db", "ext4"),
        ("/run/shipworthy/store.db", "tmpfs"),
        ("/run/shipworthy/nfs/deep/store.db", "nfs4"),
        ("/run/shipworthy/nfs-not/store.db", "tmpfs"),
        ("/run/shipworthy/with space/store.db", "cifs"),
        ("/run/shipworthy/wsl/store.db", "9p"),
        ("/run/shipworthy/ssh/store.db", "fuse.sshfs"),
        ("/run/shipworthy/twice/store.db", "nfs"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Linux's mount table speaks of Linux's paths")
def test_the_file_system_is_that_of_the_deepest_and_latest_mount(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def test_what_the_system_does_not_tell_is_no_local_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_local(tmp_path) == (sys.platform == "linux")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not is_local(tmp_path)


def test_room_is_enough_or_the_lack_is_named(tmp_path: Path) -> None:
    require_room(tmp_path, 1)
    with pytest.raises(UserError, match="MB are needed"):
        require_room(tmp_path, 2**62)
