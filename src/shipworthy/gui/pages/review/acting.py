"""What keys and clicks in the question pane do: each act becomes a step of the conduct."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from shipworthy.domain.assessment import Confidence
from shipworthy.gui.context import Context
from shipworthy.gui.pages.review import answering
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.form_work import FormWork
from shipworthy.gui.pages.review.keys import EDITING, Act, Press, act_of
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.gui.pages.review.session_mode import SessionMode

_CHANGES = {
    Act.UNKNOWN: answering.unknown,
    Act.CONFIRM: answering.confirmed,
    Act.MARK: answering.marked,
    Act.CONFIDENCE: answering.with_next_confidence,
    Act.INTERNAL: answering.with_note_internal_or_shared,
}


class Acting(QObject):
    """Carries out acts; `may` refuses one with a word of why, `elsewhere` holds those that others carry out."""

    def __init__(
        self,
        context: Context,
        conduct: Conduct,
        parts: ReviewLayout,
        forms: FormWork,
        session: SessionMode,
        may: Callable[[Act], bool],
        elsewhere: Mapping[Act, Callable[[], object]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._conduct = conduct
        self._parts = parts
        self._forms = forms
        self._session = session
        self._may = may
        self._elsewhere = elsewhere
        self._pane = pane = parts.question
        pane.is_waiting = lambda: conduct.is_committing
        pane.pressed.connect(lambda press: conduct.offer(lambda: self._press(press)))
        pane.act_asked.connect(lambda act: conduct.offer_here(lambda: self._act(act)))
        pane.choices.chosen.connect(lambda place: conduct.offer_here(lambda: self.choose(place)))
        pane.evidence.confidence_chosen.connect(lambda value: conduct.offer_here(lambda: self._set_confidence(value)))

    def _press(self, press: Press) -> None:
        """Act on a key; one that waited while a form or the note opened belongs to the text that has the focus now."""
        if self._parts.shows_question and self._pane.takes_keys:
            mirrored = self._pane.isRightToLeft()
            act = act_of(press, self._context.settings.single_key_answers, mirrored, self._session.is_on)
            if act is Act.CHOOSE:
                self.choose(press.choice)
            elif act is not None:
                self._act(act)
            return
        press.replay(self._pane.window())

    def _act(self, act: Act) -> None:
        if (act not in EDITING or self._context.may_edit()) and self._may(act):
            self._carry_out(act)

    def _carry_out(self, act: Act) -> None:
        forms = {
            Act.NOT_APPLICABLE: self._pane.not_applicable,
            Act.COMPENSATED: self._pane.compensated,
            Act.EVIDENCE: self._pane.evidence_form,
            Act.DISSENT: self._pane.dissent,
        }
        if act in forms:
            self._forms.open(forms[act])
        elif act is Act.CONFIRM and not self._conduct.answer().carried:
            return
        elif act in _CHANGES:
            self._conduct.record(_CHANGES[act], move_on=act in (Act.UNKNOWN, Act.CONFIRM))
        elif act is Act.NOTE:
            self._pane.note.take_focus()
            self._parts.show_widget(self._pane.note)
        elif act is Act.PREVIEW:
            self._pane.toggle_preview()
            self._parts.show_widget(self._pane.preview)
        elif act in self._elsewhere:
            self._elsewhere[act]()
        else:
            self._step(act)

    def _step(self, act: Act) -> None:
        course, current = self._conduct.course, self._conduct.current
        match act:
            case Act.NEXT | Act.MOVE_ON:
                self._conduct.go(course.after(current))
            case Act.PREVIOUS:
                self._conduct.go(course.before(current))
            case Act.NEXT_PRINCIPLE:
                self._conduct.go(course.next_principle(current))
            case Act.PREVIOUS_PRINCIPLE:
                self._conduct.go(course.previous_principle(current))
            case _:
                self._session.act(act)

    def choose(self, place: int) -> None:
        """Choose by place, from 0; a place without a choice does nothing."""
        if not self._context.may_edit() or not self._may(Act.CHOOSE):
            return
        assert self._conduct.current is not None
        question = self._conduct.review.questionnaire.asked[self._conduct.current].question
        if place < len(question.choices):
            many = question.select == "many"
            self._conduct.record(lambda answer: answering.chosen(question, answer, place), move_on=not many)

    def _set_confidence(self, confidence: Confidence) -> None:
        self._conduct.record(lambda answer: answering.with_confidence(answer, confidence), move_on=False)
