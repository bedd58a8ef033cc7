"""What came in with a file, row by row with a box each, and the row that is selected whole below them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from shipworthy.gui.models.incoming_model import FILE, NOW, Incoming, IncomingModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _
from shipworthy.wording import Wording

_DETAIL_HEIGHT = 132
_TABLE_HEIGHT = 120  # two rows under the header, on the smallest screen


class IncomingView(QWidget):
    """The table of an IncomingModel, and what its row says now and in the file."""

    def __init__(self, incoming: Incoming, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = IncomingModel(incoming, self)
        self.table = TickTable(theme, wording, incoming.table_name, (NOW, FILE))
        self.table.setAccessibleDescription(_("Space takes the row or leaves it out"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(theme.pixels(_TABLE_HEIGHT))
        self._what, self._now, self._file = PlainLabel("", "strong", wrap=True), _said(), _said()
        self._area = QScrollArea(widgetResizable=True)
        self._area.setAccessibleName(incoming.detail_name)
        self._fill_area(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.table, 3)
        layout.addWidget(self._area, 2)
        self.table.toggled.connect(self.model.toggle)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.model.modelReset.connect(self.show_rows)
        self.setFocusProxy(self.table)
        self.show_rows()

    @property
    def detail(self) -> tuple[str, str, str]:
        """Return what is shown of the selected row: what it is about, what stands now, what the file says."""
        return self._what.text(), self._now.text(), self._file.text()

    @Slot()
    def show_rows(self) -> None:
        """Fit the table to other rows and select the first."""
        self.table.fit()
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            self._show_row(QModelIndex())

    def _fill_area(self, theme: Theme) -> None:
        inside = QWidget()
        inside.setProperty("ground", "surface")
        grid = QGridLayout(inside)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._what, 0, 0, 1, 2)
        for column, (title, label) in enumerate(((_("Now"), self._now), (_("From the file"), self._file))):
            grid.addWidget(PlainLabel(title, "label"), 1, column)
            grid.addWidget(label, 2, column)
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(3, 1)
        self._area.setWidget(inside)
        self._area.setProperty("role", "framed")
        self._area.setMinimumHeight(theme.pixels(_DETAIL_HEIGHT // 2))
        self._area.setMaximumHeight(theme.pixels(_DETAIL_HEIGHT))

    @Slot(QModelIndex)
    def _show_row(self, index: QModelIndex) -> None:
        row = self.model.row(index.row()) if index.isValid() else None
        texts = (row.text, row.now, row.file) if row is not None else ("", "", "")
        for label, text in zip((self._what, self._now, self._file), texts, strict=True):
            label.setText(text)
        self._area.verticalScrollBar().setValue(0)


def _said() -> PlainLabel:
    label = PlainLabel("", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    return label
