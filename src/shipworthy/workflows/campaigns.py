"""Campaigns: start one, change it, close and reopen it, and start the reviews that are missing."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import scope_of
from shipworthy.domain.pack import Pack
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.errors import UserError
from shipworthy.storage.services import name_key
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.own_packs import offered_packs, pack_titles
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import StartPlan, start_review

LONGEST_NAME = 60
MOST_REVIEWS = 100
"""Reviews that one action starts: beyond it, nobody could say what a single undo would take back."""

LONGEST = timedelta(days=3_653)
"""Ten years: the burn-up has every day of a campaign, and a day of another century is a slip of the finger."""

_USUAL_LENGTH = timedelta(weeks=12)
_ALL = ServiceFilter()


@dataclass(frozen=True, slots=True)
class CampaignChanged:
    """A campaign as it was stored, the places of the change in the log (none where nothing changed), and its name."""

    campaign: Campaign
    sequences: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class ReviewsStarted:
    """What starting the missing reviews of a campaign left behind, as one action.

    `assessments` are the drafts; `skipped` names services that have an open review already.
    """

    campaign: Campaign
    assessments: tuple[UUID, ...]
    skipped: tuple[str, ...]
    sequences: tuple[int, ...]
    name: str


def blank_campaign(session: Session, scope: ServiceFilter = _ALL) -> Campaign:
    """Return a campaign that is not stored yet: of services with any pack, from today on, for twelve weeks."""
    today = session.today()
    return Campaign(session.new_id(), "", (), today, today + _USUAL_LENGTH, scope)


def find_campaign(session: Session, name: str) -> Campaign:
    """Return the campaign of this name, whatever its capitals; raises UserError where there is none."""
    with session.store.read() as tx:
        found, names = _named(tx, _tidy(name)), [each.name for each in tx.campaigns.all()]
    if found is None:
        raise UserError(
            _("There is no campaign “{name}”.").format(name=name),
            nearest(name, names) if names else _("Start one first: shipworthy campaign start NAME --due DATE."),
        )
    return found


def save_campaign(session: Session, campaign: Campaign) -> CampaignChanged:
    """Start a campaign (version 0) or change one, as one action.

    Raises UserError, and nothing is stored, where the name is empty, too long or taken, the due day comes before the
    start, a day is too far away, a pack is unknown, the scope asks for an outcome, it is closed, or somebody changed it
    since it was read.
    """
    with session.begin() as tx:
        before = tx.campaigns.find(campaign.id)
        if before is not None and before.closed:
            raise UserError(
                _("“{name}” is closed, so it stays as it is.").format(name=before.name), _("Reopen it first.")
            )
        checked = _checked(session, tx, campaign, before.packs if before else ())
        action = _("changed the campaign “{name}”") if campaign.version else _("started the campaign “{name}”")
        return _save(tx, checked, action)


def close_campaign(session: Session, campaign_id: UUID) -> CampaignChanged:
    """End a campaign: it is kept as it stands at the end of the day, for the record."""
    return _set_closed(session, campaign_id, True)


def reopen_campaign(session: Session, campaign_id: UUID) -> CampaignChanged:
    """Go on with a campaign that was closed."""
    return _set_closed(session, campaign_id, False)


def start_reviews(session: Session, campaign_id: UUID, services: Sequence[UUID]) -> ReviewsStarted:
    """Start a draft for each of some services, all or none: the standing review's packs and the campaign's.

    Answers are carried from the standing review. A service with an open review is skipped: two would ask the same
    people the same things. Raises UserError where the campaign is closed, a pack is not on offer or there are more
    than MOST_REVIEWS services.
    """
    if len(services) > MOST_REVIEWS:
        raise UserError(
            _("At most {count} reviews are started in one go.").format(count=MOST_REVIEWS),
            _("Choose fewer services, such as those of one team."),
        )
    with session.store.as_one(session.actor, session.now()) as store:
        joined = replace(session, store=store)
        with store.read() as tx:
            campaign = tx.campaigns.get(campaign_id)
            offered = tx.services.all()
            busy = {each.service for each in tx.assessments.open()}
            packs = {pack.id: pack for pack in offered_packs(tx)}
        if campaign.closed:
            raise UserError(_("“{name}” is closed.").format(name=campaign.name), _("Reopen it first."))
        names = {each.id: each.name for each in offered}
        wanted = [each for each in dict.fromkeys(services) if each in names]
        started = [_start(joined, campaign, each, packs) for each in wanted if each not in busy]
    return ReviewsStarted(
        campaign,
        tuple(assessment for assessment, _sequences in started),
        tuple(names[each] for each in wanted if each in busy),
        tuple(number for _assessment, sequences in started for number in sequences),
        _("started reviews for “{name}”").format(name=campaign.name),
    )


def _start(
    session: Session, campaign: Campaign, service_id: UUID, offered: Mapping[str, Pack]
) -> tuple[UUID, tuple[int, ...]]:
    with session.store.read() as tx:
        standing = tx.assessments.standing(service_id)
        own = {use.pack_id: use.pack_hash for use in standing.packs} if standing else {}
        missing = [each for each in campaign.packs if each not in own and each not in offered]
        if missing:
            raise UserError(
                _("The pack “{pack}” is not on offer.").format(pack=missing[0]),
                _("Add it on the Packs page, or change the campaign."),
            )
        again = {each: offered.get(each) or session.pack(tx, pack_hash) for each, pack_hash in own.items()}
    packs = again | {each: offered[each] for each in campaign.packs if each not in again}
    # Where neither the service nor the campaign has a pack, the first on offer is the usual one.
    plan = StartPlan(tuple(packs.values()) or tuple(offered.values())[:1])
    recorded = start_review(session, service_id, plan)
    return recorded.review.assessment.id, recorded.sequences


def _set_closed(session: Session, campaign_id: UUID, closed: bool) -> CampaignChanged:
    with session.begin() as tx:
        campaign = replace(tx.campaigns.get(campaign_id), closed=closed)
        return _save(tx, campaign, _("closed the campaign “{name}”") if closed else _("reopened the campaign “{name}”"))


def _save(tx: Transaction, campaign: Campaign, action: str) -> CampaignChanged:
    action = action.format(name=campaign.name)
    saved = tx.campaigns.save(campaign, action=action)
    return CampaignChanged(saved.value, saved.sequences, action)


def _named(tx: Transaction, name: str) -> Campaign | None:
    return next((each for each in tx.campaigns.all() if name_key(each.name) == name_key(name)), None)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _checked(session: Session, tx: Transaction, campaign: Campaign, packs_before: Collection[str]) -> Campaign:
    name = _tidy(campaign.name)
    if not name or len(name) > LONGEST_NAME or any(unicodedata.category(sign) == "Cc" for sign in name):
        raise UserError(
            _("A campaign needs a name of at most {count} characters.").format(count=LONGEST_NAME),
            _("Say what it is for, such as “Tier 1 by spring”."),
        )
    taken = _named(tx, name)
    if taken is not None and taken.id != campaign.id:
        raise UserError(_("There is a campaign “{name}” already.").format(name=taken.name), _("Choose another name."))
    if campaign.due < campaign.starts:
        raise UserError(
            _("The campaign would be due before it starts."), _("Choose a due day on or after the first day.")
        )
    today = session.today()
    if campaign.starts < today - LONGEST or campaign.due > today + LONGEST:
        raise UserError(
            _("A campaign neither starts nor ends more than ten years from today."), _("Check the year of both days.")
        )
    _check_packs(tx, campaign, packs_before)
    if scope_of(campaign.scope) != campaign.scope:
        raise UserError(
            _("A campaign cannot choose services by verdict or by what worries about them."),
            _("Its own reviews would change which services it means. Choose by tier, team or tag, for example."),
        )
    scope = replace(campaign.scope, text=_tidy(campaign.scope.text))
    return replace(campaign, name=name, packs=tuple(dict.fromkeys(campaign.packs)), scope=scope)


def _check_packs(tx: Transaction, campaign: Campaign, before: Collection[str]) -> None:
    known = pack_titles(tx).keys()
    for pack_id in campaign.packs:
        if pack_id not in known and pack_id not in before:
            raise UserError(_("There is no pack “{pack}”.").format(pack=pack_id), nearest(pack_id, sorted(known)))
