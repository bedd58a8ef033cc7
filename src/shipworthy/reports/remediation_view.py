"""From the figures of remediation to the plain values of its report."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from shipworthy import __version__
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation_figures import RemediationFigures, ReportedItem, ReportedWaiver, effort_of
from shipworthy.domain.report_kind import Audience, Paper
from shipworthy.reports.chart_entries import burn_down, severities
from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.entries.terms import Branding, Tone
from shipworthy.reports.portfolio_report import OverdueEntry
from shipworthy.reports.remediation_lists import audit, details, exposure_entry
from shipworthy.reports.remediation_report import (
    BlockerEntry,
    EndingEntry,
    FigureEntry,
    OwnerEntry,
    RemediationPage,
    RemediationReport,
    WayEntry,
)
from shipworthy.wording.figures import DASH
from shipworthy.wording.remediation_report import RemediationReportWording

SHOWN, SHOWN_RISKS = 3, 3  # rows of the lists of page one
_SHOWN_ON_LETTER = 2  # it is shorter
MOST_OWNERS = MOST_WAYS = 8  # on page two, which is the last for leaders
_MOST_ASKS = 4


def remediation_report(
    figures: RemediationFigures,
    wording: RemediationReportWording,
    generated: datetime,
    audience: Audience,
    fingerprint: str,
    branding: Branding | None = None,
    paper: Paper = Paper.A4,
) -> RemediationReport:
    """Return the report on remediation in the wording's language; `fingerprint` is that of the figures as JSON.

    `generated` is a moment with its zone: its day and time are printed as that zone says them.
    """
    about = figures.service.name if figures.service else figures.team
    owners = _owners(figures, wording)
    is_full = audience is not Audience.LEADERSHIP
    ways = figures.ways
    shown_ways = () if ways is None else ways.services if is_full else ways.services[:MOST_WAYS]
    return RemediationReport(
        language=wording.language,
        title=wording.remediation_title(about),
        kind=wording.remediation_kind(),
        heading=about or wording.remediation_kind(),
        generated=generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        generated_on=wording.long_date(generated.date()),
        generated_at=wording.time(generated),
        engine=__version__,
        audience=audience,
        branding=branding or Branding(),
        packs=figures.packs,
        team=figures.team,
        service=figures.service.name if figures.service else "",
        as_of=wording.long_date(figures.day),
        since=wording.long_date(figures.since) if figures.since < figures.day else "",
        services_count=len(figures.services),
        items_count=len(figures.items),
        waivers_count=len(figures.waivers),
        fingerprint=fingerprint,
        command=_command(figures),
        page_one=_page_one(figures, wording, paper),
        burn_down=burn_down(figures.points, wording) if len(figures.points) > 1 else None,
        ageing=severities(figures.flow, wording) if figures.flow.now.live else None,
        owners=owners if is_full else owners[:MOST_OWNERS],
        rest=0 if is_full else max(len(owners) - MOST_OWNERS, 0),
        has_ways=ways is not None,
        ways=tuple(
            WayEntry(
                each.service.name,
                each.service.tier,
                wording.out_of_reach() if each.days is None else wording.number_of_days(each.days),
            )
            for each in shown_ways
        ),
        together=wording.person_days(ways.together) if ways and ways.together is not None else "",
        ways_left_out=ways.left_out + len(ways.services) - len(shown_ways) if ways else 0,
        details=details(figures, wording, audited=audience is Audience.AUDITOR) if is_full else None,
        audit=audit(figures, wording) if audience is Audience.AUDITOR else None,
    )


def _command(figures: RemediationFigures) -> str:
    team = f' --team "{figures.team}"' if figures.team else ""
    service = f' "{figures.service.name}"' if figures.service else ""
    days = f"--as-of {figures.day.isoformat()}"
    if figures.since < figures.day:
        days += f" --since {figures.since.isoformat()}"
    return f"shipworthy report{service} --about remediation{team} {days} --format json"


def _page_one(figures: RemediationFigures, wording: RemediationReportWording, paper: Paper) -> RemediationPage:
    shown, risks = (SHOWN, SHOWN_RISKS) if paper is Paper.A4 else (_SHOWN_ON_LETTER, _SHOWN_ON_LETTER)
    asks = _asks(figures, wording)[: _MOST_ASKS if paper is Paper.A4 else _MOST_ASKS - 1]
    overdue, blockers = _overdue(figures, wording), _blockers(figures)
    ending = [each for each in figures.waivers if each.line.ends_soon]
    exposures = figures.register.exposures
    return RemediationPage(
        asks=tuple(AskEntry(what, about) for what, about in asks),
        figures=_figures(figures, wording),
        overdue=overdue[: shown + 1],
        overdue_groups=len(overdue),
        blockers=tuple(
            BlockerEntry(
                each.item.title,
                each.service.name,
                wording.date(each.item.due) if each.item.due else DASH,
                each.overdue,
            )
            for each in blockers[:shown]
        ),
        blockers_count=len(blockers),
        ending=tuple(_ending(each, figures, wording) for each in ending[:risks]),
        ending_count=len(ending),
        exposures=tuple(exposure_entry(each, wording) for each in exposures[:risks]),
        exposures_count=len(exposures),
    )


def _figures(figures: RemediationFigures, wording: RemediationReportWording) -> tuple[FigureEntry, ...]:
    unfinished, late, blockers = figures.unfinished, figures.overdue, _blockers(figures)
    waiting = sum(each.item.is_live and not each.is_unfinished for each in figures.items)
    ending = sum(each.line.ends_soon for each in figures.waivers)
    oldest, late_blockers = _oldest_due(late), sum(each.overdue for each in blockers)
    open_, left, overdue, of_blockers, risks = wording.figure_labels()
    return (
        FigureEntry(open_, str(len(unfinished)), wording.claimed(waiting), Tone.NONE),
        FigureEntry(
            left,
            wording.days_figure(effort_of(unfinished)),
            wording.not_estimated(sum(each.item.effort_days is None for each in unfinished)),
            Tone.NONE,
        ),
        FigureEntry(
            overdue,
            str(len(late)),
            wording.oldest_late(wording.days_late(oldest, figures.day) if oldest else ""),
            Tone.BAD if late else Tone.OK,
        ),
        FigureEntry(
            of_blockers, str(len(blockers)), wording.late_blockers(late_blockers), Tone.BAD if blockers else Tone.OK
        ),
        FigureEntry(
            risks,
            str(figures.register.overall.active),
            wording.risks_ending(ending),
            Tone.WARN if ending else Tone.NONE,
        ),
    )


def _blockers(figures: RemediationFigures) -> list[ReportedItem]:
    """Return the unfinished items that close blockers and are not waived, the first due at the head."""
    found = [each for each in figures.unfinished if each.item.severity is Severity.BLOCKER and not each.waived]
    return sorted(found, key=lambda each: (each.item.due or date.max, each.item.sequence))


def _ending(each: ReportedWaiver, figures: RemediationFigures, wording: RemediationReportWording) -> EndingEntry:
    question = figures.questions.get(each.line.waiver.question)
    risk = question.risk if question and question.risk else each.line.text
    return EndingEntry(each.service.name, risk, wording.date(each.line.waiver.expires))


def _by_owner(figures: RemediationFigures, wording: RemediationReportWording) -> dict[str, list[ReportedItem]]:
    """Return the items by team, or by service in the report on one team or service."""
    found: dict[str, list[ReportedItem]] = {}
    for each in figures.items:
        found.setdefault(_owner(each, figures, wording), []).append(each)
    return found


def _owner(each: ReportedItem | ReportedWaiver, figures: RemediationFigures, wording: RemediationReportWording) -> str:
    return each.service.name if figures.team or figures.service else wording.team(each.service.team)


def _overdue(figures: RemediationFigures, wording: RemediationReportWording) -> tuple[OverdueEntry, ...]:
    """Return who has late items, the most first."""
    found = []
    for name, items in _by_owner(figures, wording).items():
        late = [each for each in items if each.overdue]
        oldest = _oldest_due(late)
        if oldest is not None:
            blockers = sum(each.item.severity is Severity.BLOCKER for each in late)
            entry = OverdueEntry(name, len(late), blockers, wording.days_late(oldest, figures.day))
            found.append((-len(late), -blockers, oldest, entry))
    return tuple(entry for *_order, entry in sorted(found, key=lambda each: each[:3]))


def _owners(figures: RemediationFigures, wording: RemediationReportWording) -> tuple[OwnerEntry, ...]:
    """Return what each team, or service, has to do and answers for: the most overdue first, then the most open."""
    by_owner = _by_owner(figures, wording)
    risks = [_owner(each, figures, wording) for each in figures.waivers if each.line.is_active]
    rows = []
    for name in dict.fromkeys((*by_owner, *risks)):
        items = tuple(by_owner.get(name, ()))
        unfinished = [each for each in items if each.is_unfinished]
        blockers = sum(each.item.severity is Severity.BLOCKER and not each.waived for each in unfinished)
        late, accepted = sum(each.overdue for each in items), risks.count(name)
        if unfinished or accepted:
            days = wording.number_of_days(effort_of(items))
            rows.append(OwnerEntry(name, len(unfinished), days, late, blockers, accepted))
    return tuple(sorted(rows, key=lambda row: (-row.overdue, -row.blockers, -row.unfinished, row.name.casefold())))


def _oldest_due(items: Iterable[ReportedItem]) -> date | None:
    return min((each.item.due for each in items if each.item.due is not None), default=None)


def _asks(figures: RemediationFigures, wording: RemediationReportWording) -> Sequence[tuple[str, str]]:
    """Return what is asked of the readers, the most urgent first."""
    asks = [
        *_ask_overdue(figures, wording),
        *_ask_blockers(figures, wording),
        *_ask_ending(figures, wording),
        *_ask_owners(figures, wording),
    ]
    return asks[:_MOST_ASKS] or [wording.ask_no_remediation(bool(figures.items or figures.waivers))]


def _ask_overdue(figures: RemediationFigures, wording: RemediationReportWording) -> list[tuple[str, str]]:
    groups, oldest = _overdue(figures, wording), _oldest_due(figures.overdue)
    if oldest is None:
        return []
    items, blockers = sum(each.items for each in groups), sum(each.blockers for each in groups)
    worst = (groups[0].name, groups[0].items) if len(groups) > 1 and groups[0].items > groups[1].items else None
    return [wording.ask_overdue(items, blockers, wording.days_late(oldest, figures.day), worst)]


def _ask_blockers(figures: RemediationFigures, wording: RemediationReportWording) -> list[tuple[str, str]]:
    blockers = _blockers(figures)
    if not blockers:
        return []
    names = tuple(dict.fromkeys(each.service.name for each in blockers))
    return [wording.ask_blockers(names, len(blockers), effort_of(tuple(blockers)))]


def _ask_ending(figures: RemediationFigures, wording: RemediationReportWording) -> list[tuple[str, str]]:
    ending = [each for each in figures.waivers if each.line.ends_soon]
    if not ending:
        return []
    names = tuple(dict.fromkeys(each.service.name for each in ending))
    return [wording.ask_expiring(len(ending), max(each.line.waiver.expires for each in ending), names)]


def _ask_owners(figures: RemediationFigures, wording: RemediationReportWording) -> list[tuple[str, str]]:
    without = [each for each in figures.unfinished if not each.waived and not each.item.is_planned_work]
    return [wording.ask_owners(len(without))] if without else []
