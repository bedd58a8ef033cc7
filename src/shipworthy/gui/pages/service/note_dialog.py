"""Notes an incident or a major change of one service or of several: what it was, when, and one line about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from shipworthy.domain.service import Service
from shipworthy.domain.service_event import EventKind
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.remediation.typed import read_day
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field, side_by_side
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _
from shipworthy.workflows.service_events import LONGEST_NOTE, EventsChanged, note_event
from shipworthy.workflows.undo import Step

NOTED = (EventKind.INCIDENT, EventKind.MAJOR_CHANGE)


class NoteDialog(AskDialog):
    """Enter notes it; a day to come and an empty note are refused in place."""

    def __init__(self, context: Context, services: Sequence[Service], kind: EventKind, parent: QWidget) -> None:
        super().__init__(_("Note an incident or a major change"), parent)
        self._context = context
        self._services = tuple(services)
        resize_within_screen(self, context.theme.pixels(520), context.theme.pixels(320))
        self.setMinimumSize(320, 240)
        self.kind, self.day, self.note = QComboBox(), QLineEdit(), QLineEdit(maxLength=LONGEST_NOTE)
        for each in NOTED:
            self.kind.addItem(context.wording.event_kind(each), each)
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.day.setText(context.session.today().isoformat())
        self.note.setPlaceholderText(_("What happened, in one line"))
        self.note_button = push_button(_("Note it"), "primary")
        self.note_button.setDefault(True)
        self.note_button.clicked.connect(self.submit)
        self.lay_out(self._content(), self.note_button, _("A review is due until one is decided on a later day."))
        self.note.setFocus()

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        names = self._context.wording.some_names([each.name for each in self._services])
        column.addWidget(PlainLabel(names, "title", wrap=True))
        self.day_field = Field(_("Day"), self.day, _("Written like 2026-11-03."))
        self.note_field = Field(_("Note"), self.note)
        column.addLayout(side_by_side(Field(_("What happened"), self.kind), self.day_field))
        column.addWidget(self.note_field)
        column.addStretch(1)
        return content

    @Slot()
    def submit(self) -> None:
        """Note it, or say beside the field what is wrong."""
        self.say("")
        self.day_field.show_problem("")
        try:
            day = read_day(self.day.text())
        except UserError as error:
            self.day_field.show_problem(f"{error.message} {error.hint}")
            self.day.setFocus()
            return
        ids, kind, note = [each.id for each in self._services], EventKind(self.kind.currentData()), self.note.text()
        self.note_button.setEnabled(False)
        self._context.write(
            lambda session: note_event(session, ids, kind, note, day), self._noted, self._refused, owner=self
        )

    def _noted(self, changed: EventsChanged) -> None:
        self.accept()
        self._context.did_step.emit(Step(changed.service, changed.sequences, changed.name))
        self._context.changed.emit()

    def _refused(self, error: UserError) -> None:
        self.note_button.setEnabled(True)
        self._context.forget_refused()
        self.say_refused(error)
        (self.note if not self.note.text().strip() else self.day).setFocus()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.note_button.isEnabled():
            self.submit()
            return
        super().keyPressEvent(event)
