"""The table of services: what each cell says, how it sorts and filters, and that it keeps to Qt's rules."""

import uuid
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import DueKind, ReviewDue, ServiceLine, StandingReview
from shipworthy.domain.score_line import ScoreLine, places
from shipworthy.domain.service import Service
from shipworthy.domain.service_filter import Facet
from shipworthy.gui.models.service_columns import (
    BLAST,
    BLOCKERS,
    CAPPED_BY,
    COVERAGE,
    DOMAIN,
    DUE,
    EXPIRING,
    HIGHS,
    LAST_REVIEW,
    LEVEL,
    LIFECYCLE,
    NAME,
    OWNER,
    SCORE,
    SYSTEM,
    TAGS,
    TEAM,
    TIER,
    TREND,
    VERDICT,
)
from shipworthy.gui.models.services_model import ServicesModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ScoreCell, VerdictCell
from shipworthy.gui.widgets.spark_line import SparkCell
from shipworthy.wording import Wording

DAY = date(2026, 11, 22)
NEVER = ServiceLine(Service(uuid.uuid4(), "archive", tier=4), None, Verdict.NOT_ASSESSED, Verdict.NOT_ASSESSED)


def line(name: str, percent: int, verdict: Verdict = Verdict.READY, **service: object) -> ServiceLine:
    """Return a reviewed service."""
    day = date(2026, 11, 22)
    score = str(Fraction(percent, 100))
    standing = StandingReview(
        uuid.uuid4(),
        "Review",
        AssessmentState.DECIDED,
        day,
        max_age_days=365,
        result=(score, score, str(Fraction(percent + 5, 100))),
        sealed=None,
        coverage_text="9/10",
        level=2,
        verdict=verdict,
        blockers=1,
        highs=0,
        principles_text="{}",
        misses_text="[]",
    )
    made = Service(uuid.uuid4(), name, **service)  # type: ignore[arg-type]
    return ServiceLine(made, standing, verdict, verdict)


CHECKOUT = line("checkout", 63, Verdict.NOT_READY, tier=1, team="Payments", tags=("pci",))
LEDGER = line("Ledger", 91, tier=1, team="Payments", owner="Noor")
SEARCH = line("search", 78, Verdict.CONDITIONALLY_READY, tier=2, team="Search")


@pytest.fixture
def model(theme: Theme) -> ServicesModel:
    """Return a model with four services."""
    model = ServicesModel(theme, Wording())
    model.show_lines([SEARCH, NEVER, LEDGER, CHECKOUT])
    return model


def names(model: ServicesModel) -> list[str]:
    """Return the names in the order shown."""
    return [str(model.index(row, NAME).data()) for row in range(model.rowCount())]


def text(model: ServicesModel, row: int, column: int) -> object:
    """Return what a cell says."""
    return model.index(row, column).data()


