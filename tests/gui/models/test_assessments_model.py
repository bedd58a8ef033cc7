"""The table of one service's assessments."""

import uuid
from dataclasses import replace
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from shipworthy.domain.assessment import AssessmentState, Decision, Outcome, Signatory
from shipworthy.domain.gate import Verdict
from shipworthy.domain.scorecard import Band
from shipworthy.domain.stale import StaleKind, StaleReason
from shipworthy.gui.models.assessments_model import AssessmentsModel
from shipworthy.wording import Wording
from shipworthy.workflows.services import AssessmentLine, SealedLine

DRAFT = AssessmentLine(
    uuid.uuid4(),
    "Design review",
    AssessmentState.DRAFT,
    date(2026, 11, 22),
    score=Fraction(62, 100),
    band=Band(Fraction(48, 100), Fraction(81, 100)),
    level=1,
    coverage=Fraction(7, 8),
    verdict=Verdict.NOT_READY,
)
EMPTY = AssessmentLine(uuid.uuid4(), "", AssessmentState.DECIDED, None)


def test_it_keeps_to_the_rules_and_says_what_is_known() -> None:
    model = AssessmentsModel(Wording())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines([DRAFT, EMPTY])
    rows = [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(2)]
    assert rows[0] == ["Design review", "22 Nov 2026 · draft", "Not ready", "62 (48–81)", "1", "88 %"]
    assert rows[1] == ["", "", "Not assessed", "–", "0", "0 %"]
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Title"
    assert model.line(1) is EMPTY
    assert model.data(QModelIndex()) is None


def test_a_decided_one_says_how_it_ended_what_it_counts_today_and_that_it_is_stale() -> None:
    signed = (Signatory("Ada"),)
    stale = SealedLine("a" * 64, Fraction(1, 2), (StaleReason(StaleKind.TIER, before="2", after="1"),))
    sealed = replace(
        DRAFT,
        state=AssessmentState.DECIDED,
        decision=Decision(Outcome.NO_GO, signatories=signed),
        sealed=stale,
    )
    withdrawn = replace(sealed, state=AssessmentState.WITHDRAWN, state_reason="The incident.", sealed=None)
    model = AssessmentsModel(Wording())
    model.show_lines([sealed, withdrawn])
    assert model.index(0, 1).data() == "22 Nov 2026 · no-go · stale"
    assert model.index(0, 3).data() == "62 (48–81), live 50"
    assert "The tier changed from 2 to 1" in model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(1, 1).data() == "22 Nov 2026 · withdrawn"
    assert "The incident." in model.index(1, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_two_are_ticked_at_most_and_the_first_gives_way_to_a_third(qtbot: QtBot) -> None:
    third = replace(DRAFT, id=uuid.uuid4())
    model = AssessmentsModel(Wording())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines([DRAFT])
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsUserCheckable  # nothing to compare it with
    model.show_lines([DRAFT, EMPTY, third])
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsUserCheckable
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsUserCheckable
    with qtbot.waitSignal(model.ticked_changed):
        assert model.setData(model.index(2, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert model.setData(model.index(2, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert not model.setData(model.index(1, 1), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    model.toggle(1)
    assert model.ticked == (EMPTY.id, third.id)
    model.toggle(0)
    assert model.ticked == (DRAFT.id, EMPTY.id)
    states = [model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) for row in range(3)]
    assert states == [Qt.CheckState.Checked, Qt.CheckState.Checked, Qt.CheckState.Unchecked]
    model.show_lines([DRAFT, third], keep_ticks=True)
    assert model.ticked == (DRAFT.id,)
    model.toggle(0)
    assert model.ticked == ()
    model.tick([third.id])
    model.show_lines([DRAFT, third])
    assert model.ticked == ()
    model.show_lines([])
    model.tick([])
    assert model.ticked == ()
