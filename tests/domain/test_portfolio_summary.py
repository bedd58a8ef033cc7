"""What services of a portfolio come to."""

import uuid
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from tests.domain.builders import TODAY, YESTERDAY
from tests.domain.service_lines import late_item, line, standing, waiver

from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.portfolio import Concern, DueKind, ReviewDue
from shipworthy.domain.portfolio_summary import MeanScore, PortfolioSummary, mean_score, summarize
from shipworthy.domain.scorecard import Band

AGED = ReviewDue(DueKind.AGE, YESTERDAY)


def test_no_services_come_to_nothing() -> None:
    assert summarize([]) == PortfolioSummary()


def test_everything_is_counted_of_what_counts() -> None:
    old = replace(late_item(), id=uuid.uuid4(), severity=Severity.BLOCKER, due=TODAY - timedelta(days=41))
    undated = replace(late_item(), id=uuid.uuid4(), due=None)
    lines = [
        line(verdict=Verdict.READY, standing=standing("3/4"), tier=1, due=(AGED,)),
        line(verdict=Verdict.NOT_READY, standing=standing("1/2"), overdue=(late_item(), old, undated)),
        line(expiring=(waiver(), replace(waiver(), approver="Noor"), waiver()), due=(ReviewDue(DueKind.NEVER),)),
        line(expiring=(replace(waiver(), approver="Noor"),), tier=2, due=(ReviewDue(DueKind.INCIDENT, TODAY), AGED)),
    ]
    found = summarize(lines)
    assert found.verdicts == {Verdict.READY: 1, Verdict.NOT_READY: 1, Verdict.NOT_ASSESSED: 2}
    assert found.mean == MeanScore(Fraction(5, 8), Band(Fraction(5, 8), Fraction(5, 8)), 2)
    assert (found.overdue, found.overdue_blockers, found.oldest_due) == (3, 1, TODAY - timedelta(days=41))
    assert (found.expiring, found.most_by_one) == (4, 2)
    assert (found.aged, found.aged_tier_1) == (2, 1)
    kept = [each for each in lines if Concern.AGED in each.concerns]
    assert len(kept) == found.aged


def test_a_mean_leaves_out_who_has_no_score_and_is_as_exact_as_it_is_shown() -> None:
    assert mean_score([line(), line(standing=standing(None))]) == MeanScore()
    banded = replace(standing("62/100"), sealed=None, result=("62/100", "1/2", "1"))
    found = mean_score([line(standing=banded), line(standing=standing("63/100")), line(standing=standing(None))])
    assert found.score == Fraction(625, 1000), "half a percent is neither lost nor won"
    assert found.band == Band(Fraction(565, 1000), Fraction(815, 1000))
    assert found.scored == 2
    assert mean_score([line(standing=standing("1"))] * 3).score == 1
