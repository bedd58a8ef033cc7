"""Services: list them with where they stand, look at one, add and change them."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.answering import is_link
from shipworthy.domain.assessment import Assessment, AssessmentState, Decision
from shipworthy.domain.dependencies import Blast, Need
from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import ServiceLine, calls_for_review
from shipworthy.domain.scorecard import Band
from shipworthy.domain.service import TIERS, Service
from shipworthy.domain.service_event import EventKind, ServiceEvent
from shipworthy.domain.stale import StaleReason
from shipworthy.errors import UserError
from shipworthy.storage.scores import StoredScore
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.counted_fields import count_alike, counted_fields
from shipworthy.workflows.facts import FactLine, facts_of
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.reviews import rescore_service, score_today, shown_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import newer_decision

LONGEST_NAME = 200  # as in answers files
_INVISIBLE = ("Cf", "Zs", "Mn")  # alone, no name: signs of no width, blanks, marks without a letter
_NOT_IN_A_LINE = ("Cc", "Zl", "Zp")  # Unicode's categories of control characters and of line and paragraph breaks


@dataclass(frozen=True, slots=True)
class SealedLine:
    """What a list shows of a seal: its hash, what the same answers count today, and why the decision is stale."""

    hash: str
    live_score: Fraction | None
    stale: tuple[StaleReason, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment as a list shows it; `score` is None where nothing is applicable or was worked out.

    Score and band of a sealed one are those that were sealed. Level, coverage and verdict are today's, except where
    one service is shown: there they are those of the seal too, as in the trend, and `decision` is filled.
    """

    id: UUID
    title: str
    state: AssessmentState
    reviewed_on: date | None
    score: Fraction | None = None
    band: Band | None = None
    level: int = 0
    coverage: Fraction = Fraction(0)
    verdict: Verdict = Verdict.NOT_ASSESSED
    state_reason: str = ""
    decision: Decision | None = None
    sealed: SealedLine | None = None

    @property
    def live_score(self) -> Fraction | None:
        """Return what a sealed one counts today where that differs from what was sealed, else None."""
        return self.sealed.live_score if self.sealed and self.sealed.live_score != self.score else None

    @property
    def stale(self) -> tuple[StaleReason, ...]:
        """Return why the decision is stale; nothing where it stands or there is none."""
        return self.sealed.stale if self.sealed else ()


@dataclass(frozen=True, slots=True)
class ServiceView:
    """Everything the page of one service shows; assessments newest first.

    `events` are the noted ones for which a review is due. `merged_into` is the service that was kept, `earlier` are
    those that were merged into this one.
    """

    service: Service
    line: ServiceLine
    assessments: tuple[AssessmentLine, ...]
    facts: tuple[FactLine, ...]
    hard: tuple[Service, ...]
    soft: tuple[Service, ...]
    needs: tuple[Need, ...]
    blast: Blast
    events: tuple[ServiceEvent, ...] = ()
    merged_into: Service | None = None
    earlier: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class ServicesChanged:
    """What an action left behind: the services as stored, its changes' numbers in the log, and what undo calls it."""

    services: tuple[Service, ...]
    sequences: tuple[int, ...]
    name: str

    @property
    def service(self) -> Service:
        """Return the first of them."""
        return self.services[0]


@dataclass(frozen=True, slots=True)
class ServiceName:
    """A service as something to go to."""

    id: UUID
    name: str
    team: str
    tier: int


def name_services(session: Session) -> tuple[ServiceName, ...]:
    """Return every service that is not archived, by name, without working anything out."""
    with session.store.read() as tx:
        return tuple(ServiceName(each.id, each.name, each.team, each.tier) for each in tx.services.all())


def find_service(session: Session, name: str) -> Service:
    """Return the service of this name, whatever its capitals; raises UserError where there is none."""
    with session.store.read() as tx:
        service = tx.services.find(name)
        if service is None:
            names = [each.name for each in tx.services.all()]
            raise UserError(
                _("There is no service “{name}”.").format(name=name),
                nearest(name, names) if names else _("Add it first: shipworthy service add NAME."),
            )
        return service


def view_service(session: Session, service_id: UUID) -> ServiceView:
    """Return what the page of a service shows."""
    portfolio = portfolio_on(session)
    with session.store.read() as tx:
        service = tx.services.get(service_id)
        of_service = tx.assessments.of_service(service_id)
        lines = _AssessmentLines(session, tx, portfolio, of_service)
        line = portfolio.line(service_id)
        merges = [each for group in portfolio.events.values() for each in group if each.kind is EventKind.MERGED]
        into = next((each.other for each in merges if each.service == service_id), None)
        return ServiceView(
            service=service,
            line=line,
            assessments=tuple(_as_sealed(session, tx, lines.line(each, of_service)) for each in reversed(of_service)),
            facts=facts_of(tx, service, of_service),
            hard=_by_name(tx, service.hard_dependencies),
            soft=_by_name(tx, service.soft_dependencies),
            needs=portfolio.dependencies.needs(service_id),
            blast=portfolio.dependencies.blast(service_id),
            events=tuple(
                each
                for each in portfolio.events.get(service_id, ())
                if calls_for_review(each, line.standing, portfolio.day)
            ),
            merged_into=tx.services.find_by_id(into) if into else None,
            earlier=_by_name(tx, frozenset(each.service for each in merges if each.other == service_id)),
        )


def blank_service(session: Session) -> Service:
    """Return a service that is not stored yet."""
    return Service(id=session.new_id(), name="")


