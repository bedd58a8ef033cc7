"""What a decision seals: everything the review rested on, as one text, and the record that chains it to the others.

Unlike a fingerprint, which names what a review says wherever it is said, a seal names one act: it keeps who answered
and decided, and when. Row versions and sequence numbers, which a store gives out, are left out of the content.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

import msgspec

from shipworthy import __version__
from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.canonical import decode, digest, encode
from shipworthy.domain.gate import Verdict
from shipworthy.domain.meeting import Meeting
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.review import Cap, Review, assemble
from shipworthy.domain.scorecard import Band
from shipworthy.domain.service import Service

FORMAT = 1
NO_HASH = "0" * 64  # what the first seal names as the one before it


@dataclass(frozen=True, slots=True)
class SealedPack:
    """A pack that was used: its id, version and title beside the hash that names its content, and its weight."""

    id: str
    version: str
    title: str
    hash: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class SealedPolicy:
    """The gate policy that the review was judged by; `max_age_days` is what it allows the service's tier."""

    id: str
    version: str
    title: str
    hash: str
    max_age_days: int


@dataclass(frozen=True, slots=True)
class SealedFact:
    """A fact that the packs ask about; `value` is how it counted: as it was answered, else its default."""

    id: str
    text: str
    default: bool
    value: bool


@dataclass(frozen=True, slots=True)
class SealedClause:
    """A clause that failed; `actual` and `limit` as exact text, such as "31/52"."""

    kind: str
    actual: str | None
    limit: str
    principle: str
    questions: tuple[str, ...]
    only_for_ready: bool


