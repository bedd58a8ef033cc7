"""What the graph paints and tells by itself: marks on lines, tips, the wheel, and the words for a screen reader."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from tests.domain.test_dependencies import id_of, web

from shipworthy.domain.dependencies import Dependencies
from shipworthy.domain.gate import Verdict
from shipworthy.gui.pages.portfolio.graph_layout import Sizes
from shipworthy.gui.pages.portfolio.graph_picture import picture
from shipworthy.gui.pages.portfolio.graph_view import GraphView
from shipworthy.gui.theme import Theme
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.wording.dependencies import DependencyWording

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def shown(qtbot: QtBot, theme: Theme, found: Dependencies, current: str = "a") -> GraphView:
    """Return the graph of all services on screen."""
    view = GraphView(theme, DependencyWording())
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    view.show_picture(picture(found, list(found.services), None, Sizes()), id_of(current))
    return view


def painted_between(view: GraphView, one: str, other: str, token: str, theme: Theme) -> int:
    """Return how many points between two cards are painted in a colour."""
    image: QImage = view.viewport().grab().toImage()
    left, right = (view.card_place(id_of(each)) for each in (one, other))
    colour = theme.colour(token).rgb()
    across = range(int(left.right()) + 3, int(right.left()) - 2)
    down = range(int(min(left.top(), right.top())), int(max(left.bottom(), right.bottom())))
    return sum(image.pixel(x, y) == colour for x in across for y in down)


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_caps_and_laxer_tiers_are_marked_on_their_lines(qtbot: QtBot, theme: Theme, choice: ThemeChoice) -> None:
    theme.choose(choice, 100)
    capped = shown(qtbot, theme, web("a>b", b=Verdict.NOT_READY))
    assert painted_between(capped, "a", "b", "bad_weak", theme) > 50
    assert painted_between(capped, "a", "b", "warn_weak", theme) == 0
    laxer = shown(qtbot, theme, web("a>b", tiers={"a": 1, "b": 4}))
    assert painted_between(laxer, "a", "b", "warn_weak", theme) > 50
    assert painted_between(laxer, "a", "b", "bad_weak", theme) == 0
    soft = shown(qtbot, theme, web("a~b", tiers={"a": 1, "b": 4}, b=Verdict.NOT_READY))
    for token in ("bad_weak", "warn_weak"):
        assert painted_between(soft, "a", "b", token, theme) == 0


def test_a_soft_line_has_gaps_and_a_hard_one_none(qtbot: QtBot, theme: Theme) -> None:
    hard = painted_between(shown(qtbot, theme, web("a>b")), "a", "b", "accent", theme)
    soft = painted_between(shown(qtbot, theme, web("a~b")), "a", "b", "accent", theme)
    assert 0 < soft < 0.85 * hard


def test_the_chosen_card_is_told_in_a_few_sentences_however_many_need_it(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot, theme, web("a>p b>p c>p d~p p>q q>p"), "p")
    assert view.accessibleDescription() == (
        "p · Tier 3 · ✓ Ready. It needs 1 service. 5 services need it. "
        "If p falls, 4 services fall with it. Circle of 2."
    )


def test_tips_tell_of_cards_and_lines(qtbot: QtBot, theme: Theme, qapp: QApplication) -> None:
    view = shown(qtbot, theme, web("a>b", b=Verdict.NOT_READY))

    def tip_at(at: QPointF) -> str:
        point = at.toPoint()
        qapp.sendEvent(view.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point)))
        return QToolTip.text()

    left, right = view.card_place(id_of("a")), view.card_place(id_of("b"))
    assert "a · Tier 3 · ✕ Not ready. It needs 1 service." in tip_at(left.center())
    between = QPointF((left.right() + right.left()) / 2, (left.center().y() + right.center().y()) / 2)
    assert "a needs b (hard, caps it: Not ready)" in tip_at(between)
    tip_at(QPointF(3, 3))
    qtbot.waitUntil(lambda: not QToolTip.text())  # Qt lets a tip stay for a moment


def test_the_wheel_zooms_with_ctrl_around_the_pointer(qtbot: QtBot, theme: Theme, qapp: QApplication) -> None:
    view = shown(qtbot, theme, web("a>b b>c c>d d>e"))
    at = view.card_place(id_of("a")).center()
    before = view.zoom

    def turn(steps: int, modifiers: Qt.KeyboardModifier) -> None:
        place = QPointF(view.viewport().mapToGlobal(at.toPoint()))
        event = QWheelEvent(
            at, place, QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        qapp.sendEvent(view.viewport(), event)

    turn(2, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(before * 1.25**2)
    assert view.card_at(at) == id_of("a")
    scrolled = view.verticalScrollBar().value()
    turn(-1, Qt.KeyboardModifier.NoModifier)
    assert view.zoom == pytest.approx(before * 1.25**2)
    assert view.verticalScrollBar().value() >= scrolled


def test_the_same_cards_keep_zoom_and_others_are_fitted_anew(qtbot: QtBot, theme: Theme) -> None:
    found = web("a>b b>c")
    view = shown(qtbot, theme, found)
    view.zoom_in()
    zoomed = view.zoom
    view.show_picture(picture(found, list(found.services), None, Sizes()), id_of("b"))
    assert (view.zoom, view.current) == (zoomed, id_of("b"))
    other = web("x>y")
    view.show_picture(picture(other, list(other.services), None, Sizes()), None)
    assert view.zoom == 1.0
    assert view.current is None
