"""Makes stores of a thousand, ten thousand or a hundred thousand services for the benchmarks of the portfolio.

`python -m tests.benchmarks.portfolio_store 10000 FOLDER [--without-answers]`

Each service has four reviews of sixty answers over two years, all but some of the newest decided and sealed, with the
score rows, the standing of each of the days and the change log of services and reviews that lists are read from.
Written straight into the tables: by the workflows ten thousand services would take a day. Left out is the log of the
answers, and what a seal holds beside what lists read of it: nothing of the portfolio looks at either. Items, waivers
and dependencies are as in a large company: a third of the services needs others, every fifth has work that is late.
"""

import argparse
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from shipworthy.domain.canonical import digest, encode
from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver, WaiverState
from shipworthy.domain.sealed import SealedPolicy
from shipworthy.domain.service import Lifecycle, Service
from shipworthy.domain.stale import Basis
from shipworthy.packs.shipped import default_policy
from shipworthy.settings import Settings
from shipworthy.storage.services import name_key
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.tables import metadata
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.session import DATABASE_NAME, open_session

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
ANSWERS, REVIEWS = 60, 4
MISSED = 50  # so many of the questions are ever missed, all of them in the pack
TEAMS, SYSTEMS, DOMAINS = 120, 300, 40
_WORDS = ("order", "invoice", "search", "parcel", "stock", "price", "user", "image", "route", "claim", "fraud", "mail")
_KINDS = ("api", "worker", "gateway", "batch", "store", "index", "events", "sync", "عميل", "検索")
_VERDICTS = (Verdict.READY, Verdict.CONDITIONALLY_READY, Verdict.NOT_READY, Verdict.NOT_READY)


