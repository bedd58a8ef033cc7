"""Items out as files and back: what was changed arrives after a look at it, everything else stays as it was."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from tests.exchange.test_csv import SLY
from tests.exchange.workbooks import columns, edit
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Assessment
from shipworthy.domain.incoming import ItemEffect
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.errors import InvalidFile, UserError
from shipworthy.exchange.received_csv import read_csv
from shipworthy.exchange.received_sheets import Kind
from shipworthy.exchange.sheets import LONGEST_TEXT, cell_text, write_csv
from shipworthy.workflows import item_files, item_lists, item_planning, remediation, waivers
from shipworthy.workflows.item_files import ItemsPreview
from shipworthy.workflows.remediation import ItemEdit
from shipworthy.workflows.reviews import live_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

MALFORMED = sorted((Path(__file__).parents[1] / "exchange" / "malformed" / "items").glob("*.csv"))
Change = Callable[[dict[str, dict[str, str]]], object]


@pytest.fixture
def review(session: Session) -> Assessment:
    return begin_review(session, [small_pack()])


@pytest.fixture
def items(session: Session, review: Assessment) -> tuple[RemediationItem, ...]:
    """Return three items, whose ids end in 1, 2 and 3."""
    blank = item_planning.blank_item(session, review.service)
    made = [
        replace(blank, id=UUID(int=number), title=title) for number, title in enumerate(("First", "Second", "Third"), 1)
    ]
    return remediation.save_items(session, made, "made").items


def rows_of(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row] for row in read_csv(path).rows]


def change_csv(path: Path, changes: dict[str, dict[str, str]]) -> Path:
    """Write values into the cells of a CSV file, by the item's title and column."""
    head, *rows = rows_of(path)
    table = [dict(zip(head, [*row, *[""] * len(head)], strict=False)) for row in rows]
    for row in table:
        row.update(changes.get(row["title"], {}))
    write_csv(path, [head, *([row[key] for key in head] for row in table)])
    return path


def change_workbook(path: Path, changes: dict[str, dict[str, Any]]) -> Path:
    def change(workbook: Any) -> None:
        sheet = workbook.worksheets[0]
        where = columns(sheet)
        for row in range(3, sheet.max_row + 1):
            for key, value in changes.get(sheet.cell(row, where["title"]).value, {}).items():
                sheet.cell(row, where[key]).value = value

    return edit(path, change)


def stored(session: Session) -> dict[str, RemediationItem]:
    return {line.item.title: line.item for line in item_lists.list_items(session)}


