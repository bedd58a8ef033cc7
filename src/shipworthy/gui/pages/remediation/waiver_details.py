"""Beside the register: the waiver that is selected, in words, with what may be done to it and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.domain.waiver_register import Exposure, Register, RegisterLine
from shipworthy.gui.context import Context
from shipworthy.gui.pages.remediation.waiver_acts import WaiverAct, act_key, act_name, acts_on
from shipworthy.gui.pages.review.key_cap import KeyButton
from shipworthy.gui.widgets.chips import SEVERITY_KINDS, Chip
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.form import Card, empty_layout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording


class WaiverDetails(Card):
    """One waiver; `asked(WaiverAct)` by its buttons. `history_card` stands apart, for it may be long."""

    asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Waiver"), parent)
        self._context = context
        self.shown: UUID | None = None
        self.question = PlainLabel(role="strong", wrap=True, selectable=True)
        self.severity = Chip()
        self.service = PlainLabel(role="soft", wrap=True)
        self.state = PlainLabel(wrap=True, selectable=True)
        self.reason = PlainLabel(wrap=True, selectable=True)
        self.standing = PlainLabel(role="small", wrap=True)
        self.buttons = {act: self._button(act) for act in WaiverAct if act is not WaiverAct.REQUEST}
        self.history_card = Card(_("History"))
        self.history = PlainLabel(role="small", wrap=True, selectable=True)
        self.history_card.body.addWidget(self.history)
        flow = FlowLayout(spacing=8)
        for button in self.buttons.values():
            flow.addWidget(button)
        for part in (self.question, self.severity, self.service, self.state, self.reason, self.standing):
            self.body.addWidget(part)
        self.body.addLayout(flow)

    def show_line(self, line: RegisterLine, register: Register) -> None:
        """Show a waiver; its history follows once it is read."""
        wording, waiver = self._context.wording, line.waiver
        if waiver.id != self.shown:
            self.show_history(())
        self.shown = waiver.id
        self.question.setText(line.text)
        self.severity.setVisible(line.severity is not None)
        if line.severity is not None:
            self.severity.show_chip(wording.marked_severity(line.severity), SEVERITY_KINDS[line.severity])
        self.service.setText(line.service)
        title, reason = wording.waiver_words(waiver, register.today)
        self.state.setText(f"{title}.")
        self.reason.setText(reason)
        extended = wording.times_extended(waiver.times_extended)
        share = _("{share} % of the score at risk").format(share=wording.exact_percent(line.share))
        cured = "" if line.missed or not line.is_active else _("no miss any more")
        left = wording.days_left(line.days_left) if line.is_active else ""
        self.standing.setText(" · ".join(filter(None, (left, share if line.is_active else "", extended, cured))))
        self.standing.setVisible(bool(self.standing.text()))
        self.show_acts(line)

    def show_acts(self, line: RegisterLine | None) -> None:
        """Show the buttons of what may be done, with their keys."""
        single = self._context.settings.single_key_answers
        for act, button in self.buttons.items():
            button.show_text(act_name(act, line))
            button.show_key(act_key(act, single), True)
            button.setVisible(act in acts_on(line))

    def show_history(self, lines: Sequence[str]) -> None:
        """Show what happened to it, told oldest first; like every history it has the newest on top."""
        self.history.setText("\n\n".join(reversed(lines)))

    def _button(self, act: WaiverAct) -> KeyButton:
        button = KeyButton(self._context.theme, act_key(act, True), act_name(act))
        button.clicked.connect(lambda: self.asked.emit(act))
        return button


class ExposureCard(Card):
    """What each approver answers for, largest first, and all of them together."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(_("Exposure by approver"), parent)
        self._wording = wording
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._none = PlainLabel(_("No waiver is active: nobody answers for a miss."), "soft", wrap=True)
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)

    @property
    def words(self) -> list[str]:
        """Return what is said, a name or a line of figures each."""
        return [label.text() for label in self.findChildren(PlainLabel) if label.isVisibleTo(self)][1:]

    def show_register(self, register: Register) -> None:
        """Show the exposures of a register."""
        empty_layout(self._list)
        self._none.setVisible(not register.exposures)
        for each in register.exposures:
            texts = QVBoxLayout()
            texts.setSpacing(0)
            self._list.addLayout(texts)  # first, so that no label is a window for a moment
            texts.addWidget(PlainLabel(each.approver, "strong", wrap=True))
            texts.addWidget(PlainLabel(self._figures(each), "small", wrap=True))

    def _figures(self, exposure: Exposure) -> str:
        return " · ".join(exposure_words(exposure, self._wording))


def exposure_words(exposure: Exposure, wording: Wording) -> list[str]:
    """Return the figures of an exposure in words; what is none of is left out."""
    blockers = wording.count("{count} blocker", "{count} blockers", exposure.blockers)
    highs = wording.count("{count} high", "{count} high", exposure.highs)
    share = _("{share} % of scores at risk").format(share=wording.exact_percent(exposure.share))
    ends = _("next ends {day}").format(day=wording.date(exposure.next_end)) if exposure.next_end else ""
    return [
        wording.count("{count} active waiver", "{count} active waivers", exposure.active),
        *([blockers] if exposure.blockers else []),
        *([highs] if exposure.highs else []),
        *([share] if exposure.active else []),
        *([ends] if ends else []),
    ]
