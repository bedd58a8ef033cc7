"""Several assessors: who they are, what they answered blind, and the answers they agree on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shipworthy.domain.assessment import Answer, Dissent
from shipworthy.domain.consensus import Consensus, compare
from shipworthy.domain.pack import bare_id
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.reviews import Recorded, load_review, record_in, refuse_sealed
from shipworthy.workflows.session import Session

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """A review by its agreed answers, and everybody's blind answers beside them."""

    review: Review
    consensus: Consensus


@dataclass(frozen=True, slots=True)
class Agreed:
    """What an agreement left behind."""

    recorded: Recorded
    consensus: Consensus


def set_assessors(session: Session, assessment_id: UUID, names: Sequence[str]) -> Recorded:
    """Name the assessors of an assessment, in this order; a blank in front, behind or doubled is no part of a name.

    Raises UserError, and nothing changes, for none at all, a name that is empty, too long or there twice (in whatever
    case), one left out who has answered already, and a sealed assessment.
    """
    with session.begin() as tx:
        assessment = tx.assessments.get(assessment_id)
        refuse_sealed(assessment)
        authors = blind_authors(tx, assessment_id)
        spelled = {author.casefold(): author for author in authors}
        wanted = checked_names(
            spelled.get(name.casefold(), name) for name in (" ".join(each.split()) for each in names)
        )
        for author in authors:
            if author not in wanted:
                raise UserError(
                    _("{name} has answered already and stays an assessor.").format(name=author),
                    _("Take back those answers first, or keep the name."),
                )
        action = _("changed the assessors")
        saved = tx.assessments.save(replace(assessment, assessors=wanted), action=action)
        return Recorded(load_review(session, tx, assessment_id), saved.sequences, action)


def blind_authors(tx: Transaction, assessment_id: UUID) -> tuple[str, ...]:
    """Return who has answered an assessment blind, each once."""
    given = (answer.assessor for answer in tx.answers.all_assessors(assessment_id))
    return tuple(dict.fromkeys(name for name in given if name))


def open_consensus(session: Session, assessment_id: UUID) -> Opened:
    """Return everybody's blind answers side by side."""
    with session.store.read() as tx:
        review = load_review(session, tx, assessment_id)
        return Opened(review, _consensus(tx, review))


def agree(session: Session, assessment_id: UUID, answer: Answer, dissent: Sequence[Dissent] = ()) -> Agreed:
    """Record the agreed answer to a question and who does not agree; it replaces the answer of `answer.version`.

    It is signed by who records it, and the dissent is kept beside it, in the place of any before.
    Raises UserError, and nothing changes, where a dissent has no name or no words, or a name is there twice.
    """
    checked = _checked_dissent(dissent)
    with session.begin() as tx:
        review = load_review(session, tx, assessment_id)
        asked = review.questionnaire.asked.get(answer.question)
        text = Wording().short_answer(asked.question, answer) if asked else ""
        name = _("agreed on {question}: {answer}").format(question=bare_id(answer.question), answer=text)
        agreed = replace(answer, assessor="", dissent=checked, carried=False)
        recorded = record_in(session, tx, assessment_id, [agreed], name)
        return Agreed(recorded, _consensus(tx, recorded.review))


def agree_all(session: Session, assessment_id: UUID) -> Agreed:
    """Record the common answer of every question on which all assessors agree and nothing is agreed yet, in one step.

    What was agreed before is left alone.
    """
    with session.begin() as tx:
        review = load_review(session, tx, assessment_id)
        ready = _consensus(tx, review).ready()
        answers = [question.proposal for question in ready]
        count = Wording().count("agreed on {count} question", "agreed on {count} questions", len(ready))
        recorded = record_in(session, tx, assessment_id, [each for each in answers if each], count)
        return Agreed(recorded, _consensus(tx, recorded.review))


def _consensus(tx: Transaction, review: Review) -> Consensus:
    assessment = review.assessment
    answers = tx.answers.all_assessors(assessment.id)
    return compare(review.questionnaire, review.service, assessment.assessors, answers, review.today)


def checked_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of assessors, each once; raises UserError for none at all and for one that cannot be."""
    checked: dict[str, str] = {}
    for name in names:
        if not name:
            raise UserError(_("An assessor has no name."), _("Write the name, or take the line out."))
        if len(name) > LONGEST_NAME:
            raise UserError(
                _("“{name}…” is too long for a name.").format(name=name[:30]),
                _("Use at most {count} signs.").format(count=LONGEST_NAME),
            )
        if name.casefold() in checked:
            raise UserError(
                _("{name} is there twice.").format(name=name), _("Give each assessor a name that no other has.")
            )
        checked[name.casefold()] = name
    if not checked:
        raise UserError(_("A review needs at least one assessor."), _("Add a name."))
    return tuple(checked.values())


def _checked_dissent(dissent: Iterable[Dissent]) -> tuple[Dissent, ...]:
    checked: dict[str, Dissent] = {}
    for each in dissent:
        name, text = each.name.strip(), each.text.strip()
        if not name or not text:
            raise UserError(
                _("A dissent needs a name and its words."), _("Say who does not agree, and why in a sentence.")
            )
        if name.casefold() in checked:
            raise UserError(_("{name} dissents twice.").format(name=name), _("Put both into one dissent."))
        checked[name.casefold()] = Dissent(name, text)
    return tuple(checked.values())
