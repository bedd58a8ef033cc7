"""Words for remediation over time and for the trend of scores."""

from fractions import Fraction

from shipworthy.wording.translated import Translated


class FlowWording(Translated):
    """The words of charts and of the figures beside them, in one language."""

    def flow_lines(self) -> dict[str, str]:
        """Return what stands at the ends of lines, and over them."""
        return {
            "items": self._("Items"),
            "live": self._("live"),
            "overdue": self._("overdue"),
            "days_left": self._("Person-days left"),
            "person_days": self._("person-days"),
            "so_far": self._("Items so far"),
            "made": self._("made"),
            "finished": self._("done or closed"),
            "closed": self._("closed"),
        }

    def severity_parts(self) -> tuple[str, str, str]:
        """Return the names of the three parts of a severity's bar."""
        return self._("Overdue"), self._("Live, not overdue"), self._("Waived")

    def severity_line(self, live: int, overdue: int, waived: int, oldest: int | None) -> str:
        """Return what is said of the live items of one severity: "7 live, 2 overdue, oldest 120 days"."""
        if not live:
            return self._("none live")
        parts = [self._("{count} live").format(count=live)]
        if overdue:
            parts.append(self._("{count} overdue").format(count=overdue))
        if waived:
            parts.append(self._("{count} waived").format(count=waived))
        parts.append(self.count("oldest {count} day", "oldest {count} days", oldest or 0))
        return ", ".join(parts)

    def burn_down_text(
        self, first: str, last: str, live: tuple[int, int], overdue: int, effort: tuple[str, str]
    ) -> str:
        """Return in a sentence what a burn-down shows; pairs are the values on the first and the last day."""
        words = self._(
            "Burn-down from {first} to {last}: live items went from {live_then} to {live_now}, {overdue} of them"
            " overdue; person-days left went from {days_then} to {days_now}."
        )
        return words.format(
            first=first,
            last=last,
            live_then=live[0],
            live_now=live[1],
            overdue=overdue,
            days_then=effort[0],
            days_now=effort[1],
        )

    def burn_up_text(self, last: str, made: int, finished: int, closed: int) -> str:
        """Return in a sentence what a burn-up shows."""
        words = self._("Burn-up to {last}: {made} items made, {finished} of them done or closed, {closed} closed.")
        return words.format(last=last, made=made, finished=finished, closed=closed)

    def severities_text(self, day: str, lines: str) -> str:
        """Return in a sentence what the bars of severities show."""
        return self._("Live items by severity on {day}. {lines}.").format(day=day, lines=lines)

    def point_line(self, day: str, live: int, overdue: int, effort: str) -> str:
        """Return one day of a burn-down as a line."""
        words = self._("{day}: {live} live, {overdue} overdue, {effort} person-days left")
        return words.format(day=day, live=live, overdue=overdue, effort=effort)

    def progress_line(self, day: str, made: int, finished: int, closed: int) -> str:
        """Return one day of a burn-up as a line."""
        words = self._("{day}: {made} made, {finished} done or closed, {closed} closed")
        return words.format(day=day, made=made, finished=finished, closed=closed)

    def trend_line(self, day: str, score: str, verdict: str, level: int) -> str:
        """Return one review of a trend as a line."""
        words = self._("{day}: score {score}, level {level}, {verdict}")
        return words.format(day=day, score=score, level=level, verdict=verdict)

    def trend_text(self, count: int, lines: str) -> str:
        """Return in a sentence what a trend shows."""
        return self.count("Trend of {count} decided review.", "Trend of {count} decided reviews.", count) + f" {lines}."

    def trend_ends(self, score: str, level: int) -> tuple[str, str]:
        """Return what stands at the ends of score and levels."""
        return self._("Score {score}").format(score=score), self._("Level {level}").format(level=level)

    def effort(self, days: Fraction) -> str:
        """Return an amount of person-days, such as "2.5"."""
        return f"{float(days):.10g}" if days.denominator == 1 else self.decimal(f"{float(days):.1f}")
