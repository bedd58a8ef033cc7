"""D9: shares of a network are told from disks of this machine, by what Linux, macOS and Windows say of them."""

from pathlib import Path

import pytest
from tests.storage.network_tables import MAC, Case, cases, is_disk

from shipworthy.storage.network import mac_file_system, share_of


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.kind)
def test_a_share_is_known_for_what_it_is(case: Case) -> None:
    assert bool(case.found) != is_disk(case)
    if case.found:
        assert not case.wal  # the safe journal


def test_the_disk_of_the_tests_is_no_share(tmp_path: Path) -> None:
    assert share_of(tmp_path) == ""


def test_lines_that_no_mac_prints_are_passed_over() -> None:
    assert mac_file_system(Path("/Volumes/share/x"), f"what is this\n{MAC}\n") == "smbfs"
    assert mac_file_system(Path("/x"), "") == ""
