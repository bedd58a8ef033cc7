"""The questions of a report: numbered as they stand in it, each with its answer and what it calls for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from shipworthy.domain.answering import is_link
from shipworthy.domain.assessment import Answer, AnswerState, Evidence, EvidenceKind
from shipworthy.domain.pack import Principle, Question, Severity
from shipworthy.domain.questionnaire import AskedQuestion
from shipworthy.domain.report_kind import Audience
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import PrincipleScore, QuestionScore
from shipworthy.domain.service import LinkKind
from shipworthy.reports.entries.overview import Hindrance
from shipworthy.reports.entries.questions import (
    AdviceEntry,
    ContradictionEntry,
    EvidenceEntry,
    PrincipleEntry,
    QuestionEntry,
    ReasonEntry,
    ReferenceEntry,
)
from shipworthy.reports.entries.terms import Bar, Place, Standing, Tone
from shipworthy.reports.pictures import FileFacts
from shipworthy.wording import Wording, file_size
from shipworthy.wording.audit import AuditWording

_LONG_HASH = re.compile(r"\b([0-9a-f]{7})[0-9a-f]{13,}\b")
_SHORT_DIGEST = 12
_OPEN = frozenset({Standing.UNANSWERED, Standing.UNKNOWN})
_MISSES = _OPEN | {Standing.MISS}
_TONES = {Standing.IMPROVEMENT: Tone.WARN, Standing.NOT_APPLICABLE: Tone.NONE}
_MARKS = {
    Standing.MISS: "✕",
    Standing.UNANSWERED: "?",
    Standing.UNKNOWN: "?",
    Standing.IMPROVEMENT: "◐",
    Standing.NOT_APPLICABLE: "–",
}


def followable(url: str) -> str:
    """Return the address if a reader may follow it from a page, else nothing: other schemes can start programs."""
    return url if is_link(url) else ""


def places(review: Review) -> dict[str, Place]:
    """Return where each applying question stands in the report, by asked id."""
    return {
        question_id: Place(
            f"{principle}.{number}",
            f"question-{principle}-{number}",
            review.questionnaire.asked[question_id].question.text,
        )
        for question_id, (principle, number) in review.numbers().items()
    }


def _asked_in(review: Review, principle: Principle) -> Iterator[AskedQuestion]:
    return (item for item in review.applying() if item.principle.id == principle.id)


def readable(url: str) -> str:
    """Return an address as people read it: without scheme, and with long hashes cut short."""
    return _LONG_HASH.sub(r"\1…", url.partition("://")[2] or url)


def within_repositories(shown: str, repositories: Iterable[str]) -> str:
    """Return a readable address without the repository it lies in; "…" stands for one of the service's own."""
    for url in repositories:
        # Host, owner and name: a link may lead to a folder, and evidence lies beside it as well as in it.
        root = "/".join(readable(url).split("/")[:3])
        if root.count("/") == 2 and shown.startswith(f"{root}/"):
            return f"…{shown.removeprefix(root)}"
    return shown


