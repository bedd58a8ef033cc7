"""The card before a meeting begins, and again when attendance or plan change: who is there, how long each principle."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.meeting import Attendee, Meeting, shared_minutes
from shipworthy.domain.people import same_person
from shipworthy.errors import UserError
from shipworthy.gui.models.attendee_model import AttendeeModel
from shipworthy.gui.pages.review.evidence_fields import line_field
from shipworthy.gui.pages.review.in_place_form import ENTER
from shipworthy.gui.pages.review.side_panes import SidePane
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _, ngettext
from shipworthy.workflows.agenda import Agenda
from shipworthy.workflows.meetings import MOST_MINUTES

_WIDEST, _SIDE_BY_SIDE = 960, 640


class AttendeeList(QListView):
    """The people: Space switches between present and apologies, Delete takes one off the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = AttendeeModel(self)
        self.setModel(self.people)
        self.setAccessibleName(_("Attendance: a tick means present"))
        self.setProperty("kind", "people")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 6)

    @Slot()
    def remove_current(self) -> None:
        """Take the selected person off the list."""
        if self.currentIndex().isValid():
            self.people.remove(self.currentIndex().row())

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_current()
        else:
            super().keyPressEvent(event)


class StartCard(SidePane):
    """Stands in the question's place. Enter begins, or saves in a meeting that goes on; Esc leads back.

    `begun` and `saved` say that the person is done; `continued` and `ended` are about a meeting that was left.
    """

    begun = Signal()
    saved = Signal()
    continued = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Session mode"), parent)
        self._seen: Meeting | None = None
        self._questions: Mapping[str, int] = {}
        self.minutes: dict[str, QSpinBox] = {}
        self.list = AttendeeList()
        self.person = line_field(_("Add a person"), _("Name, and after a comma the role"))
        self.add = push_button(_("Add"))
        self.add.clicked.connect(self._add_person)
        self.remove = push_button(_("Remove"))
        self.remove.clicked.connect(self.list.remove_current)
        self.total = _minutes_box(_("Minutes in total"))
        self.total.valueChanged.connect(self._share_out)
        self._grid = QGridLayout()
        self.problem = PlainLabel(role="problem", wrap=True)
        self.go, self.resume, self.finish = push_button("", "primary"), push_button("", "primary"), push_button("")
        self.go.clicked.connect(self._go_on)
        self.resume.setText(_("Continue it"))
        self.finish.setText(_("End it"))
        self.resume.clicked.connect(self.continued)
        self.finish.clicked.connect(self.ended)
        self.column.addWidget(self._content(), 1)
        self.column.addWidget(self.problem)
        for place, button in enumerate((self.go, self.resume, self.finish)):
            self.buttons.insertWidget(place, button)
        self.column.addLayout(self.buttons)

    @property
    def attendees(self) -> tuple[Attendee, ...]:
        """Return who is there."""
        return self.list.people.attendees

    @property
    def seen_attendees(self) -> tuple[Attendee, ...]:
        """Return who was there when the card opened."""
        return self._seen.attendees if self._seen else ()

    @property
    def plan(self) -> dict[str, int]:
        """Return the minutes per principle."""
        return {principle: box.value() for principle, box in self.minutes.items()}

    def open_for_start(self, agenda: Agenda) -> None:
        """Show what a new meeting begins with."""
        self._seen = None
        self.heading.setText(_("Session mode"))
        self.line.setText(
            _("Larger type, a clock per principle, a parking lot; the minutes become part of the report.")
        )
        self.go.setText(_("Begin the meeting"))
        self._fill(agenda, agenda.attendees, agenda.plan())

    def open_for_change(self, agenda: Agenda, meeting: Meeting) -> None:
        """Show attendance and plan of a meeting that goes on."""
        self._seen = meeting
        self.heading.setText(_("Attendance and plan"))
        self.line.setText(_("The clock stands still meanwhile. Enter saves, Esc leaves all as it was."))
        self.go.setText(_("Save"))
        self._fill(agenda, meeting.attendees, {each: meeting.planned_minutes.get(each, 0) for each in agenda.questions})

    def open_for_left(self, began: str) -> None:
        """Offer to continue or to end a meeting that was left; `began` is its day and time."""
        self.heading.setText(_("A meeting was left without an end"))
        self.line.setText(_("It began on {began}. Everything said in it is kept.").format(began=began))
        self._show_parts(left=True)
        self.resume.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, error: UserError) -> None:
        """Say why it could not be begun or saved."""
        self.problem.setText(f"✕ {error.message} {error.hint}")
        self.problem.show()
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, agenda: Agenda, attendees: tuple[Attendee, ...], plan: Mapping[str, int]) -> None:
        self._questions = agenda.questions
        self.list.people.show(attendees)
        self.person.clear()
        self._show_principles(agenda)
        for principle, box in self.minutes.items():
            box.setValue(plan[principle])
        self._add_up()
        self._show_parts(left=False)
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self._scrolled.ensureWidgetVisible(self.person, 0, 8))

    def _show_parts(self, *, left: bool) -> None:
        self.problem.hide()
        self._both.setVisible(not left)
        self.go.setVisible(not left)
        self.resume.setVisible(left)
        self.finish.setVisible(left)

    def _show_principles(self, agenda: Agenda) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.minutes = {}
        for row, (principle, number) in enumerate(agenda.questions.items()):
            box = _minutes_box(_("Minutes for {principle}").format(principle=agenda.titles[principle]))
            box.valueChanged.connect(self._add_up)
            self.minutes[principle] = box
            self._grid.addWidget(PlainLabel(agenda.titles[principle], wrap=True), row, 0)
            self._grid.addWidget(PlainLabel(_questions(number), "small"), row, 1)
            self._grid.addWidget(box, row, 2)
        before: QWidget = self.total
        for box in self.minutes.values():
            QWidget.setTabOrder(before, box)
            before = box
        QWidget.setTabOrder(before, self.go)

    @Slot()
    def _share_out(self) -> None:
        """Share the total out anew by numbers of questions."""
        for principle, minutes in shared_minutes(self._questions, self.total.value()).items():
            box = self.minutes[principle]
            box.blockSignals(True)
            box.setValue(minutes)
            box.blockSignals(False)

    @Slot()
    def _add_up(self) -> None:
        self.total.blockSignals(True)
        self.total.setValue(sum(box.value() for box in self.minutes.values()))
        self.total.blockSignals(False)

    @Slot()
    def _add_person(self) -> None:
        name, _comma, role = (part.strip() for part in self.person.text().partition(","))
        if not name:
            self.show_problem(UserError(_("There is no name yet."), _("Write the name of the person.")))
        elif any(same_person(name, each.name) for each in self.attendees):
            self.show_problem(
                UserError(
                    _("“{name}” is listed already.").format(name=name), _("Add a surname or a team to tell two apart.")
                )
            )
        else:
            self.problem.hide()
            self.list.people.add(Attendee(name, role))
            self.list.scrollToBottom()
            self.person.clear()
            self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _go_on(self) -> None:
        if self.person.text().strip():  # a name that was typed and not added yet is meant to be there
            self._add_person()
        if not self.person.text().strip():
            (self.saved if self._seen else self.begun).emit()

    def _content(self) -> QWidget:
        people = Card(_("Attendance"))
        line = QHBoxLayout()
        line.addWidget(self.person, 1)
        line.addWidget(self.add)
        hint = PlainLabel(_("Space: present or apologies. Delete: off the list."), "small", wrap=True)
        people.body.addLayout(line)
        below = QHBoxLayout()
        below.addWidget(hint, 1)
        below.addWidget(self.remove)
        people.body.addLayout(below)
        people.body.addWidget(self.list, 1)
        plan = Card(_("Plan"))
        total = QHBoxLayout()
        total.addWidget(PlainLabel(_("Total, shared out by numbers of questions"), "strong", wrap=True), 1)
        total.addWidget(self.total)
        plan.body.addLayout(total)
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        plan.body.addLayout(self._grid)
        plan.body.addStretch(1)
        holder = QWidget()
        holder.setMaximumWidth(_WIDEST)
        self._both = QWidget()
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._both)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(16)
        for card in (people, plan):
            self._cards.addWidget(card, 1)
        whole = QVBoxLayout(holder)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(self.column.spacing())
        for part in (self.heading, self.line, self._both):  # all of it scrolls: little room is left beside a large bar
            whole.addWidget(part)
        whole.addStretch(1)
        self._scrolled = QScrollArea(widgetResizable=True)
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scrolled.setWidget(holder)
        self._scrolled.viewport().setProperty("ground", "bg")
        holder.setProperty("ground", "bg")
        return self._scrolled

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _SIDE_BY_SIDE
        self._cards.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not self._both.isHidden():
            if self.person.hasFocus() and self.person.text().strip():
                self._add_person()
            else:
                self._go_on()
        else:
            super().keyPressEvent(event)


def _minutes_box(accessible_name: str) -> QSpinBox:
    box = QSpinBox(minimum=0, maximum=MOST_MINUTES)
    box.setSuffix(_(" min"))
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    box.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    box.setAccessibleName(accessible_name)
    return box


def _questions(number: int) -> str:
    return ngettext("{count} question", "{count} questions", number).format(count=number)