def take_all(session: Session, preview: ItemsPreview) -> remediation.ItemsChanged:
    return item_files.import_items(session, preview, {line.before.id for line in preview.lines})


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".XLSX"])
def test_what_comes_back_unchanged_changes_nothing(
    session: Session, review: Assessment, tmp_path: Path, suffix: str
) -> None:
    made = item_planning.plan_remediation(session, review.id, owner="Bo").items
    path = tmp_path / f"items{suffix}"
    assert item_files.export_items(session, path) == len(made) > 2
    preview = item_files.preview_items(session, path)
    assert [line.before for line in preview.lines] == list(made)
    assert (preview.effects, preview.count(ItemEffect.UNCHANGED), preview.retitled) == ((), len(made), ())
    with pytest.raises(UserError, match="nothing to import"):
        take_all(session, preview)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_each_field_comes_back_as_one_step_of_undo(
    session: Session, review: Assessment, items: Sequence[RemediationItem], tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"items{suffix}"
    item_files.export_items(session, path)
    change = change_csv if suffix == ".csv" else change_workbook
    change(path, {
        "First": {
            "state": "In progress", "owner": " Dana   Meyer ", "due": "2099-12-01", "effort_days": "0,5",
            "ticket": "https://tickets.example/OPS-1",
        },
        "Second": {"state": "dropped", "reason": "Replaced.", "due": ""},
    })  # fmt: skip
    preview = item_files.preview_items(session, path)
    assert [(line.before.title, line.effect) for line in preview.lines] == [
        ("First", ItemEffect.CHANGED),
        ("Second", ItemEffect.CHANGED),
        ("Third", ItemEffect.UNCHANGED),
    ]
    assert item_files.differences(preview.lines[0]) == (
        ("State", "Open", "In progress"),
        ("Owner", "", "Dana Meyer"),
        ("Due", preview.lines[0].before.due and "20 Feb 2027", "1 Dec 2099"),
        ("Effort", "", "0.5 days"),
        ("Ticket", "", "https://tickets.example/OPS-1"),
    )
    assert stored(session)["First"] == items[0]
    done = take_all(session, preview)
    now = stored(session)
    assert now["First"] == replace(
        items[0], state=ItemState.IN_PROGRESS, owner="Dana Meyer", due=date(2099, 12, 1), effort_days=Fraction(1, 2),
        ticket="https://tickets.example/OPS-1", version=now["First"].version,
    )  # fmt: skip
    assert (now["Second"].state, now["Second"].state_reason, now["Second"].due) == (
        ItemState.DROPPED,
        "Replaced.",
        None,
    )
    assert now["Third"] == items[2]
    assert (done.name, len(done.sequences)) == (f"imported 2 items from items{suffix}", 2)
    undo_changes(session, review.service, done.sequences)
    assert {title: replace(item, version=0) for title, item in stored(session).items()} == {
        item.title: replace(item, version=0) for item in items
    }


def test_a_workbook_takes_dates_and_numbers_for_what_they_are(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    path = tmp_path / "items.xlsx"
    item_files.export_items(session, path)
    change_workbook(path, {"First": {"due": date(2099, 12, 1), "effort_days": 1.5, "ticket": 4711}})
    take_all(session, item_files.preview_items(session, path))
    now = stored(session)[items[0].title]
    assert (now.due, now.effort_days, now.ticket) == (date(2099, 12, 1), Fraction(3, 2), "4711")


@pytest.mark.parametrize("said", ["1.12.2099", "12/01/2099", "01/12/2099", "2099/12/01"])
def test_a_day_that_a_program_wrote_its_own_way_is_no_change(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path, said: str
) -> None:
    remediation.edit_items(session, [items[0].id], ItemEdit(due=date(2099, 12, 1)))
    path = tmp_path / "items.csv"
    item_files.export_items(session, path)
    change_csv(path, {"First": {"due": said}})
    assert item_files.preview_items(session, path).effects == ()


def test_only_chosen_items_are_written_and_only_chosen_changes_are_stored(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    assert item_files.export_items(session, path, {items[0].id, items[1].id}) == 2
    change_csv(path, {title: {"owner": "Bo"} for title in ("First", "Second")})
    preview = item_files.preview_items(session, path)
    item_files.import_items(session, preview, {items[1].id})
    assert [item.owner for item in stored(session).values()] == ["", "Bo", ""]


def test_a_few_columns_in_any_order_do(session: Session, items: Sequence[RemediationItem], tmp_path: Path) -> None:
    path = tmp_path / "status.csv"
    path.write_text(f"state;id;version\ndone;{items[0].id};{items[0].version}\n;{items[1].id};{items[1].version}\n")
    take_all(session, item_files.preview_items(session, path))
    assert [item.state for item in stored(session).values()] == [ItemState.DONE, ItemState.OPEN, ItemState.OPEN]


def test_an_old_reason_goes_with_the_old_state(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    remediation.edit_items(session, [items[0].id], ItemEdit(state=ItemState.DROPPED, reason="Replaced."))
    path = tmp_path / "items.csv"
    item_files.export_items(session, path)
    change_csv(path, {"First": {"state": "open"}})
    take_all(session, item_files.preview_items(session, path))
    assert (stored(session)["First"].state, stored(session)["First"].state_reason) == (ItemState.OPEN, "")


def test_a_title_is_not_changed_and_that_is_said(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    item_files.export_items(session, path)
    head, first, *rest = rows_of(path)
    write_csv(path, [head, ["Another" if cell == "First" else cell for cell in first], *rest])
    preview = item_files.preview_items(session, path)
    assert (preview.retitled, preview.effects) == (("First",), ())


def test_what_somebody_changed_meanwhile_is_refused_by_name_and_untouched_rows_are_not(
    session: Session, colleague: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    item_files.export_items(session, path)
    due = session.today() + timedelta(days=9)
    remediation.edit_items(colleague, [items[0].id, items[1].id], ItemEdit(due=due))
    remediation.edit_items(colleague, [items[2].id], ItemEdit(owner="Bo"))
    change_csv(path, {"First": {"owner": "Dana"}, "Third": {"owner": "Bo"}})
    preview = item_files.preview_items(session, path)
    assert [line.effect for line in preview.lines] == [
        ItemEffect.REFUSED,  # both changed it
        ItemEffect.UNCHANGED,  # the file says nothing new
        ItemEffect.UNCHANGED,  # both say the same
    ]
    assert preview.lines[0].refusal == ("Jonas changed it on 22 Nov 2026 after the file was made: changed 2 items.")
    assert [line.before.id for line in preview.effects] == [items[0].id]
    with pytest.raises(UserError, match="nothing to import"):
        take_all(session, preview)
    assert [item.owner for item in stored(session).values()] == ["", "", "Bo"]


def test_what_somebody_changes_after_the_preview_stores_nothing(
    session: Session, colleague: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    item_files.export_items(session, path)
    change_csv(path, {title: {"owner": "Dana"} for title in ("First", "Second")})
    preview = item_files.preview_items(session, path)
    remediation.edit_items(colleague, [items[1].id], ItemEdit(state=ItemState.DONE))
    with pytest.raises(UserError, match="“Second” was not imported: Jonas changed it on 22 Nov 2026"):
        take_all(session, preview)
    assert {item.owner for item in stored(session).values()} == {""}


@pytest.mark.parametrize("path", MALFORMED, ids=lambda path: path.stem)
def test_a_malformed_file_is_refused_with_every_problem(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path, path: Path
) -> None:
    data = path.read_bytes()
    for number, item in enumerate(items, start=1):
        data = data.replace(f"V{number}".encode(), str(item.version).encode())
    file = tmp_path / path.name
    file.write_bytes(data)
    with pytest.raises(InvalidFile) as refusal:
        item_files.preview_items(session, file)
    found = [str(problem).removeprefix(str(file)).removeprefix(": ") for problem in refusal.value.problems]
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected
    assert all(problem.fix for problem in refusal.value.problems)
    assert list(stored(session).values()) == list(items)


def test_there_are_enough_malformed_files() -> None:
    assert len(MALFORMED) >= 13


@pytest.mark.parametrize(
    ("content", "message"),
    [("", "has no row with the names"), ("a,b\n1,2\n", "has no row with the names"), ("id\n1\n", "has no row with")],
)
def test_a_file_of_something_else_is_refused(
    session: Session, review: Assessment, tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(content)
    with pytest.raises(UserError, match=message):
        item_files.preview_items(session, path)
    path.rename(tmp_path / "other.xlsx")
    with pytest.raises(UserError, match="is no XLSX file"):
        item_files.preview_items(session, tmp_path / "other.xlsx")


def test_formulas_of_a_workbook_are_refused_even_where_nothing_stood(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    path = tmp_path / "items.xlsx"
    item_files.export_items(session, path)
    change_workbook(path, {"First": {"ticket": '=HYPERLINK("x")', "owner": "#REF!"}})
    with pytest.raises(InvalidFile) as refusal:
        item_files.preview_items(session, path)
    assert [each.message for each in refusal.value.problems] == [
        "This is an error of a formula: #REF!",
        "This is a formula",
    ]
    assert "Items!E3" in str(refusal.value.problems[0])


def test_no_text_becomes_a_formula_and_each_comes_back(session: Session, review: Assessment, tmp_path: Path) -> None:
    blank = item_planning.blank_item(session, review.service)
    made = []
    for number, text in enumerate(SLY, start=1):
        said = cell_text(text)
        line = " ".join(said.split())
        item = replace(blank, id=UUID(int=number), title=line, owner=line, ticket=said, description=said, tags=(said,))
        made.append(replace(item, state=ItemState.DROPPED, state_reason=said))
    remediation.save_items(session, made, "made")
    sheet, table = tmp_path / "items.xlsx", tmp_path / "items.csv"
    for path in (sheet, table, tmp_path / "items.md"):
        assert item_files.export_items(session, path) == len(SLY) > 49
    rows = list(openpyxl.load_workbook(sheet)["Items"].iter_rows(min_row=3))
    assert {cell.data_type for row in rows for cell in row if cell.value} == {"s"}
    for row, text in zip(rows, SLY, strict=True):
        assert [cell.value for cell in row].count(cell_text(text)) >= 2
    assert not any(cell.kind is Kind.FORMULA for row in read_csv(table).rows for cell in row)
    for path in (sheet, table):
        assert item_files.preview_items(session, path).effects == ()


def test_texts_that_no_cell_holds_stay_here(session: Session, items: Sequence[RemediationItem], tmp_path: Path) -> None:
    long = "x" * (LONGEST_TEXT + 1)
    remediation.save_item(session, replace(items[0], description=long * 5))
    for suffix in (".csv", ".xlsx"):
        path = tmp_path / f"items{suffix}"
        item_files.export_items(session, path)
        assert item_files.preview_items(session, path).effects == ()


def test_a_workbook_has_the_waivers_of_its_services_on_a_second_sheet(
    session: Session, review: Assessment, tmp_path: Path, clock: Clock
) -> None:
    other = begin_review(session, [small_pack()], "ledger")
    for assessment in (review, other):
        item_planning.plan_remediation(session, assessment.id)
        asked = next(each.id for each in live_review(session, assessment.id).scorecard.questions.values() if each.miss)
        waivers.request_waiver(session, assessment.service, asked, "=1+1", date(2027, 1, 31), "Dana")
    path = tmp_path / "items.xlsx"
    item_files.export_items(session, path)
    sheet = openpyxl.load_workbook(path)["Waivers"]
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == ["checkout", "ledger"]
    assert [cell.value for cell in sheet[3]][2:8] == ["Requested", "=1+1", "Dana", None, None, "2027-01-31"]
    item_files.export_items(session, path, {stored_of(session, other.service).id})
    assert [row[0].value for row in openpyxl.load_workbook(path)["Waivers"].iter_rows(min_row=3)] == ["ledger"]
    table = tmp_path / "waivers.csv"
    assert item_files.export_waivers(session, table) == 2
    assert [row[0] for row in rows_of(table)] == ["service", "checkout", "ledger"]
    waiver = waivers.request_waiver(session, review.service, "small/breaker", "Late.", date(2026, 12, 1), "Dana").waiver
    waivers.approve_waiver(session, waiver.id, "Jonas")
    item_files.export_waivers(session, table)
    assert [row[2] for row in rows_of(table)] == ["state", "requested", "requested", "active"]
    clock.moment += timedelta(days=30)
    item_files.export_waivers(session, table)
    item_files.export_items(session, path)
    assert [row[2] for row in rows_of(table)] == ["state", "requested", "requested", "expired"]
    assert openpyxl.load_workbook(path)["Waivers"].cell(5, 3).value == "Expired"
    with pytest.raises(UserError, match="does not end in"):
        item_files.export_waivers(session, path)


def stored_of(session: Session, service: UUID) -> RemediationItem:
    return item_lists.list_items(session, service)[0].item


def test_other_endings_are_refused_and_an_older_file_stays(
    session: Session, items: Sequence[RemediationItem], tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=r"items.ods ends neither in .csv nor in .xlsx nor in .md"):
        item_files.export_items(session, tmp_path / "items.ods")
    (tmp_path / "items.csv").mkdir()
    with pytest.raises(UserError, match="it is a folder"):
        item_files.export_items(session, tmp_path / "items.csv")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("items")] == ["items.csv"]


def test_the_task_list_is_that_of_the_items(session: Session, items: Sequence[RemediationItem], tmp_path: Path) -> None:
    remediation.save_item(session, replace(items[0], severity=Severity.BLOCKER, state=ItemState.DONE))
    path = tmp_path / "items.md"
    assert item_files.export_items(session, path) == 3
    assert path.read_text(encoding="utf-8").count("- [ ] **") == 2
    assert "- [x] **First** · Blocker · Done\n" in path.read_text(encoding="utf-8")
