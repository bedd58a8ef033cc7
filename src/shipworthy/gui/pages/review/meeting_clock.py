"""The clock of a meeting: how long each principle took. Without Qt and without a time of its own, to be tested."""

from datetime import datetime, timedelta

# The window looks at the clock every second. A longer gap is a computer that slept, not a meeting that went on.
LONGEST_GAP = timedelta(seconds=90)


class MeetingClock:
    """Counts the seconds of the principle under discussion, and hands them out to be saved.

    Nothing counts twice or is lost: what is handed out counts as `saving` until it is `saved` or `given_back`.
    """

    def __init__(self) -> None:
        self._counted_to: datetime | None = None
        self._principle = ""
        self._unsaved: dict[str, float] = {}
        self._saving: dict[str, int] = {}

    @property
    def principle(self) -> str:
        """Return the id of the principle for which it runs; "" while it stands still."""
        return self._principle

    @property
    def unsaved(self) -> int:
        """Return how many whole seconds wait to be saved."""
        return sum(int(seconds) for seconds in self._unsaved.values())

    def run(self, principle: str, now: datetime) -> None:
        """Count up to now, and from now on for a principle; for "", stand still."""
        if self._counted_to is not None and self._principle:
            gap = now - self._counted_to
            if timedelta(0) < gap <= LONGEST_GAP:
                self._unsaved[self._principle] = self._unsaved.get(self._principle, 0.0) + gap.total_seconds()
        self._counted_to, self._principle = now, principle

    def pending(self, principle: str) -> int:
        """Return the seconds of a principle that the store does not have yet."""
        return int(self._unsaved.get(principle, 0)) + self._saving.get(principle, 0)

    def hand_out(self) -> dict[str, int]:
        """Return the whole seconds to be saved, by principle; fractions stay for the next time."""
        whole = {principle: int(seconds) for principle, seconds in self._unsaved.items() if seconds >= 1}
        for principle, seconds in whole.items():
            self._unsaved[principle] -= seconds
            self._saving[principle] = self._saving.get(principle, 0) + seconds
        return whole

    def saved(self, principle: str, seconds: int) -> None:
        """Forget seconds that were handed out: the store has them."""
        self._saving[principle] -= seconds

    def given_back(self, principle: str, seconds: int) -> None:
        """Take back seconds that were handed out and could not be saved."""
        self._saving[principle] -= seconds
        self._unsaved[principle] = self._unsaved.get(principle, 0.0) + seconds
