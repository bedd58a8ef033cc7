"""From a review to the plain values of its blank questionnaire."""

from datetime import UTC, datetime

from shipworthy import __version__
from shipworthy.domain.pack import Select
from shipworthy.domain.review import Review
from shipworthy.reports.entries.terms import Branding, Place
from shipworthy.reports.question_entries import places
from shipworthy.reports.questionnaire_report import AskedEntry, AskedPrinciple, QuestionnaireReport
from shipworthy.reports.view_model import hidden_entries, service_entry
from shipworthy.wording import Wording


def questionnaire_report(
    review: Review, wording: Wording, generated: datetime, branding: Branding | None = None
) -> QuestionnaireReport:
    """Return the questions of a review as they are asked on paper, without any answer.

    `generated` is a moment with its zone: its day is printed as that zone says it.
    """
    hidden = hidden_entries(review)
    return QuestionnaireReport(
        language=wording.language,
        title=wording.questionnaire_title(review.service.name),
        generated=generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        generated_on=wording.long_date(generated.date()),
        engine=__version__,
        tier=review.service.tier,
        review=review.assessment.title,
        branding=branding or Branding(),
        packs=tuple(f"{weighted.pack.title} {weighted.pack.version}" for weighted in review.questionnaire.packs),
        service=service_entry(review, wording),
        asked=len(review.applying()),
        left_out=sum(len(entry.texts) for entry in hidden),
        hidden=hidden,
        principles=_principles(review, wording),
    )


def _principles(review: Review, wording: Wording) -> tuple[AskedPrinciple, ...]:
    several = len(review.questionnaire.packs) > 1
    numbers, where = review.numbers(), places(review)
    return tuple(
        AskedPrinciple(
            number=number,
            anchor=f"principle-{number}",
            title=principle.title,
            intent=principle.intent,
            pack=weighted.pack.title if several else "",
            questions=asked,
        )
        for number, (weighted, principle) in enumerate(review.questionnaire.principles(), start=1)
        if (
            asked := tuple(_entry(review, each, where[each], wording) for each in numbers if numbers[each][0] == number)
        )
    )


def _entry(review: Review, question_id: str, place: Place, wording: Wording) -> AskedEntry:
    question = review.questionnaire.asked[question_id].question
    return AskedEntry(
        number=place.number,
        anchor=place.anchor,
        text=question.text,
        choices=tuple(choice.label for choice in question.choices),
        several=question.select is Select.MANY,
        evidence_rule=wording.evidence_rule(review.counts(question_id).evidence_rule),
        evidence_examples=question.evidence_examples,
        why=question.why,
        verify=question.verify,
    )
