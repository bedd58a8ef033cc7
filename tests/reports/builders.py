"""Reviews to print: a small one for facts, and the shipped questionnaire answered by the dice for sizes."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types; used here alone
from tests.domain import builders as build

from shipworthy.domain.assessment import Answer, AnswerState, Assessment, Evidence, EvidenceKind, PackUse, WeightedPack
from shipworthy.domain.canonical import digest
from shipworthy.domain.meeting import Attendee, Meeting, ParkedItem, Resolution
from shipworthy.domain.pack import Contradiction, EvidenceRule, Pack, Reference, Select, Severity
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.report_kind import Audience
from shipworthy.domain.review import Review, assemble
from shipworthy.domain.service import Link, LinkKind, Service
from shipworthy.packs.shipped import default_policy, find_pack
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.view_model import service_report
from shipworthy.wording import Wording

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
SAID_AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
# The margins of the style sheet in points; a point of tolerance for letters that lean out of their box.
SIDE = 45.0
TOP_AND_BOTTOM = 20.0
TOLERANCE = 1.0


def small_pack(**changes: str) -> Pack:
    """Return a pack of two principles with a question of every kind; `changes` are texts of question p/timeouts."""
    question = build.question
    timeouts = question(
        "timeouts",
        severity=Severity.BLOCKER,
        weight=3,
        evidence_rule=EvidenceRule.REQUIRED,
        references=(Reference("A book"), Reference("A site", "https://example.org/"), Reference("Bad", "file:///etc")),
        **changes,
    )
    return build.pack(
        "p",
        build.principle(
            "failure",
            timeouts,
            question("retries", severity=Severity.HIGH),
            question("fallback", level=2),
            question("files", applies_when="service.accepts_files"),
        ),
        build.principle(
            "stop",
            question("signal", severity=Severity.HIGH),
            question("drain", scores="0 0.5 0.5", select=Select.MANY),
            question("rehearsed", level=3),
        ),
        facts={"accepts_files": False, "public": True},
        contradictions=[
            Contradiction(
                "both",
                ("retries", "signal"),
                'answer("retries").score >= 0.5 && answer("signal").score == 0.0',
                "Both cannot be.",
            )
        ],
    )


def small_answers() -> list[Answer]:
    """Return answers to the small pack: a miss, an improvement, N/A, a control, unknown; p/rehearsed has none."""
    expired = build.evidence(expires=build.YESTERDAY, title="trace", dated=date(2026, 5, 1))
    return [
        build.answered("p/timeouts", "e", evidence=(expired,), note="**Seen** in staging", answered_by="Amira"),
        build.answered("p/retries", "d", note="not for leaders", note_internal=True, answered_at=SAID_AT),
        build.not_applicable("p/fallback"),
        build.answered("p/signal", "a"),
        build.compensated("p/drain"),
        build.unknown("p/rehearsed"),
    ]


def small_review(
    answers: Iterable[Answer] | None = None, of: Service | None = None, policy: TierPolicy | None = None
) -> Review:
    """Return a review of the small pack, under a policy that asks for something in each clause."""
    return build.review(
        small_pack(),
        answers=small_answers() if answers is None else answers,
        of=of or build.service(tier=1),
        policy=policy or build.asks("0.85", "0.70", "0.95", 1),
        about=build.assessment(assessors=("Amira", "Jonas")),
    )


def report(
    review: Review,
    *,
    audience: Audience = Audience.DESIGN_REVIEW,
    classification: str = "Internal",
    meetings: Iterable[Meeting] = (),
) -> ServiceReport:
    """Return the report of a review in English, printed at NOW."""
    branding = Branding(classification)
    return service_report(review, Wording(), NOW, audience=audience, branding=branding, meetings=meetings)


def small_meeting(**changes: Any) -> Meeting:
    """Return a meeting of 67 minutes on the small pack, with something of everything."""
    plain = Meeting(
        UUID(int=3),
        UUID(int=2),
        NOW,
        NOW + timedelta(minutes=67),
        attendees=(Attendee("Amira", "chair"), Attendee("Jonas"), Attendee("Li", "operations", present=False)),
        planned_minutes={"p/failure": 10, "p/stop": 50},
        spent_seconds={"p/failure": 755, "p/stop": 2900},
        parked=(
            ParkedItem("Ask the platform team about limits", "p/retries", "Jonas"),
            ParkedItem("Who owns the runbook?", settled=True),
        ),
        resolutions=(
            Resolution("Timeouts on every call before the launch", "p/timeouts", "Amira", date(2026, 12, 1)),
            Resolution("Rehearse again in spring", "p/files"),
        ),
    )
    return replace(plain, **changes)


def flagship_review(
    seed: int = 1, *, answered: float = 1.0, note: str = "", name: str = "checkout", description: str = "takes orders"
) -> Review:
    """Return a tier 1 review of the shipped questionnaire; `answered` is the part of questions with an answer."""
    dice, pack = random.Random(seed), find_pack("backend-engineering")
    service = Service(
        UUID(int=1),
        name,
        team="Payments",
        tier=1,
        description=description,
        links=(Link(LinkKind.REPOSITORY, "https://git.example/shop/checkout"),),
        facts={fact.id: True for fact in pack.facts},
    )
    answers = {}
    for _, question in pack.questions():
        chosen = dice.choice(question.choices[:-1]).id
        evidence = (Evidence(EvidenceKind.LINK, f"https://git.example/blob/4c1f02e/{question.id}.go#L41", "code"),)
        if dice.random() < answered:
            answers[question.id] = Answer(
                question.id,
                state=AnswerState.ANSWERED,
                choices=(chosen,),
                note=note,
                evidence=evidence if dice.random() < 0.5 else (),
                answered_by="Amira",
                answered_at=SAID_AT,
            )
    assessment = Assessment(
        UUID(int=2),
        service.id,
        "Review",
        (PackUse(pack.id, digest(pack)),),
        digest(default_policy()),
        ("Amira", "Jonas"),
    )
    questionnaire = compile_questionnaire([WeightedPack(pack)])
    return assemble(service, assessment, questionnaire, default_policy(), answers, build.TODAY)


def with_notes(review: Review, *notes: str) -> Review:
    """Return the review with these notes on its first answers, whatever was answered."""
    answers = dict(review.answers)
    for question_id, note in zip(review.questionnaire.asked, notes, strict=False):
        answers[question_id] = replace(review.answer(question_id), note=note)
    return replace(review, answers=answers)


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page with single spaces between words."""
    with pdfium.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def outside_the_margins(pdf: bytes) -> list[tuple[int, str]]:
    """Return the page number and text of each run of text that leaves the space between the margins."""
    found = []
    with pdfium.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            width, height = page.get_size()
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                inside = left >= SIDE - TOLERANCE and right <= width - SIDE + TOLERANCE
                if not inside or bottom < TOP_AND_BOTTOM or top > height - TOP_AND_BOTTOM:
                    found.append((number, text.get_text_bounded(left, bottom, right, top)))
    return found
