"""Finds the service to merge one with: those that look like it first, any other by a few letters."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shipworthy.domain.service import Service
from shipworthy.gui.context import Context
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.service_duplicates import duplicates_of
from shipworthy.workflows.session import Session

_MOST = 200


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A service to merge with; `looks_alike` tells that its name does."""

    service: Service
    looks_alike: bool


class MergeWithDialog(AskDialog):
    """`chosen(Service)` by Enter or its button, before it closes."""

    chosen = Signal(object)

    def __init__(self, context: Context, service: Service, parent: QWidget) -> None:
        super().__init__(_("Merge with…"), parent)
        self._context = context
        self._all: tuple[_Candidate, ...] = ()
        resize_within_screen(self, context.theme.pixels(560), context.theme.pixels(520))
        self.setMinimumSize(320, 280)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setAccessibleName(_("Find a service"))
        self.search.setPlaceholderText(_("Find a service by name or team"))
        self.search.textChanged.connect(self._narrow)
        self.model = LinesModel[_Candidate](context.theme, self._columns(), self)
        self.table = TableView(context.theme, context.wording, _("Services to merge with"), elastic=(0,))
        self.table.setModel(self.model)
        self.table.opened.connect(self._take)
        self.go_on = push_button(_("Go on…"), "primary")
        self.go_on.setEnabled(False)
        self.go_on.clicked.connect(self.take_current)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        title = _("Merge {service} with").format(service=service.name)
        column.addWidget(PlainLabel(title, "title", wrap=True))
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        self.lay_out(content, self.go_on, _("Nothing is changed yet."))
        self.search.setFocus()
        context.read(lambda session: _gather(session, service), self._show, self.say_refused, owner=self)

    def _columns(self) -> tuple[Column[_Candidate], ...]:
        return (
            Column(_("Service"), lambda row: row.service.name),
            Column(_("Team"), lambda row: row.service.team),
            Column("", lambda row: _("Looks like it") if row.looks_alike else "", ink=lambda _row: "soft"),
        )

    def _show(self, found: tuple[_Candidate, ...]) -> None:
        self._all = found
        self._narrow()

    @Slot()
    def _narrow(self) -> None:
        words = self.search.text().casefold().split()
        kept = [
            row
            for row in self._all
            if all(word in f"{row.service.name} {row.service.team}".casefold() for word in words)
        ]
        self.model.show_rows(kept[:_MOST])
        self.table.fit()
        if kept:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.go_on.setEnabled(bool(kept))
        self.say("" if kept or not self._all else _("No other service has these words."))

    @Slot()
    def take_current(self) -> None:
        """Go on with the current service."""
        if self.table.currentIndex().isValid():
            self._take(self.table.currentIndex())

    @Slot(QModelIndex)
    def _take(self, index: QModelIndex) -> None:
        other = self.model.row(index.row()).service
        self.accept()
        self.chosen.emit(other)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_current()
        elif key == Qt.Key.Key_Down and self.search.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)


def _gather(session: Session, service: Service) -> tuple[_Candidate, ...]:
    alike = duplicates_of(session, service.id)
    known = {service.id, *(each.id for each in alike)}
    others = (line.service for line in list_services(session) if line.service.id not in known)
    return (*(_Candidate(each, True) for each in alike), *(_Candidate(each, False) for each in others))


def merge_bindings() -> tuple[Binding, ...]:
    """Return the keys of the choice, for the sheet of keys."""
    down = QKeySequence("Down").toString(QKeySequence.SequenceFormat.NativeText)
    return (
        Binding(down, _("From the search to the services")),
        Binding(_("Enter"), _("Go on with the chosen service")),
    )
