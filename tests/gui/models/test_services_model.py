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
from shipworthy.domain.portfolio import ServiceLine, StandingReview
from shipworthy.domain.service import Service
from shipworthy.gui.models.service_columns import (
    BLOCKERS,
    CAPPED_BY,
    LAST_REVIEW,
    LEVEL,
    NAME,
    SCORE,
    TIER,
    VERDICT,
)
from shipworthy.gui.models.services_model import ServicesModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ScoreCell, VerdictCell
from shipworthy.wording import Wording

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
