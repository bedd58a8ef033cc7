"""The forms of waivers: ask for one, approve, say why not, ask for more time. Enter saves, Esc leaves all as it was."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from shipworthy.domain.people import same_person
from shipworthy.domain.remediation import Waiver
from shipworthy.domain.waiver_register import WaivableMiss
from shipworthy.gui.pages.review.evidence_fields import line_field
from shipworthy.gui.pages.review.in_place_form import InPlaceForm, ReasonEdit
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording


class _WaiverForm(InPlaceForm):
    """A form whose fields stand beneath each other, each with its name before it."""

    def __init__(self, title: str, save: str, parent: QWidget | None = None) -> None:
        super().__init__(title, save, parent)
        self.about = PlainLabel(role="soft", wrap=True)
        self.rows = QFormLayout()
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rows.setHorizontalSpacing(12)
        self.rows.setVerticalSpacing(8)
        self.body.addWidget(self.about)
        self.body.addLayout(self.rows)

    def add_row(self, field: QWidget) -> None:
        """Add a field with its name before it."""
        label = PlainLabel(field.accessibleName(), "soft")
        label.setBuddy(field)
        self.rows.addRow(label, field)

    def add_reason(self, name: str, placeholder: str) -> ReasonEdit:
        """Add a field for a text of a few lines in which Enter saves."""
        field = ReasonEdit(name, placeholder)
        field.entered.connect(self.submit)
        self.add_row(field)
        return field

    def begin(self, about: str) -> None:
        """Show the form, which is about something, and begin at its first field."""
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.show_problem("")
        self.show()
        self.first_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def lacks(self, field: QWidget, text: str, words: str) -> bool:
        """Tell whether a mandatory text is missing, and say so at its field."""
        if text.strip():
            return False
        self.show_problem(words, field)
        return True

    def lacks_day(self, field: QLineEdit) -> bool:
        """Tell whether a day is missing or cannot be read, and say so at its field."""
        if read_day(field.text()) is not None:
            return False
        self.show_problem(_("Write the last day like 2027-03-01: it still counts."), field)
        return True


class RequestForm(_WaiverForm):
    """Asks for a waiver of one miss: why, until when, who asks."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(_("Waiver: accept this miss as a risk for a while"), _("Request"), parent)
        self._wording = wording
        self.miss: WaivableMiss | None = None
        self._offered = ""
        self.add_choices()
        self.reason_edit = self.add_reason(_("Reason"), _("Why the risk is worth taking until then"))
        self.until_edit = line_field(_("Last day"), _("2027-03-01; it still counts"))
        self.requester_edit = line_field(_("Requester"), _("Who asks; somebody else must approve"))
        self.hint = PlainLabel(role="small", wrap=True)
        self.add_row(self.until_edit)
        self.add_row(self.requester_edit)
        self.body.addWidget(self.hint)

    def add_choices(self) -> None:
        """Add what comes before the reason: nothing, where the question is given."""

    @property
    def reason(self) -> str:
        """Return the reason as typed."""
        return self.reason_edit.toPlainText()

    @property
    def until(self) -> dt.date | None:
        """Return the last day; None where it cannot be read."""
        return read_day(self.until_edit.text())

    @property
    def requester(self) -> str:
        """Return who asks."""
        return self.requester_edit.text()

    @property
    def first_field(self) -> QWidget:
        """Return the field of the reason."""
        return self.reason_edit

    def open_request(self, miss: WaivableMiss, requester: str) -> None:
        """Show the form for a miss, with the day that the gate policy gives and the acting person's name."""
        self.reason_edit.clear()
        self.until_edit.clear()
        self.requester_edit.setText(requester)
        self.offer(miss)
        self.begin("")

    def offer(self, miss: WaivableMiss | None) -> None:
        """Ask about a miss; a last day that was typed stays, the one that was offered gives way to the new one."""
        self.miss = miss
        offered = miss.last_day.isoformat() if miss else ""
        if self.until_edit.text() in ("", self._offered):
            self.until_edit.setText(offered)
        self._offered = offered
        self.hint.setVisible(miss is not None)
        if miss is not None:
            severity = self._wording.severity(miss.severity).lower()
            days = self._wording.count("{count} day", "{count} days", miss.days)
            self.hint.setText(
                _(
                    "The gate policy gives {days} to remediate a {severity} miss. A waiver never changes the score."
                ).format(days=days, severity=severity)
            )

    def check(self) -> bool:
        missing = (
            self.lacks(self.reason_edit, self.reason, _("Write the reason: a waiver needs one."))
            or self.lacks_day(self.until_edit)
            or self.lacks(self.requester_edit, self.requester, _("Write who asks."))
        )
        return not missing


