"""The heat map: columns as the packs have them, cells as reviews count them, and what is missed in each."""

from fractions import Fraction

from tests.domain.builders import pack, principle, question
from tests.domain.reviewed_lines import review

from shipworthy.domain.heat_map import NOT_ASKED, ColumnMean, HeatCell, column_means, heat_map
from shipworthy.domain.pack import Severity

HALF = Fraction(1, 2)
SMALL = pack(
    "small",
    principle("contract", question("first", severity=Severity.BLOCKER), question("second")),
    principle("failure", question("third")),
    principle("unused", question("fourth")),
)
OTHER = pack("other", principle("calls", question("same", same_as="small/first"), question("own")))
USED = ("other/calls", "small/failure", "small/contract", "lost/thing")


def test_columns_stand_in_the_order_of_the_packs_and_unknown_ones_at_the_end() -> None:
    older = pack("small", principle("failure", question("x")), principle("contract", question("y")))
    found = heat_map([SMALL, older, OTHER], USED)
    assert [each.principle for each in found.columns] == [
        "small/contract",
        "small/failure",
        "other/calls",
        "lost/thing",
    ]
    assert (found.columns[0].pack, found.columns[0].question) == (SMALL.title, "small/first")
    assert (found.columns[3].title, found.columns[3].pack, found.columns[3].question) == ("thing", "lost", "")


def test_a_principle_of_an_older_version_alone_stands_with_its_pack() -> None:
    older = pack("small", principle("before", question("x")))
    found = heat_map([SMALL, OTHER, older], ["small/before", *USED])
    assert [each.principle for each in found.columns][:3] == ["small/contract", "small/failure", "small/before"]


def test_a_cell_counts_misses_and_tells_of_the_minimum() -> None:
    standing = review(
        principles={"small/contract": Fraction(2, 5), "small/failure": None, "other/calls": Fraction(3, 5)},
        misses=["small/first", "small/second", "unheard/of"],
        least=Fraction(3, 5),
    )
    contract, failure, calls, lost = heat_map([SMALL, OTHER], USED).row(standing)
    assert contract == HeatCell(Fraction(2, 5), True, 2, 1, True, "small/first")
    assert failure == HeatCell(None, is_asked=True)
    assert calls.score == Fraction(3, 5)
    assert (calls.misses, calls.blockers, calls.is_below) == (1, 1, False)  # one question, shared, asked strictly
    assert lost is NOT_ASKED


def test_a_shared_question_is_found_under_whichever_id_it_is_asked() -> None:
    alone = review(principles={"other/calls": HALF}, misses=["other/same"])
    [_contract, _failure, calls, _lost] = heat_map([SMALL, OTHER], USED).row(alone)
    assert (calls.misses, calls.question) == (1, "other/same")
    circle = [
        pack("one", principle("p", question("a", same_as="two/b"))),
        pack("two", principle("q", question("b", same_as="one/a"))),
    ]
    strict = pack("strict", principle("r", question("c", same_as="one/a", severity=Severity.BLOCKER)))
    alone = review(principles={"one/p": HALF}, misses=["one/a"])
    assert heat_map([*circle, strict], ["one/p"]).row(alone)[0].blockers == 0  # asked strictly only in a pack not here
    both = review(principles={"one/p": HALF, "two/q": HALF}, misses=["one/a"])
    assert [each.misses for each in heat_map(circle, ["one/p", "two/q"]).row(both)] == [1, 1]


def test_a_service_without_a_review_has_an_empty_row() -> None:
    assert set(heat_map([SMALL], USED).row(None)) == {NOT_ASKED}
    assert heat_map([], []).row(None) == ()


def test_means_leave_out_what_has_no_score() -> None:
    found = heat_map([SMALL], ["small/contract", "small/failure"])
    reviews = [
        review(principles={"small/contract": Fraction(1, 4), "small/failure": None}),
        review(principles={"small/contract": Fraction(3, 4)}),
        review(principles={}),
        None,
    ]
    sizes = found.sizes([each.principle_texts if each is not None else {} for each in reviews])
    assert sizes == ((0.25, -1), (0.75, -1), (-1, -1), (-1, -1))
    assert column_means(sizes, 2) == (ColumnMean(0.5, 2), ColumnMean(None, 0))
    assert column_means((), 1) == (ColumnMean(None, 0),)
