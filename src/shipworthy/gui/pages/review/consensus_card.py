"""One question of the consensus: what each assessor says, and the answer they agree on with its dissent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from shipworthy.domain.assessment import Answer, AnswerState, Dissent
from shipworthy.domain.consensus import Position, QuestionConsensus
from shipworthy.domain.pack import Question
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.models.consensus_model import position_words, standing_words
from shipworthy.gui.pages.review import answering
from shipworthy.gui.pages.review.answer_bar import STATES
from shipworthy.gui.pages.review.callout import Callout, Link
from shipworthy.gui.pages.review.choice_list import ChoiceList
from shipworthy.gui.pages.review.dissent_form import DissentForm
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.pages.review.key_cap import KeyButton
from shipworthy.gui.pages.review.keys import Act, Press, act_of, key_of
from shipworthy.gui.pages.review.reason_forms import CompensatedForm, NotApplicableForm
from shipworthy.gui.pages.review.said import answer_words
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.form import empty_layout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording

_EDITORS = (QLineEdit, QPlainTextEdit, QComboBox)


class ConsensusCard(QWidget):
    """Shows a question and holds a draft of the agreed answer until it is recorded.

    Signals: `pressed` (Press) for a key, which the page hands back to `press` when its turn comes; `recorded` (Answer
    with everybody's notes and evidence); `stepped` (+1 or -1) to another question; `grown` (a widget to scroll to).
    """

    pressed = Signal(object)
    recorded = Signal(object)
    stepped = Signal(int)
    grown = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme, wording = context.theme, context.wording
        self._context = context
        self._item: QuestionConsensus | None = None
        self._question: Question | None = None
        self.draft = Answer("")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ground", "bg")
        self._place = PlainLabel(role="soft", wrap=True)
        self.heading = PlainLabel(role="heading", wrap=True, selectable=True)
        self._grid = QGridLayout()
        self.problem = Callout(theme, "bad")
        self.choices = ChoiceList(theme, wording)
        self.state = Callout(theme, "accent")
        self.differing = Callout(theme, "none")
        self.dissents = Callout(theme, "warn")
        self.not_applicable = NotApplicableForm(wording)
        self.compensated = CompensatedForm()
        self.dissent = DissentForm()
        self.buttons: dict[Act, KeyButton] = {}
        self._lay_out()
        self.choices.chosen.connect(self._choose)
        self.not_applicable.saved.connect(self._take_not_applicable)
        self.compensated.saved.connect(self._take_compensated)
        self.dissent.saved.connect(self._take_dissent)
        for form in self.forms:
            form.cancelled.connect(self._close_forms)
            form.grown.connect(lambda form=form: self.grown.emit(form))

    @property
    def forms(self) -> tuple[InPlaceForm, ...]:
        """Return the forms that open inside the card."""
        return self.not_applicable, self.compensated, self.dissent

    @property
    def question_id(self) -> str:
        """Return the question that is shown; "" before the first."""
        return self._item.id if self._item else ""

    @property
    def takes_keys(self) -> bool:
        """Tell whether keys pressed now act on the card: the focus is in it and in none of its texts or forms."""
        focus = self.window().focusWidget()
        inside = focus is self or self.isAncestorOf(focus)
        return inside and not isinstance(focus, _EDITORS) and not any(form.isAncestorOf(focus) for form in self.forms)

    def show_question(self, item: QuestionConsensus, review: Review, place: str) -> None:
        """Show a question; the draft begins with what is agreed, else with what all say, else with nothing."""
        question = review.questionnaire.asked[item.id].question
        self._item, self._question = item, question
        self.draft = item.agreed if item.is_agreed else item.common or answering.cleared(item.agreed)
        self._place.setText(f"{place} · {standing_words(item, self._context.wording)}")
        self.heading.setText(question.text)
        self.setAccessibleName(question.text)
        self._show_positions(item, question)
        self.dissent.show_people([each.assessor for each in item.positions])
        self._close_forms()
        self._show_draft()

    def show_problem(self, error: UserError | None) -> None:
        """Say why the answer was not recorded; None takes the message away."""
        self.problem.show_words(f"✕ {error.message}" if error else "", error.hint if error else "")
        if error:
            self.grown.emit(self.problem)

    def press(self, press: Press) -> bool:
        """Act on a key; False where it is none of the card's."""
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        act = act_of(press, self._context.settings.single_key_answers, mirrored)
        if act is Act.CHOOSE:
            self._choose(press.choice)
        elif act is Act.UNKNOWN:
            self._draft_as(answering.unknown(self.draft))
        elif act in (Act.NOT_APPLICABLE, Act.COMPENSATED, Act.DISSENT):
            self._open_form(act)
        elif act is Act.MOVE_ON:
            self.record()
        elif act in (Act.NEXT, Act.PREVIOUS):
            self.stepped.emit(1 if act is Act.NEXT else -1)
        else:
            return False
        return True

    @Slot()
    def record(self) -> None:
        """Ask for the draft to be recorded, or say that there is none yet."""
        assert self._item is not None, "a question is shown"
        if self.draft.state is AnswerState.UNANSWERED:
            self.show_problem(
                UserError(_("There is no agreed answer yet."), _("Choose one by its digit, or press N, U or C."))
            )
            return
        self.recorded.emit(self._item.with_all_said(self.draft))

    def take_focus(self) -> None:
        """Take the keys back from texts and forms."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Changes of the draft

    def _choose(self, place: int) -> None:
        if self._question is not None and place < len(self._question.choices):
            self._draft_as(answering.chosen(self._question, self.draft, place))
            self.take_focus()
            self.grown.emit(self.choices)

    def _draft_as(self, draft: Answer) -> None:
        self.draft = draft
        self.show_problem(None)
        self._show_draft()

    def _open_form(self, act: Act) -> None:
        self._close_forms()
        if act is Act.DISSENT and self.draft.state is AnswerState.UNANSWERED:
            self.show_problem(UserError(_("There is no agreed answer yet to dissent from."), _("Choose it first.")))
            return
        form = {
            Act.NOT_APPLICABLE: self.not_applicable,
            Act.COMPENSATED: self.compensated,
            Act.DISSENT: self.dissent,
        }[act]
        if act is Act.DISSENT:
            assert self._item is not None, "a question is shown"
            differing = self._item.differing(self.draft)
            others = [each.assessor for each in self._item.positions if each.assessor not in differing]
            self.dissent.show_people([*differing, *others])
        form.open_for(self._suggested(STATES.get(act)))
        self.grown.emit(form)

    def _suggested(self, state: AnswerState | None) -> Answer:
        """Return the draft, or where it is of another state the first assessor's answer of that state."""
        assert self._item is not None, "a question is shown"
        if state is None or self.draft.state is state:
            return self.draft
        return next((each.answer for each in self._item.taken if each.answer.state is state), self.draft)

    @Slot()
    def _take_not_applicable(self) -> None:
        form = self.not_applicable
        self._take(answering.not_applicable(self.draft, form.kind, form.reason))

    @Slot()
    def _take_compensated(self) -> None:
        self._take(answering.compensated(self.draft, self.compensated.justification))

    @Slot()
    def _take_dissent(self) -> None:
        self._take(answering.with_dissent(self.draft, self.dissent.dissent))

    def _take(self, draft: Answer) -> None:
        self._close_forms()
        self._draft_as(draft)
        self.take_focus()

    @Slot()
    def _close_forms(self) -> None:
        had_focus = any(form.isAncestorOf(self.window().focusWidget()) for form in self.forms)
        for form in self.forms:
            form.hide()
        if had_focus:
            self.take_focus()

    # What is shown

    def _show_draft(self) -> None:
        assert self._item is not None, "a question is shown"
        assert self._question is not None
        single, wording = self._context.settings.single_key_answers, self._context.wording
        prefix = "" if single else key_of(Act.CHOOSE, False).removesuffix("1")
        self.choices.show_choices(self._question, self.draft, prefix)
        self.choices.show_keys_act(True)
        for act, button in self.buttons.items():
            button.setChecked(act in STATES and self.draft.state is STATES[act])
            button.show_key(key_of(act, single), True)
        self.state.show_words(*answer_words(self.draft, wording))
        answered = self.draft.state is not AnswerState.UNANSWERED
        said = {each.name for each in self.draft.dissent}
        others = [name for name in self._item.differing(self.draft) if name not in said] if answered else []
        title = _("Answered differently: {names}").format(names=", ".join(others)) if others else ""
        self.differing.show_words(title, _("D records a dissent with its words.") if others else "")
        lines = "\n".join(f"{each.name}: {each.text}" for each in self.draft.dissent)
        self.dissents.show_words(_("Dissent") if lines else "", lines, [self._removal(e) for e in self.draft.dissent])

    def _removal(self, dissent: Dissent) -> Link:
        act: Callable[[], None] = lambda: self._take(answering.without_dissent(self.draft, dissent.name))  # noqa: E731
        return _("Take back the dissent of {name}").format(name=dissent.name), act

    def _show_positions(self, item: QuestionConsensus, question: Question) -> None:
        empty_layout(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for row, position in enumerate(item.positions):
            name = PlainLabel(position.assessor, "strong", wrap=True)
            self._grid.addWidget(name, row, 0, top)
            said = QVBoxLayout()
            said.setSpacing(2)
            said.addWidget(PlainLabel(position_words(position, question, self._context.wording), wrap=True))
            for text in said_beside(position, self._context.wording):
                said.addWidget(PlainLabel(text, "soft", wrap=True, selectable=True))
            self._grid.addLayout(said, row, 1)

    def _lay_out(self) -> None:
        positions = QFrame()
        positions.setProperty("role", "card")
        positions.setLayout(self._grid)
        self._grid.setContentsMargins(14, 12, 14, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 3)
        keys = FlowLayout(spacing=3)
        texts = {
            Act.NOT_APPLICABLE: _("Not applicable"),
            Act.UNKNOWN: _("Unknown"),
            Act.COMPENSATED: _("Compensated"),
            Act.DISSENT: _("Dissent"),
        }
        for act, text in texts.items():
            button = KeyButton(self._context.theme, key_of(act), text)
            button.setCheckable(act in STATES)
            button.clicked.connect(lambda _checked=False, act=act: self._act(act))
            self.buttons[act] = button
            keys.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self._place, self.heading, positions, self.problem):
            column.addWidget(widget)
        column.addWidget(PlainLabel(_("The agreed answer"), "title"))
        column.addWidget(self.choices)
        column.addWidget(self.state)
        column.addLayout(keys)
        for widget in (*self.forms, self.differing, self.dissents):
            column.addWidget(widget)
        column.addWidget(
            PlainLabel(_("Everybody's notes, under their names, and evidence go along with it."), "small", wrap=True)
        )
        column.addStretch(1)

    def _act(self, act: Act) -> None:
        if act is Act.UNKNOWN:
            self._draft_as(answering.unknown(self.draft))
            self.take_focus()
        else:
            self._open_form(act)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        act = act_of(Press.of(event), self._context.settings.single_key_answers, mirrored)
        if self.takes_keys and act is not None and act is not Act.BACK and not event.isAutoRepeat():
            self.pressed.emit(Press.of(event))
        else:
            event.ignore()


def said_beside(position: Position, wording: Wording) -> list[str]:
    """Return what stands beside an assessor's answer: reason, note, evidence and confidence, a line each."""
    answer = position.answer
    lines = []
    if answer.state in (AnswerState.COMPENSATED, AnswerState.NOT_APPLICABLE) and answer.reason:
        lines.append(answer.reason)
    if answer.note.strip():
        note = answer.note.strip()
        lines.append(_("Internal note: {note}").format(note=note) if answer.note_internal else note)
    if answer.evidence:
        names = "; ".join(each.title or each.value for each in answer.evidence)
        lines.append(_("Evidence: {names}").format(names=names))
    if position.is_taken and answer.state in (AnswerState.ANSWERED, AnswerState.COMPENSATED):
        lines.append(_("Confidence: {confidence}").format(confidence=wording.confidence(answer.confidence)))
    return lines
