"""The table of recent exports: what it says of each, and of one whose file is gone; it keeps to Qt's rules."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.domain.report_kind import Audience, ReportOrder, Subject
from shipworthy.gui.models.recent_exports_model import RecentExportsModel
from shipworthy.gui.theme import Theme
from shipworthy.wording import Wording
from shipworthy.workflows.reports.recent import ListedExport, RecentExport

AT = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
ORDER = ReportOrder(Subject.PORTFOLIO, Audience.LEADERSHIP)
HERE = ListedExport(RecentExport("/out/all.pdf", "The portfolio", ORDER, AT), is_there=True)
GONE = ListedExport(RecentExport("/out/<b>.pdf", "checkout", ORDER, AT), is_there=False)


def test_the_model_keeps_to_the_rules(theme: Theme) -> None:
    model = RecentExportsModel(theme, Wording())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines([HERE, GONE])
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.show_lines([])
    model.show_lines([GONE])


def test_it_says_what_whom_for_and_when_and_what_is_gone(theme: Theme) -> None:
    model = RecentExportsModel(theme, Wording())
    model.show_lines([HERE, GONE])
    said = [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(2)]
    local = AT.astimezone()
    when = f"{local.day} Nov 2026, {local:%H:%M}"
    assert said == [
        ["all.pdf", "The portfolio", "Leadership", when],
        ["<b>.pdf (gone)", "checkout", "Leadership", when],
    ]
    assert model.index(1, 0).data(Qt.ItemDataRole.ForegroundRole) == theme.colour("soft")
    assert "&lt;b&gt;" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert model.line(1) is GONE
