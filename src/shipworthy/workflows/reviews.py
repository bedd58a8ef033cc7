"""Reviewing: start an assessment, open it, answer, take back.

Every action is one transaction: the answer, its line in the change log and the new score row land together, or none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from shipworthy import __version__
from shipworthy.domain.answering import checked_answer
from shipworthy.domain.assessment import OPEN_STATES, Answer, Assessment, AssessmentState, PackUse, last_open
from shipworthy.domain.gate import Verdict, capped
from shipworthy.domain.pack import Pack
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.remediation import RemediationItem, Waiver, next_waiver_end
from shipworthy.domain.review import Cap, Review, assemble, next_expiry
from shipworthy.domain.sealed import Seal, review_of
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.packs.shipped import default_policy
from shipworthy.storage.scores import StoredScore
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.session import Session

Of = TypeVar("Of", Waiver, RemediationItem)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an action left behind: the review as it stands now, and what it did as undo names it.

    `sequences` are the places of its changes in the log, in order; none where nothing changed. `assessor` is whose
    blind answers these were; the review is by those answers then.
    """

    review: Review
    sequences: tuple[int, ...]
    name: str
    assessor: str = field(default="", kw_only=True)


def start_assessment(session: Session, service_id: UUID, packs: Sequence[Pack], title: str = "") -> Assessment:
    """Start a draft of a service with these packs, each with weight 1, under the gate policy in force."""
    with session.begin() as tx:
        return start_in(session, tx, service_id, packs, title)


def start_in(session: Session, tx: Transaction, service_id: UUID, packs: Sequence[Pack], title: str = "") -> Assessment:
    """Start a draft as part of a larger action."""
    if not packs:
        raise UserError(_("An assessment needs at least one pack."), _("Choose a pack."))
    uses = tuple(PackUse(pack.id, tx.packs.put(pack)) for pack in packs)
    assessment = Assessment(
        id=session.new_id(),
        service=tx.services.get(service_id).id,
        title=title.strip() or _("Review of {date}").format(date=Wording().date(session.today())),
        packs=uses,
        policy_hash=tx.policy.hash() or tx.packs.put_policy(default_policy()),
        assessors=(session.actor,),
        started_at=session.now(),
    )
    saved = tx.assessments.save(assessment, action="start assessment").value
    rescore(session, tx, saved.id)
    return saved


def open_review(session: Session, assessment_id: UUID, assessor: str = "") -> Review:
    """Return an assessment by the agreed answers, or by one assessor's own: as it was sealed, else as of today."""
    with session.store.read() as tx:
        return shown_review(session, tx, assessment_id, assessor)


def live_review(session: Session, assessment_id: UUID) -> Review:
    """Return an assessment scored and judged as of today, sealed or not."""
    with session.store.read() as tx:
        return load_review(session, tx, assessment_id)


def standing_review(session: Session, service_id: UUID) -> Review | None:
    """Return the review that speaks for a service, as of today; None where there is none."""
    with session.store.read() as tx:
        standing = tx.assessments.standing(service_id)
        return load_review(session, tx, standing.id) if standing else None


def newest_open(tx: Transaction, service_id: UUID) -> Assessment | None:
    """Return the newest review of a service that can still be answered; None where there is none."""
    return last_open(tx.assessments.of_service(service_id))


def record_answer(session: Session, assessment_id: UUID, answer: Answer) -> Recorded:
    """Record what was said about one question; `answer.version` is that of the answer it replaces.

    Raises UserError, and the previous answer stays, where a mandatory text is missing, the assessment is sealed or
    somebody else answered meanwhile.
    """
    return record_answers(session, assessment_id, [answer])


def record_answers(session: Session, assessment_id: UUID, answers: Sequence[Answer], name: str = "") -> Recorded:
    """Record several answers of one assessor as one action: all or none.

    `name` is what undo calls it; without one, the name of the last change.
    """
    with session.begin() as tx:
        return record_in(session, tx, assessment_id, answers, name)


