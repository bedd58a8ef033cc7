"""The decision in the question's place: outcome, reasons, conditions, signatories, dissent, and what will be sealed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.assessment import Decision, DecisionCondition, Dissent, Outcome, Signatory
from shipworthy.domain.decision import DecisionProblem, advised, decision_problems, trimmed
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.decision_words import advice_words, sealed_words
from shipworthy.gui.pages.review.callout import Callout
from shipworthy.gui.pages.review.rows_field import Column, RowsField
from shipworthy.gui.pages.review.side_panes import SidePane
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.form import Card, Field
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_NOTE_LINES = 3
_OUTCOMES = tuple(Outcome)


class DecisionPane(SidePane):
    """Asks for a decision. `decided` carries it once the person said a second time that it is to be sealed.

    What was typed stays while the same review is open, wherever the person goes meanwhile.
    """

    decided = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Decide"), parent)
        self._context = context
        self._review: Review | None = None
        self._for: UUID | None = None
        theme = context.theme
        self.outcomes = QButtonGroup(self)
        self.advice = PlainLabel(role="soft", wrap=True)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note_field = Field(_("Reasons"), self.note, _("Needed where the decision goes beyond the verdict."))
        self.conditions = RowsField(
            theme, _("Conditions"), _("Condition"),
            (
                Column("text", _("what must be done"), _("What must be done"), 4),
                Column("owner", _("owner"), _("Who"), 2),
                Column("due", _("by when"), _("By, 2026-12-01"), 2),
            ),
            _("Add a condition"),
        )  # fmt: skip
        self.signatories = RowsField(
            theme, _("Signatories"), _("Signatory"),
            (Column("name", _("name"), _("Name"), 3), Column("role", _("role"), _("Role"), 3)),
            _("Add a signatory"),
        )  # fmt: skip
        self.dissent = RowsField(
            theme, _("Dissent (may be empty)"), _("Dissent"),
            (Column("name", _("who"), _("Who does not agree"), 2), Column("text", _("why"), _("Why"), 4)),
            _("Add a dissent"),
        )  # fmt: skip
        self.sealed = PlainLabel(wrap=True, selectable=True)
        self.refusal = Callout(theme, "bad")
        self.seal = push_button(_("Decide and seal…"), "primary")
        self.back.setText(_("Back to the summary"))
        self.confirm = _Confirm()
        column, self._scroll = self.make_scrolling()
        self._lay_out(column)
        self.seal.clicked.connect(self.ask_to_confirm)
        self.confirm.yes.clicked.connect(self._decide)
        self.confirm.no.clicked.connect(self.stop_confirming)
        self.outcomes.idToggled.connect(self._show_outcome)

    def open_for(self, review: Review) -> None:
        """Show the form for a review, with what was typed for it before, and begin at the outcome."""
        self._review = review
        if review.assessment.id != self._for:
            self._for = review.assessment.id
            self._clear()
        wording = self._context.wording
        self.line.setText(f"{review.service.name} · {review.assessment.title}")
        self.advice.setText(advice_words(review, wording))
        self.sealed.setText("\n".join(sealed_words(review, wording)))
        self.stop_confirming()
        self.refusal.show_words("")
        self._show_outcome()
        self.go_to_widget(self._outcome_button(), self._scroll)

    def decision(self) -> Decision:
        """Return what the form says; a date that cannot be read is none."""
        outcome = _OUTCOMES[self.outcomes.checkedId() - 1]
        has_conditions = outcome is Outcome.CONDITIONAL_GO
        return trimmed(
            Decision(
                outcome,
                self.note.toPlainText(),
                tuple(DecisionCondition(text, owner, _day(due)) for text, owner, due in self.conditions.values)
                if has_conditions
                else (),
                tuple(Signatory(name, role) for name, role in self.signatories.values),
                tuple(Dissent(name, text) for name, text in self.dissent.values),
            )
        )

    @Slot()
    def ask_to_confirm(self) -> None:
        """Check the form; where nothing is wrong, ask in place whether it is meant."""
        if not self._shows_no_problem():
            return
        assert self._review is not None, "the pane was opened"
        outcome = self._context.wording.outcome(self.decision().outcome)
        self.confirm.ask(
            _("Seal “{title}” as {outcome}? Nothing of it can be changed afterwards.").format(
                title=self._review.assessment.title, outcome=outcome
            )
        )
        for button in (self.seal, self.back):
            button.hide()

    @Slot()
    def stop_confirming(self) -> None:
        """Go back to the form."""
        was_asked = not self.confirm.isHidden()
        self.confirm.hide()
        for button in (self.seal, self.back):
            button.show()
        if was_asked:
            self.seal.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refused(self, error: UserError) -> None:
        """Say why the review was not decided."""
        self.stop_confirming()
        self.refusal.show_words(f"✕ {error.message}", error.hint)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.refusal))

    def forget(self) -> None:
        """Forget what was typed: it is decided."""
        self._for = None

    @Slot()
    def _decide(self) -> None:
        if self._shows_no_problem():
            self.confirm.yes.setEnabled(False)  # a second press while it is being sealed would be refused
            self.decided.emit(self.decision())

    def _shows_no_problem(self) -> bool:
        """Show beneath each field the first thing that is wrong with it, and go to the first; True where nothing is."""
        assert self._review is not None, "the pane was opened"
        shown: dict[str, DecisionProblem] = {}
        for problem in (*self._unread_dates(), *decision_problems(
            self.decision(), self._review.shown_verdict, self._review.today
        )):  # fmt: skip
            shown.setdefault(problem.field, problem)
        first: QWidget | None = None
        note = shown.get("note")
        self.note_field.show_problem(f"✕ {note.message} {note.hint}" if note else "")
        first = self.note if note else None
        for name, rows in self._rows().items():
            wrong = shown.get(name)
            words = f"{wrong.message} {wrong.hint}" if wrong else ""
            field = rows.show_problem(words, wrong.row if wrong else -1, wrong.part if wrong else "")
            first = first or (field if wrong else None)
        if first is not None:
            self.stop_confirming()
            self.go_to_widget(first, self._scroll)
        return first is None

    def _unread_dates(self) -> list[DecisionProblem]:
        if _OUTCOMES[self.outcomes.checkedId() - 1] is not Outcome.CONDITIONAL_GO:
            return []
        return [
            DecisionProblem(
                "conditions", row, "due",
                _("Condition {number}: “{text}” is not a date.").format(number=row + 1, text=values[2].strip()),
                _("Write it like 2026-12-01."),
            )
            for row, values in enumerate(self.conditions.values)
            if values[2].strip() and _day(values[2]) is None
        ]  # fmt: skip

    def _rows(self) -> dict[str, RowsField]:
        return {"conditions": self.conditions, "signatories": self.signatories, "dissent": self.dissent}

    def _clear(self) -> None:
        assert self._review is not None, "called when it opens"
        self.note.clear()
        self.note_field.show_problem("")
        for rows in self._rows().values():
            rows.clear()
        self.outcomes.button(_OUTCOMES.index(advised(self._review.shown_verdict)) + 1).setChecked(True)
        self.confirm.yes.setEnabled(True)

    def _outcome_button(self) -> QRadioButton:
        return self.findChildren(QRadioButton)[self.outcomes.checkedId() - 1]

    @Slot()
    def _show_outcome(self) -> None:
        """Conditions belong to a conditional go; what was typed there stays for one who comes back to it."""
        chosen = self.outcomes.checkedId()
        self.conditions.setVisible(chosen > 0 and _OUTCOMES[chosen - 1] is Outcome.CONDITIONAL_GO)

    def _lay_out(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 12, 8)
        column.setSpacing(14)
        choices = QWidget()
        flow = FlowLayout(choices, spacing=16)
        for number, outcome in enumerate(_OUTCOMES, start=1):
            name = self._context.wording.outcome(outcome)
            button = QRadioButton(f"{number}  {name}")
            button.setAccessibleName(name)
            self.outcomes.addButton(button, number)
            flow.addWidget(button)
        outcome_box = QVBoxLayout()
        outcome_box.setSpacing(4)
        outcome_box.addWidget(PlainLabel(_("Outcome"), "label"))
        outcome_box.addWidget(choices)
        outcome_box.addWidget(self.advice)
        column.addWidget(self.refusal)
        column.addLayout(outcome_box)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * _NOTE_LINES + 24)
        for widget in (self.note_field, *self._rows().values()):
            column.addWidget(widget)
        card = Card(_("What will be sealed"))
        card.body.addWidget(self.sealed)
        card.body.addWidget(
            PlainLabel(
                _(
                    "Sealing keeps all of this under its SHA-256, chained to the history: every later edit is found by "
                    "“shipworthy verify”. It detects edits; it does not stop the owner of the file."
                ),
                "small",
                wrap=True,
            )
        )
        column.addWidget(card)
        column.addStretch(1)
        self.buttons.insertWidget(0, self.seal)
        self.column.addWidget(self.confirm)
        self.column.addLayout(self.buttons)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        if event.key() == Qt.Key.Key_Escape and not self.confirm.isHidden():
            self.stop_confirming()
        elif 1 <= number <= len(_OUTCOMES) and not event.modifiers():
            self.outcomes.button(number).setChecked(True)
            self._outcome_button().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


class _Confirm(QFrame):
    """The second, deliberate step: a sentence and two buttons where the first button was."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setProperty("kind", "warn")
        self.words = PlainLabel(role="strong", wrap=True)
        self.yes = push_button(_("Seal it now"), "primary")
        self.no = push_button(_("Not yet"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.yes)
        layout.addWidget(self.no)
        self.hide()

    def ask(self, words: str) -> None:
        """Show the question; the focus is on "Not yet", so that Enter pressed twice seals nothing."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.yes.setAccessibleDescription(words)
        self.yes.setEnabled(True)
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
