"""The packs as a table."""

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.workflows.builders import small_pack

from shipworthy.domain.assessment import AssessmentState
from shipworthy.gui.models.packs_model import PacksModel
from shipworthy.storage.packs import PackReview
from shipworthy.workflows.pack_shelf import PackVersion, ShelfPack

PACK = replace(small_pack(), version="1.10.0", title="<b>Small</b>")


def review(pack_hash: str, state: AssessmentState) -> PackReview:
    return PackReview(pack_hash, uuid4(), "Autumn", state, "checkout")


def shelf(*states: AssessmentState) -> ShelfPack:
    older = PackVersion("old", "1.9.0", tuple(review("old", state) for state in states))
    return ShelfPack(PACK, False, (PackVersion("new", "1.10.0", ()), older))


def test_it_keeps_the_rules_of_models_while_packs_come_and_go() -> None:
    model = PacksModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_packs([shelf(), shelf()])
    model.show_packs([])
    model.show_packs([shelf(AssessmentState.DRAFT, AssessmentState.DECIDED)])
    assert tester.model() is model
    texts = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert texts == ["<b>Small</b>", "1.10.0, 1.9.0", "8", "1 open, 1 ended", "small"]
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(5)][3] == "Used by"
    assert "&lt;b&gt;" in str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "checkout: Autumn" in str(model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole))
    assert (model.row_of("small"), model.row_of("gone")) == (0, 0)


def test_only_an_open_review_of_an_older_version_can_be_upgraded() -> None:
    one = shelf(AssessmentState.DRAFT, AssessmentState.DECIDED)
    assert [one.can_upgrade(each) for each in one.reviews] == [True, False]
    swapped = ShelfPack(PACK, False, (PackVersion("old", "1.9.0", ()), PackVersion("new", "1.10.0", ())))
    assert not swapped.can_upgrade(review("new", AssessmentState.DRAFT))
    assert not swapped.can_upgrade(review("old", AssessmentState.DRAFT))
