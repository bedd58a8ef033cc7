"""Beside the register: the forms in which a waiver is asked for and decided on, the details, and the exposure."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from shipworthy.domain.waiver_register import RegisterLine
from shipworthy.gui.context import Context
from shipworthy.gui.pages.remediation.new_waiver_form import NewWaiverForm
from shipworthy.gui.pages.remediation.waiver_details import ExposureCard, WaiverDetails
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.waiver_forms import ApproveForm, ExtendForm, ReasonForm
from shipworthy.text import _
from shipworthy.workflows.session import Session
from shipworthy.workflows.waivers import (
    WaiverChanged,
    approve_waiver,
    decide_extension,
    reject_waiver,
    request_extension,
    request_waiver,
    revoke_waiver,
)


class WaiverSide(QScrollArea):
    """The column beside the table; `saved(work, form)` asks to do what a form says, `cancelled` to leave all as it was.

    `line` gives the waiver that is selected.
    """

    saved = Signal(object, object)
    cancelled = Signal()

    def __init__(
        self, context: Context, line: Callable[[], RegisterLine | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, widgetResizable=True)
        wording = context.wording
        self._line = line
        self.details = WaiverDetails(context)
        self.exposure = ExposureCard(wording)
        self.new_form = NewWaiverForm(wording)
        self.approve_form = ApproveForm(wording)
        self.reject_form = ReasonForm(
            _("Reject: why is the risk not taken?"), _("Reject the waiver"), _("What must be done instead")
        )
        self.extend_form = ExtendForm(wording)
        self.revoke_form = ReasonForm(
            _("Revoke: why does the waiver end now?"), _("Revoke the waiver"), _("What has changed")
        )
        self._saving: dict[InPlaceForm, Callable[[], None]] = {
            self.new_form: self._save_request,
            self.approve_form: self._save_approval,
            self.reject_form: lambda: self._save_reason(self.reject_form, reject_waiver),
            self.extend_form: self._save_extension,
            self.revoke_form: lambda: self._save_reason(self.revoke_form, revoke_waiver),
        }
        for form, save in self._saving.items():
            form.saved.connect(save)
            form.cancelled.connect(self.cancelled)
        self._lay_out()

    @property
    def open_form(self) -> InPlaceForm | None:
        """Return the form that is open; None where there is none."""
        return next((form for form in self._saving if not form.isHidden()), None)

    def close_forms(self) -> None:
        """Close every form without saving."""
        for form in self._saving:
            form.hide()

    @Slot()
    def _save_request(self) -> None:
        form = self.new_form
        assert form.miss is not None, "the form was checked"
        assert form.service is not None, "a miss is that of a service"
        service_id, question, reason = form.service, form.miss.question, form.reason
        until, requester = form.until, form.requester
        self.saved.emit(lambda session: request_waiver(session, service_id, question, reason, until, requester), form)

    def _save_on_line(self, form: InPlaceForm, act: Callable[[Session, UUID], WaiverChanged]) -> None:
        line = self._line()
        if line is not None:
            waiver_id = line.waiver.id
            self.saved.emit(lambda session: act(session, waiver_id), form)

    @Slot()
    def _save_approval(self) -> None:
        form = self.approve_form
        name, note, is_extension = form.name, form.note, form.is_extension
        self._save_on_line(
            form,
            lambda session, waiver_id: (
                decide_extension(session, waiver_id, True, name)
                if is_extension
                else approve_waiver(session, waiver_id, name, note)
            ),
        )

    @Slot()
    def _save_extension(self) -> None:
        until, reason, requester = self.extend_form.until, self.extend_form.reason, self.extend_form.requester
        self._save_on_line(
            self.extend_form,
            lambda session, waiver_id: request_extension(session, waiver_id, until, reason, requester),
        )

    def _save_reason(self, form: ReasonForm, act: Callable[[Session, UUID, str], WaiverChanged]) -> None:
        reason = form.reason
        self._save_on_line(form, lambda session, waiver_id: act(session, waiver_id, reason))

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (*self._saving, self.details, self.exposure, self.details.history_card):
            column.addWidget(widget)
        column.addStretch(1)
        self.setProperty("kind", "calm")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("The waiver selected, and the exposure"))
        self.setWidget(inside)
