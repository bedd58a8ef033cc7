"""From two reviews of a service to the plain values of the report that compares them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from uuid import UUID

from shipworthy import __version__
from shipworthy.domain.canonical import digest
from shipworthy.domain.comparison import Comparison, PrincipleChange
from shipworthy.domain.delta import Factor
from shipworthy.domain.report_kind import Audience
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import ONE, ZERO
from shipworthy.domain.seal import fingerprint
from shipworthy.domain.sealed import Seal
from shipworthy.reports.comparison_details import details
from shipworthy.reports.comparison_leaders import for_leaders
from shipworthy.reports.comparison_report import ComparisonReport, PartEntry, PrincipleRow, SideEntry, Waterfall
from shipworthy.reports.entries.method import VersionEntry
from shipworthy.reports.entries.terms import Branding, Tone
from shipworthy.reports.question_entries import thousandths
from shipworthy.reports.view_model import TONES, marked
from shipworthy.wording.comparison_report import ComparisonReportWording

SHOWN_PRINCIPLES = 10
SHOWN_CLAUSES = 3  # for leaders


def comparison_report(
    comparison: Comparison,
    wording: ComparisonReportWording,
    generated: datetime,
    *,
    audience: Audience = Audience.DESIGN_REVIEW,
    branding: Branding | None = None,
    seals: Mapping[UUID, Seal] | None = None,
) -> ComparisonReport:
    """Return the report on two reviews, in the wording's language; `seals` are those of decided ones, by review.

    Where the later one is open, the pages are marked as a draft. `generated` is a moment with its zone: its day and
    time are printed as that zone says them.
    """
    before, after, known = comparison.before, comparison.after, seals or {}
    rows = principle_rows(comparison, wording)
    leaders = audience is Audience.LEADERSHIP
    return ComparisonReport(
        language=wording.language,
        title=wording.comparison_title(after.service.name),
        generated=generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        generated_on=wording.long_date(generated.date()),
        branding=marked(branding or Branding(), after.assessment.state, wording),
        packs=tuple(f"{each.pack.title} {each.pack.version}" for each in after.questionnaire.packs),
        generated_at=wording.time(generated),
        service=after.service.name,
        tier=wording.tier(after.service.tier),
        team=after.service.team,
        before=_side(before, known.get(before.assessment.id), wording, leaders),
        after=_side(after, known.get(after.assessment.id), wording, leaders),
        summary=wording.summary(comparison),
        change=wording.change_in_points(comparison.change),
        change_alone=wording.points(comparison.change),
        tone=tone_of(comparison.change),
        not_comparable="" if comparison.parts is not None else wording.not_comparable(comparison),
        waterfall=_waterfall(comparison, wording),
        principles=rows[:SHOWN_PRINCIPLES] if leaders else rows,
        principle_count=len(rows),
        blockers_gone=tuple(before.questionnaire.asked[each].question.text for each in comparison.blockers_gone),
        blockers_new=tuple(after.questionnaire.asked[each].question.text for each in comparison.blockers_new),
        leaders=for_leaders(comparison, wording) if leaders else None,
        details=None if leaders else details(comparison, wording),
        engine=__version__,
    )


def tone_of(change: Fraction | None) -> Tone:
    """Return the colour that stands beside a change, which its sign tells as well."""
    if not change:
        return Tone.NONE
    return Tone.OK if change > 0 else Tone.BAD


def _side(review: Review, seal: Seal | None, wording: ComparisonReportWording, leaders: bool) -> SideEntry:
    card, judgement, decision = review.scorecard, review.judgement, review.assessment.decision
    clauses = tuple(wording.reasons(review))
    shown = clauses[:SHOWN_CLAUSES] if leaders else clauses
    return SideEntry(
        title=review.assessment.title,
        when=wording.as_of(review),
        decision=wording.outcome(decision.outcome) if decision else "",
        verdict=wording.verdict(review.shown_verdict),
        mark=wording.verdict_mark(review.shown_verdict),
        tone=TONES[review.shown_verdict],
        score=wording.score_with_band(card.score, card.band),
        level=judgement.level,
        coverage=wording.percent(card.coverage),
        confidence=wording.percent(card.confidence),
        blockers=len(judgement.blockers),
        highs=len(judgement.highs),
        clauses=shown,
        other_clauses=len(clauses) - len(shown),
        tier=wording.tier(review.service.tier),
        packs=tuple(
            VersionEntry(each.pack.title, each.pack.id, each.pack.version, digest(each.pack))
            for each in review.questionnaire.packs
        ),
        policy=VersionEntry(review.policy.title, review.policy.id, review.policy.version, digest(review.policy)),
        fingerprint=seal.content_hash if seal else fingerprint(review),
        seal=seal.number if seal else 0,
        seal_hash=seal.hash if seal else "",
        sealed_by=seal.sealed_by if seal else "",
    )


def _waterfall(comparison: Comparison, wording: ComparisonReportWording) -> Waterfall | None:
    """Return the steps from one score to the other, on a scale from 0 to a full score, wider where a step leaves it."""
    before, after = comparison.before.scorecard.score, comparison.after.scorecard.score
    if comparison.parts is None or before is None or after is None:
        return None
    texts = wording.both_scores_of(comparison)
    levels = [before]
    for part in comparison.parts.values():
        levels.append(levels[-1] + part)
    low, high = min(ZERO, *levels), max(ONE, *levels)

    def place(level: Fraction) -> int:
        return thousandths((level - low) / (high - low))

    return Waterfall(
        before=place(before),
        after=place(after),
        zero=place(ZERO),
        before_text=texts[0],
        after_text=texts[1],
        parts=tuple(
            _part(factor, part, start, wording, (place(start), place(start + part)))
            for (factor, part), start in zip(comparison.parts.items(), levels, strict=False)
        ),
        rounded=sum(_tenths(each) for each in comparison.parts.values()) != _tenths(after - before),
    )


def _part(
    factor: Factor, part: Fraction, start: Fraction, wording: ComparisonReportWording, places: tuple[int, int]
) -> PartEntry:
    name = wording.factor(factor)
    return PartEntry(
        name=name,
        meaning=wording.factor_meaning(factor),
        points=wording.points(part),
        tone=tone_of(part),
        start=places[0],
        end=places[1],
        alternative=wording.part_text(name, part, start, start + part),
    )


def _tenths(change: Fraction) -> int:
    """Return a change in tenths of a point, as it is printed: half away from 0, and 0 only for exactly 0."""
    size = int(abs(change) * 1000 + Fraction(1, 2))
    return (max(size, 1) if change else 0) * (1 if change > 0 else -1)


def principle_rows(comparison: Comparison, wording: ComparisonReportWording) -> tuple[PrincipleRow, ...]:
    """Return the principles of both sides, those that moved most first; what stands on one side alone comes last."""
    ordered = sorted(comparison.principles, key=lambda each: -abs(_moved(each) or ZERO))
    ordered.sort(key=lambda each: _moved(each) is None)
    return tuple(_principle(each, wording) for each in ordered)


def _moved(principle: PrincipleChange) -> Fraction | None:
    if principle.before is None or principle.after is None:
        return None
    return principle.after - principle.before


def _principle(principle: PrincipleChange, wording: ComparisonReportWording) -> PrincipleRow:
    before, after, moved = principle.before, principle.after, _moved(principle)
    return PrincipleRow(
        title=principle.title,
        before=None if before is None else thousandths(before),
        after=None if after is None else thousandths(after),
        before_text=wording.percent(before),
        after_text=wording.percent(after),
        change=wording.points(moved),
        tone=tone_of(moved),
        alternative=wording.both_scores(before, after),
    )
