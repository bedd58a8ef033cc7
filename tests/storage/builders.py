"""One service with one review, as the tests of the store put it there."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from uuid import uuid4

from shipworthy.domain.assessment import Answer, AnswerState, Assessment, Confidence, Evidence, EvidenceKind, PackUse
from shipworthy.domain.gate import Clause, ClauseKind, Verdict
from shipworthy.domain.pack import Pack
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.service import Service
from shipworthy.storage.scores import StoredScore
from shipworthy.storage.store import Store

NOW = datetime(2026, 11, 22, 21, 30, 15, 123456, tzinfo=UTC)


@dataclass(frozen=True)
class Sample:
    """One service with one review in a store, as stored."""

    service: Service
    assessment: Assessment
    pack_hash: str
    policy_hash: str

    def answer(self, question: str = "backend/timeouts", **values: Any) -> Answer:
        """Return an answer that is not stored yet."""
        given = Answer(
            question,
            state=AnswerState.ANSWERED,
            choices=("all-calls",),
            note="Set in the client.",
            confidence=Confidence.HIGH,
            evidence=(Evidence(EvidenceKind.LINK, "https://git.example.org/a", "a", date(2026, 5, 1), None),),
            answered_by="Amira",
            answered_at=NOW,
        )
        return replace(given, **values)

    def score(self, **values: Any) -> StoredScore:
        """Return a score row of the review."""
        row = StoredScore(
            assessment=self.assessment.id,
            score=Fraction(31, 52),
            low=Fraction(1, 3),
            high=Fraction(1),
            coverage=Fraction(5, 7),
            confidence=Fraction(0),
            level=1,
            verdict=Verdict.NOT_READY,
            blockers=2,
            highs=3,
            failed_clauses=(
                Clause(ClauseKind.BLOCKERS, 2, 0, questions=("backend/timeouts", "backend/retries")),
                Clause(ClauseKind.OVERALL, Fraction(31, 52), Fraction(4, 5)),
                Clause(ClauseKind.PRINCIPLE, None, Fraction(1), principle="backend/data", only_for_ready=True),
            ),
            principles={"backend/data": Fraction(1, 7), "backend/empty": None},
            misses=("backend/timeouts", "backend/retries"),
            valid_until=date(2026, 12, 31),
            engine_version="0.1.0",
            computed_at=NOW,
        )
        return replace(row, **values)


def put_sample(store: Store, name: str = "checkout") -> Sample:
    """Put a service with one review into a store."""
    with store.begin("Amira", NOW) as tx:
        service = tx.services.save(Service(uuid4(), name), action="add service").value
        pack = tx.packs.put(Pack("backend", "1.0", "Backend", "", "CC0-1.0", Fraction(3, 4), (), (), ()))
        policy = tx.packs.put_policy(GatePolicy("default", "1.0", "Default", "", {}))
        new = Assessment(uuid4(), service.id, "First review", (PackUse("backend", pack),), policy, started_at=NOW)
        assessment = tx.assessments.save(new, action="start review").value
    return Sample(service, assessment, pack, policy)


def add_review(store: Store, sample: Sample, **values: Any) -> Assessment:
    """Put one more review of the sample's service into a store."""
    new = replace(sample.assessment, id=uuid4(), sequence=0, version=0, **values)
    with store.begin("Amira", NOW) as tx:
        return tx.assessments.save(new).value
