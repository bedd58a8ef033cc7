"""Verifying a long history: `python -m tests.benchmarks.verify [CHANGES]` prints how long 10,000 changes take.

Half of them lie before a first seal, half between it and a second; the store is on disk. Exits 1 above the limit.
"""

import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

from tests.storage.seal_edits import open_at
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import best, started

from shipworthy.workflows.decisions import decide
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.session import Session
from shipworthy.workflows.verification import verify

LIMIT = 0.5  # seconds; RELIABILITY, S18
ROUNDS = 7


def main(arguments: list[str]) -> int:
    """Measure, print and return the exit code."""
    changes = int(arguments[0]) if arguments else 10_000
    with tempfile.TemporaryDirectory(prefix=".benchmark-", dir=Path(__file__).resolve().parents[2]) as folder:
        session = open_at(Path(folder))
        for name in ("checkout", "ledger"):
            fill(session, name, changes // 2)
        found = verify(session)
        assert found.is_sound
        times, processor = [], []
        for _round in range(ROUNDS):
            began, used = perf_counter(), process_time()
            verify(session)
            times.append(perf_counter() - began)
            processor.append(process_time() - used)
        session.close()
    median = statistics.median(times)
    print(f"{found.changes:,} changes, {found.seals} seals: median {median:.3f} s, best {min(times):.3f} s")
    # On a machine that does much else, this is what verifying itself takes.
    print(f"of the processor's time: median {statistics.median(processor):.3f} s, best {min(processor):.3f} s")
    return 1 if median > LIMIT else 0


def fill(session: Session, name: str, changes: int) -> None:
    """Answer every question of a new review over and over, then decide it."""
    review = started(session, name)
    done = 0
    while done < changes:
        answers = [
            replace(best(review, each), note=f"Looked at again, {done} changes later. " * 5)
            for each in review.questionnaire.asked
        ]
        recorded = record_answers(session, review.assessment.id, answers)
        review = recorded.review
        done += len(recorded.sequences)
    decide(session, review.assessment.id, NO_GO)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
