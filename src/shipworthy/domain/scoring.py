"""Scoring: what the answers of an assessment are worth, exactly, with a band for what is not known yet.

The rules are those of SEMANTICS.md, "Scoring". All arithmetic is on `fractions.Fraction`; nothing is rounded here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import lcm
from operator import mul
from typing import NamedTuple

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.conditions import AnswerFacts, Scope
from shipworthy.domain.pack import EvidenceRule, Question
from shipworthy.domain.questionnaire import AskedQuestion, PlacedContradiction, Placement, Questionnaire
from shipworthy.domain.scorecard import ONE, ZERO, Band, PrincipleScore, QuestionScore, Scorecard
from shipworthy.domain.service import CONDITION_FIELDS, Service


def choice_score(question: Question, answer: Answer) -> Fraction | None:
    """Return the points of the chosen choices, summed and capped at 1, before the evidence rule; None without any."""
    chosen = [choice.score for choice in question.choices if choice.id in answer.choices]
    if not chosen:
        return None
    return min(ONE, sum(chosen, ZERO))


def score(
    questionnaire: Questionnaire,
    service: Service,
    answers: Mapping[str, Answer],
    today: date,
    cured: Collection[str] = (),
) -> Scorecard:
    """Score the answers (by asked id; a missing one is unanswered) of a service as of a day.

    Applicable questions among `cured` count as if they were answered in full, with evidence; what applies, and what
    contradicts, stays as without that.
    """
    applying, scope = _apply_conditions(questionnaire, service, answers)
    judged = {
        question_id: _judge(item, applying[question_id], answers.get(question_id) or Answer(question_id), today)
        for question_id, item in questionnaire.asked.items()
    }
    judged |= {each: _cured(judged[each]) for each in cured if judged[each].score.applicable}
    held = tuple(placed for placed in questionnaire.contradictions if placed.condition.holds(scope))
    return _sum_up(questionnaire, applying, judged, held)


@dataclass(frozen=True, slots=True)
class _Judged:
    """One question before the sums: its counted score and the ends of its band."""

    score: QuestionScore
    low: Fraction
    high: Fraction


def service_values(questionnaire: Questionnaire, service: Service) -> dict[str, bool | int | str]:
    """Return what `service.<name>` reads: the fields, and each declared fact with its answer or its default."""
    values: dict[str, bool | int | str] = {
        fact.id: service.facts.get(fact.id, fact.default) for fact in questionnaire.facts().values()
    }
    values.update({name: getattr(service, name) for name in CONDITION_FIELDS})
    values["lifecycle"] = str(service.lifecycle)
    return values


def _facts_of(asked: Question, placed: Question, answer: Answer) -> AnswerFacts:
    """Return what a condition reads of an answer, in the words of the place: linked choices match by position."""
    state = _effective_state(asked, answer)
    if state is AnswerState.ANSWERED:
        pairs = zip(asked.choices, placed.choices, strict=True)
        choices = tuple(there.id for here, there in pairs if here.id in answer.choices)
        return AnswerFacts(choice_score(asked, answer), state, choices)
    # Choices that outlived a change to another state say nothing.
    return AnswerFacts(ONE if state is AnswerState.COMPENSATED else None, state, ())


def _effective_state(question: Question, answer: Answer) -> AnswerState:
    if answer.state is AnswerState.ANSWERED and choice_score(question, answer) is None:
        return AnswerState.UNANSWERED
    return answer.state


def _apply_conditions(
    questionnaire: Questionnaire, service: Service, answers: Mapping[str, Answer]
) -> tuple[Mapping[str, tuple[Placement, ...]], Scope]:
    """Return the places where each asked question applies, and the scope in which that was worked out."""
    known: dict[str, AnswerFacts] = {}
    scope = Scope(service_values(questionnaire, service), known)
    applying: dict[str, tuple[Placement, ...]] = {}
    for question_id in questionnaire.evaluation_order:
        item = questionnaire.asked[question_id]
        applying[question_id] = tuple(
            place for place in item.placements if place.condition is None or place.condition.holds(scope)
        )
        given = answers.get(question_id) or Answer(question_id)
        for place in item.placements:
            known[place.question.id] = (
                _facts_of(item.question, place.question, given) if applying[question_id] else AnswerFacts.of_hidden()
            )
    return applying, scope


def _judge(item: AskedQuestion, applying: tuple[Placement, ...], answer: Answer, today: date) -> _Judged:
    state = _effective_state(item.question, answer)
    # Where a question applies nowhere, its own wording still says how severe it would be.
    places = applying or item.placements[:1]
    applies = bool(applying)
    applicable = applies and state is not AnswerState.NOT_APPLICABLE
    carried = answer.carried and state is not AnswerState.UNANSWERED
    evidence_rule = min((place.question.evidence_rule for place in places), key=lambda rule: rule.rank)
    has_evidence = answer.has_valid_evidence(today)
    counted = ZERO
    if state is AnswerState.COMPENSATED:
        counted = ONE
    elif state is AnswerState.ANSWERED and (has_evidence or evidence_rule is not EvidenceRule.REQUIRED):
        counted = choice_score(item.question, answer) or ZERO
    open_ended = carried or state in (AnswerState.UNANSWERED, AnswerState.UNKNOWN)
    return _Judged(
        QuestionScore(
            id=item.id,
            state=state,
            carried=carried,
            marked=answer.marked,
            applies=applies,
            applicable=applicable,
            counted=counted if applicable else None,
            share=ZERO,
            severity=min((place.question.severity for place in places), key=lambda severity: severity.rank),
            level=min(place.question.level for place in places),
            evidence_rule=evidence_rule,
            met_at=max(place.pack.met_at for place in places),
            has_evidence=has_evidence,
            confidence=answer.confidence,
        ),
        low=ZERO if open_ended else counted,
        high=ONE if open_ended else counted,
    )


def _cured(judged: _Judged) -> _Judged:
    full = replace(judged.score, state=AnswerState.ANSWERED, carried=False, counted=ONE, has_evidence=True)
    return _Judged(full, low=ONE, high=ONE)


def applying_places(
    questionnaire: Questionnaire, service: Service, answers: Mapping[str, Answer]
) -> Mapping[str, tuple[Placement, ...]]:
    """Return the places where each asked question applies, by asked id; none for a hidden one."""
    return _apply_conditions(questionnaire, service, answers)[0]


class _Means(NamedTuple):
    """The mean score of a group and the ends of its band; None where nothing in it counts."""

    score: Fraction | None
    low: Fraction | None
    high: Fraction | None

    @property
    def band(self) -> Band | None:
        return None if self.low is None or self.high is None else Band(self.low, self.high)


def _mean(weighted: Iterable[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    """Return sum(w*v)/sum(w) over the values that are there; None when none is.

    Exact, in whole numbers over one denominator: adding fractions one by one is most of the time of a key press.
    """
    pairs = [(value, weight) for value, weight in weighted if value is not None]
    over = lcm(*(weight.denominator for _, weight in pairs))
    weights = [weight.numerator * (over // weight.denominator) for _, weight in pairs]
    total = sum(weights)
    if not total:
        return None
    over = lcm(*(value.denominator for value, _ in pairs))
    values = (value.numerator * (over // value.denominator) for value, _ in pairs)
    return Fraction(sum(map(mul, values, weights)), over * total)


def _means(weighted: Iterable[tuple[_Means, Fraction]]) -> _Means:
    """Return the means of groups of groups."""
    pairs = list(weighted)
    return _Means(
        _mean((means.score, weight) for means, weight in pairs),
        _mean((means.low, weight) for means, weight in pairs),
        _mean((means.high, weight) for means, weight in pairs),
    )


@dataclass(frozen=True, slots=True)
class _PrincipleQuestions:
    """The questions that stand in one principle and apply there, each with its weight there."""

    id: str
    title: str
    weight: Fraction
    questions: tuple[tuple[_Judged, Fraction], ...]

    def means(self) -> _Means:
        # An unconfirmed N/A weighs in the band, though not in the score.
        in_band = [(j, weight) for j, weight in self.questions if j.score.applicable or j.score.carried]
        return _Means(
            _mean((judged.score.counted, weight) for judged, weight in self.questions if judged.score.applicable),
            _mean((judged.low, weight) for judged, weight in in_band),
            _mean((judged.high, weight) for judged, weight in in_band),
        )

    @property
    def applicable_weight(self) -> Fraction:
        return sum((weight for judged, weight in self.questions if judged.score.applicable), ZERO)


@dataclass(frozen=True, slots=True)
class _PackGroups:
    """One pack's principles and its weight in the overall score."""

    weight: Fraction
    principles: tuple[_PrincipleQuestions, ...]