def record_in(
    session: Session, tx: Transaction, assessment_id: UUID, answers: Sequence[Answer], name: str = ""
) -> Recorded:
    """Record answers as part of a larger action; blind ones of one assessor leave the agreed ones and the score alone.

    `name` as for `record_answers`.
    """
    assessor = _only_assessor(answers)
    loaded = _load(session, tx, assessment_id, assessor)
    refuse_sealed(loaded.assessment)
    sequences, last_name = [], ""
    for answer in answers:
        before = loaded.answers.get(answer.question)
        after = _signed(session, loaded.questionnaire, before, answer)
        if before is not None and before.same_content(after):
            continue
        question = loaded.questionnaire.asked[answer.question].question
        words = Wording()
        last_name = (
            words.blind_change_name(question, assessor) if assessor else words.change_name(question, before, after)
        )
        saved = tx.answers.save(assessment_id, after, action=name or last_name)
        loaded.answers[answer.question] = saved.value
        sequences.append(saved.sequence)
    review = _review(session, tx, loaded)
    if sequences and not assessor:
        keep_score(session, tx, review)
    return Recorded(review, tuple(sequences), name or last_name, assessor=assessor)


def _only_assessor(answers: Sequence[Answer]) -> str:
    """Return whose answers these are; an action records those of one assessor, or agreed ones."""
    assessors = {answer.assessor for answer in answers} or {""}
    assert len(assessors) == 1, "answers of several assessors in one action"
    return assessors.pop()


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What a review is made of, as read from the store; `answers` is a copy that an action changes."""

    service: Service
    assessment: Assessment
    questionnaire: Questionnaire
    policy: GatePolicy
    answers: dict[str, Answer]
    waivers: tuple[Waiver, ...]
    items: tuple[RemediationItem, ...]


def load_review(session: Session, tx: Transaction, assessment_id: UUID, assessor: str = "") -> Review:
    """Read, score and judge an assessment inside a transaction, by the agreed answers or by one assessor's own."""
    return _review(session, tx, _load(session, tx, assessment_id, assessor))


def shown_review(session: Session, tx: Transaction, assessment_id: UUID, assessor: str = "") -> Review:
    """Return an assessment as it is shown and reported: as it was sealed, else as of today."""
    assessment = tx.assessments.get(assessment_id)
    seal = tx.seals.of(assessment_id)
    if seal is None:
        return load_review(session, tx, assessment_id, assessor)
    return sealed_review(session, tx, assessment, seal, assessor)


def sealed_review(session: Session, tx: Transaction, assessment: Assessment, seal: Seal, assessor: str = "") -> Review:
    """Return a review as it was sealed: its service, facts, answers, packs, policy and day are those of the seal.

    `assessment` is the stored one, whose state may have moved on. Raises UserError where the seal was altered.
    """
    try:
        content = seal.opened()
    except ValueError as error:
        raise UserError(
            _("The seal of “{title}” was altered and cannot be read.").format(title=assessment.title),
            _("`shipworthy verify` names what was altered. Put a backup from before that in the database's place."),
        ) from error
    questionnaire = session.questionnaire(tx, content.assessment.packs)
    policy = session.policy(tx, content.assessment.policy_hash)
    return review_of(content, questionnaire, policy, assessment, assessor)


def own_reviews(session: Session, tx: Transaction, assessments: Collection[Assessment]) -> dict[UUID, Review]:
    """Read, score and judge several assessments by their agreed answers, each by itself, in as few reads as one."""
    answers = tx.answers.agreed_in([each.id for each in assessments])
    services = {each.id: each for each in tx.services.all(archived=True)}
    waivers, items = _by_service(tx.waivers.all()), _by_service(tx.items.all())
    return {
        each.id: _own_review(
            session,
            _loaded(
                session,
                tx,
                each,
                services[each.service],
                answers[each.id],
                waivers.get(each.service, ()),
                items.get(each.service, ()),
            ),
        )
        for each in assessments
    }


def _by_service(values: Iterable[Of]) -> dict[UUID, tuple[Of, ...]]:
    found: dict[UUID, list[Of]] = {}
    for value in values:
        found.setdefault(value.service, []).append(value)
    return {service_id: tuple(of_one) for service_id, of_one in found.items()}


def _load(session: Session, tx: Transaction, assessment_id: UUID, assessor: str = "") -> _Loaded:
    assessment = tx.assessments.get(assessment_id)
    return _loaded(
        session,
        tx,
        assessment,
        tx.services.get(assessment.service),
        tx.answers.of_assessment(assessment_id, assessor),
        tx.waivers.of_service(assessment.service),
        tx.items.of_service(assessment.service),
    )


