"""The reviews of a service, any two of which are compared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.domain.comparison import Comparison
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.assessments_model import AssessmentsModel
from shipworthy.gui.pages.service.comparison_view import ComparisonView
from shipworthy.gui.pages.service.service_tab import ServiceTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _
from shipworthy.workflows.comparison import compare_reviews
from shipworthy.workflows.services import ServiceView

_MOST_ROWS = 6
_PAIR = 2


class AssessmentsTab(ServiceTab):
    """The list, newest first, and beneath it the comparison of the two ticked; `another_asked()` starts a review."""

    another_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._service: UUID | None = None
        self.model = AssessmentsModel(context.wording, self)
        self.table = TickTable(context.theme, context.wording, _("Assessments"), elastic=(1,))
        self.table.setModel(self.model)
        self.table.opened.connect(self._open_row)
        self.table.toggled.connect(self.model.toggle)
        self.model.ticked_changed.connect(self._compare)
        self.nothing = PlainLabel(
            _("Not reviewed yet. Start review asks some fifty questions; every answer is saved as you give it."),
            "soft",
            wrap=True,
        )
        self.hint = PlainLabel(role="soft", wrap=True)
        self.newest_button = push_button(_("Compare the newest two"), "flat")
        self.newest_button.clicked.connect(self.compare_newest)
        self.again_button = push_button(_("Start another review"), "flat")
        self.again_button.clicked.connect(self.another_asked)
        edits(context, self.again_button)
        self.comparison = ComparisonView(context)
        self.comparison.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card(_("Assessments"))
        card.head.addWidget(self.newest_button)
        card.head.addWidget(self.again_button)
        for part in (self.nothing, self.table, self.hint):
            card.body.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(card)
        layout.addWidget(self.comparison)
        layout.addStretch(1)

    def show_view(self, view: ServiceView) -> None:
        lines = view.assessments
        is_another = view.service.id != self._service
        self._service = view.service.id
        current = None if is_another else self.chosen
        self.model.show_lines(lines, keep_ticks=not is_another)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.again_button.setVisible(bool(lines))
        self.newest_button.setVisible(len(lines) > 1)
        if lines:
            row = next((place for place, line in enumerate(lines) if line.id == current), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._compare()
        self.fit()

    @property
    def chosen(self) -> UUID | None:
        """Return the assessment whose row is current; None where there is none."""
        index = self.table.currentIndex()
        return self.model.line(index.row()).id if index.isValid() else None

    @Slot()
    def compare_newest(self) -> None:
        """Tick the newest two."""
        self.model.tick(line.id for line in self.model.lines[:2])

    def compare_two(self, one: UUID, other: UUID) -> None:
        """Tick two assessments."""
        self.model.tick((one, other))

    @Slot()
    def _compare(self) -> None:
        ticked = self.model.ticked
        self._show_hint(len(ticked))
        if len(ticked) < _PAIR:
            self.comparison.hide()
            return
        later, earlier = ticked  # as listed, the newest first
        work = partial(compare_reviews, before=earlier, after=later)
        self.context.read(work, self._show, self._show_failed, owner=self)

    def _show_hint(self, ticked: int) -> None:
        count = len(self.model.lines)
        if count < _PAIR:
            self.hint.setText(_("With a second review, what moved the score between the two is shown here."))
        elif ticked == 0:
            self.hint.setText(_("Tick two reviews (Space) to see what moved the score between them."))
        else:
            self.hint.setText(_("Tick the other review (Space)."))
        self.hint.setVisible(bool(count) and ticked < _PAIR)

    def _show(self, comparison: Comparison) -> None:
        ids = {comparison.before.assessment.id, comparison.after.assessment.id}
        if ids != set(self.model.ticked):
            return  # others were ticked meanwhile
        self.comparison.show()
        self.comparison.show_comparison(comparison)

    def _show_failed(self, error: UserError) -> None:
        self.comparison.hide()
        self.context.failed.emit(error)

    @Slot(QModelIndex)
    def _open_row(self, index: QModelIndex) -> None:
        self.context.open_review(self.model.line(index.row()).id)

    def focus_place(self) -> QWidget | None:
        return self.table if self.model.lines else None

    @Slot()
    def fit(self) -> None:
        self.table.show_whole(_MOST_ROWS)
        self.comparison.fit()

    def bindings(self) -> Sequence[Binding]:
        return (
            Binding(_("Enter"), _("Open the chosen assessment")),
            Binding(_("Space"), _("Tick the chosen assessment; two that are ticked are compared")),
            Binding(_("Esc"), _("From the comparison back to the list")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.comparison.isVisible() and not self.table.hasFocus():
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
