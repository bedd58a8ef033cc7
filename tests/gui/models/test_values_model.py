"""The values of a facet as a table with boxes."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from shipworthy.gui.models.values_model import COUNT, NAME, ValuesModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def test_values_are_shown_ticked_and_found(qtbot: QtBot) -> None:
    model = ValuesModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show_counts({"Payments": 3, "Search": 1, "": 0}, {"Search"}, lambda value: value or "No team")
    assert [model.index(row, NAME).data() for row in range(model.rowCount())] == ["Payments", "Search", "No team"]
    assert [model.is_chosen(row) for row in range(3)] == [False, True, False]
    box = Qt.ItemDataRole.CheckStateRole
    assert model.data(model.index(1, NAME), box) == Qt.CheckState.Checked
    assert model.data(model.index(1, COUNT), box) is None
    assert model.data(model.index(1, NAME), Qt.ItemDataRole.AccessibleTextRole) == "Search, 1 service"
    assert model.data(model.index(0, COUNT), Qt.ItemDataRole.AccessibleTextRole) == "3 services"
    with qtbot.waitSignal(model.dataChanged):
        model.show_chosen({"Payments"})
    assert [model.is_chosen(row) for row in range(3)] == [True, False, False]
    model.search("TEAM no")
    assert [model.value(row) for row in range(model.rowCount())] == [""]
    model.search("none of them")
    model.show_chosen(())
    assert model.rowCount() == 0
    assert model.data(model.index(0, NAME)) is None
    del tester
