"""The fields of an item: shown, typed into, and read back; what was typed is kept apart from what the store says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.remediation.owner_completer import OwnerCompleter
from shipworthy.gui.pages.remediation.picked_list import Pick, PickedList
from shipworthy.gui.pages.remediation.typed import read_day, read_days, read_tags, show_days
from shipworthy.gui.pages.review.note_preview import NotePreview
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field, side_by_side
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.item_view import ItemView, QuestionLine

Values = Mapping[str, Any]  # by field of RemediationItem, what its control says
_DESCRIPTION_HEIGHT = 110
_WITH_REASON = (ItemState.DROPPED, ItemState.OPEN)


def values_of(item: RemediationItem) -> Values:
    """Return an item as its form says it."""
    return {
        "title": item.title,
        "state": item.state,
        "state_reason": item.state_reason,
        "severity": item.severity,
        "owner": item.owner,
        "due": item.due.isoformat() if item.due else "",
        "effort_days": show_days(item.effort_days),
        "description": item.description,
        "tags": ", ".join(item.tags),
        "ticket": item.ticket,
        "questions": item.questions,
        "needs": item.needs,
    }


def merged(typed: Values, shown: Values, stored: Values) -> Values:
    """Return what the form says after the item changed elsewhere: what was typed, else what the store says now."""
    return {name: typed[name] if typed[name] != shown[name] else stored[name] for name in stored}


class ItemForm(QWidget):
    """`changed` when a person changed something; the other signals ask for what is linked to be opened."""

    changed = Signal()
    question_asked = Signal(object)
    item_asked = Signal(object)
    link_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wording: Wording = context.wording
        self._quiet = False
        self.title, self.owner, self.due, self.effort = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.tags, self.ticket, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.state, self.severity = QComboBox(), QComboBox()
        self.description = QPlainTextEdit(tabChangesFocus=True)
        self.description.setFixedHeight(context.theme.pixels(_DESCRIPTION_HEIGHT))
        self.preview = NotePreview(context.theme)
        self.questions = PickedList(context.theme, _("Add a question"), _("Search the gaps of the service"))
        self.needs = PickedList(context.theme, _("Add an item to wait for"), _("Search items by title or service"))
        self._completer = OwnerCompleter(self.owner)
        self._make_fields()
        self._lay_out()
        self._connect()

    @property
    def editors(self) -> tuple[QWidget, ...]:
        """Return what an item is changed with."""
        lines = (self.title, self.owner, self.due, self.effort, self.tags, self.ticket, self.reason)
        picked = (self.questions.field, self.needs.field)
        return *lines, self.description, self.state, self.severity, *picked

    def _make_fields(self) -> None:
        for severity in Severity:
            self.severity.addItem(self._wording.severity(severity), severity)
        self.fields = {
            "title": Field(_("Title"), self.title),
            "state": Field(_("State"), self.state),
            "state_reason": Field(_("Reason"), self.reason),
            "severity": Field(_("Severity"), self.severity),
            "owner": Field(_("Owner"), self.owner),
            "due": Field(_("Due"), self.due),
            "effort_days": Field(_("Effort, person-days"), self.effort),
            "description": Field(_("Description"), self.description),
            "tags": Field(_("Tags"), self.tags),
            "ticket": Field(_("Ticket"), self.ticket),
            "questions": Field(_("Closes these questions"), self.questions),
            "needs": Field(_("Waits for"), self.needs),
        }
        self.due.setPlaceholderText(_("2026-12-01"))
        self.effort.setPlaceholderText(_("2, 0.5 or ½"))
        self.tags.setPlaceholderText(_("Separated by commas"))
        self.ticket.setPlaceholderText(_("https://… or a number"))
        self.description.setPlaceholderText(_("What is to be done; **bold**, lists with - and links are shown as such"))
        self.reason.setPlaceholderText(_("Why this work will not be done"))

    def _lay_out(self) -> None:
        fields = self.fields
        self.preview_button = push_button(_("Preview"), "flat")
        self.preview_button.setCheckable(True)
        self.link_button = push_button(_("Open ticket…"), "flat")
        self.link_button.clicked.connect(lambda: self.link_asked.emit(self.ticket.text().strip()))
        fields["ticket"].add_below(_leading(self.link_button))
        fields["description"].add_below(self.preview)
        fields["description"].add_below(_leading(self.preview_button))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(fields["title"])
        layout.addLayout(side_by_side(fields["state"], fields["severity"]))
        layout.addWidget(fields["state_reason"])
        layout.addLayout(side_by_side(fields["owner"], fields["due"]))
        layout.addLayout(side_by_side(fields["effort_days"], fields["tags"]))
        for name in ("ticket", "description", "questions", "needs"):
            layout.addWidget(fields[name])

    def _connect(self) -> None:
        for line in (self.title, self.owner, self.due, self.effort, self.tags, self.ticket, self.reason):
            line.textChanged.connect(self._note_changed)
        self.description.textChanged.connect(self._note_changed)
        self.state.currentIndexChanged.connect(self._note_changed)
        self.severity.currentIndexChanged.connect(self._note_changed)
        self.questions.changed.connect(self._note_changed)
        self.needs.changed.connect(self._note_changed)
        self.questions.opened.connect(self.question_asked)
        self.needs.opened.connect(self.item_asked)
        self.preview_button.toggled.connect(self._show_preview)

    @Slot()
    def _note_changed(self) -> None:
        self._show_dependent()
        if not self._quiet:
            self.changed.emit()

    def _show_dependent(self) -> None:
        state = ItemState(self.state.currentData() or ItemState.OPEN)
        has_reason = state is ItemState.DROPPED or (state is ItemState.OPEN and bool(self.reason.text()))
        self.fields["state_reason"].setVisible(has_reason)
        self.link_button.setVisible(self.ticket.text().strip().startswith(("https://", "http://", "mailto:")))
        if self.preview.isVisible():
            self.preview.show_soon(self.description.toPlainText())

    @Slot(bool)
    def _show_preview(self, on: bool) -> None:
        self.preview.setVisible(on)
        if on:
            self.preview.show_note(self.description.toPlainText())

    def show_view(self, view: ItemView, values: Values) -> None:
        """Show what a form says of an item, and what is offered beside it."""
        self._quiet = True
        self.questions.may_change = self.needs.may_change = not self._context.read_only
        self._completer.show_owners(view.owners)
        self._offer_states(view.item.state)
        lines = {"title": self.title, "owner": self.owner, "due": self.due, "effort_days": self.effort}
        lines |= {"tags": self.tags, "ticket": self.ticket, "state_reason": self.reason}
        for name, line in lines.items():
            if line.text() != values[name]:
                line.setText(values[name])
        if self.description.toPlainText() != values["description"]:
            self.description.setPlainText(values["description"])
        self.state.setCurrentIndex(self.state.findData(values["state"]))
        self.severity.setCurrentIndex(self.severity.findData(values["severity"]))
        self._show_picks(view, values)
        self._show_dependent()
        self._quiet = False

    def _offer_states(self, now: ItemState) -> None:
        """Offer what a person may claim, and what a decided review found if it did."""
        self.state.clear()
        for state in ItemState:
            if state is not ItemState.VERIFIED or now is ItemState.VERIFIED:
                mark = self._wording.item_state_mark(state)
                self.state.addItem(f"{mark} {self._wording.item_state(state)}", state)

    def _show_picks(self, view: ItemView, values: Values) -> None:
        lines = {line.id: line for line in (*view.gaps, *view.questions)}
        gaps = [self._question_pick(line) for line in lines.values()]
        known = {pick.key: pick for pick in gaps}
        picked = [known.get(each) or Pick(each, str(each), opens=False) for each in values["questions"]]
        order = {key: place for place, key in enumerate(known)}
        self.questions.show_picks(sorted(picked, key=lambda pick: order.get(pick.key, len(order))), gaps)
        items = [
            Pick(each.id, each.title, f"{each.service} · {self._wording.item_state(each.state)}") for each in view.items
        ]
        self.needs.show_picks([pick for pick in items if pick.key in values["needs"]], items)

    def _question_pick(self, line: QuestionLine) -> Pick:
        if line.severity is None:
            return Pick(line.id, line.text, _("No review of the service asks it"), opens=False)
        parts = [self._wording.severity(line.severity), line.answer if line.asked else _("does not apply")]
        if line.item:
            parts.append(_("also closed by “{title}”").format(title=line.item))
        return Pick(line.id, line.text, " · ".join(parts), opens=line.asked)

    def values(self) -> Values:
        """Return what the form says."""
        return {
            "title": self.title.text(),
            "state": ItemState(self.state.currentData()),
            "state_reason": self.reason.text(),
            "severity": Severity(self.severity.currentData()),
            "owner": self.owner.text(),
            "due": self.due.text(),
            "effort_days": self.effort.text(),
            "description": self.description.toPlainText(),
            "tags": self.tags.text(),
            "ticket": self.ticket.text(),
            "questions": self.questions.keys,
            "needs": self.needs.keys,
        }

    def read(self, item: RemediationItem) -> RemediationItem | None:
        """Return the item as the form says it; None, with what is wrong beneath its field, where it cannot be read."""
        values, problems = dict(self.values()), {}
        readers: dict[str, Callable[[str], Any]] = {"due": read_day, "effort_days": read_days, "tags": read_tags}
        for name, read in readers.items():
            try:
                values[name] = read(values[name])
            except UserError as error:
                problems[name] = f"{error.message} {error.hint}"
        if not values["title"].strip():
            problems["title"] = _("Say in a few words what is to be done.")
        if values["state"] is ItemState.DROPPED and not values["state_reason"].strip():
            problems["state_reason"] = _("Say in a sentence why this work will not be done.")
        if values["state"] not in _WITH_REASON:
            values["state_reason"] = item.state_reason if values["state"] is item.state else ""
        self._show_problems(problems)
        return replace(item, **values) if not problems else None

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        for name, field in self.fields.items():
            field.show_problem(problems.get(name, ""))
        first = next((field for name, field in self.fields.items() if name in problems), None)
        if first is not None:
            first.control.setFocus()


def _leading(button: QWidget) -> QWidget:
    """Return a row with a button no wider than it needs to be."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(button)
    layout.addStretch(1)
    return row
