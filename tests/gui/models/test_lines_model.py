"""Small tables that only show."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE


def model_of(theme: Theme) -> LinesModel[int]:
    """Return a table of numbers."""
    columns: tuple[Column[int], ...] = (
        Column("Number", lambda row: f"<b>{row}</b>", tip=lambda row: f"{row} <i>", ink=lambda row: "soft"[: row * 9]),
        Column("Signed", lambda row: f"+{row}", is_number=True, cell=lambda row: row),
    )
    return LinesModel(theme, columns)


def test_it_keeps_to_the_rules_and_shows_what_the_columns_say(theme: Theme) -> None:
    model = model_of(theme)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows([0, 1])
    model.add_rows([])
    model.add_rows([2, 3])
    assert model.rows == (0, 1, 2, 3)
    assert model.row(3) == 3
    assert model.index(1, 0).data() == "<b>1</b>"
    assert "&lt;i&gt;" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(1, 0).data(Qt.ItemDataRole.ForegroundRole) == theme.colour("soft")
    assert model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.index(1, 1).data(CELL_ROLE) == 1
    assert model.index(1, 0).data(CELL_ROLE) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Signed"
    assert model.headerData(1, Qt.Orientation.Vertical) is None
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) is None
    assert model.data(QModelIndex()) is None
