"""A review at one moment: an assessment with its answers, scored and judged. Window, report and terminal show this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.gate import Judgement, Verdict, judge
from shipworthy.domain.policy import GatePolicy, TierPolicy
from shipworthy.domain.questionnaire import AskedQuestion, Questionnaire
from shipworthy.domain.remediation import RemediationItem, Waiver, asked_as, closing_as
from shipworthy.domain.scorecard import QuestionScore, Scorecard
from shipworthy.domain.scoring import score
from shipworthy.domain.service import Service


@dataclass(frozen=True, slots=True)
class Cap:
    """What hard dependencies do to a verdict: the lowest verdict, and the names of all services that stand there."""

    verdict: Verdict
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One assessment as of a day; `answers` holds the agreed ones by asked id, `cap` is None where nothing caps.

    `waivers` and `items` are the service's own, whatever their state, under the ids of their questions as asked here.
    `decided_on` is the day of the decision in the store's time zone.
    """

    service: Service
    assessment: Assessment
    questionnaire: Questionnaire
    policy: GatePolicy
    answers: Mapping[str, Answer]
    today: date
    scorecard: Scorecard
    judgement: Judgement
    cap: Cap | None = None
    waivers: tuple[Waiver, ...] = ()
    items: tuple[RemediationItem, ...] = ()
    decided_on: date | None = None

    @property
    def tier_policy(self) -> TierPolicy:
        """Return what the service's tier asks."""
        return self.policy.tiers[self.service.tier]

    @property
    def shown_verdict(self) -> Verdict:
        """Return the verdict that counts: the service's own, or the lower one of a hard dependency."""
        return self.cap.verdict if self.cap else self.judgement.verdict

    def answer(self, question_id: str) -> Answer:
        """Return the answer to an asked question; an unanswered one where nothing was said."""
        return self.answers.get(question_id) or Answer(question_id)

    def applying(self) -> tuple[AskedQuestion, ...]:
        """Return the questions that apply, in the order in which they are asked."""
        return tuple(
            item
            for question_id, item in self.questionnaire.asked.items()
            if self.scorecard.questions[question_id].applies
        )

    def numbers(self) -> dict[str, tuple[int, int]]:
        """Return the number of each applying question on paper, by asked id: that of its principle, and its own."""
        principles = {
            principle.id: number for number, (_, principle) in enumerate(self.questionnaire.principles(), start=1)
        }
        counts: dict[int, int] = {}
        numbers = {}
        for item in self.applying():
            principle = principles[item.principle.id]
            counts[principle] = counts.get(principle, 0) + 1
            numbers[item.id] = (principle, counts[principle])
        return dict(sorted(numbers.items(), key=lambda pair: pair[1]))

    def counts(self, question_id: str) -> QuestionScore:
        """Return what an asked question counts."""
        return self.scorecard.questions[question_id]


def assemble(
    service: Service,
    assessment: Assessment,
    questionnaire: Questionnaire,
    policy: GatePolicy,
    answers: Mapping[str, Answer],
    today: date,
    waivers: Iterable[Waiver] = (),
    items: Iterable[RemediationItem] = (),
    decided_on: date | None = None,
) -> Review:
    """Score and judge an assessment as of a day; `waivers` and `items` are the service's own.

    `decided_on` is the day of its decision, None for a draft, which has no age.
    """
    scorecard = score(questionnaire, service, answers, today)
    waived, planned = asked_as(waivers, questionnaire.roots), closing_as(items, questionnaire.roots)
    judgement = judge(scorecard, policy.tiers[service.tier], today, waived, planned, decided_on)
    return Review(
        service,
        assessment,
        questionnaire,
        policy,
        answers,
        today,
        scorecard,
        judgement,
        waivers=waived,
        items=planned,
        decided_on=decided_on,
    )


def next_expiry(answers: Iterable[Answer], today: date) -> date | None:
    """Return the last valid day of the evidence that expires next, from today on; None when none does."""
    days = (evidence.expires for answer in answers for evidence in answer.evidence)
    return min((day for day in days if day is not None and day >= today), default=None)
