"""The report on remediation as Markdown, for a wiki or an issue: what people typed stays text in it."""

from collections.abc import Iterable, Iterator, Sequence

from shipworthy.reports.markdown_text import markdown_text
from shipworthy.reports.remediation_report import (
    HistoryEntry,
    ItemGroup,
    ItemRow,
    RemediationAudit,
    RemediationDetails,
    RemediationPage,
    RemediationReport,
    WaiverRow,
)
from shipworthy.wording.remediation_markdown import RemediationMarkdownWording


def remediation_markdown(report: RemediationReport, words: RemediationMarkdownWording) -> str:
    """Return a report as Markdown, in the language of the words, which is the report's."""
    lines = [f"# {_text(report.title)}", "", words.opening(report.as_of, report.services_count, report.items_count)]
    lines += [*_summary(report, words), *_owners(report, words), *_ways(report, words)]
    if report.details is not None:
        lines += _details(report.details, words)
    if report.audit is not None:
        lines += _audit(report.audit, words)
    lines += ["", words.repeat(f"`{report.fingerprint}`", _text(report.command))]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return markdown_text(text)


def _cell(text: str) -> str:
    return markdown_text(text) or "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_cell(each) for each in row)} |"


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table under a heading; nothing where it has no rows."""
    if rows:
        yield from ("", f"## {title}", "", *_table(head, rows))


def _summary(report: RemediationReport, words: RemediationMarkdownWording) -> Iterator[str]:
    page: RemediationPage = report.page_one
    yield from ("", f"## {words.asks()}", "")
    for number, ask in enumerate(page.asks, start=1):
        yield f"{number}. **{_text(ask.what)}.** {_text(ask.about)}".rstrip()
    figures = [(each.label, each.number, each.said) for each in page.figures]
    yield from _section(words.figures(), words.figure_heads(), figures)
    if report.burn_down is not None:
        yield from ("", _text(report.burn_down.alternative))
    blockers = [(each.title, each.service, each.due) for each in page.blockers]
    yield from _section(words.blockers(page.blockers_count), words.blocker_heads(), blockers)
    late = [(each.name, str(each.items), str(each.blockers), each.oldest) for each in page.overdue]
    yield from _section(words.late(), words.late_heads(), late)
    ending = [(each.service, each.risk, each.until) for each in page.ending]
    yield from _section(words.ending(page.ending_count), words.ending_heads(), ending)
    exposures = [(each.approver, str(each.active), each.severe, each.share, each.next_end) for each in page.exposures]
    yield from _section(words.exposures(), words.exposure_heads(), exposures)


def _owners(report: RemediationReport, words: RemediationMarkdownWording) -> Iterator[str]:
    rows = [
        (each.name, str(each.unfinished), each.days, str(each.overdue), str(each.blockers), str(each.risks))
        for each in report.owners
    ]
    yield from _section(words.owners(), words.owner_heads(), rows)


def _ways(report: RemediationReport, words: RemediationMarkdownWording) -> Iterator[str]:
    rows = [(each.service, str(each.tier), each.days) for each in report.ways]
    yield from _section(words.ways(), words.way_heads(), rows)
    if report.together:
        yield from ("", words.together(report.together))


def _details(details: RemediationDetails, words: RemediationMarkdownWording) -> Iterator[str]:
    if details.groups:
        yield from ("", f"## {words.items()}")
        for group in details.groups:
            yield from ("", *_tasks(group))
    settled = [(each.title, each.service, each.state, each.settled) for each in details.settled]
    yield from _section(words.settled(), words.settled_heads(), settled)
    dropped = [(each.title, each.service, each.settled, each.why) for each in details.dropped]
    yield from _section(words.dropped(), words.dropped_heads(), dropped)
    ages = [(each.severity, str(each.live), str(each.overdue), each.median, each.oldest) for each in details.ages]
    yield from _section(words.ages(), words.age_heads(), ages)
    waivers = [_waiver(each) for each in details.waivers]
    yield from _section(words.waivers(), words.waiver_heads(), waivers)


def _tasks(group: ItemGroup) -> Iterator[str]:
    """Yield the items of a service, each with a box that is ticked once it is done."""
    yield f"### {_text(group.title)}"
    yield from ("", _text(group.said), "")
    for item in group.items:
        yield f"- [{'x' if item.is_done else ' '}] {_task(item)}"
        for below in (*item.questions, item.after, item.why):
            if below:
                yield f"  - {_text(below)}"


def _task(item: ItemRow) -> str:
    parts = (item.severity, item.state, item.owner, item.due, item.ticket, item.id)
    return " · ".join([f"**{_text(item.title)}**", *(_text(each) for each in parts if each)])


def _waiver(row: WaiverRow) -> tuple[str, ...]:
    why = " ".join(each for each in (row.reason, row.decision, *row.extensions) if each)
    return row.service, row.question, row.state, row.until, row.requester, row.approver, why


def _audit(audit: RemediationAudit, words: RemediationMarkdownWording) -> Iterator[str]:
    yield from _section(words.counts(), words.count_heads(), [(each.name, each.count) for each in audit.counts])
    for title, histories in ((words.item_histories(), audit.items), (words.waiver_histories(), audit.waivers)):
        if histories:
            yield from ("", f"## {title}")
            for history in histories:
                yield from ("", *_history(history, words))


def _history(history: HistoryEntry, words: RemediationMarkdownWording) -> Iterator[str]:
    yield f"### {_text(history.service)}: {_text(history.title)}"
    yield from ("", f"`{history.id}`", "")
    yield from _table(words.event_heads(), [(each.number, each.when, each.who, each.what) for each in history.events])
