"""The tabs of a service's page, by keys: comparing two reviews, its items, its evidence, its history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.domain.builders import answered, evidence, not_applicable, question, simple_pack
from tests.gui import accessibility
from tests.gui.window_checks import rich_labels
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.test_decisions import NO_GO

from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.pack import Pack
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.items_model import ItemsModel
from shipworthy.gui.pages.service.evidence_tab import EvidenceTab
from shipworthy.gui.pages.service.history_tab import HistoryTab
from shipworthy.gui.pages.service.overview_tab import OverviewTab
from shipworthy.gui.pages.service.remediation_tab import ServiceRemediationTab
from shipworthy.gui.pages.service_page import ServicePage
from shipworthy.gui.places import Places
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.workflows import service_history
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.item_planning import plan_remediation
from shipworthy.workflows.reviews import record_answers, start_assessment
from shipworthy.workflows.services import find_service, save_service

CTRL = Qt.KeyboardModifier.ControlModifier


class Visit:
    """The page of one service, and the hands that operate it."""

    def __init__(self, window: MainWindow, page: ServicePage, settle: Callable[[], None]) -> None:
        self.window = window
        self.page = page
        self._settle = settle

    @property
    def focus(self) -> QWidget:
        """Return the widget with the focus."""
        focus = self.window.focusWidget()
        assert focus is not None
        return focus

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the focus is, each after the outcome of the one before."""
        for key in keys:
            QTest.keyClick(self.focus, key, modifiers)
            self._settle()
            accessibility.check(self.window)

    def next_tab(self, times: int = 1) -> None:
        """Go to a later tab."""
        for _time in range(times):
            self.press(Qt.Key.Key_PageDown, modifiers=CTRL)


@pytest.fixture
def visit(
    window: MainWindow, places: Places, context: Context, settle: Callable[[], None], qtbot: QtBot
) -> Callable[[Assessment], Visit]:
    """Return a function that shows the service of an assessment."""

    def show(assessment: Assessment) -> Visit:
        context.open_service(assessment.service)
        settle()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Visit(window, places.service, settle)

    return show


def reviewed(
    context: Context, *answers: Answer, before: Assessment | None = None, pack: Pack | None = None
) -> Assessment:
    """Return a decided review of checkout, the first or another one."""
    packs = [pack or small_pack()]
    if before is None:
        started = begin_review(context.session, packs, title="First <b>review</b>")
    else:
        started = start_assessment(context.session, before.service, packs, "Second review")
    record_answers(context.session, started.id, list(answers))
    return decide(context.session, started.id, NO_GO).assessment


@pytest.fixture
def first(context: Context) -> Assessment:
    """Return a decided review with two answers."""
    return reviewed(context, answered("small/first", "a"), answered("small/proved", "e", evidence=(evidence(),)))


@pytest.fixture
def second(context: Context, first: Assessment) -> Assessment:
    """Return the next one, in which one answer is better and another has no evidence any more."""
    return reviewed(context, answered("small/first", "e"), answered("small/proved", "e"), before=first)


def test_two_ticked_by_keys_are_compared_and_escape_leads_back(
    visit: Callable[[Assessment], Visit], second: Assessment
) -> None:
    at = visit(second)
    at.next_tab()
    tab = at.page.assessments
    assert at.focus is tab.table
    assert tab.hint.text() == "Tick two reviews (Space) to see what moved the score between them."
    at.press(Qt.Key.Key_Space)
    assert tab.hint.text() == "Tick the other review (Space)."
    assert not tab.comparison.isVisible()
    at.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    view = tab.comparison
    assert view.isVisible()
    assert not tab.hint.isVisible()
    assert view.comparison is not None
    assert view.comparison.after.assessment.id == second.id
    assert view.headline.text() == "0.0 points"
    assert view.outcomes.text().startswith("“First <b>review</b>” → “Second review”\nScore: 17 (17–")
    parts = {view.parts.index(row, 0).data(): view.parts.index(row, 2).data() for row in range(5)}
    assert parts == {
        "Packs and weights": "0.0",
        "Facts": "0.0",
        "Not applicable": "0.0",
        "Answers": "+16.7",
        "Evidence": "−16.7",
    }
    assert [view.parts.index(row, 1).data() for row in (3, 4)] == ["Gained", "Lost"]
    moved = {view.movements.index(row, 0).data(): row for row in range(view.movements.rowCount())}
    row = moved["Text of proved?"]
    texts = [view.movements.index(row, column).data() for column in range(1, 7)]
    assert texts == [
        "Evidence",
        "With evidence: Label e",
        "No valid evidence, counts 0: Label e",
        "16.7",
        "0.0",
        "−16.7",
    ]
    assert rich_labels(at.window) == []
    at.press(Qt.Key.Key_Tab)
    assert at.focus is view.outcomes or view.isAncestorOf(at.focus)
    at.press(Qt.Key.Key_Escape)
    assert at.focus is tab.table
    at.press(Qt.Key.Key_Space)
    assert not view.isVisible()


