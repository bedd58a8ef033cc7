"""What each column of a table of services says: its title, some of its cells, and a choice."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from shipworthy.domain.service_import import ServiceField
from shipworthy.exchange.service_table import FACT, ServiceTable, TableColumn
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel
from shipworthy.text import _
from shipworthy.wording import DASH


class ColumnForm(QWidget):
    """A row for each column; `changed` follows every choice."""

    changed = Signal()

    def __init__(self, table: ServiceTable, mapping: Mapping[int, str], clear_empty: bool) -> None:
        super().__init__()
        self._choices: dict[int, QComboBox] = {}
        self._titles: dict[int, str] = {}
        self._fields = _fields(table)
        self.clear_empty = QCheckBox(_("&Clear what a cell leaves empty"))
        self.clear_empty.setAccessibleDescription(_("Otherwise an empty cell leaves what stands here as it is"))
        self.clear_empty.setChecked(clear_empty)
        inside = QWidget()
        inside.setProperty("ground", "surface")
        grid = QGridLayout(inside)
        grid.setContentsMargins(12, 8, 12, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, title in enumerate((_("Column"), _("Some of its cells"), _("Says"))):
            grid.addWidget(PlainLabel(title, "label"), 0, place)
        for row, column in enumerate(table.columns, start=1):
            self._add_row(grid, row, column, mapping.get(column.number, ""))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setRowStretch(len(table.columns) + 1, 1)
        area = QScrollArea(widgetResizable=True)
        area.setProperty("role", "framed")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its choices take the focus
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(area, 1)
        layout.addWidget(self.clear_empty)
        self.clear_empty.toggled.connect(self.changed)
        self.setFocusProxy(next(iter(self._choices.values())))

    @property
    def mapping(self) -> Mapping[int, str]:
        """Return what each column says, by its number; columns that say nothing are missing."""
        chosen = {number: choice.currentData() for number, choice in self._choices.items()}
        return {number: key for number, key in chosen.items() if key}

    @property
    def is_sound(self) -> bool:
        """Tell whether one column holds the names, and no two say the same."""
        return ServiceField.NAME in self.mapping.values() and not self.problem

    @property
    def problem(self) -> str:
        """Return which columns say the same where one alone may; "" for none."""
        said: dict[str, list[int]] = {}
        for number, key in self.mapping.items():
            said.setdefault(key, []).append(number)
        for key, numbers in said.items():
            if len(numbers) > 1 and key != ServiceField.LINK:
                columns = _(" and ").join(f"“{self._titles[number]}”" for number in numbers)
                return _("{columns} say the same: {field}. Choose something else for all but one.").format(
                    columns=columns, field=self._fields[key]
                )
        return ""

    def choice(self, number: int) -> QComboBox:
        """Return the choice of a column."""
        return self._choices[number]

    def _add_row(self, grid: QGridLayout, row: int, column: TableColumn, key: str) -> None:
        title = column.title or _("Column {number}").format(number=column.number)
        choice = QComboBox()
        choice.setAccessibleName(_("What the column “{title}” says").format(title=title))
        choice.setAccessibleDescription(", ".join(column.samples))
        for each, name in self._fields.items():
            choice.addItem(name, each)
        choice.setCurrentIndex(max(choice.findData(key), 0))
        choice.currentIndexChanged.connect(self.changed)
        self._choices[column.number] = choice
        self._titles[column.number] = title
        grid.addWidget(ElidedLabel(title, "strong"), row, 0)
        grid.addWidget(ElidedLabel(" · ".join(column.samples) or DASH, "soft"), row, 1)
        grid.addWidget(choice, row, 2)


def _fields(table: ServiceTable) -> Mapping[str, str]:
    """Return what a column can say, with its name, in the order of the choice."""
    names = {
        "": _("Nothing that is kept"),
        ServiceField.NAME: _("Name"),
        ServiceField.TEAM: _("Team"),
        ServiceField.OWNER: _("Owner"),
        ServiceField.TIER: _("Tier"),
        ServiceField.LIFECYCLE: _("Lifecycle"),
        ServiceField.SYSTEM: _("System"),
        ServiceField.DOMAIN: _("Domain"),
        ServiceField.DESCRIPTION: _("Description"),
        ServiceField.TAGS: _("Tags"),
        ServiceField.NEEDS: _("Hard dependencies"),
        ServiceField.USES: _("Soft dependencies"),
        ServiceField.REPOSITORY: _("Repository"),
        ServiceField.RUNBOOK: _("Runbook"),
        ServiceField.DASHBOARD: _("Dashboard"),
        ServiceField.ON_CALL: _("On-call"),
        ServiceField.LINK: _("Other link"),
    }
    facts = {FACT + fact: _("Fact: {fact}").format(fact=fact) for fact in sorted(table.facts)}
    return {str(key): name for key, name in names.items()} | facts
