"""The form that asks for a waiver from the register: which service, which of its misses, then as on the Review page."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from shipworthy.gui.waiver_forms import RequestForm
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.services import ServiceName
from shipworthy.workflows.waiver_register import WaiverOffer

_LEAST_SIGNS = 12


class NewWaiverForm(RequestForm):
    """`service_chosen` carries the service whose misses are to be offered; `show_offer` answers it."""

    service_chosen = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(wording, parent)
        self._ids: tuple[UUID, ...] = ()
        self._offer: WaiverOffer | None = None

    def add_choices(self) -> None:
        self.services = _combo(_("Service"))
        self.misses = _combo(_("Missed question"))
        self.add_row(self.services)
        self.add_row(self.misses)
        self.services.currentIndexChanged.connect(self._choose_service)
        self.misses.currentIndexChanged.connect(self._choose_miss)

    @property
    def service(self) -> UUID | None:
        """Return the service that is chosen; None where there is none."""
        place = self.services.currentIndex()
        return self._ids[place] if place >= 0 else None

    @property
    def first_field(self) -> QWidget:
        """Return the field of the service."""
        return self.services

    def open_new(self, services: Sequence[ServiceName], chosen: UUID | None, requester: str) -> None:
        """Show the form, with a service chosen where there is one; its misses are asked for."""
        self.reason_edit.clear()
        self.until_edit.clear()
        self.requester_edit.setText(requester)
        self.services.blockSignals(True)
        self.services.clear()
        self._ids = tuple(each.id for each in services)
        for each in services:
            self.services.addItem(each.name)
        self.services.setCurrentIndex(self._ids.index(chosen) if chosen in self._ids else min(0, len(services) - 1))
        self.services.blockSignals(False)
        self._show_misses(None)
        self.begin("" if services else _("Add a service and review it first: only a miss can be waived."))
        self._choose_service()

    def show_offer(self, offer: WaiverOffer) -> None:
        """Offer the misses of the service that was chosen."""
        if offer.service.id == self.service:
            self._show_misses(offer)
            if not offer.misses:
                words = _("{service} has no miss without a waiver.").format(service=offer.service.name)
                self.show_problem(words)

    def _show_misses(self, offer: WaiverOffer | None) -> None:
        self._offer = offer
        self.misses.blockSignals(True)
        self.misses.clear()
        for miss in offer.misses if offer else ():
            self.misses.addItem(f"{self._wording.severity(miss.severity)}: {miss.text}")
        self.misses.blockSignals(False)
        self._choose_miss()

    @Slot()
    def _choose_service(self) -> None:
        self._show_misses(None)
        self.show_problem("")
        if self.service is not None:
            self.service_chosen.emit(self.service)

    @Slot()
    def _choose_miss(self) -> None:
        place = self.misses.currentIndex()
        self.offer(self._offer.misses[place] if self._offer and place >= 0 else None)
        self.misses.setEnabled(self.misses.count() > 0)

    def check(self) -> bool:
        if self.miss is None:
            self.show_problem(_("Choose a service that misses something, and the missed question."), self.services)
            return False
        return super().check()


def _combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    # As wide as its column, whatever the longest question is.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LEAST_SIGNS)
    return box
