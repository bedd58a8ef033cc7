"""The boxes for hard and soft dependencies."""

import uuid

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.domain.service import Service
from shipworthy.gui.models.dependencies_model import HARD, NAME, SOFT, DependenciesModel

LEDGER, SEARCH = Service(uuid.uuid4(), "ledger"), Service(uuid.uuid4(), "search")
TICKED, CLEAR = Qt.CheckState.Checked, Qt.CheckState.Unchecked
CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def model(qapp: QObject) -> DependenciesModel:
    """Return a model of two services, one of them a hard dependency."""
    return DependenciesModel([LEDGER, SEARCH], frozenset({LEDGER.id}), frozenset(), qapp)


def test_it_keeps_to_the_rules(model: DependenciesModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.setData(model.index(1, SOFT), TICKED.value, CHECK)
    assert model.rowCount(model.index(0, 0)) == 0


def test_a_dependency_is_hard_or_soft_never_both(model: DependenciesModel) -> None:
    assert model.index(0, HARD).data(CHECK) == TICKED
    model.setData(model.index(0, SOFT), TICKED.value, CHECK)
    assert model.index(0, HARD).data(CHECK) == CLEAR
    assert not model.hard
    assert model.soft == {LEDGER.id}
    model.setData(model.index(0, SOFT), CLEAR.value, CHECK)
    assert not model.hard | model.soft


def test_a_name_is_no_box(model: DependenciesModel) -> None:
    assert not model.setData(model.index(0, NAME), TICKED.value, CHECK)
    assert model.index(0, NAME).data(CHECK) is None
    assert not model.flags(model.index(0, NAME)) & Qt.ItemFlag.ItemIsUserCheckable


def test_each_box_says_whose_it_is(model: DependenciesModel) -> None:
    assert model.index(1, HARD).data(Qt.ItemDataRole.AccessibleTextRole) == "search: Hard"
