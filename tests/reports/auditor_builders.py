"""A report for an auditor to print, with something of everything that it alone tells of."""

from datetime import UTC, datetime, timedelta

from tests.reports.builders import NOW, small_answers, small_review
from tests.reports.test_decision_pdf import DECISION, STALE, decided

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.canonical import encode
from shipworthy.domain.consensus import compare
from shipworthy.domain.review import Review
from shipworthy.domain.sealed import NO_HASH, seal, sealed_content
from shipworthy.reports.audit_entries import audit_entry
from shipworthy.reports.audit_figures import AuditFigures, FileKept, Logged, SealOf
from shipworthy.reports.auditor_report import AuditorReport
from shipworthy.reports.question_entries import places
from shipworthy.reports.service_report import ServiceReport
from shipworthy.wording.audit import AuditWording

DIGEST = "ab" * 32


def audit_figures(review: Review, changes: int = 30) -> AuditFigures:
    """Return what an auditor is told of a review: two blind assessors, a history of so many changes, two seals."""
    blind = (
        Answer("p/retries", "Amira", AnswerState.ANSWERED, ("a",), answered_at=NOW),
        Answer("p/retries", "Jonas", AnswerState.ANSWERED, ("e",), answered_at=NOW),
    )
    answers = [*review.answers.values(), *blind]
    first = seal(sealed_content(review, answers), None, 3, NO_HASH, NOW, "Amira Haddad")
    second = seal(sealed_content(review, answers), first, 40, "1" * 64, NOW, "Amira Haddad")
    return AuditFigures(
        files={DIGEST: FileKept(1200, whole=True)},
        blind=compare(review.questionnaire, review.service, ("Amira", "Jonas"), answers, review.today),
        blind_count=0,
        log=tuple(answer_change(number) for number in range(1, changes + 1)),
        seals=(SealOf(first, "First review"), SealOf(second, "Second review")),
        seal=second,
        previous=first,
        based_on=first.hash,
    )


def answer_change(number: int) -> Logged:
    """Return an entry of the log: an answer that goes from one choice to the next."""
    before, after = (
        encode(Answer("p/retries", state=AnswerState.ANSWERED, choices=(choice,))).decode()
        for choice in ("ab" if number % 2 else "ba")
    )
    at = datetime(2026, 11, 20, 10, 0, tzinfo=UTC) + timedelta(minutes=number)
    return Logged(number, at, "Amira", "answer", "p/retries", "", "answered", before, after, undoes=False)


def auditor_report(figures: AuditFigures | None = None) -> AuditorReport:
    """Return the report on a decided review."""
    review = small_review(small_answers())
    full = decided(review, DECISION, STALE)
    fields = {name: getattr(full, name) for name in ServiceReport.__struct_fields__}
    return AuditorReport(
        **fields, audit=audit_entry(review, figures or audit_figures(review), AuditWording(), places(review))
    )
