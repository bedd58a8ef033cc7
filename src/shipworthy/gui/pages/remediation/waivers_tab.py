"""The register of waivers: which misses are accepted as risks, by whom, until when; and every decision about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from shipworthy.domain.waiver_register import Register, RegisterFilter, RegisterLine
from shipworthy.errors import UserError
from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.waivers_model import APPROVER, EXTENDED, SERVICE, WaiversModel
from shipworthy.gui.pages.remediation.remediation_tab import RemediationTab
from shipworthy.gui.pages.remediation.waiver_acts import (
    RegisterTable,
    WaiverAct,
    act_key,
    act_name,
    acts_on,
    waiver_bindings,
)
from shipworthy.gui.pages.remediation.waiver_details import exposure_words
from shipworthy.gui.pages.remediation.waiver_side import WaiverSide
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.pages.review.key_cap import KeyButton
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _
from shipworthy.workflows.services import ServiceName, name_services
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step
from shipworthy.workflows.waiver_register import offer_waivers, read_register
from shipworthy.workflows.waivers import (
    WaiverChanged,
    decide_extension,
    history_words,
)

_SIDE_WIDTH = 340
_ROOM_FOR_SIDE = 780  # below it, details and exposure stand under the table
_LEAST_TABLE = 160


class WaiversTab(RemediationTab):
    """The table of waivers, the selected one in words, what may be done to it, and the exposure of the approvers."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme, wording = context.theme, context.wording
        self._register: Register | None = None
        self._wanted: UUID | None = None  # selected once the register is read
        self._wants_focus = False
        self.model = WaiversModel(theme, wording, self)
        self.table = RegisterTable(
            theme,
            wording,
            (SERVICE, APPROVER, EXTENDED),
            lambda: context.settings.single_key_answers,
        )
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Which waivers are shown"))
        self.figures = PlainLabel(role="soft", wrap=True)
        self.request = KeyButton(theme, act_key(WaiverAct.REQUEST, True), act_name(WaiverAct.REQUEST))
        self.nothing = PlainLabel(_("No waiver is like that."), "soft", wrap=True)
        self.show_all = push_button(_("Show all waivers"), "link")
        self.side = WaiverSide(context, self._line)
        self.first_button = push_button(_("Request a waiver"))
        edits(context, self.request, self.first_button, *self.side.details.buttons.values())
        self.empty = EmptyState(
            _("No miss is waived"),
            _(
                "A waiver accepts one miss as a risk until a day that you name. One person asks, another approves; "
                "the score stays as it is, and the verdict can become Conditionally ready."
            ),
            [self.first_button],
        )
        self._part, self._columns = QWidget(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._stack = QStackedLayout(self)
        self._lay_out()
        self._connect()

    # What is shown

    def refresh(self) -> None:
        self._context.read(read_register, self._show, owner=self)

    def show_waiver(self, waiver_id: UUID) -> None:
        """Select a waiver, once the register is read anew: it may have been asked for just now."""
        self.filter.setCurrentIndex(0)
        self._wanted = waiver_id
        self.refresh()

    def _show(self, register: Register) -> None:
        selected = self._line()
        self._register = register
        if self._wanted is None and selected is not None:
            self._wanted = selected.waiver.id
        row = self.table.currentIndex().row()
        self._show_filters(register)
        self.figures.setText(" · ".join(exposure_words(register.overall, self._context.wording)))
        self.side.exposure.show_register(register)
        self.model.show_lines(register.lines)
        self.table.fit()
        self._select(row)
        self._stack.setCurrentWidget(self._part if register.lines or self.side.open_form else self.empty)
        if self._wants_focus:
            self.take_focus()

    def _show_filters(self, register: Register) -> None:
        chosen = max(self.filter.currentIndex(), 0)
        self.filter.blockSignals(True)
        self.filter.clear()
        for each in RegisterFilter:
            count = sum(each.keeps(line) for line in register.lines)
            self.filter.addItem(f"{self._context.wording.register_filter(each)} ({count})")
        self.filter.setCurrentIndex(chosen)
        self.filter.blockSignals(False)

    def _select(self, row: int = 0) -> None:
        """Select the waiver that is wanted; without one, the row where the last one stood."""
        found = self.model.row_of(self._wanted) if self._wanted is not None else None
        self._wanted = None
        place = found if found is not None else min(max(row, 0), self.model.rowCount() - 1)
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, 0))
        self._show_line()

    @Slot()
    def _show_line(self) -> None:
        line = self._line()
        has_rows = self.model.rowCount() > 0
        for part in (self.nothing, self.show_all):
            part.setVisible(not has_rows)
        for card in (self.side.details, self.side.details.history_card):
            card.setVisible(line is not None)
        if line is None or self._register is None:
            return
        self.side.details.show_line(line, self._register)
        read = partial(history_words, waiver=line.waiver, wording=self._context.wording)
        self._context.read(read, partial(self._show_history, line.waiver.id), owner=self)

    def _show_history(self, waiver_id: UUID, lines: Sequence[str]) -> None:
        if self.side.details.shown == waiver_id:
            self.side.details.show_history(lines)

    def _line(self) -> RegisterLine | None:
        row = self.table.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    @Slot()
    def _filter(self) -> None:
        self.model.filter_by(list(RegisterFilter)[max(self.filter.currentIndex(), 0)])
        self.table.fit()
        self._select()

    # What is done

    @Slot(object)
    def _ask(self, act: WaiverAct) -> None:
        """Open the form of an act in the place of the details; say so calmly where it cannot be done."""
        line, actor = self._line(), self._context.session.actor
        if not self._context.may_edit():
            return
        if act not in acts_on(line):
            self._refuse(act, line)
        elif act is WaiverAct.REQUEST or line is None:
            self._context.read(name_services, self._open_request, owner=self)
        elif act is WaiverAct.APPROVE:
            self._open(lambda: self.side.approve_form.open_waiver(line.waiver, actor))
        elif act is WaiverAct.EXTEND:
            self._open(lambda: self.side.extend_form.open_waiver(line.waiver, actor))
        elif act is WaiverAct.REVOKE:
            self._open(self.side.revoke_form.open_empty)
        elif line.waiver.pending_extension is not None:
            self._write(partial(decide_extension, waiver_id=line.waiver.id, approved=False))
        else:
            self._open(self.side.reject_form.open_empty)

    def _refuse(self, act: WaiverAct, line: RegisterLine | None) -> None:
        if line is not None:
            state = self._context.wording.waiver_standing(line.standing).lower()
            text = _("“{act}” does not fit: this waiver is {state}.").format(act=act_name(act), state=state)
            self._context.notify(Notice(text, topic="waiver"))

    def _open_request(self, services: Sequence[ServiceName]) -> None:
        line = self._line()
        chosen = line.waiver.service if line is not None else None
        self._open(lambda: self.side.new_form.open_new(services, chosen, self._context.session.actor))

    def _open(self, show: Callable[[], None]) -> None:
        self.side.close_forms()
        self._stack.setCurrentWidget(self._part)
        show()
        self.side.verticalScrollBar().setValue(0)

    def _offer_misses(self, service_id: UUID) -> None:
        self._context.read(
            lambda session: offer_waivers(session, service_id),
            self.side.new_form.show_offer,
            lambda error: self.side.new_form.show_problem(f"{error.message} {error.hint}"),
            owner=self,
        )

    @Slot(object, object)
    def _write(self, work: Callable[[Session], WaiverChanged], form: InPlaceForm | None = None) -> None:
        """Do one thing to a waiver; a form stays open until that is stored, so that nothing typed is lost."""

        def done(changed: WaiverChanged) -> None:
            if form is not None:
                form.hide()
            waiver = changed.waiver
            self._wanted = waiver.id
            self._context.did_step.emit(Step(waiver.service, changed.sequences, changed.name))
            title, _reason = self._context.wording.waiver_words(waiver, self._context.session.today())
            self._context.notify(Notice(f"{title}.", "ok", topic="waiver"))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._context.changed.emit()

        def refused(error: UserError) -> None:
            if form is None:
                self._context.failed.emit(error)
            else:
                form.show_problem(f"{error.message} {error.hint}", form.first_field)

        self._context.write(work, done, refused, owner=self)

    @Slot()
    def _cancel(self) -> None:
        self.side.close_forms()
        has_lines = self._register is not None and bool(self._register.lines)
        self._stack.setCurrentWidget(self._part if has_lines else self.empty)
        self.take_focus()

    # As every tab

    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        self._wants_focus = shown not in (self.empty, self._part)
        open_form = self.side.open_form
        if shown is self.empty:
            self.first_button.setFocus()
        elif shown is self._part and open_form is not None:
            open_form.first_field.setFocus()
        elif shown is self._part:
            (self.table if self.model.rowCount() else self.show_all).setFocus()

    def leave(self) -> None:
        self._wants_focus = False

    def bindings(self) -> Sequence[Binding]:
        return tuple(waiver_bindings(self._context.settings.single_key_answers))

    def commands(self) -> Sequence[Command]:
        single = self._context.settings.single_key_answers
        if self._context.read_only:
            return ()
        line = self._line()
        return [
            Command(_("Waivers"), act_name(act, line), partial(self._ask, act), keys=act_key(act, single))
            for act in WaiverAct
            if act in acts_on(line)
        ]

    def _connect(self) -> None:
        self.table.acted.connect(self._ask)
        self.table.opened.connect(self._go_to_details)
        self.table.selectionModel().currentRowChanged.connect(self._show_line)
        self.filter.currentIndexChanged.connect(self._filter)
        self.show_all.clicked.connect(self._show_everything)
        self.side.details.asked.connect(self._ask)
        for button in (self.request, self.first_button):
            button.clicked.connect(lambda: self._ask(WaiverAct.REQUEST))
        self.side.new_form.service_chosen.connect(self._offer_misses)
        self.side.saved.connect(self._write)
        self.side.cancelled.connect(self._cancel)
        self._context.settings_changed.connect(self._show_keys)

    @Slot()
    def _show_keys(self) -> None:
        self.request.show_key(act_key(WaiverAct.REQUEST, self._context.settings.single_key_answers), True)
        self.side.details.show_acts(self._line())

    @Slot()
    def _show_everything(self) -> None:
        self.filter.setCurrentIndex(0)
        self.take_focus()

    @Slot(QModelIndex)
    def _go_to_details(self) -> None:
        button = next((each for each in self.side.details.buttons.values() if each.isVisible()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.filter)
        top.addWidget(self.figures, 1)
        top.addWidget(self.request)
        main = QVBoxLayout()
        main.setSpacing(8)
        main.addWidget(self.table, 1)
        main.addWidget(self.nothing)
        main.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignLeading)
        self.table.setMinimumHeight(self._context.theme.pixels(_LEAST_TABLE))
        self._columns.setSpacing(16)
        self._columns.addLayout(main, 3)
        self._columns.addWidget(self.side, 2)
        layout = QVBoxLayout(self._part)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(self._columns, 1)
        for part in (QWidget(), self.empty, self._part):
            self._stack.addWidget(part)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        pixels = self._context.theme.pixels
        beside = event.size().width() >= pixels(_ROOM_FOR_SIDE)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self.side.setMaximumWidth(pixels(_SIDE_WIDTH) if beside else 16_777_215)
