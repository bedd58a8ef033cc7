"""Asks above the board why work will not be done, before its cards go to the dropped ones."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.item_lists import ItemLine

_LONGEST_REASON = 1000


class DropForm(QFrame):
    """One line for the reason. `dropped(ids, reason)` once there is one; `cancelled` by Esc or the button."""

    dropped = Signal(object, str)
    cancelled = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._ids: tuple[UUID, ...] = ()
        self.setProperty("role", "card")
        self.title = PlainLabel(role="strong", wrap=True)
        self.reason = QLineEdit(maxLength=_LONGEST_REASON)
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Why this work will not be done, in a sentence"))
        self.reason.returnPressed.connect(self.submit)
        self._problem = PlainLabel(role="problem", wrap=True)
        self.drop = push_button(_("Drop"), "primary")
        self.drop.clicked.connect(self.submit)
        self.cancel = push_button(_("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.drop)
        row.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addLayout(row)
        layout.addWidget(self._problem)
        self.hide()

    @property
    def problem(self) -> str:
        """Return what is said to be missing; "" for nothing."""
        return self._problem.text()

    def ask(self, lines: Sequence[ItemLine]) -> None:
        """Ask why these items are dropped."""
        self._ids = tuple(line.item.id for line in lines)
        title = self._wording.count("Drop {count} item", "Drop {count} items", len(lines))
        self.title.setText(_("Drop “{title}”").format(title=lines[0].item.title) if len(lines) == 1 else title)
        self.reason.clear()
        self._show_problem("")
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def submit(self) -> None:
        """Go ahead, if there is a reason."""
        reason = self.reason.text().strip()
        if not reason:
            self._show_problem(_("Write the reason: without it nothing is dropped."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.dropped.emit(self._ids, reason)

    def _show_problem(self, words: str) -> None:
        self._problem.setText(f"✕ {words}" if words else "")
        self._problem.setVisible(bool(words))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
