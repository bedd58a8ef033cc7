"""The columns of the table of services: what each says of a service, and by what it sorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.widgets.item_delegate import ScoreCell, VerdictCell, own_verdict_text, score_text
from shipworthy.text import _
from shipworthy.wording import DASH, Wording, whole_percent


@dataclass(frozen=True, slots=True)
class ServiceColumn:
    """A column under an `id` that views keep.

    It says `text` of a service, sorts by `key` (None for a column that cannot) and shows `cell` instead of the text.
    Those that are not `usual` are shown when somebody asks for them; those that `may_go` give way first.
    `is_last` tells of a service that it stands at the end of its group in either order.
    """

    id: str
    title: str
    text: Callable[[ServiceLine], str]
    key: Callable[[ServiceLine], Any] | None
    is_number: bool = False
    cell: Callable[[ServiceLine], object] | None = None
    is_soft: bool = False
    usual: bool = True
    may_go: bool = False
    is_last: Callable[[ServiceLine], bool] | None = None


(
    NAME, TIER, TEAM, VERDICT, LEVEL, SCORE, TREND, BLOCKERS, OVERDUE, CAPPED_BY, LAST_REVIEW,
    OWNER, SYSTEM, DOMAIN, LIFECYCLE, TAGS, COVERAGE, HIGHS, EXPIRING, DUE, BLAST,
) = range(21)  # fmt: skip


def service_columns(
    wording: Wording, trend: Callable[[ServiceLine], str], falls: Callable[[ServiceLine], int]
) -> Sequence[ServiceColumn]:
    """Return the columns in the order of their numbers.

    `trend` says how a score went, `falls` how many services fall with one.
    """
    return (*_usual(wording, trend), *_further(wording), _figure("blast", _("Falls with it"), falls))


def _usual(wording: Wording, trend: Callable[[ServiceLine], str]) -> Sequence[ServiceColumn]:
    return (
        ServiceColumn("name", _("Service"), lambda line: line.service.name, lambda line: line.service.name.casefold()),
        ServiceColumn("tier", _("Tier"), lambda line: str(line.service.tier), lambda line: line.service.tier),
        _name("team", _("Team"), lambda line: line.service.team, usual=True),
        ServiceColumn(
            "verdict",
            _("Verdict"),
            lambda line: _verdict(wording, line),
            lambda line: (line.verdict.rank, line.own_verdict.rank),
            cell=lambda line: VerdictCell(line.verdict, line.own_verdict),
        ),
        _figure("level", _("Level"), lambda line: line.standing.level if line.standing else None, usual=True),
        ServiceColumn(
            "score",
            _("Score"),
            lambda line: score_text(wording, *_score(line)),
            lambda line: line.standing.size if line.standing else -1.0,
            is_number=True,
            cell=lambda line: ScoreCell(*_score(line)),
        ),
        ServiceColumn("trend", _("Trend"), trend, None),
        _figure("blockers", _("Blockers"), lambda line: line.blockers, usual=True),
        _figure("overdue", _("Overdue"), lambda line: len(line.overdue), usual=True),
        ServiceColumn(
            "capped_by",
            _("Capped by"),
            lambda line: ", ".join(line.capped_by),
            lambda line: line.capped_by,
            is_soft=True,
            may_go=True,
        ),
        ServiceColumn(
            "last_review",
            _("Last review"),
            lambda line: _last_review(wording, line),
            lambda line: line.last_review or date.min,
            is_soft=True,
        ),
    )


def _further(wording: Wording) -> Sequence[ServiceColumn]:
    return (
        _name("owner", _("Owner"), lambda line: line.service.owner),
        _name("system", _("System"), lambda line: line.service.system),
        _name("domain", _("Domain"), lambda line: line.service.domain),
        _name("lifecycle", _("Lifecycle"), lambda line: wording.lifecycle(line.service.lifecycle)),
        _name("tags", _("Tags"), lambda line: ", ".join(line.service.tags)),
        ServiceColumn(
            "coverage",
            _("Coverage"),
            lambda line: f"{whole_percent(line.standing.coverage)} %" if line.standing else DASH,
            lambda line: line.standing.coverage if line.standing else -1,
            is_number=True,
            usual=False,
        ),
        _figure("highs", _("Highs"), lambda line: line.standing.highs if line.standing else None),
        _figure("expiring", _("Waivers expiring"), lambda line: len(line.expiring)),
        ServiceColumn(
            "due",
            _("Review due"),
            lambda line: ", ".join(map(wording.due, line.due)),
            lambda line: (-len(line.due), [reason.day or date.min for reason in line.due]),
            is_soft=True,
            usual=False,
            may_go=True,
        ),
    )


def _name(column_id: str, title: str, text: Callable[[ServiceLine], str], *, usual: bool = False) -> ServiceColumn:
    """Return a column of names; services without one come last."""
    return ServiceColumn(
        column_id,
        title,
        text,
        lambda line: text(line).casefold(),
        usual=usual,
        may_go=True,
        is_last=lambda line: not text(line),
    )


def _figure(
    column_id: str, title: str, number: Callable[[ServiceLine], int | None], *, usual: bool = False
) -> ServiceColumn:
    def text(line: ServiceLine) -> str:
        value = number(line)
        return DASH if value is None else str(value)

    def key(line: ServiceLine) -> int:
        value = number(line)
        return -1 if value is None else value

    return ServiceColumn(column_id, title, text, key, is_number=True, usual=usual)


def _verdict(wording: Wording, line: ServiceLine) -> str:
    shown = wording.verdict(line.verdict)
    return shown if line.own_verdict is line.verdict else f"{shown} ({own_verdict_text(wording, line.own_verdict)})"


def _score(line: ServiceLine) -> tuple[Any, Any, Any]:
    standing = line.standing
    return (standing.score, standing.band, standing.live_score) if standing else (None, None, None)


def _last_review(wording: Wording, line: ServiceLine) -> str:
    if line.standing is None:
        return _("never")
    state = "" if line.standing.is_decided else wording.assessment_state(line.standing.state).lower()
    day = wording.date(line.standing.reviewed_on) if line.standing.reviewed_on else ""
    return " · ".join(part for part in (day, state) if part)
