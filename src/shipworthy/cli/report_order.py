"""What the options of `shipworthy report` mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from shipworthy.cli.context import standing_review_of
from shipworthy.domain.report_kind import Audience, Format, ReportOrder, Subject, audiences_of, formats_of
from shipworthy.errors import UserError
from shipworthy.text import _, report_languages
from shipworthy.workflows.comparison import find_assessment, review_before
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session


class For(StrEnum):
    """Whom a report is for, as one word each."""

    DESIGN_REVIEW = "design-review"
    LEADERSHIP = "leadership"
    AUDITOR = "auditor"

    @property
    def audience(self) -> Audience:
        """Return the audience."""
        return Audience(self.value.replace("-", " "))


class About(StrEnum):
    """What a report tells of a service; on remediation it may tell of a team or of all too."""

    ASSESSMENT = "assessment"
    COMPARISON = "comparison"
    MINUTES = "minutes"
    REMEDIATION = "remediation"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options ask for a report on; `service` and `team` are names as they were typed, empty for none.

    `earlier` and `later` name the two reviews of a comparison, empty for those that are meant without saying.
    """

    service: str
    about: About
    portfolio: bool
    team: str
    day: date | None
    since: date | None
    earlier: str = ""
    later: str = ""


def order_of(session: Session, asked: Asked, audience: For | None, kind: Format | None, language: str) -> ReportOrder:
    """Return the order that options mean; raises UserError for options that do not go together.

    Without an audience or a kind of file it is the usual one of such a report.
    """
    _check(asked)
    subject = _subject(asked)
    if subject is not Subject.COMPARISON and (asked.earlier or asked.later):
        raise UserError(
            _("--earlier and --later belong to the comparison of two reviews."),
            _("Leave them out, or add --about comparison."),
        )
    order = ReportOrder(
        subject,
        audience.audience if audience else audiences_of(subject)[0],
        kind or formats_of(subject)[0],
        team=asked.team,
        day=asked.day,
        since=asked.since,
        language=language,
    )
    return _COMPLETED.get(subject, _as_it_is)(session, order, asked)


def _check(asked: Asked) -> None:
    """Raise UserError for options that do not go together."""
    if asked.about is About.REMEDIATION:
        if sum((asked.portfolio, bool(asked.team), bool(asked.service))) > 1:
            raise UserError(
                _("A report on remediation is on all services, or on a team, or on one service."),
                _("Type shipworthy report --about remediation, with SERVICE or --team NAME where it is on less."),
            )
        return
    if (asked.portfolio or bool(asked.team)) == bool(asked.service):
        raise UserError(
            _("A report is on one service, or on the portfolio, or on a team."),
            _("Type shipworthy report SERVICE, or --portfolio, or --team NAME."),
        )
    if asked.service and (asked.day or asked.since):
        raise UserError(
            _("--as-of and --since belong to the report on the portfolio or on a team."),
            _("Leave them out, or add --portfolio in place of the service."),
        )


def check_language(tag: str) -> None:
    """Raise UserError for a language that reports do not speak; "" means that of the settings."""
    spoken = report_languages()
    if tag and not {tag, tag.partition("-")[0]} & set(spoken):
        raise UserError(
            _("There is no report in the language “{tag}”.").format(tag=tag),
            _("Choose one of these: {languages}.").format(languages=", ".join(spoken)),
        )


def format_named(path: Path | None) -> Format | None:
    """Return the kind of file that a name's ending means; None where it means none."""
    return None if path is None else next((each for each in Format if each.suffix == path.suffix.lower()), None)


def _subject(asked: Asked) -> Subject:
    if asked.service or asked.about is About.REMEDIATION:
        return Subject(asked.about.value)
    return Subject.TEAM if asked.team else Subject.PORTFOLIO


def _as_it_is(session: Session, order: ReportOrder, asked: Asked) -> ReportOrder:
    del session, asked
    return order


def _on_a_review(session: Session, order: ReportOrder, asked: Asked) -> ReportOrder:
    return replace(order, review=standing_review_of(session, asked.service).assessment.id)


def _on_what_is_done(session: Session, order: ReportOrder, asked: Asked) -> ReportOrder:
    return replace(order, service=find_service(session, asked.service).id) if asked.service else order


def _on_two_reviews(session: Session, order: ReportOrder, asked: Asked) -> ReportOrder:
    if asked.later:
        later = find_assessment(session, asked.later, asked.service)
    else:
        later = standing_review_of(session, asked.service).assessment.id
    if asked.earlier:
        earlier = find_assessment(session, asked.earlier, asked.service)
    else:
        earlier = review_before(session, later)
    return replace(order, review=later, earlier=earlier)


_COMPLETED: Mapping[Subject, Callable[[Session, ReportOrder, Asked], ReportOrder]] = {
    Subject.ASSESSMENT: _on_a_review,
    Subject.COMPARISON: _on_two_reviews,
    Subject.MINUTES: _on_a_review,
    Subject.REMEDIATION: _on_what_is_done,
}
