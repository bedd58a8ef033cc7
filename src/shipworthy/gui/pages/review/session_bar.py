"""The bar of session mode: the clock of the principle under discussion, that of the meeting, pause and end."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shipworthy.gui.pages.review.key_cap import KeyButton
from shipworthy.gui.pages.review.keys import Act, key_of
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.chips import Chip
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording


class SessionBar(QFrame):
    """One line that wraps where there is no room. `break_asked` and `end_asked` are its two buttons.

    Time that runs over is said in words beside a sign; nothing flashes, and a width that was needed once is kept, so
    that nothing moves from second to second.
    """

    break_asked = Signal()
    end_asked = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._over_for = ""
        self._compact = self._runs = False
        self.setProperty("role", "header")
        self.principle = ElidedLabel(role="heading")
        self.clock = PlainLabel(role="heading")
        self.over = Chip(kind="warn")
        self.state = Chip()
        self.whole = PlainLabel(role="subtitle")
        self.pause = KeyButton(theme, key_of(Act.BREAK), _("Pause"))
        self.pause.set_projected(True)
        self.pause.setCheckable(True)
        self.pause.clicked.connect(self.break_asked)
        self.end = push_button(_("End the meeting"))
        self.end.clicked.connect(self.end_asked)
        flow = FlowLayout(spacing=12)
        for widget in (self.principle, self.clock, self.over, self.state, self.whole, self.pause, self.end):
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addLayout(flow)
        self.setProperty("projected", True)
        theme.changed.connect(self._forget_widths)
        self.hide()

    def show_principle(self, title: str, spent: int, planned: int) -> None:
        """Show a principle with the seconds spent and the minutes planned for it; "" for none."""
        if title != self.principle.text():
            self._forget_widths()
        self.principle.setText(title or _("Summary"))
        self.clock.setVisible(bool(title))
        self._show(self.clock, clock_words(spent, planned, self._wording))
        over = spent - planned * 60
        is_over = bool(title) and bool(planned) and over > 0
        self.over.setVisible(is_over)
        if is_over:
            self.over.show_chip(_("◐ {clock} over the plan").format(clock=self._wording.clock(over)), "warn")
        if is_over and self._over_for != title:
            text = _("{principle}: over the plan").format(principle=title)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self._over_for = title if is_over else ""

    def show_whole(self, spent: int, planned: int) -> None:
        """Show the seconds and minutes of the whole meeting."""
        text = _("Meeting {clock}").format(clock=clock_words(spent, planned, self._wording))
        if planned and spent > planned * 60:
            text = _("{clock}, over").format(clock=text)
        self._show(self.whole, text)

    def show_running(self, running: bool, paused: bool) -> None:
        """Show whether the clock runs, or is `paused` by a person; neither, while there is nothing to count for."""
        self._runs = running
        self.state.setVisible(not (self._compact and running))
        self.pause.setChecked(paused)
        if running:
            self.state.show_chip(_("▶ Running"), "none")
        elif paused:
            self.state.show_chip(_("‖ Paused"), "accent")
        else:
            self.state.show_chip(_("‖ Stands still"), "none")

    def set_compact(self, compact: bool) -> None:
        """Leave pause and end to keys and menu where there is little room, so that the question has it."""
        self._compact = compact
        self.pause.setVisible(not compact)
        self.end.setVisible(not compact)
        self.state.setVisible(not (compact and self._runs))

    def show_keys(self, single_keys: bool, active: bool) -> None:
        """Show the key that pauses, and whether it acts at the moment."""
        self.pause.show_key(key_of(Act.BREAK, single_keys), active)

    def _show(self, label: PlainLabel, text: str) -> None:
        label.setText(text)
        label.setMinimumWidth(max(label.minimumWidth(), label.sizeHint().width()))

    def _forget_widths(self) -> None:
        for label in (self.clock, self.whole):
            label.setMinimumWidth(0)


def clock_words(spent: int, planned: int, wording: Wording) -> str:
    """Return "7:12 of 10 min", or the time alone where nothing is planned."""
    clock = wording.clock(spent)
    return _("{clock} of {minutes} min").format(clock=clock, minutes=planned) if planned else clock
