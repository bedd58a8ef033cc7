"""Reports for leaders to print: of any review, decided or not, with a path and a review before it."""

from dataclasses import replace
from datetime import date

from tests.domain import builders as build
from tests.domain.path_cases import proposals
from tests.reports.builders import NOW, flagship_review
from tests.reports.test_decision_pdf import CROWDED, DECISION, STALE
from tests.reports.test_service_pdf import LONG, crowded_review, followed_up

from shipworthy.domain.assessment import AssessmentState, Decision, LeftOutPack
from shipworthy.domain.comparison import compare
from shipworthy.domain.path_candidates import candidates_of
from shipworthy.domain.path_ledger import Target
from shipworthy.domain.path_to_ready import PathProblem, find_path
from shipworthy.domain.review import Review
from shipworthy.domain.sealed import NO_HASH, seal, sealed_content
from shipworthy.domain.stale import StaleReason
from shipworthy.reports.chart_entries import Judged
from shipworthy.reports.decision_entry import Sealing
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.leadership_figures import LeadershipFigures
from shipworthy.reports.leadership_report import LeadershipReport
from shipworthy.reports.leadership_view import leadership_report
from shipworthy.wording.leadership_asks import LeadershipAskWording

BEFORE = date(2026, 5, 14)


def figures(
    review: Review,
    *,
    before: Review | None = None,
    decision: Decision | None = None,
    stale: tuple[StaleReason, ...] = (),
    state: AssessmentState = AssessmentState.DECIDED,
) -> LeadershipFigures:
    """Return what the report for leaders on a review says; `before` is the decided review before it."""
    sealing = None
    if decision is not None:
        about = replace(review.assessment, state=state, state_reason="A reason.", decision=decision, decided_at=NOW)
        review = replace(review, assessment=about)
        made = seal(sealed_content(review, review.answers.values()), None, 7, NO_HASH, NOW, "Amira Haddad")
        sealing = Sealing(made, NOW.date(), review, stale)
    candidates = candidates_of([review], proposals(review), review.items)
    judged = tuple(_judged(each, day) for each, day in ((before, BEFORE), (review, review.today)) if each is not None)
    return LeadershipFigures(
        review=review,
        live=review,
        sealing=sealing,
        compared=compare(replace(before, today=BEFORE), review) if before else None,
        trend=tuple(each for each in judged if each is not None),
        path=find_path(PathProblem((review,), Target.READY, candidates)),
    )


def _judged(review: Review, day: date) -> Judged | None:
    card = review.scorecard
    return (
        None if card.score is None else Judged(day, card.score, card.band, review.judgement.level, review.shown_verdict)
    )


def leaders(of: LeadershipFigures) -> LeadershipReport:
    """Return the report in English, printed at NOW."""
    return leadership_report(of, LeadershipAskWording(), NOW, Branding("Internal"))


def crowded_figures(name: str = LONG) -> LeadershipFigures:
    """Return everything at once: decided, stale, dissented, with packs left out and sixty items and waivers."""
    crowded = followed_up(crowded_review(), 60, name)
    left_out = tuple(LeftOutPack(f"{name}{number}"[:200], name) for number in range(5))
    about = replace(crowded.assessment, left_out=left_out, title=name)
    crowded = replace(crowded, assessment=about, service=replace(crowded.service, name=name, description=name))
    before = replace(crowded_review(), assessment=crowded.assessment)
    return figures(crowded, before=_otherwise(before), decision=CROWDED, stale=STALE)


def _otherwise(review: Review) -> Review:
    """Return a review that differs in each of the five parts of a change."""
    names = list(review.questionnaire.asked)
    answers = {
        **{each: build.answered(each, "e", evidence=(build.evidence(),)) for each in names[:4]},
        **{each: build.not_applicable(each) for each in names[4:8]},
    }
    pack = review.questionnaire.packs[0].pack
    fewer = replace(pack, principles=pack.principles[:-1])
    return build.review(fewer, answers=answers.values(), of=review.service, about=review.assessment)


def decided_figures() -> LeadershipFigures:
    """Return a decided review of the shipped questionnaire, with items, waivers and one before it."""
    review = followed_up(flagship_review(answered=0.9), 12, "Ada Okafor")
    return figures(review, before=flagship_review(seed=2, answered=0.7), decision=DECISION, stale=STALE)
