"""From the figures of a portfolio to the plain values of its report."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from shipworthy import __version__
from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_groups import grouped, summary_of
from shipworthy.domain.movement import Move
from shipworthy.domain.pack import Severity, bare_id
from shipworthy.domain.portfolio import SOON, DueKind, ServiceLine
from shipworthy.domain.portfolio_summary import mean_score
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.report_kind import Audience, Paper
from shipworthy.domain.service_filter import Facet
from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.portfolio_charts import VERDICTS, counted, distribution, trend
from shipworthy.reports.portfolio_details import details, in_weight, service_row, waiver_entry
from shipworthy.reports.portfolio_figures import PortfolioFigures
from shipworthy.reports.portfolio_report import (
    DueEntry,
    MeanEntry,
    MissEntry,
    MoverEntry,
    OverdueEntry,
    PageOne,
    PortfolioReport,
    TeamEntry,
    VerdictEntry,
)
from shipworthy.reports.view_model import TONES
from shipworthy.wording.figures import whole_percent
from shipworthy.wording.portfolio_report import PortfolioReportWording

SHOWN = 5  # rows of each list of page one
MOST_TEAMS, MOST_SERVICES = 14, 12  # on page two, which is the last for leaders
_MOST_ASKS = 4
_FEWER_ROWS, _FEWER_TEAMS, _FEWER_SERVICES = 1, 4, 4  # on Letter, which is four lines shorter


def portfolio_report(
    figures: PortfolioFigures,
    wording: PortfolioReportWording,
    generated: datetime,
    audience: Audience,
    branding: Branding | None = None,
    paper: Paper = Paper.A4,
) -> PortfolioReport:
    """Return the report of a portfolio, or of a team's part of it, in the wording's language.

    `generated` is a moment with its zone: its day and time are printed as that zone says them.
    """
    is_full = audience is not Audience.LEADERSHIP
    teams = () if figures.team else _teams(figures, wording)
    weighty = in_weight(figures.lines) if figures.team and not is_full else ()
    fewer = paper is Paper.LETTER
    most = max(len(teams), 1) if is_full else MOST_TEAMS - _FEWER_TEAMS * fewer
    shown, services = _weightiest(teams, most), weighty[: MOST_SERVICES - _FEWER_SERVICES * fewer]
    return PortfolioReport(
        language=wording.language,
        title=wording.portfolio_title(figures.team),
        heading=wording.portfolio_heading(figures.team),
        generated=generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        generated_on=wording.long_date(generated.date()),
        generated_at=wording.time(generated),
        engine=__version__,
        audience=audience,
        branding=branding or Branding(),
        team=figures.team,
        as_of=wording.long_date(figures.day),
        since=wording.long_date(figures.since) if figures.is_compared else "",
        services_count=len(figures.lines),
        teams_count=len({line.service.team for line in figures.lines if line.service.team}),
        drafts=sum(line.standing is not None and not line.standing.is_decided for line in figures.lines),
        packs=tuple(f"{each.title} {each.version}" for each in figures.packs),
        policy=figures.policy,
        policy_digest=figures.policy_digest,
        fingerprint=figures.fingerprint,
        command=_command(figures),
        page_one=_page_one(figures, wording, SHOWN - _FEWER_ROWS * fewer),
        distribution=distribution(_days(figures, wording), wording),
        trend=trend(figures.points, wording),
        teams=shown,
        total=_team_entry(wording.all_services(), figures.lines, figures.before, figures, wording),
        services=tuple(service_row(line, wording) for line in services),
        rest=len(teams) - len(shown) + len(weighty) - len(services),
        details=details(figures, wording) if is_full else None,
    )


def _command(figures: PortfolioFigures) -> str:
    team = f' --team "{figures.team}"' if figures.team else ""
    return f"shipworthy portfolio --as-of {figures.day.isoformat()}{team} --export figures.json"


def _days(figures: PortfolioFigures, wording: PortfolioReportWording) -> list[tuple[str, Sequence[ServiceLine]]]:
    then = [(wording.date(figures.since), figures.before)] if figures.is_compared else []
    return [*then, (wording.date(figures.day), figures.lines)]


def _page_one(figures: PortfolioFigures, wording: PortfolioReportWording, rows: int) -> PageOne:
    moved, overdue = figures.moved, _overdue(figures, wording)
    expiring = [(line, waiver) for line, waiver in figures.waivers if waiver.expires <= figures.day + SOON]
    due = _not_reviewed_lately(figures.lines)
    return PageOne(
        asks=tuple(AskEntry(what, about) for what, about in _asks(figures, wording)),
        verdicts=_verdicts(figures, wording),
        mean=_mean(figures, wording),
        improved=tuple(_mover(each, wording) for each in moved.improved[:rows]),
        improved_count=len(moved.improved),
        dropped=tuple(_mover(each, wording) for each in moved.dropped[:rows]),
        dropped_count=len(moved.dropped),
        misses=tuple(_miss(figures, place) for place in range(min(rows, len(figures.misses)))),
        overdue=overdue[:rows],
        overdue_count=sum(each.items for each in overdue),
        expiring=tuple(waiver_entry(*each, figures, wording) for each in expiring[:rows]),
        expiring_count=len(expiring),
        due=tuple(
            DueEntry(
                line.service.name,
                line.service.tier,
                wording.date(line.last_review) if line.last_review else wording.never(),
            )
            for line in due[:rows]
        ),
        due_count=len(due),
    )


def _verdicts(figures: PortfolioFigures, wording: PortfolioReportWording) -> tuple[VerdictEntry, ...]:
    then = dict(counted(figures.before))
    return tuple(
        VerdictEntry(
            name=wording.verdict(verdict),
            short=wording.short_verdict(verdict),
            mark=wording.verdict_mark(verdict),
            tone=TONES[verdict],
            now=now,
            then=then[verdict],
            change=wording.signed(now - then[verdict]) if figures.is_compared else "",
        )
        for verdict, now in counted(figures.lines)
    )


def _mean(figures: PortfolioFigures, wording: PortfolioReportWording) -> MeanEntry:
    mean = mean_score(figures.lines)
    change = _mean_change(figures.lines, figures.before, figures, wording)
    return MeanEntry(wording.percent(mean.score), wording.band(mean.band), mean.scored, change)


def _mean_change(
    lines: Sequence[ServiceLine],
    before: Sequence[ServiceLine],
    figures: PortfolioFigures,
    wording: PortfolioReportWording,
) -> str:
    now, then = mean_score(lines).score, mean_score(before).score
    if now is None or then is None or not figures.is_compared:
        return ""
    return wording.signed(whole_percent(now) - whole_percent(then))


def _mover(move: Move, wording: PortfolioReportWording) -> MoverEntry:
    return MoverEntry(
        service=move.service.name,
        before=wording.percent(move.score_before),
        after=wording.percent(move.score_after),
        change=wording.change(move.change),
        why=wording.move_reason(move.reason) if move.reason else "",
    )


def _miss(figures: PortfolioFigures, place: int) -> MissEntry:
    miss = figures.misses[place]
    question = figures.questions.get(miss.question)
    text, risk = (question.text, question.risk) if question else (bare_id(miss.question), "")
    return MissEntry(text, risk, len(miss.services), miss.asked)


def _overdue(figures: PortfolioFigures, wording: PortfolioReportWording) -> tuple[OverdueEntry, ...]:
    """Return the late items by team, or by service in the report on one team: the most first."""
    groups: list[tuple[str, Sequence[ServiceLine]]]
    if figures.team:
        groups = [(line.service.name, (line,)) for line in figures.lines]
    else:
        groups = [(wording.team(str(team)), lines) for team, lines in grouped(figures.lines, Facet.TEAM)]
    found = []
    for name, lines in groups:
        items = [item for line in lines for item in line.overdue]
        oldest = _oldest_due(items)
        if oldest is not None:
            blockers = sum(item.severity is Severity.BLOCKER for item in items)
            entry = OverdueEntry(name, len(items), blockers, wording.days_late(oldest, figures.day))
            found.append((-len(items), -blockers, oldest, entry))
    return tuple(entry for *_order, entry in sorted(found, key=lambda each: each[:3]))


def _oldest_due(items: Iterable[RemediationItem]) -> date | None:
    return min((item.due for item in items if item.due is not None), default=None)


def _not_reviewed_lately(lines: Sequence[ServiceLine]) -> list[ServiceLine]:
    """Return the services whose review is past its age or never was, the weightiest tier first, then the oldest."""
    kinds = (DueKind.AGE, DueKind.NEVER)
    found = [line for line in lines if any(reason.kind in kinds for reason in line.due)]
    return sorted(found, key=lambda line: (line.service.tier, line.last_review or date.min))


def _teams(figures: PortfolioFigures, wording: PortfolioReportWording) -> tuple[TeamEntry, ...]:
    before = {line.service.id: line for line in figures.before}
    return tuple(
        _team_entry(
            wording.team(str(team)),
            lines,
            [before[line.service.id] for line in lines if line.service.id in before],
            figures,
            wording,
        )
        for team, lines in grouped(figures.lines, Facet.TEAM)
    )


def _team_entry(
    name: str,
    lines: Sequence[ServiceLine],
    before: Sequence[ServiceLine],
    figures: PortfolioFigures,
    wording: PortfolioReportWording,
) -> TeamEntry:
    summary = summary_of(lines)
    return TeamEntry(
        name=name,
        services=summary.count,
        verdicts=tuple(summary.verdicts[each] for each in VERDICTS),
        mean=wording.percent(mean_score(lines).score),
        change=_mean_change(lines, before, figures, wording),
        overdue=summary.overdue,
        due=summary.due,
    )


def _weightiest(teams: Sequence[TeamEntry], most: int) -> tuple[TeamEntry, ...]:
    """Return so many teams at most, those with the most that is not ready or late, in the order given."""
    if len(teams) <= most:
        return tuple(teams)
    not_ready = VERDICTS.index(Verdict.NOT_READY)
    order = sorted(
        range(len(teams)), key=lambda place: (-teams[place].verdicts[not_ready], -teams[place].overdue, place)
    )
    return tuple(teams[place] for place in sorted(order[:most]))


def _asks(figures: PortfolioFigures, wording: PortfolioReportWording) -> list[tuple[str, str]]:
    """Return what is asked of the readers, the most urgent first."""
    asks = [
        *_ask_overdue(figures, wording),
        *_ask_not_ready(figures, wording),
        *_ask_expiring(figures, wording),
        *_ask_reviews(figures, wording),
    ]
    return asks[:_MOST_ASKS] or [wording.ask_nothing(bool(figures.lines))]


def _ask_overdue(figures: PortfolioFigures, wording: PortfolioReportWording) -> list[tuple[str, str]]:
    teams = _overdue(figures, wording)
    oldest = _oldest_due(item for line in figures.lines for item in line.overdue)
    if oldest is None:
        return []
    items, blockers = sum(each.items for each in teams), sum(each.blockers for each in teams)
    worst = (teams[0].name, teams[0].items) if len(teams) > 1 and teams[0].items > teams[1].items else None
    return [wording.ask_overdue(items, blockers, wording.days_late(oldest, figures.day), worst)]


def _ask_not_ready(figures: PortfolioFigures, wording: PortfolioReportWording) -> list[tuple[str, str]]:
    not_ready = [line for line in in_weight(figures.lines) if line.verdict is Verdict.NOT_READY]
    if not not_ready:
        return []
    tier = not_ready[0].service.tier
    return [wording.ask_not_ready(tier, wording.names_of([each for each in not_ready if each.service.tier == tier]))]


def _ask_expiring(figures: PortfolioFigures, wording: PortfolioReportWording) -> list[tuple[str, str]]:
    expiring: list[tuple[ServiceLine, Waiver]] = [
        each for each in figures.waivers if each[1].expires <= figures.day + SOON
    ]
    if not expiring:
        return []
    names = tuple(dict.fromkeys(line.service.name for line, _waiver in expiring))
    return [wording.ask_expiring(len(expiring), max(waiver.expires for _line, waiver in expiring), names)]


def _ask_reviews(figures: PortfolioFigures, wording: PortfolioReportWording) -> list[tuple[str, str]]:
    due = [line for line in figures.lines if line.due]
    if not due:
        return []
    tiers = Counter(line.service.tier for line in due)
    return [wording.ask_reviews(len(due), tiers[1], sum(line.standing is None for line in due))]
