"""Forms that open inside the question pane, for answers that need words. Enter saves, Esc leaves all as it was."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.domain.assessment import Answer
from shipworthy.gui.pages.review.text_edit import TextEdit
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _

_TEXT_LINES = 3
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReasonEdit(TextEdit):
    """A text of a few lines in which Enter means "done" and Shift+Enter begins a new line."""

    entered = Signal()

    def __init__(self, accessible_name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _TEXT_LINES + 24)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class InPlaceForm(QFrame):
    """A form with a title, a body, a problem in words and two buttons.

    `saved` is emitted when the person is done and `check` found nothing wrong; `cancelled` by Esc or the button;
    `grown` when a problem makes it higher.
    """

    saved = Signal()
    cancelled = Signal()
    grown = Signal()

    def __init__(self, title: str, save: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self._problem = PlainLabel(role="problem", wrap=True)
        self._problem.hide()
        save_button, cancel = push_button(save, "primary"), push_button(_("Cancel"))
        save_button.clicked.connect(self.submit)
        cancel.clicked.connect(self.cancelled)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(save_button)
        buttons.addWidget(cancel)
        buttons.addWidget(PlainLabel(_("Enter saves, Esc cancels"), "small", wrap=True), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(PlainLabel(title, "strong", wrap=True))
        layout.addLayout(self.body)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        self.hide()

    @property
    def problem(self) -> str:
        """Return the problem that is shown; "" for none."""
        return self._problem.text()

    def show_problem(self, words: str, field: QWidget | None = None) -> None:
        """Say what is wrong, and go to the field that is; "" takes the message away."""
        self._problem.setText(f"✕ {words}" if words else "")
        self._problem.setVisible(bool(words))
        self.grown.emit()
        for each in self.findChildren(QWidget):
            if each.property("wrong") or each is field:
                each.setProperty("wrong", each is field)
                restyle(each)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        """Tell whether the form can be saved, and show the problem where it cannot."""
        return True

    @property
    def first_field(self) -> QWidget:
        """Return the field that gets the focus when there is no better one."""
        raise NotImplementedError

    def open_for(self, answer: Answer) -> None:
        """Show the form with what the answer says so far, the focus where typing begins."""
        raise NotImplementedError

    @Slot()
    def submit(self) -> None:
        """Save, if nothing is wrong."""
        if self.check():
            self.show_problem("")
            self.saved.emit()

    def flow(self) -> FlowLayout:
        """Return a new line of the body whose items wrap."""
        line = QWidget()
        flow = FlowLayout(line, spacing=12)
        self.body.addWidget(line)
        return flow

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in ENTER:
            self.submit()
        event.accept()  # what is typed in a form never reaches the question behind it


def form_bindings() -> tuple[Binding, ...]:
    """Return the keys of the forms, for the sheet of keys."""
    return (
        Binding(_("Enter"), _("Save; Shift and Enter begins a new line")),
        Binding("1 – 4", _("Type of not applicable")),
        Binding(_("Esc"), _("Close the form; nothing is recorded")),
    )
