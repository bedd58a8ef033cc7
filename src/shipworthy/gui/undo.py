"""Undo and redo of answers: keeps the history of this window and takes steps back through the workflow."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from shipworthy.gui.context import Context
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.reviews import Recorded, undo_change
from shipworthy.workflows.undo import Step, UndoHistory


class Undo(QObject):
    """Acts on the context's undo_asked and redo_asked, one step at a time, and tells what can be undone."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._history = UndoHistory()
        self._running = False
        context.did.connect(self._note)
        context.undo_asked.connect(self.undo)
        context.redo_asked.connect(self.redo)

    @Slot()
    def undo(self) -> None:
        """Take the newest step back."""
        self._take_back(self._history.next_undo(), self._history.took_back, _("Undone: {name}"))

    @Slot()
    def redo(self) -> None:
        """Do again the step taken back last."""
        self._take_back(self._history.next_redo(), self._history.did_again, _("Done again: {name}"))

    @Slot(object)
    def _note(self, recorded: Recorded) -> None:
        if recorded.sequence is not None:
            self._history.did(Step(recorded.review.assessment.id, recorded.sequence, recorded.name))
            self._tell()

    def _take_back(self, step: Step | None, note: Callable[[Step], None], message: str) -> None:
        if step is None or self._running:  # a second press while the first is being saved would take back the same step
            return
        self._running = True

        def done(recorded: Recorded) -> None:
            self._running = False
            assert recorded.sequence is not None
            note(Step(step.assessment, recorded.sequence, step.name))
            self._tell()
            self._context.recorded.emit(recorded)
            self._context.notify(Notice(message.format(name=step.name), topic="undo"))

        self._context.write(
            lambda session: undo_change(session, step.assessment, step.sequence), done, self._refused, owner=self
        )

    def _refused(self, error: Exception) -> None:
        self._running = False
        self._context.failed.emit(error)

    def _tell(self) -> None:
        undo, redo = self._history.next_undo(), self._history.next_redo()
        self._context.history_changed.emit(undo.name if undo else "", redo.name if redo else "")
