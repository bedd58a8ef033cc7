"""Tables of services: columns are guessed by their titles, may be said otherwise, and every cell is read or told."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shipworthy.domain.service import Lifecycle
from shipworthy.domain.service_import import ReceivedService, ServiceField
from shipworthy.errors import UserError
from shipworthy.exchange.service_table import (
    LIMITS,
    SYNONYMS,
    ServiceTable,
    mapping_said,
    read_table,
    services_in,
)
from shipworthy.exchange.service_words import (
    LIFECYCLE_WORDS,
    LINK_WORDS,
    TIER_WORDS,
    is_nothing,
    link_field,
    read_tier,
    says_tier_plainly,
)

FACTS = ("has_database", "exposes_api")
F = ServiceField


def table(path: Path, *lines: str, encoding: str = "utf-8") -> ServiceTable:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return read_table(path, FACTS)


def workbook(path: Path, rows: list[list[Any]], change: Callable[[Any], object] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(book)
    book.save(path)
    return path


def read(found: ServiceTable, *said: str) -> tuple[ReceivedService, ...]:
    return services_in(found, mapping_said(found, said)).services


def guessed(found: ServiceTable) -> dict[str, str]:
    return {column.title: column.guess for column in found.columns}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_guessed_by_their_titles(tmp_path: Path, separator: str) -> None:
    titles = ("Application", "SQUAD", "Service_Owner", "Business Criticality", "Life-cycle", "Product", "Has Database",
              "Depends on", "uses", "Repo URL", "Run book link", "Cost centre", "On-call", "exposes_api")  # fmt: skip
    found = table(tmp_path / "s.csv", separator.join(titles), separator.join("x" * len(titles)))
    assert list(guessed(found).values()) == [
        "name", "team", "owner", "tier", "lifecycle", "system", "fact:has_database", "needs", "uses", "repository",
        "runbook", "", "on-call", "fact:exposes_api",
    ]  # fmt: skip


def test_of_two_columns_that_could_be_the_same_the_likelier_is(tmp_path: Path) -> None:
    found = table(tmp_path / "s.csv", "Application,Service,Group,Team,Status,Stage", "a,b,c,d,live,beta")
    assert guessed(found) == {
        "Application": "", "Service": "name", "Group": "", "Team": "team", "Status": "", "Stage": "lifecycle",
    }  # fmt: skip
    assert found.columns[0].samples == ("a",)


def test_every_synonym_means_one_thing_alone() -> None:
    words = [word for words in SYNONYMS.values() for word in words]
    assert len(words) == len(set(words))
    assert set(SYNONYMS) == set(ServiceField)
    for kinds in (TIER_WORDS, LIFECYCLE_WORDS, LINK_WORDS):
        listed = [word for words in kinds.values() for word in words]
        assert len(listed) == len(set(listed))


def test_titles_above_the_titles_are_passed_over(tmp_path: Path) -> None:
    found = table(tmp_path / "s.csv", "Services of the shop,,", ",,", "as of,2026-11-22,", "Name,Team,Tier", "a,b,1")
    assert (found.head, [each.name for each in read(found)]) == (4, ["a"])


def test_each_cell_is_read_as_its_column_says(tmp_path: Path) -> None:
    (service, bare) = read(
        table(
            tmp_path / "services.csv",
            "name,team,tier,lifecycle,description,tags,needs,uses,repository,dashboard,has_database,exposes_api,link",
            '" pay  ments ",=Money,Tier 2,live,"two\nlines","a, b,a","ledger; stock, and more",mail,'
            "https://git/a https://git/b,n/a,Yes,,https://w",
            "ledger,,,,,,,,,,,,",
        )
    )
    assert service.name == "pay ments"
    assert dict(service.said) == {
        F.TEAM: "=Money",
        F.TIER: 2,
        F.LIFECYCLE: Lifecycle.PRODUCTION,
        F.DESCRIPTION: "two\nlines",
        F.TAGS: ("a", "b"),
        F.NEEDS: ("ledger", "stock, and more"),
        F.USES: ("mail",),
        F.REPOSITORY: ("https://git/a", "https://git/b"),
        F.DASHBOARD: (),
        F.LINK: ("https://w",),
    }
    assert dict(service.facts) == {"has_database": True, "exposes_api": None}
    assert [note.message for note in service.notes] == ["“live” was read as production"]
    assert set(bare.said.values()) == {"", ()}
    assert F.TIER not in bare.said


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("tier", "T9", "“T9” is no tier that is known; it was left out"),
        ("tier", "gold", "“gold” was read as tier 1"),
        ("lifecycle", "5 weeks", "“5 weeks” is no stage of life that is known; it was left out"),
        ("runbook", "javascript:a()", "“javascript:a()” is no link that can be opened safely; it was left out"),
        ("runbook", "file:///etc/passwd", "“file:///etc/passwd” is no link that can be opened safely; it was left out"),
        ("team", "x" * 201, "This text has 201 characters, and 200 are allowed; it was left out"),
        ("has_database", "perhaps", "“perhaps” is neither yes nor no; the fact was left out"),
        ("tags", ",".join(f"t{n}" for n in range(501)), "More than 500 stand here; the others were left out"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_with_its_cell(tmp_path: Path, column: str, cell: str, told: str) -> None:
    (service,) = read(table(tmp_path / "s.csv", f"name,{column}", f'a,"{cell}"'))
    assert [(note.line, note.column, note.message) for note in service.notes] == [(2, 2, told)]
    assert service.refusal is None


@pytest.mark.parametrize("name", ["", "x" * 201, "a\x07b", "n\x85n" + "x" * 201])
def test_a_row_without_a_sound_name_is_refused(tmp_path: Path, name: str) -> None:
    (service,) = read(table(tmp_path / "s.csv", "name,team", f'"{name}",x'))
    assert service.refusal is not None
    assert (service.refusal.line, service.refusal.column) == (2, 1)
    assert service.name.isprintable()


def test_a_workbook_is_read_from_its_likeliest_sheet(tmp_path: Path) -> None:
    def more(book: Any) -> None:
        sheet = book.create_sheet("Inventory")
        for row in ([None, None], ["Service", "Tier", "Has database"], ["pay", 1, True], ["=A2", 2, None]):
            sheet.append(row)

    found = read_table(workbook(tmp_path / "s.xlsx", [["Read me"], ["All services"]], more), FACTS)
    first, second = read(found)
    assert (first.name, dict(first.said), dict(first.facts)) == ("pay", {F.TIER: 1}, {"has_database": True})
    assert str(second.refusal).endswith(
        "s.xlsx: Inventory!A4: This is a formula, and none is worked out. Write what it should say instead."
    )


def test_formulas_and_errors_of_a_workbook_are_told_and_left_out(tmp_path: Path) -> None:
    def error(book: Any) -> None:
        cell = book.active["C2"]
        cell.value, cell.data_type = "#REF!", "e"

    path = workbook(tmp_path / "s.xlsx", [["name", "team", "owner"], ["a", "=1+1", "x"]], error)
    (service,) = read(read_table(path, FACTS))
    assert [note.message for note in service.notes] == [
        "This is a formula, and none is worked out",
        "This is an error of a formula",
    ]
    assert dict(service.said) == {}


def test_the_mapping_is_said_by_title_number_or_nothing(tmp_path: Path) -> None:
    found = table(tmp_path / "s.csv", "What,Squad,Notes=x,Wert", "pay,Money,hello,ja")
    with pytest.raises(UserError, match=re.escape("No column of s.csv is known to hold the services' names.")):
        read(found)
    (service,) = read(found, "what=name", "2=owner", "Notes=x=description", "Wert=fact:has_database")
    assert dict(service.said) == {F.OWNER: "Money", F.DESCRIPTION: "hello"}
    assert [note.message for note in service.notes] == ["“ja” is neither yes nor no; the fact was left out"]
    (without,) = read(found, "What=name", "Squad=")
    assert dict(without.said) == {}


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        ("Squat=team", "“Squat=team” names no column of s.csv.", "Did you mean Squad?"),
        ("9=team", "“9=team” names no column", "Known here"),
        ("Squad", "“Squad” names no column", "Write Column=field."),
        ("Squad=teem", "“teem” is nothing that a column can say.", "Did you mean team?"),
        ("Squad=fact:x", "“fact:x” is nothing that a column can say.", ""),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(tmp_path: Path, said: str, message: str, hint: str) -> None:
    found = table(tmp_path / "s.csv", "Name,Squad", "a,b")
    with pytest.raises(UserError, match=re.escape(message)) as error:
        mapping_said(found, [said])
    assert hint in error.value.hint


def test_a_field_said_of_another_column_leaves_the_first(tmp_path: Path) -> None:
    found = table(tmp_path / "s.csv", "Name,Code", "a,PAY")
    assert [each.name for each in read(found, "Code=name")] == ["PAY"]


def _csv(text: str | bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "s.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def _workbook_of(data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "s.xlsx"
        path.write_bytes(data)
        return path

    return write


HOSTILE: Mapping[str, Callable[[Path], Path]] = {
    "empty": _csv(""),
    "blank": _csv("\n\n ,, \n"),
    "titles alone": _csv("name,team\n"),
    "latin-1": _csv("name\ncaf\xe9\n".encode("latin-1")),
    "utf-16": _csv("name\tteam\na\tb\n".encode("utf-16")),
    "zero": _csv("name\na\0b\n"),
    "open quote": _csv('name\n"a\n'),
    "a long cell": _csv("name\n" + "x" * 200_000 + "\n"),
    "100,000 rows": _csv("name,team\n" + "a,b\n" * 100_000),
    "many columns": _csv("name" + ",x" * LIMITS.columns + "\n" + "a" + ",x" * LIMITS.columns),
    "a huge file": _csv(b"name\n" + b"a\n" * 10_000_001),
    "no workbook": _workbook_of(b"name,team\n"),
    "an old workbook": _workbook_of(b"\xd0\xcf\x11\xe0" + b"\0" * 100),
    "a damaged workbook": _workbook_of(b"PK\x03\x04" + b"\0" * 100),
    "no workbook at all": lambda folder: folder / "gone.xlsx",
    "no table at all": lambda folder: folder / "gone.csv",
    "a folder": lambda folder: folder,
    "a workbook without rows": lambda folder: workbook(folder / "s.xlsx", []),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_hostile_tables_end_in_one_message(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    with pytest.raises(UserError) as error:
        read_table(path, FACTS)
    assert error.value.message
    assert error.value.hint


def test_words_that_say_nothing_say_nothing() -> None:
    assert all(is_nothing(word) for word in ("", "N/A", "-", "None", "undefined"))
    assert not is_nothing("0")
    assert read_tier("Mission-critical") == 1
    assert [read_tier(each) for each in ("2.0", "2.5", "-1", "−2", "5")] == [2, None, None, None, None]
    assert says_tier_plainly("2.0", 2)
    assert link_field("", "On-Call rota") is F.ON_CALL
    assert link_field("", "homepage") is F.LINK
