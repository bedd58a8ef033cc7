"""The palette's list keeps to Qt's rules for models."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.gui.command import Command
from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.gui.models.palette_model import PaletteLine, PaletteModel

NEW = Command("Commands", "New service…", lambda: None, keys="Ctrl+N")


def test_it_is_a_sound_model() -> None:
    model = PaletteModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([PaletteLine("Commands"), PaletteLine(NEW.text, NEW), PaletteLine("Services")])
    assert model.rowCount() == 3
    model.show([])
    assert model.rowCount() == 0
    assert tester.model() is model


def test_headings_cannot_be_chosen_and_commands_are_spoken_whole() -> None:
    model = PaletteModel()
    model.show([PaletteLine("Commands"), PaletteLine(NEW.text, NEW)])
    assert model.choosable == [1]
    assert model.command(0) is None
    assert model.command(1) is NEW
    assert model.command(-1) is None
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "New service…, Ctrl+N, Commands"
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Commands"
    assert model.index(1).data(LINE_ROLE).command is NEW
    assert model.data(QModelIndex()) is None
