"""A disk that fails during a restore costs at most the restore; the long form is `python -m tests.drills restore`."""

import json
from pathlib import Path

import pytest
from tests.disk.shim import missing, run
from tests.storage.conftest import on_a_file

pytestmark = [on_a_file, pytest.mark.skipif(bool(missing()), reason=missing())]


def test_an_error_of_the_disk_leaves_one_good_database_and_is_said_in_plain_words(tmp_path: Path) -> None:
    done = run("tests.disk.restore_run", tmp_path, 32)
    assert done.returncode == 0, done.stderr
    met = json.loads(done.stdout)
    assert met["wrong"] == []
    assert met["tries"] >= 20
