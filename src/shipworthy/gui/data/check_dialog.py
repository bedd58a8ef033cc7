"""What a check found, under headings by what it asks for: to read, to copy, to mend, and with a way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from shipworthy.gui.models.findings_model import FindingsModel, headings
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _
from shipworthy.workflows.check_data import CheckResult, mend_words

_WIDTH, _HEIGHT = 760, 480


class CheckDialog(QDialog):
    """The findings of a check; `mend_asked(CheckResult)` and `restore_asked` follow its buttons."""

    mend_asked = Signal(object)
    restore_asked = Signal()

    def __init__(self, found: CheckResult, words: str, *, can_mend: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Data checked"))
        self._found = found
        self.model = FindingsModel(self)
        self.model.show_findings(found.findings)
        self.list = _list_of(self.model)
        self.copy_button, self.close_button = push_button(_("Copy")), push_button(_("Close"), "primary")
        self.restore_button = push_button(_("Restore to a point…"))
        self.restore_button.setVisible(found.is_damaged)
        self.mend_button = push_button(mend_words(found.mending))
        self.mend_button.setVisible(can_mend and bool(found.mending.count))
        self.copy_button.clicked.connect(self.copy)
        self.close_button.clicked.connect(self.reject)
        self.restore_button.clicked.connect(self._restore)
        self.mend_button.clicked.connect(self._mend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(PlainLabel(words, "strong", wrap=True))
        layout.addWidget(PlainLabel(_about(found), "soft", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addLayout(self._buttons())
        resize_within_screen(self, _WIDTH, _HEIGHT)
        self.list.setCurrentIndex(self.model.index(self.model.first_row()))
        self.list.setFocus()

    @Slot()
    def copy(self) -> None:
        """Put all findings on the clipboard."""
        kinds = headings()
        lines = [f"{kinds[each.kind]}: {each}" for each in self._found.findings]
        QGuiApplication.clipboard().setText("\n".join(lines))

    @Slot()
    def _mend(self) -> None:
        self.accept()
        self.mend_asked.emit(self._found)

    @Slot()
    def _restore(self) -> None:
        self.accept()
        self.restore_asked.emit()

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        for each in (self.restore_button, self.mend_button, self.close_button):
            buttons.addWidget(each)
        return buttons


def _list_of(model: FindingsModel) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setWordWrap(True)
    view.setTextElideMode(Qt.TextElideMode.ElideNone)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setSpacing(4)
    view.setAccessibleName(_("What was found"))
    return view


def _about(found: CheckResult) -> str:
    if found.is_damaged:
        return _("Nothing was changed. Where a backup still holds what is damaged, it is named.")
    return _("Nothing was changed. Mending works out anew what comes from your answers, and touches none of them.")
