"""The dependency graph in words."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.domain.test_dependencies import id_of, web

from shipworthy.domain.gate import Verdict
from shipworthy.gui.models.dependency_tree_model import DependencyTreeModel
from shipworthy.gui.theme import Theme
from shipworthy.wording.dependencies import DependencyWording

SAID = Qt.ItemDataRole.AccessibleTextRole


def told(model: DependencyTreeModel, name: str) -> list[str]:
    """Return what is told of a service."""
    parent = model.index_of(id_of(name))
    return [str(model.index(row, 0, parent).data(SAID)) for row in range(model.rowCount(parent))]


def test_it_keeps_to_the_rules_and_tells_everything(theme: Theme) -> None:
    found = web("a>b b>c c>b a~d e>a o>b", archived="d", tiers={"a": 1}, b=Verdict.NOT_READY)
    model = DependencyTreeModel(theme, DependencyWording())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_services(found, [found.services[id_of(each)] for each in "abce"])
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [model.index(row, 0).data(SAID) for row in range(4)] == [
        "a · Tier 1 · ✕ Not ready",
        "b · Tier 3 · ✕ Not ready",
        "c · Tier 3 · ✕ Not ready",
        "e · Tier 3 · ✕ Not ready",
    ]
    assert told(model, "a") == [
        "needs b (hard, caps it: Not ready, laxer tier)",
        "needs d, archived (soft)",
        "is needed by e (hard, capped by it: Not ready)",
        "If a falls, 1 service falls with it: e.",
    ]
    assert told(model, "b") == [
        "needs c (hard)",
        "is needed by a (hard, capped by it: Not ready, laxer tier)",
        "is needed by c (hard, capped by it: Not ready)",
        "is needed by o (hard, capped by it: Not ready)",
        "Circle: b ↔ c",
        "If b falls, 4 services fall with it: a, c, o and 1 more.",
    ]
    first = model.index(0, 0)
    child = model.index(1, 0, first)
    assert model.service_at(child) == model.service_at(first) == id_of("a")
    assert (model.leads_to(first), model.leads_to(child)) == (id_of("a"), id_of("d"))
    assert "✕ Not ready" in first.data()
    assert "✕ Not ready" in first.data(Qt.ItemDataRole.ToolTipRole)
    assert first.data(Qt.ItemDataRole.FontRole).weight() > child.data(Qt.ItemDataRole.FontRole).weight()
    assert model.data(QModelIndex()) is None
    assert model.service_at(QModelIndex()) is None
    assert model.leads_to(QModelIndex()) is None
    assert not model.index_of(id_of("o")).isValid()


def test_rows_become_text_for_the_clipboard(theme: Theme) -> None:
    found = web("a>b b>a x~b", a=Verdict.CONDITIONALLY_READY)
    model = DependencyTreeModel(theme, DependencyWording())
    model.show_services(found, list(found.services.values()))
    assert model.whole_text().splitlines() == [
        (
            "a: needs b (hard); is needed by b (hard, capped by it: Conditionally ready). Circle: a ↔ b. "
            "If a falls, 1 service falls with it."
        ),
        (
            "b: needs a (hard, caps it: Conditionally ready); is needed by a (hard); is needed by x (soft). "
            "Circle: a ↔ b. If b falls, 1 service falls with it."
        ),
        "x: needs b (soft). If x falls, no other service falls with it.",
    ]
    first = model.index(0, 0)
    assert model.text_of([model.index(0, 0, first)]) == "a: needs b (hard)"
    assert model.text_of([first]) == model.whole_text().splitlines()[0]
