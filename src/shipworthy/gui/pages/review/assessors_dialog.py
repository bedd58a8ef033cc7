"""Who assesses: the names, mine first, to add to and to take from."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AssessorsDialog(QDialog):
    """A list of names with a field for the next; `saved` carries them. It closes once they are stored."""

    saved = Signal(object)

    def __init__(self, names: Sequence[str], me: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Assessors"))
        mine = [name for name in names if name.casefold() == me.casefold()]
        self.names = QStringListModel([*mine, *(name for name in names if name not in mine)], self)
        self.list = QListView()
        self.list.setModel(self.names)
        self.list.setAccessibleName(_("Assessors"))
        self.list.setAccessibleDescription(_("F2 changes a name, Delete takes it out"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setProperty("kind", "contents")
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of another assessor"))
        self.name.setPlaceholderText(_("Name of another assessor"))
        if not mine:
            self.name.setText(me)
        self._add = push_button(_("Add"))
        self._add.clicked.connect(self.add_name)
        self._remove = push_button(_("Remove"))
        self._remove.clicked.connect(self.remove_name)
        self._problem = PlainLabel(role="problem", wrap=True)
        self._problem.hide()
        self._lay_out()
        resize_within_screen(self, 440, 460)
        self.list.setCurrentIndex(self.names.index(0))
        self.name.setFocus()
        self.name.selectAll()

    @property
    def problem(self) -> str:
        """Return what is said to be wrong; "" for nothing."""
        return self._problem.text()

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say why the names were not stored; they stay as typed."""
        self._say(f"{error.message} {error.hint}")

    @Slot()
    def add_name(self) -> None:
        """Put the name that was typed at the end."""
        name = " ".join(self.name.text().split())
        if not name:
            self._say(_("Write the name first."))
        elif name.casefold() in (each.casefold() for each in self.names.stringList()):
            self._say(_("{name} is there already.").format(name=name))
        else:
            self._say("")
            self.names.setStringList([*self.names.stringList(), name])
            self.list.setCurrentIndex(self.names.index(self.names.rowCount() - 1))
            self.name.clear()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def remove_name(self) -> None:
        """Take the selected name out."""
        row = self.list.currentIndex().row()
        if row >= 0:
            self.names.removeRow(row, QModelIndex())
            self.list.setCurrentIndex(self.names.index(min(row, self.names.rowCount() - 1)))

    @Slot()
    def save(self) -> None:
        """Ask for the names to be stored, with one that was typed and not added yet."""
        if self.name.text().strip():
            self.add_name()
            if self.name.text():
                return  # it was refused
        self._say("")
        self.saved.emit(self.names.stringList())

    def _say(self, problem: str) -> None:
        self._problem.setText(f"✕ {problem}" if problem else "")
        self._problem.setVisible(bool(problem))

    def _lay_out(self) -> None:
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self.name, 1)
        adding.addWidget(self._add)
        save, cancel = push_button(_("Save"), "primary"), push_button(_("Cancel"))
        save.clicked.connect(self.save)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(PlainLabel(self.windowTitle(), "title"))
        text = _("Each may answer blind, with “Answer blind as…”. Who has answered stays an assessor.")
        layout.addWidget(PlainLabel(text, "soft", wrap=True))
        layout.addLayout(adding)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.name.hasFocus():
            if self.name.text().strip():
                self.add_name()
            else:
                self.save()
        elif event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.remove_name()
        else:
            super().keyPressEvent(event)
