"""The decision in the report: page one names it whole and stays one page, and a chapter holds every word of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.reports.builders import NOW, flagship_review, outside_the_margins, page_texts
from tests.reports.test_service_pdf import LONG, crowded_review, followed_up

from shipworthy.domain.assessment import (
    AssessmentState,
    Decision,
    DecisionCondition,
    Dissent,
    LeftOutPack,
    Outcome,
    Signatory,
)
from shipworthy.domain.report_kind import Paper
from shipworthy.domain.review import Review
from shipworthy.domain.sealed import NO_HASH, seal, sealed_content
from shipworthy.domain.stale import StaleKind, StaleReason
from shipworthy.reports.decision_entry import Sealing
from shipworthy.reports.entries.terms import Branding, Tone
from shipworthy.reports.job import Job
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.view_model import service_report
from shipworthy.wording import Wording

DECISION = Decision(
    Outcome.CONDITIONAL_GO,
    "The launch window is fixed, and the risk is limited to refunds.",
    (
        DecisionCondition("Set a timeout on every outgoing call", "Kenji Sato", date(2026, 12, 4)),
        DecisionCondition("Rehearse the rollback with the on-call team", "Amira Haddad", date(2026, 12, 18)),
    ),
    (Signatory("Ada Okafor", "Director of Engineering"), Signatory("Jonas Weber", "Head of Operations")),
    (Dissent("Priya Nair", "Four blockers are open; we should wait a week."),),
)
CROWDED = Decision(
    Outcome.CONDITIONAL_GO,
    f"{LONG} {LONG}",
    tuple(DecisionCondition(f"{LONG} {number}", LONG, date(2026, 12, 4)) for number in range(8)),
    tuple(Signatory(f"{LONG}{number}", LONG) for number in range(5)),
    tuple(Dissent(f"{LONG}{number}", LONG) for number in range(6)),
)
STALE = (
    StaleReason(StaleKind.EVIDENCE, "p/failure.timeouts", date(2026, 11, 30)),
    StaleReason(StaleKind.TIER, before="2", after="1"),
)


def decided(
    review: Review,
    decision: Decision,
    stale: tuple[StaleReason, ...] = (),
    state: AssessmentState = AssessmentState.DECIDED,
    left_out: tuple[LeftOutPack, ...] = (),
    paper: Paper = Paper.A4,
) -> ServiceReport:
    """Return the report of a review that was decided, and whose live score is another where it is stale."""
    about = replace(
        review.assessment,
        state=state,
        state_reason="The incident of Monday." if state is AssessmentState.WITHDRAWN else "",
        decision=decision,
        decided_at=NOW,
        left_out=left_out,
    )
    sealed = replace(review, assessment=about)
    made = seal(sealed_content(sealed, review.answers.values()), None, 7, NO_HASH, NOW, "Amira Haddad")
    card = review.scorecard
    live = replace(sealed, scorecard=replace(card, score=card.score / 2)) if stale and card.score else sealed
    sealing = Sealing(made, NOW.date(), live, stale)
    return service_report(sealed, Wording(), NOW, branding=Branding("Internal"), sealing=sealing, paper=paper)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_entry_says_what_was_decided() -> None:
    made = decided(flagship_review(), DECISION, STALE)
    entry = made.decision
    assert entry is not None
    assert (entry.outcome, entry.tone) == ("Conditional go", Tone.WARN)
    assert entry.signatories == ("Ada Okafor (Director of Engineering)", "Jonas Weber (Head of Operations)")
    assert entry.conditions[0].due == "4 Dec 2026"
    assert entry.stale[0] == "The evidence of failure.timeouts expired after 30 Nov 2026"
    assert entry.live_score
    assert made.method.sealed
    assert made.overview.signed


def test_what_expired_is_named_in_the_words_of_its_question() -> None:
    review = flagship_review()
    question, asked = next(iter(review.questionnaire.asked.items()))
    entry = decided(review, DECISION, (StaleReason(StaleKind.EVIDENCE, question, date(2026, 11, 30)),)).decision
    assert entry is not None
    assert entry.stale == (f"The evidence of “{asked.question.text}” expired after 30 Nov 2026",)


def test_an_open_review_has_no_decision_and_its_own_fingerprint() -> None:
    made = service_report(flagship_review(), Wording(), NOW)
    assert made.decision is None
    assert not made.method.sealed


def test_a_withdrawn_decision_says_so() -> None:
    for state, told in (
        (AssessmentState.DECIDED, ""),
        (AssessmentState.WITHDRAWN, "Withdrawn: The incident of Monday."),
    ):
        entry = decided(flagship_review(), DECISION, state=state).decision
        assert entry is not None
        assert entry.retired == told


def test_page_one_and_the_chapter_hold_the_decision(worker: ReportWorker) -> None:
    left_out = (LeftOutPack("aws-well-architected", "The service left AWS in June."),)
    made = decided(flagship_review(answered=0.9), DECISION, STALE, left_out=left_out)
    rendered = worker.render(Job(made))
    pages = page_texts(rendered.content)
    assert made.decision is not None
    for told in (
        "Decision: Conditional go",
        "Conditional go, 22 November 2026, signed by Ada Okafor (Director of Engineering), Jonas Weber",
        "by 4 Dec 2026, Kenji Sato: Set a timeout on every outgoing call",
        "Priya Nair: Four blockers are open",
        "Today the same answers come to",
        "The evidence of failure.timeouts expired after 30 Nov 2026",
        "aws-well-architected: The service left AWS in June.",
        "Level-1 questions:",
        f"Fingerprint {made.method.fingerprint[:4]}",
    ):
        assert squeezed(told) in squeezed(pages[0]), told
    chapter = squeezed(" ".join(pages[1:4]))
    for told in (DECISION.note, made.decision.seal, "does not stop the owner of the file", "What changed since"):
        assert squeezed(told) in chapter, told
    assert outside_the_margins(rendered.content) == []


@pytest.mark.parametrize(
    "review",
    [crowded_review, flagship_review, lambda: followed_up(crowded_review(), 5, LONG)],
    ids=["crowded", "flagship", "followed up"],
)
def test_page_one_stays_one_page_however_much_was_decided(worker: ReportWorker, review: Callable[[], Review]) -> None:
    left_out = tuple(LeftOutPack(f"pack-{number}", LONG) for number in range(6))
    made = decided(review(), CROWDED, STALE, left_out=left_out)
    rendered = worker.render(Job(made))
    pages = page_texts(rendered.content)
    for told in ("Conditionalgo,22November2026", "and 5 more", "and 3 more", "Stale", "What stands in the way"):
        assert squeezed(told) in squeezed(pages[0]), told
    assert "Level-1questions:" in squeezed(pages[0])
    assert "Aboutthisreview" in squeezed(pages[1])
    assert outside_the_margins(rendered.content) == []