def save_service(session: Session, service: Service) -> Service:
    """Add a service (version 0) or change it, and work anew what its reviews count today.

    Raises UserError where the name is empty or taken, a link cannot be opened safely or a dependency is the service
    itself; nothing is stored then.
    """
    with session.begin() as tx:
        return save_in(session, tx, service)


def save_in(session: Session, tx: Transaction, service: Service) -> Service:
    """Add or change a service as part of a larger action."""
    name = _("change {service}") if service.version else _("add {service}")
    return change_services_in(session, tx, [service], name.format(service=service.name.strip())).service


def change_services(session: Session, services: Sequence[Service], name: str) -> ServicesChanged:
    """Add or change services as one action, all or none; `name` is what the history and undo call it.

    New ones may depend on each other. Raises UserError as `save_service` does.
    """
    with session.begin() as tx:
        return change_services_in(session, tx, services, name)


def change_services_in(session: Session, tx: Transaction, services: Sequence[Service], name: str) -> ServicesChanged:
    """Add or change services as part of a larger action."""
    tidy = [replace(each, name=each.name.strip(), tags=tuple(dict.fromkeys(each.tags))) for each in services]
    for service in tidy:
        check_service(service)
    # Services that are new are all there before any that is changed refers to them.
    added = tx.services.add_all([each for each in tidy if not each.version], action=name)
    kept = {each.value.id: each for each in added}
    changed = [each for each in tidy if each.version]
    counted = counted_fields(session, tx) if changed else frozenset()
    for service in changed:
        before = tx.services.find_by_id(service.id)
        kept[service.id] = tx.services.save(service, action=name)
        if before is not None and not count_alike(before, service, counted):
            rescore_service(session, tx, service.id)
    sequences = sorted(number for each in kept.values() for number in each.sequences)
    return ServicesChanged(tuple(kept[each.id].value for each in tidy), tuple(sequences), name)


def has_services(session: Session) -> bool:
    """Tell whether the store holds any service."""
    with session.store.read() as tx:
        return bool(tx.services.all(archived=True))


def check_service(service: Service) -> None:
    """Raise UserError for a service that cannot be stored, whatever else the store holds."""
    if all(unicodedata.category(sign) in _INVISIBLE for sign in service.name):
        raise UserError(_("A service needs a name."), _("Type the name that people use for it."))
    if len(service.name) > LONGEST_NAME or any(unicodedata.category(sign) in _NOT_IN_A_LINE for sign in service.name):
        raise UserError(
            _("The name of a service is one line of at most {count} characters.").format(count=LONGEST_NAME),
            _("Shorten it, and take line breaks, tabs and control characters out."),
        )
    if service.tier not in TIERS:
        raise UserError(
            _("{tier} is no tier.").format(tier=service.tier),
            _("Tiers are 1 (an outage hurts at once) to 4 (experiment)."),
        )
    for link in service.links:
        if not is_link(link.url):
            raise UserError(
                _("“{url}” is no link that can be opened safely.").format(url=link.url),
                _("Start it with https://, http:// or mailto: and leave no spaces."),
            )
    if service.id in service.hard_dependencies | service.soft_dependencies:
        raise UserError(_("A service cannot depend on itself."), _("Take it out of its own dependencies."))


class _AssessmentLines:
    """The lines of a service's assessments."""

    def __init__(
        self, session: Session, tx: Transaction, portfolio: Portfolio, of_service: Iterable[Assessment]
    ) -> None:
        self._session = session
        self._tx = tx
        self._seals = tx.seals.results([each.id for each in of_service])
        self._portfolio = portfolio

    def line(self, assessment: Assessment, of_service: Iterable[Assessment]) -> AssessmentLine:
        """Return the line of an assessment among all of its service."""
        reviewed_at = assessment.decided_at or assessment.started_at
        line = AssessmentLine(
            assessment.id,
            assessment.title,
            assessment.state,
            self._session.day(reviewed_at) if reviewed_at else None,
            state_reason=assessment.state_reason,
            decision=assessment.decision,
        )
        line = _with_score(line, score_today(self._session, self._tx, self._tx.scores.get(assessment.id)))
        seal = self._seals.get(line.id)
        if seal is None:
            return line
        later = newer_decision(self._session, assessment, of_service)
        is_decided = line.state is AssessmentState.DECIDED
        stale = self._portfolio.today.reasons(assessment.service, seal.basis, later) if is_decided else ()
        return replace(
            line, score=seal.score, band=seal.band, sealed=SealedLine(seal.hash, live_score=line.score, stale=stale)
        )


def _as_sealed(session: Session, tx: Transaction, line: AssessmentLine) -> AssessmentLine:
    """Return a line with all of its figures as they were sealed; as of today where the seal cannot be read."""
    if line.sealed is None:
        return line
    try:
        review = shown_review(session, tx, line.id)
    except UserError:
        return line
    judged = review.judgement
    return replace(line, level=judged.level, coverage=review.scorecard.coverage, verdict=judged.verdict)


def _with_score(line: AssessmentLine, stored: StoredScore | None) -> AssessmentLine:
    if stored is None:
        return line
    return replace(
        line,
        score=stored.score,
        band=Band(stored.low, stored.high) if stored.low is not None and stored.high is not None else None,
        level=stored.level,
        coverage=stored.coverage,
        verdict=stored.verdict,
    )


def _by_name(tx: Transaction, service_ids: frozenset[UUID]) -> tuple[Service, ...]:
    return tuple(sorted((tx.services.get(each) for each in service_ids), key=lambda service: service.name.casefold()))
