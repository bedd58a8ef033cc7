"""The columns of the portfolio outside the window: what they are called, what they say, and how they sort."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.scorecard import Band
from shipworthy.domain.shown_portfolio import ShownPortfolio
from shipworthy.wording.figures import DASH, whole_percent
from shipworthy.wording.wording import Wording

USUAL = ("name", "tier", "team", "verdict", "level", "score", "blockers", "overdue", "capped_by", "last_review")
"""The columns of the Portfolio page where nobody chose others."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Texts that stand under one title; several of them may tell one column to a program."""

    title: str
    text: Callable[[ServiceLine], str]
    width: float = 12


@dataclass(frozen=True, slots=True)
class PortfolioColumn:
    """A column: `shown` for people, `plain` for programs, `key` to sort by, of one type throughout."""

    id: str
    shown: Cells
    plain: tuple[Cells, ...]
    key: Callable[[ServiceLine], Any]
    is_number: bool = False


class PortfolioColumns(Wording):
    """The columns in one language."""

    def chosen(self, ids: Iterable[str]) -> tuple[PortfolioColumn, ...]:
        """Return columns in the order named, the usual ones where none is; those of the window alone are left out."""
        known = {column.id: column for column in self._all()}
        found = tuple(known[each] for each in ids if each in known)
        return found or tuple(known[each] for each in USUAL)

    def of(self, shown: ShownPortfolio) -> tuple[PortfolioColumn, ...]:
        """Return the columns that were chosen, else the usual ones but those that say nothing here."""
        if shown.columns:
            return self.chosen(shown.columns)
        idle = {
            shown.group_by.value if shown.group_by else "",
            "" if any(line.service.team for line in shown.lines) else "team",
            "" if any(line.capped_by for line in shown.lines) else "capped_by",
        }
        return tuple(column for column in self.chosen(()) if column.id not in idle)

    def sort_key(self, column_id: str) -> Callable[[ServiceLine], Any]:
        """Return what lines are sorted by under a column; by name where there is no such column."""
        keys = {column.id: column.key for column in self._all()}
        return keys.get(column_id, keys["name"])

    def shown(self, shown: ShownPortfolio) -> str:
        """Return what is shown in a line: the day, the filter, and how many services of how many."""
        counted = self.services(shown.total)
        if len(shown.lines) != shown.total:
            counted = self._("{count} of {services}").format(count=len(shown.lines), services=counted)
        day = self._("As of {day}").format(day=self.long_date(shown.day))
        return " · ".join((day, self.filter(shown.filter), counted))

    def _all(self) -> tuple[PortfolioColumn, ...]:
        return (*self._of_services(), *self._of_reviews(), *self._of_concerns())

    def _of_services(self) -> tuple[PortfolioColumn, ...]:
        return (
            _text("name", self._("Service"), lambda line: line.service.name, 32),
            _number("tier", self._("Tier"), lambda line: line.service.tier),
            _text("team", self._("Team"), lambda line: line.service.team, 24),
            _text("owner", self._("Owner"), lambda line: line.service.owner, 24),
            _text("system", self._("System"), lambda line: line.service.system, 24),
            _text("domain", self._("Domain"), lambda line: line.service.domain, 24),
            _text("lifecycle", self._("Lifecycle"), lambda line: self.lifecycle(line.service.lifecycle)),
            _text("tags", self._("Tags"), lambda line: ", ".join(line.service.tags), 18),
        )

    def _of_reviews(self) -> tuple[PortfolioColumn, ...]:
        return (
            self._verdict(),
            _number("level", self._("Level"), lambda line: line.standing.level if line.standing else None),
            self._score(),
            _number("coverage", self._("Coverage"), self._coverage_of),
            self._last_review(),
        )

    def _of_concerns(self) -> tuple[PortfolioColumn, ...]:
        return (
            _number("blockers", self._("Blockers"), lambda line: line.blockers),
            _number("highs", self._("Highs"), lambda line: line.standing.highs if line.standing else None),
            _number("overdue", self._("Overdue"), lambda line: len(line.overdue)),
            _number("expiring", self._("Waivers expiring"), lambda line: len(line.expiring)),
            self._due(),
            _text("capped_by", self._("Capped by"), lambda line: ", ".join(line.capped_by), 20),
        )

    def _due(self) -> PortfolioColumn:
        cells = Cells(self._("Review due"), lambda line: "; ".join(map(self.due, line.due)), 30)
        # As in the window: those with the most reasons first, then the longest waiting.
        return PortfolioColumn(
            "due", cells, (cells,), lambda line: (-len(line.due), [reason.day or date.min for reason in line.due])
        )

    def _verdict(self) -> PortfolioColumn:
        return PortfolioColumn(
            "verdict",
            Cells(self._("Verdict"), self._verdict_text, 28),
            (
                Cells(self._("Verdict"), lambda line: self.verdict(line.verdict), 20),
                Cells(self._("Own verdict"), lambda line: self.verdict(line.own_verdict), 20),
            ),
            lambda line: (line.verdict.rank, line.own_verdict.rank),
        )

    def _verdict_text(self, line: ServiceLine) -> str:
        shown = self.verdict(line.verdict)
        if line.own_verdict is line.verdict:
            return shown
        own = self._("own: {verdict}").format(verdict=self.inside(self.short_verdict(line.own_verdict)))
        return f"{shown} ({own})"

    def _score(self) -> PortfolioColumn:
        def score(line: ServiceLine) -> str:
            return self.score_with_band(line.standing.score, line.standing.band) if line.standing else DASH

        def band(line: ServiceLine) -> Band | None:
            return line.standing.band if line.standing else None

        return PortfolioColumn(
            "score",
            Cells(self._("Score"), score, 12),
            (
                Cells(self._("Score"), lambda line: self.percent(line.standing.score if line.standing else None), 8),
                Cells(self._("Score, low"), lambda line: self.percent(each.low if (each := band(line)) else None), 8),
                Cells(self._("Score, high"), lambda line: self.percent(each.high if (each := band(line)) else None), 8),
            ),
            lambda line: line.standing.size if line.standing else -1,
            is_number=True,
        )

    def _coverage_of(self, line: ServiceLine) -> int | None:
        return whole_percent(line.standing.coverage) if line.standing else None

    def _last_review(self) -> PortfolioColumn:
        def state(line: ServiceLine) -> str:
            return self.assessment_state(line.standing.state) if line.standing else ""

        return PortfolioColumn(
            "last_review",
            Cells(self._("Last review"), self._last_review_text, 22),
            (
                Cells(self._("Last review"), lambda line: line.last_review.isoformat() if line.last_review else ""),
                Cells(self._("State of the review"), state),
            ),
            lambda line: line.last_review or date.min,
        )

    def _last_review_text(self, line: ServiceLine) -> str:
        if line.standing is None or line.last_review is None:
            return self._("never")
        day = self.date(line.last_review)
        return day if line.standing.is_decided else f"{day} · {self.inside(self.assessment_state(line.standing.state))}"


def _text(column_id: str, title: str, text: Callable[[ServiceLine], str], width: float = 14) -> PortfolioColumn:
    cells = Cells(title, text, width)
    return PortfolioColumn(column_id, cells, (cells,), lambda line: text(line).casefold())


def _number(column_id: str, title: str, number: Callable[[ServiceLine], int | None]) -> PortfolioColumn:
    def text(line: ServiceLine) -> str:
        value = number(line)
        return DASH if value is None else str(value)

    def key(line: ServiceLine) -> int:
        value = number(line)
        return -1 if value is None else value

    cells = Cells(title, text, 10)
    return PortfolioColumn(column_id, cells, (cells,), key, is_number=True)
