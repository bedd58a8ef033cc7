"""The table of points: when, why, what each holds and where; one that cannot be restored says so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.gui.models.restore_points_model import RestorePointsModel
from shipworthy.gui.theme import Theme
from shipworthy.storage.backup_files import BackupFile, BackupReason
from shipworthy.storage.backup_info import BackupInfo
from shipworthy.wording import Wording
from shipworthy.workflows.restore import Point

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
INFO = BackupInfo(uuid4(), "0004", "0.1.0", 12, 3, 1, 40)
WHOLE = Point(BackupFile(Path("/b/backups/a.db"), NOW, BackupReason.BY_THE_CLOCK), INFO)
DAMAGED = Point(
    BackupFile(Path("/b/<stick>/b.db"), NOW - timedelta(days=1), BackupReason.BEFORE_UPDATE), None, "It is damaged."
)


def test_the_model_keeps_to_the_rules(theme: Theme) -> None:
    model = RestorePointsModel(theme, Wording(), NOW)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines([WHOLE, DAMAGED])
    model.sort(0, Qt.SortOrder.AscendingOrder)
    model.show_lines([])
    model.show_lines([DAMAGED])


def test_it_says_when_why_what_and_where(theme: Theme) -> None:
    model = RestorePointsModel(theme, Wording(), NOW)
    model.show_lines([WHOLE, DAMAGED])
    said = [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(2)]
    assert said == [
        ["Today 14:03", "Automatic", "3 services, 1 review, 40 answers", "backups"],
        ["Yesterday 14:03", "Before an update", "✕ Cannot be restored", "<stick>"],
    ]
    assert model.index(1, 0).data(Qt.ItemDataRole.ForegroundRole) == theme.colour("soft")
    assert "&lt;stick&gt;" in model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert model.point(1) is DAMAGED
