"""Words for what moved in a portfolio, and why."""

from fractions import Fraction

from shipworthy.domain.movement import MoveReason
from shipworthy.wording.figures import FigureWording


class MovementWording(FigureWording):
    """Movement in one language."""

    def change(self, change: Fraction | None) -> str:
        """Return by how much a score changed, in percent with its sign: "+18", "−4", and below one "+0.4"."""
        if change is None:
            return self.percent(None)
        size = abs(change)
        tenth = max(size, Fraction(1, 1000)) if size else size
        shown = self.exact_percent(tenth) if 0 < size < Fraction(1, 100) else self.percent(size)
        return f"{'+' if change > 0 else '−' if change < 0 else ''}{shown}"

    def move_reason(self, reason: MoveReason) -> str:
        """Return in one phrase what moved a service."""
        return {
            MoveReason.FIRST_REVIEW: self._("first review"),
            MoveReason.WITHDRAWN: self._("review withdrawn"),
            MoveReason.NEW_REVIEW: self._("new review"),
            MoveReason.DECIDED: self._("review decided"),
            MoveReason.FACTS: self._("facts changed"),
            MoveReason.TIER: self._("tier changed"),
            MoveReason.EXPIRED: self._("evidence expired"),
            MoveReason.ANSWERS: self._("answers changed"),
            MoveReason.AGE: self._("review too old"),
            MoveReason.CAPPED: self._("capped by a dependency"),
            MoveReason.FREED: self._("no longer capped"),
            MoveReason.WORK: self._("items, waivers or policy"),
        }[reason]
