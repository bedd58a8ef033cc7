"""Saved views by hand: saved, chosen, changed, renamed and removed; each can be taken back."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from tests.gui import accessibility
from tests.gui.pages.portfolio.test_filter_bar import add_services, said, shown

from shipworthy.domain.service_filter import SavedView, ServiceFilter
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.portfolio.portfolio_state import UNSAVED
from shipworthy.gui.pages.portfolio.view_name_dialog import ViewNameDialog
from shipworthy.gui.pages.portfolio_page import PortfolioPage
from shipworthy.gui.places import Places
from shipworthy.workflows.saved_views import list_views, remove_view, save_view

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform, of every pop-up

Key = Qt.Key
PAYMENTS = ServiceFilter(team=frozenset({"Payments"}))


class Desk:
    """The page, and the hands that work with its views."""

    def __init__(self, window: MainWindow, page: PortfolioPage, context: Context, settle: Callable[[], None]) -> None:
        self.window, self.page, self.context, self.settle = window, page, context, settle
        self.button = page.filters.views

    @property
    def views(self) -> Sequence[SavedView]:
        return list_views(self.context.session)

    @property
    def names(self) -> list[str]:
        return [view.name for view in self.views]

    @property
    def notices(self) -> list[str]:
        return [frame.notice.text for frame in self.window.notices.frames]

    def open(self) -> dict[str, QAction]:
        """Open the menu by key and return what it offers."""
        self.button.setFocus()
        QTest.keyClick(self.button, Key.Key_Return)
        self.settle()
        assert self.button.menu_of_views.isVisible()
        return {action.text(): action for action in self.button.menu_of_views.actions() if action.text()}

    def choose(self, text: str) -> None:
        """Choose a line of the menu by key."""
        offered = self.open()
        menu = self.button.menu_of_views
        menu.setActiveAction(offered[text])
        QTest.keyClick(menu, Key.Key_Return)
        self.settle()

    def dialog(self) -> ViewNameDialog:
        found = [each for each in self.window.findChildren(ViewNameDialog) if each.isVisible()]
        assert len(found) == 1
        return found[0]

    def save_as(self, name: str) -> None:
        self.choose("Save view…")
        dialog = self.dialog()
        QTest.keyClicks(dialog.name, name)
        QTest.keyClick(dialog.name, Key.Key_Return)
        self.settle()

    def undo(self) -> None:
        self.context.undo_asked.emit()
        self.settle()


@pytest.fixture
def desk(window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> Desk:
    """Return the desk with five services."""
    context.write(add_services, lambda _none: context.changed.emit(), owner=window)
    settle()
    return Desk(window, places.portfolio, context, settle)


def test_a_view_is_saved_by_key_and_undo_takes_it_back(desk: Desk) -> None:
    assert said(desk.button) == "Views ▾"
    desk.page.state.set_filter(PAYMENTS)
    desk.choose("Save view…")
    dialog = desk.dialog()
    assert dialog.focusWidget() is dialog.name
    accessibility.check(dialog)
    QTest.keyClicks(dialog.name, "Steering & co")
    QTest.keyClick(dialog.name, Key.Key_Return)
    desk.settle()
    assert desk.names == ["Steering & co"]
    assert desk.views[0].filter == PAYMENTS
    assert desk.window.focusWidget() is desk.button
    assert said(desk.button) == "View: Steering && co ▾"
    assert desk.button.accessibleName() == "View: Steering & co"
    assert desk.notices == ["Saved the view “Steering & co”."]
    desk.undo()
    assert desk.names == []
    assert said(desk.button) == "Views ▾"
    assert desk.page.state.filter == PAYMENTS


def test_a_view_shows_what_it_holds_and_tells_once_that_is_changed(desk: Desk) -> None:
    view = SavedView(UNSAVED.id, "", PAYMENTS)
    save_view(desk.context.session, "Payments", view)
    save_view(desk.context.session, "لجنة", SavedView(UNSAVED.id, "", ServiceFilter("search")))
    desk.choose("لجنة")
    assert shown(desk.page) == ["search"]
    desk.choose("Payments")
    assert shown(desk.page) == ["checkout", "ledger"]
    assert not desk.button.is_changed
    desk.page.state.set_filter(desk.page.state.filter.with_text("led"))
    assert said(desk.button) == "View: Payments (changed) ▾"
    assert desk.open()["Payments"].isChecked()
    desk.button.menu_of_views.close()
    desk.page.state.set_filter(PAYMENTS)
    assert said(desk.button) == "View: Payments ▾"
    desk.choose("Usual view")
    assert len(shown(desk.page)) == 5
    assert said(desk.button) == "Views ▾"


def test_changes_are_saved_into_the_view(desk: Desk) -> None:
    desk.page.state.set_filter(PAYMENTS)
    desk.save_as("Payments")
    assert not desk.open()["Save changes to “Payments”"].isEnabled()
    desk.button.menu_of_views.close()
    desk.page.state.set_filter(PAYMENTS.with_text("led"))
    desk.choose("Save changes to “Payments”")
    assert desk.views[0].filter.text == "led"
    assert said(desk.button) == "View: Payments ▾"
    desk.undo()
    assert desk.views[0].filter == PAYMENTS
    assert said(desk.button) == "View: Payments (changed) ▾"


def test_a_taken_name_asks_before_it_replaces(desk: Desk) -> None:
    save_view(desk.context.session, "Steering", UNSAVED)
    desk.page.state.set_filter(PAYMENTS)
    desk.save_as("STEERING")
    dialog = desk.dialog()
    assert dialog.name_field.problem.startswith("✕ There is a view “Steering” already.")
    assert desk.views[0].filter == ServiceFilter()
    assert dialog.replace_button.isVisible()
    accessibility.check(dialog)
    QTest.keyClicks(dialog.name, "x")
    assert not dialog.replace_button.isVisible()
    QTest.keyClick(dialog.name, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.name, "Steering")
    QTest.keyClick(dialog.name, Key.Key_Return)
    desk.settle()
    dialog.replace_button.setFocus()
    QTest.keyClick(dialog.replace_button, Key.Key_Space)
    desk.settle()
    assert [(view.name, view.filter) for view in desk.views] == [("Steering", PAYMENTS)]
    assert said(desk.button) == "View: Steering ▾"


def test_a_name_that_cannot_be_is_told_beneath_it_and_esc_keeps_everything(desk: Desk) -> None:
    desk.save_as("   ")
    dialog = desk.dialog()
    assert "A view needs a name of at most 60 characters." in dialog.name_field.problem
    assert not dialog.replace_button.isVisible()
    assert dialog.name.hasFocus()
    QTest.keyClick(dialog, Key.Key_Escape)
    desk.settle()
    assert desk.names == []


def test_a_view_is_renamed_and_keeps_that_it_was_changed(desk: Desk) -> None:
    save_view(desk.context.session, "Other", UNSAVED)
    desk.page.state.set_filter(PAYMENTS)
    desk.save_as("Steering")
    desk.page.state.set_filter(PAYMENTS.with_text("led"))
    desk.choose("Rename “Steering”…")
    dialog = desk.dialog()
    assert dialog.name.selectedText() == "Steering"
    QTest.keyClicks(dialog.name, "Other")
    QTest.keyClick(dialog.name, Key.Key_Return)
    desk.settle()
    assert not dialog.replace_button.isVisible()
    QTest.keyClicks(dialog.name, " one")
    QTest.keyClick(dialog.name, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.name, "Board")
    QTest.keyClick(dialog.name, Key.Key_Return)
    desk.settle()
    assert desk.names == ["Board", "Other"]
    assert said(desk.button) == "View: Board (changed) ▾"
    desk.undo()
    assert desk.names == ["Other", "Steering"]
    assert said(desk.button) == "View: Steering (changed) ▾"


def test_a_view_is_removed_and_undo_brings_it_back(desk: Desk) -> None:
    desk.page.state.set_filter(PAYMENTS)
    desk.save_as("Steering")
    desk.choose("Remove “Steering”")
    assert desk.names == []
    assert desk.notices[-1] == "Removed the view “Steering”."
    assert said(desk.button) == "Views ▾"
    assert shown(desk.page) == ["checkout", "ledger"]
    desk.undo()
    assert desk.names == ["Steering"]


def test_a_view_that_a_colleague_removed_is_told(desk: Desk) -> None:
    desk.save_as("Steering")
    offered = desk.open()
    remove_view(desk.context.session, desk.views[0].id)
    failed: list[UserError] = []
    desk.context.failed.connect(failed.append)
    desk.button.menu_of_views.setActiveAction(offered["Remove “Steering”"])
    QTest.keyClick(desk.button.menu_of_views, Key.Key_Return)
    desk.settle()
    assert [error.message for error in failed] == ["The view is no longer there."]
    assert "Steering" not in desk.open()
    assert said(desk.button) == "Views ▾"


def test_a_view_of_a_team_that_is_gone_still_opens_and_says_so(desk: Desk) -> None:
    wanted = ServiceFilter(team=frozenset({"Payments", "Gone"}))
    save_view(desk.context.session, "Old", SavedView(UNSAVED.id, "", wanted, "no such field", ("no such column",)))
    desk.choose("Old")
    assert shown(desk.page) == ["checkout", "ledger"]
    assert desk.page.filters.unknown.text() == "No service has these: Team “Gone”."


def test_a_long_name_is_cut_on_the_button_and_whole_in_its_tip(desk: Desk) -> None:
    desk.save_as("x" * 60)
    assert said(desk.button) == f"View: {'x' * 39}… ▾"
    assert "x" * 60 in desk.button.toolTip()
    assert desk.button.accessibleName() == f"View: {'x' * 60}"
