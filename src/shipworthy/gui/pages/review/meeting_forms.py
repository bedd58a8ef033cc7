"""The two forms of session mode that open in the question pane: park something, record a decision."""

import datetime as dt
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QCompleter, QFormLayout, QLineEdit, QWidget

from shipworthy.domain.assessment import Answer
from shipworthy.domain.meeting import ParkedItem, Resolution
from shipworthy.gui.pages.review.evidence_fields import line_field
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class _MinutesForm(InPlaceForm):
    """A line of text, a name, and whether it belongs to the question under which it came up."""

    def __init__(self, title: str, save: str, text: QLineEdit, name: QLineEdit, parent: QWidget | None) -> None:
        super().__init__(title, save, parent)
        self.text, self.name = text, name
        self.attached = QCheckBox(_("About this question"))
        self._question = ""
        self.rows = QFormLayout()
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rows.setHorizontalSpacing(12)
        self.rows.setVerticalSpacing(8)
        self.body.addLayout(self.rows)
        for field in (text, name):
            self.add_row(field)

    def add_row(self, field: QLineEdit) -> None:
        """Add a field with its name before it."""
        label = PlainLabel(field.accessibleName(), "soft")
        label.setBuddy(field)
        self.rows.addRow(label, field)

    @property
    def first_field(self) -> QWidget:
        """Return the field of the text."""
        return self.text

    @property
    def question(self) -> str:
        """Return the whole id of the question it belongs to; "" for none."""
        return self._question if self.attached.isChecked() else ""

    def show_people(self, names: Iterable[str]) -> None:
        """Offer names while one is typed."""
        completer = QCompleter(list(names), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.name.setCompleter(completer)

    def _show(self, text: str, name: str, question: str, attached: bool) -> None:
        self.text.setText(text)
        self.name.setText(name)
        self._question = question
        self.attached.setChecked(attached)
        self.show_problem("")
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse_empty(self, words: str) -> bool:
        if self.text.text().strip():
            return True
        self.show_problem(words, self.text)
        return False


class ParkForm(_MinutesForm):
    """Asks what is put aside; `changes` is the item that is written anew, None for a new one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Park it: the review goes on"),
            _("Park"),
            line_field(_("What is put aside"), _("In a line, such as: ask the platform team about limits")),
            line_field(_("Raised by"), _("A name (may be empty)")),
            parent,
        )
        self.body.addWidget(self.attached)
        self.changes: ParkedItem | None = None

    @property
    def item(self) -> ParkedItem:
        """Return what was typed."""
        settled = self.changes.settled if self.changes else False
        return ParkedItem(self.text.text(), self.question, self.name.text(), settled)

    def open_for(self, answer: Answer) -> None:
        """Show the form for something new, attached to the question that is shown."""
        self.changes = None
        self._show("", "", answer.question, attached=True)

    def open_item(self, item: ParkedItem, shown: str) -> None:
        """Show the form with an item to be changed; `shown` is the question that it may be attached to."""
        self.changes = item
        self._show(item.text, item.raised_by, item.question or shown, attached=bool(item.question))

    def check(self) -> bool:
        return self._refuse_empty(_("Write what is put aside, in a line."))


class ResolveForm(_MinutesForm):
    """Asks what was decided, who does it and until when; `changes` as in ParkForm."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Decision of the meeting"),
            _("Record"),
            line_field(_("What was decided"), _("In a line, such as: timeouts on every call before the launch")),
            line_field(_("Owner"), _("Who does it (may be empty)")),
            parent,
        )
        self.due = line_field(_("Due"), _("2026-12-01 (may be empty)"))
        self.add_row(self.due)
        self.body.addWidget(self.attached)
        self.changes: Resolution | None = None

    @property
    def resolution(self) -> Resolution:
        """Return what was typed; the day was checked."""
        due = self.due.text().strip()
        day = dt.date.fromisoformat(due) if due else None
        return Resolution(self.text.text(), self.question, self.name.text(), day)

    def open_for(self, answer: Answer) -> None:
        """Show the form for a new decision, attached to the question that is shown."""
        self.changes = None
        self.due.clear()
        self._show("", "", answer.question, attached=True)

    def open_item(self, item: Resolution, shown: str) -> None:
        """Show the form with a decision to be changed; `shown` is the question that it may be attached to."""
        self.changes = item
        self.due.setText(item.due.isoformat() if item.due else "")
        self._show(item.text, item.owner, item.question or shown, attached=bool(item.question))

    def check(self) -> bool:
        if not self._refuse_empty(_("Write what was decided, in a line.")):
            return False
        due = self.due.text().strip()
        try:
            if due:
                dt.date.fromisoformat(due)
        except ValueError:
            self.show_problem(_("“{text}” is not a date. Write it like 2026-12-01.").format(text=due), self.due)
            return False
        return True
