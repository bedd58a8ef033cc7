"""One saved answer against raw sqlite3: the price of a store that checks versions and keeps history.

`python -m tests.benchmarks.store [--saves 2000] [--folder DIR]` saves answers in turn through the store (answer, its
entry in the change log and its score row in one transaction, the version check inside) and, the very same rows, by
prepared SQL on a bare sqlite3 connection to a second file with the same schema and settings, the note of where the
service stands on the day included. Prints the medians and their ratio; exits 1 when the ratio is above 1.25. Beside it
stands the whole of a key press: `record_answer` on the flagship, which reads the review, checks the answer, scores,
judges and saves.
"""

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import perf_counter
from uuid import UUID, uuid4

from shipworthy import log
from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Assessment,
    Confidence,
    Evidence,
    EvidenceKind,
    PackUse,
)
from shipworthy.domain.gate import Clause, ClauseKind, Verdict
from shipworthy.domain.pack import Pack
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.service import Service
from shipworthy.settings import Settings
from shipworthy.storage.disk import file_system
from shipworthy.storage.scores import StoredScore
from shipworthy.storage.sqlite_file import connect, journal_mode
from shipworthy.storage.store import Store
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.reviews import open_review, record_answer, start_assessment
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import open_session

LIMIT = 1.25
QUESTIONS = 52
QUESTION = "bench/question-0"
NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
_TABLES = (
    "services",
    "packs",
    "policies",
    "assessments",
    "assessment_packs",
    "answers",
    "scores",
    "standings",
    "change_log",
)


def main() -> int:
    """Measure, print and return the exit code."""
    parser = argparse.ArgumentParser(description="One saved answer through the store against raw sqlite3.")
    parser.add_argument("--saves", type=int, default=2000)
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parents[2])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix=".benchmark-", dir=arguments.folder) as folder:
        kind = file_system(Path(folder), Path("/proc/self/mounts").read_text()) if sys.platform == "linux" else "?"
        if kind == "tmpfs":
            sys.exit(f"{arguments.folder} lies in memory; name a folder on a disk with --folder.")
        ours, raw, mode = measure(Path(folder), arguments.saves)
    ratio = statistics.median(ours) / statistics.median(raw)
    rounds = [
        statistics.median(ours[start : start + 200]) / statistics.median(raw[start : start + 200])
        for start in range(0, len(ours) - 199, 200)
    ]
    print(f"file system {kind}, journal {mode}, synchronous EXTRA, SQLite {sqlite3.sqlite_version}, {len(ours)} saves")
    print(f"raw sqlite3  {statistics.median(raw) * 1e3:.3f} ms (median)")
    print(f"store        {statistics.median(ours) * 1e3:.3f} ms (median)")
    print(f"ratio        {ratio:.3f}  (limit {LIMIT}; by 200 saves: {min(rounds):.3f} to {max(rounds):.3f})")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        whole = statistics.median(whole_actions(Path(folder), min(arguments.saves, 300)))
    print(f"record_answer {whole * 1e3:.3f} ms (median), ratio {whole / statistics.median(raw):.1f}, no limit promised")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        silent, logged, lines = with_log(Path(folder), arguments.saves)
    print(f"store        {silent * 1e3:.3f} ms without the log, {logged * 1e3:.3f} ms as a logged action (medians)")
    print(f"three lines  {lines * 1e3:.3f} ms by themselves")
    return 0 if ratio <= LIMIT else 1


def with_log(folder: Path, saves: int) -> tuple[float, float, float]:
    """Return the median seconds of a save, of one as an action in the log, and of the lines of an action alone."""
    silent: list[float] = []
    logged: list[float] = []
    lines: list[float] = []
    with open_store(folder / "store.db") as store:
        assessment = prepare(store)
        for number in range(saves):
            with store.read() as tx:
                version = tx.answers.of_assessment(assessment)[QUESTION].version
            save = partial(_save, store, assessment, replace(an_answer(QUESTION, number), version=version), number)
            if number % 2:
                silent.append(_taken(save))
                continue
            log.start(folder / "log", "window")
            logged.append(_taken(partial(_as_action, save)))
            lines.append(_taken(partial(_as_action, partial(log.note, "committed", "debug"))))
            log.stop()
    return statistics.median(silent), statistics.median(logged), statistics.median(lines)


