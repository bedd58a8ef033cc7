"""Questionnaires filled in as people do it: opened by another program, written into, and saved by that."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

QUESTIONS, READ_ME = "Questions", "Read me"


def edit(path: Path, change: Callable[[Any], object]) -> Path:
    """Open a workbook with openpyxl, change it, and save it in its place."""
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


def columns(sheet: Worksheet) -> dict[str, int]:
    """Return the number of each column by its hidden key."""
    return {str(cell.value): place for place, cell in enumerate(sheet[1], start=1) if cell.value}


def rows(sheet: Worksheet) -> dict[str, int]:
    """Return the row of each question by its id."""
    place = columns(sheet)["id"]
    return {str(row[place - 1].value): number for number, row in enumerate(sheet.iter_rows(min_row=3), start=3)}


def fill(path: Path, answers: Mapping[str, Mapping[str, Any]], filled_in_by: str = "") -> Path:
    """Write values into the cells of questions, by asked id and column key."""

    def change(workbook: Any) -> None:
        sheet = workbook[QUESTIONS]
        where, what = rows(sheet), columns(sheet)
        for question, cells in answers.items():
            for key, value in cells.items():
                cell = sheet.cell(where[question], what[key])
                cell.value = value
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"  # typed into a cell for text
        if filled_in_by:
            row = next(cell.row for cell in workbook[READ_ME]["A"] if cell.value == "filled_in_by")
            workbook[READ_ME].cell(row, 3).value = filled_in_by

    return edit(path, change)


def say(path: Path, key: str, value: str) -> Path:
    """Change what the first sheet says under a hidden key."""

    def change(workbook: Any) -> None:
        row = next(cell.row for cell in workbook[READ_ME]["A"] if cell.value == key)
        workbook[READ_ME].cell(row, 3).value = value

    return edit(path, change)


def replace_part(path: Path, name: str, content: bytes) -> Path:
    """Put another content in the place of one part of a workbook."""
    with ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return write_parts(path, {**parts, name: content}.items())


def part(path: Path, name: str) -> bytes:
    """Return one part of a workbook."""
    with ZipFile(path) as archive:
        return archive.read(name)


def write_parts(path: Path, parts: Iterable[tuple[str, bytes]]) -> Path:
    """Write an archive of these parts."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return path
