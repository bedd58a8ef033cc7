"""A portfolio, or a team's part of it, as a JSON document, from whose forms its published schema is made."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_groups import summary_of
from shipworthy.domain.movement import CommonMiss, Move, MoveReason, PortfolioMovement
from shipworthy.domain.pack import Question
from shipworthy.domain.portfolio import DueKind, ServiceLine
from shipworthy.domain.remediation import Waiver
from shipworthy.domain.service import Lifecycle
from shipworthy.exchange.assessment_document import waiver_form
from shipworthy.exchange.assessment_forms import WaiverForm
from shipworthy.exchange.portfolio_json import line_as_json, summary_as_json
from shipworthy.exchange.report_document import AboutForm, BandForm, Exact, Part, Sha256, VersionForm, exact


class DueForm(Part, frozen=True):
    """Why a service is due for a review."""

    why: Annotated[DueKind, Meta(description="The reason.")]
    day: Annotated[dt.date | None, Meta(description="When it happened, or the last day on which it was young enough.")]
    note: Annotated[str, Meta(description="What was noted.")]


class LineForm(Part, frozen=True):
    """A service and the review that speaks for it."""

    id: Annotated[UUID, Meta(description="Its id in the store.")]
    name: Annotated[str, Meta(description="Its name.")]
    team: Annotated[str, Meta(description="The team that owns it.")]
    owner: Annotated[str, Meta(description="Who answers for it.")]
    tier: Annotated[int, Meta(description="1: an outage hurts customers at once, to 4: experiment.", ge=1, le=4)]
    lifecycle: Annotated[Lifecycle, Meta(description="Where it stands in its life.")]
    system: Annotated[str, Meta(description="The system it belongs to.")]
    domain: Annotated[str, Meta(description="The domain it belongs to.")]
    tags: Annotated[tuple[str, ...], Meta(description="Its tags.")]
    verdict: Annotated[Verdict, Meta(description="The verdict that counts.")]
    own_verdict: Annotated[Verdict, Meta(description="The service's own, before its dependencies.")]
    capped_by: Annotated[tuple[str, ...], Meta(description="The services that lower it, by name.")]
    assessment: Annotated[UUID | None, Meta(description="The id of the review; null without one.")]
    assessment_state: Annotated[AssessmentState | None, Meta(description="Where the review stands.")]
    last_review: Annotated[dt.date | None, Meta(description="The day of the review.")]
    score: Annotated[Exact | None, Meta(description="As it is shown, a part of 1; null where there is none.")]
    band: Annotated[BandForm | None, Meta(description="Its band.")]
    coverage: Annotated[Exact | None, Meta(description="The part of the questions that is answered.")]
    level: Annotated[int | None, Meta(description="The level reached, 0 to 3.")]
    blockers: Annotated[int | None, Meta(description="Blocker questions missed.")]
    overdue: Annotated[int, Meta(description="Its late remediation items.")]
    waivers_expiring: Annotated[int, Meta(description="Its waivers that end within 30 days.")]
    review_due: Annotated[tuple[DueForm, ...], Meta(description="Why it needs a review.")]


class SummaryForm(Part, frozen=True):
    """All services together."""

    services: Annotated[int, Meta(description="How many there are.")]
    scored: Annotated[int, Meta(description="How many have a score.")]
    mean: Annotated[float | None, Meta(description="The mean of the scores, to four places; null without any.")]
    verdicts: Annotated[dict[str, int], Meta(description="How many have which verdict.")]
    blockers: Annotated[int, Meta(description="Blocker questions missed.")]
    overdue: Annotated[int, Meta(description="Late remediation items.")]
    waivers_expiring: Annotated[int, Meta(description="Waivers that end within 30 days.")]
    reviews_due: Annotated[int, Meta(description="Services that need a review.")]


class MoveForm(Part, frozen=True):
    """A service whose score or verdict moved, or that is there on one of the days only."""

    service: Annotated[UUID, Meta(description="The id of the service.")]
    name: Annotated[str, Meta(description="Its name.")]
    kind: Annotated[Literal["moved", "arrived", "gone"], Meta(description="What happened to it.")]
    score_before: Annotated[Exact | None, Meta(description="What its answers counted on the earlier day.")]
    score_after: Annotated[Exact | None, Meta(description="What its answers count on the later day.")]
    change: Annotated[Exact | None, Meta(description="The difference; null where one of the days has no score.")]
    verdict_before: Annotated[Verdict | None, Meta(description="The verdict on the earlier day.")]
    verdict_after: Annotated[Verdict | None, Meta(description="The verdict on the later day.")]
    reason: Annotated[MoveReason | None, Meta(description="What most likely moved it.")]


class MissForm(Part, frozen=True):
    """A question that services miss."""

    question: Annotated[str, Meta(description="Its whole id.")]
    text: Annotated[str, Meta(description="The question; empty where no pack in use asks it any more.")]
    risk: Annotated[str, Meta(description="What a miss means for the business.")]
    services: Annotated[tuple[UUID, ...], Meta(description="The ids of the services that miss it.")]
    asked: Annotated[int, Meta(description="Services that are reviewed with its pack.")]


class AcceptedForm(WaiverForm, frozen=True):
    """A waiver that counts on the day."""

    service: Annotated[UUID, Meta(description="The id of its service.")]
    name: Annotated[str, Meta(description="The name of its service.")]


class PortfolioDocument(Part, frozen=True):
    """The report on a portfolio or on a team."""

    format: Annotated[Literal["shipworthy-portfolio"], Meta(description="What the document is.")]
    version: Annotated[Literal[1], Meta(description="The version of its form.")]
    about: Annotated[AboutForm, Meta(description="Where it comes from.")]
    team: Annotated[str, Meta(description="The team whose services it tells of; empty for all services.")]
    day: Annotated[dt.date, Meta(description="The day at whose end the services are shown.")]
    since: Annotated[dt.date, Meta(description="The day they are compared with; the same day where there is none.")]
    summary: Annotated[SummaryForm, Meta(description="All services together.")]
    services: Annotated[tuple[LineForm, ...], Meta(description="The services, by name.")]
    movement: Annotated[tuple[MoveForm, ...], Meta(description="What moved since the earlier day.")]
    misses: Annotated[tuple[MissForm, ...], Meta(description="Every question missed, the commonest first.")]
    waivers: Annotated[tuple[AcceptedForm, ...], Meta(description="Every waiver that counts on the day.")]
    packs: Annotated[tuple[VersionForm, ...], Meta(description="The packs that the reviews rest on.")]
    policy: Annotated[str, Meta(description="The gate policy in force, by name and version.")]
    policy_sha256: Annotated[Sha256, Meta(description="SHA-256 of its content.")]


def line_form(line: ServiceLine) -> LineForm:
    """Return where a service stands, with the values that `shipworthy portfolio --json` prints."""
    value = line_as_json(line)
    band = line.standing.band if line.standing else None
    value["band"] = {"low": str(band.low), "high": str(band.high)} if band else None
    return msgspec.convert(value, LineForm)


def summary_form(lines: Sequence[ServiceLine]) -> SummaryForm:
    """Return all services together."""
    return msgspec.convert(summary_as_json(summary_of(lines)), SummaryForm)


def move_forms(moved: PortfolioMovement) -> tuple[MoveForm, ...]:
    """Return what moved: scores that rose, those that fell, verdicts alone, then services that came or went."""
    moves = {move.service.id: move for move in (*moved.improved, *moved.dropped, *moved.verdicts)}
    return (
        *(_move(each) for each in moves.values()),
        *(_alone(each, "arrived") for each in moved.arrived),
        *(_alone(each, "gone") for each in moved.gone),
    )


def _move(move: Move) -> MoveForm:
    return MoveForm(
        service=move.service.id,
        name=move.service.name,
        kind="moved",
        score_before=exact(move.score_before),
        score_after=exact(move.score_after),
        change=exact(move.change),
        verdict_before=move.before.verdict,
        verdict_after=move.after.verdict,
        reason=move.reason,
    )


def _alone(line: ServiceLine, kind: Literal["arrived", "gone"]) -> MoveForm:
    counted = exact(Fraction(line.standing.result[0])) if line.standing and line.standing.result[0] else None
    came = kind == "arrived"
    return MoveForm(
        service=line.service.id,
        name=line.service.name,
        kind=kind,
        score_before=None if came else counted,
        score_after=counted if came else None,
        change=None,
        verdict_before=None if came else line.verdict,
        verdict_after=line.verdict if came else None,
        reason=None,
    )


def miss_forms(misses: Iterable[CommonMiss], questions: Mapping[str, Question]) -> tuple[MissForm, ...]:
    """Return the misses with the words of the packs in use, by whole id."""
    return tuple(
        MissForm(
            question=each.question,
            text=asked.text if (asked := questions.get(each.question)) else "",
            risk=asked.risk if asked else "",
            services=each.services,
            asked=each.asked,
        )
        for each in misses
    )


def accepted_forms(waivers: Iterable[tuple[ServiceLine, Waiver]], day: dt.date) -> tuple[AcceptedForm, ...]:
    """Return waivers, each with the service that it is of."""
    return tuple(
        AcceptedForm(
            **msgspec.structs.asdict(waiver_form(waiver, day)), service=line.service.id, name=line.service.name
        )
        for line, waiver in waivers
    )
