"""Before a file is imported: what each of its rows changes, to be looked at and left out one by one."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.models.incoming_model import Incoming, IncomingModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.incoming_view import IncomingView
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _
from shipworthy.wording import Wording


class ImportDialog(AskDialog):
    """A table of what changes with the selected row whole below it; `import_asked` carries the keys to take.

    It closes once they are stored.
    """

    import_asked = Signal(object)

    def __init__(self, incoming: Incoming, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(incoming.title, parent)
        self._incoming = incoming
        self._view = IncomingView(incoming, theme, wording)
        self.only_changes = QCheckBox(_("&Only what changes"))
        self.only_changes.setChecked(True)
        self.only_changes.setEnabled(bool(incoming.changing))
        self.import_button = push_button("", "primary")
        self._take_all, self._take_none = push_button(_("Take &all"), "flat"), push_button(_("Take &none"), "flat")
        self.lay_out(self._content(), self.import_button)
        self._connect()
        resize_within_screen(self, 1040, 660)
        self.only_changes.setChecked(bool(incoming.changing))
        self._count()
        self.table.setFocus()

    @property
    def model(self) -> IncomingModel:
        """Return the rows of the file."""
        return self._view.model

    @property
    def table(self) -> TickTable:
        """Return the table of them."""
        return self._view.table

    @property
    def detail(self) -> tuple[str, str, str]:
        """Return what is shown of the selected row: what it is about, what stands now, what the file says."""
        return self._view.detail

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say why nothing was imported; the ticks stay."""
        self.say_refused(error)
        self.import_button.setEnabled(True)

    def _connect(self) -> None:
        self.only_changes.toggled.connect(lambda only: self.model.show_all(not only))
        self.model.taken_changed.connect(self._count)
        self.import_button.clicked.connect(self._ask)
        self._take_all.clicked.connect(lambda: self.model.take_all(True))
        self._take_none.clicked.connect(lambda: self.model.take_all(False))

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
        layout.addWidget(self._view, 1)
        return content

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
