"""Services: list them with where they stand, look at one, add, change, archive."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.answering import is_link
from shipworthy.domain.assessment import Assessment, AssessmentState, Decision
from shipworthy.domain.gate import Verdict, capped
from shipworthy.domain.scorecard import Band
from shipworthy.domain.service import TIERS, Service
from shipworthy.domain.stale import StaleReason
from shipworthy.errors import UserError
from shipworthy.storage.scores import Standing, StoredScore
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.facts import FactLine, facts_of
from shipworthy.workflows.reviews import rescore, rescore_service, score_today, shown_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import newer_decision, today

LONGEST_NAME = 200  # as in answers files
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
class ServiceLine:
    """A service as a list shows it, by its standing assessment.

    `verdict` is the one that counts, `own_verdict` the service's own, `capped_by` the names of those that lower it.
    """

    service: Service
    standing: AssessmentLine | None
    verdict: Verdict
    own_verdict: Verdict
    capped_by: tuple[str, ...]
    blockers: int | None
    last_review: date | None


@dataclass(frozen=True, slots=True)
class ServiceView:
    """Everything the page of one service shows; assessments newest first."""

    service: Service
    line: ServiceLine
    assessments: tuple[AssessmentLine, ...]
    facts: tuple[FactLine, ...]
    hard: tuple[Service, ...]
    soft: tuple[Service, ...]


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


def list_services(session: Session) -> tuple[ServiceLine, ...]:
    """Return every service that is not archived, by name, with what is due recomputed first."""
    _rescore_due(session)
    with session.store.read() as tx:
        everything = _Everything(session, tx)
        return tuple(everything.service_line(each) for each in everything.services.values() if not each.archived)


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
    with session.store.read() as tx:
        service = tx.services.get(service_id)
        everything = _Everything(session, tx)
        of_service = tx.assessments.of_service(service_id)
        line = everything.service_line(service)
        return ServiceView(
            service=service,
            line=line,
            assessments=tuple(
                _as_sealed(session, tx, everything.assessment_line(each, of_service)) for each in reversed(of_service)
            ),
            facts=facts_of(tx, service, of_service),
            hard=_by_name(tx, service.hard_dependencies),
            soft=_by_name(tx, service.soft_dependencies),
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
    service = replace(service, name=service.name.strip(), tags=tuple(dict.fromkeys(service.tags)))
    check_service(service)
    saved = tx.services.save(service, action="change service" if service.version else "add service").value
    rescore_service(session, tx, saved.id)
    return saved


def archive_service(session: Session, service_id: UUID) -> Service:
    """Take a service out of the lists; nothing of it is deleted."""
    with session.begin() as tx:
        service = tx.services.get(service_id)
        return tx.services.save(replace(service, archived=True), action="archive service").value


def has_services(session: Session) -> bool:
    """Tell whether the store holds any service."""
    with session.store.read() as tx:
        return bool(tx.services.all(archived=True))


def check_service(service: Service) -> None:
    """Raise UserError for a service that cannot be stored, whatever else the store holds."""
    if not service.name:
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


def _rescore_due(session: Session) -> None:
    """Evidence that expired since changes scores: those rows are worked out anew before anything is listed."""
    with session.store.read() as tx:
        due = tx.scores.due(session.today())
    if due and not session.store.read_only:
        with session.begin() as tx:
            for assessment_id in due:
                rescore(session, tx, assessment_id)


class _Everything:
    """All services with their standing reviews, read once, and the lines made of them."""

    def __init__(self, session: Session, tx: Transaction) -> None:
        self._session = session
        self._tx = tx
        # Archived services too: taken out of the lists, they still lower the verdict of those that need them.
        self.services = {service.id: service for service in tx.services.all(archived=True)}
        self._standings = {
            standing.service_id: replace(standing, score=score_today(session, tx, standing.score))
            for standing in tx.scores.for_standing(archived=True)
        }
        self._own = {each: _own_verdict(self._standings.get(each)) for each in self.services}
        self._hard = {each.id: each.hard_dependencies for each in self.services.values() if each.hard_dependencies}
        self._seals = tx.seals.results()
        self._today = today(session, tx, self.services, self._own)

    def service_line(self, service: Service) -> ServiceLine:
        """Return the line of a service."""
        standing, own = self._standings.get(service.id), self._own[service.id]
        shown = capped(service.id, self._own, self._hard) if service.id in self._hard else None
        assessment = self._standing_line(standing) if standing else None
        return ServiceLine(
            service=service,
            standing=assessment,
            verdict=shown.shown if shown else own,
            own_verdict=own,
            capped_by=tuple(sorted(self.services[each].name for each in shown.capped_by)) if shown else (),
            blockers=standing.score.blockers if standing and standing.score else None,
            last_review=assessment.reviewed_on if assessment else None,
        )

    def assessment_line(self, assessment: Assessment, of_service: Iterable[Assessment]) -> AssessmentLine:
        """Return the line of an assessment among all of its service."""
        line = AssessmentLine(
            assessment.id,
            assessment.title,
            assessment.state,
            self._day(assessment.decided_at or assessment.started_at),
            state_reason=assessment.state_reason,
            decision=assessment.decision,
        )
        scored = _with_score(line, score_today(self._session, self._tx, self._tx.scores.get(assessment.id)))
        later = newer_decision(self._session, assessment, of_service)
        return self._with_seal(scored, assessment.service, later)

    def _standing_line(self, standing: Standing) -> AssessmentLine | None:
        if standing.assessment_id is None or standing.state is None:
            return None
        line = AssessmentLine(
            standing.assessment_id,
            standing.title or "",
            standing.state,
            self._day(standing.decided_at or standing.started_at),
        )
        return self._with_seal(_with_score(line, standing.score), standing.service_id)

    def _with_seal(
        self, line: AssessmentLine, service_id: UUID, later: tuple[str, date] | None = None
    ) -> AssessmentLine:
        seal = self._seals.get(line.id)
        if seal is None:
            return line
        is_decided = line.state is AssessmentState.DECIDED
        stale = self._today.reasons(service_id, seal.basis, later) if is_decided else ()
        return replace(
            line, score=seal.score, band=seal.band, sealed=SealedLine(seal.hash, live_score=line.score, stale=stale)
        )

    def _day(self, moment: datetime | None) -> date | None:
        return self._session.store.day(moment) if moment else None


def _own_verdict(standing: Standing | None) -> Verdict:
    return standing.score.verdict if standing and standing.score else Verdict.NOT_ASSESSED


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
