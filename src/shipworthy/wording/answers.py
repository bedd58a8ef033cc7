"""Words for answers: what one says, what changed in it, and what an incoming one would do."""

from collections.abc import Mapping

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
)
from shipworthy.domain.incoming import Effect
from shipworthy.domain.pack import Question, bare_id
from shipworthy.wording.figures import DASH
from shipworthy.wording.names import NameWording

_CHOICE_TEXT_LENGTH = 60


class AnswerWording(NameWording):
    """Words for answers in one language."""

    def answer_text(self, question: Question, answer: Answer) -> str:
        """Return what was answered, in the pack's words or in ours."""
        match answer.state:
            case AnswerState.ANSWERED:
                chosen = [choice.label for choice in question.choices if choice.id in answer.choices]
                return "; ".join(chosen) or self.state(AnswerState.UNANSWERED)
            case AnswerState.NOT_APPLICABLE if answer.not_applicable_type is not None:
                return self._("Not applicable ({kind})").format(
                    kind=self.inside(self.not_applicable_type(answer.not_applicable_type))
                )
            case AnswerState.COMPENSATED:
                return self._("Compensated by another control")
            case state:
                return self.state(state)

    def short_answer(self, question: Question, answer: Answer) -> str:
        """Return what was answered, cut to the length of a menu's line."""
        text = self.answer_text(question, answer)
        return text if len(text) <= _CHOICE_TEXT_LENGTH else text[: _CHOICE_TEXT_LENGTH - 1].rstrip() + "…"

    def blind_change_name(self, question: Question, assessor: str) -> str:
        """Return whose blind answer changed, as undo names it: colleagues who read it may not learn what it says."""
        return self._("blind answer of {assessor} to {question}").format(
            assessor=assessor, question=bare_id(question.id)
        )

    def change_name(self, question: Question, before: Answer | None, after: Answer | None) -> str:
        """Return what a change did, as undo names it: 'answered failure.timeouts: Some calls ...'."""
        before = before or Answer(question.id)
        after = after or Answer(question.id)
        name = bare_id(question.id)
        if (before.state, before.choices, before.reason, before.not_applicable_type) != (
            after.state,
            after.choices,
            after.reason,
            after.not_applicable_type,
        ):
            if after.state is AnswerState.UNANSWERED:
                return self._("cleared {question}").format(question=name)
            return self._("answered {question}: {answer}").format(
                question=name, answer=self.short_answer(question, after)
            )
        if before.note != after.note or before.note_internal != after.note_internal:
            return self._("changed the note of {question}").format(question=name)
        if before.evidence != after.evidence:
            return self._("changed the evidence of {question}").format(question=name)
        if before.confidence != after.confidence:
            return self._("set the confidence of {question} to {confidence}").format(
                question=name, confidence=self.confidence(after.confidence)
            )
        if before.dissent != after.dissent:
            return self._("changed the dissent on {question}").format(question=name)
        if before.marked != after.marked:
            text = self._("marked {question} for review") if after.marked else self._("unmarked {question}")
            return text.format(question=name)
        return self._("confirmed {question}").format(question=name)

    def effect(self, effect: Effect) -> str:
        """Return what an incoming answer would do to a question, in a word."""
        return {
            Effect.NEW: self._("New"),
            Effect.CHANGED: self._("Changed"),
            Effect.CONFIRMED: self._("Confirmed"),
            Effect.UNCHANGED: self._("Unchanged"),
        }[effect]

    def effects(self, counts: Mapping[Effect, int]) -> str:
        """Return "12 new, 3 changed, 40 unchanged"; what nothing has is left out."""
        named = (f"{count} {self.inside(self.effect(effect))}" for effect, count in counts.items() if count)
        return ", ".join(named) or self._("nothing")

    def differences(self, question: Question, before: Answer, after: Answer) -> list[tuple[str, str]]:
        """Return what two answers to a question say differently, part by part; a dash where one says nothing."""
        answers = [
            (". ".join(each for each in (self.answer_text(question, answer), answer.reason) if each))
            for answer in (before, after)
        ]
        internal = {True: self._("internal"), False: self._("shared")}
        parts = [
            ("{text}", answers[0], answers[1]),
            (self._("Note: {text}"), before.note, after.note),
            (self._("Note: {text}"), internal[before.note_internal], internal[after.note_internal]),
            (
                self._("Confidence: {text}"),
                self.confidence(before.confidence),
                self.confidence(after.confidence),
            ),
            (self._("Evidence: {text}"), self._evidence(before), self._evidence(after)),
        ]
        found = [
            (form.format(text=one or DASH), form.format(text=other or DASH))
            for form, one, other in parts
            if one != other
        ]
        # An answer that is only confirmed says the same; so does the person who reads this.
        return found or [(answers[0], answers[1])]

    def _evidence(self, answer: Answer) -> str:
        return "; ".join(each.title or each.value for each in answer.evidence)
