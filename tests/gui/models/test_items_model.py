"""The table of remediation items: what each cell says, how it sorts and filters, and that it keeps to Qt's rules."""

import uuid
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.domain.service import Service
from shipworthy.gui.models.item_filter import Facet, ItemFilter
from shipworthy.gui.models.items_model import (
    AGE,
    DUE,
    EFFORT,
    OWNER,
    SERVICE,
    SEVERITY,
    STATE,
    TEAM,
    TITLE,
    WAITS_FOR,
    ItemsModel,
)
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.wording import Wording
from shipworthy.workflows.item_lists import ItemLine

CHECKOUT = Service(uuid.uuid4(), "checkout", team="Payments")
SEARCH = Service(uuid.uuid4(), "Search")


def line(title: str, service: Service = CHECKOUT, age: int = 3, **fields: object) -> ItemLine:
    """Return an item as lists show it."""
    item = RemediationItem(uuid.uuid4(), service.id, title, frozenset(), **fields)  # type: ignore[arg-type]
    return ItemLine(item, service, waived=False, overdue=False, age_days=age, waits_for=())


TIMEOUTS = replace(
    line(
        "Set timeouts",
        age=12,
        owner="Noor",
        due=date(2026, 11, 1),
        severity=Severity.BLOCKER,
        effort_days=Fraction(1, 2),
        state=ItemState.PLANNED,
    ),
    overdue=True,
    waits_for=("Measure", "Name an owner"),
)
DRAIN = replace(line("drain", SEARCH, age=1, severity=Severity.LOW), waived=True)
DONE = line("Back up", state=ItemState.DONE, due=date(2026, 12, 24), effort_days=Fraction(3), owner="amira")


@pytest.fixture
def model(theme: Theme) -> ItemsModel:
    """Return a model with three items."""
    model = ItemsModel(theme, Wording())
    model.show_lines([DRAIN, DONE, TIMEOUTS])
    return model


def titles(model: ItemsModel) -> list[str]:
    """Return the titles in the order shown."""
    return [each.item.title for each in model.lines]


def test_the_model_keeps_to_the_rules(model: ItemsModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(EFFORT, Qt.SortOrder.DescendingOrder)
    model.filter_by(ItemFilter(text="drain"))
    model.filter_by(ItemFilter())
    model.show_lines([])
    model.show_lines([DONE])
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None


def test_cells_say_what_is_to_be_done_by_whom_and_when(model: ItemsModel) -> None:
    assert titles(model) == ["Set timeouts", "Back up", "drain"]  # by due date, nothing due last
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells == [
        *("Set timeouts", "Planned, overdue", "✕ Blocker", "checkout", "Noor", "1 Nov 2026", "0.5 days"),
        *("12 days", "Measure, Name an owner", "Payments"),
    ]
    assert [model.index(2, column).data() for column in (STATE, OWNER, DUE, EFFORT, AGE)] == [
        *("Waived (own: open)", "", "–", "–", "1 day")
    ]


def test_state_and_severity_are_told_by_sign_and_word(model: ItemsModel) -> None:
    assert model.index(0, STATE).data(CELL_ROLE) == ChipCell("◔ Planned", "none", "Overdue", "bad")
    assert model.index(1, STATE).data(CELL_ROLE) == ChipCell("● Done", "warn", "", "bad")
    assert model.index(2, STATE).data(CELL_ROLE) == ChipCell("⏸ Waived", "none", "own: open")
    assert model.index(0, SEVERITY).data(CELL_ROLE) == ChipCell("✕ Blocker", "bad")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (TITLE, ["Back up", "drain", "Set timeouts"]),
        (STATE, ["Set timeouts", "Back up", "drain"]),
        (SERVICE, ["Back up", "Set timeouts", "drain"]),
        (TEAM, ["Back up", "Set timeouts", "drain"]),
        (SEVERITY, ["Set timeouts", "Back up", "drain"]),
        (OWNER, ["Back up", "Set timeouts", "drain"]),
        (DUE, ["Set timeouts", "Back up", "drain"]),
        (EFFORT, ["Set timeouts", "Back up", "drain"]),
        (AGE, ["drain", "Back up", "Set timeouts"]),
        (WAITS_FOR, ["Set timeouts", "drain", "Back up"]),
    ],
)
def test_every_column_sorts_by_what_is_meant(model: ItemsModel, column: int, expected: list[str]) -> None:
    model.sort(column, Qt.SortOrder.AscendingOrder)
    assert titles(model) == expected
    model.sort(column, Qt.SortOrder.DescendingOrder)
    assert (model.line(0).item.title in expected[1:]) is (column != TEAM)  # all that have one have the same


@pytest.mark.parametrize("column", [TEAM, OWNER, DUE, EFFORT])
def test_what_is_not_known_stands_last_in_either_order(model: ItemsModel, column: int) -> None:
    for order in Qt.SortOrder:
        model.sort(column, order)
        assert titles(model)[-1] == "drain"


def test_what_is_settled_comes_after_all_that_is_due(model: ItemsModel) -> None:
    model.show_lines([line("Verified", due=date(2026, 1, 1), state=ItemState.VERIFIED), DONE])
    assert titles(model) == ["Back up", "Verified"]


def test_sorting_keeps_hold_of_what_is_chosen(model: ItemsModel) -> None:
    chosen = QPersistentModelIndex(model.index(0, TITLE))
    model.sort(TITLE, Qt.SortOrder.AscendingOrder)
    assert chosen.data() == "Set timeouts"
    assert chosen.row() == model.row_of(TIMEOUTS.item.id) == 2


def test_the_filter_decides_what_is_there(model: ItemsModel) -> None:
    model.filter_by(ItemFilter().with_value(Facet.OVERDUE, True, True))
    assert titles(model) == ["Set timeouts"]
    assert model.row_of(DONE.item.id) is None


def test_what_people_typed_is_no_markup_in_a_tip(model: ItemsModel) -> None:
    model.show_lines([line("<b>bold</b>")])
    assert "&lt;b&gt;bold" in str(model.index(0, TITLE).data(Qt.ItemDataRole.ToolTipRole))


def test_ten_thousand_items_can_be_sorted_and_filtered(model: ItemsModel) -> None:
    many = [line(f"item {number % 977}", age=number % 365, owner=f"owner {number % 50}") for number in range(10_000)]
    model.show_lines(many)
    model.sort(OWNER)
    model.filter_by(ItemFilter().with_value(Facet.OWNER, "owner 7", True))
    assert model.rowCount() == 200
    assert {each.item.owner for each in model.lines} == {"owner 7"}
