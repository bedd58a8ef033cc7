"""What a portfolio comes to, in words: the strip above its tabs, and lines of scores for whoever cannot see them."""

from datetime import date

from shipworthy.domain.portfolio_summary import MeanScore, PortfolioSummary
from shipworthy.domain.score_line import ScoreLine
from shipworthy.wording.calendar import CalendarWording
from shipworthy.wording.figures import DASH, whole_percent
from shipworthy.wording.portfolio import PortfolioWording

UP, DOWN, LEVEL = "▲", "▼", "="


class SummaryWording(PortfolioWording, CalendarWording):
    """Sentences about what services come to, in one language."""

    def mean_moved(self, now: MeanScore, then: MeanScore, since: date, day: date) -> str:
        """Return "▲ 4 since 1 October": the change of the whole percents as they are shown."""
        shown = self.day_since(since, day)
        if now.score is None:
            return ""
        if then.score is None:
            return self._("no score on {day}").format(day=shown)
        change = whole_percent(now.score) - whole_percent(then.score)
        if not change:
            return self._("{mark} as on {day}").format(mark=LEVEL, day=shown)
        mark = UP if change > 0 else DOWN
        return self._("{mark} {points} since {day}").format(mark=mark, points=abs(change), day=shown)

    def mean_moved_spoken(self, now: MeanScore, then: MeanScore, since: date, day: date) -> str:
        """Return the same without a sign that a screen reader would spell."""
        text = self.mean_moved(now, then, since, day)
        signs = {UP: self._("up"), DOWN: self._("down"), LEVEL: self._("the same")}
        return f"{signs[text[0]]}{text[1:]}" if text[:1] in signs else text

    def overdue_remark(self, summary: PortfolioSummary, day: date) -> str:
        """Return "3 blockers, oldest 41 days"."""
        blockers = summary.overdue_blockers
        parts = [self.count("{count} blocker", "{count} blockers", blockers)] if summary.overdue else []
        if summary.oldest_due is not None:
            late = self.count("{count} day", "{count} days", (day - summary.oldest_due).days)
            parts.append(self._("oldest {days}").format(days=late))
        return ", ".join(parts)

    def expiring_remark(self, summary: PortfolioSummary) -> str:
        """Return "2 by one approver"; nothing where nothing expires."""
        if not summary.expiring:
            return ""
        return self._("{count} by one approver").format(count=summary.most_by_one)

    def aged_remark(self, summary: PortfolioSummary) -> str:
        """Return "2 in tier 1"; nothing where no review is past its age."""
        return self._("{count} in tier 1").format(count=summary.aged_tier_1) if summary.aged else ""

    def score_line(self, line: ScoreLine) -> str:
        """Return "rising, 52 to 63 since May"; a dash where there was no score."""
        if not line.points:
            return DASH
        (day, first), (_last_day, last) = line.points[0], line.points[-1]
        since = self.month_since(day, line.until)
        if whole_percent(first) == whole_percent(last):
            return self._("steady at {score} since {month}").format(score=self.percent(last), month=since)
        sentence = (
            self._("rising, {first} to {last} since {month}")
            if last > first
            else self._("falling, {first} to {last} since {month}")
        )
        return sentence.format(first=self.percent(first), last=self.percent(last), month=since)