def _groups(
    questionnaire: Questionnaire, applying: Mapping[str, tuple[Placement, ...]], judged: Mapping[str, _Judged]
) -> list[_PackGroups]:
    standing_in: dict[str, list[tuple[_Judged, Fraction]]] = {}
    for question_id, places in applying.items():
        for place in places:
            entry = (judged[question_id], Fraction(place.question.weight))
            standing_in.setdefault(place.principle.id, []).append(entry)
    return [
        _PackGroups(
            weighted.weight,
            tuple(
                _PrincipleQuestions(
                    principle.id, principle.title, Fraction(principle.weight), tuple(standing_in.get(principle.id, ()))
                )
                for principle in weighted.pack.principles
            ),
        )
        for weighted in questionnaire.packs
    ]


def _sum_up(
    questionnaire: Questionnaire,
    applying: Mapping[str, tuple[Placement, ...]],
    judged: Mapping[str, _Judged],
    contradictions: tuple[PlacedContradiction, ...],
) -> Scorecard:
    packs = _groups(questionnaire, applying, judged)
    means = {group.id: group.means() for pack in packs for group in pack.principles}
    overall = _means(
        (_means((means[group.id], group.weight) for group in pack.principles), pack.weight) for pack in packs
    )
    shares = _shares(packs)
    questions = {
        question_id: replace(item.score, share=shares.get(question_id, ZERO)) for question_id, item in judged.items()
    }
    return Scorecard(
        score=overall.score,
        band=overall.band,
        coverage=_coverage(questions.values()),
        confidence=_confidence(questions.values()),
        principles=tuple(_principle_score(group, means[group.id]) for pack in packs for group in pack.principles),
        questions=questions,
        contradictions=contradictions,
    )


