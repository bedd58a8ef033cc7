"""The end of a report adds up and can be checked."""

from decimal import Decimal

from tests.domain import builders as build
from tests.reports.builders import flagship_review, report, small_pack, small_review

from shipworthy import __version__
from shipworthy.domain.canonical import digest
from shipworthy.domain.gate import ClauseKind
from shipworthy.reports.method_entries import SHOWN_LOSSES


def test_losses_come_largest_first_and_add_up_to_the_score() -> None:
    why = report(small_review()).why
    assert [(loss.place.number, loss.counted, loss.share, loss.loss) for loss in why.losses] == [
        ("1.1", "0", "37.5", "37.5"),
        ("2.3", "0", "16.7", "16.7"),
        ("2.1", "0", "16.7", "16.7"),
        ("1.2", "¾", "12.5", "3.1"),
    ]
    assert (why.other_count, why.other_loss) == (0, "")
    assert (why.total_loss, why.exact_score) == ("74.0", "26.0")


def test_the_printed_column_of_losses_adds_up_for_any_review() -> None:
    for seed in range(20):
        why = report(flagship_review(seed)).why
        assert len(why.losses) > 45
        assert why.other_count == 0
        rounding = Decimal(why.other_loss.replace("−", "-") or "0")
        assert sum((Decimal(loss.loss) for loss in why.losses), rounding) == Decimal(why.total_loss)
        assert Decimal(why.total_loss) + Decimal(why.exact_score) == 100


def test_a_very_long_list_of_losses_ends_in_one_row_for_the_rest() -> None:
    pack = build.simple_pack(*(build.question(f"q{number}") for number in range(SHOWN_LOSSES + 4)))
    why = report(build.review(pack)).why
    assert (len(why.losses), why.losses[0].loss) == (SHOWN_LOSSES, "1.6")
    assert (why.other_count, why.other_loss, why.total_loss) == (4, "4.0", "100.0")


def test_a_full_score_has_no_losses() -> None:
    pack = build.simple_pack(build.question("one"))
    why = report(build.review(pack, answers=[build.answered("p/one", "e")])).why
    assert (why.losses, why.total_loss, why.exact_score) == ((), "0.0", "100.0")


def test_every_clause_of_the_gate_is_listed_with_what_was_found() -> None:
    gate = report(small_review()).method.gate
    assert [(row.kind, row.limit, row.actual, row.met) for row in gate] == [
        (ClauseKind.BLOCKERS, "0", "1", False),
        (ClauseKind.HIGHS, "0", "1", False),
        (ClauseKind.OVERALL, "85", "26.0", False),
        (ClauseKind.PRINCIPLE, "70", "0/2", False),
        (ClauseKind.COVERAGE, "95", "83.3", False),
        (ClauseKind.LEVEL, "1", "0", False),
        (ClauseKind.AGE, "180", "", True),
    ]


def test_a_decided_assessment_has_an_age() -> None:
    about = build.decided(build.YESTERDAY)
    gate = report(build.review(small_pack(), about=about)).method.gate
    assert (gate[-1].actual, gate[-1].met) == ("1", True)


def test_the_method_quotes_the_numbers_of_this_review() -> None:
    method = report(small_review()).method
    assert (method.questions, method.applicable, method.not_applicable, method.hidden) == (7, 5, 1, 1)
    assert (method.open_answers, method.lacking_evidence) == (1, 1)
    assert method.met_at == (("Title of p", "¾"),)
    assert method.remediate_days == (("Blocker", 30), ("High", 30), ("Medium", 30), ("Low", 30))


def test_versions_name_what_was_used_by_its_content() -> None:
    review = small_review()
    method = report(review).method
    [pack] = method.packs
    assert (pack.id, pack.version, pack.digest) == ("p", "1.0.0", digest(small_pack()))
    assert (method.policy.id, method.policy.digest) == ("default", digest(review.policy))
    assert method.engine == __version__
