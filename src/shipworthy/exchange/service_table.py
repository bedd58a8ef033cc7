"""Services in a table: what a column says is guessed by its title, may be said otherwise, and is read row by row."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shipworthy.domain.service_import import LINKS, ReceivedService, ServiceField
from shipworthy.errors import UserError
from shipworthy.exchange.received_csv import read_csv
from shipworthy.exchange.received_services import Placed, Reader, ReceivedServices
from shipworthy.exchange.received_sheets import NOTHING, Found, Kind, ReceivedSheet, SheetLimits, read_workbook
from shipworthy.exchange.service_words import is_nothing, plain, read_truth
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest

WORKBOOK = ".xlsx"
TABLES = (WORKBOOK, ".csv", ".tsv")
FACT = "fact:"
LIMITS = SheetLimits(rows=20_000, columns=200, elements=4_000_000, text_bytes=20_000_000)
_HEAD_ROWS = 10  # a title, a date and the like may stand above the columns' titles
_SAMPLES = 3
_SAMPLE_ROWS = 50

# The likeliest first: where two columns could be the same, that of the earlier word is.
SYNONYMS: Mapping[ServiceField, tuple[str, ...]] = {
    ServiceField.NAME: ("service", "service name", "name", "component", "component name", "microservice",
                        "application", "application name", "app", "app name"),
    ServiceField.TEAM: ("team", "team name", "owning team", "owner team", "squad", "responsible team", "tribe",
                        "group"),
    ServiceField.OWNER: ("owner", "service owner", "owned by", "technical owner", "product owner", "responsible",
                         "contact", "maintainer", "lead"),
    ServiceField.TIER: ("tier", "service tier", "criticality", "business criticality", "priority", "importance"),
    ServiceField.LIFECYCLE: ("lifecycle", "life cycle", "stage", "stage of life", "status", "phase", "state"),
    ServiceField.SYSTEM: ("system", "product", "suite", "platform", "product name"),
    ServiceField.DOMAIN: ("domain", "business domain", "area", "business area", "capability"),
    ServiceField.DESCRIPTION: ("description", "summary", "purpose", "about", "what it does"),
    ServiceField.TAGS: ("tags", "tag", "labels", "keywords"),
    ServiceField.NEEDS: ("needs", "depends on", "dependencies", "hard dependencies", "dependency", "hard dependency",
                         "requires", "dependson"),
    ServiceField.USES: ("uses", "soft dependencies", "soft dependency", "optional dependencies", "consumes"),
    ServiceField.REPOSITORY: ("repository", "repo", "source code", "source", "git", "github", "gitlab", "code"),
    ServiceField.RUNBOOK: ("runbook", "run book", "playbook"),
    ServiceField.DASHBOARD: ("dashboard", "monitoring", "grafana", "metrics"),
    ServiceField.ON_CALL: ("on call", "oncall", "pagerduty", "opsgenie", "rota", "pager"),
    ServiceField.LINK: ("link", "links", "other link", "url", "website", "homepage", "documentation", "docs", "wiki"),
}  # fmt: skip
_BY_TITLE = {word: (key, rank) for key, words in SYNONYMS.items() for rank, word in enumerate(words)}
_LISTS = re.compile(r"\s*[;\n|]\s*")
_ADDRESSES = re.compile(r"[\s;|]+")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its number from 1, its title, some of what stands in it, and what it seems to say.

    `guess` is a field's word, `fact:` with a fact's id, or "" for a column that says nothing we keep.
    """

    number: int
    title: str
    samples: tuple[str, ...]
    guess: str


@dataclass(frozen=True)
class ServiceTable:
    """A table as it was read: the row of its titles, from 1, and its columns."""

    path: Path
    head: int
    columns: tuple[TableColumn, ...]
    facts: frozenset[str]
    sheet: ReceivedSheet = field(repr=False)

    @property
    def guessed(self) -> Mapping[int, str]:
        """Return what each column seems to say, by its number; columns that say nothing we keep are missing."""
        return {column.number: column.guess for column in self.columns if column.guess}