def _loaded(
    session: Session,
    tx: Transaction,
    assessment: Assessment,
    service: Service,
    answers: Mapping[str, Answer],
    waivers: tuple[Waiver, ...],
    items: tuple[RemediationItem, ...],
) -> _Loaded:
    questionnaire = session.questionnaire(tx, assessment.packs)
    # What a pack no longer asks since it was upgraded stays in the store, and counts nowhere.
    asked = {question: answer for question, answer in answers.items() if question in questionnaire.asked}
    policy = session.policy(tx, assessment.policy_hash)
    return _Loaded(service, assessment, questionnaire, policy, asked, waivers, items)


def _review(session: Session, tx: Transaction, loaded: _Loaded) -> Review:
    review = _own_review(session, loaded)
    return replace(review, cap=_cap(session, tx, review))


def _own_review(session: Session, loaded: _Loaded, day: date | None = None) -> Review:
    """Score and judge an assessment by itself, whatever its service depends on; as of today unless a day is said."""
    decided_at = loaded.assessment.decided_at
    return assemble(
        loaded.service,
        loaded.assessment,
        loaded.questionnaire,
        loaded.policy,
        loaded.answers,
        day or session.today(),
        loaded.waivers,
        loaded.items,
        session.day(decided_at) if decided_at else None,
    )


def review_as_if(
    session: Session,
    tx: Transaction,
    assessment_id: UUID,
    service: Service,
    waivers: Sequence[Waiver] | None = None,
    items: Sequence[RemediationItem] | None = None,
) -> Review:
    """Score and judge an assessment as if its service were this one, by itself; nothing is stored.

    `waivers` and `items` are the stored ones of the service unless given.
    """
    loaded = _load(session, tx, assessment_id)
    changed = replace(
        loaded,
        service=service,
        waivers=loaded.waivers if waivers is None else tuple(waivers),
        items=loaded.items if items is None else tuple(items),
    )
    return _own_review(session, changed)


def keep_score(session: Session, tx: Transaction, review: Review) -> None:
    """Write the score row of a review, from which lists are read."""
    tx.scores.save(score_row(session, review))


def keep_due_scores(session: Session) -> None:
    """Work rows anew that no longer hold, since evidence or a waiver expired, and note from which day they did not."""
    with session.store.read() as tx:
        due = tx.scores.due(session.today())
    if due and not session.store.read_only:
        with session.begin() as tx:
            for assessment_id in due:
                _keep_due(session, tx, assessment_id)


def _keep_due(session: Session, tx: Transaction, assessment_id: UUID) -> None:
    """Nothing changed since the row was written but the day: one after the other, what expired is looked at then."""
    loaded, today = _load(session, tx, assessment_id), session.today()
    stored = tx.scores.get(assessment_id)
    last_day = stored.valid_until if stored is not None else None
    while True:
        day = last_day + timedelta(days=1) if last_day is not None and last_day < today else today
        row = score_row(session, _own_review(session, loaded, day))
        tx.scores.save(row, holds_from=day)
        last_day = row.valid_until
        if last_day is None or last_day >= today:
            return


def score_row(session: Session, review: Review) -> StoredScore:
    """Return what lists keep of a review."""
    return StoredScore(
        assessment=review.assessment.id,
        score=review.scorecard.score,
        low=review.scorecard.band.low if review.scorecard.band else None,
        high=review.scorecard.band.high if review.scorecard.band else None,
        coverage=review.scorecard.coverage,
        confidence=review.scorecard.confidence,
        level=review.judgement.level,
        verdict=review.judgement.verdict,
        blockers=len(review.judgement.blockers),
        highs=len(review.judgement.highs),
        failed_clauses=review.judgement.failed,
        principles={principle.id: principle.score for principle in review.scorecard.principles},
        misses=tuple(each.id for each in review.scorecard.questions.values() if each.miss),
        valid_until=_holds_until(review),
        engine_version=__version__,
        computed_at=session.now(),
    )


