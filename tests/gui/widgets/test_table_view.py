"""How a table shares its width among its columns."""

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from shipworthy.gui.theme import Theme
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
