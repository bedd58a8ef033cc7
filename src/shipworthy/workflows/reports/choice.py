"""What there is to report on, for whoever chooses a report: services, teams, days, and the reviews of a service."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from shipworthy.domain.assessment import AssessmentState, standing
from shipworthy.workflows.movement import first_day
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service that a report may be on; `is_reviewed` where it ever had a review."""

    id: UUID
    name: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class ReportMatter:
    """What reports may be on: services and teams by name, and the days from the first that the store knows of."""

    services: tuple[ServiceChoice, ...]
    teams: tuple[str, ...]
    first_day: date
    today: date


@dataclass(frozen=True, slots=True)
class ReviewChoice:
    """A review that a report may be on; `stands` where it speaks for its service, `meetings` is how many it had."""

    id: UUID
    title: str
    state: AssessmentState
    day: date | None
    stands: bool
    meetings: int


@dataclass(frozen=True, slots=True)
class ServiceReviews:
    """A service with its reviews, the newest first."""

    service: ServiceChoice
    reviews: tuple[ReviewChoice, ...]


def read_matter(session: Session) -> ReportMatter:
    """Return what there is to report on, without working anything out."""
    with session.store.read() as tx:
        services = tx.services.all()
        reviewed = tx.standings.reviewed_before(session.now() + timedelta(days=1))
    teams = {each.team for each in services if each.team}
    return ReportMatter(
        tuple(ServiceChoice(each.id, each.name, each.id in reviewed) for each in services),
        tuple(sorted(teams, key=str.casefold)),
        first_day(session),
        session.today(),
    )


def reviews_of(session: Session, service_id: UUID) -> ServiceReviews:
    """Return a service, archived or not, with its reviews; raises UserError where it is not there."""
    with session.store.read() as tx:
        service = tx.services.get(service_id)
        found = tx.assessments.of_service(service_id)
        speaks = standing(found)
        reviews = []
        for each in reversed(found):
            at, held = each.decided_at or each.started_at, tx.meetings.of_assessment(each.id)
            day = session.day(at) if at else None
            reviews.append(ReviewChoice(each.id, each.title, each.state, day, each is speaks, len(held)))
    return ServiceReviews(ServiceChoice(service.id, service.name, bool(reviews)), tuple(reviews))


def reviews_beside(session: Session, assessment_id: UUID) -> ServiceReviews:
    """Return the service of a review with all of its reviews; raises UserError where the review is not there."""
    with session.store.read() as tx:
        service_id = tx.assessments.get(assessment_id).service
    return reviews_of(session, service_id)
