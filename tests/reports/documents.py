"""One job for every kind of PDF that the product makes, with what is hard to tag in each."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
from tests.reports.auditor_builders import auditor_report
from tests.reports.builders import NOW, flagship_review, report, small_answers, small_meeting, small_review
from tests.reports.leadership_builders import crowded_figures, decided_figures, figures, leaders
from tests.reports.remediation_builders import remediation_figures
from tests.reports.test_decision_pdf import DECISION, STALE, decided
from tests.reports.test_render import picture
from tests.reports.test_service_pdf import crowded_review

from shipworthy.domain.comparison import compare
from shipworthy.domain.report_kind import Audience, Format, Paper
from shipworthy.domain.review import Review
from shipworthy.reports.comparison_view import comparison_report
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.job import Attached, Job
from shipworthy.reports.minutes_view import minutes_report
from shipworthy.reports.questionnaire_view import questionnaire_report
from shipworthy.reports.remediation_view import remediation_report
from shipworthy.reports.view_model import service_report
from shipworthy.wording import Wording
from shipworthy.wording.comparison_report import ComparisonReportWording
from shipworthy.wording.remediation_report import RemediationReportWording

NOTE = """\
Loose, with everything that a note may hold:

- one

- two **bold** `code`

  more of it
  - nested

    loose

1. first
2. second

> a quotation

    code
"""
ARABIC = "خدمة الدفع"


def _noted() -> Job:
    first, *others = small_answers()
    return Job(report(small_review([replace(first, note=NOTE), *others])))


def _with_logo() -> Job:
    name = hashlib.sha256(picture()).hexdigest()
    look = Branding("Internal", logo=name, logo_text="A red point", accent="#004488")
    return Job(service_report(small_review(), Wording(), NOW, branding=look), {name: picture()})


def _with_seal() -> Job:
    sealed = Attached("sealed-review.json", "What was sealed", b"{}", datetime(2026, 11, 22, 14, 3, tzinfo=UTC))
    return Job(decided(flagship_review(answered=0.9), DECISION, STALE), attached=sealed)


def _right_to_left() -> Job:
    review = small_review()
    named = replace(review, service=replace(review.service, name=ARABIC, description=f"{ARABIC} checkout 2"))
    return Job(msgspec.structs.replace(report(named), language="ar", title=ARABIC))


def _on_letter() -> Job:
    branding = Branding(watermark="Preliminary, for the board")
    made = service_report(flagship_review(), Wording(), NOW, paper=Paper.LETTER, branding=branding)
    return Job(made, paper=Paper.LETTER)


def _remediation(audience: Audience) -> Job:
    return Job(remediation_report(remediation_figures(), RemediationReportWording(), NOW, audience, "0" * 64))


def compared(before: Review, after: Review, audience: Audience = Audience.DESIGN_REVIEW, language: str = "") -> Job:
    """Return the report on two reviews, printed at NOW."""
    words = ComparisonReportWording()
    made = comparison_report(
        compare(before, after), words, NOW, audience=audience, branding=Branding("Internal, for the design review")
    )
    return Job(msgspec.structs.replace(made, language=language) if language else made)


def named(review: Review, title: str, name: str = "") -> Review:
    """Return a review with another title, and its service with another name."""
    service = replace(review.service, name=name) if name else review.service
    return replace(review, assessment=replace(review.assessment, title=title), service=service)


def _compared(audience: Audience) -> Callable[[], Job]:
    def made() -> Job:
        before = named(flagship_review(1, answered=0.7, note="**Seen** in staging"), "May review")
        return compared(before, named(flagship_review(2), "June review"), audience)

    return made


def _compared_right_to_left() -> Job:
    one = named(small_review(), ARABIC, f"{ARABIC} checkout 2")
    return compared(one, named(small_review(small_answers()[:2]), f"{ARABIC} 2", ARABIC), language="ar")


DOCUMENTS: dict[str, Callable[[], Job]] = {
    "assessment": lambda: Job(report(flagship_review())),
    "crowded": lambda: Job(report(crowded_review())),
    "notes": _noted,
    "logo": _with_logo,
    "decided": _with_seal,
    "minutes": lambda: Job(report(small_review(), meetings=[small_meeting(), small_meeting(ended_at=None)])),
    "minutes alone": lambda: Job(
        minutes_report(small_review(), [small_meeting(), small_meeting(ended_at=None)], Wording(), NOW)
    ),
    "comparison": _compared(Audience.DESIGN_REVIEW),
    "comparison for leadership": _compared(Audience.LEADERSHIP),
    "comparison of one and the same": lambda: compared(small_review(), small_review()),
    "comparison from right to left": _compared_right_to_left,
    "right to left": _right_to_left,
    "auditor": lambda: Job(auditor_report()),
    "leaders": lambda: Job(leaders(decided_figures())),
    "leaders, open": lambda: Job(leaders(figures(flagship_review(answered=0.6)))),
    "leaders, crowded": lambda: Job(leaders(crowded_figures())),
    "letter": _on_letter,
    "questionnaire": lambda: Job(questionnaire_report(flagship_review(answered=0.0), Wording(), NOW)),
    "remediation": lambda: _remediation(Audience.DESIGN_REVIEW),
    "remediation for leaders": lambda: _remediation(Audience.LEADERSHIP),
    "remediation for auditors": lambda: _remediation(Audience.AUDITOR),
}


def archived(job: Job) -> Job:
    """Return a job for the same document as an archive."""
    return msgspec.structs.replace(job, kind=Format.ARCHIVE)
