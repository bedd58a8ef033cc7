"""The column of choices: what a report is about, for whom, and how it looks; together they make an order."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.domain.report_kind import Audience, Format, ReportOrder, Subject, audiences_of, formats_of
from shipworthy.gui.context import Context
from shipworthy.gui.pages.reports.choice_row import ChoiceRow, Lack
from shipworthy.gui.pages.reports.choice_rows import look_rows, matter_rows
from shipworthy.gui.pages.reports.review_row import narrow_box
from shipworthy.gui.report_words import audience_sentence, audience_text, subject_text
from shipworthy.gui.widgets.form import Field
from shipworthy.text import _
from shipworthy.workflows.reports.choice import ReportMatter


def subjects() -> tuple[Subject, ...]:
    """Return the subjects on which there are reports with pages to see."""
    return tuple(each for each in Subject if audiences_of(each) and Format.PDF in formats_of(each))


class ReportChoices(QWidget):
    """`changed` after another choice, by a person or by what was read; ask for `lack`, then for `order`.

    `looks_changed` where the order is the same, but its report looks otherwise by now.
    """

    changed = Signal()
    looks_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.subject, self.audience = narrow_box(), narrow_box()
        for each in subjects():
            self.subject.addItem(subject_text(each), each)
        self.audience_field = Field(_("For whom"), self.audience)
        matter, looks = matter_rows(context), look_rows(context)
        self.rows: tuple[ChoiceRow, ...] = (*matter, *looks)
        self._has_matter = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 12, 16)
        layout.setSpacing(14)
        for part in (Field(_("Report on"), self.subject), *matter, self.audience_field, *looks):
            layout.addWidget(part)
        layout.addStretch(1)
        for row in self.rows:
            row.changed.connect(self.changed)
            row.looks_changed.connect(self.looks_changed)
        self.subject.activated.connect(self._take_subject)
        self.audience.activated.connect(self._take_audience)
        self._show_subject()

    def row(self, kind: type[ChoiceRow]) -> ChoiceRow:
        """Return the row of a kind."""
        return next(each for each in self.rows if isinstance(each, kind))

    @property
    def chosen_subject(self) -> Subject:
        """Return what the report is about."""
        return Subject(self.subject.currentData())

    def show_matter(self, matter: ReportMatter) -> None:
        """Offer what there is to report on."""
        self._has_matter = True
        for row in self.rows:
            row.show_matter(matter)
        self.changed.emit()

    def show_order(self, order: ReportOrder) -> None:
        """Choose what an order says."""
        self.subject.setCurrentIndex(self.subject.findData(order.subject))
        self._show_subject()
        self.audience.setCurrentIndex(max(self.audience.findData(order.audience), 0))
        self._show_audience()
        for row in self.rows:
            row.show_order(order)
        self.changed.emit()

    @property
    def is_reading(self) -> bool:
        """Tell whether something that is chosen from is still being read."""
        return not self._has_matter or any(row.is_reading for row in self._shown_rows())

    def lack(self) -> Lack | None:
        """Return what is missing for a report; None where nothing is."""
        return next((lack for row in self._shown_rows() if (lack := row.lack()) is not None), None)

    def order(self, kind: Format | None = None) -> ReportOrder:
        """Return what is chosen, as a kind of file, else the usual one; only while nothing is missing or being read."""
        subject = self.chosen_subject
        order = ReportOrder(subject, Audience(self.audience.currentData()), kind or formats_of(subject)[0])
        for row in self._shown_rows():
            order = row.completed(order)
        return order

    def words(self) -> str:
        """Return what the report is on, as the list of exports names it."""
        parts = [part for row in self._shown_rows() if (part := row.words())]
        return " · ".join(parts if self.chosen_subject is Subject.ASSESSMENT else [self.subject.currentText(), *parts])

    def _shown_rows(self) -> tuple[ChoiceRow, ...]:
        subject = self.chosen_subject
        return tuple(row for row in self.rows if row.applies_to(subject))

    @Slot()
    def _take_subject(self) -> None:
        self._show_subject()
        self.changed.emit()

    @Slot()
    def _take_audience(self) -> None:
        self._show_audience()
        self.changed.emit()

    def _show_subject(self) -> None:
        """Offer what goes with the subject chosen; the audience chosen stays so where there is a report for it."""
        subject, before = self.chosen_subject, self.audience.currentData()
        with QSignalBlocker(self.audience):
            self.audience.clear()
            for each in audiences_of(subject):
                self.audience.addItem(audience_text(each), each)
            self.audience.setCurrentIndex(max(self.audience.findData(before), 0))
        self._show_audience()
        for row in self.rows:
            row.show_subject(subject)
            row.setVisible(row.applies_to(subject))

    def _show_audience(self) -> None:
        audience = Audience(self.audience.currentData())
        self.audience_field.show_hint(audience_sentence(self.chosen_subject, audience))
        for row in self.rows:
            row.show_audience(audience)
