"""The lists of what moved keep the rules of models, and say what moved in figures and words."""

from fractions import Fraction
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.domain.builders import TODAY
from tests.domain.reviewed_lines import line, review

from shipworthy.domain.gate import Verdict
from shipworthy.domain.movement import CommonMiss, MoveReason, movement
from shipworthy.gui.models import movement_models as models
from shipworthy.gui.models.movement_models import Appearance, MovementModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, VerdictCell
from shipworthy.wording import Wording
from shipworthy.workflows.movement import AskedMiss

BEFORE, AFTER = [line("a", review("43/100"))], [line("a", review("61/100", number=2, verdict=Verdict.READY))]


def texts(model: MovementModel[Any], row: int = 0) -> list[object]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_every_list_keeps_the_rules_of_models(theme: Theme) -> None:
    wording, [move] = Wording(), movement(BEFORE, AFTER).improved
    asked = AskedMiss(CommonMiss("small/first", (AFTER[0].service.id,), 3), "Is it?", tuple(AFTER))
    lists: list[tuple[MovementModel[Any], Any, list[str]]] = [
        (models.moves_model(theme, wording), move, ["a", "43 → 61", "+18", "new review"]),
        (models.verdicts_model(theme, wording), move, ["a", "✕ Not ready", "✓ Ready", "new review"]),
        (models.misses_model(theme, wording), asked, ["Is it?", "1 of 3", "33 %"]),
        (models.stalest_model(theme, wording, lambda: TODAY), AFTER[0], ["a", "22 Nov 2026", "0 days", ""]),
        (models.appearances_model(theme, wording), Appearance(AFTER[0], came=False), ["a", "gone", "✓ Ready"]),
        (models.missing_model(theme, wording), AFTER[0], ["a", "", "✓ Ready", "61"]),
    ]
    for model, row, expected in lists:
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert model.rowCount() == 0
        model.show_lines([row])
        assert texts(model) == expected
        assert model.row(0) is row
        model.sort(1, Qt.SortOrder.DescendingOrder)
        model.show_lines([])
    verdicts = models.verdicts_model(theme, wording)
    verdicts.show_lines([move])
    assert verdicts.index(0, 2).data(CELL_ROLE) == VerdictCell(Verdict.READY, Verdict.READY)


def test_a_change_is_told_with_its_sign_and_a_small_one_with_a_decimal() -> None:
    wording = Wording()
    changes = [Fraction(18, 100), Fraction(-1, 25), Fraction(0), Fraction(4, 1000), Fraction(-1, 100_000), None]
    assert [wording.change(each) for each in changes] == ["+18", "−4", "0", "+0.4", "−0.1", "–"]


def test_every_reason_has_words() -> None:
    assert len({Wording().move_reason(each) for each in MoveReason}) == len(MoveReason)
