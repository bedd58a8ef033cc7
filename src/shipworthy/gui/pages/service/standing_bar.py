"""What stands over a service: that it is archived or merged, what it was before, and why a review of it is due."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shipworthy.domain.portfolio import DueKind
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.gui.context import Context
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.chips import Chip
from shipworthy.gui.widgets.form import empty_layout
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.text import _
from shipworthy.workflows.services import ServiceView

_MOST_LINES = 6
_LONGEST_LINK = 80  # characters: a button does not wrap, and would widen the page


class StandingBar(QFrame):
    """A line for each; hidden where there is nothing to say. `restore_asked`, `remove_asked(id of an event)`."""

    restore_asked = Signal()
    remove_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("role", "card")
        self.buttons: list[QPushButton] = []
        self.texts: list[str] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(16, 10, 16, 10)
        self._lines.setSpacing(6)
        self.hide()

    def show_view(self, view: ServiceView) -> None:
        """Show what stands over a service."""
        empty_layout(self._lines)
        self.buttons, self.texts = [], []
        wording = self._context.wording
        restore = (_("Restore"), self.restore_asked.emit)
        if view.merged_into is not None:
            self._add(_("Merged"), "none", _("Merged into {name}"), view.merged_into, restore)
        elif view.service.archived:
            said = _("Archived: it is in no list, and still caps who depends on it.")
            self._add(_("Archived"), "none", said, None, restore)
        for each in view.earlier[:_MOST_LINES]:
            self._add(_("Merged"), "none", _("Earlier as {name}"), each)
        # That it was never reviewed is said below already.
        due = [each for each in view.line.due if each.kind is not DueKind.NEVER]
        if due and not view.service.archived:
            self._add(_("◐ Due"), "warn", wording.review_due(due), None)
        for event in view.events[:_MOST_LINES]:
            self._add_event(event)
        self.setVisible(bool(self.texts))

    def _add_event(self, event: ServiceEvent) -> None:
        wording = self._context.wording
        said = _("{what} on {day}: {note}").format(
            what=wording.event_kind(event.kind), day=wording.date(event.day), note=event.note
        )
        self._add("", "", said, None, (_("Remove"), partial(self.remove_asked.emit, event.id)))

    def _add(
        self,
        chip: str,
        kind: str,
        text: str,
        leads_to: Service | None,
        act: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        if chip:
            row.addWidget(Chip(chip, kind), alignment=Qt.AlignmentFlag.AlignTop)
        said = text.format(name=leads_to.name) if leads_to is not None else text
        self.texts.append(said)
        if leads_to is not None:
            row.addWidget(self._way_to(said, leads_to))
            row.addStretch(1)
        else:
            row.addWidget(PlainLabel(said, wrap=True), 1)
        if act is not None:
            button = push_button(act[0], "flat")
            button.setAccessibleName(f"{act[0]}: {said}")
            button.clicked.connect(act[1])
            self.buttons.append(button)
            row.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        self._lines.addLayout(row)

    def _way_to(self, said: str, service: Service) -> QPushButton:
        short = said if len(said) <= _LONGEST_LINK else said[: _LONGEST_LINK - 1].rstrip() + "…"
        button = push_button(short.replace("&", "&&"), "link")
        set_plain_tool_tip(button, "" if short == said else said)
        button.setAccessibleName(_("{said}, open it").format(said=said))
        button.clicked.connect(partial(self._open, service.id))
        self.buttons.append(button)
        return button

    def _open(self, service_id: UUID) -> None:
        self._context.open_service(service_id)
