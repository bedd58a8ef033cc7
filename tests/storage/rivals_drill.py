"""Two programs write to one file as fast as they can, to the same rows and to rows of their own."""

import time
from dataclasses import dataclass
from pathlib import Path

from tests.storage.writer_drill import SHARED, compete, make_store, opened
from tests.storage.writers import received, start

from shipworthy.storage.changes import SubjectKind

OWN = ("small/limits", "small/breaker")


@dataclass(frozen=True, slots=True)
class Met:
    """What two rivals met, and what their file holds afterwards.

    `shared` is what both counted up to together, `own` the last number of each, `logged` how many changes the log
    tells of; `longest` the seconds of the longest write, its repetitions included, `taken` those of all.
    """

    shared: int
    own: tuple[int, ...]
    logged: int
    conflicts: int
    longest: float
    taken: float
    errors: tuple[str, ...]


def compete_at_once(folder: Path, mode: str, writes: int) -> Met:
    """Let two processes write that often each, in a journal mode, and return what came of it."""
    folder.mkdir(parents=True)
    review = make_store(folder)
    held = opened(folder, mode)  # kept open, so that the last of the two to end leaves the mode as it is
    begin = time.monotonic()
    rivals = [start(compete, folder, review, mode, own, writes) for own in OWN]
    for writer, _told in rivals:
        writer.join()
    taken = time.monotonic() - begin
    words = [word for _writer, told in rivals for word in received(told)]
    figures = [word for word in words if isinstance(word, tuple)]
    with held.store.read() as tx:
        answers = tx.answers.of_assessment(review)
        logged = len(tx.changes.for_subject(SubjectKind.ANSWER, review))
    held.close()
    return Met(
        shared=int(answers[SHARED].note.split()[0]),
        own=tuple(int(answers[own].note) for own in OWN),
        logged=logged,
        conflicts=sum(conflicts for conflicts, _longest in figures),
        longest=max((longest for _conflicts, longest in figures), default=0.0),
        taken=taken,
        errors=tuple(word for word in words if isinstance(word, str)),
    )