@dataclass(frozen=True, slots=True)
class QuestionWriter:
    """Writes questions and principles of one review for one audience; `places` come from `places()`.

    `files` says what is known of evidence files, by SHA-256.
    """

    review: Review
    wording: Wording
    audience: Audience
    places: Mapping[str, Place]
    files: Mapping[str, FileFacts] = field(default_factory=dict)

    def principles(self) -> tuple[PrincipleEntry, ...]:
        """Return every principle with the questions asked in it."""
        scores = {score.id: score for score in self.review.scorecard.principles}
        several = len(self.review.questionnaire.packs) > 1
        return tuple(
            self._principle(number, principle, scores[principle.id], weighted.pack.title if several else "")
            for number, (weighted, principle) in enumerate(self.review.questionnaire.principles(), start=1)
        )

    def _principle(self, number: int, principle: Principle, score: PrincipleScore, pack: str) -> PrincipleEntry:
        questions = tuple(self._question(item) for item in _asked_in(self.review, principle))
        linked = (
            item
            for item in self.review.applying()
            if item.principle.id != principle.id
            and any(place.principle.id == principle.id for place in item.placements)
        )
        return PrincipleEntry(
            number=number,
            anchor=f"principle-{number}",
            title=principle.title,
            intent=principle.intent,
            pack=pack,
            bar=self._bar(score),
            answered=score.answered,
            total=score.total,
            misses=sum(question.standing in _MISSES for question in questions),
            questions=questions,
            linked=tuple(self.places[item.id] for item in linked),
        )

    def _bar(self, score: PrincipleScore) -> Bar | None:
        if score.score is None or score.band is None:
            return None
        minimum = self.review.tier_policy.principle
        return Bar(
            low=thousandths(score.band.low),
            score=thousandths(score.score),
            high=thousandths(score.band.high),
            minimum=thousandths(minimum),
            score_text=self.wording.percent(score.score),
            band_text=self.wording.band(score.band),
            minimum_text=self.wording.limit_percent(minimum),
            below_minimum=score.score < minimum,
        )

    def _question(self, item: AskedQuestion) -> QuestionEntry:
        question, answer, scored = item.question, self.review.answer(item.id), self.review.counts(item.id)
        standing = standing_of(scored)
        miss = standing in _MISSES
        internal = answer.note_internal
        return QuestionEntry(
            place=self.places[item.id],
            standing=standing,
            tone=Tone.BAD if miss else _TONES.get(standing, Tone.OK),
            mark=_MARKS.get(standing, "✓"),
            severity=self.wording.severity(scored.severity),
            important=miss and scored.severity in (Severity.BLOCKER, Severity.HIGH),
            level=scored.level,
            weight=question.weight,
            evidence_rule=self.wording.evidence_rule(scored.evidence_rule),
            counted=self.wording.choice_score(scored.counted) if scored.counted is not None else "",
            answers=self._answers(question, answer, scored.state),
            reason=answer.reason if standing in (Standing.COMPENSATED, Standing.NOT_APPLICABLE) else "",
            note="" if internal and self.audience is Audience.LEADERSHIP else answer.note.strip(),
            note_internal=internal,
            dissent=tuple((each.name, each.text) for each in answer.dissent),
            confidence=self.wording.confidence(answer.confidence) if scored.certainty else "",
            answered_by=answer.answered_by,
            answered_on=self._answered_on(answer),
            carried=scored.carried,
            marked=answer.marked,
            lacks_evidence=scored.lacks_evidence,
            evidence=tuple(self._evidence(evidence) for evidence in answer.evidence),
            risk=question.risk if miss else "",
            verify=question.verify if standing in _OPEN else "",
            advice=self._advice(question, steps=miss) if scored.gap and standing not in _OPEN else None,
            references=tuple(
                ReferenceEntry(reference.title, followable(reference.url))
                for reference in question.references
                if standing is Standing.MISS
            ),
            also_in=tuple(
                dict.fromkeys(
                    place.pack.title for place in item.placements[1:] if place.pack != item.placements[0].pack
                )
            ),
            record=self._audit.confirmed(self.wording.state(scored.state), scored.carried) if self._audit else "",
        )

    @property
    def _audit(self) -> AuditWording | None:
        """Return the words that only an auditor is told in."""
        return AuditWording(self.wording.translator) if self.audience is Audience.AUDITOR else None

    def _answered_on(self, answer: Answer) -> str:
        if answer.answered_at is None:
            return ""
        return self._audit.moment(answer.answered_at) if self._audit else self.wording.date(answer.answered_at.date())

    def reasons(self, standing: Standing) -> tuple[ReasonEntry, ...]:
        """Return the questions of a standing that rests on a reason, each with its reason."""
        return tuple(
            self._reason(place, self.review.answer(question_id), scored)
            for question_id, place in self.places.items()
            if standing_of(scored := self.review.counts(question_id)) is standing
        )

    def _reason(self, place: Place, answer: Answer, scored: QuestionScore) -> ReasonEntry:
        kind = answer.not_applicable_type
        return ReasonEntry(
            place=place,
            severity=self.wording.severity(scored.severity),
            level=scored.level,
            kind=self.wording.not_applicable_type(kind) if kind else "",
            reason=answer.reason,
        )

    def hindrance(self, question_id: str) -> Hindrance:
        """Return a miss as page one shows it."""
        question, scored = self.review.questionnaire.asked[question_id].question, self.review.counts(question_id)
        standing = standing_of(scored)
        return Hindrance(
            place=self.places[question_id],
            standing=standing,
            mark=_MARKS[standing],
            severity=self.wording.severity(scored.severity),
            risk=question.risk,
            effort=self.wording.days(question.advice.effort_days),
        )

    def contradictions(self) -> tuple[ContradictionEntry, ...]:
        """Return the contradictions that the answers give rise to."""
        return tuple(
            ContradictionEntry(
                placed.contradiction.message,
                tuple((self.places[each], self._answer_text(each)) for each in placed.questions if each in self.places),
            )
            for placed in self.review.scorecard.contradictions
        )

    def _answer_text(self, question_id: str) -> str:
        question = self.review.questionnaire.asked[question_id].question
        state = self.review.counts(question_id).state
        return "; ".join(self._answers(question, self.review.answer(question_id), state))

    def _answers(self, question: Question, answer: Answer, state: AnswerState) -> tuple[str, ...]:
        """Return what was answered, one text per choice."""
        if state is AnswerState.ANSWERED:
            return tuple(choice.label for choice in question.choices if choice.id in answer.choices)
        return (self.wording.answer_text(question, replace(answer, state=state)),)

    def _evidence(self, evidence: Evidence) -> EvidenceEntry:
        text = evidence.value
        facts = self.files.get(evidence.value) if evidence.kind is EvidenceKind.FILE else None
        if evidence.kind is EvidenceKind.FILE:
            size = f"{file_size(facts.size)} · " if facts else ""
            digest = evidence.value if self.audience is Audience.AUDITOR else f"{evidence.value[:_SHORT_DIGEST]}…"
            text = f"{size}SHA-256 {digest}"
        url = followable(evidence.value) if evidence.kind is EvidenceKind.LINK else ""
        shown = readable(url) if url else text
        return EvidenceEntry(
            title=evidence.title or shown,
            text=within_repositories(shown, self._repositories()) if evidence.title and evidence.title != text else "",
            url=url,
            dated=self.wording.date(evidence.dated) if evidence.dated else "",
            expires=self.wording.date(evidence.expires) if evidence.expires else "",
            expired=not evidence.valid_on(self.review.today),
            picture=evidence.value if facts and facts.picture and self.audience is Audience.DESIGN_REVIEW else "",
        )

    def _repositories(self) -> Iterator[str]:
        links = self.review.service.links
        return (link.url for link in links if link.kind is LinkKind.REPOSITORY and followable(link.url))

    def _advice(self, question: Question, *, steps: bool) -> AdviceEntry:
        advice = question.advice
        return AdviceEntry(advice.title, advice.steps if steps else (), self.wording.days(advice.effort_days))


def standing_of(scored: QuestionScore) -> Standing:
    """Return where an applying question stands."""
    match scored.state:
        case AnswerState.NOT_APPLICABLE:
            return Standing.NOT_APPLICABLE
        case AnswerState.UNANSWERED:
            return Standing.UNANSWERED
        case AnswerState.UNKNOWN:
            return Standing.UNKNOWN
        case AnswerState.COMPENSATED:
            return Standing.COMPENSATED
        case AnswerState.ANSWERED if scored.miss:
            return Standing.MISS
    return Standing.IMPROVEMENT if scored.gap else Standing.MET


def thousandths(value: Fraction) -> int:
    """Return a part of 1 as whole thousandths, rounded down."""
    return int(value * 1000)
