"""The checkable end of a report: where the score comes from, what the gate asked, and which versions were used."""

from collections.abc import Mapping
from fractions import Fraction

from shipworthy import __version__
from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.canonical import digest
from shipworthy.domain.gate import ClauseKind
from shipworthy.domain.review import Review
from shipworthy.domain.seal import fingerprint
from shipworthy.reports.entries.method import ClauseEntry, LossEntry, Method, VersionEntry, Why
from shipworthy.reports.entries.terms import Place
from shipworthy.reports.question_entries import thousandths
from shipworthy.wording import Wording

SHOWN_LOSSES = 60


def why(review: Review, wording: Wording, places: Mapping[str, Place]) -> Why:
    """Return the largest losses; the figures shown add up to what is missing from 100."""
    losing = [scored for scored in review.scorecard.why() if scored.loss]
    losses = tuple(
        LossEntry(
            places[scored.id],
            wording.choice_score(scored.counted or Fraction(0)),
            _points(_tenths(scored.share)),
            _points(_tenths(scored.loss)),
        )
        for scored in losing[:SHOWN_LOSSES]
    )
    score = thousandths(review.scorecard.score or Fraction(0))
    # The rest takes the roundings of the rows above, so that the column adds up as it is printed.
    rest = 1000 - score - sum(_tenths(scored.loss) for scored in losing[:SHOWN_LOSSES])
    return Why(
        losses=losses,
        other_count=len(losing) - len(losses),
        other_loss=_points(rest) if rest or len(losing) > SHOWN_LOSSES else "",
        total_loss=_points(1000 - score),
        exact_score=_points(score),
    )


def _tenths(value: Fraction) -> int:
    """Return a part of 1 in tenths of a point of 100, rounded half up."""
    return int(value * 1000 + Fraction(1, 2))


def _points(tenths: int) -> str:
    sign = "−" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def method(review: Review, wording: Wording, sealed_hash: str = "") -> Method:
    """Return the numbers that explain how this very report came to its figures.

    `sealed_hash` is that of the sealed content, and stands for the fingerprint of a decided review.
    """
    scored = tuple(review.scorecard.questions.values())
    applying = [question for question in scored if question.applies]
    open_states = (AnswerState.UNANSWERED, AnswerState.UNKNOWN)
    policy = review.policy
    return Method(
        questions=len(scored),
        applicable=sum(question.applicable for question in scored),
        not_applicable=sum(not question.applicable for question in applying),
        hidden=len(scored) - len(applying),
        open_answers=sum(question.state in open_states or question.carried for question in applying),
        lacking_evidence=sum(question.lacks_evidence for question in scored),
        met_at=tuple(
            (weighted.pack.title, wording.choice_score(weighted.pack.met_at)) for weighted in review.questionnaire.packs
        ),
        gate=_gate(review, wording),
        remediate_days=tuple(
            (wording.severity(severity), review.tier_policy.remediate_days[severity])
            for severity in sorted(review.tier_policy.remediate_days, key=lambda severity: severity.rank)
        ),
        packs=tuple(
            VersionEntry(weighted.pack.title, weighted.pack.id, weighted.pack.version, digest(weighted.pack))
            for weighted in review.questionnaire.packs
        ),
        policy=VersionEntry(policy.title, policy.id, policy.version, digest(policy)),
        engine=__version__,
        fingerprint=sealed_hash or fingerprint(review),
        sealed=bool(sealed_hash),
    )


def _gate(review: Review, wording: Wording) -> tuple[ClauseEntry, ...]:
    """Return every clause of the tier's gate, failed or not, in the order in which a verdict lists them."""
    card, policy, judgement = review.scorecard, review.tier_policy, review.judgement
    failed = {clause.kind for clause in judgement.failed}
    principles = [principle for principle in card.principles if principle.score is not None]
    above = sum(principle.score is not None and principle.score >= policy.principle for principle in principles)
    age = ""
    if review.decided_on:
        age = str((review.today - review.decided_on).days)
    rows = {
        ClauseKind.BLOCKERS: ("0", str(len(judgement.blockers))),
        ClauseKind.HIGHS: ("0", str(len(judgement.highs))),
        ClauseKind.OVERALL: (wording.limit_percent(policy.overall), wording.exact_percent(card.score)),
        ClauseKind.PRINCIPLE: (wording.limit_percent(policy.principle), f"{above}/{len(principles)}"),
        ClauseKind.COVERAGE: (wording.limit_percent(policy.coverage), wording.exact_percent(card.coverage)),
        ClauseKind.LEVEL: (str(policy.level), str(judgement.level)),
        ClauseKind.AGE: (str(policy.max_age_days), age),
    }
    return tuple(ClauseEntry(kind, limit, actual, kind not in failed) for kind, (limit, actual) in rows.items())
