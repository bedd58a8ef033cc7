"""The tables of campaigns: all, the services of one, its teams; and a bar with the words beside it."""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from tests.test_campaign_wording import DUE, LINES, view

from shipworthy.domain.campaign_progress import CampaignLine, CampaignState, by_team
from shipworthy.domain.service import Service
from shipworthy.gui.models.campaigns_model import (
    ANSWERED,
    END,
    LATE,
    MISSING,
    PROGRESS,
    SERVICE,
    STATE,
    CampaignLinesModel,
    Shown,
    campaigns_model,
    teams_model,
)
from shipworthy.gui.models.campaigns_model import (
    DUE as DUE_COLUMN,
)
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.gui.widgets.progress_bar import ProgressCell, paint_progress
from shipworthy.wording.campaigns import CampaignWording

Fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
WORDS = CampaignWording()


def test_a_row_says_how_far_a_campaign_is(theme: Theme) -> None:
    parent = QObject()
    model = campaigns_model(theme, WORDS, parent)
    QAbstractItemModelTester(model, Fatal)
    model.show_rows([view(), view(DUE + timedelta(days=3)), view(lines=())])
    said = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert said == [
        "Tier 1 by spring", "1 Feb 2027, in 71 days", "1 of 3 done, 33 %", "1", "0", "17 Jan 2027, in time",
        "Tier 1 · with Backend · from 1 Oct 2026",
    ]  # fmt: skip
    assert model.index(0, PROGRESS).data(CELL_ROLE) == ProgressCell(1, 1, 3, "1 of 3, 33 %")
    assert model.index(1, DUE_COLUMN).data(Qt.ItemDataRole.ForegroundRole) == theme.colour("bad")
    assert model.index(0, DUE_COLUMN).data(Qt.ItemDataRole.ForegroundRole) is None
    assert "At the pace of the last 4 weeks" in model.index(0, END).data(Qt.ItemDataRole.ToolTipRole)
    assert [model.index(2, column).data() for column in (PROGRESS, MISSING, LATE, END)] == [
        "no service is meant", "0", "0", "–"
    ]  # fmt: skip


def lines(count: int) -> list[CampaignLine]:
    states = list(CampaignState)
    return [CampaignLine(Service(UUID(int=each), f"service-{each:05}"), states[each % 3]) for each in range(count)]


def test_who_is_missing_stands_first_until_the_table_is_sorted_otherwise(theme: Theme) -> None:
    model = CampaignLinesModel(theme, WORDS)
    QAbstractItemModelTester(model, Fatal)
    model.show_campaign(LINES)
    assert [line.service.name for line in model.lines] == ["parcels", "ledger", "check|out"]
    model.sort(SERVICE)
    assert [line.service.name for line in model.lines] == ["check|out", "ledger", "parcels"]
    model.sort(ANSWERED, Qt.SortOrder.DescendingOrder)
    assert [model.index(row, ANSWERED).data() for row in range(3)] == ["40 %", "–", "–"]
    for column in range(model.columnCount()):
        model.sort(column)
    assert model.index(0, STATE).data(CELL_ROLE) == ChipCell("Done", "ok")


def test_each_filter_keeps_what_it_says(theme: Theme) -> None:
    model = CampaignLinesModel(theme, WORDS)
    model.show_campaign([*LINES, LINES[0]._replace(service=Service(UUID(int=7), "late"), is_late=True)])
    kept = {}
    for shown in Shown:
        model.filter_by(shown)
        kept[shown.words] = [line.service.name for line in model.lines]
    assert kept == {
        "All services": ["parcels", "ledger", "check|out", "late"],
        "Not done": ["parcels", "ledger"],
        "Missing": ["parcels"],
        "In progress": ["ledger"],
        "Done": ["check|out", "late"],
        "Done late": ["late"],
    }
    assert model.row_of(UUID(int=7)) == 0
    assert model.row_of(UUID(int=99)) is None


def test_ten_thousand_services_are_rows_like_twelve(theme: Theme) -> None:
    model = CampaignLinesModel(theme, WORDS)
    for count in (0, 1, 12, 10_000):
        model.show_campaign(lines(count))
        assert model.rowCount() == count
    model.filter_by(Shown.DONE)
    assert model.rowCount() == 3333
    assert model.lines[0].state is CampaignState.DONE


def test_teams_say_who_is_missing(theme: Theme) -> None:
    parent = QObject()
    model = teams_model(theme, WORDS, parent)
    QAbstractItemModelTester(model, Fatal)
    model.show_rows(by_team(LINES))
    said = [[model.index(row, column).data() for column in range(5)] for row in range(2)]
    assert said == [["Payments", "Mia", "0", "1", "1 of 2"], ["No team", "–", "1", "0", "0 of 1"]]


def painted(theme: Theme, cell: ProgressCell, direction: Qt.LayoutDirection) -> list[bool]:
    """Return where the bar of a cell is full, from the left to the right."""
    image = QImage(120, 40, QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    place = paint_progress(painter, theme, QRect(0, 0, 120, 40), cell, direction)
    painter.end()
    return [image.pixelColor(x, 20) == theme.colour("accent") for x in range(place.left() + 2, place.right() - 1)]


def test_the_bar_is_as_long_as_the_part_and_runs_as_people_read(theme: Theme) -> None:
    half = ProgressCell(5, 0, 10, "")
    full = painted(theme, half, Qt.LayoutDirection.LeftToRight)
    assert 0.4 < sum(full) / len(full) < 0.6
    assert full[0]
    assert not full[-1]
    mirrored = painted(theme, half, Qt.LayoutDirection.RightToLeft)
    assert mirrored[-1]
    assert not mirrored[0]
    assert not any(painted(theme, ProgressCell(0, 0, 0, ""), Qt.LayoutDirection.LeftToRight))
    begun = painted(theme, ProgressCell(0, 10, 10, ""), Qt.LayoutDirection.LeftToRight)
    assert not any(begun)
    assert Fraction(sum(painted(theme, ProgressCell(10, 0, 10, ""), Qt.LayoutDirection.LeftToRight)), len(full)) > 0.9