def read_table(path: Path, facts: Collection[str]) -> ServiceTable:
    """Return the table of a CSV file or, by its ending, of the likeliest sheet of an XLSX file; raises UserError.

    `facts` are the ids of the facts that a column may say something about.
    """
    sheets = read_workbook(path, LIMITS) if path.suffix.lower() == WORKBOOK else (read_csv(path, LIMITS),)
    known = frozenset(facts)
    best: tuple[tuple[bool, int], ReceivedSheet, int] | None = None
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:_HEAD_ROWS], start=1):
            guesses = _guesses(row, known)
            rank = (str(ServiceField.NAME) in guesses.values(), len(guesses))
            if any(cell != NOTHING for cell in row) and (best is None or rank > best[0]):
                best = (rank, sheet, number)
    if best is None:
        raise UserError(_("{path} is empty.").format(path=path), _("Check that it is the right file."))
    _rank, sheet, head = best
    if not any(row for row in sheet.rows[head:]):
        raise UserError(
            _("{path} has no row below the titles of its columns.").format(path=path),
            _("Write one service into each row, and what the columns say into the first."),
        )
    return ServiceTable(path, head, _columns(sheet, head, known), known, sheet)


def _columns(sheet: ReceivedSheet, head: int, facts: frozenset[str]) -> tuple[TableColumn, ...]:
    titles = sheet.rows[head - 1]
    guesses = _guesses(titles, facts)
    below = sheet.rows[head : head + _SAMPLE_ROWS]
    columns = []
    for number in range(1, max(len(titles), *(len(row) for row in below)) + 1):
        title = titles[number - 1].text if number <= len(titles) else ""
        texts = (row[number - 1].text for row in below if number <= len(row))
        samples = tuple(dict.fromkeys(" ".join(text.split())[:60] for text in texts if text))[:_SAMPLES]
        if title or samples:
            columns.append(TableColumn(number, " ".join(title.split()), samples, guesses.get(number, "")))
    return tuple(columns)


def _guesses(titles: Sequence[Found], facts: frozenset[str]) -> dict[int, str]:
    """Return what each column seems to say, by number; of two that say the same, the one with the likelier title."""
    best: dict[str, tuple[int, int]] = {}
    by_plain = {plain(fact): fact for fact in facts}
    for number, cell in enumerate(titles, start=1):
        title = plain(cell.text)
        shorter = title.removesuffix(" url").removesuffix(" link")
        if title in by_plain:
            best.setdefault(FACT + by_plain[title], (0, number))
        elif title in _BY_TITLE or shorter in _BY_TITLE:
            key, rank = _BY_TITLE.get(title) or _BY_TITLE[shorter]
            best[key] = min(best.get(key, (rank, number)), (rank, number))
    return {number: str(key) for key, (_rank, number) in best.items()}


def mapping_said(table: ServiceTable, said: Sequence[str]) -> Mapping[int, str]:
    """Return the guessed mapping with what was said in its place, each as "Column=field"; raises UserError.

    A column goes by its title or its number; an empty field takes it out.
    """
    mapping = dict(table.guessed)
    fields = [*(str(key) for key in ServiceField), *(FACT + fact for fact in sorted(table.facts))]
    titles = {plain(column.title): column.number for column in reversed(table.columns)}
    titles |= {column.title: column.number for column in reversed(table.columns)}
    for text in said:
        title, separator, key = (part.strip() for part in text.rpartition("="))
        number = titles.get(title) or titles.get(plain(title))
        if number is None and title.isdecimal() and any(column.number == int(title) for column in table.columns):
            number = int(title)
        if not separator or number is None:
            names = [column.title for column in table.columns if column.title]
            raise UserError(
                _("“{text}” names no column of {file}.").format(text=text, file=table.path.name),
                _("{advice} Write Column=field.").format(advice=nearest(title, names)),
            )
        if key and key not in fields:
            raise UserError(_("“{field}” is nothing that a column can say.").format(field=key), nearest(key, fields))
        mapping = {other: kept for other, kept in mapping.items() if kept != key or kept == ServiceField.LINK}
        mapping[number] = key
    return {number: key for number, key in mapping.items() if key}


