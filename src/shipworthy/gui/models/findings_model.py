"""What a check found, under headings in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from shipworthy.gui.models.headed_list_model import HeadedListModel, Index
from shipworthy.text import _
from shipworthy.workflows.check_data import CheckFinding, FindingKind


class FindingLine(NamedTuple):
    """One finding, or a heading where there is none."""

    title: str
    finding: CheckFinding | None = None

    @property
    def is_heading(self) -> bool:
        """Tell whether the line only names those that follow."""
        return self.finding is None

    @property
    def text(self) -> str:
        """Return where and what, and on a line of its own what to do."""
        if self.finding is None:
            return self.title
        said = f"{self.finding.where}: {self.finding.text}" if self.finding.where else self.finding.text
        return f"{said}\n{self.finding.hint}" if self.finding.hint else said

    @property
    def spoken(self) -> str:
        """Return what a screen reader says of the line: its kind too, which the eye has from the heading."""
        return self.title if self.finding is None else f"{self.title}: {self.finding}"


class FindingsModel(HeadedListModel[FindingLine]):
    """A list of FindingLine; headings cannot be chosen."""

    def show_findings(self, findings: Sequence[CheckFinding]) -> None:
        """Show findings, those of one kind under its heading."""
        lines: list[FindingLine] = []
        for kind, title in headings().items():
            of_kind = [each for each in findings if each.kind is kind]
            if of_kind:
                lines.append(FindingLine(title))
                lines += (FindingLine(title, each) for each in of_kind)
        self.show(lines)

    def first_row(self) -> int:
        """Return the row of the first finding, which follows its heading."""
        return next((row for row, line in enumerate(self._lines) if not line.is_heading), 0)

    # Qt overrides

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.FontRole and index.isValid() and self._lines[index.row()].is_heading:
            font = QFont()
            font.setBold(True)
            return font
        return super().data(index, role)


def headings() -> dict[FindingKind, str]:
    """Return what kinds of findings are called, in the order in which they are shown."""
    return {
        FindingKind.DAMAGED: _("Damaged"),
        FindingKind.MENDABLE: _("Can be mended"),
        FindingKind.TO_KNOW: _("To know"),
    }
