"""Charts in the window: drawn beside it, in the theme in use, described, and in words where they cannot be drawn."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.reports.test_charts import CHARTS, figures

from shipworthy.gui.chart_desk import ChartDesk
from shipworthy.gui.context import Context
from shipworthy.gui.models.flow_model import FlowModel
from shipworthy.gui.theme import LIGHT
from shipworthy.gui.widgets.picture_view import PictureView
from shipworthy.reports.chart_data import PAPER
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.wording import Wording

DOWN, UP = CHARTS["burn-down of 12"], CHARTS["burn-up of 500"]
Settle = Callable[[], None]


@pytest.fixture
def view(context: Context, qtbot: QtBot) -> PictureView:
    """Return a view on screen."""
    view = PictureView(context, "Burn-down")
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show()
    return view


def ground(view: PictureView) -> set[str]:
    image = view.grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 2) for y in range(image.height())}


def test_paper_has_the_colours_of_the_light_window() -> None:
    names = [name for name in PAPER.__struct_fields__ if name not in ("width", "text")]
    assert {name: getattr(PAPER, name) for name in names} == {name: getattr(LIGHT, name) for name in names}


def test_a_chart_is_drawn_beside_the_window_and_described(view: PictureView, settle: Settle) -> None:
    view.show_chart(DOWN)
    assert not view.is_drawn  # nobody waits for it
    settle()
    assert view.is_drawn
    assert (view.accessibleName(), view.accessibleDescription()) == ("Burn-down", DOWN.alternative)
    assert view.words == ""
    assert LIGHT.accent in ground(view)
    assert view.sizeHint().width() == 700


def test_another_theme_draws_it_anew(view: PictureView, context: Context, settle: Settle) -> None:
    view.show_chart(DOWN)
    settle()
    context.theme.choose(ThemeChoice.DARK, 100)
    settle()
    assert {context.theme.tokens.accent} <= ground(view)
    assert LIGHT.accent not in ground(view)


def test_what_was_drawn_is_kept(view: PictureView, context: Context, settle: Settle) -> None:
    view.show_chart(DOWN)
    settle()
    view.show_chart(UP)
    settle()
    ChartDesk.of(context).worker.close()
    view.show_chart(DOWN)
    assert view.is_drawn  # at once, and without a process
    assert not context.tasks.busy


def test_only_the_last_of_several_is_shown(view: PictureView, settle: Settle) -> None:
    for chart in CHARTS.values():
        view.show_chart(chart)
    settle()
    assert view.is_drawn
    assert view.accessibleDescription() == list(CHARTS.values())[-1].alternative


def test_a_wider_window_draws_it_wider(view: PictureView, settle: Settle, qtbot: QtBot) -> None:
    view.show_chart(DOWN)
    settle()
    view.resize(900, 300)
    qtbot.waitUntil(lambda: view.sizeHint().width() == 900, timeout=20_000)


def test_a_picture_that_cannot_be_drawn_is_told_in_words(view: PictureView, context: Context, settle: Settle) -> None:
    desk = ChartDesk.of(context)
    desk.worker = ReportWorker(command=[sys.executable, "-c", "raise SystemExit('broken')"])
    view.show_chart(DOWN)
    settle()
    assert not view.is_drawn
    assert view.words.startswith("The picture could not be drawn. In words:")
    assert DOWN.words[-1] in view.words
    desk.worker = ReportWorker(charts=True)
    view.show_chart(UP)
    settle()
    assert view.is_drawn
    assert view.words == ""


def test_a_process_that_was_killed_is_replaced(view: PictureView, context: Context, settle: Settle) -> None:
    view.show_chart(DOWN)
    settle()
    worker = ChartDesk.of(context).worker
    assert worker._process is not None
    worker._process.popen.kill()
    worker._process.popen.wait()
    view.show_chart(UP)
    settle()
    assert view.is_drawn


def test_nothing_to_show_hides_the_view(view: PictureView, settle: Settle) -> None:
    view.show_chart(DOWN)
    settle()
    view.show_chart(None)
    assert not view.isVisible()
    assert view.accessibleDescription() == ""


def test_the_process_ends_with_the_window(view: PictureView, context: Context, settle: Settle) -> None:
    view.show_chart(DOWN)
    settle()
    process = ChartDesk.of(context).worker._process
    assert process is not None
    assert process.alive
    context.closing.emit()
    assert process.popen.returncode is not None


def test_the_figures_are_a_sound_model() -> None:
    model = FlowModel(Wording())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.rowCount() == 0
    model.show_figures(figures(12))
    assert model.value_of("Live items") == "12"
    assert model.value_of("Median age, blocker") == "12 days"
    assert model.value_of("Reopened share") == "–"
    model.show_figures(figures(0))
    assert "Median age, blocker" not in [model.index(row, 0).data() for row in range(model.rowCount())]
    model.show_figures(None)
    assert model.rowCount() == 0
    del tester


def test_once_the_window_closes_nothing_is_drawn_any_more(view: PictureView, context: Context, settle: Settle) -> None:
    view.show_chart(DOWN)
    settle()
    assert context.tasks.close()
    view.show_chart(UP)
    assert not view.is_drawn
