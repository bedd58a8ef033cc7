"""Commands log what they did, without what was typed, and `shipworthy log` prints it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Type

from shipworthy import log

SECRET = "Nightingale"


def logged(data_dir: Path) -> list[dict[str, Any]]:
    """Return the lines of the log."""
    return [json.loads(line) for line in log.lines(log.log_folder(data_dir))]


def test_a_command_is_one_action_with_its_commits(typed: Type, data_dir: Path) -> None:
    assert typed("service", "add", SECRET)[0] == 0
    begun, committed, done = logged(data_dir)
    assert (begun["event"], begun["name"]) == ("begun", "shipworthy service add")
    assert (committed["event"], committed["changes"], committed["first"], committed["last"]) == ("committed", 1, 1, 1)
    assert done["event"] == "done"
    assert {line["action"] for line in (begun, committed, done)} == {begun["action"]}


@pytest.mark.parametrize(
    ("arguments", "event", "error"),
    [
        (["service", "show", SECRET], "refused", "shipworthy.errors.UserError"),
        (["service", "add", SECRET, f"--{SECRET}"], "refused", "NoSuchOption"),
        (["service", "add"], "refused", "MissingParameter"),
        (["pack", "show", SECRET], "refused", "UserError"),
    ],
)
def test_what_is_refused_is_logged_without_what_was_typed(
    typed: Type, data_dir: Path, arguments: list[str], event: str, error: str
) -> None:
    assert typed(*arguments)[0] == 2
    line = logged(data_dir)[-1]
    assert (line["event"], line["name"]) == (event, f"shipworthy {arguments[0]} {arguments[1]}")
    assert error in line["error"]
    assert line["where"]
    assert SECRET not in str(logged(data_dir))


def test_an_exit_code_is_logged_as_an_end(typed: Type, data_dir: Path) -> None:
    typed("service", "add", "checkout")
    code, _out, _err = typed("gate", "checkout")
    line = logged(data_dir)[-1]
    assert code != 0
    assert line["event"] == "done" or line["error"]


def test_the_log_is_printed_and_not_filled_by_that(typed: Type, data_dir: Path) -> None:
    typed("service", "add", "checkout")
    typed("service", "list")
    code, out, err = typed("log")
    assert (code, err.strip()) == (0, str(log.log_folder(data_dir)))
    assert [json.loads(line) for line in out.splitlines()] == logged(data_dir)
    assert typed("log", "--last", "1")[1].splitlines() == out.splitlines()[-1:]
    first = logged(data_dir)[0]["action"]
    assert {json.loads(line)["action"] for line in typed("log", "--action", first)[1].splitlines()} == {first}
    assert typed("log", "--path")[1].strip() == str(log.log_folder(data_dir))


def test_the_log_of_an_action_has_those_within_it(typed: Type, data_dir: Path) -> None:
    log.start(log.log_folder(data_dir), "window")
    outer = log.Action("outer")
    with outer.meant():
        log.Action("inner").run(lambda: None)
    log.stop()
    (line,) = typed("log", "--action", outer.id)[1].splitlines()
    assert json.loads(line)["event"] == "begun"


def test_an_empty_log_says_so(typed: Type) -> None:
    code, _out, err = typed("log")
    assert code == 2
    assert "The log is empty." in err
    assert "no line of that kind" in typed("log", "--action", "0")[2]


def test_a_command_that_needs_no_data_makes_no_folder_to_log(typed: Type, tmp_path: Path, data_dir: Path) -> None:
    nowhere = tmp_path / "nowhere"
    data_dir.joinpath("shipworthy.db").unlink()
    data_dir.rmdir()
    assert typed("pack", "list")[0] == 0
    assert not nowhere.exists()
    assert not data_dir.exists()


def test_settings_that_cannot_be_read_stop_no_command_that_needs_none(typed: Type, data_dir: Path) -> None:
    (data_dir / "settings.toml").write_text("theme = ", encoding="utf-8")
    assert typed("pack", "list")[0] == 0
    assert typed("service", "list")[0] == 2


BROKEN = """
import sys
from shipworthy.__main__ import main
from shipworthy.workflows import services
def add(*_arguments, **_named):
    raise KeyError(_arguments[-1])
services.find_service = add
sys.argv[1:] = ["--data-dir", sys.argv[1], "service", "show", "Nightingale"]
sys.exit(main())
"""


def test_a_bug_in_the_terminal_prints_a_report_to_send(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, str(data_dir)], capture_output=True, text=True, env={**os.environ}
    )
    assert done.returncode == 1
    line = logged(data_dir)[-1]
    assert (line["event"], line["level"]) == ("broken", "error")
    assert f"Action {line['action']}\n" in done.stderr
    assert "KeyError (message of 13 characters withheld)\nAction" in done.stderr
    assert "This is a fault of the program." in done.stderr
    assert SECRET not in done.stderr + str(logged(data_dir))
