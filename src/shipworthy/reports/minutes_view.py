"""From the meetings of a review to the plain values of their minutes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from shipworthy import __version__
from shipworthy.domain.meeting import Meeting
from shipworthy.domain.review import Review
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.minutes_entries import minutes
from shipworthy.reports.minutes_report import MinutesReport
from shipworthy.reports.question_entries import places
from shipworthy.wording import Wording


def minutes_report(
    review: Review,
    meetings: Iterable[Meeting],
    wording: Wording,
    generated: datetime,
    branding: Branding | None = None,
) -> MinutesReport:
    """Return the minutes of meetings on a review, in the wording's language.

    `generated` is a moment with its zone: days and times are told as that zone says them.
    """
    numbered = {question: replace(place, anchor="") for question, place in places(review).items()}
    return MinutesReport(
        language=wording.language,
        title=wording.minutes_title(review.service.name),
        generated=generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        generated_on=wording.long_date(generated.date()),
        branding=branding or Branding(),
        packs=tuple(f"{weighted.pack.title} {weighted.pack.version}" for weighted in review.questionnaire.packs),
        generated_at=wording.time(generated),
        service=review.service.name,
        review=review.assessment.title,
        state=wording.assessment_state(review.assessment.state),
        meetings=minutes(review, meetings, wording, generated, numbered),
        engine=__version__,
    )
