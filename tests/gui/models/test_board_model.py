"""The columns of the board: Qt's own check of models, what cards say, where steps lead, and what a drag carries."""

from datetime import date
from fractions import Fraction
from uuid import UUID

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.domain.service import Service
from shipworthy.gui.models.board_model import (
    CARD_ROLE,
    MIME_TYPE,
    Card,
    Lane,
    LaneModel,
    carried_ids,
    in_order,
    lane_beside,
    lane_of,
)
from shipworthy.wording import Wording
from shipworthy.workflows.item_lists import ItemLine

TODAY = date(2026, 11, 22)
SERVICE = Service(UUID(int=9), "checkout")


def line(number: int, *, waived: bool = False, overdue: bool = False, **changes: object) -> ItemLine:
    item = RemediationItem(UUID(int=number), SERVICE.id, f"Item {number}", frozenset(), sequence=number, **changes)  # type: ignore[arg-type]
    return ItemLine(item, SERVICE, waived=waived, overdue=overdue, age_days=3, waits_for=())


LATE = line(
    1, overdue=True, due=date(2026, 11, 19), severity=Severity.BLOCKER, owner="Ines", effort_days=Fraction(5, 2)
)
BARE = line(2, severity=Severity.LOW)
SOON = line(3, due=date(2026, 12, 1))
DROPPED = line(4, state=ItemState.DROPPED, due=date(2026, 12, 1))


def test_the_model_keeps_its_promises_to_views(qtbot: QtBot) -> None:
    model = LaneModel(Wording())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines([LATE, BARE], TODAY)
    assert (model.rowCount(), model.row_of(BARE.item.id), model.row_of(SOON.item.id)) == (2, 1, -1)
    model.show_lines([], TODAY)
    assert model.rowCount() == 0
    del tester


def test_a_card_says_what_the_item_is(qtbot: QtBot) -> None:
    model = LaneModel(Wording())
    model.show_lines([LATE, BARE, SOON, DROPPED], TODAY)
    cards = [model.index(row).data(CARD_ROLE) for row in range(4)]
    assert cards[0] == Card("Item 1", "checkout", "✕ Blocker", "bad", "Ines", "3 days overdue", "2.5 days", True)
    assert (cards[1].owner, cards[1].due, cards[1].effort) == ("no owner", "no due date", "–")
    assert [card.due for card in cards[2:]] == ["due 1 Dec 2026", ""]
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Item 1, ✕ Blocker, checkout, Ines, 3 days overdue, 2.5 days"


def test_what_is_due_comes_first_and_then_what_weighs_most() -> None:
    heavy = line(5, severity=Severity.BLOCKER)
    assert in_order([BARE, heavy, SOON, LATE]) == [LATE, SOON, heavy, BARE]


def test_every_item_stands_in_one_column() -> None:
    assert [lane_of(line(1, state=state)) for state in ItemState] == [
        Lane.OPEN, Lane.PLANNED, Lane.IN_PROGRESS, Lane.DONE, Lane.VERIFIED, Lane.DROPPED,
    ]  # fmt: skip
    assert lane_of(line(1, waived=True, state=ItemState.PLANNED)) is Lane.WAIVED


def test_steps_follow_the_states() -> None:
    assert lane_beside(Lane.DONE, 1) is Lane.VERIFIED
    assert lane_beside(Lane.VERIFIED, -1) is Lane.DONE
    assert lane_beside(Lane.DROPPED, -1) is Lane.OPEN
    assert [lane_beside(lane, 1) for lane in (Lane.VERIFIED, Lane.WAIVED, Lane.DROPPED)] == [None] * 3
    assert lane_beside(Lane.OPEN, -1) is None


def test_a_drag_carries_ids_and_what_is_none_is_left_out(qtbot: QtBot) -> None:
    model = LaneModel(Wording())
    model.show_lines([LATE, BARE], TODAY)
    carried = model.mimeData([model.index(1), model.index(0)])
    assert carried.formats() == [MIME_TYPE]
    assert carried_ids(carried) == [LATE.item.id, BARE.item.id]
    foreign = QMimeData()
    foreign.setData(MIME_TYPE, b"\xff\xfe,;DROP TABLE," + str(BARE.item.id).encode())
    assert carried_ids(foreign) == [BARE.item.id]
    assert carried_ids(QMimeData()) == []
    assert model.supportedDragActions() == Qt.DropAction.MoveAction
    assert model.index(0).flags() & Qt.ItemFlag.ItemIsDragEnabled