def _shares(packs: list[_PackGroups]) -> dict[str, Fraction]:
    """Return each applicable question's effective part of the overall score; the parts sum to 1."""
    shares: dict[str, Fraction] = {}
    scored_packs = [pack for pack in packs if any(group.applicable_weight for group in pack.principles)]
    all_packs = sum((pack.weight for pack in scored_packs), ZERO)
    for pack in scored_packs:
        scored = [group for group in pack.principles if group.applicable_weight]
        all_principles = sum((group.weight for group in scored), ZERO)
        for group in scored:
            part = pack.weight / all_packs * group.weight / all_principles / group.applicable_weight
            for judged, weight in group.questions:
                if judged.score.applicable:
                    shares[judged.score.id] = shares.get(judged.score.id, ZERO) + part * weight
    return shares


def _principle_score(group: _PrincipleQuestions, means: _Means) -> PrincipleScore:
    asked = {judged.score.id: judged.score for judged, _ in group.questions}  # linked ones may stand here twice
    return PrincipleScore(
        id=group.id,
        title=group.title,
        score=means.score,
        band=means.band,
        answered=sum(question.is_answered for question in asked.values()),
        total=len(asked),
    )


def _coverage(questions: Iterable[QuestionScore]) -> Fraction:
    """Return the part of the applying questions that is covered; 0 where no question applies."""
    applying = [question for question in questions if question.applies]
    return Fraction(sum(question.is_answered for question in applying), len(applying)) if applying else ZERO


def _confidence(questions: Iterable[QuestionScore]) -> Fraction:
    """Return sum(W*e*c)/sum(W) over the applicable questions; 0 where there is none."""
    worth = ((question.backing * question.certainty, question.share) for question in questions if question.applicable)
    return _mean(worth) or ZERO
