"""How a review is conducted: one step at a time, each committed before the next, and the question shown follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shipworthy.domain.assessment import Answer
from shipworthy.domain.last_time import LastTime
from shipworthy.domain.questionnaire import PlacedContradiction
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.context import Context, SaveState, Saving
from shipworthy.gui.pages.review.course import Course, Filter
from shipworthy.gui.pages.review.key_queue import KeyQueue
from shipworthy.workflows.evidence import Attachment, attach
from shipworthy.workflows.reviews import Recorded, open_review, record_answer
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import TakenBack

Step = Callable[[], None]
T = TypeVar("T")


class Conduct(QObject):
    """The review, the question shown and the steps that wait.

    `unsaved_note` returns what was typed as a note of the question shown and is not saved yet, else None.
    `assessor` is who answers blind: then the review is by that person's own answers, and those alone are recorded.
    Signals: `moved` (another question, or the summary), `changed` (the review, on the same question), `closed` (the
    review itself was taken back), `refused` (UserError: nothing was recorded, and what waited is forgotten),
    `assessor_changed` (before the answers of another person, or the agreed ones, are shown).
    """

    moved = Signal()
    assessor_changed = Signal()
    closed = Signal()
    changed = Signal()
    refused = Signal(object)

    def __init__(self, context: Context, unsaved_note: Callable[[], str | None], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._unsaved_note = unsaved_note
        self._queue: KeyQueue[Step] = KeyQueue(lambda step: step())
        self._own_commit = False
        self._review: Review | None = None
        self._last_time: LastTime | None = None
        self._filter = Filter.ALL
        self._course: Course | None = None
        self.current: str | None = None
        self.last: str | None = None
        self.raised: tuple[PlacedContradiction, ...] = ()
        self.assessor = ""
        self.follows_undo: Callable[[], bool] = lambda: True  # whether undo may bring another question to the front
        context.save_state_changed.connect(self._follow_saving)
        context.taken_back.connect(self._show_taken_back)
        context.undo_asked.connect(self._wait_for_undo)
        context.redo_asked.connect(self._wait_for_undo)

    @property
    def is_open(self) -> bool:
        """Tell whether a review is shown."""
        return self._review is not None

    def shows(self, assessment_id: UUID) -> bool:
        """Tell whether the review of an assessment is the one shown."""
        return self._review is not None and self._review.assessment.id == assessment_id

    @property
    def review(self) -> Review:
        """Return the review as it was committed last."""
        assert self._review is not None, "no review is open"
        return self._review

    @property
    def course(self) -> Course:
        """Return the way through its questions."""
        assert self._course is not None, "no review is open"
        return self._course

    @property
    def is_committing(self) -> bool:
        """Tell whether steps wait for a commit."""
        return self._queue.is_committing

    @property
    def waiting(self) -> int:
        """Return how many steps wait."""
        return len(self._queue)

    @property
    def last_time(self) -> LastTime | None:
        """Return the review that this one is based on; None where it began from nothing, or somebody answers blind."""
        return None if self.assessor else self._last_time

    def open(self, review: Review, last_time: LastTime | None = None) -> None:
        """Show a review, from its first open question on; one that is open already stays where it is."""
        same = self.shows(review.assessment.id)
        if not same:
            self._filter = Filter.ALL
            self._set_assessor("")
        self._last_time = last_time
        self._take(review)
        self.current = self.course.near(self.current) if same else self.course.first_open()
        self.last = self.current or self.course.before(None)
        self.raised = ()
        self.moved.emit()

    def answer_as(self, assessor: str) -> None:
        """Go over to one person's own answers, or with "" to the agreed ones; keys wait until those are read."""
        if self._saves_note_before(lambda: self.answer_as(assessor)):
            return
        assessment_id = self.review.assessment.id

        def show(review: Review) -> None:
            self._own_commit = False
            if self.shows(assessment_id):
                self._show_answers_of(assessor, review)
            self._pass_on()

        self._own_commit = True
        self._queue.begin()
        read = partial(open_review, assessment_id=assessment_id, assessor=assessor)
        self._context.read(read, show, self._refuse, owner=self)

    def _show_answers_of(self, assessor: str, review: Review) -> None:
        self._filter = Filter.ALL
        self._set_assessor(assessor)
        self._take(review)
        here = None if assessor else self.course.near(self.current)
        self.current = here or self.course.first_open()
        self.last, self.raised = self.current or self.course.before(None), ()
        self.moved.emit()

    def _set_assessor(self, assessor: str) -> None:
        if assessor != self.assessor:
            self.assessor = assessor
            self.assessor_changed.emit()

    def carry_out(
        self,
        work: Callable[[Session], T],
        recorded: Callable[[T], Recorded],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Do something else to the review than answer the question shown; steps wait until its outcome is shown.

        `recorded` finds in what the work returns what undo and the page need to know.
        """

        if not self._context.may_edit():
            return

        def show(result: T) -> None:
            self._own_commit = False
            self._take(recorded(result).review)
            self._context.note_done(recorded(result))
            self.changed.emit()
            done(result)
            self._pass_on()

        def refuse(error: UserError) -> None:
            self._own_commit = False
            self._queue.failed()
            failed(error)

        self._own_commit = True
        self._queue.begin()
        self._context.write(work, show, refuse, owner=self)

    def take_over(self, review: Review) -> None:
        """Show the review as it stands by now, on the same question."""
        self._take(review)
        self.changed.emit()

    def offer(self, step: Step) -> None:
        """Take a step now, or after those that wait for a commit."""
        self._queue.offer(step)

    def offer_here(self, step: Step) -> None:
        """Take a step that was meant for the question shown now; dropped if another is shown when its turn comes."""
        shown = self.current
        self._queue.offer(lambda: step() if self.current == shown else None)

    def answer(self) -> Answer:
        """Return the answer to the question shown."""
        assert self.current is not None
        return replace(self.review.answer(self.current), assessor=self.assessor)

    def record(self, change: Callable[[Answer], Answer], *, move_on: bool) -> None:
        """Record what `change` makes of the answer to the question shown, then move on or stay."""
        if not self._context.may_edit():
            return
        if self.current is None or self._saves_note_before(lambda: self.record(change, move_on=move_on)):
            return
        self._commit(change(self.answer()), move_on=move_on)

    def attach(self, attachments: Callable[[], Sequence[Attachment]]) -> None:
        """Record files and pictures as evidence of the answer shown; what they are is asked on the store's worker."""
        if not self._context.may_edit():
            return
        if self.current is None or self._saves_note_before(lambda: self.attach(attachments)):
            return
        self._commit(
            self.answer(),
            move_on=False,
            write=lambda session, assessment, answer: attach(session, assessment, answer, attachments()),
        )

    def save_note(self) -> None:
        """Record the note of the question shown, if something was typed."""
        note = self._unsaved_note()
        if note is not None and self.current is not None:
            self._commit(replace(self.answer(), note=note), move_on=False)

    def go(self, question_id: str | None) -> None:
        """Show a question, or the summary for None; a note that was typed is saved first."""
        if self._saves_note_before(lambda: self.go(question_id)):
            return
        self.last = self.current or self.last
        self.current = question_id
        self.raised = ()
        self.moved.emit()

    def filter_by(self, kept: Filter) -> None:
        """Stop only at the questions that a filter keeps; the place is kept, or the nearest one that is."""
        self._filter = kept
        self._course = Course(self.review, kept, self.last_time)
        nearest = self._course.near(self.current)
        if nearest == self.current:
            self.changed.emit()
        else:
            self.go(nearest)

    def show_all(self) -> None:
        """Stop at every question again; from the summary, the last question shown comes back."""
        at_the_end = self.current is None
        self.filter_by(Filter.ALL)
        if at_the_end and self.last is not None and self.last in self.course:
            self.go(self.last)

    def _take(self, review: Review) -> None:
        self._review = review
        self._course = Course(review, self._filter, self.last_time)
        if self.current is not None and self.current not in review.questionnaire.asked:
            self.current = self._course.first_open()  # other packs may not ask it at all
        elif self.current is not None and self.current not in self._course:
            self.current = self._course.near(self.current)  # an answer can make its own question no longer apply

    def _saves_note_before(self, step: Step) -> bool:
        if self._unsaved_note() is None or self.current is None:
            return False
        self._queue.put_first(step)
        self.save_note()
        return True

    def _commit(
        self, answer: Answer, *, move_on: bool, write: Callable[[Session, UUID, Answer], Recorded] = record_answer
    ) -> None:
        assessment_id = self.review.assessment.id
        self._own_commit = True
        self._queue.begin()
        self._context.write(
            lambda session: write(session, assessment_id, answer),
            lambda recorded: self._show_recorded(recorded, answer.question, move_on),
            self._refuse,
            owner=self,
        )

    def _show_recorded(self, recorded: Recorded, question_id: str, move_on: bool) -> None:
        """Show the outcome of a commit; only now may another question be painted."""
        held_before = {placed.contradiction.id for placed in self.review.scorecard.contradictions}
        self._own_commit = False
        self._take(recorded.review)
        self._context.note_done(recorded)
        if move_on:
            self.last, self.current = question_id, self.course.after(question_id)
            self.raised = tuple(
                placed
                for placed in self.review.scorecard.contradictions
                if placed.contradiction.id not in held_before and self.current not in placed.questions
            )
            self.moved.emit()
        else:
            self.changed.emit()
        self._pass_on()

    @Slot(object)
    def _refuse(self, error: UserError) -> None:
        self._own_commit = False
        self._queue.failed()
        self.refused.emit(error)

    def _pass_on(self) -> None:
        # An undo that was asked for meanwhile changes the answers too: what waits must see its outcome.
        if self._context.save_state.saving is not Saving.SAVING:
            self._queue.committed()

    @Slot(object)
    def _follow_saving(self, state: SaveState) -> None:
        """Hold the keys back while anything else is saved, such as an undo, and let go when a bug broke a commit."""
        if self._review is None:
            return
        if state.saving is Saving.SAVING:
            if not self._queue.is_committing:
                self._queue.begin()
        elif state.saving is Saving.FAILED:
            self._own_commit = False
            self._queue.failed()
        elif not self._own_commit:
            QTimer.singleShot(0, self, self._let_go)  # after the outcome, which is delivered next, is shown

    @Slot()
    def _wait_for_undo(self) -> None:
        """Let keys pressed after an undo act on its outcome, even when the undo itself waits for a commit."""
        if self._queue.is_committing:
            self._queue.offer(self._hold)

    def _hold(self) -> None:
        self._queue.begin()
        # Two turns of the event loop: in the first the undo that waited begins to save, which holds the queue longer.
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, self._let_go))

    @Slot()
    def _let_go(self) -> None:
        if not self._own_commit and self._queue.is_committing:
            self._pass_on()

    @Slot(object)
    def _show_taken_back(self, taken_back: TakenBack) -> None:
        """Show the question whose answer was taken back or done again, unless a note is being typed elsewhere."""
        is_gone = self._review is not None and self._review.assessment.id in taken_back.gone
        if self._review is None or not (is_gone or self.shows(taken_back.assessment)):
            return
        if is_gone or taken_back.review is None:
            self._review, self._course, self.current = None, None, None
            self._set_assessor("")
            self.closed.emit()
            return
        if taken_back.assessor != self.assessor:
            return  # answers that are not shown here
        before = self._review.answers
        after = taken_back.review.answers
        touched = [each for each in self.review.questionnaire.asked if before.get(each) != after.get(each)]
        self._take(taken_back.review)
        target = touched[0] if touched else self.current
        stays = target is None or target == self.current or target not in self.course or not self.follows_undo()
        if stays or self._unsaved_note() is not None:
            self.changed.emit()
            return
        self.last, self.current, self.raised = self.current or self.last, target, ()
        self.moved.emit()
