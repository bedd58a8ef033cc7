"""Tiers by rules: what the gate asks of each tier, to be read or changed."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from shipworthy.domain.gate import TOP_LEVEL
from shipworthy.domain.pack import Severity
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.service import TIERS
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.gui.widgets.number_box import PercentBox, WholeBox
from shipworthy.gui.widgets.tab_order import set_reading_order
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.policies import MOST_DAYS

_MINIMA = ("overall", "principle", "coverage")
_NAME_WIDTH, _NUMBER_WIDTH = 132, 104
_WIDE_NAME_WIDTH = 184  # with nothing beside the grid, every name is on one line


class Cell(NamedTuple):
    """One number of one tier: its box, the text that stands there while it may only be read, and its own label."""

    box: PercentBox | WholeBox
    text: PlainLabel
    label: PlainLabel


class PolicyGrid(QWidget):
    """One row a rule, one column a tier; or, where that is too wide, one tier below the other.

    `edited` when somebody changes a number.
    """

    edited = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wording = wording
        self._showing = False
        self._read_only = True
        self._stacked: bool | None = None
        self.percents: dict[tuple[int, str], PercentBox] = {}
        self.levels: dict[int, WholeBox] = {}
        self.ages: dict[int, WholeBox] = {}
        self.days: dict[tuple[int, Severity], WholeBox] = {}
        self._heads = {tier: PlainLabel(wording.tier(tier), "strong") for tier in TIERS}
        for tier, head in self._heads.items():
            set_plain_tool_tip(head, wording.tier_meaning(tier))
        self.rows: list[tuple[PlainLabel, dict[int, Cell]]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._make_rows()
        self.arrange(stacked=False)

    def tiers(self) -> Mapping[int, TierPolicy]:
        """Return the rules as they stand in the boxes."""
        return {
            tier: TierPolicy(
                overall=self.percents[tier, "overall"].fraction,
                principle=self.percents[tier, "principle"].fraction,
                coverage=self.percents[tier, "coverage"].fraction,
                level=self.levels[tier].value(),
                max_age_days=self.ages[tier].value(),
                remediate_days={severity: self.days[tier, severity].value() for severity in Severity},
            )
            for tier in TIERS
        }

    def show_tiers(self, tiers: Mapping[int, TierPolicy]) -> None:
        """Show rules; nothing counts as edited by that."""
        self._showing = True
        for tier, rules in tiers.items():
            for field in _MINIMA:
                self.percents[tier, field].show_fraction(getattr(rules, field))
            self.levels[tier].setValue(rules.level)
            self.ages[tier].setValue(rules.max_age_days)
            for severity in Severity:
                self.days[tier, severity].setValue(rules.remediate_days[severity])
        self._showing = False
        for _name, cells in self.rows:
            for cell in cells.values():
                cell.text.setText(cell.box.text())
                cell.text.setAccessibleName(f"{cell.box.accessibleName()}: {cell.box.text()}")

    def set_read_only(self, read_only: bool) -> None:
        """Let the numbers only be read, or be changed."""
        self._read_only = read_only
        side_by_side = _WIDE_NAME_WIDTH if read_only else _NAME_WIDTH
        width = 2 * _NAME_WIDTH - 64 if self._stacked else side_by_side
        self._grid.setColumnMinimumWidth(0, self._theme.pixels(width))
        for _name, cells in self.rows:
            for cell in cells.values():
                cell.box.setVisible(not read_only)
                cell.text.setVisible(read_only)

    def arrange(self, *, stacked: bool) -> None:
        """Put the tiers side by side, or one below the other; Tab follows."""
        if stacked == self._stacked:
            return
        self._stacked = stacked
        while self._grid.takeAt(0) is not None:
            pass
        if stacked:
            self._stack()
        else:
            self._put_side_by_side()
        for name, cells in self.rows:
            name.setVisible(not stacked)
            for cell in cells.values():
                cell.label.setVisible(stacked)
        last = 2 if stacked else len(TIERS) + 1
        for column in range(len(TIERS) + 2):
            self._grid.setColumnStretch(column, int(column == last))  # what is left over stands behind the numbers
            self._grid.setColumnMinimumWidth(column, 0)
        self.set_read_only(self._read_only)
        set_reading_order(self.percents[TIERS[0], _MINIMA[0]], self._grid)

    def _put_side_by_side(self) -> None:
        for column, tier in enumerate(TIERS, start=1):
            self._grid.addWidget(self._heads[tier], 0, column)
        for row, (name, cells) in enumerate(self.rows, start=1):
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
            for column, tier in enumerate(TIERS, start=1):
                self._add_cell(cells[tier], row, column)

    def _stack(self) -> None:
        row = 0
        for tier in TIERS:
            self._grid.addWidget(self._heads[tier], row, 0, 1, 2)
            for _name, cells in self.rows:
                row += 1
                self._grid.addWidget(cells[tier].label, row, 0, Qt.AlignmentFlag.AlignVCenter)
                self._add_cell(cells[tier], row, 1)
            row += 1

    def _add_cell(self, cell: Cell, row: int, column: int) -> None:
        for part in (cell.box, cell.text):
            part.setFixedWidth(self._theme.pixels(_NUMBER_WIDTH))
        self._grid.addWidget(cell.box, row, column)
        self._grid.addWidget(cell.text, row, column)

    def _make_rows(self) -> None:
        word = self._wording
        for field in _MINIMA:
            name = self._begin_row(word.policy_rule(field))
            for tier in TIERS:
                self.percents[tier, field] = percent = PercentBox(self._named(name, tier))
                self._take_box(percent, tier, name)
        name = self._begin_row(word.policy_rule("level"))
        for tier in TIERS:
            self.levels[tier] = self._whole(name, tier, 0, TOP_LEVEL)
        name = self._begin_row(word.policy_rule("max_age_days"))
        for tier in TIERS:
            self.ages[tier] = self._whole(name, tier, 1, MOST_DAYS, _("days"))
        for severity in Severity:
            name = self._begin_row(f"{word.policy_rule('remediate_days')}: {word.severity(severity).lower()}")
            for tier in TIERS:
                self.days[tier, severity] = self._whole(name, tier, 1, MOST_DAYS, _("days"))

    def _begin_row(self, name: str) -> str:
        self.rows.append((PlainLabel(name, wrap=True, parent=self), {}))
        return name

    def _whole(self, name: str, tier: int, least: int, most: int, unit: str = "") -> WholeBox:
        box = WholeBox(self._named(name, tier), least, most, unit)
        self._take_box(box, tier, name)
        return box

    def _take_box(self, box: PercentBox | WholeBox, tier: int, name: str) -> None:
        box.setParent(self)
        box.valueChanged.connect(self._tell_edited)
        self.rows[-1][1][tier] = Cell(box, PlainLabel(parent=self), PlainLabel(name, wrap=True, parent=self))

    def _tell_edited(self) -> None:
        if not self._showing:
            self.edited.emit()

    def _named(self, name: str, tier: int) -> str:
        return f"{name}, {self._wording.tier(tier)}"
