"""What can be taken back in this window, newest last; pure lists, so that window and tests share them."""

from dataclasses import dataclass, field
from uuid import UUID

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One change that can be taken back: where it lies in the change log, and its name for people."""

    assessment: UUID
    sequence: int
    name: str


@dataclass(slots=True)
class UndoHistory:
    """The steps of one window's session, at most 100."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def did(self, step: Step) -> None:
        """Note a change; what was taken back before can no longer be done again."""
        self.done = [*self.done, step][-LIMIT:]
        self.undone = []

    def took_back(self, inverse: Step) -> None:
        """Note that the newest step was taken back by `inverse`, which keeps the step's name."""
        name = self.done.pop().name
        self.undone.append(Step(inverse.assessment, inverse.sequence, name))

    def did_again(self, inverse: Step) -> None:
        """Note that the step taken back last was done again by `inverse`."""
        name = self.undone.pop().name
        self.done.append(Step(inverse.assessment, inverse.sequence, name))

    def next_undo(self) -> Step | None:
        """Return the step that undo would take back."""
        return self.done[-1] if self.done else None

    def next_redo(self) -> Step | None:
        """Return the step that redo would do again."""
        return self.undone[-1] if self.undone else None
