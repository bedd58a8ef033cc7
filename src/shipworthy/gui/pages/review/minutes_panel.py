"""The panel of session mode: what was parked and decided, and who is there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from shipworthy.domain.meeting import Attendee, Meeting, ParkedItem, Resolution
from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.gui.pages.review.course import Course
from shipworthy.gui.pages.review.key_cap import KEY_RING, KeyButton
from shipworthy.gui.pages.review.keys import Act, key_of
from shipworthy.gui.pages.review.minutes_lines import MinutesLine, minutes_lines
from shipworthy.gui.pages.review.question_list import PAD_ACROSS, QuestionLineDelegate, QuestionList
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording

_MARGIN, _ACROSS = 16, 4


class MinutesList(QuestionList):
    """The list: Space settles, Enter changes, Delete removes the selected item; Esc leads back to the question."""

    settle_asked = Signal()
    change_asked = Signal()
    removal_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Parking lot and decisions"), parent)
        self.setItemDelegate(QuestionLineDelegate(theme, self, 16, 13))
        self.setProperty("kind", "plain")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self.change_asked)
        theme.changed.connect(self._fit)

    @property
    def item(self) -> ParkedItem | Resolution | None:
        """Return the item that is selected; None where there is none."""
        line = self.currentIndex().data(LINE_ROLE)
        return line.item if isinstance(line, MinutesLine) else None

    def show_items(self, lines: Sequence[MinutesLine]) -> None:
        """Show lines; the selection stays at its place."""
        row = self.currentIndex().row()
        self.show_lines(lines)
        rows = [place for place, line in enumerate(lines) if not line.is_heading]
        if rows and row > rows[0]:
            self.setCurrentIndex(self.lines.index(min(rows, key=lambda place: abs(place - row))))
        self._fit()

    def _step(self, by: int) -> None:
        """Select the next item, over headings; at either end the selection stays."""
        row = self.currentIndex().row() + by
        while 0 <= row < self.lines.rowCount():
            line = self.lines.index(row).data(LINE_ROLE)
            if not line.is_heading:
                self.setCurrentIndex(self.lines.index(row))
                return
            row += by

    @Slot()
    def _fit(self) -> None:
        """Be as high as all lines: the column around the list scrolls, not the list."""
        height = sum(self.sizeHintForRow(row) for row in range(self.lines.rowCount()))
        self.setFixedHeight(height + 2 * self.frameWidth() + 4)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Space if not event.isAutoRepeat():
                self.settle_asked.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.change_asked.emit()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removal_asked.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()


class MinutesPanel(QWidget):
    """Keys to park, decide and note attendance, the list, and buttons for the selected item.

    `act_asked` carries an Act; `settle_asked`, `change_asked` and `removal_asked` are about `list.item`.
    """

    act_asked = Signal(object)
    settle_asked = Signal()
    change_asked = Signal()
    removal_asked = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.buttons: dict[Act, KeyButton] = {}
        keys = FlowLayout(spacing=3, outset=KEY_RING)
        for act, text in (
            (Act.PARK, _("Park")),
            (Act.RESOLVE, _("Decision")),
            (Act.ATTENDANCE, _("Attendance and plan")),
        ):
            button = KeyButton(theme, key_of(act), text)
            button.set_projected(True)
            button.clicked.connect(lambda _checked=False, act=act: self.act_asked.emit(act))
            keys.addWidget(button)
            self.buttons[act] = button
        self.list = MinutesList(theme)
        self.list.settle_asked.connect(self.settle_asked)
        self.list.change_asked.connect(self.change_asked)
        self.list.removal_asked.connect(self.removal_asked)
        self.list.selectionModel().currentChanged.connect(self._show_selected)
        self.hint = PlainLabel(_("Nothing is parked or decided yet."), "soft", wrap=True)
        self.settle = push_button(_("Settle"), "flat")
        self.change = push_button(_("Change"), "flat")
        self.remove = push_button(_("Remove"), "flat")
        self.settle.clicked.connect(self.settle_asked)
        self.change.clicked.connect(self.change_asked)
        self.remove.clicked.connect(self.removal_asked)
        acts = FlowLayout(spacing=2, outset=8)
        for each in (self.settle, self.change, self.remove):
            acts.addWidget(each)
        self.people = PlainLabel(role="soft", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(10)
        above, below = QVBoxLayout(), QVBoxLayout()
        for part in (above, below):  # in line with the texts of the list
            part.setContentsMargins(PAD_ACROSS, 0, PAD_ACROSS, 0)
            part.setSpacing(10)
        above.addLayout(keys)
        above.addWidget(self.hint)
        below.addLayout(acts)
        below.addWidget(self.people)
        self._column.addLayout(above)
        self._column.addWidget(self.list)
        self._column.addLayout(below)
        self._column.addStretch(1)
        self.set_inset(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)

    def set_inset(self, inset: bool) -> None:
        """Leave room around the texts where the panel is a column, and only above where it lies below the question."""
        across = _ACROSS if inset else 0
        self._column.setContentsMargins(across, _MARGIN, across, _MARGIN)

    def show_meeting(self, meeting: Meeting, course: Course) -> None:
        """Show a meeting as it is now."""
        lines = list(minutes_lines(meeting, course, self._wording))
        self.list.show_items(lines)
        there = any(not line.is_heading for line in lines)
        self.list.setVisible(there)
        self.hint.setVisible(not there)
        self.people.setText(people_words(meeting.attendees))
        self._show_selected()

    def show_keys(self, single_keys: bool, active: bool) -> None:
        """Show the keys, and whether they act at the moment."""
        for act, button in self.buttons.items():
            button.show_key(key_of(act, single_keys), active)

    def take_focus(self) -> None:
        """Put the focus on the list, or on the first button where it is empty."""
        target = self.buttons[Act.PARK] if self.list.isHidden() else self.list
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_selected(self) -> None:
        item = self.list.item
        for button in (self.settle, self.change, self.remove):
            button.setVisible(item is not None)
        self.settle.setVisible(isinstance(item, ParkedItem))
        if isinstance(item, ParkedItem):
            self.settle.setText(_("Open again") if item.settled else _("Settle"))


def people_words(attendees: Sequence[Attendee]) -> str:
    """Return who is there and who sent apologies, a line each."""
    present = ", ".join(each.name for each in attendees if each.present)
    away = ", ".join(each.name for each in attendees if not each.present)
    lines = [_("Present: {names}").format(names=present)] if present else []
    return "\n".join([*lines, *([_("Apologies: {names}").format(names=away)] if away else [])])
