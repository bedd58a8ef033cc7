"""The lists of the report on remediation in plain values: items by service, waivers, and the history of each."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date
from uuid import UUID

from shipworthy.domain.flow import SeverityFigures
from shipworthy.domain.remediation import ItemState
from shipworthy.domain.remediation_figures import (
    Event,
    RemediationFigures,
    ReportedItem,
    ReportedWaiver,
    T,
    effort_of,
)
from shipworthy.domain.waiver_register import Exposure, WaiverStanding, accepted_by
from shipworthy.reports.entries.terms import Tone
from shipworthy.reports.remediation_entries import ITEM_TONES, STANDING_TONES
from shipworthy.reports.remediation_report import (
    AgeEntry,
    CountRow,
    EventRow,
    ExposureEntry,
    HistoryEntry,
    ItemGroup,
    ItemRow,
    RemediationAudit,
    RemediationDetails,
    WaiverRow,
)
from shipworthy.wording.figures import DASH
from shipworthy.wording.remediation_report import RemediationReportWording


def details(figures: RemediationFigures, wording: RemediationReportWording, *, audited: bool) -> RemediationDetails:
    """Return what stands beside the two pages; `audited` where histories follow, which the lists lead to."""
    dropped = [each for each in figures.items if each.item.state is ItemState.DROPPED]
    settled = figures.settled_since(ItemState.DONE, ItemState.VERIFIED)
    return RemediationDetails(
        groups=tuple(_groups(figures, wording, audited)),
        ages=tuple(_age(each, wording) for each in figures.flow.severities if each.live),
        flow=_flow(figures, wording),
        settled=tuple(item_row(each, figures, wording, audited) for each in settled),
        dropped=tuple(item_row(each, figures, wording, audited) for each in dropped),
        waivers=tuple(_waiver_row(each, figures, wording, audited) for each in figures.waivers),
        exposures=tuple(exposure_entry(each, wording) for each in figures.register.exposures),
    )


def _groups(figures: RemediationFigures, wording: RemediationReportWording, audited: bool) -> Iterator[ItemGroup]:
    """Yield the services with items by team and name, each with its items but the dropped ones, the open ones first."""
    by_service: dict[UUID, list[ReportedItem]] = {}
    for each in figures.items:
        if each.item.state is not ItemState.DROPPED:
            by_service.setdefault(each.service.id, []).append(each)
    services = [each for each in figures.services if each.id in by_service]
    for service in sorted(services, key=lambda each: (each.team.casefold(), each.name.casefold(), each.id.hex)):
        items = sorted(by_service[service.id], key=_place)
        late = sum(each.overdue for each in items)
        yield ItemGroup(
            service.name,
            service.team,
            wording.group_said(sum(each.is_unfinished for each in items), effort_of(tuple(items)), late),
            tuple(item_row(each, figures, wording, audited) for each in items),
        )


def _place(each: ReportedItem) -> tuple[bool, bool, int, date, int]:
    item = each.item
    return not each.is_unfinished, not item.is_live, item.severity.rank, item.due or date.max, item.sequence


def item_row(
    each: ReportedItem, figures: RemediationFigures, wording: RemediationReportWording, audited: bool
) -> ItemRow:
    """Return an item as every list shows it."""
    item = each.item
    state, tone = wording.item_state(item.state), ITEM_TONES[item.state]
    if each.waived:
        state = f"{wording.waived()} ({state.lower()})"
    elif each.overdue:
        state, tone = f"{state}, {wording.overdue().lower()}", Tone.BAD
    return ItemRow(
        id=wording.short_id(item.id),
        anchor=f"item-{item.id}" if audited else "",
        title=item.title,
        service=each.service.name,
        severity=wording.marked_severity(item.severity),
        state=state,
        mark=wording.item_state_mark(item.state),
        tone=tone,
        owner=item.owner or DASH,
        due=wording.date(item.due) if item.due else DASH,
        effort=wording.number_of_days(item.effort_days) if item.effort_days is not None else DASH,
        age=str((figures.day - each.made_on).days),
        questions=tuple(sorted(figures.question_text(one) for one in item.questions)),
        after=wording.waits_for(each.waits_for),
        why=item.state_reason,
        ticket=item.ticket,
        settled=wording.date(each.settled_on) if each.settled_on else DASH,
        is_done=not each.is_unfinished,
    )


def _waiver_row(
    each: ReportedWaiver, figures: RemediationFigures, wording: RemediationReportWording, audited: bool
) -> WaiverRow:
    line, waiver = each.line, each.line.waiver
    asked = waiver.pending_extension is not None and line.standing is WaiverStanding.ACTIVE
    return WaiverRow(
        id=wording.short_id(waiver.id),
        anchor=f"waiver-{waiver.id}" if audited else "",
        service=each.service.name,
        question=line.text if line.text != waiver.question else figures.question_text(waiver.question),
        severity=wording.marked_severity(line.severity) if line.severity else DASH,
        state=wording.waiver_standing(line.standing),
        tone=Tone.WARN if asked or line.ends_soon else STANDING_TONES[line.standing],
        requester=waiver.requester or DASH,
        approver=accepted_by(waiver) or DASH,
        until=wording.date(waiver.expires),
        reason=waiver.reason,
        decision=waiver.state_reason,
        extensions=tuple(
            wording.extension_line(one.until, one.requester, one.approver, wording.waiver_state(one.state), one.reason)
            for one in waiver.extensions
        ),
    )


def exposure_entry(exposure: Exposure, wording: RemediationReportWording) -> ExposureEntry:
    """Return what one person answers for."""
    return ExposureEntry(
        exposure.approver or DASH,
        exposure.active,
        wording.exposure_said(exposure.blockers, exposure.highs),
        wording.exact_percent(exposure.share),
        wording.date(exposure.next_end) if exposure.next_end else DASH,
    )


def _age(of: SeverityFigures, wording: RemediationReportWording) -> AgeEntry:
    median = DASH if of.median_age is None else wording.number_of_days(of.median_age)
    oldest = DASH if of.oldest_age is None else str(of.oldest_age)
    return AgeEntry(wording.marked_severity(of.severity), of.live, of.overdue, of.waived, median, oldest)


def _flow(figures: RemediationFigures, wording: RemediationReportWording) -> tuple[CountRow, ...]:
    flow = figures.flow
    spans = [
        DASH if each.median is None else wording.number_of_days(each.median)
        for each in (flow.to_done, flow.to_verified)
    ]
    values = (str(flow.made), str(flow.done), str(flow.verified), str(flow.reopened), *spans)
    return tuple(CountRow(name, value) for name, value in zip(wording.flow_rows(), values, strict=True))


def audit(figures: RemediationFigures, wording: RemediationReportWording) -> RemediationAudit:
    """Return every history, oldest item first, and counts that sum up to those of the store."""
    return RemediationAudit(
        items=tuple(_item_history(each, figures, wording) for each in figures.items),
        waivers=tuple(_waiver_history(each, figures, wording) for each in figures.waivers),
        counts=_counts(figures, wording),
    )


def _item_history(each: ReportedItem, figures: RemediationFigures, wording: RemediationReportWording) -> HistoryEntry:
    titles = {one: question.text for one, question in figures.questions.items()}
    return HistoryEntry(
        anchor=f"item-{each.item.id}",
        id=str(each.item.id),
        title=each.item.title,
        service=each.service.name,
        events=tuple(_event(one, wording.item_event(one.before, one.after, titles), wording) for one in each.events),
    )


def _waiver_history(
    each: ReportedWaiver, figures: RemediationFigures, wording: RemediationReportWording
) -> HistoryEntry:
    waiver = each.line.waiver
    return HistoryEntry(
        anchor=f"waiver-{waiver.id}",
        id=str(waiver.id),
        title=each.line.text if each.line.text != waiver.question else figures.question_text(waiver.question),
        service=each.service.name,
        events=tuple(
            _event(one, wording.waiver_event(one.before, one.after, one.action), wording) for one in each.events
        ),
    )


def _event(event: Event[T], what: str, wording: RemediationReportWording) -> EventRow:
    moment = f"{wording.date(event.day)} {event.at.astimezone(UTC):%H:%M}"
    return EventRow(str(event.sequence), moment, event.actor or DASH, what)


def _counts(figures: RemediationFigures, wording: RemediationReportWording) -> tuple[CountRow, ...]:
    states = Counter(each.item.state for each in figures.items)
    standings = Counter(each.line.standing for each in figures.waivers)
    entries = sum(len(each.events) for each in figures.items) + sum(len(each.events) for each in figures.waivers)
    items, waivers, printed = wording.count_names()
    return (
        *(CountRow(wording.item_state(each), str(states[each])) for each in ItemState),
        CountRow(items, str(len(figures.items)), is_sum=True),
        *(CountRow(wording.waiver_standing(each), str(standings[each])) for each in WaiverStanding),
        CountRow(waivers, str(len(figures.waivers)), is_sum=True),
        CountRow(printed, str(entries), is_sum=True),
    )
