"""Campaigns by key and click: started in place, looked at, changed, closed; missing reviews, files and past days."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.gui import accessibility
from tests.gui.conftest import now, open_test_session
from tests.workflows.builders import small_pack

from shipworthy.domain.assessment import Decision, Outcome, Signatory
from shipworthy.domain.service import Service
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.context import Context, Saving
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.campaigns_model import Shown
from shipworthy.gui.pages.portfolio.campaigns_tab import CampaignsTab
from shipworthy.gui.places import Places
from shipworthy.workflows.campaign_progress import list_campaigns
from shipworthy.workflows.campaigns import blank_campaign, save_campaign
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.reviews import start_assessment
from shipworthy.workflows.services import change_services

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform, of every pop-up

Settle = Callable[[], None]
Key = Qt.Key
SERVICES = (("checkout", "Payments", 1), ("ledger", "Payments", 1), ("search", "Search", 2), ("🚀 " + "x" * 90, "", 4))


def fill(data_dir: Path, campaigns: Iterable[str] = ()) -> dict[str, UUID]:
    """Put services into the store: checkout done three weeks ago, ledger in progress, the others missing."""
    session = open_test_session(data_dir)
    then = replace(session, now=lambda: now() - dt.timedelta(days=20))
    services = [Service(session.new_id(), name, team, "Mia", tier) for name, team, tier in SERVICES]
    change_services(then, services, "add")
    starts = session.today() - dt.timedelta(days=20)
    for name in campaigns:
        scope = ServiceFilter(tier=frozenset({1, 2}))
        save_campaign(then, replace(blank_campaign(then), name=name, starts=starts, scope=scope))
    done = start_assessment(then, services[0].id, [small_pack()])
    decide(then, done.id, Decision(Outcome.NO_GO, "No.", signatories=(Signatory("Amira"),)))
    start_assessment(session, services[1].id, [small_pack()])
    session.close()
    return {service.name: service.id for service in services}


class Hands:
    """The tab, opened by key, and what is done with it."""

    def __init__(self, window: MainWindow, places: Places, context: Context, settle: Settle) -> None:
        self.window, self.page, self.context, self.settle = window, places.portfolio, context, settle
        while not isinstance(self.page.tab, CampaignsTab):
            self.press(window, Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        self.tab = self.page.tab
        settle()

    def press(self, widget: QWidget, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(widget, key, modifier)
        self.settle()

    def click(self, button: QPushButton) -> None:
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def undo(self) -> None:
        self.context.undo_asked.emit()
        self.settle()

    @property
    def names(self) -> list[str]:
        return [view.campaign.name for view in list_campaigns(self.context.session).views]

    @property
    def shown(self) -> list[str]:
        return [line.service.name for line in self.tab.details.model.lines]

    @property
    def notices(self) -> list[str]:
        return [frame.notice.text for frame in self.window.notices.frames]

    def open(self) -> None:
        """Open the first campaign by key."""
        self.press(self.tab.table, Key.Key_Return)
        assert self.tab.details.isVisible()


@pytest.fixture
def hands(data_dir: Path, request: pytest.FixtureRequest) -> Hands:
    """Return the tab over a store with one campaign, of tiers 1 and 2."""
    fill(data_dir, ["Tier 1 and 2"])
    return Hands(*(request.getfixturevalue(name) for name in ("window", "places", "context", "settle")))


@pytest.fixture
def bare(data_dir: Path, request: pytest.FixtureRequest) -> Hands:
    """Return the tab over a store without campaigns."""
    fill(data_dir)
    return Hands(*(request.getfixturevalue(name) for name in ("window", "places", "context", "settle")))


def test_the_first_campaign_is_started_by_keys_and_taken_back(bare: Hands, qapp: QApplication) -> None:
    tab, form = bare.tab, bare.tab.form
    assert tab.empty.isVisible()
    tab.take_focus()
    assert qapp.focusWidget() is tab.first_button
    bare.press(tab.first_button, Key.Key_Return)
    assert qapp.focusWidget() is form.name
    accessibility.check(bare.window)
    assert form.meant.text() == "4 services are meant today."
    QTest.keyClicks(form.name, "Tier 1 by spring")
    bare.press(form.tiers[1], Key.Key_Space)
    bare.press(form.packs["backend-engineering"], Key.Key_Space)
    assert form.meant.text() == "2 services are meant today."
    bare.press(form.name, Key.Key_Return)
    assert tab.details.isVisible()
    assert tab.details.title.text() == "Tier 1 by spring"
    assert tab.details.asks.text() == "Tier 1 · with Backend engineering · from 22 Nov 2026"
    assert qapp.focusWidget() is tab.details.table
    accessibility.check(bare.window)
    bare.undo()
    assert bare.names == []
    assert tab.empty.isVisible()
    assert qapp.focusWidget() is tab.first_button


def test_what_is_wrong_is_said_in_the_form_and_esc_leaves_it(bare: Hands, qapp: QApplication) -> None:
    form = bare.tab.form
    bare.click(bare.tab.start_button)
    form.due.setText("soon")
    bare.press(form.name, Key.Key_Return)
    assert "“soon” is not a date." in form.fields["due"].problem
    assert qapp.focusWidget() is form.due
    form.due.setText("")
    bare.press(form.due, Key.Key_Return)
    assert form.fields["due"].problem == "Write a day, such as 2027-02-01."
    form.due.setText("2026-11-21")
    bare.press(form.due, Key.Key_Return)
    assert form.fields["due"].problem == "The due day comes before the first day."
    form.due.setText("2027-02-01")
    bare.press(form.due, Key.Key_Return)
    assert "A campaign needs a name" in form.problem
    assert qapp.focusWidget() is form.name
    accessibility.check(bare.window)
    bare.press(form.name, Key.Key_Escape)
    assert bare.names == []
    assert bare.tab.empty.isVisible()
    assert qapp.focusWidget() is bare.tab.first_button
    assert bare.context.save_state.saving is not Saving.FAILED


def test_the_scope_begins_as_the_page_is_filtered_without_outcomes(bare: Hands, qapp: QApplication) -> None:
    filtered = ServiceFilter("x", team=frozenset({"Payments"}), concern=frozenset({"due"}))
    bare.page.state.set_filter(filtered)
    bare.settle()
    form = bare.tab.form
    bare.click(bare.tab.start_button)
    assert form.scope == ServiceFilter("x", team=frozenset({"Payments"}))
    form.words.clear()
    assert form.meant.text() == "2 services are meant today."
    team = next(button for facet, button in form.facets.items() if facet == "team")
    assert team.text() == "Team: Payments ▾"
    bare.press(team, Key.Key_Return)
    assert form.picker.isVisible()
    rows = [form.picker.model.value(row) for row in range(form.picker.model.rowCount())]
    assert rows == ["Payments", "Search", ""]
    QTest.keyClick(form.picker.table, Key.Key_Down)
    bare.press(form.picker.table, Key.Key_Space)
    assert form.meant.text() == "3 services are meant today."
    bare.press(form.picker.table, Key.Key_Escape)
    assert qapp.focusWidget() is team
    for facet, button in form.facets.items():
        bare.press(button, Key.Key_Space)
        assert form.picker.accessibleName() == bare.context.wording.facet(facet)
        bare.press(form.picker.table, Key.Key_Escape)


def test_enter_leads_in_and_esc_back(hands: Hands, qapp: QApplication, qtbot: QtBot) -> None:
    tab = hands.tab
    tab.take_focus()
    assert qapp.focusWidget() is tab.table
    accessibility.check(hands.window)
    hands.open()
    details = tab.details
    assert hands.shown == ["search", "ledger", "checkout"]
    assert details.standing.text() == "Due 25 Jan 2027, in 64 days · 1 done · 1 in progress · 1 missing"
    assert details.outlook.text() == "At the pace of the 21 days so far (1 done): 3 Jan 2027, in time"
    qtbot.waitUntil(lambda: details.burn_up.is_drawn, timeout=20_000)
    assert details.burn_up.accessibleDescription().startswith("Burn-up of “Tier 1 and 2” from 2 Nov 2026")
    accessibility.check(hands.window)
    hands.press(details.table, Key.Key_Escape)
    assert tab.table.isVisible()
    assert qapp.focusWidget() is tab.table
    hands.open()
    hands.click(details.back)
    assert tab.table.isVisible()


def test_enter_opens_the_review_or_the_service(hands: Hands, places: Places) -> None:
    hands.open()
    hands.press(hands.tab.details.table, Key.Key_Return)
    assert hands.window.page is places.service
    assert places.service.heading[0] == "search"
    hands.window.show_page("portfolio")
    hands.settle()
    assert hands.tab.details.isVisible()
    QTest.keyClick(hands.tab.details.table, Key.Key_Down)
    hands.press(hands.tab.details.table, Key.Key_Return)
    assert hands.window.page is places.review


def test_missing_reviews_are_started_for_those_chosen_and_taken_back_at_once(hands: Hands) -> None:
    hands.open()
    details = hands.tab.details
    assert (details.start.text(), details.start.isEnabled()) == ("Start 1 review", True)
    QTest.keyClick(details.table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert details.start.text() == "Start 1 review"
    hands.press(details.start, Key.Key_Space)
    assert "1 review started." in hands.notices
    assert details.standing.text().endswith("1 done · 2 in progress · 0 missing")
    assert (details.start.text(), details.start.isEnabled()) == ("Start reviews", False)
    accessibility.check(hands.window)
    hands.undo()
    assert details.standing.text().endswith("1 done · 1 in progress · 1 missing")
    hands.context.redo_asked.emit()
    hands.settle()
    assert details.standing.text().endswith("1 done · 2 in progress · 0 missing")


def test_an_open_review_that_is_taken_back_with_others_closes(hands: Hands, places: Places) -> None:
    hands.open()
    hands.press(hands.tab.details.start, Key.Key_Space)
    hands.press(hands.tab.details.table, Key.Key_Return)
    assert hands.window.page is places.review
    assert places.review.conduct.is_open
    hands.undo()
    assert not places.review.conduct.is_open


def test_a_service_with_another_open_review_is_named(hands: Hands) -> None:
    hands.open()
    hands.click(hands.tab.details.change)
    form = hands.tab.form
    hands.press(form.packs["backend-engineering"], Key.Key_Space)
    hands.press(form.name, Key.Key_Return)
    details = hands.tab.details
    assert hands.shown == ["checkout", "ledger", "search"]
    QTest.keyClick(details.table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.click(details.start)
    assert "2 reviews started. These have an open review already: ledger." in hands.notices


def test_a_campaign_is_changed_closed_and_reopened(hands: Hands, qapp: QApplication) -> None:
    hands.open()
    tab, details = hands.tab, hands.tab.details
    hands.click(details.change)
    assert (tab.form.name.text(), tab.form.due.text()) == ("Tier 1 and 2", "2027-01-25")
    tab.form.name.selectAll()
    QTest.keyClicks(tab.form.name, "Renamed")
    hands.press(tab.form.name, Key.Key_Return)
    assert details.title.text() == "Renamed"
    hands.click(details.close_button)
    assert details.standing.text().startswith("Due 25 Jan 2027, closed on 22 Nov 2026")
    assert not details.change.isVisible()
    assert not details.start.isVisible()
    focus = qapp.focusWidget()
    assert focus is details.table
    hands.click(details.reopen)
    assert details.change.isVisible()
    for _step in range(3):
        hands.undo()
    assert hands.names == ["Tier 1 and 2"]
    assert details.title.text() == "Tier 1 and 2"


def test_a_past_day_is_read_only(hands: Hands, qapp: QApplication) -> None:
    hands.open()
    hands.page.state.set_day(now().date() - dt.timedelta(days=5))
    hands.settle()
    details = hands.tab.details
    assert details.standing.text().endswith("1 done · 0 in progress · 2 missing")
    buttons = (details.change, details.close_button, details.reopen, details.start, hands.tab.start_button)
    assert not any(button.isVisible() for button in buttons)
    assert [command.text for command in hands.tab.commands()] == ["Copy who is missing", "Export the campaign"]
    hands.tab.start_campaign()
    hands.tab.change_campaign()
    assert details.isVisible()
    accessibility.check(hands.window)
    hands.page.state.set_day(now().date() - dt.timedelta(days=40))
    hands.settle()
    assert hands.tab.empty_past.isVisible()
    hands.page.state.set_day(None)
    hands.settle()
    assert details.isVisible()
    assert details.change.isVisible()
    assert hands.tab.start_button.isVisible()


def test_filters_narrow_the_services_and_say_so(hands: Hands) -> None:
    hands.open()
    details = hands.tab.details
    hands.page.state.set_filter(ServiceFilter(team=frozenset({"Payments"})))
    hands.settle()
    assert hands.shown == ["ledger", "checkout"]
    assert details.note.text() == "1 more hidden by the filter above"
    assert details.standing.text().endswith("1 done · 1 in progress · 1 missing")
    assert [team.team for team in details.teams.rows] == ["Payments"]
    QTest.keyClick(details.filter, Key.Key_Down)
    QTest.keyClick(details.filter, Key.Key_Down)
    assert details.filter.currentText() == "Missing (0)"
    assert details.nothing.isVisible()
    assert not details.table.isVisible()
    accessibility.check(hands.window)
    hands.page.state.clear_filter()
    hands.settle()
    assert hands.shown == ["search"]


def test_enter_on_a_team_leads_to_what_it_owes(hands: Hands, qapp: QApplication) -> None:
    hands.open()
    details = hands.tab.details
    assert [team.team for team in details.teams.rows] == ["Payments", "Search"]
    details.team_table.setCurrentIndex(details.teams.index(0, 0))
    hands.press(details.team_table, Key.Key_Return)
    assert details.filter.currentIndex() == list(Shown).index(Shown.NOT_DONE)
    assert qapp.focusWidget() is details.table
    assert hands.shown[details.table.currentIndex().row()] == "ledger"


def test_who_is_missing_goes_to_the_clipboard_and_services_into_a_file(
    hands: Hands, tmp_path: Path, qtbot: QtBot
) -> None:
    hands.open()
    hands.click(hands.tab.details.copy)
    copied = QGuiApplication.clipboard().text()
    assert "- search: missing, owner Mia" in copied
    assert "checkout" not in copied
    assert "Copied: 2 services that are not done" in hands.notices
    view = hands.tab.details.view
    assert view is not None
    target = tmp_path / "out.md"
    hands.tab.files.export(target, view, hands.tab.details.shown_services)
    hands.settle()
    assert "| search | Search | Mia | 2 | Missing |" in target.read_text(encoding="utf-8")
    assert f"3 services exported: {target}" in hands.notices


def test_the_palette_offers_what_can_be_done(hands: Hands) -> None:
    def offered() -> list[str]:
        return [command.text for command in hands.tab.commands()]

    assert offered() == ["Start a campaign"]
    hands.open()
    copies = ["Copy who is missing", "Export the campaign"]
    assert offered() == ["Start a campaign", *copies, "Change the campaign", "Close the campaign"]
    close = next(command for command in hands.tab.commands() if command.text == "Close the campaign")
    close.act()
    hands.settle()
    assert offered() == ["Start a campaign", *copies, "Reopen the campaign"]
    assert [binding.keys for binding in hands.tab.bindings()] == ["Enter", "Esc"]
