"""Planning remediation in the question's place: which gaps become items, whose they are, and what they take."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from shipworthy.domain.remediation import ItemOrigin
from shipworthy.errors import UserError
from shipworthy.gui.models.plan_model import DUE, SEVERITY, PlanModel
from shipworthy.gui.pages.review.side_panes import SidePane
from shipworthy.gui.remediation_words import effort_words
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.item_planning import Proposal

_LEAST_TABLE = 120
_LONGEST_OWNER = 200
_MAKING = ("Ctrl+Return", "Ctrl+Enter")


class PlanPane(SidePane):
    """A table of items to be made, each with a box, and one owner for all. `planned(questions, owner)` asks for them.

    Ticks and owner stay while the same review is open, wherever the person goes meanwhile.
    """

    planned = Signal(object, str)

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(_("Plan remediation"), parent)
        self._wording = wording
        self._for: UUID | None = None
        self.model = PlanModel(wording, self)
        self.table = TickTable(theme, wording, _("Items to make"), (SEVERITY, DUE))
        self.table.setAccessibleDescription(_("Space ticks an item or leaves it out"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(theme.pixels(_LEAST_TABLE))
        self.tick_misses = push_button(_("Tick &misses"), "flat")
        self.tick_all = push_button(_("Tick &all"), "flat")
        self.tick_none = push_button(_("Tick &none"), "flat")
        self.owner = QLineEdit(maxLength=_LONGEST_OWNER)
        hint = _("Optional. High-severity misses count as planned work once they have an owner and a due date.")
        self.owner_field = Field(_("Owner of all"), self.owner, hint)
        self.total = PlainLabel(role="strong", wrap=True)
        self.make = push_button("", "primary")
        self.back.setText(_("Back to the summary"))
        self._problem = PlainLabel(role="problem", wrap=True)
        self._problem.hide()
        self._tools = QWidget()
        self._lay_out()
        self._connect()

    @property
    def problem(self) -> str:
        """Return what is said to be wrong; "" for nothing."""
        return self._problem.text()

    def open_for(self, assessment_id: UUID, proposal: Proposal) -> None:
        """Show what the gaps of a review can be made into, the focus where the keys tick."""
        self.show_proposal(assessment_id, proposal)
        self.show_problem("")
        target = self.table if proposal.items else self.back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_proposal(self, assessment_id: UUID, proposal: Proposal) -> None:
        """Show what can be made by now."""
        anew = assessment_id != self._for
        self._for = assessment_id
        if anew:
            self.owner.clear()
        self.model.show_items(proposal.items, anew=anew)
        self.line.setText(_proposal_words(proposal, self._wording))
        has_focus = self.focusWidget() is not None and self.isAncestorOf(self.window().focusWidget())
        for part in (self._tools, self.table, self.owner_field, self.total, self.make):
            part.setVisible(bool(proposal.items))
        if not proposal.items and has_focus:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.fit()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def show_refused(self, error: UserError) -> None:
        """Say why nothing was made; ticks and owner stay."""
        self.show_problem(f"{error.message} {error.hint}")
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, words: str) -> None:
        """Say what is wrong; "" takes the message away."""
        self._problem.setText(f"✕ {words}" if words else "")
        self._problem.setVisible(bool(words))
        self.make.setEnabled(True)

    @Slot()
    def submit(self) -> None:
        """Ask for the ticked items, or say in place that none is."""
        if not self.make.isEnabled() or not self.model.rowCount():
            return
        questions = [question for item in self.model.ticked for question in item.questions]
        if not questions:
            self.show_problem(_("Tick at least one item."))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.show_problem("")
        self.make.setEnabled(False)  # until the outcome is there: a second press would find nothing left to make
        self.planned.emit(tuple(questions), self.owner.text())

    def _connect(self) -> None:
        self.table.toggled.connect(self.model.toggle)
        self.model.ticked_changed.connect(self._count)
        self.tick_misses.clicked.connect(self.model.tick_misses)
        self.tick_all.clicked.connect(lambda: self.model.tick_all(True))
        self.tick_none.clicked.connect(lambda: self.model.tick_all(False))
        self.owner.returnPressed.connect(self.submit)
        self.make.clicked.connect(self.submit)
        for keys in _MAKING:
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, context=within).activated.connect(self.submit)

    def _lay_out(self) -> None:
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(8)
        tools.addWidget(PlainLabel(_("Items to make"), "label"), 1)
        for button in (self.tick_misses, self.tick_all, self.tick_none):
            tools.addWidget(button)
        self.buttons.insertWidget(0, self.make)
        for part in (self._tools, self.table, self.owner_field, self.total, self._problem):
            self.column.addWidget(part, 1 if part is self.table else 0)
        self.column.addLayout(self.buttons)
        self.column.addStretch(0)

    @Slot()
    def _count(self) -> None:
        ticked = self.model.ticked
        count = len(ticked)
        self.make.setText(self._wording.count("Make {count} item", "Make {count} items", count))
        items = self._wording.count("{count} item", "{count} items", count)
        effort = effort_words(self._wording, ticked)
        self.total.setText(_("{items} ticked: {effort} of effort").format(items=items, effort=effort))
        if count:
            self.show_problem("")


def _proposal_words(proposal: Proposal, wording: Wording) -> str:
    misses = sum(item.origin is ItemOrigin.MISS for item in proposal.items)
    improvements = len(proposal.items) - misses
    covered = wording.count("{count} gap has one already.", "{count} gaps have one already.", proposal.covered)
    if not proposal.items:
        return _("Every gap has an item.") if proposal.covered else _("There is no gap: nothing is to be planned.")
    parts = [
        *([wording.count("{count} miss", "{count} misses", misses)] if misses else []),
        *([wording.count("{count} improvement", "{count} improvements", improvements)] if improvements else []),
    ]
    open_gaps = _("Without an item: {gaps}.").format(gaps=", ".join(parts))
    return f"{open_gaps} {covered}" if proposal.covered else open_gaps


def plan_bindings() -> tuple[Binding, ...]:
    """Return the keys of the pane, for the sheet of keys."""
    native = [QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in _MAKING]
    return (
        Binding(_("Space"), _("Tick an item or leave it out")),
        Binding(_(" or ").join(native), _("Make the ticked items; Enter does it from the owner")),
        Binding(_("Esc"), _("Back to the summary; nothing is made")),
    )
