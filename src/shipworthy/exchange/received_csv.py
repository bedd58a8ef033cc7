"""CSV files that come in, as spreadsheet programs and scripts write them: read as data from a stranger, and bounded."""

import csv
from io import StringIO
from pathlib import Path

from shipworthy.exchange.formula_guard import is_formula, unguarded
from shipworthy.exchange.received_sheets import (
    NOTHING,
    USUAL,
    Found,
    Kind,
    ReceivedSheet,
    SheetLimits,
    too_much,
)
from shipworthy.text import _
from shipworthy.untrusted.files import read_text
from shipworthy.untrusted.problems import Place, Problems

_SEPARATORS = ",;\t"


def read_csv(path: Path, limits: SheetLimits = USUAL) -> ReceivedSheet:
    """Return a CSV file as the sheet that spreadsheet programs show it as, named like the file without its ending.

    Its first line says what separates cells. Raises UserError for what is out of bounds, and InvalidFile, located, for
    what is no UTF-8 text or no CSV.
    """
    text = read_text(path, limits.text_bytes)
    name = path.stem
    problems = Problems(str(path))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.refuse(Place(line, 1), _("This is no text"), _("Save the file as CSV with the encoding UTF-8."))
    rows: list[tuple[Found, ...]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for row in reader:
            cells = [_found(cell) for cell in row]
            while cells and cells[-1] == NOTHING:
                cells.pop()
            if cells and (len(rows) >= limits.rows or len(cells) > limits.columns):
                raise too_much(path, limits)
            rows.append(tuple(cells))
    except csv.Error:
        place = Place(max(1, reader.line_num), 1)
        problems.refuse(
            place,
            _("The row that ends here is no CSV"),
            _("Check its quotes, also those of the rows above, and that no cell is longer than a spreadsheet allows."),
        )
    return ReceivedSheet(name, tuple(rows))


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(_SEPARATORS, key=first.count)


def _found(cell: str) -> Found:
    text = cell.strip()
    if not text:
        return NOTHING
    return Found(text, Kind.FORMULA) if is_formula(text) else Found(unguarded(text).strip())
