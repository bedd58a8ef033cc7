"""Starting a review: from the review that speaks for the service, from templates, or from nothing.

What is brought over is unconfirmed: it shows in the band, and one key confirms it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shipworthy.domain.assessment import (
    OPEN_STATES,
    Answer,
    AnswerState,
    Assessment,
    LeftOutPack,
    PackUse,
    WeightedPack,
)
from shipworthy.domain.carrying import (
    PackChange,
    carried,
    earlier_root,
    fitting_answers,
    mapped,
    pack_change,
    says_the_same,
)
from shipworthy.domain.last_time import LastTime, last_time_of
from shipworthy.domain.pack import Pack
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.review import Review, assemble
from shipworthy.domain.service import Service
from shipworthy.domain.template import Template
from shipworthy.errors import UserError
from shipworthy.packs.shipped import default_policy
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.consensus import checked_names
from shipworthy.workflows.own_packs import offered_packs
from shipworthy.workflows.reviews import Recorded, load_review, newest_open, rescore
from shipworthy.workflows.session import Session
from shipworthy.workflows.start_preview import StartPreview

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class StartPlan:
    """What a new review is made of.

    `packs` are all its packs; those of the standing review that are not among them stand in `left_out` with a reason.
    `carry`: bring the standing review's answers over. `templates` fill what that leaves open, the first named first.
    No title and no assessors mean the usual ones: the day, and who starts it. `beside_open`: although the service has
    an open review already.
    """

    packs: tuple[Pack, ...]
    title: str = ""
    left_out: tuple[LeftOutPack, ...] = ()
    carry: bool = True
    templates: tuple[UUID, ...] = ()
    assessors: tuple[str, ...] = ()
    beside_open: bool = False


@dataclass(frozen=True, slots=True)
class StartOffer:
    """What a review of a service can start from.

    `standing` is the review that speaks for the service, of `standing_day`; `packs` are its own in their newest
    version, then the others on offer, shipped and own; `open` are the reviews that are not decided yet, newest first.
    """

    service: Service
    standing: Review | None
    standing_day: date | None
    packs: tuple[Pack, ...]
    templates: tuple[Template, ...]
    open: tuple[Assessment, ...]
    title: str
    assessor: str

    @property
    def usual_plan(self) -> StartPlan:
        """Return what most reviews are: all of the standing one again, or the first pack where there is none."""
        count = len(self.standing.assessment.packs) if self.standing else 1
        return StartPlan(self.packs[:count])


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A draft before it is stored: `brought` from the review `before` it, and what the templates add to that."""

    service: Service
    before: Review | None
    weighted: tuple[WeightedPack, ...]
    questionnaire: Questionnaire
    brought: Mapping[str, Answer]
    added: Mapping[str, Answer]
    conflicts: tuple[str, ...]

    @property
    def answers(self) -> dict[str, Answer]:
        """Return all answers that the draft begins with, by asked id."""
        return {**self.brought, **self.added}


def offer_start(session: Session, service_id: UUID) -> StartOffer:
    """Return what a review of a service can start from."""
    with session.store.read() as tx:
        service = tx.services.get(service_id)
        standing = _standing(session, tx, service_id)
        offered = offered_packs(tx)
        again = _packs_again(standing, offered) if standing else ()
        others = tuple(pack for pack in offered if pack.id not in {each.id for each in again})
        open_ones = [each for each in tx.assessments.of_service(service_id) if each.state in OPEN_STATES]
        return StartOffer(
            service,
            standing,
            _day(session, standing.assessment) if standing else None,
            (*again, *others),
            tx.templates.all(),
            tuple(reversed(open_ones)),
            _usual_title(session),
            session.actor,
        )


def preview_start(session: Session, service_id: UUID, plan: StartPlan) -> StartPreview:
    """Return what a plan would bring over; raises UserError for packs that cannot be assessed together."""
    with session.store.read() as tx:
        gathered = _gather(session, tx, service_id, plan)
        draft = Assessment(service_id, service_id, "", (), "")
        policy_hash = tx.policy.hash()
        policy = session.policy(tx, policy_hash) if policy_hash else default_policy()
        today = session.today()
        review = assemble(gathered.service, draft, gathered.questionnaire, policy, gathered.answers, today)
    applying = [item.id for item in review.applying()]
    given = [gathered.answers[each] for each in applying if each in gathered.answers]
    return StartPreview(
        carried=sum(each in gathered.brought for each in applying),
        from_templates=sum(each in gathered.added for each in applying),
        expired=sum(any(not one.valid_on(today) for one in answer.evidence) for answer in given),
        open=len(applying) - len(given),
        unfit=_unfit(gathered, applying) if plan.carry else (),
        conflicts=tuple(each for each in gathered.conflicts if each in applying),
        changes=_changes(gathered.before, plan.packs) if gathered.before else (),
    )


def start_review(session: Session, service_id: UUID, plan: StartPlan) -> Recorded:
    """Start a draft as a plan says, in one action that one undo takes back.

    Raises UserError, and nothing is stored, where there is an open review already, no pack, no reason for a pack that
    is left out, a title that is too long, or an assessor's name that cannot be.
    """
    with session.begin() as tx:
        if not plan.beside_open:
            _refuse_second(tx, service_id)
        gathered = _gather(session, tx, service_id, plan)
        uses = tuple(PackUse(each.pack.id, tx.packs.put(each.pack), each.weight) for each in gathered.weighted)
        title = _checked_title(plan.title) or _usual_title(session)
        name = _("started {title}").format(title=title)
        assessors = [" ".join(each.split()) for each in plan.assessors if each.strip()]
        assessment = Assessment(
            id=session.new_id(),
            service=service_id,
            title=title,
            packs=uses,
            policy_hash=tx.policy.hash() or tx.packs.put_policy(default_policy()),
            assessors=checked_names(dict.fromkeys(assessors)) if assessors else (session.actor,),
            based_on=gathered.before.assessment.id if gathered.before and plan.carry else None,
            left_out=_left_out(gathered.before, plan),
            started_at=session.now(),
        )
        saved = tx.assessments.save(assessment, action=name)
        sequences = list(saved.sequences)
        for answer in gathered.answers.values():
            sequences += tx.answers.save(saved.value.id, answer, action=name).sequences
        return Recorded(rescore(session, tx, saved.value.id), tuple(sequences), name)


