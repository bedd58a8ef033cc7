"""Starting a review: its packs, what it starts from, who assesses, and what that would bring over."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.pages.start_dialog_parts import OpenReviewNotice, OriginChoice, PackChoice
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tab_order import set_reading_order
from shipworthy.text import _
from shipworthy.workflows.reviews import Recorded
from shipworthy.workflows.start_preview import StartPreview, preview_lines
from shipworthy.workflows.starting import StartOffer, StartPlan, offer_start, preview_start, start_review

_LONGEST_TITLE = 200


class StartDialog(AskDialog):
    """Asks how a review of a service is to start, with the usual answers given already: Enter starts it."""

    def __init__(self, context: Context, service_id: UUID, parent: QWidget) -> None:
        super().__init__(_("Start review"), parent)
        self._context = context
        self._service_id = service_id
        self._offer: StartOffer | None = None
        self._is_starting = False
        resize_within_screen(self, context.theme.pixels(620), context.theme.pixels(700))
        self.setMinimumSize(360, 280)
        self.heading = PlainLabel(role="title", wrap=True)
        self.notice = OpenReviewNotice()
        self.notice.continue_asked.connect(self._continue)
        self.title = QLineEdit(maxLength=_LONGEST_TITLE)
        self.packs = PackChoice()
        self.origin = OriginChoice(context.wording)
        self.assessors = QLineEdit()
        for part in (self.packs, self.origin):
            part.changed.connect(self._ask_preview)
        self.preview = PlainLabel(wrap=True)
        self.start_button = push_button(_("Start review"), "primary")
        self.start_button.setDefault(True)
        self.start_button.setEnabled(False)
        self.start_button.clicked.connect(self.start)
        self._form = self._make_form()
        self.lay_out(self._form, self.start_button)
        context.read(lambda session: offer_start(session, service_id), self._show, self._not_read, owner=self)

    @property
    def plan(self) -> StartPlan:
        """Return what is chosen; the title is empty where the usual one stands."""
        return StartPlan(
            packs=self.packs.chosen,
            title=self.title.text(),
            left_out=self.packs.left_out,
            carry=self.origin.carries,
            templates=self.origin.templates,
            assessors=tuple(self.assessors.text().split(",")),
            beside_open=self.notice.is_needed,
        )

    @Slot()
    def start(self) -> None:
        """Start the review as chosen, and open it."""
        if self._offer is None or self._is_starting or not self._check():
            return
        plan, service_id = self.plan, self._service_id
        self._set_starting(True)
        self._context.write(
            lambda session: start_review(session, service_id, plan), self._started, self._refused, owner=self
        )

    def _make_form(self) -> QScrollArea:
        form = self._fields = QVBoxLayout()
        form.setContentsMargins(24, 20, 24, 16)
        form.setSpacing(16)
        form.addWidget(self.heading)
        form.addWidget(self.notice)
        form.addWidget(Field(_("Title"), self.title))
        form.addWidget(self.packs)
        form.addWidget(self.origin)
        form.addWidget(Field(_("Assessors"), self.assessors, _("Names, separated by commas.")))
        form.addWidget(self._preview_box())
        form.addStretch(1)
        area = scrolled(form)
        area.setEnabled(False)
        return area

    def _preview_box(self) -> QFrame:
        box = QFrame()
        box.setProperty("role", "quiet")
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(PlainLabel(_("The review begins with"), "label"))
        column.addWidget(self.preview)
        return box

    def _show(self, offer: StartOffer) -> None:
        self._offer = offer
        self.heading.setText(_("Review of {service}").format(service=offer.service.name))
        self.notice.show_offer(offer, self._context.wording, self._context.session.day)
        self.title.setText(offer.title)
        self.packs.show_offer(offer)
        self.origin.show_offer(offer)
        self.assessors.setText(offer.assessor)
        self._form.setEnabled(True)
        self.start_button.setEnabled(True)
        if offer.open:  # going on with it is what is meant most often
            self.start_button.setText(_("Start another review"))
            self.start_button.setProperty("kind", "")
            restyle(self.start_button)
        set_reading_order(self, self._fields)
        if offer.open:
            self.notice.take_focus()
        else:
            self.title.selectAll()
            self.title.setFocus()
        self._ask_preview()

    def _not_read(self, error: UserError) -> None:
        self.reject()
        self._context.failed.emit(error)

    @Slot()
    def _ask_preview(self) -> None:
        if not self._form.isEnabled():
            return  # while the offer is being shown
        self.say("")
        plan, service_id = self.plan, self._service_id
        if not plan.packs:
            self.preview.setText(_("No pack is chosen."))
            return
        # The store's worker is in order: the preview asked for last is shown last.
        self._context.read(
            lambda session: preview_start(session, service_id, plan), self._show_preview, self._show_problem, owner=self
        )

    def _show_preview(self, preview: StartPreview) -> None:
        self.preview.setText("\n".join(preview_lines(preview)))

    def _show_problem(self, error: UserError) -> None:
        self.preview.setText(f"{sentence(error.message)} {error.hint}")

    def _check(self) -> bool:
        """Say in place what is missing, and put the focus there."""
        if not self.packs.chosen:
            self.say(_("Choose at least one pack."))
            self.packs.take_focus()
            return False
        wrong = self.packs.check()
        if wrong is not None:
            wrong.setFocus()
            self._form.ensureWidgetVisible(wrong)
        return wrong is None

    def _started(self, recorded: Recorded) -> None:
        self.accept()
        self._context.note_done(recorded)
        self._context.changed.emit()
        self._context.open_review(recorded.review.assessment.id)

    def _refused(self, error: UserError) -> None:
        self._set_starting(False)
        self.say_refused(error)
        self.start_button.setFocus()

    def _set_starting(self, starting: bool) -> None:
        # A second press while the first is being saved would start a second review.
        self._is_starting = starting
        self._form.setEnabled(not starting)
        self.start_button.setEnabled(not starting)

    @Slot()
    def _continue(self) -> None:
        if self._offer is not None and self._offer.open:
            self.accept()
            self._context.open_review(self._offer.open[0].id)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Close; what was refused was given up."""
        self._context.forget_refused()
        super().reject()


def start_bindings() -> tuple[Binding, ...]:
    """Return the keys of the dialog, for the sheet of keys."""
    return (Binding(_("Enter"), _("Start the review")), Binding(_("Esc"), _("Cancel")))
