"""Of an error the program tells what its code says, and nothing that a person wrote."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import jinja2
import pytest

from shipworthy.errors import UserError
from shipworthy.redaction import RemoteBug, causes, place, qt_message, report, shortened, told

SECRET = "Nightingale"


def ask_the_database() -> None:
    """Ask it something it does not understand."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"SELECT {SECRET}")


def raised(work: Callable[[], object]) -> BaseException:
    """Return what the work raises."""
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - every kind is looked at
        return error
    pytest.fail("nothing was raised")


class Chart:
    """Something with a name of its own."""

    def draw(self, width: int) -> None:
        """Take one argument."""


def grow(depth: int) -> int:
    """Never end."""
    return grow(depth + 1)


def reckon(chart: Any, text: Any = "x", nothing: Any = None) -> list[Callable[[], object]]:
    """Return bugs of the ordinary kind."""
    return [
        lambda: nothing.colour,
        lambda: chart.colour,
        lambda: undefined_name,  # type: ignore[name-defined]  # noqa: F821
        lambda: text + 1,
        chart.draw,
        lambda: chart.draw(1, height=2),
        lambda: nothing[0],
        lambda: len(3),  # type: ignore[arg-type]
        lambda: (1, 2)[len(text) + 5],
        lambda: 1 // 0,
        lambda: grow(0),
        lambda: __import__("no_such_module_of_ours"),
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "AttributeError: 'NoneType' object has no attribute 'colour'"),
        (1, "AttributeError: 'Chart' object has no attribute 'colour'"),
        (2, "NameError: name 'undefined_name' is not defined"),
        (3, 'TypeError: can only concatenate str (not "int") to str'),
        (5, "TypeError: Chart.draw() got an unexpected keyword argument 'height'"),
        (6, "TypeError: 'NoneType' object is not subscriptable"),
        (7, "TypeError: object of type 'int' has no len()"),
        (8, "IndexError: tuple index out of range"),
        (9, "ZeroDivisionError: "),
        (10, "RecursionError: maximum recursion depth exceeded"),
    ],
)
def test_what_the_interpreter_says_about_code_is_told(number: int, said: str) -> None:
    assert told(raised(reckon(Chart())[number])).startswith(said)


def fail_with(message: str) -> None:
    """Raise the kind that is told, with words of one's own."""
    raise TypeError(message)


def raise_a_constant() -> None:
    """Raise with words that stand in the code."""
    raise RuntimeError("the worker is not there")


QUOTES_A_PERSON: list[Callable[[], object]] = [
    lambda: dict[str, int]()[SECRET],
    lambda: int(SECRET),
    lambda: Fraction(SECRET),
    lambda: [].index(SECRET),  # type: ignore[arg-type]
    lambda: getattr(Chart(), SECRET),
    lambda: getattr(Chart(), f"it's {SECRET}"),
    lambda: Chart().draw(**{SECRET: 1}),
    lambda: Chart().draw(**{f"draw' {SECRET} 'draw": 1}),
    lambda: __import__(SECRET),
    lambda: __import__(f"json.{SECRET}"),
    lambda: Path(f"/nowhere/{SECRET}").read_text(encoding="utf-8"),
    lambda: json.loads(f"{{{SECRET}"),
    lambda: SECRET.encode().decode("utf-16"),
    lambda: compile(f"{SECRET} ?", SECRET, "exec"),
    lambda: fail_with(f"about {SECRET}"),
    lambda: fail_with(SECRET),
    ask_the_database,
    lambda: next(iter(())) or SECRET,
    lambda: jinja2.Environment(autoescape=True).from_string("{{ 1 / 0 }} Nightingale").render(),
    lambda: jinja2.Environment(autoescape=True).from_string("{% Nightingale %}"),
]