def last_time(session: Session, assessment_id: UUID) -> LastTime | None:
    """Return the review that an assessment is based on, seen from its questions; None where it began from nothing."""
    with session.store.read() as tx:
        assessment = tx.assessments.get(assessment_id)
        if assessment.based_on is None:
            return None
        before = load_review(session, tx, assessment.based_on)
        return last_time_of(before, session.questionnaire(tx, assessment.packs), _day(session, before.assessment))


def _gather(session: Session, tx: Transaction, service_id: UUID, plan: StartPlan) -> _Gathered:
    if not plan.packs:
        raise UserError(_("An assessment needs at least one pack."), _("Choose a pack."))
    standing = _standing(session, tx, service_id)
    weights = {each.pack.id: each.weight for each in standing.questionnaire.packs} if standing else {}
    weighted = tuple(
        WeightedPack(pack, weights[pack.id]) if pack.id in weights else WeightedPack(pack) for pack in plan.packs
    )
    questionnaire = session.compiled(weighted)
    brought: dict[str, Answer] = {}
    if standing is not None and plan.carry:
        brought = mapped(standing.answers, standing.questionnaire, questionnaire)
    added: dict[str, Answer] = {}
    conflicts: list[str] = []
    for template_id in plan.templates:
        template = tx.templates.get(template_id)
        if template.archived:
            raise UserError(
                _("The template “{name}” is no longer offered.").format(name=template.name), _("Choose another one.")
            )
        for question, answer in fitting_answers(template.answers, questionnaire).items():
            if question in brought:
                conflicts += [] if says_the_same(brought[question], answer) else [question]
            elif question not in added:
                added[question] = _from_template(answer, template)
    return _Gathered(
        tx.services.get(service_id),
        standing,
        weighted,
        questionnaire,
        {question: carried(answer) for question, answer in brought.items()},
        added,
        tuple(dict.fromkeys(conflicts)),
    )


def _from_template(answer: Answer, template: Template) -> Answer:
    source = _("From the template “{name}”.").format(name=template.name)
    return replace(carried(answer), note="\n\n".join(part for part in (answer.note.rstrip(), source) if part))


def _left_out(standing: Review | None, plan: StartPlan) -> tuple[LeftOutPack, ...]:
    """Return the packs of the standing review that the plan does without, each with its reason."""
    if standing is None:
        return ()
    reasons = {each.pack_id: " ".join(each.reason.split()) for each in plan.left_out}
    missing = [each.pack for each in standing.questionnaire.packs if each.pack.id not in {p.id for p in plan.packs}]
    for pack in missing:
        if not reasons.get(pack.id):
            raise UserError(
                _("The standing review has the pack “{title}”; leaving it out needs a reason.").format(
                    title=pack.title
                ),
                _("Say in a sentence why this review does without it; the report shows it."),
            )
    return tuple(LeftOutPack(pack.id, reasons[pack.id]) for pack in missing)


def _refuse_second(tx: Transaction, service_id: UUID) -> None:
    there = newest_open(tx, service_id)
    if there is not None:
        raise UserError(
            _("The service has an open review already: “{title}”.").format(title=there.title),
            _("Continue that one, or say that another is to stand beside it."),
        )


def _standing(session: Session, tx: Transaction, service_id: UUID) -> Review | None:
    standing = tx.assessments.standing(service_id)
    return load_review(session, tx, standing.id) if standing else None


def _packs_again(standing: Review, offered: tuple[Pack, ...]) -> tuple[Pack, ...]:
    """Return the packs of a review, each in the version that is on offer now, or its own where none is."""
    newest = {pack.id: pack for pack in offered}
    return tuple(newest.get(each.pack.id, each.pack) for each in standing.questionnaire.packs)


def _changes(standing: Review, packs: tuple[Pack, ...]) -> tuple[PackChange, ...]:
    before = {each.pack.id: each.pack for each in standing.questionnaire.packs}
    return tuple(pack_change(before[pack.id], pack) for pack in packs if pack.id in before and before[pack.id] != pack)


def _unfit(gathered: _Gathered, applying: list[str]) -> tuple[str, ...]:
    """Return the questions that were answered last time with a choice that is no longer on offer."""
    before, asked = gathered.before, gathered.questionnaire.asked
    if before is None:
        return ()
    roots = {each: earlier_root(asked[each], before.questionnaire) for each in applying}
    answered = {each for each, answer in before.answers.items() if answer.state is not AnswerState.UNANSWERED}
    return tuple(each for each in applying if roots[each] in answered and each not in gathered.brought)


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        raise UserError(
            _("“{title}…” is too long for a title.").format(title=title[:30]),
            _("Use at most {count} signs.").format(count=LONGEST_TITLE),
        )
    return title


def _usual_title(session: Session) -> str:
    return _("Review of {date}").format(date=Wording().date(session.today()))


def _day(session: Session, assessment: Assessment) -> date | None:
    moment = assessment.decided_at or assessment.started_at
    return session.day(moment) if moment else None
