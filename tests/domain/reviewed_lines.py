"""Lines of a portfolio in few words: services with results as the store keeps them, some by a roll of the dice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from tests.domain.builders import TODAY
from tests.domain.strategies import Dice

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.canonical import encode
from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import ServiceLine, StandingReview, review_due
from shipworthy.domain.service import Service


def review(
    score: str | None = "1/2",
    *,
    number: int = 1,
    state: AssessmentState = AssessmentState.DECIDED,
    sealed: str | None = None,
    verdict: Verdict = Verdict.NOT_READY,
    principles: Mapping[str, Fraction | None] | None = None,
    misses: Sequence[str] = (),
    day: date | None = TODAY,
    least: Fraction = Fraction(3, 5),
) -> StandingReview:
    """Return a review with a result; without `principles` one of the pack `small`."""
    kept = {"small/contract": Fraction(1, 2)} if principles is None else principles
    return StandingReview(
        id=UUID(int=number),
        title=f"Review {number}",
        state=state,
        reviewed_on=day,
        max_age_days=100,
        result=(score, score, score),
        sealed=(sealed, sealed, sealed) if sealed else None,
        coverage_text="1",
        level=1,
        verdict=verdict,
        blockers=0,
        highs=0,
        principles_text=encode(kept).decode(),
        misses_text=encode(tuple(misses)).decode(),
        least_of_principles=least,
    )


def line(name: str, standing: StandingReview | None = None, *, number: int = 0, capped_by: str = "") -> ServiceLine:
    """Return the line of a service, whose id follows from its name unless a number is given."""
    service = Service(UUID(int=number or int.from_bytes(name.encode()[:15])), name)
    own = standing.verdict if standing else Verdict.NOT_ASSESSED
    return ServiceLine(
        service=service,
        standing=standing,
        verdict=Verdict.NOT_READY if capped_by else own,
        own_verdict=own,
        capped_by=(capped_by,) if capped_by else (),
        due=review_due(standing, (), TODAY),
    )


def rolled_lines(roll: Dice) -> list[ServiceLine]:
    """Return lines of some of seven services, with any review or none."""
    return [_rolled(roll, number) for number in sorted(roll.some(range(1, 8), 7))]


def _rolled(roll: Dice, number: int) -> ServiceLine:
    standing = None
    if roll.number(0, 3):
        standing = review(
            roll.pick([None, "0", "1/3", "1/2", "2/3", "1"]),
            number=roll.number(1, 3),
            state=roll.pick([AssessmentState.DECIDED, AssessmentState.DRAFT]),
            verdict=roll.pick(list(Verdict)),
            misses=roll.some(["small/first", "small/last"], 2),
            day=TODAY - timedelta(days=roll.number(0, 200)),
        )
    found = line(roll.pick(["checkout", "ledger", "search"]), standing, number=number, capped_by=roll.pick(["", "db"]))
    return replace(found, service=replace(found.service, tier=roll.number(1, 2)))
