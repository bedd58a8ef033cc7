"""How far campaigns are at the end of a day, read once for all of them.

A closed campaign is shown as it stood at the end of the day on which it was closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES, AssessmentState
from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import CampaignCourse, MeantServices, ReviewThen, ServiceThen
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage.assessments import ReviewDays
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.own_packs import pack_titles
from shipworthy.workflows.past_standing import as_kept
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.session import Session


@dataclass(frozen=True)
class Campaigns:
    """All campaigns as they were at the end of a day: open ones by their due day, closed ones after them.

    `packs` are the titles of all packs by id, for whoever starts another.
    """

    day: date
    is_past: bool
    packs: Mapping[str, str]
    views: tuple[CampaignView, ...]

    def view(self, campaign_id: UUID) -> CampaignView | None:
        """Return one of them; None where it was not there."""
        return next((each for each in self.views if each.campaign.id == campaign_id), None)


def list_campaigns(session: Session, day: date | None = None) -> Campaigns:
    """Return all campaigns at the end of a past day; as they are now for today, a day to come and None."""
    return campaigns_in(session, portfolio_on(session, day))


def view_campaign(session: Session, campaign_id: UUID, day: date | None = None) -> CampaignView:
    """Return one campaign at the end of a day; raises UserError where it was not there."""
    found = list_campaigns(session, day).view(campaign_id)
    if found is None:
        raise UserError(
            _("There was no such campaign on that day."), _("Choose a later day, or another campaign of the list.")
        )
    return found


def campaigns_in(session: Session, portfolio: Portfolio) -> Campaigns:
    """Return all campaigns on the day of a portfolio that was read already."""
    day = portfolio.day
    with session.store.read() as tx:
        dated, titles = _dated(session, tx, portfolio), pack_titles(tx)
        if not dated:
            return Campaigns(day, portfolio.is_past, titles, ())
        shown = {campaign.id: min(day, closed or day) for campaign, closed in dated}
        since = min((*(campaign.starts for campaign, _closed in dated), *shown.values()))
        begin, end = session.store.end_of(since - timedelta(days=1)), session.store.end_of(day)
        changes = tx.changes.of_services(begin, end)
        reviews = tx.assessments.decided_since(begin)
    then = _services_then(session, portfolio, changes, since)
    meant = MeantServices(then, Wording().tier)
    told = _reviews_then(session, reviews)
    coverages = _coverages(portfolio, reviews)
    views = []
    for campaign, closed in dated:
        course, on = CampaignCourse(campaign, meant.of(campaign), told), shown[campaign.id]
        packs = tuple(titles.get(each, each) for each in campaign.packs)
        lines = course.lines(on, coverages if on == day else {})
        views.append(CampaignView(campaign, on, closed, packs, lines, course.burn_up(on)))
    return Campaigns(day, portfolio.is_past, titles, tuple(sorted(views, key=_order)))


def _order(view: CampaignView) -> tuple[bool, date, str]:
    campaign = view.campaign
    return campaign.closed, campaign.due, campaign.name.casefold()


def _dated(session: Session, tx: Transaction, portfolio: Portfolio) -> list[tuple[Campaign, date | None]]:
    """Return the campaigns as they were on the day, each with the day on which it was closed; None for open ones."""
    present = tx.campaigns.all()
    if not portfolio.is_past:
        return [(each, _closing_day(session, tx, each, tx.changes.get(each.version))) for each in present]
    end = session.store.end_of(portfolio.day)
    found = []
    for change in tx.changes.last_for(SubjectKind.CAMPAIGN, [each.id for each in present], end):
        campaign = as_kept(change, Campaign)
        if campaign is not None:
            found.append((campaign, _closing_day(session, tx, campaign, change)))
    return found


def _closing_day(session: Session, tx: Transaction, campaign: Campaign, last: Change) -> date | None:
    """Return the day on which a campaign was closed, by its last change; None where it is open.

    Nothing but reopening changes a closed campaign, so its last change closed it, or took the reopening back: then it
    is closed since it was before that.
    """
    if not campaign.closed:
        return None
    if last.undoes is not None:
        changes = {each.sequence: each for each in tx.changes.for_subject(SubjectKind.CAMPAIGN, campaign.id)}
        while last.undoes is not None:
            undone = last.undoes
            last = changes[max(sequence for sequence in changes if sequence < undone)]
    return session.day(last.at)


def _services_then(
    session: Session, portfolio: Portfolio, changes: Iterable[Change], since: date
) -> tuple[ServiceThen, ...]:
    """Return every service as it was in each of the days from one to that of the portfolio, by name.

    A service without a change in these days is as the portfolio has it; the log tells of the others.
    """
    told: dict[UUID, list[Change]] = {}
    for change in changes:
        told.setdefault(change.subject_id, []).append(change)
    found = [ServiceThen(each, since) for each in portfolio.today.services.values() if each.id not in told]
    for of_service in told.values():
        found += _versions(session, of_service, since)
    return tuple(sorted(found, key=lambda then: (then.service.name.casefold(), then.service.id.hex, then.first)))


def _versions(session: Session, changes: list[Change], since: date) -> Iterable[ServiceThen]:
    """Return how a service was in the days from one on; a day counts with what its last change left behind."""
    service, first = changes[0].before_as(Service), since
    for change in changes:
        day = session.day(change.at)
        if service is not None and first < day:
            yield ServiceThen(service, first, day - timedelta(days=1))
        service, first = change.after_as(Service), day
    if service is not None:
        yield ServiceThen(service, first)


def _reviews_then(session: Session, reviews: Iterable[ReviewDays]) -> Mapping[UUID, list[ReviewThen]]:
    found: dict[UUID, list[ReviewThen]] = {}
    for each in reviews:
        found.setdefault(each.service, []).append(_review_then(session, each))
    return found


def _review_then(session: Session, review: ReviewDays) -> ReviewThen:
    """Return a review by its days; nothing changes one that was withdrawn or superseded, so that came last."""
    is_retired = review.state not in (*OPEN_STATES, AssessmentState.DECIDED)
    ended_at = review.changed_at or review.decided_at or review.started_at
    return ReviewThen(
        id=review.id,
        service=review.service,
        title=review.title,
        packs=review.packs,
        started=session.day(review.started_at) if review.started_at else date.min,
        decided=session.day(review.decided_at) if review.decided_at else None,
        ended=session.day(ended_at) if is_retired and ended_at else None,
    )


def _coverages(portfolio: Portfolio, reviews: Iterable[ReviewDays]) -> Mapping[UUID, Fraction]:
    """Return how far open reviews are: of a past day only those that spoke for their services, which was noted."""
    if portfolio.is_past:
        return {each.id: each.coverage for each in portfolio.standings.values() if not each.is_decided}
    return {each.id: Fraction(each.coverage) for each in reviews if each.state in OPEN_STATES and each.coverage}
