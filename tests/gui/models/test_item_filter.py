"""Which items a filter keeps, and the counts that are shown before it is chosen."""

import subprocess
import sys
import uuid
from dataclasses import replace

import pytest

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.domain.service import Service
from shipworthy.gui.models.item_filter import Facet, ItemFilter, Mark
from shipworthy.workflows.item_lists import ItemLine

CHECKOUT = Service(uuid.uuid4(), "checkout", team="Payments")
SEARCH = Service(uuid.uuid4(), "Search")


def line(title: str, service: Service = CHECKOUT, **fields: object) -> ItemLine:
    """Return an item as lists show it."""
    item = RemediationItem(uuid.uuid4(), service.id, title, frozenset(), **fields)  # type: ignore[arg-type]
    return ItemLine(item, service, waived=False, overdue=False, age_days=0, waits_for=())


LATE = replace(line("Set timeouts", owner="Noor", severity=Severity.HIGH, tags=("Résumé",)), overdue=True)
WAIVED = replace(line("Drain", SEARCH, owner="Noor"), waived=True)
DONE = line("Back up", state=ItemState.DONE, ticket="OPS-12")
LINES = (LATE, WAIVED, DONE)


def kept(wanted: ItemFilter) -> list[str]:
    """Return the titles that a filter keeps."""
    return [each.item.title for each in wanted.kept(LINES)]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([], ["Set timeouts", "Drain", "Back up"]),
        ([(Facet.SERVICE, "checkout")], ["Set timeouts", "Back up"]),
        ([(Facet.TEAM, "")], ["Drain"]),
        ([(Facet.OWNER, "Noor")], ["Set timeouts", "Drain"]),
        ([(Facet.OWNER, "Noor"), (Facet.OWNER, "")], ["Set timeouts", "Drain", "Back up"]),
        ([(Facet.OWNER, "Noor"), (Facet.SEVERITY, Severity.HIGH)], ["Set timeouts"]),
        ([(Facet.STATE, ItemState.OPEN)], ["Set timeouts"]),
        ([(Facet.STATE, Mark.WAIVED)], ["Drain"]),
        ([(Facet.OVERDUE, True)], ["Set timeouts"]),
        ([(Facet.OVERDUE, False)], ["Drain", "Back up"]),
    ],
)
def test_one_value_of_each_facet_must_fit(chosen: list[tuple[Facet, object]], expected: list[str]) -> None:
    assert kept(ItemFilter(tuple(chosen))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ", ["Set timeouts", "Drain", "Back up"]),
        ("NOOR set", ["Set timeouts"]),
        ("résumé", ["Set timeouts"]),
        ("ops-12", ["Back up"]),
        ("search", ["Drain"]),
        ("nothing like it", []),
    ],
)
def test_every_word_must_be_somewhere(text: str, expected: list[str]) -> None:
    assert kept(ItemFilter().with_text(text)) == expected


def test_counts_are_those_of_choosing_one_value_beside_the_other_facets() -> None:
    noor = ItemFilter().with_value(Facet.OWNER, "Noor", True)
    assert noor.counts(LINES, Facet.OWNER) == {"Noor": 2, "": 1}
    assert noor.counts(LINES, Facet.STATE) == {ItemState.OPEN: 1, ItemState.DONE: 0, Mark.WAIVED: 1}
    assert noor.counts(LINES, Facet.SEVERITY) == {Severity.HIGH: 1, Severity.MEDIUM: 1}
    assert list(noor.counts(LINES, Facet.OVERDUE).items()) == [(True, 1), (False, 1)]


def test_what_was_chosen_stays_on_offer_when_the_last_of_it_is_gone() -> None:
    assert ItemFilter().with_value(Facet.TEAM, "Gone", True).counts(LINES, Facet.TEAM)["Gone"] == 0


def test_values_are_chosen_and_given_up() -> None:
    noor = ItemFilter().with_value(Facet.OWNER, "Noor", True).with_value(Facet.OWNER, "Noor", True)
    assert noor.values(Facet.OWNER) == {"Noor"}
    assert noor.is_on
    assert not noor.with_value(Facet.OWNER, "Noor", False).is_on
    assert not noor.without(Facet.OWNER).is_on
    assert not ItemFilter(text="  ").is_on


def test_filtering_needs_no_qt() -> None:
    code = "import sys; import shipworthy.gui.models.item_filter; print('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
