"""What a filter of the portfolio keeps."""

import uuid

import pytest

from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service import Lifecycle, Service
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.pages.portfolio.line_filter import LineFilter
from shipworthy.wording import Wording


def line(name: str, verdict: Verdict, **service: object) -> ServiceLine:
    """Return a line without a review."""
    return ServiceLine(Service(uuid.uuid4(), name, **service), None, verdict, verdict)  # type: ignore[arg-type]


LINES = (
    line("archive", Verdict.NOT_ASSESSED, tier=4, lifecycle=Lifecycle.RETIRED),
    line("checkout", Verdict.NOT_READY, tier=1, team="Payments", tags=("pci",), system="Shop"),
    line("Ledger", Verdict.READY, tier=1, team="Payments", owner="Noor", domain="Money"),
    line("search", Verdict.CONDITIONALLY_READY, tier=2, team="Search"),
)


def kept(wanted: ServiceFilter) -> list[str]:
    """Return the names of those that a filter keeps."""
    return [each.service.name for each in LineFilter(Wording()).kept(LINES, wanted)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pay", ["checkout", "Ledger"]),
        ("PAYMENTS noor", ["Ledger"]),
        ("pci", ["checkout"]),
        ("tier 2", ["search"]),
        ("conditionally", ["search"]),
        ("nothing like it", []),
        ("  ", ["archive", "checkout", "Ledger", "search"]),
    ],
)
def test_the_filter_wants_every_word_somewhere(words: str, expected: list[str]) -> None:
    assert kept(ServiceFilter(text=words)) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ServiceFilter(tier=frozenset({1, 2})), ["checkout", "Ledger", "search"]),
        (ServiceFilter(team=frozenset({""})), ["archive"]),
        (ServiceFilter(team=frozenset({"Payments"}), owner=frozenset({"Noor"})), ["Ledger"]),
        (ServiceFilter(system=frozenset({"Shop"})), ["checkout"]),
        (ServiceFilter(domain=frozenset({"Money"})), ["Ledger"]),
        (ServiceFilter(tag=frozenset({"pci", "gdpr"})), ["checkout"]),
        (ServiceFilter(lifecycle=frozenset({Lifecycle.RETIRED})), ["archive"]),
        (ServiceFilter(verdict=frozenset({Verdict.READY})), ["Ledger"]),
        (ServiceFilter(concern=frozenset({"due"})), []),
        (ServiceFilter(text="pay", tier=frozenset({2})), []),
    ],
)
def test_it_wants_one_value_of_each_field(wanted: ServiceFilter, expected: list[str]) -> None:
    assert kept(wanted) == expected
