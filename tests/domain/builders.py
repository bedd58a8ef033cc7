"""Packs, questions, answers and services in few words, so that a test shows only what it is about.

Questions get ids `pack/question`, choices `a`, `b`, `c` ... from worst to best, unless a test says otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Assessment,
    AssessmentState,
    Confidence,
    Evidence,
    EvidenceKind,
    NotApplicableType,
    PackUse,
    WeightedPack,
)
from shipworthy.domain.gate import Judgement, judge
from shipworthy.domain.pack import (
    Advice,
    Choice,
    Contradiction,
    EvidenceRule,
    FactDefinition,
    Pack,
    Principle,
    Question,
    Select,
    Severity,
    whole_id,
)
from shipworthy.domain.policy import GatePolicy, TierPolicy
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver, WaiverState
from shipworthy.domain.review import Review, assemble
from shipworthy.domain.scorecard import Scorecard
from shipworthy.domain.scoring import score
from shipworthy.domain.service import Service

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)
SERVICE_ID = UUID(int=1)
QUARTERS = "0 0.25 0.5 0.75 1"


def choices(scores: str = QUARTERS, ids: str = "abcdefghi") -> tuple[Choice, ...]:
    """Return choices with these scores, worst to best as given."""
    return tuple(
        Choice(choice_id, f"Label {choice_id}", Fraction(value))
        for choice_id, value in zip(ids, scores.split(), strict=False)
    )


def question(name: str, scores: str = QUARTERS, **changes: Any) -> Question:
    """Return a question: select one, weight 1, level 1, low severity, no evidence needed."""
    plain = Question(
        id=name,
        text=f"Text of {name}?",
        why="Why.",
        risk="Risk.",
        verify="Verify.",
        severity=Severity.LOW,
        level=1,
        weight=1,
        select=Select.ONE,
        evidence_rule=EvidenceRule.NONE,
        evidence_examples=(),
        choices=choices(scores),
        advice=Advice("Do it", ("First.",), Fraction(1)),
    )
    return replace(plain, **changes)


def principle(name: str, *questions: Question, weight: int = 1) -> Principle:
    """Return a principle with these questions."""
    return Principle(name, f"Title of {name}", "Intent.", weight, questions)


def pack(
    name: str,
    *principles: Principle,
    met_at: str = "0.75",
    facts: Mapping[str, bool] | None = None,
    contradictions: Iterable[Contradiction] = (),
) -> Pack:
    """Return a pack whose ids are made whole as a loader does; `facts` are ids with their defaults."""
    return Pack(
        id=name,
        version="1.0.0",
        title=f"Title of {name}",
        summary="Summary.",
        licence="CC-BY-4.0",
        met_at=Fraction(met_at),
        facts=tuple(FactDefinition(fact, f"{fact}?", default) for fact, default in (facts or {}).items()),
        principles=tuple(
            replace(
                each,
                id=whole_id(name, each.id),
                questions=tuple(replace(item, id=whole_id(name, item.id)) for item in each.questions),
            )
            for each in principles
        ),
        contradictions=tuple(
            replace(each, id=whole_id(name, each.id), questions=tuple(whole_id(name, item) for item in each.questions))
            for each in contradictions
        ),
    )


def simple_pack(*questions: Question, name: str = "p", **changes: Any) -> Pack:
    """Return a pack with one principle, `one`, that holds these questions."""
    return pack(name, principle("one", *questions), **changes)


def service(tier: int = 3, **facts: bool) -> Service:
    """Return a service with these facts answered."""
    return Service(SERVICE_ID, "checkout", tier=tier, facts=facts)


def evidence(expires: date | None = None, **changes: Any) -> Evidence:
    """Return a link that counts until its last valid day, or for ever."""
    return replace(Evidence(EvidenceKind.LINK, "https://example.org/proof", expires=expires), **changes)


def answered(question_id: str, *chosen: str, **changes: Any) -> Answer:
    """Return an answer with these choices."""
    return Answer(question_id, state=AnswerState.ANSWERED, choices=chosen, **changes)


def compensated(question_id: str, **changes: Any) -> Answer:
    """Return an answer that names a compensating control."""
    return Answer(question_id, state=AnswerState.COMPENSATED, reason="A gateway does it.", **changes)


def not_applicable(question_id: str, **changes: Any) -> Answer:
    """Return a reasoned N/A."""
    return Answer(
        question_id,
        state=AnswerState.NOT_APPLICABLE,
        not_applicable_type=NotApplicableType.OUT_OF_SCOPE,
        reason="There is none.",
        **changes,
    )


def unknown(question_id: str, **changes: Any) -> Answer:
    """Return an answer that says nobody knows."""
    return Answer(question_id, state=AnswerState.UNKNOWN, **changes)


def weighted(packs: Iterable[Pack | WeightedPack]) -> list[WeightedPack]:
    """Return the packs with weight 1 where none is given."""
    return [each if isinstance(each, WeightedPack) else WeightedPack(each) for each in packs]


def scored(
    *packs: Pack | WeightedPack, answers: Iterable[Answer] = (), of: Service | None = None, today: date = TODAY
) -> Scorecard:
    """Return what the answers count."""
    by_id = {answer.question: answer for answer in answers}
    return score(compile_questionnaire(weighted(packs)), of or service(), by_id, today)


def asks(
    overall: str = "0", principle: str = "0", coverage: str = "0", level: int = 0, max_age_days: int = 180
) -> TierPolicy:
    """Return what a tier asks: nothing, unless said."""
    return TierPolicy(
        overall=Fraction(overall),
        principle=Fraction(principle),
        coverage=Fraction(coverage),
        level=level,
        max_age_days=max_age_days,
        remediate_days=dict.fromkeys(Severity, 30),
    )


def waiver(question_id: str, expires: date = TODAY, **changes: Any) -> Waiver:
    """Return an approved waiver; its last valid day is today unless said."""
    plain = Waiver(UUID(int=7), SERVICE_ID, question_id, "Amira", "Bo", "Accepted.", expires, WaiverState.APPROVED)
    return replace(plain, **changes)


def item(*questions: str, **changes: Any) -> RemediationItem:
    """Return an open item with owner and due date."""
    plain = RemediationItem(
        UUID(int=8), SERVICE_ID, "Mend it", frozenset(questions), ItemState.OPEN, owner="Amira", due=TODAY
    )
    return replace(plain, **changes)


def judged(card: Scorecard, policy: TierPolicy | None = None, **changes: Any) -> Judgement:
    """Return the judgement of today, under a policy that asks nothing unless said."""
    return judge(card, policy or asks(), TODAY, **changes)


def assessment(**changes: Any) -> Assessment:
    """Return a draft started today."""
    plain = Assessment(
        id=UUID(int=2),
        service=SERVICE_ID,
        title="Review",
        packs=(PackUse("p", "0" * 64),),
        policy_hash="1" * 64,
        started_at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
    )
    return replace(plain, **changes)


def decided(day: date, **changes: Any) -> Assessment:
    """Return an assessment decided on a day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return assessment(state=AssessmentState.DECIDED, decided_at=moment, **changes)


def review(
    *packs: Pack | WeightedPack,
    answers: Iterable[Answer] = (),
    of: Service | None = None,
    policy: TierPolicy | None = None,
    about: Assessment | None = None,
    waivers: Iterable[Waiver] = (),
    items: Iterable[RemediationItem] = (),
) -> Review:
    """Return a review as of today, under a policy that asks the same of each tier: nothing, unless said."""
    tiers = dict.fromkeys((1, 2, 3, 4), policy or asks())
    return assemble(
        of or service(),
        about or assessment(),
        compile_questionnaire(weighted(packs)),
        GatePolicy("default", "1.0.0", "Default", "Summary.", tiers),
        {answer.question: answer for answer in answers},
        TODAY,
        waivers,
        items,
        about.decided_at.date() if about and about.decided_at else None,
    )


CONFIDENCES = tuple(Confidence)
