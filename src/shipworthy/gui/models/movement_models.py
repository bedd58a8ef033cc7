"""The lists of what moved in a portfolio, each as a table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from shipworthy.domain.movement import Move
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.models.table_model import UNSORTED, Row, SortedColumn, SortedModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import verdict_text
from shipworthy.gui.widgets.item_delegate import VerdictCell
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.movement import AskedMiss


class MovementModel(SortedModel[Row]):
    """Rows in the order in which they are given, as many as are asked for."""

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[SortedColumn[Row]],
        identity: Callable[[Row], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(theme, columns, UNSORTED, parent)
        self._id = identity

    def row(self, place: int) -> Row:
        """Return a row."""
        return self._rows[place]

    def _kept(self, lines: Sequence[Row]) -> Sequence[Row]:
        return lines

    def _identity(self, line: Row) -> Hashable:
        return self._id(line)


@dataclass(frozen=True, slots=True)
class Appearance:
    """A service that came, or went."""

    line: ServiceLine
    came: bool


def moves_model(theme: Theme, wording: Wording, parent: QObject | None = None) -> MovementModel[Move]:
    """Return a model of services whose score moved."""
    return MovementModel(
        theme,
        (
            SortedColumn(_("Service"), lambda move: move.service.name, lambda move: move.service.name),
            SortedColumn(
                _("From → to"),
                lambda move: f"{wording.percent(move.score_before)} → {wording.percent(move.score_after)}",
                lambda move: move.score_after,
                is_number=True,
            ),
            SortedColumn(_("Change"), lambda move: wording.change(move.change), lambda move: move.change, True),
            SortedColumn(_("Why"), lambda move: _why(move, wording), lambda move: move.reason, is_soft=True),
        ),
        lambda move: move.service.id,
        parent,
    )


def verdicts_model(theme: Theme, wording: Wording, parent: QObject | None = None) -> MovementModel[Move]:
    """Return a model of services whose verdict changed."""
    return MovementModel(
        theme,
        (
            SortedColumn(_("Service"), lambda move: move.service.name, lambda move: move.service.name),
            SortedColumn(
                _("Was"),
                lambda move: verdict_text(wording, move.before.verdict),
                lambda move: move.before.verdict.rank,
                cell=lambda move: VerdictCell(move.before.verdict, move.before.verdict),
            ),
            SortedColumn(
                _("Is"),
                lambda move: verdict_text(wording, move.after.verdict),
                lambda move: move.after.verdict.rank,
                cell=lambda move: VerdictCell(move.after.verdict, move.after.verdict),
            ),
            SortedColumn(_("Why"), lambda move: _why(move, wording), lambda move: move.reason, is_soft=True),
        ),
        lambda move: move.service.id,
        parent,
    )


def misses_model(theme: Theme, wording: Wording, parent: QObject | None = None) -> MovementModel[AskedMiss]:
    """Return a model of questions that are missed."""
    return MovementModel(
        theme,
        (
            SortedColumn(_("Question"), lambda each: each.text, lambda each: each.text),
            SortedColumn(
                _("Services"),
                lambda each: _("{count} of {asked}").format(count=len(each.lines), asked=each.miss.asked),
                lambda each: len(each.lines),
                is_number=True,
            ),
            SortedColumn(
                _("Share"), lambda each: f"{wording.percent(each.miss.share)} %", lambda each: each.miss.share, True
            ),
        ),
        lambda each: each.miss.question,
        parent,
    )


def stalest_model(
    theme: Theme, wording: Wording, day: Callable[[], date], parent: QObject | None = None
) -> MovementModel[ServiceLine]:
    """Return a model of services by the age of their last review on a day."""

    def age(line: ServiceLine) -> str:
        days = max((day() - line.last_review).days, 0) if line.last_review else 0  # a clock may have been set back
        return ngettext("{count} day", "{count} days", days).format(count=days)

    return MovementModel(
        theme,
        (
            SortedColumn(_("Service"), lambda line: line.service.name, lambda line: line.service.name),
            SortedColumn(
                _("Last review"),
                lambda line: wording.date(line.last_review) if line.last_review else "",
                lambda line: line.last_review,
            ),
            SortedColumn(_("Age"), age, lambda line: line.last_review, is_number=True),
            SortedColumn(
                _("Due"), lambda line: _("due") if line.due else "", lambda line: bool(line.due), is_soft=True
            ),
        ),
        lambda line: line.service.id,
        parent,
    )


def appearances_model(theme: Theme, wording: Wording, parent: QObject | None = None) -> MovementModel[Appearance]:
    """Return a model of services that came or went."""
    return MovementModel(
        theme,
        (
            SortedColumn(_("Service"), lambda each: each.line.service.name, lambda each: each.line.service.name),
            SortedColumn(_("Came or went"), lambda each: _("new") if each.came else _("gone"), lambda each: each.came),
            SortedColumn(
                _("Verdict"),
                lambda each: verdict_text(wording, each.line.verdict),
                lambda each: each.line.verdict.rank,
                cell=lambda each: VerdictCell(each.line.verdict, each.line.verdict),
            ),
        ),
        lambda each: each.line.service.id,
        parent,
    )


def missing_model(theme: Theme, wording: Wording, parent: QObject | None = None) -> MovementModel[ServiceLine]:
    """Return a model of the services that miss a question."""
    return MovementModel(
        theme,
        (
            SortedColumn(_("Service"), lambda line: line.service.name, lambda line: line.service.name),
            SortedColumn(_("Team"), lambda line: line.service.team, lambda line: line.service.team),
            SortedColumn(
                _("Verdict"),
                lambda line: verdict_text(wording, line.verdict),
                lambda line: line.verdict.rank,
                cell=lambda line: VerdictCell(line.verdict, line.own_verdict),
            ),
            SortedColumn(
                _("Score"),
                lambda line: wording.percent(line.standing.score if line.standing else None),
                lambda line: line.standing.size if line.standing else -1,
                is_number=True,
            ),
        ),
        lambda line: line.service.id,
        parent,
    )


def _why(move: Move, wording: Wording) -> str:
    return wording.move_reason(move.reason) if move.reason else ""
