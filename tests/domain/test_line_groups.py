"""What several services say together."""

from tests.domain.service_lines import late_item, line, standing, waiver

from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_groups import GROUPINGS, grouped, summary_of
from shipworthy.domain.portfolio import DueKind, ReviewDue
from shipworthy.domain.service_filter import Facet


def test_a_summary_counts_and_takes_the_mean_of_those_that_have_a_score() -> None:
    lines = (
        line("a", tier=3, standing=standing("1/2", blockers=2), verdict=Verdict.NOT_READY, overdue=(late_item(),) * 3),
        line("b", tier=1, standing=standing("1"), verdict=Verdict.READY, expiring=(waiver(),)),
        line("c", tier=1, standing=standing(None), verdict=Verdict.NOT_READY),
        line("d", tier=1, due=(ReviewDue(DueKind.NEVER),)),
    )
    summary = summary_of(lines)
    assert (summary.count, summary.scored, summary.mean) == (4, 2, 0.75)
    assert list(summary.verdicts.items()) == [
        (Verdict.READY, 1),
        (Verdict.CONDITIONALLY_READY, 0),
        (Verdict.NOT_ASSESSED, 1),
        (Verdict.NOT_READY, 2),
    ]
    assert (summary.blockers, summary.overdue, summary.expiring, summary.due) == (2, 3, 1, 1)
    assert summary.tiers == (1, 3)


def test_nothing_has_no_mean() -> None:
    assert summary_of(()).mean is None
    assert summary_of([line(), line(standing=standing(None))]).mean is None


def test_groups_keep_the_order_of_their_lines_and_those_without_a_name_come_last() -> None:
    lines = [line("z", team="b"), line("y"), line("x", team="A"), line("w", team="b")]
    assert [(value, [each.service.name for each in group]) for value, group in grouped(lines, Facet.TEAM)] == [
        ("A", ["x"]),
        ("b", ["z", "w"]),
        ("", ["y"]),
    ]
    for facet in GROUPINGS:
        assert sum(len(group) for _value, group in grouped(lines, facet)) == len(lines)
