"""The dependency graph: walked by key and click, focused, and told in words; never a hairball."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.accessibility import check

from shipworthy.domain.service import Service
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.portfolio.graph_picture import MOST_CARDS
from shipworthy.gui.pages.portfolio.graph_tab import GraphTab
from shipworthy.gui.pages.service.overview_tab import OverviewTab
from shipworthy.gui.places import Places
from shipworthy.gui.theme import Theme
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.workflows.services import ServicesChanged, blank_service, change_services
from shipworthy.workflows.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key = Qt.Key
DEPENDENCIES = 2


def webbed(session: Session, text: str) -> ServicesChanged:
    """Add services: "web>checkout web~ads" says that web needs checkout hard and ads softly; "-old" is archived."""
    pairs = [each.replace("~", ">~").split(">") for each in text.split()]
    names = list(dict.fromkeys(name.lstrip("~-") for pair in pairs for name in pair))
    made = {name: replace(blank_service(session), name=name, archived=f"-{name}" in text.split()) for name in names}
    return change_services(session, [_needing(made[name], made, pairs) for name in names], "add services")


def _needing(service: Service, made: dict[str, Service], pairs: Sequence[Sequence[str]]) -> Service:
    needed = [pair[1] for pair in pairs if len(pair) > 1 and pair[0].lstrip("-") == service.name]
    return replace(
        service,
        hard_dependencies=frozenset(made[name].id for name in needed if not name.startswith("~")),
        soft_dependencies=frozenset(made[name[1:]].id for name in needed if name.startswith("~")),
    )


class Graph:
    """The tab with what is in it, by the names of services."""

    def __init__(self, tab: GraphTab, settle: Callable[[], None]) -> None:
        self.tab = tab
        self.settle = settle

    @property
    def names(self) -> dict[UUID, str]:
        assert self.tab._portfolio is not None
        return {each.id: each.name for each in self.tab._portfolio.today.services.values()}

    @property
    def drawn(self) -> set[str]:
        return {self.names[each] for each in self.tab.view.cards}

    @property
    def current(self) -> str:
        current = self.tab.view.current
        return self.names[current] if current is not None else ""

    def keys(self, *keys: Key) -> str:
        """Press keys in the graph; returns which service is chosen then."""
        for key in keys:
            QTest.keyClick(self.tab.view, key)
        self.settle()
        return self.current

    def click(self, name: str, *, double: bool = False) -> None:
        """Click a card."""
        [service] = [each for each, known in self.names.items() if known == name and each in self.tab.view.cards]
        at = self.tab.view.card_place(service).center().toPoint()
        (QTest.mouseDClick if double else QTest.mouseClick)(self.tab.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()


OpenGraph = Callable[[str], Graph]


@pytest.fixture
def open_graph(window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> OpenGraph:
    """Return a function that adds services and shows the tab."""

    def opened(text: str) -> Graph:
        context.write(lambda session: webbed(session, text), lambda _added: context.changed.emit(), owner=window)
        settle()
        places.portfolio.tabs.show_tab(DEPENDENCIES)
        settle()
        tab = places.portfolio.tab
        assert isinstance(tab, GraphTab)
        tab.take_focus()
        return Graph(tab, settle)

    return opened


def test_arrows_lead_along_the_lines_and_enter_opens(
    open_graph: OpenGraph, window: MainWindow, places: Places, qapp: QApplication
) -> None:
    graph = open_graph("web>checkout checkout>payments app>checkout checkout~ads lonely")
    assert graph.drawn == {"web", "app", "checkout", "payments", "ads"}
    assert "1 more service has no dependency on these; the list has it." in graph.tab.says.text()
    assert graph.current == "payments"  # its fall takes the most along
    assert "If payments falls, 3 services fall with it: checkout, app, web." in graph.tab.about.text()
    check(window)
    assert qapp.focusWidget() is graph.tab.view
    assert graph.keys(Key.Key_Left) == "checkout"
    assert graph.keys(Key.Key_Left) in ("web", "app")
    assert graph.keys(Key.Key_Left) in ("web", "app")  # nothing needs it
    assert {graph.keys(Key.Key_Down), graph.keys(Key.Key_Up)} == {"web", "app"}
    assert graph.keys(Key.Key_Right, Key.Key_Right) in ("payments", "ads")
    assert graph.keys(Key.Key_Home) in ("web", "app")
    assert graph.keys(Key.Key_End) in ("payments", "ads")
    assert graph.keys(Key.Key_Home, Key.Key_Right) == "checkout"
    assert graph.tab.name.text() == "checkout"
    assert graph.tab.model.service_at(graph.tab.tree.currentIndex()) == graph.tab.view.current
    QTest.keyClick(graph.tab.view, Key.Key_Return)
    graph.settle()
    assert window.page is places.service
    assert places.service.heading[0] == "checkout"


def test_a_click_chooses_and_a_double_click_opens(open_graph: OpenGraph, window: MainWindow, places: Places) -> None:
    graph = open_graph("web>checkout checkout>payments")
    graph.click("web")
    assert graph.current == "web"
    assert "If web falls, no other service falls with it." in graph.tab.about.text()
    graph.click("checkout", double=True)
    assert window.page is places.service


def test_space_shows_what_is_around_and_escape_all_again(open_graph: OpenGraph, qapp: QApplication) -> None:
    graph = open_graph("a>b b>c c>d d>e x>y")
    graph.click("c")
    graph.keys(Key.Key_Space)
    assert graph.drawn == {"a", "b", "c", "d", "e"}
    assert graph.tab.says.text() == "Around c, all steps: 5 services, 4 dependencies."
    bar = graph.tab.bar
    assert (bar.field.text(), bar.steps.currentText(), bar.all_button.isEnabled()) == ("c", "All steps", True)
    bar.steps.setFocus()
    QTest.keyClick(bar.steps, Key.Key_Home)
    bar.steps.activated.emit(0)
    graph.settle()
    assert graph.drawn == {"b", "c", "d"}
    graph.tab.take_focus()
    graph.keys(Key.Key_Escape)
    assert graph.drawn == {"a", "b", "c", "d", "e", "x", "y"}
    assert not bar.steps.isEnabled()
    assert qapp.focusWidget() is graph.tab.view
    # Looked for by name, and back by pressing the button, which then has nothing more to do.
    QTest.keyClicks(graph.tab.view, "/")
    assert qapp.focusWidget() is bar.field
    QTest.keyClicks(bar.field, "y")
    QTest.keyClick(bar.field, Key.Key_Return)
    graph.settle()
    assert graph.drawn == {"x", "y"}
    assert graph.current == "y"
    assert qapp.focusWidget() is graph.tab.view
    bar.all_button.setFocus()
    QTest.keyClick(bar.all_button, Key.Key_Space)
    graph.settle()
    assert len(graph.drawn) == 7
    assert qapp.focusWidget() is graph.tab.view


def test_keys_zoom_and_a_drag_moves(open_graph: OpenGraph) -> None:
    graph = open_graph("a>b b>c c>d d>e e>f f>g")
    view = graph.tab.view
    begin = view.zoom
    QTest.keyClicks(view, "++")
    assert view.zoom > begin
    bar = view.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    viewport = view.viewport()
    empty = QPoint(5, viewport.height() - 5)
    assert view.card_at(empty.toPointF()) is None
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=empty)
    QTest.mouseMove(viewport, empty + QPoint(20, 0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=empty + QPoint(20, 0))
    assert bar.value() == before - 20
    QTest.keyClicks(view, "0")
    assert (bar.maximum(), view.verticalScrollBar().maximum()) == (0, 0)
    QTest.keyClicks(view, "-")
    assert view.zoom < begin
    for each in view.cards:
        assert view.viewport().rect().contains(view.card_place(each).toAlignedRect())


def test_the_list_says_the_same_and_is_copied(open_graph: OpenGraph, window: MainWindow, places: Places) -> None:
    graph = open_graph("web>checkout checkout>web checkout>payments lonely")
    tree = graph.tab.tree
    tree.setFocus()
    QTest.keyClick(tree, Key.Key_Home)
    QTest.keyClick(tree, Key.Key_Right)
    assert graph.current == "checkout"
    QTest.keyClick(tree, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "checkout: needs payments (hard); needs web (hard); is needed by web (hard). Circle: checkout ↔ web. "
        "If checkout falls, 1 service falls with it."
    )
    QTest.keyClick(tree, Key.Key_Down)
    QTest.keyClick(tree, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "checkout: needs payments (hard)"
    QTest.mouseClick(graph.tab.copy_button, Qt.MouseButton.LeftButton)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 4
    assert [each.notice.text for each in window.notices.frames] == ["Copied 4 services in words"]
    QTest.keyClick(tree, Key.Key_Return)
    graph.settle()
    assert places.service.heading[0] == "payments"  # the row led to it


def test_a_filter_keeps_its_services_and_what_caps_them(open_graph: OpenGraph, places: Places) -> None:
    graph = open_graph("web>old old>ledger other>ledger -old")
    assert graph.drawn == {"web", "old", "ledger", "other"}  # what rests on an archived service shows it
    rows = range(graph.tab.model.rowCount())
    assert any("old, archived" in str(graph.tab.model.index(row, 0).data()) for row in rows)
    places.portfolio.state.set_filter(ServiceFilter(text="other"))
    graph.settle()
    assert graph.tab.no_needs.isVisible()  # ledger is kept out, and lowers nothing
    places.portfolio.state.set_filter(ServiceFilter(text="nothing like it"))
    graph.settle()
    assert graph.tab.nothing_found.isVisible()
    graph.tab.take_focus()
    QTest.keyClick(graph.tab.clear_button, Key.Key_Return)
    graph.settle()
    assert {"other", "ledger"} <= graph.drawn


def test_services_without_any_dependency_have_no_picture(open_graph: OpenGraph, qapp: QApplication) -> None:
    graph = open_graph("a b")
    assert graph.tab.no_needs.isVisible()
    assert graph.tab.says.text() == "None of these services needs another one."
    assert qapp.focusWidget() is graph.tab.tree


def test_too_many_services_begin_with_the_one_that_takes_the_most_along(open_graph: OpenGraph) -> None:
    chains = " ".join(f"s{number}>s{number + 1}" for number in range(MOST_CARDS - 2))
    graph = open_graph(f"{chains} a>hub b>hub c>hub hub>s0")
    last = f"s{MOST_CARDS - 2}"
    assert graph.current == last
    assert graph.tab.says.text().startswith(f"{MOST_CARDS + 3} services are too many for one picture.")
    assert graph.drawn == {last, f"s{MOST_CARDS - 3}", f"s{MOST_CARDS - 4}"}
    assert graph.tab.bar.steps.currentText() == "2 steps"
    assert not graph.tab.bar.all_button.isEnabled()
    graph.tab.bar.steps.activated.emit(2)
    graph.settle()
    assert graph.tab.too_many.isVisible()
    assert "more than the 150 that fit into a picture" in graph.tab.says.text()
    assert graph.tab.model.rowCount() == MOST_CARDS + 3
    assert not graph.tab.bar.fit.isEnabled()


def test_a_services_page_tells_what_falls_and_leads_to_the_graph(
    open_graph: OpenGraph, window: MainWindow, places: Places, context: Context, qtbot: QtBot
) -> None:
    graph = open_graph("web>checkout checkout>payments reports~payments x>y")
    [payments] = [each for each, name in graph.names.items() if name == "payments"]
    context.open_service(payments)
    graph.settle()
    overview = places.service.tab
    assert isinstance(overview, OverviewTab)
    assert overview.falls.falls.text() == "If payments falls, 2 services fall with it: checkout, web."
    assert overview.falls.more.text() == "1 more service stands but misses a soft dependency: reports."
    QTest.mouseClick(overview.falls.graph_button, Qt.MouseButton.LeftButton)
    graph.settle()
    assert window.page is places.portfolio
    assert places.portfolio.tab is graph.tab
    assert graph.drawn == {"web", "checkout", "payments", "reports"}
    assert graph.current == "payments"


def test_a_past_day_shows_what_was_there_then(open_graph: OpenGraph, places: Places, context: Context) -> None:
    graph = open_graph("web>checkout checkout>payments")
    graph.click("payments")
    graph.keys(Key.Key_Space)
    places.portfolio.state.set_day(context.session.today() - timedelta(days=3))
    graph.settle()
    assert graph.tab.nothing_found.isVisible()
    places.portfolio.state.set_day(None)
    graph.settle()
    assert graph.drawn == {"web", "checkout", "payments"}


def test_names_that_run_from_right_to_left_and_long_ones_stay_in_their_cards(
    open_graph: OpenGraph, qapp: QApplication
) -> None:
    graph = open_graph(f"خدمة>{'x' * 190} {'x' * 190}>קופה")
    left_to_right = {name: graph.tab.view.card_place(each).x() for each, name in graph.names.items()}
    assert left_to_right["خدمة"] < left_to_right["קופה"]
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        graph.tab.show_all()
        graph.settle()
        right_to_left = {name: graph.tab.view.card_place(each).x() for each, name in graph.names.items()}
        assert right_to_left["خدمة"] > right_to_left["קופה"]
        graph.click("קופה")
        assert graph.keys(Key.Key_Right, Key.Key_Right) == "خدمة"
        assert graph.keys(Key.Key_Home) == "خدمة"
        assert graph.keys(Key.Key_Left, Key.Key_Left) == "קופה"
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_palette_offers_what_acts_on_the_chosen_service(open_graph: OpenGraph, theme: Theme) -> None:
    graph = open_graph("a>b b>c x>y")
    graph.click("x")
    commands = {command.text: command for command in graph.tab.commands()}
    assert list(commands) == ["Copy as text", "Show the whole graph", "Show what is around x"]
    commands["Show what is around x"].act()
    graph.settle()
    assert graph.drawn == {"x", "y"}
    # An emptied field is no focus; a larger text makes larger cards.
    field, width = graph.tab.bar.field, graph.tab.view.cards[next(iter(graph.tab.view.cards))].width
    field.setFocus()
    field.clear()
    QTest.keyClick(field, Key.Key_Return)
    graph.settle()
    assert len(graph.drawn) == 5
    theme.choose(ThemeChoice.LIGHT, 150)
    graph.settle()
    assert graph.tab.view.cards[next(iter(graph.tab.view.cards))].width == pytest.approx(1.5 * width)
    field.setFocus()
    QTest.keyClick(field, Key.Key_Escape)
    assert graph.tab.view.hasFocus()
