"""The forms of the question pane: opened, recorded as steps of the conduct, and closed once that is committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot

from shipworthy.errors import UserError
from shipworthy.gui.pages.review import answering
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.pages.review.review_layout import ReviewLayout


class FormWork(QObject):
    """Joins the forms to the conduct; `steps` record what those say whose words are more than an answer's."""

    def __init__(
        self, conduct: Conduct, parts: ReviewLayout, steps: Mapping[InPlaceForm, Callable[[], None]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._conduct = conduct
        self._parts = parts
        self._pane = pane = parts.question
        self._saved: InPlaceForm | None = None  # waits for its commit
        recorded = {pane.not_applicable: self._not_applicable, pane.compensated: self._compensated, **steps}
        for form, step in recorded.items():
            form.saved.connect(lambda step=step: self._save(step))
        for form in pane.forms:
            form.cancelled.connect(self._cancel)
            form.grown.connect(lambda form=form: parts.show_widget(form))

    def open(self, form: InPlaceForm) -> None:
        """Open a form in the place of any other."""
        self._pane.close_forms()
        form.open_for(self._conduct.answer())
        self._parts.show_widget(form)

    def forget(self) -> None:
        """Wait for no commit any more: another question is shown."""
        self._saved = None

    def close_saved(self) -> None:
        """Close the form that was saved, now that its words are committed."""
        if self._saved is not None:
            self._saved.hide()
            self._saved = None

    def show_refused(self, error: UserError) -> bool:
        """Say in the form that was saved why nothing was recorded, and give it the focus; tell whether there is one."""
        form, self._saved = self._saved, None
        if form is not None:
            form.show_problem(f"{error.message} {error.hint}", form.first_field)
        return form is not None

    @Slot()
    def _cancel(self) -> None:
        self._pane.close_forms()
        self._pane.take_focus()

    def _save(self, step: Callable[[], None]) -> None:
        """Record what a form says; it stays open until that is committed, so that nothing typed is lost."""
        self._saved = self._pane.open_form
        self._pane.take_focus()
        self._conduct.offer_here(step)

    def _not_applicable(self) -> None:
        form = self._pane.not_applicable
        self._conduct.record(lambda answer: answering.not_applicable(answer, form.kind, form.reason), move_on=True)

    def _compensated(self) -> None:
        form = self._pane.compensated
        self._conduct.record(lambda answer: answering.compensated(answer, form.justification), move_on=True)