def services_in(table: ServiceTable, mapping: Mapping[int, str]) -> ReceivedServices:
    """Return the services of a table whose columns say what `mapping` has by their numbers.

    Raises UserError where no column has the name.
    """
    named = [number for number, key in mapping.items() if key == ServiceField.NAME]
    if not named:
        raise UserError(
            _("No column of {file} is known to hold the services' names.").format(file=table.path.name),
            _('Say which one does: --map "Column=name", or choose it in the window.'),
        )
    services = []
    for number, row in enumerate(table.sheet.rows[table.head :], start=table.head + 1):
        if any(cell.text for cell in row):
            services.append(_Row(table, mapping, number, row, named[0]).read())
    return ReceivedServices(tuple(services))


class _Row:
    """Reads one row."""

    def __init__(
        self, table: ServiceTable, mapping: Mapping[int, str], number: int, row: Sequence[Found], named: int
    ) -> None:
        self._mapping = mapping
        self._number = number
        self._row = row
        self._named = named
        name = self._cell(named)
        self._reader = Reader(name.text, str(table.path), (number, named), table.sheet.name)
        self._tell_if_unreadable(name, (number, named), refuse=True)

    def read(self) -> ReceivedService:
        """Return the service."""
        for column, key in sorted(self._mapping.items()):
            cell, place = self._cell(column), (self._number, column)
            if column == self._named or self._tell_if_unreadable(cell, place):
                continue
            text = "" if is_nothing(cell.text) else cell.text
            if key.startswith(FACT):
                self._read_fact(key.removeprefix(FACT), text, place)
            elif text:
                self._read_field(ServiceField(key), text, place)
            else:
                self._reader.empty(ServiceField(key))
        return self._reader.service()

    def _cell(self, column: int) -> Found:
        return self._row[column - 1] if column <= len(self._row) else NOTHING

    def _tell_if_unreadable(self, cell: Found, place: Placed, *, refuse: bool = False) -> bool:
        """Note a formula of a workbook, which has no text, and the error of one; a CSV file has text alone."""
        if cell.kind is Kind.FORMULA and not cell.text:
            problem = self._reader.problem(place, _("This is a formula, and none is worked out"), _what_to_write())
        elif cell.kind is Kind.ERROR:
            problem = self._reader.problem(place, _("This is an error of a formula"), _what_to_write())
        else:
            return False
        if refuse:
            self._reader.refusal = problem
        else:
            self._reader.notes.append(problem)
        return True

    def _read_field(self, key: ServiceField, text: str, place: Placed) -> None:
        match key:
            case ServiceField.TIER:
                self._reader.tier(text, place)
            case ServiceField.LIFECYCLE:
                self._reader.lifecycle(text, place)
            case ServiceField.TAGS:
                self._reader.tags(_listed(text), place)
            case ServiceField.NEEDS | ServiceField.USES:
                self._reader.dependencies(key, [(name, place) for name in _listed(text)])
            case _ if key in LINKS:
                self._reader.links(key, [url for url in _ADDRESSES.split(text) if url], place)
            case _:
                self._reader.text(key, text, place)

    def _read_fact(self, fact: str, text: str, place: Placed) -> None:
        value = read_truth(text)
        if text and value is None:
            message = _("“{text}” is neither yes nor no; the fact was left out").format(text=text[:60])
            self._reader.notes.append(self._reader.problem(place, message, _("Write yes or no.")))
        else:
            self._reader.fact(fact, value)


def _what_to_write() -> str:
    return _("Write what it should say instead.")


def _listed(text: str) -> list[str]:
    """Return what a cell lists: between semicolons, bars or line breaks, or else between commas."""
    parts = _LISTS.split(text)
    parts = parts if len(parts) > 1 else text.split(",")
    return [" ".join(part.split()) for part in parts if part.strip()]
