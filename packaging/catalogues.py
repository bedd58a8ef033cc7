#!/usr/bin/env python3
"""The catalogues of translations: what reports say, in every language that has one.

    .venv/bin/python packaging/catalogues.py update     take new messages up, drop those that are gone, compile
    .venv/bin/python packaging/catalogues.py missing    list what has no translation; exit code 1 where there is any
    .venv/bin/python packaging/catalogues.py compile    write the compiled files anew

Translations are edited in resources/translations/<language>/LC_MESSAGES/shipworthy.po; the compiled file beside it is
kept with them, so that a checkout speaks all languages without a build step. Needs Babel, which is there for tests.
"""

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "count": (1, 2), "pgettext": ((1, "c"), 2)}
INTERFACE = "from shipworthy.text import"
# Words of the window and of the files that it writes, in classes that no report uses.
OF_THE_WINDOW = frozenset({"campaigns.py", "dependencies.py"})
Message = str | tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says and return the exit code."""
    command = arguments[0] if len(arguments) == 1 else ""
    if command not in ("update", "missing", "compile"):
        print(__doc__)
        return 2
    if command == "missing":
        return list_missing()
    for path in catalogue_files():
        catalogue = read(path)
        if command == "update":
            catalogue.update(template(), no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            path.write_bytes(written(catalogue))
        compiled_of(path).write_bytes(compiled(catalogue))
    return 0


def list_missing() -> int:
    """Print what has no translation, by language."""
    total = 0
    for path in catalogue_files():
        for message in missing(read(path)):
            total += 1
            print(f"{path.parts[-3]}: {message!r}")
    return 1 if total else 0


def report_sources() -> Iterator[tuple[str, Path]]:
    """Yield what writes reports, each with its way of being read.

    A module that fetches texts in the interface's language writes messages to its user, and none into a report.
    """
    for path in sorted((ROOT / "report_templates").rglob("*.html")):
        yield "jinja2", path
    for folder in ("wording", "reports"):
        for path in sorted((ROOT / "src" / "shipworthy" / folder).rglob("*.py")):
            if path.name not in OF_THE_WINDOW and not speaks_interface(path):
                yield "python", path


def speaks_interface(path: Path) -> bool:
    """Tell whether a module fetches texts in the interface's language."""
    lines = path.read_text(encoding="utf-8").splitlines()
    names = [name.strip() for line in lines if line.startswith(INTERFACE) for name in line[len(INTERFACE) :].split(",")]
    return bool({"_", "ngettext", "pgettext"} & set(names))


def template() -> Catalog:
    """Return all messages of reports, without translations."""
    found = Catalog(project="Shipworthy", version="reports", charset="utf-8")
    for method, path in report_sources():
        for _line, message, comments, context in extract_from_file(method, path, keywords=KEYWORDS):
            found.add(message, context=context, auto_comments=comments)
    return found


def catalogue_files() -> list[Path]:
    """Return the catalogues that people edit."""
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/shipworthy.po"))


def compiled_of(path: Path) -> Path:
    """Return where the compiled file of a catalogue lies."""
    return path.with_suffix(".mo")


def read(path: Path) -> Catalog:
    """Return a catalogue as it was edited."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def missing(catalogue: Catalog) -> list[Message]:
    """Return the messages of reports that a catalogue has no whole translation of."""
    found: list[Message] = []
    for message in template():
        here = catalogue.get(message.id, context=message.context) if message.id else message
        text = here.string if here is not None else ""
        if message.id and not all(text if isinstance(text, tuple | list) else [text]):
            found.append(message.id if isinstance(message.id, str) else tuple(message.id))
    return found


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the file that people edit."""
    file = BytesIO()
    write_po(file, catalogue, width=120, no_location=True, omit_header=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the file that the program reads."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
