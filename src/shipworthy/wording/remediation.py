"""Words for remediation items and waivers."""

from collections.abc import Mapping

from shipworthy.domain.incoming import ItemEffect
from shipworthy.domain.remediation import ItemOrigin, ItemState, WaiverState
from shipworthy.wording.calendar import CalendarWording


class RemediationWording(CalendarWording):
    """The words of items and waivers in one language."""

    def item_state(self, state: ItemState) -> str:
        """Return the name of where an item stands."""
        return {
            ItemState.OPEN: self._("Open"),
            ItemState.PLANNED: self._("Planned"),
            ItemState.IN_PROGRESS: self._("In progress"),
            ItemState.DONE: self._("Done"),
            ItemState.VERIFIED: self._("Verified"),
            ItemState.DROPPED: self._("Dropped"),
        }[state]

    def item_state_mark(self, state: ItemState) -> str:
        """Return the sign that stands before the name of where an item stands: a circle that fills."""
        return {
            ItemState.OPEN: "○",
            ItemState.PLANNED: "◔",
            ItemState.IN_PROGRESS: "◑",
            ItemState.DONE: "●",
            ItemState.VERIFIED: "✓",
            ItemState.DROPPED: "✕",
        }[state]

    def item_origin(self, origin: ItemOrigin) -> str:
        """Return what an item was made from."""
        return {
            ItemOrigin.MISS: self._("From a miss"),
            ItemOrigin.IMPROVEMENT: self._("From an improvement"),
            ItemOrigin.MANUAL: self._("By hand"),
        }[origin]

    def waiver_state(self, state: WaiverState) -> str:
        """Return the name of where a waiver stands, whether or not it ran out."""
        return {
            WaiverState.REQUESTED: self._("Requested"),
            WaiverState.APPROVED: self._("Approved"),
            WaiverState.REJECTED: self._("Rejected"),
            WaiverState.REVOKED: self._("Revoked"),
        }[state]

    def overdue(self) -> str:
        """Return what is shown of an item whose due date has passed before it was done."""
        return self._("Overdue")

    def waived(self) -> str:
        """Return what is shown of an item while active waivers stand for all it closes."""
        return self._("Waived")

    def item_effect(self, effect: ItemEffect) -> str:
        """Return what an incoming row would do to an item, in a word."""
        return {
            ItemEffect.CHANGED: self._("Changed"),
            ItemEffect.REFUSED: self._("Refused"),
            ItemEffect.UNCHANGED: self._("Unchanged"),
        }[effect]

    def item_effects(self, counts: Mapping[ItemEffect, int]) -> str:
        """Return "3 changed, 1 refused, 40 unchanged"; what nothing has is left out."""
        named = (f"{count} {self.inside(self.item_effect(effect))}" for effect, count in counts.items() if count)
        return ", ".join(named) or self._("nothing")
