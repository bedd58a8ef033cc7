"""CSV files: no text in one becomes a formula, and what comes in is read as data, within bounds."""

import csv
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.exchange.test_sheets import FORMULAS

from shipworthy.errors import InvalidFile, UserError
from shipworthy.exchange.formula_guard import guarded, is_formula, unguarded
from shipworthy.exchange.received_csv import read_csv
from shipworthy.exchange.received_sheets import MOST_COLUMNS, MOST_ROWS, Found, Kind
from shipworthy.exchange.sheets import cell_text, csv_bytes, write_csv

BEGINS = "=+-@|%\uff1d\uff0b\uff0d\uff20"
SPLIT = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
SLY = [
    *FORMULAS,
    "a;=1+1",
    "a,=1+1",
    'say ";=1+1"',
    "a\t=1+1",
    "a\n=1+1",
    "a\n\n -2+3+cmd|' /C calc'!A0",
    "''=1",
    "x|@y",
]


@pytest.mark.parametrize("text", SLY)
def test_no_cell_begins_with_a_formula_however_a_program_splits_the_line(text: str) -> None:
    data = csv_bytes([["id", text, "end"], [text, text, text]])
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig")
    for separator in SPLIT.values():
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            for row in csv.reader(StringIO(lines, newline=""), delimiter=separator, quoting=quoting):
                assert not [cell for cell in row if cell.strip(' \t\r\n\0"\u200b\ufeff')[:1] in tuple(BEGINS)]


@pytest.mark.parametrize("text", SLY)
def test_what_was_guarded_is_read_as_it_was(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.csv"
    write_csv(path, [["id", "text"], ["1", text]])
    sheet = read_csv(path)
    assert sheet.name == "notes"
    assert sheet.rows[1][1] == Found(cell_text(text))


@given(st.text(alphabet=st.sampled_from([*BEGINS, *";,|\t\n\r'\" \ufeff", "a", "1"])))
@example("'=1")
@example(",\t=")
def test_the_guard_can_always_be_taken_away(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not is_formula(guarded(text))


def test_ordinary_texts_stay_as_they_are() -> None:
    for text in ("Retries; then stop", "'t Hooft", "100 %", "a - b", "x = 1", "dana@example.org", "2099-12-01", "0.5"):
        assert guarded(text) == text
    assert [is_formula(text) for text in ("-1", "+2.5", "-", "@", "-a", "@x", " =1")] == [False] * 4 + [True] * 3


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_first_line_says_what_separates(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id{separator}state\r\n1{separator}=SUM(A1)\r\n\r\n", encoding="utf-8")
    rows = read_csv(path).rows
    assert rows == ((Found("id"), Found("state")), (Found("1"), Found("=SUM(A1)", Kind.FORMULA)), ())


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "too large": (lambda path: path.write_bytes(b"a,b\n" * 1_500_000), "is larger than 5 MB"),
    "too many rows": (lambda path: path.write_text("a,b\n" * (MOST_ROWS + 1)), "far more than what Shipworthy writes"),
    "too many columns": (lambda path: path.write_text("a," * MOST_COLUMNS + "a"), "far more than what Shipworthy"),
    "UTF-16": (lambda path: path.write_text("id,state\n", encoding="utf-16"), "1 problem"),
    "Latin-1": (lambda path: path.write_bytes("id,name\n1,Jörg\n".encode("latin-1")), "1 problem"),
    "NUL": (lambda path: path.write_bytes(b"id,state\n1,\0\n"), "1 problem"),
    "an open quote": (lambda path: path.write_text('id,state\n1,"open\n'), "1 problem"),
    "text behind a quote": (lambda path: path.write_text('id,state\n"1"x,open\n'), "1 problem"),
    "an endless cell": (lambda path: path.write_text(f"id,state\n1,{'x' * 200_000}\n"), "1 problem"),
    "a folder": (lambda path: path.mkdir(), "is a folder"),
    "not there": (lambda _path: None, "There is no file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_quickly(tmp_path: Path, name: str) -> None:
    make, message = HOSTILE[name]
    path = tmp_path / "a.csv"
    make(path)
    before = time.process_time()
    with pytest.raises(UserError, match=message) as refusal:
        read_csv(path)
    assert time.process_time() - before < 3
    assert refusal.value.hint
    if isinstance(refusal.value, InvalidFile):
        assert refusal.value.problems[0].line >= 1


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    assert read_csv(path).rows == ()