def _as_action(work: Callable[[], object]) -> None:
    log.Action("save").run(work)


def _taken(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def whole_actions(folder: Path, times: int) -> list[float]:
    """Return the seconds of each `record_answer` on a fully answered review of the flagship."""
    session = open_session(folder, Settings(), "Amira", lambda: NOW, uuid4)
    service = save_service(session, replace(blank_service(session), name="checkout", tier=1))
    assessment = start_assessment(session, service.id, [find_pack("backend-engineering")]).id
    review = open_review(session, assessment)
    questions = list(review.questionnaire.asked.values())
    taken = []
    for number in range(len(questions) + times):
        question = questions[number % len(questions)].question
        choice = question.choices[number // len(questions) % 2]
        answer = replace(review.answer(question.id), state=AnswerState.ANSWERED, choices=(choice.id,))
        start = perf_counter()
        review = record_answer(session, assessment, answer).review
        taken.append(perf_counter() - start)
    session.close()
    return taken[len(questions) :]


def measure(folder: Path, saves: int) -> tuple[list[float], list[float], str]:
    """Return the seconds of each save through the store and by raw SQL, taken in turn, and the journal mode."""
    with open_store(folder / "store.db") as store, open_store(folder / "raw.db"):
        assessment = prepare(store)
        reader = connect(folder / "store.db", "rw")
        raw = _same_content(reader, folder / "raw.db")
        with store.read() as tx:
            versions = {question: answer.version for question, answer in tx.answers.of_assessment(assessment).items()}
        ours_taken: list[float] = []
        raw_taken: list[float] = []
        pending = None
        order = random.Random(2)
        for number in range(saves):
            question = f"bench/question-{number % QUESTIONS}"
            version = versions[question]
            ours = partial(_save, store, assessment, replace(an_answer(question, number), version=version), number)
            # Whoever goes second finds the disk awake: chance decides.
            sides = [(ours, ours_taken), (pending, raw_taken)]
            order.shuffle(sides)
            for write, taken in sides:
                if write is not None:
                    taken.append(write())
            pending = _raw_write(reader, raw, assessment, question, version)
            versions[question] = int(reader.execute("SELECT max(sequence) FROM change_log").fetchone()[0])
        assert pending is not None
        raw_taken.append(pending())
        _must_be_equal(reader, raw)
        mode = journal_mode(raw)
        raw.close()
        reader.close()
        return ours_taken, raw_taken, mode


def _save(store: Store, assessment: UUID, answer: Answer, number: int) -> float:
    score = a_score(assessment, number)
    assert score.row  # already computed, as the promise has it
    start = perf_counter()
    with store.begin("Amira", NOW) as tx:
        tx.answers.save(assessment, answer, action="answer")
        tx.scores.save(score)
    return perf_counter() - start


def open_store(path: Path) -> Store:
    """Open a store for the benchmark."""
    return Store.open(path, now=NOW, new_id=uuid4, backup_dir=path.parent / "backups")


def prepare(store: Store) -> UUID:
    """Put one assessment with an answer to each question and a score into the store, and return its id."""
    assessment = uuid4()
    with store.begin("Amira", NOW) as tx:
        service = tx.services.save(Service(uuid4(), "checkout")).value
        pack = tx.packs.put(Pack("bench", "1", "Bench", "", "CC0", Fraction(3, 4), (), (), ()))
        policy = tx.packs.put_policy(GatePolicy("bench", "1", "Bench", "", {}))
        tx.assessments.save(Assessment(assessment, service.id, "Bench", (PackUse("bench", pack),), policy))
        for number in range(QUESTIONS):
            tx.answers.save(assessment, an_answer(f"bench/question-{number}", 0))
        tx.scores.save(a_score(assessment, 0))
    return assessment


def an_answer(question: str, number: int) -> Answer:
    """Return an answer as reviews have them: every fifth with a note, every other with evidence."""
    link = Evidence(EvidenceKind.LINK, "https://git.example.org/checkout/blob/main/main.go#L412", "main.go:412")
    return Answer(
        question,
        state=AnswerState.ANSWERED,
        choices=(f"choice-{number % 5}",),
        note="Retries are set in the client, with a budget shared by all callers. " * 2 if number % 5 == 0 else "",
        confidence=list(Confidence)[number % 3],
        evidence=(link,) if number % 2 else (),
        answered_by="Amira",
        answered_at=NOW,
    )


def a_score(assessment: UUID, number: int) -> StoredScore:
    """Return a score row of usual size: eight principles, three failed clauses."""
    part = Fraction(number % 97 + 1, 103)
    return StoredScore(
        assessment=assessment,
        score=part,
        low=part / 2,
        high=Fraction(1),
        coverage=Fraction(31, 52),
        confidence=Fraction(3, 7),
        level=number % 4,
        verdict=Verdict.NOT_READY,
        blockers=2,
        highs=5,
        failed_clauses=(
            Clause(ClauseKind.BLOCKERS, 2, 0, questions=("bench/question-1", "bench/question-2")),
            Clause(ClauseKind.OVERALL, part, Fraction(4, 5)),
            Clause(ClauseKind.COVERAGE, Fraction(31, 52), Fraction(9, 10)),
        ),
        principles={f"bench/principle-{principle}": part for principle in range(8)},
        misses=tuple(f"bench/question-{miss}" for miss in range(12)),
        valid_until=date(2027, 1, 31),
        engine_version="0.1.0",
        computed_at=NOW,
    )


def _same_content(source: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Give the raw file the rows the store's file has, and return the connection that will be timed."""
    raw = connect(path, "rw")
    raw.execute("BEGIN IMMEDIATE")
    for table in _TABLES:
        rows = source.execute(f"SELECT * FROM {table}").fetchall()
        raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    raw.execute("COMMIT")
    return raw


def _raw_write(
    source: sqlite3.Connection, raw: sqlite3.Connection, assessment: UUID, question: str, version: int
) -> Callable[[], float]:
    """Return what writes to the raw file the rows that the store has just written to its own."""
    columns, answer = _row(source, "answers", "assessment_id = ? AND question = ?", (assessment.hex, question))
    update_answer = f"UPDATE answers SET {_sets(columns[3:])} WHERE {_where(columns[:3])} AND version = ?"
    columns, entry = _row(source, "change_log", "sequence = (SELECT max(sequence) FROM change_log)", ())
    add_entry = f"INSERT INTO change_log ({', '.join(columns[1:])}) VALUES ({', '.join('?' * len(entry[1:]))})"
    columns, score = _row(source, "scores", "assessment = ?", (assessment.hex,))
    update_score = f"UPDATE scores SET {_sets(columns[1:])} WHERE assessment = ?"
    columns, standing = _row(source, "standings", "assessment = ?", (assessment.hex,))
    note_standing = f"REPLACE INTO standings ({', '.join(columns)}) VALUES ({', '.join('?' * len(standing))})"

    def write() -> float:
        start = perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(add_entry, entry[1:])
        raw.execute(update_answer, (*answer[3:], *answer[:3], version))
        raw.execute(update_score, (*score[1:], score[0]))
        raw.execute(note_standing, standing)
        raw.execute("COMMIT")
        return perf_counter() - start

    return write


def _row(
    source: sqlite3.Connection, table: str, where: str, values: tuple[str, ...]
) -> tuple[list[str], tuple[object, ...]]:
    cursor = source.execute(f"SELECT * FROM {table} WHERE {where}", values)
    return [column[0] for column in cursor.description], cursor.fetchone()


def _sets(columns: list[str]) -> str:
    return ", ".join(f'"{column}" = ?' for column in columns)


def _where(columns: list[str]) -> str:
    return " AND ".join(f'"{column}" = ?' for column in columns)


def _must_be_equal(source: sqlite3.Connection, raw: sqlite3.Connection) -> None:
    for table in _TABLES:
        query = f"SELECT * FROM {table}"
        if source.execute(query).fetchall() != raw.execute(query).fetchall():
            raise AssertionError(f"the two sides did not write the same rows to {table}")


if __name__ == "__main__":
    sys.exit(main())