def test_the_model_keeps_to_the_rules(model: ServicesModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(SCORE, Qt.SortOrder.DescendingOrder)
    model.show_lines([])
    model.show_lines([CHECKOUT])
    model.group_by(Facet.OWNER)
    model.show_lines([SEARCH, NEVER, LEDGER, CHECKOUT])
    model.group_by(Facet.TEAM)
    model.sort(NAME, Qt.SortOrder.DescendingOrder)
    for row in (0, 1, 2, 0):
        model.toggle(row)
    model.sort(SCORE)
    model.show_lines([LEDGER, SEARCH])
    model.fold_all(True)
    model.show_trends({LEDGER.service.id: ScoreLine(DAY)})
    model.fold_all(False)
    model.group_by(None)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0


def test_cells_say_where_a_service_stands(model: ServicesModel) -> None:
    assert names(model) == ["archive", "checkout", "Ledger", "search"]
    assert [text(model, 1, column) for column in (NAME, TIER, VERDICT, LEVEL, SCORE, BLOCKERS, LAST_REVIEW)] == [
        *("checkout", "1", "Not ready", "2", "63 (63–68)", "1", "22 Nov 2026")
    ]
    assert [text(model, 0, column) for column in (VERDICT, LEVEL, SCORE, BLOCKERS, LAST_REVIEW)] == [
        *("Not assessed", "–", "–", "–", "never")
    ]
    assert model.index(1, VERDICT).data(CELL_ROLE) == VerdictCell(Verdict.NOT_READY, Verdict.NOT_READY)
    assert model.index(0, SCORE).data(CELL_ROLE) == ScoreCell(None, None)
    assert model.data(QModelIndex()) is None


def test_a_capped_verdict_names_the_own_one_and_who_caps(model: ServicesModel) -> None:
    model.show_lines([replace(LEDGER, verdict=Verdict.NOT_READY, capped_by=("fraud-scoring", "rates"))])
    assert text(model, 0, VERDICT) == "Not ready (own: ready)"
    assert text(model, 0, CAPPED_BY) == "fraud-scoring, rates"
    assert model.index(0, VERDICT).data(CELL_ROLE) == VerdictCell(Verdict.NOT_READY, Verdict.READY)


def test_groups_come_by_name_with_what_their_services_come_to_and_those_without_one_last(model: ServicesModel) -> None:
    model.group_by(Facet.TEAM)
    assert names(model) == [
        *("Payments · 2 services · mean 77", "checkout", "Ledger"),
        *("Search · 1 service · mean 78", "search"),
        *("No team · 1 service", "archive"),
    ]
    model.sort(SCORE, Qt.SortOrder.DescendingOrder)
    assert names(model)[:3] == ["Payments · 2 services · mean 77", "Ledger", "checkout"]
    assert [line.service.name for line in model.lines] == ["Ledger", "checkout", "search", "archive"]
    assert list(model.lines) == model.ordered([NEVER, SEARCH, CHECKOUT, LEDGER])
    model.group_by(Facet.TIER)
    assert [name for name in names(model) if "Tier" in name] == [
        *("Tier 1 · 2 services · mean 77", "Tier 2 · 1 service · mean 78", "Tier 4 · 1 service")
    ]


def test_a_folded_group_keeps_its_head_and_stays_folded_when_the_rest_changes(model: ServicesModel) -> None:
    model.group_by(Facet.TEAM)
    model.toggle(0)
    assert names(model)[1:3] == ["Search · 1 service · mean 78", "search"]
    assert model.row_of(LEDGER.service.id) is None
    assert model.row_of(SEARCH.service.id) == 2
    assert str(model.index(0, NAME).data(Qt.ItemDataRole.AccessibleTextRole)).endswith(", folded")
    assert LEDGER in model.lines
    model.show_lines([SEARCH, LEDGER])
    assert names(model) == ["Payments · 1 service · mean 91", "Search · 1 service · mean 78", "search"]
    model.toggle(0)
    assert names(model)[1] == "Ledger"
    assert str(model.index(0, NAME).data(Qt.ItemDataRole.AccessibleTextRole)).endswith(", unfolded")
    model.fold_all(True)
    assert model.rowCount() == 2


def test_heads_are_no_services_and_cannot_be_selected(model: ServicesModel) -> None:
    model.group_by(Facet.TEAM)
    assert (model.line(0), model.line(1)) == (None, CHECKOUT)
    assert model.head(1) is None
    model.toggle(1)  # nothing to fold
    assert names(model)[1] == "checkout"
    assert not model.flags(model.index(0, SCORE)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(model.index(1, SCORE)) & Qt.ItemFlag.ItemIsSelectable
    assert model.index(0, SCORE).data() == ""
    assert model.index(0, SCORE).data(CELL_ROLE) == model.index(0, NAME).data(CELL_ROLE)
    assert model.index(0, SCORE).data(Qt.ItemDataRole.ToolTipRole) is None


def test_a_trend_is_a_line_and_says_the_same_in_words(model: ServicesModel) -> None:
    half, most = Fraction(52, 100), Fraction(63, 100)
    trend = ScoreLine(DAY, ((date(2026, 5, 3), half), (DAY, most)))
    steady = ScoreLine(DAY, ((date(2025, 12, 3), half),))
    assert model.index(1, TREND).data(CELL_ROLE) == SparkCell(())
    assert text(model, 1, TREND) == ""
    model.show_trends(
        {
            CHECKOUT.service.id: trend,
            LEDGER.service.id: ScoreLine(DAY, ((date(2026, 5, 3), most), (DAY, half))),
            SEARCH.service.id: steady,
            NEVER.service.id: ScoreLine(DAY),
            uuid.uuid4(): trend,  # gone meanwhile
        }
    )
    assert [text(model, row, TREND) for row in range(4)] == [
        *("–", "rising, 52 to 63 since May", "falling, 63 to 52 since May", "steady at 52 since December 2025")
    ]
    assert model.index(1, TREND).data(CELL_ROLE) == SparkCell(places(trend))
    model.sort(TREND)
    assert names(model) == ["archive", "checkout", "Ledger", "search"], "nothing to sort by"


@pytest.mark.parametrize("order", list(Qt.SortOrder))
def test_services_without_a_name_of_the_kind_come_last_in_either_order(
    model: ServicesModel, order: Qt.SortOrder
) -> None:
    model.sort(TEAM, order)
    assert names(model)[-1] == "archive"


def test_further_columns_say_what_is_known(model: ServicesModel) -> None:
    due = (ReviewDue(DueKind.INCIDENT, DAY, "failover"), ReviewDue(DueKind.AGE, DAY))
    model.show_lines([replace(LEDGER, due=due), NEVER])
    further = (OWNER, SYSTEM, DOMAIN, LIFECYCLE, TAGS, COVERAGE, HIGHS, EXPIRING)
    assert [text(model, 1, column) for column in further] == ["Noor", "", "", "Production", "", "90 %", "0", "0"]
    assert [text(model, 0, column) for column in (COVERAGE, HIGHS)] == ["–", "–"]
    assert str(text(model, 1, DUE)).startswith("incident on 22 Nov 2026, ")
    for column in further:
        model.sort(column)
    model.sort(DUE)
    assert names(model)[0] == "Ledger"
    assert len({column.id for column in model.columns}) == model.columnCount()


def test_a_draft_is_called_one(model: ServicesModel) -> None:
    assert LEDGER.standing is not None
    draft = replace(LEDGER.standing, state=AssessmentState.DRAFT)
    model.show_lines([replace(LEDGER, standing=draft)])
    assert text(model, 0, LAST_REVIEW) == "22 Nov 2026 · draft"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (NAME, ["archive", "checkout", "Ledger", "search"]),
        (TIER, ["checkout", "Ledger", "search", "archive"]),
        (VERDICT, ["checkout", "archive", "search", "Ledger"]),
        (SCORE, ["archive", "checkout", "search", "Ledger"]),
    ],
)
def test_sorting_is_by_what_is_meant_not_by_its_text(model: ServicesModel, column: int, expected: list[str]) -> None:
    model.sort(column, Qt.SortOrder.AscendingOrder)
    assert names(model) == expected
    model.sort(column, Qt.SortOrder.DescendingOrder)
    assert sorted(names(model)) == sorted(expected)
    assert names(model)[0] == expected[-1]


