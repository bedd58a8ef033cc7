"""Upgrading: an open review goes on with another version of a pack, and nothing that was said is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES, Answer, AnswerState, Assessment, PackUse, WeightedPack
from shipworthy.domain.carrying import PackChange, mapped, pack_change
from shipworthy.domain.pack import Pack
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.errors import UserError
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.own_packs import offered_packs, version_order
from shipworthy.workflows.reviews import Recorded, refuse_sealed, rescore
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class UpgradePreview:
    """What another version of the packs of a review would do to its agreed answers, as ids of questions.

    `to_confirm` were answered and are asked differently now; `reopened` took a choice that is no longer on offer, and
    what was chosen goes into their notes; `set_aside` were answered and are no longer asked.
    """

    changes: tuple[PackChange, ...]
    kept: int
    to_confirm: tuple[str, ...]
    reopened: tuple[str, ...]
    set_aside: tuple[str, ...]


def newer_packs(session: Session, assessment_id: UUID) -> tuple[Pack, ...]:
    """Return the packs of an open review that are on offer in another version, in that one; none once it is sealed.

    A version older than the one in use, as after a colleague with a newer Shipworthy sent the review, is none of them.
    """
    with session.store.read() as tx:
        assessment = tx.assessments.get(assessment_id)
        if assessment.state not in OPEN_STATES:
            return ()
        offered = {pack.id: pack for pack in offered_packs(tx)}
        used = [each.pack for each in session.questionnaire(tx, assessment.packs).packs]
    return tuple(offered[pack.id] for pack in used if pack.id in offered and _is_newer(offered[pack.id], pack))


def _is_newer(offered: Pack, used: Pack) -> bool:
    return offered != used and version_order(offered.version) >= version_order(used.version)


@dataclass(frozen=True, slots=True)
class UpgradeOffer:
    """An upgrade to all newer packs, as a person is asked about it.

    `title` and `service` name the review; `titles` are the packs' by id, `texts` the questions' of both versions by
    whole id, worded as they will be asked where they still are.
    """

    assessment: UUID
    title: str
    service: str
    packs: tuple[Pack, ...]
    preview: UpgradePreview
    titles: Mapping[str, str]
    texts: Mapping[str, str]


def offer_upgrade(session: Session, assessment_id: UUID) -> UpgradeOffer | None:
    """Return what there is to upgrade of a review; None where it uses the newest packs or is sealed."""
    packs = newer_packs(session, assessment_id)
    if not packs:
        return None
    with session.store.read() as tx:
        assessment = tx.assessments.get(assessment_id)
        service = tx.services.get(assessment.service)
        used = tuple(each.pack for each in session.questionnaire(tx, assessment.packs).packs)
    return UpgradeOffer(
        assessment_id,
        assessment.title,
        service.name,
        packs,
        preview_upgrade(session, assessment_id, packs),
        titles={pack.id: pack.title for pack in packs},
        texts={question.id: question.text for pack in (*used, *packs) for _principle, question in pack.questions()},
    )


def preview_upgrade(session: Session, assessment_id: UUID, packs: Sequence[Pack]) -> UpgradePreview:
    """Return what upgrading would do; raises UserError for packs that the review does not use or that do not fit."""
    with session.store.read() as tx:
        moved = _Upgrade(session, tx, tx.assessments.get(assessment_id), packs)
        answers = tx.answers.of_assessment(assessment_id)
    after = moved.answers_after(answers)
    said = {each for each, answer in answers.items() if answer.state is not AnswerState.UNANSWERED}
    to_confirm = tuple(each for each, answer in after.items() if answer.carried and not _was_carried(answers, each))
    reopened = tuple(each for each, answer in after.items() if answer.state is AnswerState.UNANSWERED)
    return UpgradePreview(
        moved.changes,
        kept=sum(answer.state is not AnswerState.UNANSWERED for answer in after.values()) - len(to_confirm),
        to_confirm=to_confirm,
        reopened=reopened,
        set_aside=tuple(each for each in moved.before.asked if each in said and not moved.still_asks(each)),
    )


def upgrade_packs(session: Session, assessment_id: UUID, packs: Sequence[Pack]) -> Recorded:
    """Let an open review go on with these versions of its packs, in one action that one undo takes back.

    Answers of everybody are mapped by id; those to changed questions are to be confirmed. An answer to a question that
    is no longer asked stays in the store and counts nowhere. Raises UserError, and nothing changes, where the review is
    sealed, a pack is none of its own, or the packs do not fit together.
    """
    with session.begin() as tx:
        assessment = tx.assessments.get(assessment_id)
        refuse_sealed(assessment)
        moved = _Upgrade(session, tx, assessment, packs)
        uses = tuple(PackUse(each.pack.id, tx.packs.put(each.pack), each.weight) for each in moved.now.packs)
        name = moved.name()
        sequences = list(tx.assessments.save(replace(assessment, packs=uses), action=name).sequences)
        stored = tx.answers.all_assessors(assessment_id)
        for assessor in dict.fromkeys(each.assessor for each in stored):
            own = {each.question: each for each in stored if each.assessor == assessor}
            for question, answer in moved.answers_after(own).items():
                before = own.get(question)
                if before is None or not before.same_content(answer):
                    numbered = replace(answer, version=before.version if before else 0)
                    sequences += tx.answers.save(assessment_id, numbered, action=name).sequences
        return Recorded(rescore(session, tx, assessment_id), tuple(sequences), name)


def upgrade_lines(preview: UpgradePreview) -> list[str]:
    """Return what upgrading would do to the answers, one line each; what there is none of is left out."""
    count = Wording().count
    rows = (
        (preview.kept, count("{count} answer stays as it is", "{count} answers stay as they are", preview.kept)),
        (
            len(preview.to_confirm),
            count(
                "{count} answer to be confirmed: its question changed",
                "{count} answers to be confirmed: their questions changed",
                len(preview.to_confirm),
            ),
        ),
        (
            len(preview.reopened),
            count(
                "{count} question open again: its choice is no longer on offer; the note says what it was",
                "{count} questions open again: their choices are no longer on offer; the notes say what they were",
                len(preview.reopened),
            ),
        ),
        (
            len(preview.set_aside),
            count(
                "{count} answer set aside: its question is gone",
                "{count} answers set aside: their questions are gone",
                len(preview.set_aside),
            ),
        ),
    )
    return [text for number, text in rows if number]


class _Upgrade:
    """The questionnaire of a review before and after, and what becomes of answers between the two."""

    def __init__(self, session: Session, tx: Transaction, assessment: Assessment, packs: Sequence[Pack]) -> None:
        wanted = {pack.id: pack for pack in packs}
        self.before: Questionnaire = session.questionnaire(tx, assessment.packs)
        strange = wanted.keys() - {each.pack.id for each in self.before.packs}
        if strange:
            raise UserError(
                _("“{title}” does not use the pack {pack}.").format(title=assessment.title, pack=min(strange)),
                _("Name a pack that it uses, or start a review with this one added."),
            )
        self.now = session.compiled(
            tuple(WeightedPack(wanted.get(each.pack.id, each.pack), each.weight) for each in self.before.packs)
        )
        self.changes = tuple(
            pack_change(old.pack, new.pack)
            for old, new in zip(self.before.packs, self.now.packs, strict=True)
            if old.pack != new.pack
        )
        if not self.changes:
            raise UserError(
                _("“{title}” uses this version already.").format(title=assessment.title),
                _("There is nothing to upgrade."),
            )
        self._changed = {question for change in self.changes for question in change.changed}

    def name(self) -> str:
        """Return what undo calls the action."""
        text = ", ".join(f"{change.pack_id} {change.now}" for change in self.changes)
        return ngettext("upgraded the pack to {packs}", "upgraded the packs to {packs}", len(self.changes)).format(
            packs=text
        )

    def still_asks(self, root: str) -> bool:
        """Tell whether a question that was asked under this id is still asked, under whichever."""
        asked = self.before.asked.get(root)
        return asked is not None and any(place.question.id in self.now.roots for place in asked.placements)

    def answers_after(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return one assessor's answers by the ids asked afterwards; what is set aside is not among them."""
        fitting = mapped(answers, self.before, self.now)
        after = {root: self._confirmed_or_not(root, answer) for root, answer in fitting.items()}
        for root, answer in answers.items():
            if answer.state is AnswerState.UNANSWERED or not self.still_asks(root):
                continue
            target = self._target(root)
            if target not in after:
                after[target] = self._reopened(root, target, answer)
        return after

    def _confirmed_or_not(self, root: str, answer: Answer) -> Answer:
        is_changed = any(place.question.id in self._changed for place in self.now.asked[root].placements)
        return replace(answer, carried=True) if is_changed else answer

    def _target(self, root: str) -> str:
        places = self.before.asked[root].placements
        return next(self.now.roots[place.question.id] for place in places if place.question.id in self.now.roots)

    def _reopened(self, root: str, target: str, answer: Answer) -> Answer:
        said = Wording().short_answer(self.before.asked[root].question, answer)
        remark = _("Answered before the upgrade: {answer}.").format(answer=said)
        note = "\n\n".join(part for part in (answer.note.rstrip(), remark) if part)
        return replace(
            answer, question=target, state=AnswerState.UNANSWERED, choices=(), note=note, reason="", carried=False
        )


def _was_carried(answers: Mapping[str, Answer], question: str) -> bool:
    return question in answers and answers[question].carried
