"""How a table shares its width among its columns."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import ItemDelegate
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.wording import Wording

LONG = "Decided with conditions, and stale since the evidence of two questions expired"


@pytest.fixture
def table(theme: Theme, qtbot: QtBot) -> TableView:
    """Return a table with a short first column and a long second one."""
    table = TableView(theme, Wording(), "Reviews", elastic=(1,))
    qtbot.addWidget(table)
    model = QStandardItemModel(table)
    model.setHorizontalHeaderLabels(["Title", "Reviewed", "Level"])
    model.appendRow([QStandardItem("Spring"), QStandardItem(LONG), QStandardItem("3")])
    table.setModel(model)
    return table


def test_what_the_first_column_does_not_need_goes_to_texts_that_are_cut(table: TableView, qtbot: QtBot) -> None:
    table.resize(1200, 300)
    table.show()
    qtbot.waitExposed(table)
    header = table.horizontalHeader()
    assert header.sectionSize(1) >= table.sizeHintForColumn(1)
    assert header.sectionSize(0) >= table.sizeHintForColumn(0)
    assert header.length() == table.viewport().width()


def test_a_narrow_table_takes_from_elastic_columns_but_leaves_their_titles(table: TableView, qtbot: QtBot) -> None:
    table.resize(330, 300)
    table.show()
    qtbot.waitExposed(table)
    header = table.horizontalHeader()
    assert header.sectionSize(1) < table.sizeHintForColumn(1)
    assert header.sectionSize(1) >= header.fontMetrics().horizontalAdvance("Reviewed")


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [("30 Nov 2026", "30", "2026"), ("+5", "+", "5"), ("63 (60–74)", "63", "74"), ("خدمة 12", "12", "خدمة")],
)
def test_a_cell_keeps_its_own_direction_from_right_to_left(
    theme: Theme, qapp: QApplication, qtbot: QtBot, text: str, first: str, then: str
) -> None:
    table = TableView(theme, Wording(), "Reviews")
    qtbot.addWidget(table)
    model = QStandardItemModel(table)
    model.appendRow([QStandardItem(text)])
    table.setModel(model)
    delegate = table.itemDelegate()
    assert isinstance(delegate, ItemDelegate)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        option = QStyleOptionViewItem()
        delegate.initStyleOption(option, model.index(0, 0))
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert _left_of(option.text, first) < _left_of(option.text, then)


def _left_of(text: str, part: str) -> float:
    """Return where a part begins from the left, in a line that is laid out from right to left."""
    layout = QTextLayout(text)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(500)
    layout.endLayout()
    flags = QTextLayout.GlyphRunRetrievalFlag
    runs = layout.glyphRuns(text.index(part), 1, flags.RetrieveGlyphPositions | flags.RetrieveGlyphIndexes)
    return min(position.x() for run in runs for position in run.positions())
