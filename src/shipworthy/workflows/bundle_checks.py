"""What a bundle must be beyond its form: an open review, sound questionnaires, and answers that fit them."""

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path

from shipworthy.domain.answering import is_recordable
from shipworthy.domain.assessment import OPEN_STATES, Answer, WeightedPack
from shipworthy.domain.pack import Pack, Question
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.questionnaire import Questionnaire, compile_questionnaire
from shipworthy.errors import UserError
from shipworthy.exchange.bundle import Bundle
from shipworthy.packs.loader import pack_from_json, policy_from_json
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.consensus import checked_names
from shipworthy.workflows.services import LONGEST_NAME, check_service

_LISTED = 10
_LONGEST_ID, _LONGEST_FACT, _MOST_FACTS = 100, 60, 1_000
_LONGEST_TITLE = 1_000
_LARGEST = 2**53


def check_bundle(tx: Transaction, path: Path, bundle: Bundle) -> tuple[Questionnaire, GatePolicy]:
    """Return the questionnaire and the policy of a bundle that makes sense as a whole; raises UserError."""
    assessment = bundle.assessment
    if assessment.state not in OPEN_STATES or assessment.decision is not None:
        raise UserError(
            _("{path} holds a review that is {state}; only open ones can be worked on.").format(
                path=path, state=Wording().assessment_state(assessment.state).lower()
            ),
            _("Ask for its report instead."),
        )
    if not assessment.packs or assessment.started_at is None or not _is_moment(assessment.started_at):
        raise _unsound(path, _("the review has no questionnaire or no beginning"))
    if assessment.decided_at is not None:
        raise _unsound(path, _("the review is open and has a day of decision"))
    _check_names(path, bundle)
    _check_service(path, bundle)
    states = (bundle.sent, *bundle.standpoint.seen)
    if any(not 0 <= number < _LARGEST for state in states for number in (state.sequence, state.generation)):
        raise _unsound(path, _("the states that it was made from have no numbers that a store gives"))
    weighted = [
        WeightedPack(_pack(tx, path, use.pack_id, use.pack_hash, bundle.packs[use.pack_hash]), use.weight)
        for use in assessment.packs
    ]
    questionnaire = compile_questionnaire(weighted)
    policy = policy_from_json(bundle.policy, _("The gate policy in {path}").format(path=path))
    _check_answers(path, bundle, questionnaire)
    return questionnaire, policy


def _check_names(path: Path, bundle: Bundle) -> None:
    assessment = bundle.assessment
    if not assessment.title.strip() or len(assessment.title) > _LONGEST_TITLE or len(bundle.made_by) > LONGEST_NAME:
        raise _unsound(path, _("its title or its sender has no name, or one that is too long"))
    try:
        checked_names(" ".join(name.split()) for name in assessment.assessors)
    except UserError as error:
        raise _unsound(path, _("its assessors are not named as a review names them")) from error


def _check_service(path: Path, bundle: Bundle) -> None:
    service = bundle.service
    check_service(service)
    if service.hard_dependencies or service.soft_dependencies or bundle.assessment.service != service.id:
        raise _unsound(path, _("its review is not of its service"))
    if len(service.facts) > _MOST_FACTS or any(len(fact) > _LONGEST_FACT for fact in service.facts):
        raise _unsound(path, _("its service has facts that no questionnaire could declare"))


def _pack(tx: Transaction, path: Path, pack_id: str, pack_hash: str, data: bytes) -> Pack:
    """Return a pack: the one that is kept here under the same hash, else the bundle's, held to the rules for packs."""
    file = _("The questionnaire “{pack}” in {path}").format(pack=pack_id[:60], path=path)
    pack = tx.packs.get(pack_hash) if tx.packs.has(pack_hash) else pack_from_json(data, file)
    if pack.id != pack_id:
        raise _unsound(path, _("its questionnaires are not those of its review"))
    return pack


def _check_answers(path: Path, bundle: Bundle, questionnaire: Questionnaire) -> None:
    names = dict.fromkeys(_misfits(bundle.sent.answers, questionnaire))
    if names:
        summary = ngettext(
            "{path} holds {count} answer that does not fit its questionnaire: {names}.",
            "{path} holds {count} answers that do not fit its questionnaire: {names}.",
            len(names),
        )
        listed = ", ".join([*names][:_LISTED]) + (", …" if len(names) > _LISTED else "")
        raise UserError(
            summary.format(path=path, count=len(names), names=listed), _("Ask whoever sent it for a new one.")
        )


def _misfits(answers: tuple[Answer, ...], questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the questions, as the bundle names them, whose answers could not have been recorded here."""
    seen = set()
    for answer in answers:
        asked = questionnaire.asked.get(answer.question)
        key = (answer.question, answer.assessor)
        if asked is None or key in seen or not _is_recordable(asked.question, answer):
            yield answer.question[:_LONGEST_ID]
        seen.add(key)


def _is_recordable(question: Question, answer: Answer) -> bool:
    if answer.version or (answer.answered_at is not None and not _is_moment(answer.answered_at)):
        return False
    if len(answer.assessor) > LONGEST_NAME or len(answer.answered_by) > LONGEST_NAME:
        return False
    if answer.assessor != " ".join(answer.assessor.split()):
        return False
    if any(not each.name.strip() or not each.text.strip() for each in answer.dissent):
        return False
    return is_recordable(question, answer)


def _is_moment(time: datetime) -> bool:
    """Tell whether a time can be kept: one without a zone means nothing, one at the edge of the calendar has no UTC."""
    return time.tzinfo is not None and MINYEAR < time.year < MAXYEAR


def _unsound(path: Path, what: str) -> UserError:
    return UserError(
        _("{path} makes no sense: {what}.").format(path=path, what=what), _("Ask whoever sent it for a new one.")
    )