def test_sorting_keeps_hold_of_what_is_chosen(model: ServicesModel) -> None:
    from PySide6.QtCore import QPersistentModelIndex

    chosen = QPersistentModelIndex(model.index(1, NAME))
    model.sort(SCORE, Qt.SortOrder.DescendingOrder)
    assert chosen.data() == "checkout"
    assert chosen.row() == model.row_of(CHECKOUT.service.id)


def test_what_people_typed_is_no_markup_in_a_tip(model: ServicesModel) -> None:
    model.show_lines([line("<b>bold</b>", 50)])
    assert "&lt;b&gt;bold" in str(model.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole))


def test_why_a_review_is_due_is_told_with_its_note(model: ServicesModel) -> None:
    due = (ReviewDue(DueKind.INCIDENT, date(2026, 11, 3), "It fell <over>."), ReviewDue(DueKind.AGE, DAY))
    model.show_lines([replace(CHECKOUT, due=due), replace(NEVER, due=(ReviewDue(DueKind.NEVER),))])
    for column in (LAST_REVIEW, DUE):
        tip = str(model.index(model.row_of(CHECKOUT.service.id) or 0, column).data(Qt.ItemDataRole.ToolTipRole))
        assert "Review due: incident on 3 Nov 2026: It fell &lt;over&gt;.\nReview due: too old since 22 Nov 2026" in tip
    assert "Review due" not in str(model.index(0, LAST_REVIEW).data(Qt.ItemDataRole.ToolTipRole))


def test_how_many_fall_with_a_service_is_asked_for_when_it_is_shown_or_sorted_by(theme: Theme) -> None:
    asked: list[uuid.UUID] = []

    def falls(service_id: uuid.UUID) -> int:
        asked.append(service_id)
        return service_id.int

    model = ServicesModel(theme, Wording())
    lines = [
        ServiceLine(Service(uuid.UUID(int=number), name), None, Verdict.NOT_ASSESSED, Verdict.NOT_ASSESSED)
        for number, name in ((2, "a"), (9, "b"), (4, "c"))
    ]
    model.show_lines(lines, falls=falls)
    assert not asked
    model.sort(BLAST, Qt.SortOrder.DescendingOrder)
    assert [model.index(row, NAME).data() for row in range(3)] == ["b", "c", "a"]
    assert model.index(0, BLAST).data() == "9"
    assert model.headerData(BLAST, Qt.Orientation.Horizontal) == "Falls with it"
