"""The bar that comes with a selection: owner, due date or state of all chosen items in one action, asked in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from shipworthy.domain.remediation import ItemState
from shipworthy.errors import UserError
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.remediation.item_keys import ItemAct, key_of
from shipworthy.gui.pages.remediation.owner_completer import OwnerCompleter
from shipworthy.gui.pages.remediation.typed import read_day
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.remediation import ItemEdit

_FIELD_WIDTH = 220
_REASON_WIDTH = 360
EDITS = (ItemAct.OWNER, ItemAct.DUE, ItemAct.STATE)
# What a person may claim; that an item is verified is found by a decided review alone.
CLAIMED = tuple(state for state in ItemState if state is not ItemState.VERIFIED)


class BulkBar(QFrame):
    """`edited(ItemEdit)` when something was asked for and can be read; `left` when the form closes without."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._shown: ItemAct | None = None
        self.setProperty("role", "quiet")
        self.setAccessibleName(_("Chosen items"))
        self.count = PlainLabel(role="strong")
        self.owner, self.due, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.state = QComboBox()
        self.problem = PlainLabel(role="problem", wrap=True)
        self._completer = OwnerCompleter(self.owner)
        self._name_fields()
        self._lay_out()
        self.state.currentIndexChanged.connect(self._show_reason)
        self._show_form(None)
        self.hide()

    def _name_fields(self) -> None:
        for field, name, placeholder in (
            (self.owner, _("Owner"), _("A name; empty for nobody")),
            (self.due, _("Due"), _("2026-12-01; empty for no due date")),
            (self.reason, _("Reason"), _("Why this work will not be done")),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(placeholder)
        self.owner.setMinimumWidth(_FIELD_WIDTH)
        self.due.setMinimumWidth(_FIELD_WIDTH)
        self.reason.setMinimumWidth(_REASON_WIDTH)
        self.state.setAccessibleName(_("State"))
        for state in CLAIMED:
            mark = self._wording.item_state_mark(state)
            self.state.addItem(f"{mark} {self._wording.item_state(state)}", state)

    def _lay_out(self) -> None:
        top = QWidget()
        flow = FlowLayout(top, spacing=8)
        flow.addWidget(self.count)
        self.buttons = {}
        for act, text in ((ItemAct.OWNER, _("Owner…")), (ItemAct.DUE, _("Due…")), (ItemAct.STATE, _("State…"))):
            button = push_button(text, "evidence")
            button.clicked.connect(lambda _on=False, act=act: self.ask(act))
            self.buttons[act] = button
            flow.addWidget(button)
        self.form = QWidget()
        line = FlowLayout(self.form, spacing=8)
        self._label = PlainLabel(role="label")
        self.apply_button, self.cancel_button = push_button(_("Apply"), "primary"), push_button(_("Cancel"))
        self.apply_button.clicked.connect(self.submit)
        self.cancel_button.clicked.connect(self.close_form)
        for part in (
            *(self._label, self.owner, self.due, self.state, self.reason, self.apply_button, self.cancel_button),
            PlainLabel(_("Enter applies, Esc cancels"), "small"),
        ):
            line.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(8)
        for row in (top, self.form, self.problem):
            layout.addWidget(row)

    def show_count(self, count: int) -> None:
        """Say how many items are chosen; the bar goes with the last of them."""
        self.count.setText(ngettext("{count} item chosen", "{count} items chosen", count).format(count=count))
        self.setVisible(bool(count))

    def show_owners(self, owners: Sequence[str]) -> None:
        """Offer these names while one is typed."""
        self._completer.show_owners(owners)

    def show_keys(self, single_keys: bool) -> None:
        """Show the key of each button as it acts now."""
        for act, button in self.buttons.items():
            button.setToolTip(key_of(act, single_keys))

    @property
    def is_asking(self) -> bool:
        """Tell whether a form is open."""
        return self._shown is not None

    def ask(self, act: ItemAct, owner: str = "", due: date | None = None, state: ItemState | None = None) -> None:
        """Open the form for owner, due date or state, filled with what the chosen items share."""
        self.owner.setText(owner)
        self.due.setText(due.isoformat() if due else "")
        self.reason.clear()
        self.state.setCurrentIndex(max(self.state.findData(state), 0))
        self._show_form(act)
        field = {ItemAct.OWNER: self.owner, ItemAct.DUE: self.due}.get(act, self.state)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    @Slot()
    def close_form(self) -> None:
        """Ask for nothing any more."""
        self.left.emit()  # first: the focus moves on before its field goes
        self._show_form(None)

    @Slot()
    def submit(self) -> None:
        """Read what was typed and hand it on, or say what is wrong with it."""
        self.show_problem(None)
        try:
            edit = self._edit()
        except UserError as error:
            self.show_problem(error)
            return
        self.edited.emit(edit)

    def show_problem(self, error: UserError | None) -> None:
        """Say why nothing was changed; what was typed stays."""
        self.problem.setText(f"✕ {sentence(error.message)} {error.hint}" if error else "")
        self.problem.setVisible(error is not None)
        wrong = self._field if error else None
        for field in (self.owner, self.due, self.reason):
            field.setProperty("wrong", field is wrong)
            restyle(field)
        if wrong is not None:
            wrong.setFocus()

    @property
    def _field(self) -> QWidget:
        if self._shown is ItemAct.STATE:
            return self.reason if self.reason.isVisible() else self.state
        return self.owner if self._shown is ItemAct.OWNER else self.due

    def _edit(self) -> ItemEdit:
        if self._shown is ItemAct.OWNER:
            return ItemEdit(owner=self.owner.text())
        if self._shown is ItemAct.DUE:
            due = read_day(self.due.text())
            return ItemEdit(due=due, clears_due=due is None)
        return ItemEdit(state=ItemState(self.state.currentData()), reason=self.reason.text())

    def _show_form(self, act: ItemAct | None) -> None:
        self._shown = act
        self.form.setVisible(act is not None)
        self.owner.setVisible(act is ItemAct.OWNER)
        self.due.setVisible(act is ItemAct.DUE)
        self.state.setVisible(act is ItemAct.STATE)
        names = {ItemAct.OWNER: self.owner, ItemAct.DUE: self.due, ItemAct.STATE: self.state}
        self._label.setText(names[act].accessibleName() if act in names else "")
        self._show_reason()
        self.show_problem(None)

    @Slot()
    def _show_reason(self) -> None:
        is_dropped = ItemState(self.state.currentData()) is ItemState.DROPPED
        self.reason.setVisible(self._shown is ItemAct.STATE and is_dropped)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_asking and event.key() == Qt.Key.Key_Escape:
            self.close_form()
        elif self.is_asking and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
