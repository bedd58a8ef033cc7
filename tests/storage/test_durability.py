"""What was acknowledged is there: after a kill at any moment, and with two programs writing at once.

The long forms (2,000 kills, 10,000 writes) come with the drills; these are the short ones of the suite.
"""

import random
import signal
import sys
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import sleep
from uuid import UUID, uuid4

import pytest
from tests.storage.builders import NOW, Sample
from tests.storage.conftest import on_a_file
from tests.storage.writer_drill import write

from shipworthy.domain.assessment import Answer
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.sqlite_file import connect, is_sound
from shipworthy.storage.store import Store

KILLS = 10
WRITES = 200

pytestmark = [
    on_a_file,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork servers are POSIX's"),
]


def start(path: Path, review: UUID, question: str, count: int) -> tuple[BaseProcess, Connection]:
    """Start a writer in a process of its own; what it needs is loaded once, by the server that forks it."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.writer_drill"])
    told, telling = context.Pipe(duplex=False)
    writer = context.Process(target=write, args=(path, review, question, count, telling))
    writer.start()
    telling.close()
    return writer, told


def received(told: Connection) -> list[int]:
    """Return what a writer that has ended had acknowledged."""
    numbers: list[int] = []
    while told.poll(5):
        try:
            numbers.append(told.recv())
        except EOFError:
            break
    told.close()
    return numbers


def test_what_was_acknowledged_survives_a_kill_at_any_moment(store: Store, sample: Sample, path: Path) -> None:
    store.close()
    chance = random.Random(4)
    acknowledged: list[int] = []
    for _kill in range(KILLS):
        writer, told = start(path, sample.assessment.id, "backend/timeouts", 1_000_000)
        acknowledged.append(told.recv())  # it is under way
        sleep(chance.uniform(0.01, 0.2))
        writer.kill()
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
        acknowledged += received(told)
        must_hold(path, sample, acknowledged)
    assert len(acknowledged) > 2 * KILLS


def must_hold(path: Path, sample: Sample, acknowledged: list[int]) -> None:
    """Check that nothing acknowledged is lost, and that no transaction is there by half."""
    with closing(connect(path, "rw")) as connection:
        assert is_sound(connection)
    with Store.open(path, now=NOW, new_id=uuid4, backup_dir=path.parent) as store, store.read() as tx:
        answers = tx.answers.of_assessment(sample.assessment.id)
        log = tx.changes.for_subject(SubjectKind.ANSWER, sample.assessment.id)
    changes = {change.sequence: change for change in log}
    assert changes.keys() >= set(acknowledged)
    main = [change for change in log if change.part == "backend/timeouts"]
    others = [change for change in log if change.part != "backend/timeouts"]
    # Each transaction changed the question and added one of its own: both or neither are there, and follow on.
    assert {change.part for change in others} == {f"backend/timeouts-{change.sequence}" for change in main}
    assert [change.before for change in main] == [None, *(change.after for change in main[:-1])]
    last = answers["backend/timeouts"]
    assert (last.version, last.note) == (main[-1].sequence, (main[-1].after_as(Answer) or last).note)
    assert answers.keys() == {change.part for change in log}


def test_two_programs_write_at_once_and_neither_waits_in_vain(store: Store, sample: Sample, path: Path) -> None:
    started = [start(path, sample.assessment.id, f"backend/{name}", WRITES) for name in ("timeouts", "retries")]
    for writer, told in started:
        assert len(received(told)) == WRITES
        writer.join()
        assert writer.exitcode == 0
    with store.read() as tx:
        for name in ("timeouts", "retries"):
            history = tx.changes.for_subject(SubjectKind.ANSWER, sample.assessment.id, f"backend/{name}")
            notes = [change.after_as(Answer).note.split()[0] for change in history]  # type: ignore[union-attr]
            assert notes == [str(number) for number in range(WRITES)]
        assert len(tx.answers.of_assessment(sample.assessment.id)) == 2 * WRITES + 2
