"""The model of the heat map: cells in words and figures, sorted by a principle, decoded as they are looked at."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from tests.domain.builders import pack, principle, question
from tests.domain.reviewed_lines import line, review
from tests.gui.test_theme import contrast

from shipworthy.domain.heat_map import HeatCell, column_means, heat_map
from shipworthy.domain.pack import Severity
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.models.heat_map_model import HeatMapModel, MeansModel
from shipworthy.gui.pages.portfolio.heat_map_view import heat_ground
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.wording import Wording
from shipworthy.workflows.heat_map import HeatMapView

SMALL = pack(
    "small",
    principle("contract", question("first", severity=Severity.BLOCKER), question("second")),
    principle("failure", question("third")),
)
OTHER = pack("other", principle("calls", question("own")))
LINES = [
    line(
        "checkout",
        review(
            "2/5",
            sealed="1/2",
            principles={"small/contract": Fraction(2, 5), "small/failure": None},
            misses=["small/first", "small/second"],
        ),
    ),
    line("ledger", review("3/4", principles={"small/contract": Fraction(3, 4), "small/failure": Fraction(1)})),
    line("bare"),
    line("search", review("1/10", principles={"other/calls": Fraction(1, 10)})),
]


def map_of(lines: list[ServiceLine]) -> HeatMapView:
    scores = [each.standing.principle_texts if each.standing is not None else {} for each in lines]
    found = heat_map([SMALL, OTHER], {principle_id for each in scores for principle_id in each})
    sizes = found.sizes(scores)
    return HeatMapView(found, sizes, column_means(sizes, len(found.columns)))


@pytest.fixture
def model(theme: Theme) -> HeatMapModel:
    model = HeatMapModel(Wording())
    model.show_map(LINES, map_of(LINES))
    return model


def names(model: HeatMapModel) -> list[str]:
    return [model.line(row).service.name for row in range(model.rowCount())]


def test_it_keeps_the_rules_of_models(model: HeatMapModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort_by(0)
    model.sort_by(None)
    model.show_map([], map_of([]))
    assert (model.rowCount(), model.columnCount()) == (0, 0)
    model.show_map(LINES, map_of(LINES))
    means = MeansModel(Wording())
    QAbstractItemModelTester(means, QAbstractItemModelTester.FailureReportingMode.Fatal)
    means.show_map(LINES, map_of(LINES))
    assert (means.rowCount(), means.columnCount()) == (1, 4)


def test_cells_show_number_mark_and_dash(model: HeatMapModel) -> None:
    shown = [[model.index(row, column).data() for column in range(4)] for row in range(4)]
    assert shown == [["▼ 40", "–", "–", "40"], ["75", "100", "–", "75"], ["–"] * 4, ["–", "–", "▼ 10", "10"]]
    cell = model.index(0, 0).data(CELL_ROLE)
    assert isinstance(cell, HeatCell)
    assert cell.is_below
    titles = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(4)]
    assert titles == ["Title of contract", "Title of failure", "Title of calls", "Score"]
    assert model.headerData(1, Qt.Orientation.Vertical) == "ledger"


def test_cells_are_told_in_words(model: HeatMapModel) -> None:
    said = Qt.ItemDataRole.AccessibleTextRole
    first = "checkout · Title of contract (Title of small): 40, below the minimum of 60, 2 misses, 1 blocker"
    assert model.index(0, 0).data(said) == first
    assert model.index(0, 1).data(said) == "checkout · Title of failure (Title of small): nothing of it applies"
    assert model.index(0, 2).data(said) == "checkout · Title of calls (Title of other): not asked in this review"
    assert model.index(0, 3).data(said) == "checkout · Score: 40, 2 misses, sealed at 50"
    assert model.index(2, 0).data(said) == "bare: no review yet"
    assert "<" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    long = [line("x" * 200, review())]
    model.show_map(long, map_of(long))
    assert model.words(0, 0).lstrip("\u2068").startswith("x" * 47 + "…")


def test_it_sorts_the_worst_first_and_what_has_no_score_last(model: HeatMapModel) -> None:
    model.sort_by(0)
    assert names(model) == ["checkout", "ledger", "bare", "search"]
    model.sort_by(0, best_first=True)
    assert names(model) == ["ledger", "checkout", "bare", "search"]
    model.sort_by(3)
    assert names(model) == ["search", "checkout", "ledger", "bare"]
    assert model.sorted_column() == 3
    model.sort_by(None)
    assert names(model) == ["checkout", "ledger", "bare", "search"]
    assert model.sorted_column() == -1


def test_sorting_stays_while_the_principle_does(model: HeatMapModel) -> None:
    model.sort_by(2)
    assert names(model)[0] == "search"
    model.show_map(LINES[:3], map_of(LINES[:3]))
    assert model.sorted_column() == -1
    assert names(model) == ["checkout", "ledger", "bare"]


def test_service_and_principle_are_found_again(model: HeatMapModel) -> None:
    assert model.place_of(LINES[1].service.id, "other/calls") == (1, 2)
    assert model.place_of(None, None) == (0, 0)


def test_rows_are_decoded_when_they_are_looked_at(model: HeatMapModel) -> None:
    many = [line(f"service {number}", review("1/2")) for number in range(10_000)]
    model.show_map(many, map_of(many))
    assert not model._decoded
    for row in range(6000):
        model.index(row, 0).data()
    assert len(model._decoded) < 5002


def test_means_are_told_with_how_many_they_are_of(theme: Theme) -> None:
    means = MeansModel(Wording())
    means.show_map(LINES, map_of(LINES))
    assert [means.index(0, column).data() for column in range(4)] == ["58", "100", "10", "42"]
    assert means.words(0) == "Title of contract: mean 58 over 2 services"
    assert means.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Title of failure: mean 100 over 1 service"
    assert means.headerData(0, Qt.Orientation.Vertical) == "Mean"
    nothing = [line("a", review(None, principles={"small/failure": None}))]
    means.show_map(nothing, map_of(nothing))
    assert means.words(0) == "Title of failure: no service has a score"


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_numbers_are_easy_to_read_on_every_ground(theme: Theme, choice: ThemeChoice) -> None:
    theme.choose(choice, 100)
    ink = theme.colour("ink")
    grounds: list[QColor] = [heat_ground(theme, percent / 100) for percent in range(101)]
    assert min(contrast(ink.name(), ground.name()) for ground in grounds) >= 4.5
    assert len({ground.name() for ground in grounds}) > 40
