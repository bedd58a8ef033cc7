"""Before a file is imported: what each of its rows changes, to be looked at and left out one by one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shipworthy.errors import UserError
from shipworthy.gui.models.incoming_model import FILE, NOW, Incoming, IncomingModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _
from shipworthy.wording import Wording

_DETAIL_HEIGHT = 132
_TABLE_HEIGHT = 120  # two rows under the header, on the smallest screen


class ImportDialog(AskDialog):
    """A table of what changes with the selected row whole below it; `import_asked` carries the keys to take.

    It closes once they are stored.
    """

    import_asked = Signal(object)

    def __init__(self, incoming: Incoming, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(incoming.title, parent)
        self._incoming = incoming
        self.model = IncomingModel(incoming, self)
        self.table = TickTable(theme, wording, incoming.table_name, (NOW, FILE))
        self.table.setAccessibleDescription(_("Space takes the row or leaves it out"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(theme.pixels(_TABLE_HEIGHT))
        self.only_changes = QCheckBox(_("&Only what changes"))
        self.only_changes.setChecked(True)
        self.only_changes.setEnabled(bool(incoming.changing))
        self.import_button = push_button("", "primary")
        self._take_all, self._take_none = push_button(_("Take &all"), "flat"), push_button(_("Take &none"), "flat")
        self._what, self._now, self._file = PlainLabel("", "strong", wrap=True), _said(), _said()
        self._area = QScrollArea(widgetResizable=True)
        self._fill_area(theme)
        self.lay_out(self._content(), self.import_button)
        self._connect()
        resize_within_screen(self, 1040, 660)
        self.only_changes.setChecked(bool(incoming.changing))
        self._count()
        self._select_first()
        self.table.setFocus()

    @property
    def detail(self) -> tuple[str, str, str]:
        """Return what is shown of the selected row: what it is about, what stands now, what the file says."""
        return self._what.text(), self._now.text(), self._file.text()

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say why nothing was imported; the ticks stay."""
        self.say_refused(error)
        self.import_button.setEnabled(True)

    def _connect(self) -> None:
        self.only_changes.toggled.connect(self._filter)
        self.model.taken_changed.connect(self._count)
        self.import_button.clicked.connect(self._ask)
        self._take_all.clicked.connect(lambda: self.model.take_all(True))
        self._take_none.clicked.connect(lambda: self.model.take_all(False))
        self.table.toggled.connect(self.model.toggle)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)

    def _content(self) -> QWidget:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.only_changes)
        tools.addStretch(1)
        tools.addWidget(self._take_all)
        tools.addWidget(self._take_none)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(PlainLabel(self._incoming.summary, "strong", wrap=True))
        if self._incoming.note:
            layout.addWidget(PlainLabel(self._incoming.note, "soft", wrap=True))
        layout.addLayout(tools)
        layout.addWidget(self.table, 3)
        layout.addWidget(self._area, 2)
        return content

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
        self._area.setAccessibleName(self._incoming.detail_name)
        self._area.setMinimumHeight(theme.pixels(_DETAIL_HEIGHT // 2))
        self._area.setMaximumHeight(theme.pixels(_DETAIL_HEIGHT))

    @Slot(bool)
    def _filter(self, only_changes: bool) -> None:
        self.model.show_all(not only_changes)
        self.table.fit()
        self._select_first()

    def _select_first(self) -> None:
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            self._show_row(QModelIndex())

    @Slot(QModelIndex)
    def _show_row(self, index: QModelIndex) -> None:
        row = self.model.row(index.row()) if index.isValid() else None
        texts = (row.text, row.now, row.file) if row is not None else ("", "", "")
        for label, text in zip((self._what, self._now, self._file), texts, strict=True):
            label.setText(text)
        self._area.verticalScrollBar().setValue(0)

    @Slot()
    def _count(self) -> None:
        count = len(self.model.taken)
        self.import_button.setText(self._incoming.button(count))
        self.import_button.setEnabled(count > 0)

    @Slot()
    def _ask(self) -> None:
        self.import_button.setEnabled(False)  # until the outcome is there
        self.say("")
        self.import_asked.emit(self.model.taken)


def _said() -> PlainLabel:
    label = PlainLabel("", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    return label
