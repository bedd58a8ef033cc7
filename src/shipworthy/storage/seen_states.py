"""The states of a review that other stores sent; they lie in the change log alone, and the newest of a store counts."""

from uuid import UUID

from shipworthy.domain.lineage import SeenState, Standpoint
from shipworthy.storage.changes import Change, Changes, Saved, Subject, SubjectKind, as_text


class SeenStates:
    """The states of others that reviews hold, as one transaction sees them."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes

    def save(
        self, assessment_id: UUID, state: SeenState, *, action: str = "", undoes: int | None = None
    ) -> Saved[SeenState]:
        """Keep a state in the place of the one that the same store sent before."""
        return Saved(state, (self._append(assessment_id, state.store, state, action, undoes),))

    def remove(self, assessment_id: UUID, store: UUID, *, action: str = "", undoes: int | None = None) -> int:
        """Forget what a store sent, and return the change's number; for undo alone."""
        return self._append(assessment_id, store, None, action, undoes)

    def find(self, assessment_id: UUID, store: UUID) -> SeenState | None:
        """Return the state that a store sent last, or None where it sent none that is kept."""
        changes = self._changes.for_subject(SubjectKind.SEEN, assessment_id, str(store))
        return changes[-1].after_as(SeenState) if changes else None

    def standpoint(self, assessment_id: UUID, store: UUID) -> Standpoint:
        """Return where a review stands in `store`, which is this one: all its changes, and the states within it."""
        newest = {change.part: change for change in self._changes.for_subject(SubjectKind.SEEN, assessment_id)}
        states = [change.after_as(SeenState) for _part, change in sorted(newest.items())]
        trail = tuple(change.mark for change in self._answered(assessment_id))
        return Standpoint(store, trail, tuple(state for state in states if state is not None))

    def newest(self, assessment_id: UUID) -> int:
        """Return the number of the newest change to an answer of a review, 0 where there is none."""
        changes = self._answered(assessment_id)
        return changes[-1].sequence if changes else 0

    def _answered(self, assessment_id: UUID) -> tuple[Change, ...]:
        return self._changes.for_subject(SubjectKind.ANSWER, assessment_id)

    def _append(
        self, assessment_id: UUID, store: UUID, state: SeenState | None, action: str, undoes: int | None
    ) -> int:
        before = self.find(assessment_id, store)
        subject = Subject(SubjectKind.SEEN, assessment_id, str(store))
        return self._changes.append(subject, action, as_text(before), as_text(state), undoes)
