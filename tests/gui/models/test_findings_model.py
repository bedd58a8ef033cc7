"""What a check found, as a list under headings."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.gui.models.findings_model import FindingsModel
from shipworthy.workflows.check_data import CheckFinding, FindingKind

DAMAGED = CheckFinding(FindingKind.DAMAGED, "The service <b>is</b> not it.", "checkout", "A backup holds it.")
TO_KNOW = CheckFinding(FindingKind.TO_KNOW, "There is no backup yet.")


def test_findings_stand_under_headings_that_cannot_be_chosen() -> None:
    model = FindingsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_findings([TO_KNOW])
    model.show_findings([])
    assert model.first_row() == 0
    model.show_findings([TO_KNOW, DAMAGED])
    assert tester.model() is model
    texts = [model.index(row).data() for row in range(model.rowCount())]
    assert texts == [
        "Damaged",
        "checkout: The service <b>is</b> not it.\nA backup holds it.",
        "To know",
        "There is no backup yet.",
    ]
    assert model.first_row() == 1
    selectable = [bool(model.index(row).flags() & Qt.ItemFlag.ItemIsSelectable) for row in range(4)]
    assert selectable == [False, True, False, True]
    assert model.index(0).data(Qt.ItemDataRole.FontRole).bold()
    assert model.index(1).data(Qt.ItemDataRole.FontRole) is None
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Damaged: checkout: The service <b>is</b> not it. A backup holds it."
    assert "&lt;b&gt;" in model.index(1).data(Qt.ItemDataRole.ToolTipRole)