def test_the_newest_two_are_one_press_away(visit: Callable[[Assessment], Visit], second: Assessment) -> None:
    at = visit(second)
    at.next_tab()
    at.page.assessments.newest_button.setFocus()
    at.press(Qt.Key.Key_Return)
    assert at.page.assessments.comparison.isVisible()


def test_what_has_no_score_is_not_comparable_in_words(visit: Callable[[Assessment], Visit], context: Context) -> None:
    lone = simple_pack(question("only"))
    before = reviewed(context, not_applicable("p/only"), pack=lone)
    reviewed(context, answered("p/only", "e"), before=before, pack=lone)
    at = visit(before)
    at.next_tab()
    at.press(Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    view = at.page.assessments.comparison
    assert view.headline.text() == "not comparable"
    assert view.reason.text().startswith("Not comparable: nothing is applicable in “First <b>review</b>”")
    assert not view.parts_table.isVisible()
    assert view.movements.index(0, 1).data() == "Not applicable"


def test_a_change_elsewhere_keeps_the_ticks_and_another_service_has_none(
    visit: Callable[[Assessment], Visit], context: Context, second: Assessment, settle: Callable[[], None]
) -> None:
    at = visit(second)
    at.next_tab()
    at.page.assessments.compare_newest()
    settle()
    save_service(context.session, replace(find_service(context.session, "checkout"), tier=3))
    context.changed.emit()
    settle()
    assert at.page.assessments.comparison.isVisible()
    other = begin_review(context.session, [small_pack()], name="ledger")
    context.open_service(other.service)
    settle()
    assert not at.page.assessments.comparison.isVisible()
    assert at.page.assessments.hint.text().startswith("With a second review")
    assert at.page.assessments.model.ticked == ()


def test_the_overview_tells_the_story_and_leads_to_the_comparison(
    visit: Callable[[Assessment], Visit], context: Context, first: Assessment, qtbot: QtBot
) -> None:
    longer = replace(small_pack(), version="2.0.0", principles=small_pack().principles[:2])
    later = reviewed(context, answered("small/first", "e"), before=first, pack=longer)
    at = visit(later)
    overview = at.page.tab
    assert isinstance(overview, OverviewTab)
    assert overview.since.text().startswith("Since “First <b>review</b>”: ")
    assert "Packs and weights" in overview.since.text()
    assert "• " in overview.reasons.text()
    assert overview.losses.rowCount() == 3
    rows = [[overview.trend.index(row, column).data() for column in range(6)] for row in range(2)]
    assert rows[0][:3] == ["First <b>review</b>", "22 Nov 2026", "17 (17–83)"]
    assert rows[1][5] == "–"
    assert rows[0][5] != "–"
    assert overview.not_mapped.isVisible()
    assert overview.picture.isVisible()
    qtbot.waitUntil(lambda: overview.picture.is_drawn, timeout=60_000)
    assert overview.picture.accessibleDescription()
    overview.compare_button.setFocus()
    at.press(Qt.Key.Key_Return)
    assert at.page.tab is at.page.assessments
    assert at.focus is at.page.assessments.table
    assert at.page.assessments.comparison.isVisible()


def test_rows_of_the_overview_open_their_reviews(
    visit: Callable[[Assessment], Visit], context: Context, second: Assessment, first: Assessment, qtbot: QtBot
) -> None:
    at = visit(second)
    overview = at.page.tab
    assert isinstance(overview, OverviewTab)
    overview.trend_table.setCurrentIndex(overview.trend.index(0, 0))
    with qtbot.waitSignal(context.open_review_asked) as asked:
        QTest.keyClick(overview.trend_table, Qt.Key.Key_Return)
    assert asked.args == [first.id]
    context.open_service(second.service)
    with qtbot.waitSignal(context.open_review_asked) as asked:
        QTest.keyClick(overview.losses_table, Qt.Key.Key_Return)
    assert asked.args == [second.id]


def test_its_items_are_listed_and_open_on_their_page(
    visit: Callable[[Assessment], Visit], context: Context, first: Assessment, qtbot: QtBot
) -> None:
    at = visit(first)
    at.next_tab(2)
    tab = at.page.tab
    assert isinstance(tab, ServiceRemediationTab)
    assert tab.nothing.isVisible()
    plan_remediation(context.session, first.id)
    context.changed.emit()
    at.press(Qt.Key.Key_PageUp, modifiers=CTRL)
    at.next_tab()
    assert at.focus is tab.table
    assert isinstance(tab.model, ItemsModel)
    line = tab.model.line(0)
    assert line.service.name == "checkout"
    with qtbot.waitSignal(context.open_item_asked) as asked:
        QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert asked.args == [line.item.id]


def test_evidence_is_listed_with_its_standing_and_links_open_after_a_question(
    visit: Callable[[Assessment], Visit], context: Context
) -> None:
    started = begin_review(context.session, [small_pack()], title="May review")
    expired, soon = evidence(date(2026, 11, 1)), evidence(date(2026, 12, 1), title="Load test")
    given = [
        answered("small/first", "e", evidence=(expired, evidence())),
        answered("small/last", "e", evidence=(soon,)),
    ]
    record_answers(context.session, started.id, given)
    at = visit(started)
    at.next_tab(3)
    tab = at.page.tab
    assert isinstance(tab, EvidenceTab)
    assert at.focus is tab.table
    assert [tab.model.index(row, 5).data() for row in range(3)] == ["Expired", "Expires soon", "Valid"]
    assert [tab.model.index(row, 4).data() for row in range(3)] == ["1 Nov 2026", "1 Dec 2026", "Does not expire"]
    assert tab.summary.text() == "“May review” rests on 3 pieces of evidence; 1 expired."
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    (dialog,) = at.window.findChildren(LinkDialog)
    dialog.reject()


def test_a_service_without_reviews_says_what_each_tab_is_for(
    visit: Callable[[Assessment], Visit], context: Context, first: Assessment, settle: Callable[[], None]
) -> None:
    at = visit(first)
    bare = replace(find_service(context.session, "checkout"), id=context.session.new_id(), name="bare", version=0)
    save_service(context.session, bare)
    context.open_service(bare.id)
    settle()
    at.page.tabs.bar.setFocus()
    at.next_tab()
    assert at.page.assessments.nothing.isVisible()
    at.next_tab(2)
    tab = at.page.tab
    assert isinstance(tab, EvidenceTab)
    assert tab.summary.text().startswith("Not reviewed yet.")
    assert at.focus is at.page.tabs.bar


def test_history_is_read_in_pages_to_its_end(
    visit: Callable[[Assessment], Visit], first: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_history.service_history, "__defaults__", (None, 3))
    at = visit(first)
    at.next_tab(4)
    tab = at.page.tab
    assert isinstance(tab, HistoryTab)
    assert at.focus is tab.table
    assert tab.model.index(0, 0).data() == "Sealed “First <b>review</b>”"
    assert [tab.model.index(0, column).data() for column in (2, 3)] == ["Amira", "22 Nov 2026, 14:03"]
    assert tab.model.rowCount() == 3
    tab.older_button.setFocus()
    at.press(Qt.Key.Key_Return)
    assert [row.text for row in tab.model.rows][-2:] == ["Started “First <b>review</b>”", "Added"]
    assert not tab.older_button.isVisible() or tab.model.rowCount() == 6
