"""The merge: two people answered one review apart from each other; what each said is joined and nothing is dropped.

Three states are compared, answer by answer: the one both began from, mine and theirs. What one side alone changed is
taken; what both changed differently is a conflict, and what is not picked there stays readable in the note.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeVar

from shipworthy.domain.assessment import Answer, AnswerState, Dissent
from shipworthy.domain.lineage import Key, key_of

T = TypeVar("T")


class Part(StrEnum):
    """What of an answer two people may have changed differently; the rest can always be joined."""

    ANSWER = "answer"
    NOTE = "note"


class Pick(StrEnum):
    """What is to hold where both changed the same.

    An answer can be only one: there, both means mine, or theirs where I have taken mine back.
    """

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class ConflictKey(NamedTuple):
    """Where two people changed the same."""

    question: str
    assessor: str
    part: Part


@dataclass(frozen=True, slots=True)
class Conflict:
    """One part of one answer, as it was before, as I left it and as they did."""

    part: Part
    before: Answer
    mine: Answer
    theirs: Answer

    @property
    def key(self) -> ConflictKey:
        """Return where it is."""
        return ConflictKey(self.mine.question, self.mine.assessor, self.part)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge comes to: the answers that change, with my row versions, and the conflicts there were."""

    answers: tuple[Answer, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """How what was not picked is told in a note: an answer, or a text, each with its author's name."""

    answered: Callable[[Answer, str], str]
    wrote: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Merging:
    """Merges answers; `me` and `them` are the names of the two sides where an answer bears none."""

    words: Words
    me: str
    them: str

    def merge(
        self,
        before: Iterable[Answer],
        mine: Iterable[Answer],
        theirs: Iterable[Answer],
        withheld: Collection[Key] = (),
        picks: Mapping[ConflictKey, Pick] | None = None,
    ) -> Merged:
        """Return what changes on my side; `withheld` names those of theirs whose notes they did not send.

        A conflict without a pick is resolved as `Pick.BOTH`.
        """
        old, ours, sent = _by_key(before), _by_key(mine), _by_key(theirs)
        changed, conflicts = [], []
        for key in sorted({*ours, *sent}):
            three = _Three(*(side.get(key) or Answer(*key) for side in (old, ours, sent)))
            if key in withheld:
                three = three.with_their_note_unchanged()
            found = three.conflicts()
            merged = self._merge_one(three, {each.part: (picks or {}).get(each.key, Pick.BOTH) for each in found})
            conflicts += found
            if not merged.same_content(three.mine):
                changed.append(merged)
        return Merged(tuple(changed), tuple(conflicts))

    def _merge_one(self, three: "_Three", picks: Mapping[Part, Pick]) -> Answer:
        before, mine, theirs = three.before, three.mine, three.theirs
        takes_theirs = _takes_theirs(three, picks.get(Part.ANSWER))
        said = theirs if takes_theirs else mine
        note = self._note(three, picks.get(Part.NOTE))
        if Part.ANSWER in picks:
            left, name = (mine, self.me) if takes_theirs else (theirs, self.them)
            if says_something(left):
                note = _paragraphs(note, self.words.answered(left, left.answered_by or name))
        signed = theirs if takes_theirs or three.only_they_changed() else mine
        return replace(
            mine,
            state=said.state,
            choices=said.choices,
            not_applicable_type=said.not_applicable_type,
            reason=said.reason,
            confidence=said.confidence,
            carried=said.carried,
            note=note,
            note_internal=_internal(three),
            evidence=_joined(before.evidence, mine.evidence, theirs.evidence),
            dissent=_one_a_name(_joined(before.dissent, mine.dissent, theirs.dissent)),
            marked=_newer(before.marked, mine.marked, theirs.marked),
            answered_by=signed.answered_by,
            answered_at=signed.answered_at,
        )

    def _note(self, three: "_Three", pick: Pick | None) -> str:
        before, mine, theirs = (each.note for each in three)
        if pick is None:
            return _newer(before, mine, theirs)
        mine_told = self.words.wrote(mine, three.mine.answered_by or self.me)
        theirs_told = self.words.wrote(theirs, three.theirs.answered_by or self.them)
        if pick is Pick.BOTH:
            if _holds(theirs, mine) or _holds(mine, theirs):  # also where one of them is empty
                return max(mine, theirs, key=len)
            return _paragraphs(mine_told, theirs_told)
        first, second, told = (mine, theirs, theirs_told) if pick is Pick.MINE else (theirs, mine, mine_told)
        return first if _holds(first, second) else _paragraphs(first, told)


class _Three(NamedTuple):
    """One answer in the three states."""

    before: Answer
    mine: Answer
    theirs: Answer

    def with_their_note_unchanged(self) -> "_Three":
        note, internal = self.before.note, self.before.note_internal
        return self._replace(theirs=replace(self.theirs, note=note, note_internal=internal))

    def conflicts(self) -> list[Conflict]:
        differ = {
            Part.ANSWER: _all_differ(*(_said(each) for each in self)),
            Part.NOTE: _all_differ(*(each.note for each in self)),
        }
        return [Conflict(part, *self) for part, holds in differ.items() if holds]

    def only_they_changed(self) -> bool:
        return self.mine.same_content(self.before) and not self.theirs.same_content(self.before)


def _by_key(answers: Iterable[Answer]) -> dict[Key, Answer]:
    return {key_of(answer): answer for answer in answers}


def _said(answer: Answer) -> tuple[object, ...]:
    """Return what of an answer holds only together."""
    return (
        answer.state, answer.choices, answer.not_applicable_type, answer.reason, answer.confidence, answer.carried
    )  # fmt: skip


def says_something(answer: Answer) -> bool:
    """Tell whether an answer is more than unanswered."""
    return answer.state is not AnswerState.UNANSWERED


def _all_differ(before: object, mine: object, theirs: object) -> bool:
    return before != mine and before != theirs and mine != theirs


def _takes_theirs(three: _Three, pick: Pick | None) -> bool:
    if pick is None:
        return _said(three.mine) == _said(three.before)
    return pick is Pick.THEIRS or (pick is Pick.BOTH and not says_something(three.mine))


def _internal(three: _Three) -> bool:
    """Return whether the merged note is internal: nobody's internal words become shared because another's were."""
    before, mine, theirs = three
    newer = _newer(before.note_internal, mine.note_internal, theirs.note_internal)
    if mine.note == theirs.note:
        return newer
    holds_mine, holds_theirs = mine.note != before.note, theirs.note != before.note
    return newer or (holds_mine and mine.note_internal) or (holds_theirs and theirs.note_internal)


def _holds(note: str, text: str) -> bool:
    """Tell whether a note says all of another one, in whole lines or sentences: “No” is not said by “Nothing”."""
    text = text.strip()
    end = "" if text.endswith((".", "!", "?")) else r"\s*(?:\n|\Z)"
    return not text or re.search(rf"(?:\A|[\n.!?:])\s*{re.escape(text)}{end}", note) is not None


def _newer(before: T, mine: T, theirs: T) -> T:
    """Return the value that one side alone changed, else mine."""
    return theirs if mine == before else mine


def _joined(before: tuple[T, ...], mine: tuple[T, ...], theirs: tuple[T, ...]) -> tuple[T, ...]:
    """Return what either side has, without what was there before and one of them took away."""
    old, ours, sent = set(before), set(mine), set(theirs)  # a bundle may hold very many
    kept = [each for each in mine if each in sent or each not in old]
    return (*kept, *(each for each in theirs if each not in ours and each not in old))


def _one_a_name(dissent: tuple[Dissent, ...]) -> tuple[Dissent, ...]:
    """Return dissent with all that somebody said in one place."""
    said: dict[str, Dissent] = {}
    for each in dissent:
        first = said.setdefault(each.name.casefold(), each)
        if first is not each:
            said[each.name.casefold()] = replace(first, text=_paragraphs(first.text, each.text))
    return tuple(said.values())


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())
