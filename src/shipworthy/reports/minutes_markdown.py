"""Minutes as Markdown, to be pasted into a wiki or a mail: what people typed stays text in it."""

from collections.abc import Callable, Iterable, Iterator

from shipworthy.reports.entries.minutes import MeetingEntry, MinutesItem, TimeEntry
from shipworthy.reports.markdown_text import markdown_text
from shipworthy.text import _


def minutes_markdown(service: str, meetings: Iterable[MeetingEntry]) -> str:
    """Return the minutes of the meetings on a service."""
    lines = [f"# {_('Minutes: {service}').format(service=markdown_text(service))}"]
    for meeting in meetings:
        lines += ["", *_meeting(meeting)]
    return "\n".join(lines) + "\n"


def _meeting(meeting: MeetingEntry) -> Iterator[str]:
    yield f"## {meeting.day}, {meeting.times}{'' if meeting.is_over else ', ' + _('not ended')}"
    for title, names in ((_("Present"), meeting.present), (_("Apologies"), meeting.apologies)):
        if names:
            yield ""
            yield f"{title}: {', '.join(markdown_text(each) for each in names)}"
    if meeting.time:
        yield from ("", f"### {_('Time')}", "")
        yield f"| {_('Principle')} | {_('Planned')} | {_('Used')} |"
        yield "|---|---:|---:|"
        for line in meeting.time:
            yield _time(markdown_text(line.principle), line)
        yield _time(_("All"), meeting.total)
    yield from _items(_("Decisions"), meeting.decisions, _decision)
    yield from _items(_("Parking lot"), meeting.parked, _parked)


def _time(name: str, line: TimeEntry) -> str:
    return f"| {name} | {line.planned or '–'} | {line.used}{' ' + _('over') if line.over else ''} |"


def _items(title: str, items: tuple[MinutesItem, ...], details: Callable[[MinutesItem], list[str]]) -> Iterator[str]:
    if not items:
        return
    yield from ("", f"### {title}", "")
    for item in items:
        said = "; ".join([*details(item), *_question(item)])
        yield f"- {markdown_text(item.text)} ({said})" if said else f"- {markdown_text(item.text)}"


def _decision(item: MinutesItem) -> list[str]:
    owner = [_("owner {name}").format(name=markdown_text(item.who))] if item.who else []
    return [*owner, *([_("due {date}").format(date=item.due)] if item.due else [])]


def _parked(item: MinutesItem) -> list[str]:
    raised = [_("raised by {name}").format(name=markdown_text(item.who))] if item.who else []
    return [_("settled") if item.settled else _("open"), *raised]


def _question(item: MinutesItem) -> list[str]:
    return [f"{item.place.number} {markdown_text(item.place.text)}".strip()] if item.place else []