@dataclass(frozen=True, slots=True)
class SealedScores:
    """The results: parts of 1, None where nothing was applicable; by whole id of principle and of question."""

    score: Fraction | None
    band: Band | None
    coverage: Fraction
    confidence: Fraction
    principles: Mapping[str, Fraction | None]
    questions: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class SealedDependency:
    """A service that the sealed one needs, directly or through others, and its own verdict at that time."""

    service: UUID
    name: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SealedContent:
    """Everything a decision rested on, on the day it was judged.

    `answers` are the agreed and the blind ones. `verdict` is the service's own; `cap` and `dependencies` say what those
    it needs made of it. `based_on` is the hash of the seal whose answers were carried over, or empty.
    """

    format: int
    engine: str
    judged_on: date
    service: Service
    facts: tuple[SealedFact, ...]
    assessment: Assessment
    packs: tuple[SealedPack, ...]
    policy: SealedPolicy
    answers: tuple[Answer, ...]
    meetings: tuple[Meeting, ...]
    waivers: tuple[Waiver, ...]
    items: tuple[RemediationItem, ...]
    scores: SealedScores
    verdict: Verdict
    level: int
    failed: tuple[SealedClause, ...]
    cap: Cap | None
    dependencies: tuple[SealedDependency, ...]
    based_on: str

    @property
    def shown_verdict(self) -> Verdict:
        """Return the verdict that counted."""
        return self.cap.verdict if self.cap else self.verdict

    def answers_of(self, assessor: str = "") -> dict[str, Answer]:
        """Return one assessor's answers, or the agreed ones, by the whole id of the question."""
        return {answer.question: answer for answer in self.answers if answer.assessor == assessor}


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal; hashes are SHA-256 in hexadecimal.

    `content` is the canonical JSON of a `SealedContent`. `log_hash` covers all changes up to `log_sequence`, through
    the seals before; `hash` covers the whole record, and the next seal names it as its `previous`.
    """

    number: int
    assessment: UUID
    sealed_at: datetime
    sealed_by: str
    content: str
    content_hash: str
    previous: str
    log_sequence: int
    log_hash: str
    hash: str

    def opened(self) -> SealedContent:
        """Return the content; raises ValueError where the text holds none."""
        try:
            return decode(self.content.encode(), SealedContent)
        except msgspec.DecodeError as error:
            raise ValueError(f"seal {self.number}: {error}") from error


def sealed_content(
    review: Review,
    answers: Iterable[Answer],
    *,
    meetings: Iterable[Meeting] = (),
    waivers: Iterable[Waiver] = (),
    items: Iterable[RemediationItem] = (),
    dependencies: Iterable[SealedDependency] = (),
    based_on: str = "",
) -> SealedContent:
    """Return what sealing a decided review keeps; `answers` are those of all assessors, the agreed ones included."""
    assessment, judgement = review.assessment, review.judgement
    given = sorted(answers, key=lambda answer: (answer.question, answer.assessor))
    return SealedContent(
        format=FORMAT,
        engine=__version__,
        judged_on=review.today,
        service=replace(review.service, version=0),
        facts=tuple(
            SealedFact(fact.id, fact.text, fact.default, review.service.facts.get(fact.id, fact.default))
            for fact in review.questionnaire.facts().values()
        ),
        assessment=replace(assessment, sequence=0, version=0),
        packs=tuple(
            SealedPack(used.pack_id, weighted.pack.version, weighted.pack.title, used.pack_hash, used.weight)
            for used, weighted in zip(assessment.packs, review.questionnaire.packs, strict=True)
        ),
        policy=SealedPolicy(
            review.policy.id,
            review.policy.version,
            review.policy.title,
            assessment.policy_hash,
            review.tier_policy.max_age_days,
        ),
        answers=tuple(replace(answer, version=0) for answer in given),
        meetings=tuple(replace(meeting, sequence=0, version=0) for meeting in meetings),
        waivers=tuple(replace(waiver, sequence=0, version=0) for waiver in waivers),
        items=tuple(replace(item, sequence=0, version=0) for item in items),
        scores=sealed_scores(review),
        verdict=judgement.verdict,
        level=judgement.level,
        failed=tuple(
            SealedClause(
                clause.kind.value,
                None if clause.actual is None else str(clause.actual),
                str(clause.limit),
                clause.principle,
                clause.questions,
                clause.only_for_ready,
            )
            for clause in judgement.failed
        ),
        cap=review.cap,
        dependencies=tuple(sorted(dependencies, key=lambda each: (each.name.casefold(), each.service))),
        based_on=based_on,
    )


def sealed_scores(review: Review) -> SealedScores:
    """Return the results of a review as a seal keeps them."""
    card = review.scorecard
    return SealedScores(
        card.score,
        card.band,
        card.coverage,
        card.confidence,
        {principle.id: principle.score for principle in card.principles},
        {question_id: scored.counted for question_id, scored in card.questions.items()},
    )


def seal(
    content: SealedContent, before: Seal | None, log_sequence: int, log_hash: str, sealed_at: datetime, sealed_by: str
) -> Seal:
    """Return the seal of a content that follows the seal `before` it, None for the first of a store."""
    text = encode(content).decode()
    unhashed = Seal(
        number=before.number + 1 if before else 1,
        assessment=content.assessment.id,
        sealed_at=sealed_at,
        sealed_by=sealed_by,
        content=text,
        content_hash=text_hash(text),
        previous=before.hash if before else NO_HASH,
        log_sequence=log_sequence,
        log_hash=log_hash,
        hash="",
    )
    return replace(unhashed, hash=record_hash(unhashed))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def record_hash(record: Seal) -> str:
    """Return the hash of a seal's record: of everything but the content itself, which its hash stands for."""
    return digest(
        {
            "number": record.number,
            "assessment": record.assessment,
            "sealed_at": record.sealed_at,
            "sealed_by": record.sealed_by,
            "content_hash": record.content_hash,
            "previous": record.previous,
            "log_sequence": record.log_sequence,
            "log_hash": record.log_hash,
        }
    )


def rows_hash(before: str, rows: Iterable[Sequence[object]]) -> str:
    """Return the hash of rows of the change log, in order, that follow those that `before` is the hash of."""
    hashed = hashlib.sha256(before.encode())
    for row in rows:
        hashed.update(encode(row))
        hashed.update(b"\n")
    return hashed.hexdigest()


def review_of(
    content: SealedContent,
    questionnaire: Questionnaire,
    policy: GatePolicy,
    assessment: Assessment,
    assessor: str = "",
) -> Review:
    """Return the review as it was sealed, worked out anew from the sealed content.

    `assessment` is the stored one, whose state may have moved on since; `assessor` asks for a blind one's answers.
    """
    as_sealed = replace(
        content.assessment,
        state=assessment.state,
        state_reason=assessment.state_reason,
        sequence=assessment.sequence,
        version=assessment.version,
    )
    review = assemble(
        content.service,
        as_sealed,
        questionnaire,
        policy,
        content.answers_of(assessor),
        content.judged_on,
        content.waivers,
        content.items,
        content.judged_on,
    )
    return replace(review, cap=content.cap)
