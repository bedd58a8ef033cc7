"""Which review of which service: for reports on one, on two of them, and for minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from shipworthy.domain.report_kind import ReportOrder, Subject
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.reports.choice_row import ChoiceRow, Lack
from shipworthy.gui.pages.reports.service_picker import ServicePicker
from shipworthy.gui.widgets.elided_box import ElidedBox
from shipworthy.gui.widgets.form import Field
from shipworthy.text import _
from shipworthy.workflows.reports.choice import (
    ReportMatter,
    ReviewChoice,
    ServiceReviews,
    reviews_beside,
    reviews_of,
)

_FEWEST_SIGNS = 12
_SUBJECTS = (Subject.ASSESSMENT, Subject.COMPARISON, Subject.MINUTES)


class ReviewRow(ChoiceRow):
    """The service, its review, and for a comparison the earlier one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._subject = Subject.ASSESSMENT
        self._reviews: tuple[ReviewChoice, ...] = ()
        self._asked = 0
        self._is_reading = True
        self._wanted: tuple[UUID | None, UUID | None] = (None, None)  # the review and the earlier one of an order
        self.service = ServicePicker()
        self.review, self.earlier = narrow_box(), narrow_box()
        self.review_field = Field(_("Review"), self.review)
        self.earlier_field = Field(_("Compared with the earlier review"), self.earlier)
        for part in (self.service, self.review_field, self.earlier_field):
            self.column.addWidget(part)
        self.service.chosen.connect(self._read)
        self.review.activated.connect(self._take_review)
        self.earlier.activated.connect(self.changed)

    def applies_to(self, subject: Subject) -> bool:
        return subject in _SUBJECTS

    def show_matter(self, matter: ReportMatter) -> None:
        chosen = self.service.service
        self.service.show_services(matter.services)
        if self._wanted != (None, None):
            return  # an order is being read
        if chosen is not None and chosen.id not in {each.id for each in matter.services}:
            self._reread(partial(reviews_of, service_id=chosen.id), kept=True)  # an archived one, if it is still there
        else:
            self._read()

    def show_subject(self, subject: Subject) -> None:
        self._subject = subject
        self._fill()

    def show_order(self, order: ReportOrder) -> None:
        if order.review is None:
            return
        self._wanted = (order.review, order.earlier)
        self._reread(partial(reviews_beside, assessment_id=order.review))

    def completed(self, order: ReportOrder) -> ReportOrder:
        earlier = self.earlier.currentData() if self._subject is Subject.COMPARISON else None
        return replace(order, review=self.review.currentData(), earlier=earlier)

    def words(self) -> str:
        service = self.service.service
        return f"{service.name} · {self.review.currentText()}" if service is not None else ""

    @property
    def is_reading(self) -> bool:
        return self._is_reading

    def lack(self) -> Lack | None:
        service = self.service.service
        if service is None:
            return None  # without services the whole page says so
        open_service = (_("Open {name}").format(name=_short(service.name)), partial(self._open, service.id))
        if not self._reviews:
            heading = _("“{name}” is not reviewed yet").format(name=service.name)
            return Lack(
                heading, _("Start a review on its page; its report can be seen from the first answer."), open_service
            )
        if self._subject is Subject.MINUTES and not self._offered():
            heading = _("No meeting on “{name}” yet").format(name=service.name)
            text = _("Open a review of it and press F5 to begin a meeting; its minutes are then made here.")
            return Lack(heading, text, open_service)
        if self._subject is Subject.COMPARISON and self.earlier.count() == 0:
            heading = _("There is nothing to compare yet")
            text = _("“{name}” has one review, or this is its first. Choose a later one, or review it again.")
            return Lack(heading, text.format(name=service.name), open_service)
        return None

    def _open(self, service_id: UUID) -> None:
        self.context.open_service(service_id)

    @Slot()
    def _read(self) -> None:
        """Read the reviews of the service chosen."""
        service = self.service.service
        if service is None:
            self._is_reading = False
            self._reviews = ()
            self._fill()
            self.changed.emit()
            return
        self._reread(partial(reviews_of, service_id=service.id))

    def _reread(self, work: partial[ServiceReviews], *, kept: bool = False) -> None:
        self._asked += 1
        self._is_reading = True
        number = self._asked
        failed = self._forget if kept else self._say
        self.context.read(work, partial(self._show, number), partial(failed, number), owner=self)
        self.changed.emit()

    def _show(self, number: int, found: ServiceReviews) -> None:
        if number != self._asked:
            return
        self._is_reading = False
        self.service.show_service(found.service)
        self._reviews = found.reviews
        self._fill()
        self._wanted = (None, None)
        self.changed.emit()

    def _forget(self, number: int, _error: UserError) -> None:
        """Choose the usual service in the place of one that is no longer there."""
        if number == self._asked:
            self._read()

    def _say(self, number: int, error: UserError) -> None:
        if number == self._asked:
            self.context.failed.emit(error)
            self._wanted = (None, None)
            self._read()

    def _offered(self) -> Sequence[ReviewChoice]:
        held = self._subject is not Subject.MINUTES
        return [each for each in self._reviews if held or each.meetings]

    def _fill(self) -> None:
        """Offer the reviews that go with the subject: what was chosen, else the one that stands, else the newest."""
        offered = self._offered()
        chosen = self._wanted[0] or self.review.currentData()
        usual = next((each.id for each in offered if each.stands), offered[0].id if offered else None)
        _fill_box(self.review, [(self._words(each), each.id) for each in offered], (chosen, usual))
        self.review_field.setVisible(bool(offered))
        self._follow_review()

    def _fill_earlier(self) -> None:
        ids = [each.id for each in self._reviews]
        later = self.review.currentData()
        before = self._reviews[ids.index(later) + 1 :] if later in ids else ()
        chosen = self._wanted[1] or self.earlier.currentData()
        _fill_box(self.earlier, [(self._words(each), each.id) for each in before], (chosen,))

    @Slot()
    def _take_review(self) -> None:
        self._follow_review()
        self.changed.emit()

    def _follow_review(self) -> None:
        """Say how the review chosen stands, and offer those before it."""
        found = next((each for each in self._reviews if each.id == self.review.currentData()), None)
        self.review_field.show_hint(self._state(found) if found else "")
        self._fill_earlier()
        self.earlier_field.setVisible(self._subject is Subject.COMPARISON and bool(self.earlier.count()))

    def _words(self, review: ReviewChoice) -> str:
        day = self.context.wording.date(review.day) if review.day else ""
        return " · ".join(part for part in (review.title, day) if part)

    def _state(self, review: ReviewChoice) -> str:
        state = self.context.wording.assessment_state(review.state)
        return _("{state}. It speaks for the service.").format(state=state) if review.stands else f"{state}."


def narrow_box() -> QComboBox:
    """Return a box that gives its column no width: what does not fit into it is shortened, and whole in its list."""
    box = ElidedBox()
    box.setMinimumContentsLength(_FEWEST_SIGNS)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def _fill_box(box: QComboBox, entries: Sequence[tuple[str, UUID]], wishes: Sequence[UUID | None]) -> None:
    """Offer entries; the first wish that is among them is chosen, else the first entry."""
    ids = [each for _text, each in entries]
    with QSignalBlocker(box):
        box.clear()
        for text, each in entries:
            box.addItem(text, each)
        box.setCurrentIndex(next((ids.index(each) for each in wishes if each in ids), 0 if ids else -1))


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23].rstrip()}…"
