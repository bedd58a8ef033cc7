"""Upgrading: an open review goes on with another version of a pack, and nothing that was said is lost."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES, Answer, AnswerState, Assessment, PackUse, WeightedPack
from shipworthy.domain.carrying import PackChange, fitting_answers, mapped, pack_change
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
    what was chosen goes into their notes; `set_aside` were answered and are no longer asked. `blind` counts the
    blind answers, which go the same ways.
    """

    changes: tuple[PackChange, ...]
    kept: int
    to_confirm: tuple[str, ...]
    reopened: tuple[str, ...]
    set_aside: tuple[str, ...]
    blind: int = 0


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
    return offered != used and version_order(offered.version) > version_order(used.version)


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
        stored = tx.answers.all_assessors(assessment_id)
        answers = {each.question: each for each in stored if not each.assessor}
    after = moved.answers_after(answers)
    said = {each for each, answer in answers.items() if answer.state is not AnswerState.UNANSWERED}
    to_confirm = tuple(each for each, answer in after.items() if answer.carried and not _was_carried(answers, each))
    reopened = tuple(
        each for each, answer in after.items() if answer.state is AnswerState.UNANSWERED and moved.was_said(each, said)
    )
    return UpgradePreview(
        moved.changes,
        kept=sum(answer.state is not AnswerState.UNANSWERED for answer in after.values()) - len(to_confirm),
        to_confirm=to_confirm,
        reopened=reopened,
        set_aside=tuple(each for each in moved.before.asked if each in said and not moved.still_asks(each)),
        blind=len(stored) - len(answers),
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
            for question, answer in own.items():
                if moved.target(question) not in (None, question):  # it lies under the id that is asked now
                    sequences.append(tx.answers.remove(assessment_id, answer, action=name))
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
                "{count} question open again: its answer no longer fits; the note says what it was",
                "{count} questions open again: their answers no longer fit; the notes say what they were",
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
    blind = count("{count} blind answer goes the same ways", "{count} blind answers go the same ways", preview.blind)
    return [*(text for number, text in rows if number), *([blind] if preview.blind else [])]


class _Upgrade:
    """The questionnaire of a review before and after, and what becomes of answers between the two."""

    def __init__(self, session: Session, tx: Transaction, assessment: Assessment, packs: Sequence[Pack]) -> None:
        wanted = {pack.id: pack for pack in packs}
        if len(wanted) < len(packs):
            raise UserError(_("A pack is named twice."), _("Name one version of each pack."))
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

    def was_said(self, target: str, said: Collection[str]) -> bool:
        """Tell whether any of the questions that are asked under this id afterwards had been answered."""
        return any(self.target(root) == target for root in said)

    def still_asks(self, root: str) -> bool:
        """Tell whether a question that was asked under this id is still asked, under whichever."""
        return root in self.before.asked and self.target(root) is not None

    def target(self, root: str) -> str | None:
        """Return the id under which a stored answer is asked for afterwards; None where nobody asks.

        An answer that an earlier upgrade set aside goes by its own id.
        """
        asked = self.before.asked.get(root)
        if asked is None:
            return self.now.roots.get(root)
        ids = (place.question.id for place in asked.placements)
        return next((self.now.roots[each] for each in ids if each in self.now.roots), None)

    def answers_after(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return one assessor's answers by the ids asked afterwards; what is set aside is not among them."""
        sources: dict[str, list[Answer]] = {}
        for root in sorted(answers, key=lambda each: each != self.target(each)):  # an answer's own id speaks first
            target = self.target(root)
            if target is not None and not answers[root].same_content(Answer(root, answers[root].assessor)):
                sources.setdefault(target, []).append(answers[root])
        return {target: self._joined(target, given) for target, given in sources.items()}

    def _joined(self, target: str, given: list[Answer]) -> Answer:
        """Return one answer in which all that was said to questions that are one now is kept, to be confirmed."""
        found = [(answer, self._fitting(target, answer)) for answer in given]
        fitting = [(answer, fit) for answer, fit in found if fit is not None]
        first, kept = fitting[0] if fitting else (given[0], self._reopened(target, given[0]))
        for other in given:
            if other is not first:
                kept = replace(
                    kept,
                    note=_with_remark(kept.note, self._said(other), other.note),
                    evidence=tuple(dict.fromkeys((*kept.evidence, *other.evidence))),
                    carried=kept.state is not AnswerState.UNANSWERED,
                )
        return kept

    def _fitting(self, target: str, answer: Answer) -> Answer | None:
        """Return an answer in the words of the question asked now; None where it says nothing that fits."""
        if answer.question not in self.before.asked:
            again = fitting_answers([answer], self.now).get(target)
            return replace(again, carried=True) if again else None
        fit = mapped({answer.question: answer}, self.before, self.now).get(target)
        if fit is None:
            return None
        is_changed = any(place.question.id in self._changed for place in self.now.asked[target].placements)
        return replace(fit, carried=True) if is_changed else fit

    def _reopened(self, target: str, answer: Answer) -> Answer:
        note = answer.note
        if answer.state is not AnswerState.UNANSWERED:
            note = _with_remark(note, self._said(answer))
        return replace(
            answer,
            question=target,
            state=AnswerState.UNANSWERED,
            choices=(),
            note=note,
            not_applicable_type=None,
            reason="",
            carried=False,
        )

    def _said(self, answer: Answer) -> str:
        """Return in a sentence what was answered before; "" where only a note or evidence was there."""
        if answer.state is AnswerState.UNANSWERED:
            return ""
        asked = self.before.asked.get(answer.question)
        words = Wording().short_answer(asked.question, answer) if asked else ", ".join(answer.choices) or answer.reason
        return _("Answered before the upgrade: {answer}.").format(answer=words or answer.state.value)


def _with_remark(note: str, *remarks: str) -> str:
    return "\n\n".join(part for part in (note.rstrip(), *(remark.strip() for remark in remarks)) if part)


def _was_carried(answers: Mapping[str, Answer], question: str) -> bool:
    return question in answers and answers[question].carried
