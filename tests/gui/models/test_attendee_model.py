"""Who is at a meeting, as a list that can be ticked."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from shipworthy.domain.meeting import Attendee
from shipworthy.gui.models.attendee_model import AttendeeModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
CHECKED = Qt.ItemDataRole.CheckStateRole


def test_a_tick_means_present(qtbot: QtBot) -> None:
    model = AttendeeModel()
    QAbstractItemModelTester(model, FATAL)
    model.show([Attendee("Amira", "chair"), Attendee("Li", present=False)])
    model.add(Attendee("Jonas"))
    assert [model.index(row).data() for row in range(3)] == [
        "Amira, chair · present",
        "Li · apologies",
        "Jonas · present",
    ]
    assert model.index(1).data(CHECKED) is Qt.CheckState.Unchecked
    with qtbot.waitSignal(model.dataChanged):
        assert model.setData(model.index(1), Qt.CheckState.Checked.value, CHECKED)
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Li · present"
    assert not model.setData(model.index(1), "x", Qt.ItemDataRole.EditRole)
    model.remove(0)
    assert model.attendees == (Attendee("Li"), Attendee("Jonas"))
    assert model.data(QModelIndex()) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
