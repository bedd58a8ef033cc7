"""Writes answers and tells through a pipe which are saved, for test_durability, which kills it or starts two of it."""

from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID, uuid4

from tests.storage.builders import NOW

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.storage.store import Store


def write(path: Path, review: UUID, question: str, count: int, acknowledge: Connection) -> None:
    """Save a pair of answers in each of `count` transactions, and acknowledge each once it has ended.

    The first of a pair changes the one before to the same question; the second is new.
    """
    with Store.open(path, now=NOW, new_id=uuid4, backup_dir=path.parent) as store:
        with store.read() as tx:
            answer = tx.answers.get(review, question) or Answer(question, state=AnswerState.UNKNOWN)
        for number in range(count):
            with store.begin(question, NOW) as tx:
                note = f"{number} " + "x" * 3000  # wide enough to spread over several pages
                answer = tx.answers.save(review, replace(answer, note=note)).value
                tx.answers.save(review, Answer(f"{question}-{answer.version}", note=note))
            acknowledge.send(answer.version)
