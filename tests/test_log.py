"""The log: whole lines, at once, of bounded size, found again by the id of an action."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from shipworthy import log
from shipworthy.errors import UserError


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """Return the file of a log that is open."""
    yield log.start(tmp_path / "log", "window")
    log.stop()


def read(file: Path) -> list[dict[str, Any]]:
    """Return the lines of a log."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_an_object_with_moment_level_event_and_process(file: Path) -> None:
    log.note("committed", "debug", changes=3, took=0.5)
    (line,) = read(file)
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "debug",
        "event": "committed",
        "action": "",
        "process": os.getpid(),
        "changes": 3,
        "took": 0.5,
    }


def test_without_a_log_nothing_is_written_and_nothing_breaks(tmp_path: Path) -> None:
    log.note("nobody hears")
    assert list(tmp_path.iterdir()) == []


def test_all_lines_of_an_action_carry_its_id_on_any_thread(file: Path) -> None:
    action = log.Action("shipworthy.workflows.reviews.record_answer")
    thread = threading.Thread(target=action.run, args=[partial(log.note, "within")])
    thread.start()
    thread.join()
    begun, within, done = read(file)
    assert (begun["event"], within["event"], done["event"]) == ("begun", "within", "done")
    assert {line["action"] for line in (begun, within, done)} == {action.id}
    assert done["name"] == "shipworthy.workflows.reviews.record_answer"
    assert done["duration"] >= 0
    assert log.current_action() == ""


def test_an_action_that_another_asked_for_names_it(file: Path) -> None:
    outer = log.Action("outer")
    with outer.meant():
        inner = log.Action("inner")
    inner.run(lambda: None)
    assert [line.get("within") for line in read(file)] == [outer.id, None]


def refuse(name: str) -> None:
    """Refuse something, with the user's words in the message."""
    raise UserError(f"{name} is taken.", "Choose another name.")


def test_a_refusal_is_logged_by_class_and_place(file: Path) -> None:
    with pytest.raises(UserError):
        log.Action("save").run(refuse, "Nightingale")
    line = read(file)[-1]
    assert (line["event"], line["level"]) == ("refused", "info")
    assert line["error"] == "shipworthy.errors.UserError"
    assert line["where"].endswith(" refuse")
    assert "test_log.py:" in line["where"]
    assert "Nightingale" not in file.read_text(encoding="utf-8")


def test_a_bug_and_an_interruption_end_an_action_too(file: Path) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyError):
        log.Action("save").run({}.__getitem__, "Nightingale")
    with pytest.raises(KeyboardInterrupt):
        log.Action("save").run(interrupt)
    assert [(line["event"], line["level"]) for line in read(file)[1::2]] == [
        ("broken", "error"),
        ("interrupted", "warning"),
    ]
    assert "Nightingale" not in file.read_text(encoding="utf-8")


def test_the_block_may_add_facts_to_the_last_line(file: Path) -> None:
    with log.Action("export").at_work() as facts:
        facts["code"] = 2
    assert read(file)[-1]["code"] == 2


def test_functions_are_named_as_they_stand_in_the_code() -> None:
    assert log.name_of(partial(partial(refuse, "x"))).endswith("test_log.refuse")
    assert log.name_of(log.Action("").run) == "shipworthy.log.Action.run"
    assert log.name_of(lambda: None).endswith("test_functions_are_named_as_they_stand_in_the_code.<locals>.<lambda>")


def test_a_full_file_is_turned_over_and_the_oldest_go(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "FILE_BYTES", 2_000)
    for number in range(200):
        log.note("counted", number=number)
    files = sorted(file.parent.iterdir())
    assert len(files) == log.OLD_FILES + 1
    assert all(each.stat().st_size <= 2_000 for each in files)
    kept = [json.loads(line)["number"] for line in log.lines(file.parent)]
    assert kept == list(range(kept[0], 200))
    assert len(kept) > 40


def test_a_file_that_went_away_is_made_again(file: Path) -> None:
    log.note("before")
    file.unlink()
    log.note("after")
    assert [line["event"] for line in read(file)] == ["after"]


def test_a_folder_that_went_away_stops_nothing(file: Path) -> None:
    file.parent.rmdir()
    log.note("nobody hears")


def test_a_line_torn_by_a_full_disk_leaves_the_next_one_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:20]))
    log.note("torn")
    monkeypatch.undo()
    log.note("whole")
    torn, whole = file.read_text(encoding="utf-8").splitlines()
    assert torn.startswith('{"time"')
    assert json.loads(whole)["event"] == "whole"
    assert log.lines(file.parent) == [torn, whole]


COUNTING = """
import sys
from pathlib import Path
from shipworthy import log
log.start(Path(sys.argv[1]), "terminal")
for number in range(1_000):
    log.note("counted", number=number)
"""


def test_several_processes_write_whole_lines_into_one_file(tmp_path: Path) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", COUNTING, str(tmp_path)]) for _each in range(3)]
    assert [each.wait() for each in processes] == [0, 0, 0]
    found = [json.loads(line) for line in log.lines(tmp_path)]
    assert len(found) == 3_000
    for each in processes:
        assert [line["number"] for line in found if line["process"] == each.pid] == list(range(1_000))


KILLED = """
import os, signal, sys
from pathlib import Path
from shipworthy import log
log.start(Path(sys.argv[1]), "window")
log.note("last words")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_the_last_line_before_a_kill_is_there(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)])
    assert done.returncode == -signal.SIGKILL
    assert [json.loads(line)["event"] for line in log.lines(tmp_path)] == ["last words"]


def test_the_lines_of_window_and_terminal_come_in_the_order_of_their_moments(tmp_path: Path) -> None:
    kinds: list[log.Kind] = ["window", "terminal", "window"]
    for kind in kinds:
        log.start(tmp_path, kind)
        log.note(kind)
        log.stop()
        threading.Event().wait(0.002)  # a moment has milliseconds
    assert [json.loads(line)["event"] for line in log.lines(tmp_path)] == ["window", "terminal", "window"]


def test_the_terminal_does_without_a_log_where_none_can_be(tmp_path: Path) -> None:
    in_the_way = tmp_path / "log"
    in_the_way.write_text("a file", encoding="utf-8")
    log.start(in_the_way, "terminal")
    log.note("nobody hears")
    log.stop()
    assert in_the_way.read_text(encoding="utf-8") == "a file"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_the_log_is_the_users_alone(file: Path) -> None:
    log.note("noted")
    assert file.stat().st_mode & 0o777 == 0o600