class ApproveForm(_WaiverForm):
    """Asks who approves a request or an extension: never whoever asked."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(_("Approve: who takes the risk on?"), _("Approve"), parent)
        self._wording = wording
        self._askers: tuple[str, ...] = ()
        self.is_extension = False
        self.name_edit = line_field(_("Approver"), _("A name, not that of whoever asked"))
        self.note_edit = self.add_reason(_("Note"), _("What should be remembered of it (may be empty)"))
        self.rows.insertRow(0, self._name_label(), self.name_edit)

    def _name_label(self) -> PlainLabel:
        label = PlainLabel(self.name_edit.accessibleName(), "soft")
        label.setBuddy(self.name_edit)
        return label

    @property
    def name(self) -> str:
        """Return who approves."""
        return self.name_edit.text()

    @property
    def note(self) -> str:
        """Return the note as typed."""
        return self.note_edit.toPlainText()

    @property
    def first_field(self) -> QWidget:
        """Return the field of the name."""
        return self.name_edit

    def open_waiver(self, waiver: Waiver, actor: str) -> None:
        """Ask about a waiver's request, or about its extension; `actor` is offered unless that person asked."""
        pending = waiver.pending_extension
        self.is_extension = pending is not None
        self._askers = (waiver.requester, *([pending.requester] if pending else []))
        self.rows.setRowVisible(self.note_edit, not self.is_extension)
        asked = any(same_person(actor, each) for each in self._askers)
        self.name_edit.setText("" if asked else actor)
        self.note_edit.clear()
        about = (
            self._wording.asked_to_extend(pending)
            if pending
            else _("{requester} asks for it until {day}: {reason}").format(
                requester=waiver.requester, day=self._wording.date(waiver.expires), reason=waiver.reason
            )
        )
        self.begin(about)

    def check(self) -> bool:
        if self.lacks(self.name_edit, self.name, _("Write who takes the risk on.")):
            return False
        asker = next((each for each in self._askers if same_person(each, self.name)), None)
        if asker is not None:
            words = _("{name} asked for this, so somebody else must approve it.").format(name=asker)
            self.show_problem(words, self.name_edit)
        return asker is None


class ReasonForm(_WaiverForm):
    """Asks why a request is rejected, or an approved waiver revoked."""

    def __init__(self, title: str, save: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(title, save, parent)
        self.reason_edit = self.add_reason(_("Reason"), placeholder)

    @property
    def reason(self) -> str:
        """Return the reason as typed."""
        return self.reason_edit.toPlainText()

    @property
    def first_field(self) -> QWidget:
        """Return the field of the reason."""
        return self.reason_edit

    def open_empty(self) -> None:
        """Show the form with nothing in it."""
        self.reason_edit.clear()
        self.begin("")

    def check(self) -> bool:
        return not self.lacks(self.reason_edit, self.reason, _("Write the reason: without it nothing changes."))


class ExtendForm(_WaiverForm):
    """Asks for a later last day of an approved waiver: until when, why, who asks."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(_("Extend: ask for a later last day"), _("Request"), parent)
        self._wording = wording
        self.until_edit = line_field(_("Last day"), _("2027-03-01; it still counts"))
        self.add_row(self.until_edit)
        self.reason_edit = self.add_reason(_("Reason"), _("Why the risk is worth taking for longer"))
        self.requester_edit = line_field(_("Requester"), _("Who asks; somebody else must approve"))
        self.add_row(self.requester_edit)

    @property
    def until(self) -> dt.date | None:
        """Return the later last day; None where it cannot be read."""
        return read_day(self.until_edit.text())

    @property
    def reason(self) -> str:
        """Return the reason as typed."""
        return self.reason_edit.toPlainText()

    @property
    def requester(self) -> str:
        """Return who asks."""
        return self.requester_edit.text()

    @property
    def first_field(self) -> QWidget:
        """Return the field of the day."""
        return self.until_edit

    def open_waiver(self, waiver: Waiver, actor: str) -> None:
        """Show the form for a waiver, with the acting person's name."""
        self.until_edit.clear()
        self.reason_edit.clear()
        self.requester_edit.setText(actor)
        self.begin(_("It lasts until {day} now.").format(day=self._wording.date(waiver.expires)))

    def check(self) -> bool:
        missing = (
            self.lacks_day(self.until_edit)
            or self.lacks(self.reason_edit, self.reason, _("Write the reason: an extension needs one."))
            or self.lacks(self.requester_edit, self.requester, _("Write who asks."))
        )
        return not missing


def read_day(text: str) -> dt.date | None:
    """Return the day that was typed like 2027-03-01; None for anything else."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
