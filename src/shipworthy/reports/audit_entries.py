"""From what the store knows of a review to what an auditor reads beside the full report."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from shipworthy.domain.assessment import Answer, Assessment, Evidence, EvidenceKind
from shipworthy.domain.canonical import decode
from shipworthy.domain.consensus import QuestionConsensus
from shipworthy.domain.pack import bare_id
from shipworthy.domain.remediation import RemediationItem
from shipworthy.domain.review import Review
from shipworthy.domain.sealed import NO_HASH, record_hash, text_hash
from shipworthy.reports.audit_figures import AuditFigures, Logged, SealOf
from shipworthy.reports.entries.audit import (
    AuditEntry,
    BlindEntry,
    ChangeEntry,
    CheckEntry,
    PositionEntry,
    ProofEntry,
    SealEntry,
)
from shipworthy.reports.entries.terms import Place, Tone
from shipworthy.reports.question_entries import followable, readable
from shipworthy.wording.audit import AuditWording
from shipworthy.wording.figures import DASH, file_size

T = TypeVar("T")
MOST_CHANGES = 1_000  # steps of the history: some thirty pages, drawn in seconds


def audit_entry(
    review: Review, figures: AuditFigures, wording: AuditWording, places: Mapping[str, Place]
) -> AuditEntry:
    """Return what is printed for an auditor alone; `places` are those of the questions in the report."""
    steps = as_steps([_change(each, review, wording, places) for each in figures.log], wording)
    note = ""
    if figures.blind is None:
        note = wording.blind_answers_later(figures.blind_count) if figures.blind_count else wording.no_blind_answers()
    return AuditEntry(
        evidence=tuple(_proofs(review, figures, wording, places)),
        blind=tuple(_blind(each, review, wording, places) for each in _answered_blind(figures)),
        blind_note=note,
        changes=tuple(steps[-MOST_CHANGES:]),
        change_count=len(steps),
        seals=tuple(_seal(each, wording) for each in figures.seals),
        checks=tuple(_checks(figures, wording)),
        based_on=figures.based_on,
    )


def _place(question_id: str, review: Review, places: Mapping[str, Place]) -> Place:
    asked = review.questionnaire.asked.get(question_id)
    return places.get(question_id) or Place("", "", asked.question.text if asked else bare_id(question_id))


def _proofs(
    review: Review, figures: AuditFigures, wording: AuditWording, places: Mapping[str, Place]
) -> Iterator[ProofEntry]:
    for question_id in (*places, *(each for each in review.questionnaire.asked if each not in places)):
        for evidence in review.answer(question_id).evidence:
            yield _proof(evidence, _place(question_id, review, places), review, figures, wording)


def _proof(
    evidence: Evidence, place: Place, review: Review, figures: AuditFigures, wording: AuditWording
) -> ProofEntry:
    is_file = evidence.kind is EvidenceKind.FILE
    file = figures.files.get(evidence.value) if is_file else None
    url = followable(evidence.value) if evidence.kind is EvidenceKind.LINK else ""
    text = readable(url) if url else evidence.value
    if is_file:
        text = file_size(file.size) if file and file.size is not None else ""
    return ProofEntry(
        place=place,
        kind=wording.evidence_kind(evidence.kind),
        title=evidence.title or (DASH if is_file else ""),
        text=text,
        dated=wording.date(evidence.dated) if evidence.dated else DASH,
        expires=wording.date(evidence.expires) if evidence.expires else DASH,
        expired=not evidence.valid_on(review.today),
        digest=evidence.value if is_file else "",
        kept=wording.kept(file.whole if file else None) if is_file else "",
        tone=Tone.OK if file and file.whole else Tone.BAD,
    )


def _answered_blind(figures: AuditFigures) -> list[QuestionConsensus]:
    return [each for each in figures.blind.questions() if each.taken] if figures.blind else []


def _blind(each: QuestionConsensus, review: Review, wording: AuditWording, places: Mapping[str, Place]) -> BlindEntry:
    question = review.questionnaire.asked[each.id].question
    return BlindEntry(
        place=_place(each.id, review, places),
        agreed=wording.answer_text(question, each.agreed),
        spread=wording.choice_score(each.spread),
        positions=tuple(
            PositionEntry(
                position.assessor,
                wording.answer_text(question, position.answer),
                wording.moment(position.answer.answered_at) if position.answer.answered_at else "",
            )
            for position in each.taken
        ),
    )


def _change(logged: Logged, review: Review, wording: AuditWording, places: Mapping[str, Place]) -> ChangeEntry:
    about, text = wording.part_of_log(logged.kind), _told(logged, review, wording)
    if logged.kind == "answer":
        place = _place(logged.part, review, places)
        about = wording.of_question(place.number or bare_id(logged.part), logged.assessor)
    return ChangeEntry(
        logged.number,
        wording.moment_of_log(logged.at),
        logged.actor,
        about,
        wording.undone(text) if logged.undoes else text,
    )


def _told(logged: Logged, review: Review, wording: AuditWording) -> str:
    match logged.kind:
        case "answer" if logged.assessor:
            return wording.blind_change()
        case "answer" if (asked := review.questionnaire.asked.get(logged.part)) is not None:
            before, after = (_value(text, Answer) for text in (logged.before, logged.after))
            return wording.answer_change(asked.question, before, after)
        case "assessment":
            return _state(logged, wording)
        case "item":
            item = _value(logged.after, RemediationItem) or _value(logged.before, RemediationItem)
            return f"{logged.action}: {item.title}" if item and item.title not in logged.action else logged.action
        case "seal":
            return wording.sealed_as((logged.after or "").strip('"'))
        case _:
            return logged.action


def _state(logged: Logged, wording: AuditWording) -> str:
    before, after = (_value(text, Assessment) for text in (logged.before, logged.after))
    if before is None or after is None or before.state is after.state:
        return logged.action
    states = (wording.assessment_state(each.state) for each in (before, after))
    return f"{logged.action}: {wording.from_to(*states)}"


def _value(text: str | None, kind: type[T]) -> T | None:
    return None if text is None else decode(text.encode(), kind)


def as_steps(changes: Iterable[ChangeEntry], wording: AuditWording) -> list[ChangeEntry]:
    """Join entries that say the same of the same moment under the number of the first, and say how many there are."""
    steps: list[tuple[ChangeEntry, int]] = []
    for change in changes:
        last, count = steps[-1] if steps else (None, 0)
        if last is not None and _said(last) == _said(change):
            steps[-1] = (last, count + 1)
        else:
            steps.append((change, 1))
    return [step if count == 1 else _with_count(step, count, wording) for step, count in steps]


def _said(change: ChangeEntry) -> tuple[str, str, str, str]:
    return change.at, change.actor, change.about, change.text


def _with_count(step: ChangeEntry, count: int, wording: AuditWording) -> ChangeEntry:
    return ChangeEntry(step.number, step.at, step.actor, step.about, wording.several(step.text, count))


def _seal(of: SealOf, wording: AuditWording) -> SealEntry:
    seal = of.seal
    return SealEntry(
        number=seal.number,
        title=of.title,
        sealed=f"{wording.moment(seal.sealed_at)}, {seal.sealed_by}",
        content_hash=seal.content_hash,
        previous=seal.previous,
        log_sequence=seal.log_sequence,
        log_hash=seal.log_hash,
        hash=seal.hash,
    )


def _checks(figures: AuditFigures, wording: AuditWording) -> Iterator[CheckEntry]:
    seal, previous = figures.seal, figures.previous
    if seal is None:
        return
    yield CheckEntry(wording.check_content(seal.number), text_hash(seal.content) == seal.content_hash)
    yield CheckEntry(wording.check_record(seal.number), record_hash(seal) == seal.hash)
    if seal.number == 1:
        yield CheckEntry(wording.check_first(), seal.previous == NO_HASH)
    else:
        follows = previous is not None and previous.hash == seal.previous
        yield CheckEntry(wording.check_previous(seal.number - 1), follows)
