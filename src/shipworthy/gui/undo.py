"""Undo and redo: keeps the history of this window and takes steps back through the workflow."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.gui.context import Context, SaveState, Saving
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.reviews import Recorded
from shipworthy.workflows.undo import Step, TakenBack, UndoHistory, undo_changes


class Undo(QObject):
    """Acts on the context's undo_asked and redo_asked, one step at a time, and tells what can be undone.

    What is asked for while something is being saved waits: it is meant for the state that saving leads to. While
    somebody answers blind, the answers of others are neither taken back nor named.
    """

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._history = UndoHistory()
        self._asked: deque[Callable[[], None]] = deque()
        context.did.connect(self.note)
        context.did_step.connect(self.note_step)
        context.undo_asked.connect(self.undo)
        context.redo_asked.connect(self.redo)
        context.save_state_changed.connect(self._follow_saving)
        context.answering_as_changed.connect(self._tell)

    @Slot()
    def undo(self) -> None:
        """Take the newest step back."""
        self._ask(lambda: self._take_back(self._next_undo(), self._history.took_back, _("Undone: {name}")))

    @Slot()
    def redo(self) -> None:
        """Do again the step taken back last."""
        self._ask(lambda: self._take_back(self._next_redo(), self._history.did_again, _("Done again: {name}")))

    def _ask(self, act: Callable[[], None]) -> None:
        self._asked.append(act)
        self._act_next()

    @Slot()
    def _act_next(self) -> None:
        while self._asked and self._context.save_state.saving is not Saving.SAVING:
            self._asked.popleft()()

    @Slot(object)
    def _follow_saving(self, state: SaveState) -> None:
        if state.saving is Saving.FAILED:
            self._asked.clear()
        elif self._asked:
            QTimer.singleShot(0, self, self._act_next)  # the history learns of the commit right after this signal

    @Slot(object)
    def note(self, recorded: Recorded) -> None:
        """Keep what was recorded in a review; after its sealing, forget its steps."""
        if recorded.sequences:
            self.note_step(Step(recorded.review.assessment.id, recorded.sequences, recorded.name, recorded.assessor))
        elif recorded.review.assessment.state not in OPEN_STATES:
            self._history.forget(recorded.review.assessment.id)
            self._tell()

    @Slot(object)
    def note_step(self, step: Step) -> None:
        """Keep a step that can be taken back."""
        self._history.did(step)
        self._tell()

    def _take_back(self, step: Step | None, note: Callable[[Step], None], message: str) -> None:
        if step is None:
            return

        def done(taken_back: TakenBack) -> None:
            note(replace(step, sequences=taken_back.sequences))
            self._tell()
            self._context.taken_back.emit(taken_back)
            self._context.notify(Notice(message.format(name=step.name), topic="undo"))

        self._context.write(lambda session: undo_changes(session, step.assessment, step.sequences), done, owner=self)

    def _next_undo(self) -> Step | None:
        return self._in_reach(self._history.next_undo())

    def _next_redo(self) -> Step | None:
        return self._in_reach(self._history.next_redo())

    def _in_reach(self, step: Step | None) -> Step | None:
        blind = self._context.answering_as
        return step if step is not None and (not blind or step.assessor == blind) else None

    @Slot()
    def _tell(self) -> None:
        undo, redo = self._next_undo(), self._next_redo()
        self._context.history_changed.emit(undo.name if undo else "", redo.name if redo else "")
