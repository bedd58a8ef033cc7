"""The lineage of a review that several stores work on: which state both of two stores began from.

A store names a state of its answers by the change that led to it. Whoever takes a state over keeps it with its name,
and sends the names along; so two stores find the newest state that both have been in, whatever way it came to them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from shipworthy.domain.assessment import Answer

Key = tuple[str, str]
"""Whose answer to what: the whole id of the question, and the assessor, empty for the agreed answer."""


@dataclass(frozen=True, slots=True)
class SeenState:
    """The answers of one review as a store once sent them.

    `sequence` and `mark` are number and fingerprint of the newest change to an answer in that store's log then, 0 and
    empty where there was none. `generation` is above that of every state it was made from. `withheld` names the
    answers whose notes were kept back, which are blank here.
    """

    store: UUID
    sequence: int
    mark: str
    generation: int
    answers: tuple[Answer, ...]
    withheld: tuple[Key, ...] = ()

    def without_notes(self, keys: Collection[Key]) -> "SeenState":
        """Return the state with the notes of these answers kept back too."""
        withheld = {*self.withheld, *keys}
        answers = tuple(
            replace(each, note="", note_internal=False) if key_of(each) in withheld else each for each in self.answers
        )
        return replace(self, answers=answers, withheld=tuple(sorted(withheld)))

    def tells_more_than(self, other: "SeenState | None") -> bool:
        """Tell whether this state is newer than another one of its store, or came with more of the notes."""
        if other is None:
            return True
        return (self.sequence, -len(self.withheld)) > (other.sequence, -len(other.withheld))


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a store stands with a review: the marks of all its changes in order, and the states of others within."""

    store: UUID
    trail: tuple[str, ...]
    seen: tuple[SeenState, ...]


def key_of(answer: Answer) -> Key:
    """Return whose answer to what it is."""
    return answer.question, answer.assessor


def internal_notes(answers: Iterable[Answer]) -> frozenset[Key]:
    """Return the answers whose notes are internal."""
    return frozenset(key_of(each) for each in answers if each.note_internal and each.note)


def for_others(sent: SeenState, seen: Iterable[SeenState]) -> tuple[SeenState, tuple[SeenState, ...]]:
    """Return a state, and those it was made from, without internal notes.

    What is kept back of the state is so of those before it: they tell what its receiver has, and that it has not.
    """
    withheld = internal_notes(sent.answers)
    before = tuple(each.without_notes(withheld | internal_notes(each.answers)) for each in seen)
    return sent.without_notes(withheld), before


def next_generation(seen: Iterable[SeenState]) -> int:
    """Return the generation of a state that was made from these."""
    return 1 + max((each.generation for each in seen), default=0)


def common_state(mine: Standpoint, theirs: Standpoint, sent: SeenState) -> SeenState | None:
    """Return the newest state that both my answers and those `sent` were made from; None where none is known.

    A mark that is not on its store's own trail tells that the store went back to an older state, such as a backup:
    what it sent before is then no state that it began from.
    """
    known = {each.store: each for each in mine.seen}
    candidates = []
    for each in (sent, *theirs.seen):
        if each.store == mine.store:
            if _passed(each, mine):
                candidates.append(each)
        elif each.store in known:
            both = (known[each.store], each)
            # A note that either side never got is not what both began from.
            earlier = min(both, key=lambda state: state.sequence).without_notes({*both[0].withheld, *both[1].withheld})
            if each.store != theirs.store or _passed(earlier, theirs):
                candidates.append(earlier)
    return max(candidates, key=lambda state: (state.generation, str(state.store)), default=None)


def _passed(state: SeenState, standpoint: Standpoint) -> bool:
    return not state.mark or state.mark in standpoint.trail
