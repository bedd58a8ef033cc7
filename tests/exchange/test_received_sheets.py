"""Spreadsheets from outside: read as data, and refused quickly where they are out of bounds."""

import datetime as dt
import io
import random
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.exchange.workbooks import part, replace_part, write_parts

from shipworthy.errors import UserError
from shipworthy.exchange.received_sheets import MOST_ROWS, NOTHING, Found, Kind, read_workbook

SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


def _book(folder: Path, *values: Any) -> Path:
    path = folder / "book.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "First"
    for row in values or [["a", "b"]]:
        sheet.append(row)
    workbook.save(path)
    return path


def test_every_kind_of_cell_is_told_apart(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 11, 22, 14, 3)  # noqa: DTZ001 - a cell has no zone
    path = _book(tmp_path, [" a \n", 2, 2.0, 2.5, True, moment, moment.date(), "=1+1", "#REF!", None, ""], [None, "b"])
    (sheet,) = read_workbook(path)
    assert sheet.name == "First"
    first, second = sheet.rows
    assert [(each.text, each.kind) for each in first] == [
        ("a", Kind.TEXT),
        ("2", Kind.NUMBER),
        ("2", Kind.NUMBER),
        ("2.5", Kind.NUMBER),
        ("TRUE", Kind.TRUTH),
        ("2026-11-22 14:03:00", Kind.DATE),
        ("2026-11-22", Kind.DATE),
        ("", Kind.FORMULA),
        ("#REF!", Kind.ERROR),
    ]
    assert second == (NOTHING, Found("b"))


def test_a_formula_is_never_taken_for_its_last_result(tmp_path: Path) -> None:
    cells = b'<c r="A1" t="str"><f>1+1</f><v>2</v></c><c r="B1"><f t="array" ref="B1">1</f><v>1</v></c>'
    more = b'<c r="C1"><f t="shared" si="0"/><v>3</v></c><c r="D1" t="s"><f>"x"</f><v>0</v></c>'
    path = _book(tmp_path)
    old = part(path, SHEET)
    start, end = old.index(b"<row"), old.index(b"</row>")
    replace_part(path, SHEET, old[:start] + b'<row r="1">' + cells + more + old[end:])
    (sheet,) = read_workbook(path)
    assert [cell.kind for cell in sheet.rows[0]] == [Kind.FORMULA] * 4


def _laughs(kind: str) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><{kind}>&l9;</{kind}>'.encode()


def _sheet_of(rows: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _many_rows(count: int) -> bytes:
    return _sheet_of("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, count + 1)))


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "laughing strings": (lambda path: replace_part(path, STRINGS, _laughs("sst")), "it defines entities"),
    "laughing workbook": (lambda path: replace_part(path, BOOK, _laughs("workbook")), "it defines entities"),
    "laughing sheet": (lambda path: replace_part(path, SHEET, _laughs("worksheet")), "it defines entities"),
    "a file by entity": (
        lambda path: replace_part(path, SHEET, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
        "it defines entities",
    ),
    "UTF-16 laughs": (
        lambda path: replace_part(
            path, SHEET, _laughs("x").decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
        ),
        "it defines entities",
    ),
    "100,000 rows": (
        lambda path: replace_part(path, SHEET, _many_rows(100_000)),
        "far more than what Shipworthy writes",
    ),
    "a million elements": (lambda path: replace_part(path, SHEET, _sheet_of("<row/>" * 600_000)), "far more than what"),
    "a row far below": (
        lambda path: replace_part(path, SHEET, _many_rows(MOST_ROWS + 1)),
        "far more than what Shipworthy writes",
    ),
    "a bomb": (lambda path: replace_part(path, SHEET, b" " * 30_000_000), "would unpack to more than it should"),
    "../": (lambda path: replace_part(path, "../evil.xml", b"<x/>"), "not safe on every system"),
    "no workbook": (lambda path: write_parts(path, [("word/document.xml", b"<x/>")]), "is no XLSX file"),
    "no XML": (lambda path: replace_part(path, SHEET, b"\x00\x01\x02"), "is no XLSX file"),
    "XML cut off": (lambda path: replace_part(path, STRINGS, b"<sst><si>"), "is no XLSX file"),
    "a strange encoding": (
        lambda path: replace_part(path, SHEET, b'<?xml version="1.0" encoding="x-none"?><x/>'),
        "no XLSX",
    ),
    "a string that is not there": (
        lambda path: replace_part(path, SHEET, _sheet_of('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
        "is no XLSX file",
    ),
    "a number that is none": (
        lambda path: replace_part(path, SHEET, _sheet_of('<row r="1"><c r="A1"><v>many</v></c></row>')),
        "is no XLSX file",
    ),
    "a cell that is none": (
        lambda path: replace_part(path, SHEET, _sheet_of('<row r="1"><c r="??"><v>1</v></c></row>')),
        "is no XLSX file",
    ),
    "xls": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000)), "is an old .xls file"),
    "csv": (lambda path: path.write_text("id;answer\n"), "is no XLSX file"),
    "nothing": (lambda path: path.write_bytes(b""), "is no XLSX file"),
    "zip cut off": (lambda path: path.write_bytes(path.read_bytes()[:-100]), "is no zip file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused(tmp_path: Path, name: str) -> None:
    make, message = HOSTILE[name]
    path = _book(tmp_path)
    make(path)
    before = time.process_time()
    with pytest.raises(UserError, match=message) as refusal:
        read_workbook(path)
    assert time.process_time() - before < 3
    assert refusal.value.hint


def test_a_stated_size_and_rows_with_wide_gaps_cost_nothing(tmp_path: Path) -> None:
    path = _book(tmp_path)
    content = _sheet_of('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>9</v></c></row><row r="999999999"/>')
    replace_part(path, SHEET, content.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'))
    (sheet,) = read_workbook(path)
    assert sheet.rows[0] == (Found("1", Kind.NUMBER),)
    assert not any(sheet.rows[1:])


def test_any_damage_gives_sheets_or_a_refusal(tmp_path: Path) -> None:
    sound = _book(tmp_path, ["a", 2, True], ["b", 3, None])
    with zipfile.ZipFile(sound) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.startswith(("xl/", "[")) and "theme" not in name]
    chance = random.Random(7)
    words = [b"-1", b"", b"99999999999999999999", b"xml", b'"', b"<", b"s", b"inlineStr", b"e", b"d", b"\xff"]
    for _round in range(150):
        name = chance.choice(names)
        damaged = bytearray(parts[name])
        place = chance.randrange(len(damaged))
        damaged[place : place + chance.randint(0, 6)] = chance.choice(words)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for each, content in parts.items():
                archive.writestr(each, bytes(damaged) if each == name else content)
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(buffer.getvalue())
        with suppress(UserError):
            read_workbook(path)