@pytest.mark.parametrize("number", range(len(QUOTES_A_PERSON)))
def test_what_a_person_wrote_is_told_nowhere(number: int) -> None:
    error = raised(QUOTES_A_PERSON[number])
    everything = "\n".join([told(error), place(error), *causes(error), *report(error)])
    assert type(error).__name__ in everything
    source = Path(__file__).read_text(encoding="utf-8")  # only where it stands in the code of this file
    assert [line for line in report(error) if SECRET in line and line.strip() not in source] == []
    assert SECRET not in "\n".join([told(error), place(error), *causes(error)])


def test_a_message_that_stands_in_the_code_is_told() -> None:
    assert told(raised(raise_a_constant)) == "RuntimeError: the worker is not there"


def test_an_error_of_the_system_is_told_without_its_file() -> None:
    error = raised(lambda: Path(f"/nowhere/{SECRET}").read_text(encoding="utf-8"))
    assert told(error) == "FileNotFoundError: ENOENT, No such file or directory"


def test_an_error_of_the_database_has_its_number() -> None:
    error = raised(ask_the_database)
    assert told(error) == "sqlite3.OperationalError: SQLITE_ERROR"


def test_the_traceback_has_file_line_function_and_code() -> None:
    lines = report(raised(raise_a_constant))
    at = next(number for number, line in enumerate(lines) if line.endswith("in raise_a_constant"))
    assert lines[at].startswith('  File "tests/test_redaction.py", line ') or 'test_redaction.py", line' in lines[at]
    assert lines[at + 1 :] == [
        '    raise RuntimeError("the worker is not there")',
        "RuntimeError: the worker is not there",
    ]


def test_causes_come_before_what_they_led_to() -> None:
    def refuse() -> None:
        try:
            int(SECRET)
        except ValueError as error:
            raise UserError(f"{SECRET} is no number.", "Write one.") from error

    error = raised(refuse)
    assert causes(error) == ["ValueError (message of 53 characters withheld)"]
    lines = report(error)
    assert lines.index("which led to:") > lines.index("ValueError (message of 53 characters withheld)")
    assert lines[-1] == "shipworthy.errors.UserError"
    assert place(error).endswith("refuse")


def test_a_recursion_is_told_by_its_ends() -> None:
    lines = report(raised(lambda: grow(0)))
    assert len(lines) < 200
    assert any(line.startswith("  ... ") for line in lines)


def test_errors_that_name_each_other_end() -> None:
    first, second = KeyError(SECRET), ValueError(SECRET)
    first.__context__, second.__context__ = second, first
    assert len(report(first)) == 5
    assert len(causes(first)) == 2


def test_errors_gathered_are_told_one_by_one() -> None:
    lines = report(BaseExceptionGroup(SECRET, [raised(raise_a_constant), KeyError(SECRET)]))
    assert "    RuntimeError: the worker is not there" in lines
    assert SECRET not in "\n".join(lines)


def test_the_report_of_another_process_is_told_and_its_words_are_not() -> None:
    lines = report(RemoteBug(SECRET, ("TypeError: it is so",)))
    assert lines[-1] == "    TypeError: it is so"
    assert SECRET not in "\n".join(lines)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("QObject::connect: No such slot Amira::x()", "qt.core, QObject::connect (message of 41 characters withheld)"),
        ("Amira's notes", "qt.core (message of 13 characters withheld)"),
        ("Quarterly review", "qt.core (message of 16 characters withheld)"),
    ],
)
def test_of_qt_the_place_is_told(message: str, said: str) -> None:
    assert qt_message("qt.core", message) == said


def test_the_users_folders_are_cut_out_of_paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "amira"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "amira"))
    data = tmp_path / "amira" / "secret project"
    text = f"{data / 'shipworthy.db'} {tmp_path / 'amira' / 'x.py'}"
    assert shortened(text, data).replace("\\", "/") == "<data>/shipworthy.db ~/x.py"


def test_a_home_that_is_everything_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/")
    monkeypatch.setenv("USERPROFILE", "/")
    assert shortened("/usr/lib") == "/usr/lib"
