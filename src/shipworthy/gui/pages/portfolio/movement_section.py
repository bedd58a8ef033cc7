"""One list of what moved: its title, its first rows, and the way to all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.gui.models.movement_models import MovementModel
from shipworthy.gui.models.table_model import Row
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.wording import Wording

_FEW = 5
_MOST_ROWS = 12  # that a list is high, when all are shown


class MovementSection(QWidget, Generic[Row]):
    """Shows rows of a model; `opened(row)` is called with the one that was chosen."""

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        title: str,
        nothing: str,
        model: MovementModel[Row],
        opened: Callable[[Row], None],
    ) -> None:
        super().__init__()
        self.model = model
        self._opened = opened
        self._rows: Sequence[Row] = ()
        self._is_whole = False
        self._title = title
        self.heading = PlainLabel(title, "title")
        self.table = TableView(theme, wording, title, elastic=(model.columnCount() - 1,))
        self.table.setModel(model)
        self.nothing = PlainLabel(nothing, "soft", wrap=True)
        self.all_button = push_button("")
        self.all_button.clicked.connect(self._toggle)
        self.table.opened.connect(self._open)
        foot = QHBoxLayout()
        foot.addWidget(self.all_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addWidget(self.nothing)
        layout.addWidget(self.table)
        layout.addLayout(foot)
        layout.addStretch(1)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show the first of these rows, or all where all were asked for."""
        self._rows = rows
        self.heading.setText(f"{self._title} · {len(rows)}" if rows else self._title)
        self._show()

    def fit(self) -> None:
        """Be as high as the rows shown."""
        self.table.show_whole(_MOST_ROWS if self._is_whole else _FEW)

    def _show(self) -> None:
        current = self.table.currentIndex().row()
        self.model.show_lines(self._rows if self._is_whole else self._rows[:_FEW])
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(min(max(current, 0), self.model.rowCount() - 1), 0))
        self.nothing.setVisible(not self._rows)
        self.table.setVisible(bool(self._rows))
        self.all_button.setVisible(len(self._rows) > _FEW)
        text = _("Fewer") if self._is_whole else _("All {count}").format(count=len(self._rows))
        self.all_button.setText(text)
        self.all_button.setAccessibleName(f"{self._title}: {text}")
        self.fit()

    @Slot()
    def _toggle(self) -> None:
        self._is_whole = not self._is_whole
        self._show()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self._opened(self.model.row(index.row()))
