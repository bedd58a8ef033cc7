"""The two answers that need words: not applicable (type and reason) and compensated (justification)."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from shipworthy.domain.assessment import Answer, AnswerState, NotApplicableType
from shipworthy.gui.pages.review.in_place_form import InPlaceForm, ReasonEdit
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording


class NotApplicableForm(InPlaceForm):
    """Asks why a question does not concern the service: a type, by digit or click, and a reason; both are mandatory."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Not applicable: why does the question not concern this service?"), _("Save and move on"), parent
        )
        self._types = QButtonGroup(self)
        flow = self.flow()
        for number, kind in enumerate(NotApplicableType, start=1):
            button = QRadioButton(f"{number}  {wording.not_applicable_type(kind)}".replace("&", "&&"))
            button.setAccessibleName(wording.not_applicable_type(kind))
            self._types.addButton(button, number)
            flow.addWidget(button)
        self._types.buttonToggled.connect(self._forget_problem)
        self._reason = ReasonEdit(_("Reason"), _("The reason, in a sentence"))
        self._reason.entered.connect(self.submit)
        self.body.addWidget(self._reason)

    @property
    def kind(self) -> NotApplicableType | None:
        """Return the type that is chosen; None before."""
        number = self._types.checkedId()
        return list(NotApplicableType)[number - 1] if number > 0 else None

    @property
    def reason(self) -> str:
        """Return the reason as typed."""
        return self._reason.toPlainText()

    @property
    def first_field(self) -> QWidget:
        """Return the field of the reason."""
        return self._reason

    def open_for(self, answer: Answer) -> None:
        """Show the form with what was said before, and begin at the type."""
        self._types.setExclusive(False)  # an exclusive group cannot be emptied
        for number, kind in enumerate(NotApplicableType, start=1):
            self._types.button(number).setChecked(answer.not_applicable_type is kind)
        self._types.setExclusive(True)
        said = answer.reason if answer.state is AnswerState.NOT_APPLICABLE else ""
        self._reason.setPlainText(said)
        self.show_problem("")
        self.show()
        self._types.button(max(self._types.checkedId(), 1)).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _forget_problem(self) -> None:
        """Take back what was said about a missing type: now there is one."""
        if self.problem:
            self.show_problem("")

    def check(self) -> bool:
        if self.kind is None:
            self.show_problem(_("Choose the type, 1 to 4."), self._types.button(1))
        elif not self.reason.strip():
            self.show_problem(_("Write the reason: without it the previous answer stays."), self._reason)
        return self.kind is not None and bool(self.reason.strip())

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        if 1 <= number <= len(NotApplicableType):
            self._types.button(number).setChecked(True)
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
            event.accept()
            return
        super().keyPressEvent(event)


class CompensatedForm(InPlaceForm):
    """Asks which other control stands in, and why it is as good; the justification is mandatory."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Compensated: which control stands in for this one?"), _("Save and move on"), parent)
        self.body.addWidget(
            PlainLabel(
                _("The question then counts in full, and the justification stands for the evidence."),
                "small",
                wrap=True,
            )
        )
        self._justification = ReasonEdit(_("Justification"), _("Which control, and why it is as good"))
        self._justification.entered.connect(self.submit)
        self.body.addWidget(self._justification)

    @property
    def justification(self) -> str:
        """Return the justification as typed."""
        return self._justification.toPlainText()

    @property
    def first_field(self) -> QWidget:
        """Return the field of the justification."""
        return self._justification

    def open_for(self, answer: Answer) -> None:
        """Show the form with what was said before."""
        said = answer.reason if answer.state is AnswerState.COMPENSATED else ""
        self._justification.setPlainText(said)
        self.show_problem("")
        self.show()
        self._justification.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        if not self.justification.strip():
            self.show_problem(_("Write the justification: without it the previous answer stays."), self._justification)
            return False
        return True
