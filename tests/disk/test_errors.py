"""A disk that fails costs at most the action that met it; the long form is `python -m tests.drills disk_errors`."""

from pathlib import Path

import pytest
from tests.disk.error_drill import fail_everywhere
from tests.disk.shim import missing
from tests.storage.conftest import on_a_file

pytestmark = [on_a_file, pytest.mark.skipif(bool(missing()), reason=missing())]


def test_an_error_of_the_disk_loses_nothing_and_is_said_in_plain_words(tmp_path: Path) -> None:
    for action, met in fail_everywhere(tmp_path, 16, "answer", "evidence", "settings").items():
        assert met["wrong"] == [], action
        assert met["refused"] >= 3
        assert met["acknowledged"] >= 1