def main() -> None:
    """Make a store as the arguments say."""
    parser = argparse.ArgumentParser(description="A large store for the benchmarks of the portfolio.")
    parser.add_argument("services", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without-answers", action="store_true")
    arguments = parser.parse_args()
    make_store(arguments.folder, arguments.services, answers=not arguments.without_answers)
    size = (arguments.folder / DATABASE_NAME).stat().st_size
    print(f"{arguments.services:,} services in {arguments.folder / DATABASE_NAME}, {size / 1e6:,.0f} MB")


def make_store(folder: Path, services: int, *, answers: bool = True, items: int | None = None) -> Path:
    """Make a store of so many services in a folder and return its file; the same every time, but for the ids.

    `items` is how many each service has; a few of them without it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    session = open_session(folder, Settings(), "Amira", lambda: NOW, uuid4)
    pack, policy = find_pack("backend-engineering"), default_policy()
    with session.begin() as tx:
        pack_hash, policy_hash = tx.packs.put(pack), tx.packs.put_policy(policy)
    session.close()
    asked = [question.id for principle in pack.principles for question in principle.questions]
    questions = (asked + [f"{pack.id}/more-{number}" for number in range(ANSWERS)])[:ANSWERS]
    principles = [principle.id for principle in pack.principles]
    rules = SealedPolicy(policy.id, policy.version, policy.title, digest(policy), 365)
    writer = _Writer(pack.id, pack_hash, policy_hash, questions, principles, rules, answers, items)
    raw = connect(folder / DATABASE_NAME, "rw")
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("BEGIN IMMEDIATE")
    for start in range(0, services, 1_000):
        writer.add(raw, range(start, min(start + 1_000, services)), services)
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.close()
    return folder / DATABASE_NAME


@dataclass
class _Writer:
    """Writes services with everything that hangs on them; `number` counts the entries of the log."""

    pack_id: str
    pack_hash: str
    policy_hash: str
    questions: list[str]
    principles: list[str]
    rules: SealedPolicy
    with_answers: bool
    items: int | None
    number: int = 0
    sealed: int = 0

    def add(self, raw: sqlite3.Connection, numbers: range, of: int) -> None:
        """Write some services, given by number."""
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for number in numbers:
            for table, row in self._service(number, of):
                rows.setdefault(table, []).append(row)
        for table, found in rows.items():
            # By name: columns that a migration added lie at the end of the table.
            columns = ", ".join(f'"{column.name}"' for column in metadata.tables[table].columns)
            raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(found[0]))})", found)

    def _service(self, number: int, of: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
        dice = random.Random(number)
        service = _service(number, of, dice)
        version = self._next()
        yield (
            "services",
            (
                service.id.hex, service.name, name_key(service.name), service.team, service.owner, service.tier,
                service.lifecycle.value, service.system, service.domain, service.description, "[]",
                encode(service.tags).decode(), False, version,
            ),
        )  # fmt: skip
        for other in service.hard_dependencies:
            yield "service_dependencies", (service.id.hex, other.hex, True)
        yield self._log(_past(730), "service", service.id, "", service, version)
        standing = Fraction(dice.randrange(20, 75), 100)
        for review in range(REVIEWS):
            yield from self._review(service, review, standing, dice)
            standing = min(Fraction(1), max(Fraction(1, 20), standing + Fraction(dice.randrange(-6, 12), 100)))
        yield from self._remediation(service, dice)

    def _review(
        self, service: Service, review: int, part: Fraction, dice: random.Random
    ) -> Iterator[tuple[str, tuple[Any, ...]]]:
        at = _past(700 - review * 180 - dice.randrange(90))
        is_open = review == REVIEWS - 1 and dice.random() < 0.1
        state, decided = ("draft", None) if is_open else ("decided", _time(at + timedelta(hours=2)))
        assessment, verdict = _id(service.id.int + review + 1), dice.choice(_VERDICTS).value
        score = Fraction(part.numerator * 61 + dice.randrange(7), part.denominator * 61 + 7)
        low, high = max(score - Fraction(1, 31), Fraction(0)), min(score + Fraction(2, 31), Fraction(1))
        sequence = self._next()
        title = f"Review of {at:%d %b %Y}"
        yield (
            "assessments",
            (
                assessment.hex, service.id.hex, title, self.policy_hash, '["Amira"]', None, "[]", state, "", None,
                _time(at), decided, sequence, sequence,
            ),
        )  # fmt: skip
        yield "assessment_packs", (assessment.hex, self.pack_id, self.pack_hash, "1", 0)
        misses = dice.sample(self.questions[:MISSED], dice.randrange(2, 15))
        principles = {each: Fraction(dice.randrange(0, 41), 40) for each in self.principles}
        coverage = Fraction(dice.randrange(40, ANSWERS + 1), ANSWERS)
        texts = (str(score), str(low), str(high))
        level, blockers, highs = dice.randrange(4), dice.randrange(4), dice.randrange(6)
        lists = (encode(principles).decode(), encode(misses).decode())
        valid_until = (at + timedelta(days=365)).date() if decided else None
        if valid_until is not None and valid_until < NOW.date():
            valid_until = None
        yield (
            "scores",
            (
                assessment.hex, *texts, str(coverage), "1/2", float(score), float(low), float(high), float(coverage),
                0.5, level, verdict, blockers, highs, "[]", *lists, valid_until and valid_until.isoformat(), "0.1.0",
                _time(at),
            ),
        )  # fmt: skip
        day, basis = at.date().isoformat(), None
        sealed: tuple[str | None, ...] = (None,) * 4
        if decided:
            self.sealed += 1
            hashes = (f"{self.sealed:064x}", f"{self.sealed - 1:064x}", f"{self.sealed:064x}")
            basis = encode(Basis(at.date(), service.tier, (), self.rules, (), (), ())).decode()
            sealed = (hashes[2], *texts)
            yield (
                "seals",
                (
                    self.sealed, assessment.hex, decided, "Amira", "{}", *hashes[:2], sequence, "0" * 64, hashes[2],
                    *texts, verdict, basis,
                ),
            )  # fmt: skip
        yield (
            "standings",
            (
                service.id.hex, day, assessment.hex, title, state, decided or _time(at), self.policy_hash, *texts,
                str(coverage), level, verdict, blockers, highs, valid_until and valid_until.isoformat(), *sealed, basis,
                *lists,
            ),
        )  # fmt: skip
        if self.with_answers:
            for place, question in enumerate(self.questions):
                note = "Set in the client, with a budget shared by all callers." if place % 5 == 0 else ""
                yield (
                    "answers",
                    (
                        assessment.hex, question, "", "answered", f'["choice-{place % 5}"]', note, False, "medium",
                        "[]", False, None, "", "[]", False, "Amira", _time(at), sequence,
                    ),
                )  # fmt: skip

    def _remediation(self, service: Service, dice: random.Random) -> Iterator[tuple[str, tuple[Any, ...]]]:
        some = dice.choice((0, 0, 1, 2, 4))
        for place in range(some if self.items is None else self.items):
            due = (NOW + timedelta(days=dice.randrange(-40, 120))).date()
            item = RemediationItem(
                _id(service.id.int + 100 + place),
                service.id,
                f"Bound {dice.choice(self.questions).partition('/')[2]}",
                frozenset({dice.choice(self.questions)}),
                state=dice.choice((ItemState.OPEN, ItemState.PLANNED, ItemState.DONE, ItemState.VERIFIED)),
                owner="Noor",
                due=due,
                severity=dice.choice(list(Severity)),
                effort_days=Fraction(dice.randrange(1, 9)),
                created_at=_past(200),
            )
            number = self._next()
            yield (
                "remediation_items",
                (
                    item.id.hex, item.service.hex, item.title, encode(item.questions).decode(), item.state.value,
                    item.owner, due.isoformat(), "", item.severity.value, str(item.effort_days), "[]", "", "[]",
                    item.origin.value, "", _time(_past(200)), number, number,
                ),
            )  # fmt: skip
            yield self._log(_past(200), "item", service.id, str(item.id), item, number)
        if dice.random() < 0.1:
            waiver = Waiver(
                _id(service.id.int + 50),
                service.id,
                dice.choice(self.questions),
                "Jonas",
                dice.choice(("Ada", "Ines")),
                "Accepted until the next release.",
                (NOW + timedelta(days=dice.randrange(-20, 90))).date(),
                WaiverState.APPROVED,
                requested_at=_past(90),
            )
            number = self._next()
            yield (
                "waivers",
                (
                    waiver.id.hex, waiver.service.hex, waiver.question, waiver.requester, waiver.approver,
                    waiver.reason, waiver.expires.isoformat(), waiver.state.value, "", "[]", _time(_past(90)), number,
                    number,
                ),
            )  # fmt: skip
            yield self._log(_past(90), "waiver", service.id, str(waiver.id), waiver, number)

    def _log(
        self, at: datetime, kind: str, subject: UUID, part: str, after: object, number: int
    ) -> tuple[str, tuple[Any, ...]]:
        text = encode(after).decode()
        return "change_log", (number, _time(at), "Amira", None, kind, subject.hex, part, "", "add", None, text, None)

    def _next(self) -> int:
        self.number += 1
        return self.number


def _service(number: int, of: int, dice: random.Random) -> Service:
    needed = frozenset(_id(dice.randrange(of) + 1 << 32) for _ in range(dice.choice((0, 0, 0, 0, 1, 2))))
    own = _id(number + 1 << 32)
    name = f"{_WORDS[number % len(_WORDS)]}-{_KINDS[number // len(_WORDS) % len(_KINDS)]}-{number}"
    service = Service(
        own,
        name,
        team=f"Team {dice.randrange(TEAMS)}",
        owner=f"Owner {dice.randrange(400)}",
        tier=dice.choice((1, 2, 2, 3, 3, 3, 4)),
        lifecycle=Lifecycle.PRODUCTION,
        system=f"System {dice.randrange(SYSTEMS)}",
        domain=f"Domain {dice.randrange(DOMAINS)}",
        description="Keeps what its name says, for the shop and its partners.",
        tags=("pci",) if dice.random() < 0.1 else (),
    )
    return replace(service, hard_dependencies=needed - {own})


def _id(number: int) -> UUID:
    return UUID(int=number)


def _past(days: int) -> datetime:
    return NOW - timedelta(days=days)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


if __name__ == "__main__":
    main()
