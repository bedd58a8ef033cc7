"""The question in front of the reviewer, with everything an answer is made of. It shows; the page decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from shipworthy.domain.applicability import Hidden
from shipworthy.domain.assessment import Answer
from shipworthy.domain.questionnaire import AskedQuestion, PlacedContradiction
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.review import said
from shipworthy.gui.pages.review.answer_bar import AnswerBar
from shipworthy.gui.pages.review.callout import Callout, Link
from shipworthy.gui.pages.review.choice_list import ChoiceList
from shipworthy.gui.pages.review.course import Course
from shipworthy.gui.pages.review.dissent_form import DissentForm, dissent_words
from shipworthy.gui.pages.review.evidence_bar import EvidenceBar
from shipworthy.gui.pages.review.evidence_form import EvidenceForm
from shipworthy.gui.pages.review.handed import from_clipboard, may_be_dropped, read_handed
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.pages.review.items_box import ItemsBox
from shipworthy.gui.pages.review.key_cap import KEY_RING, KeyButton
from shipworthy.gui.pages.review.keys import REPEATABLE, Act, Press, act_of, key_of
from shipworthy.gui.pages.review.meeting_forms import ParkForm, ResolveForm
from shipworthy.gui.pages.review.note_bar import NoteBar
from shipworthy.gui.pages.review.note_editor import NoteEditor
from shipworthy.gui.pages.review.note_preview import NotePreview
from shipworthy.gui.pages.review.position_bar import PositionBar
from shipworthy.gui.pages.review.reason_forms import CompensatedForm, NotApplicableForm
from shipworthy.gui.pages.review.waiver_box import WaiverBox
from shipworthy.gui.waiver_forms import RequestForm
from shipworthy.gui.widgets.chips import SEVERITY_KINDS, Chip
from shipworthy.gui.widgets.drop_target import DropTarget
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.gui.widgets.tab_order import set_reading_order
from shipworthy.text import _

_WIDEST, _WIDEST_PROJECTED = 780, 1240
_MARGIN, _GAP = 28, 10
_EDITORS = (QLineEdit, QPlainTextEdit, QComboBox)


class QuestionPane(QWidget):
    """One question. Signals: `pressed` (a Press, while the keys act), `act_asked` (an Act, by mouse), `go_asked` (id),
    `facts_asked`, `keys_shown` (after their caps were drawn anew), `dissent_removed` (a name), `handed` (Handed: what
    was dropped on it or pasted into it); the parts have their own."""

    pressed = Signal(object)
    act_asked = Signal(object)
    go_asked = Signal(str)
    facts_asked = Signal()
    keys_shown = Signal()
    dissent_removed = Signal(str)
    handed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme, wording = context.theme, context.wording
        self._context = context
        self._keys_act = False
        self._keys_shown: tuple[bool, bool] | None = None
        self.question_id = ""
        self.is_waiting: Callable[[], bool] = lambda: False  # whether an answer is being committed
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.position = PositionBar()
        self.heading = PlainLabel(role="heading", wrap=True, selectable=True)
        self.severity = Chip()
        self.rules = PlainLabel(role="soft", wrap=True)
        self.problem = Callout(theme, "bad")
        self.raised = Callout(theme, "warn")
        self.choices = ChoiceList(theme, wording)
        self.state = Callout(theme, "accent")
        self.carried = Callout(theme, "accent")
        self.standing = Callout(theme, "warn")
        self.dissents = Callout(theme, "warn")
        self.answers = AnswerBar(theme)
        self.not_applicable = NotApplicableForm(wording)
        self.compensated = CompensatedForm()
        self.evidence_form = EvidenceForm()
        self.park = ParkForm()
        self.resolve = ResolveForm()
        self._in_session = False
        self.dissent = DissentForm()
        self.request = RequestForm(wording)
        self.note = NoteEditor()
        self.note_bar = NoteBar(theme)
        self.preview = NotePreview(theme)
        self.evidence = EvidenceBar(theme, wording)
        self.items = ItemsBox(theme)
        self.waiver = WaiverBox(theme)
        self.hidden = Callout(theme, "none")
        DropTarget(
            theme,
            self,
            _("Drop to add as evidence to this question"),
            lambda data: data if may_be_dropped(data) and not context.read_only else None,
            lambda data: self.handed.emit(read_handed(data)),
        )
        self._contradictions: list[Callout] = []
        self._contradiction_box = QVBoxLayout()
        self._contradiction_box.setSpacing(8)
        self.below = QVBoxLayout()
        self._row = QHBoxLayout(self)
        self._made = 0
        self._lay_out()
        edits(context, *self._editing())
        self.answers.asked.connect(self.act_asked)
        self.position.previous_asked.connect(lambda: self.act_asked.emit(Act.PREVIOUS))
        self.position.next_asked.connect(lambda: self.act_asked.emit(Act.NEXT))
        self.evidence.next_confidence_asked.connect(lambda: self.act_asked.emit(Act.CONFIDENCE))
        self.evidence_form.handed.connect(self.handed)
        self.note.handed.connect(self.handed)
        self.note.textChanged.connect(lambda: self.preview.show_soon(self.note.note))
        self.note_bar.asked.connect(self.act_asked)
        self.items.make.clicked.connect(lambda: self.act_asked.emit(Act.REMEDIATE))
        self.waiver.ask.clicked.connect(lambda: self.act_asked.emit(Act.WAIVE))
        theme.changed.connect(self.update)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]  # a pane has one

    @property
    def forms(self) -> tuple[InPlaceForm, ...]:
        """Return the forms that open inside the pane."""
        answer_forms = (self.not_applicable, self.compensated, self.evidence_form, self.dissent)
        return *answer_forms, self.request, self.park, self.resolve

    @property
    def open_form(self) -> InPlaceForm | None:
        """Return the form that is open; None where there is none."""
        return next((form for form in self.forms if not form.isHidden()), None)

    @property
    def boxes(self) -> list[Callout]:
        """Return the contradictions that are shown."""
        return [box for box in self._contradictions if not box.isHidden()]

    @property
    def takes_keys(self) -> bool:
        """Tell whether keys pressed now are answers: the focus is in the pane and in none of its texts or forms."""
        focus = self.window().focusWidget()
        if focus is not self and not self.isAncestorOf(focus):
            return False
        inside_form = any(form.isAncestorOf(focus) for form in self.forms)
        return not inside_form and not isinstance(focus, _EDITORS)

    def _editing(self) -> tuple[QWidget, ...]:
        answers = (button for act, button in self.answers.buttons.items() if act is not Act.NOTE)
        confidences = self.evidence.confidences.values()
        internal = self.note_bar.buttons[Act.INTERNAL]
        return (
            self.choices,
            *answers,
            internal,
            self.evidence.confidence_key,
            *confidences,
            self.waiver.ask,
            self.items.make,
        )

    def show_question(self, review: Review, course: Course, question_id: str) -> None:
        """Show a question with its answer; on the same question, what is being typed stays."""
        asked = review.questionnaire.asked[question_id]
        answer, same = review.answer(question_id), question_id == self.question_id
        self.question_id = question_id
        if not same:
            self.close_forms()
            self.note.show_note(answer.note)
        elif self.note.is_unsaved:
            self.note.note_saved(answer.note)
        else:
            self.note.show_note(answer.note)
        self.position.show_position(course, question_id, asked.principle.title, answer.marked)
        self._show_text(asked, review)
        prefix = "" if self._context.settings.single_key_answers else key_of(Act.CHOOSE, False).removesuffix("1")
        self.choices.show_choices(asked.question, answer, prefix)
        self.answers.show_answer(answer)
        self.note_bar.show_answer(answer)
        self.preview.show_note(self.note.note)
        self.evidence.show_answer(answer, review.today)
        title, text = said.answer_words(answer, self._context.wording)
        self.state.show_words(title, text)
        day_of = self._context.session.day
        self.carried.show_words(*said.carried_words(review, question_id, self._context.wording, day_of))
        self.standing.show_words(*said.standing_words(review, question_id, self._context.wording))
        self._show_dissent(answer, review)
        self._show_contradictions(said.contradictions_of(review, question_id), course)
        self.show_problem(None)
        self._follow_reading_order()
        self.show_keys_anew()  # a question with more choices than any before it brings new rows

    def forget(self) -> None:
        """Show whatever comes next anew, even for the same question: it is another person's answer."""
        self.question_id = ""

    def show_raised(self, raised: Sequence[PlacedContradiction], course: Course) -> None:
        """Show contradictions that the answer just given led to, since the page has moved on from it."""
        questions = dict.fromkeys(each for placed in raised for each in placed.questions if each in course)
        text = "\n".join(placed.contradiction.message for placed in raised)
        title = _("The last answer contradicts another.") if raised else ""
        self.raised.show_words(title, text, [self._link_to(each, course) for each in questions])

    def show_hidden(self, hidden: Sequence[Hidden], review: Review) -> None:
        """Show which questions after this one do not apply, and why; nothing for an empty sequence."""
        if not hidden:
            self.hidden.show_words("")
            return
        change = _("Facts of {service}").format(service=review.service.name)
        self.hidden.show_words(*said.hidden_words(hidden, review), [(change, self.facts_asked.emit)])

    def show_problem(self, error: UserError | None) -> None:
        """Show why the answer was not recorded; None takes the message away."""
        self.problem.show_words(f"✕ {error.message}" if error else "", error.hint if error else "")

    def show_keys(self) -> None:
        """Show on every key cap whether it acts at the moment."""
        self._keys_act = self.takes_keys
        if self._keys_shown == (self._keys_act, self._context.settings.single_key_answers):
            return
        self._keys_shown = (self._keys_act, self._context.settings.single_key_answers)
        single = self._context.settings.single_key_answers
        self.choices.show_keys_act(self._keys_act)
        self.answers.show_keys(single, self._keys_act)
        self.note_bar.show_keys(single, self._keys_act)
        self.evidence.confidence_key.show_key(key_of(Act.CONFIDENCE, single), self._keys_act)
        self.items.make.show_key(key_of(Act.REMEDIATE, single), self._keys_act)
        self.waiver.ask.show_key(key_of(Act.WAIVE, single), self._keys_act)
        self.note.setPlaceholderText(_("Note ({key})").format(key=key_of(Act.NOTE, single)))
        self.update()
        self.keys_shown.emit()

    def set_session(self, in_session: bool) -> None:
        """Write larger and obey the keys of session mode, or go back to usual."""
        self._in_session = in_session
        self.setProperty("projected", in_session)
        self.choices.set_projected(in_session)
        for button in self.findChildren(KeyButton):
            button.set_projected(in_session)
        self._inner.setMaximumWidth(self._context.theme.pixels(_WIDEST_PROJECTED if in_session else _WIDEST))
        for child in self.findChildren(QWidget):
            restyle(child)
        self.close_forms()

    @Slot()
    def show_keys_anew(self) -> None:
        """Show the keys after a change of the settings."""
        self._keys_shown = None
        self.show_keys()

    def toggle_preview(self) -> None:
        """Show the note as the report prints it, or hide that again."""
        self.preview.setVisible(self.preview.isHidden())
        self.note_bar.show_preview(not self.preview.isHidden())
        self.preview.show_note(self.note.note)
        self._follow_reading_order()

    def close_forms(self) -> None:
        """Close every form without saving."""
        for form in self.forms:
            form.hide()

    def take_focus(self) -> None:
        """Take the keys back from texts and forms."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self.show_keys()

    def _act_of(self, event: QKeyEvent) -> Act | None:
        if not self.takes_keys:
            return None
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return act_of(Press.of(event), self._context.settings.single_key_answers, mirrored, self._in_session)

    def _show_text(self, asked: AskedQuestion, review: Review) -> None:
        wording, counts, question = self._context.wording, review.counts(asked.id), asked.question
        self.heading.setText(question.text)
        self.severity.show_chip(wording.severity(counts.severity), SEVERITY_KINDS[counts.severity])
        many = [_("Several choices: Enter moves on")] if question.select == "many" else []
        level = _("Level {level}").format(level=counts.level)
        weight = _("Weight {weight}").format(weight=question.weight)
        # Four spaces between the parts keep them apart without a sign; the label wraps between words only.
        self.rules.setText("    ".join([level, weight, wording.evidence_rule(counts.evidence_rule), *many]))
        self.setAccessibleName(question.text)
        self.setAccessibleDescription(f"{self.position.position.text()}. {self.severity.text()}. {self.rules.text()}")

    def _show_dissent(self, answer: Answer, review: Review) -> None:
        assessors = review.assessment.assessors
        self.dissent.show_people(assessors)
        self.answers.show_dissent(len(assessors) > 1 and not self._context.answering_as)
        removals: list[Link] = [
            (_("Take back the dissent of {name}").format(name=each.name), partial(self.dissent_removed.emit, each.name))
            for each in answer.dissent
            if not self._context.read_only
        ]
        self.dissents.show_words(*dissent_words(answer.dissent), removals)

    def _show_contradictions(self, held: Sequence[PlacedContradiction], course: Course) -> None:
        while len(self._contradictions) < len(held):
            box = Callout(self._context.theme, "warn")
            self._contradictions.append(box)
            self._contradiction_box.addWidget(box)
        for place, box in enumerate(self._contradictions):
            if place >= len(held):
                box.show_words("")
                continue
            others = [each for each in held[place].questions if each != self.question_id and each in course]
            links = [self._link_to(each, course) for each in others]
            box.show_words(said.contradiction_title(held[place]), held[place].contradiction.message, links)

    def _follow_reading_order(self) -> None:
        """Put rows, chips and boxes that this question made necessary into the order of Tab."""
        made = len(self.findChildren(QWidget))
        if made != self._made:
            self._made = made
            set_reading_order(self, self._row)

    def _link_to(self, question_id: str, course: Course) -> Link:
        act: Callable[[], None] = lambda: self.go_asked.emit(question_id)  # noqa: E731 - typed for the tuple
        return said.go_to_words(course, question_id), act

    def _lay_out(self) -> None:
        meta = QHBoxLayout()
        meta.setSpacing(14)
        meta.addWidget(self.severity)
        meta.addWidget(self.rules, 1)
        title = QVBoxLayout()
        title.setSpacing(6)
        title.setContentsMargins(0, 0, 0, 6)
        title.addWidget(self.heading)
        title.addLayout(meta)
        keys = QVBoxLayout()
        keys.setContentsMargins(0, 2, 0, 4)
        keys.addLayout(self.answers)
        column = QVBoxLayout()
        column.setSpacing(_GAP)  # a layout, so that what is hidden leaves no gap
        column.addWidget(self.position)
        column.addWidget(self.problem)
        column.addWidget(self.raised)
        column.addLayout(title)
        column.addWidget(self.choices)
        column.addWidget(self.state)
        column.addWidget(self.carried)
        column.addWidget(self.standing)
        column.addWidget(self.waiver.words)
        column.addWidget(self.dissents)
        column.addLayout(self._contradiction_box)
        column.addLayout(keys)
        for form in self.forms:
            column.addWidget(form)
        column.addWidget(self.note)
        column.addLayout(self.note_bar)
        column.addWidget(self.preview)
        column.addWidget(self.evidence)
        column.addWidget(self.waiver)
        column.addWidget(self.items)
        column.addWidget(self.hidden)
        column.addLayout(self.below)
        column.addStretch(1)
        inner = self._inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(self._context.theme.pixels(_WIDEST))
        column.setContentsMargins(KEY_RING, 0, KEY_RING, 0)  # room for the focus rings of the answer bar
        row = self._row
        row.setContentsMargins(_MARGIN - KEY_RING, 20, _MARGIN - KEY_RING, 20)
        row.setSpacing(0)
        row.addWidget(inner, 100)
        row.addStretch(1)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if self.takes_keys and event.matches(QKeySequence.StandardKey.Paste):
            self.handed.emit(from_clipboard())
        elif self.takes_keys and self.is_waiting():
            self.pressed.emit(Press.of(event))  # it may be meant for a form or text that a key before it opens
        elif act is None:
            event.ignore()
        elif not event.isAutoRepeat() or act in REPEATABLE:
            self.pressed.emit(Press.of(event))

    def event(self, event: QEvent) -> bool:
        # With single keys switched off, Alt+N is ours before it is a menu's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.window().focusWidget() is not self:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._context.theme.colour("accent"))
        top = self.heading.mapTo(self, self.heading.rect().topLeft()).y()
        left = 14 if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else self.width() - 14 - 3
        painter.drawRoundedRect(QRectF(left, top + 2, 3, self.heading.height() - 4), 1.5, 1.5)
