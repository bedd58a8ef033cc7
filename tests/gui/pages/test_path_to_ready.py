"""The path to ready in the window: worked out off the GUI thread, locked by key, made into items, taken back."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from tests.gui import accessibility
from tests.workflows.builders import sample_reviews

from shipworthy.domain.path_ledger import Target
from shipworthy.domain.remediation import ItemState
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.path_model import LOCK, SERVICE, VERDICT, WORK, PathModel, rows_of
from shipworthy.gui.models.path_services_model import ALONE, NAME, OUTCOME, WHY, PathServicesModel
from shipworthy.gui.pages.remediation.path_tab import PathTab
from shipworthy.gui.places import Places
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.wording.path import PathWording
from shipworthy.workflows.item_lists import list_items

Settle = Callable[[], None]


def open_tab(window: MainWindow, places: Places, settle: Settle) -> PathTab:
    window.show_page("remediation")
    settle()
    titles = [places.remediation.tabs.bar.tabText(each) for each in range(places.remediation.tabs.bar.count())]
    places.remediation.tabs.show_tab(titles.index("Path to ready"))
    settle()
    tab = places.remediation.tab
    assert isinstance(tab, PathTab)
    return tab


@pytest.fixture
def tab(window: MainWindow, places: Places, context: Context, settle: Settle) -> PathTab:
    """Return the tab over the reviews of three services."""
    sample_reviews(context.session)
    return open_tab(window, places, settle)


def press(tab: PathTab, key: Qt.Key, settle: Settle) -> None:
    QTest.keyClick(tab.table, key)
    settle()


def title(tab: PathTab, row: int) -> str:
    return tab.model.row(row).candidate.item.title


def choose(tab: PathTab, *names: str) -> None:
    """Tick these services in the menu, and no others."""
    wanted = {action for action in tab.bar.menu.values.values() if action.text().split("\t")[0] in names}
    for ticked in (True, False):
        for action in tab.bar.menu.values.values():
            if (action in wanted) is ticked and action.isChecked() is not ticked:
                action.trigger()


def test_without_a_review_it_says_where_to_begin(
    window: MainWindow, places: Places, context: Context, settle: Settle, qapp: QApplication
) -> None:
    tab = open_tab(window, places, settle)
    assert tab.empty.isVisible()
    assert qapp.focusWidget() is tab.review_button
    accessibility.check(window)
    sample_reviews(context.session)
    context.changed.emit()
    settle()
    assert tab.model.rowCount()
    assert qapp.focusWidget() is tab.table
    QTest.keyClick(tab.table, Qt.Key.Key_Home)
    accessibility.check(window)


def test_the_first_that_is_not_ready_is_planned_for_at_once(tab: PathTab, window: MainWindow) -> None:
    assert tab.bar.services.text() == "checkout ▾"
    assert tab.outcome.text().startswith("checkout reaches Ready with ")
    assert tab.progress.text() == ""
    steps = [row for row in range(tab.model.rowCount()) if tab.model.row(row).number]
    assert steps == list(range(len(steps)))
    assert tab.model.index(steps[-1], VERDICT).data() == "Ready"
    assert tab.model.index(0, WORK).data() == f"1  {title(tab, 0)}"
    assert "not part of the path" in tab.model.index(len(steps), WORK).data(Qt.ItemDataRole.AccessibleTextRole)
    assert tab.table.isColumnHidden(SERVICE)
    assert tab.table.isColumnHidden(LOCK)
    accessibility.check(window)


def test_locks_by_key_change_the_path_and_are_taken_away_the_same_way(tab: PathTab, settle: Settle) -> None:
    first, before = title(tab, 0), tab.outcome.text()
    press(tab, Qt.Key.Key_X, settle)
    row = tab.table.currentIndex().row()
    assert title(tab, row) == first, "the focus stays with the work"
    assert tab.model.index(row, LOCK).data() == "Locked out"
    assert tab.model.row(row).number == 0
    assert tab.obstacles.isVisible()
    assert first in tab.obstacles.text()
    press(tab, Qt.Key.Key_X, settle)
    assert tab.outcome.text() == before
    assert not tab.obstacles.isVisible()
    tab.table.selectRow(tab.model.rowCount() - 1)
    last = title(tab, tab.model.rowCount() - 1)
    press(tab, Qt.Key.Key_L, settle)
    row = tab.table.currentIndex().row()
    assert (title(tab, row), tab.model.row(row).number > 0) == (last, True)
    assert tab.outcome.text() != before
    QTest.mouseClick(tab.unlock_button, Qt.MouseButton.LeftButton)
    settle()
    assert tab.outcome.text() == before
    assert not tab.unlock_button.isEnabled()


def test_locks_by_mouse(tab: PathTab, settle: Settle) -> None:
    QTest.mouseClick(tab.lock_out_button, Qt.MouseButton.LeftButton)
    settle()
    row = tab.table.currentIndex().row()
    assert tab.model.row(row).locked_out
    index = tab.model.index(row, LOCK)
    tab.table.scrollTo(index)
    place = tab.table.visualRect(index).center()
    QTest.mouseClick(tab.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert not tab.model.row(tab.table.currentIndex().row()).locked_out
    QTest.mouseClick(tab.lock_in_button, Qt.MouseButton.LeftButton)
    settle()
    assert tab.model.row(tab.table.currentIndex().row()).locked_in


def test_others_as_short_are_looked_through(tab: PathTab, qapp: QApplication) -> None:
    assert tab.tie_words.text() == "Path 1 of the first 10 that are as short"
    assert (tab.previous_button.isEnabled(), tab.next_button.isEnabled()) == (False, True)
    outcome = tab.outcome.text()
    chosen = {tab.model.row(row).candidate.id for row in range(tab.model.rowCount()) if tab.model.row(row).number}
    tab.next_button.setFocus()
    QTest.keyClick(tab.next_button, Qt.Key.Key_Return)
    other = {tab.model.row(row).candidate.id for row in range(tab.model.rowCount()) if tab.model.row(row).number}
    assert (other != chosen, tab.outcome.text()) == (True, outcome)
    for _ in range(8):
        QTest.keyClick(tab.next_button, Qt.Key.Key_Return)
    assert tab.tie_words.text() == "Path 10 of the first 10 that are as short"
    assert not tab.next_button.isEnabled()
    assert qapp.focusWidget() is tab.previous_button
    QTest.keyClick(tab.previous_button, Qt.Key.Key_Return)
    assert tab.tie_words.text().startswith("Path 9 ")


def test_a_plan_becomes_items_in_one_step_of_undo(tab: PathTab, context: Context, settle: Settle) -> None:
    steps = sum(tab.model.row(row).number > 0 for row in range(tab.model.rowCount()))
    tab.form.owner.setText("Bo")
    tab.form.due.setText("soon")
    QTest.keyClick(tab.form.due, Qt.Key.Key_Return)
    settle()
    assert "“soon” is not a date." in tab.form.problem.text()
    assert list_items(context.session) == ()
    tab.form.due.setText("2026-12-24")
    QTest.mouseClick(tab.form.button, Qt.MouseButton.LeftButton)
    settle()
    items = [line.item for line in list_items(context.session)]
    assert len(items) == steps
    assert {(item.state, item.owner, str(item.due)) for item in items} == {(ItemState.PLANNED, "Bo", "2026-12-24")}
    assert not any(tab.model.row(row).candidate.proposed for row in range(steps))
    asked: list[object] = []
    tab.item_asked.connect(asked.append)
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert asked == [tab.model.row(0).candidate.item.id]
    context.undo_asked.emit()
    settle()
    assert list_items(context.session) == ()
    assert tab.model.row(0).candidate.proposed
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert len(asked) == 1, "work that is no item yet opens nothing"


def test_a_past_due_date_is_refused_in_place(tab: PathTab, context: Context, settle: Settle) -> None:
    tab.form.due.setText("2020-01-01")
    QTest.mouseClick(tab.form.button, Qt.MouseButton.LeftButton)
    settle()
    assert "that day has passed" in tab.form.problem.text()
    assert list_items(context.session) == ()


def test_several_services_under_a_budget(tab: PathTab, window: MainWindow, settle: Settle) -> None:
    choose(tab, "checkout", "returns", "parcel-tracking")
    tab.bar.budget.setFocus()
    QTest.keyClicks(tab.bar.budget, "70")
    QTest.keyClick(tab.bar.budget, Qt.Key.Key_Return)
    settle()
    assert tab.bar.services.text() == "3 services ▾"
    assert tab.outcome.text() == "2 of 3 services reach Ready with 63 days of work."
    rows = {
        tab.services_model.index(row, NAME).data(): [
            tab.services_model.index(row, column).data() for column in (OUTCOME, ALONE)
        ]
        for row in range(3)
    }
    assert rows["checkout"][0] == "Left behind"
    assert rows["returns"] == ["Reached", "63 days"]
    assert rows["parcel-tracking"] == ["There already", "0 days"]
    assert tab.services.isVisible()
    assert not tab.table.isColumnHidden(SERVICE)
    accessibility.check(window)
    tab.bar.budget.setText("much")
    QTest.keyClick(tab.bar.budget, Qt.Key.Key_Return)
    settle()
    assert "“much” is not a number of person-days." in tab.bar.problem.text()
    choose(tab, "parcel-tracking")
    settle()
    assert tab.outcome.text() == "parcel-tracking is there already: Ready."
    assert not tab.form.isEnabled()
    for action in tab.bar.menu.values.values():
        if action.isChecked():
            action.trigger()
            assert action.isChecked(), "one service stays chosen"


def test_another_target_is_another_path(tab: PathTab, settle: Settle) -> None:
    before = tab.outcome.text()
    tab.bar.target.setFocus()
    QTest.keyClick(tab.bar.target, Qt.Key.Key_Down)
    settle()
    assert tab.bar.request.target is Target.GATE
    assert tab.outcome.text() != before
    assert tab.outcome.text().startswith("checkout reaches Gate met")
    assert "without any waiver" in tab.bar.help.text()


def test_locks_that_the_budget_cannot_bear_are_said_in_words(tab: PathTab, settle: Settle) -> None:
    press(tab, Qt.Key.Key_L, settle)
    tab.bar.budget.setText("0.5")
    QTest.keyClick(tab.bar.budget, Qt.Key.Key_Return)
    settle()
    assert "Raise the budget, or unlock some of it." in tab.obstacles.text()
    assert not tab.form.isEnabled()
    tab.bar.budget.clear()
    QTest.keyClick(tab.bar.budget, Qt.Key.Key_Return)
    settle()
    assert not tab.obstacles.isVisible()
    assert tab.form.isEnabled()


def test_the_models_keep_to_qts_rules(tab: PathTab, context: Context, settle: Settle) -> None:
    choose(tab, "checkout", "returns")
    settle()
    path = tab.path
    model, services = PathModel(context.theme, PathWording()), PathServicesModel(PathWording())
    for each in (model, services):
        QAbstractItemModelTester(each, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows(rows_of(path))
    barred = replace(path.services[0], reached=False, alone=None)
    services.show_services((barred, replace(path.services[1], alone=Fraction(2))))
    assert services.rowCount() == 2
    cell = services.index(0, OUTCOME).data(CELL_ROLE)
    assert isinstance(cell, ChipCell)
    assert cell.kind == "warn"
    assert services.index(0, WHY).data() == ""
    assert model.headerData(WORK, Qt.Orientation.Vertical) is None
    assert services.headerData(NAME, Qt.Orientation.Vertical) is None
