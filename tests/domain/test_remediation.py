"""Items and waivers, as far as a verdict reads them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.domain.builders import TODAY, item, waiver

from shipworthy.domain.remediation import LIVE_STATES, ItemState, Waiver


@pytest.mark.parametrize("state", ItemState)
def test_planned_work_is_live_and_has_an_owner_and_a_due_date(state: ItemState) -> None:
    is_live = state not in (ItemState.VERIFIED, ItemState.DROPPED)
    assert (state in LIVE_STATES) is is_live
    assert item("p/q", state=state).is_planned_work is is_live
    assert not item("p/q", state=state, owner="").is_planned_work
    assert not item("p/q", state=state, due=None).is_planned_work


@pytest.mark.parametrize(
    ("days", "approved", "revoked", "active"),
    [
        (0, True, False, True),  # the last valid day is the named date
        (1, True, False, True),
        (-1, True, False, False),
        (1, False, False, False),
        (1, True, True, False),
    ],
)
def test_a_waiver_is_active_when_approved_and_to_its_last_day(
    days: int, approved: bool, revoked: bool, active: bool
) -> None:
    given = waiver("p/q", TODAY + timedelta(days=days), approved=approved, revoked=revoked)
    assert given.active_on(TODAY) is active


def test_a_waiver_that_nobody_approved_is_a_request() -> None:
    asked = Waiver(UUID(int=1), UUID(int=2), "p/q", "Amira", "", "Please.", TODAY)
    assert not asked.active_on(TODAY)
    assert replace(asked, approved=True).active_on(TODAY)