def _holds_until(review: Review) -> date | None:
    """Return the last day on which a result holds: until evidence or a waiver expires, or the decision is too old."""
    days = [next_expiry(review.answers.values(), review.today), next_waiver_end(review.waivers, review.today)]
    if review.decided_on is not None:
        days.append(review.decided_on + timedelta(days=review.tier_policy.max_age_days))
    return min((day for day in days if day is not None and day >= review.today), default=None)


def score_today(session: Session, tx: Transaction, stored: StoredScore | None) -> StoredScore | None:
    """Return a score row as it counts today: one that ran out is worked out anew, though nothing is written.

    Rows that are due are kept anew when services are listed; whatever reads one before that, or from a store that may
    only be read, may not count evidence that expired.
    """
    if stored is None or stored.valid_until is None or stored.valid_until >= session.today():
        return stored
    return score_row(session, _own_review(session, _load(session, tx, stored.assessment)))


def score_on(session: Session, tx: Transaction, assessment_id: UUID, day: date) -> StoredScore:
    """Return the score row of a review as it would be worked out on a day from what the store holds now."""
    return score_row(session, _own_review(session, _load(session, tx, assessment_id), day))


def rescore(session: Session, tx: Transaction, assessment_id: UUID) -> Review:
    """Work an assessment out anew and keep its score row."""
    review = load_review(session, tx, assessment_id)
    keep_score(session, tx, review)
    return review


def rescore_service(session: Session, tx: Transaction, service_id: UUID) -> None:
    """Work anew every review of a service that may still speak for it: open and decided ones."""
    for assessment in tx.assessments.of_service(service_id):
        if assessment.state in (*OPEN_STATES, AssessmentState.DECIDED):
            rescore(session, tx, assessment.id)


def _signed(session: Session, questionnaire: Questionnaire, before: Answer | None, answer: Answer) -> Answer:
    """Check an answer and put the actor's name to it; marking alone is no answer and confirms nothing."""
    asked = questionnaire.asked.get(answer.question)
    if asked is None:
        raise UserError(
            _("The assessment has no question “{question}”.").format(question=answer.question),
            _("Use an id of its packs; `shipworthy pack show` lists them."),
        )
    checked = checked_answer(asked.question, answer)
    if before is not None and replace(before, marked=answer.marked).same_content(checked):
        return replace(checked, answered_by=before.answered_by, answered_at=before.answered_at)
    return replace(checked, carried=False, answered_by=session.actor, answered_at=session.now())


def refuse_sealed(assessment: Assessment) -> None:
    """Raise UserError where an assessment is no longer open, so that nothing of it may change."""
    if assessment.state not in OPEN_STATES:
        raise UserError(
            _("“{title}” is {state} and cannot be changed.").format(
                title=assessment.title, state=Wording().assessment_state(assessment.state).lower()
            ),
            _("Start a new review of the service."),
        )


def _cap(session: Session, tx: Transaction, review: Review) -> Cap | None:
    """Look along the hard dependencies for a verdict lower than the service's own."""
    if not review.service.hard_dependencies:
        return None
    needed = needed_services(session, tx, review.service)
    own = {service.id: verdict for service, verdict in needed}
    hard = {service.id: service.hard_dependencies for service, _verdict in needed}
    verdict = capped(
        review.service.id,
        own | {review.service.id: review.judgement.verdict},
        hard | {review.service.id: review.service.hard_dependencies},
    )
    if not verdict.capped_by:
        return None
    names = {service.id: service.name for service, _verdict in needed}
    return Cap(verdict.shown, tuple(sorted(names[each] for each in verdict.capped_by)))


def needed_services(session: Session, tx: Transaction, service: Service) -> tuple[tuple[Service, Verdict], ...]:
    """Return the services that one cannot do without, directly or through others, each with its own verdict today."""
    found: dict[UUID, tuple[Service, Verdict]] = {}
    waiting = set(service.hard_dependencies)
    while waiting:
        needed = tx.services.get(waiting.pop())
        found[needed.id] = (needed, _verdict_of(session, tx, needed.id))
        waiting |= needed.hard_dependencies - found.keys() - {service.id}
    return tuple(found.values())


def _verdict_of(session: Session, tx: Transaction, service_id: UUID) -> Verdict:
    standing = tx.assessments.standing(service_id)
    stored = score_today(session, tx, tx.scores.get(standing.id)) if standing else None
    return stored.verdict if stored else Verdict.NOT_ASSESSED
