"""Withdraw or supersede a review, in the question's place: the reason is mandatory, the seal stays."""

from PySide6.QtCore import Qt, Signal, Slot

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.pages.review.in_place_form import ReasonEdit
from shipworthy.gui.pages.review.side_panes import SidePane
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.text import _


class RetirePane(SidePane):
    """Asks why a review no longer counts. `retired` carries the new state and the reason."""

    retired = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("")
        self._state = AssessmentState.WITHDRAWN
        self.reason = ReasonEdit(_("Reason"), _("Why the review no longer counts, in a sentence"))
        self.field = Field(_("Reason"), self.reason)
        self.reason.entered.connect(self.submit)
        self.go = push_button("", "primary")
        self.go.clicked.connect(self.submit)
        self.back.setText(_("Back"))
        self.buttons.insertWidget(0, self.go)
        self.column.addWidget(self.field)
        self.column.addLayout(self.buttons)
        self.column.addStretch(1)

    def open_for(self, review: Review, state: AssessmentState) -> None:
        """Ask about a review; what was typed before stays while the question is the same."""
        title = review.assessment.title
        if state is AssessmentState.WITHDRAWN:
            self.heading.setText(_("Withdraw “{title}”").format(title=title))
            self.go.setText(_("Withdraw"))
            what = _("It speaks for {service} no longer, and cannot be opened again.")
        else:
            self.heading.setText(_("Supersede “{title}”").format(title=title))
            self.go.setText(_("Supersede"))
            what = _("Say which decision takes its place; it speaks for {service} no longer.")
        kept = _("What was sealed stays, and still proves what was decided.")
        sealed = review.assessment.state is AssessmentState.DECIDED
        self.line.setText(" ".join([what.format(service=review.service.name), *([kept] if sealed else [])]))
        self.setAccessibleName(self.heading.text())
        self._state = state
        self.show_problem("")
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refused(self, error: UserError) -> None:
        """Say why nothing was changed."""
        self.show_problem(f"{error.message} {error.hint}")

    def show_problem(self, words: str) -> None:
        """Say what is missing; "" takes the message away."""
        self.field.show_problem(f"✕ {words}" if words else "")
        if words:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def submit(self) -> None:
        """Go ahead, if there is a reason."""
        reason = self.reason.toPlainText().strip()
        if not reason:
            self.show_problem(_("Write the reason: without it nothing changes."))
        else:
            self.retired.emit(self._state, reason)
