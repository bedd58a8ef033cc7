"""Minutes as Markdown, to be pasted into a wiki or a mail: what people typed stays text in it."""

from collections.abc import Callable, Iterable, Iterator

from shipworthy.reports.entries.minutes import MeetingEntry, MinutesItem, TimeEntry
from shipworthy.reports.markdown_text import markdown_text
from shipworthy.text import Translator
from shipworthy.wording.translated import Translated


def minutes_markdown(service: str, meetings: Iterable[MeetingEntry], translator: Translator | None = None) -> str:
    """Return the minutes of the meetings on a service; without a translator, in the interface's language."""
    return _Writer(translator).minutes(service, meetings)


class _Writer(Translated):
    """Writes minutes in one language."""

    def minutes(self, service: str, meetings: Iterable[MeetingEntry]) -> str:
        lines = [f"# {self._('Minutes: {service}').format(service=markdown_text(service))}"]
        for meeting in meetings:
            lines += ["", *self._meeting(meeting)]
        return "\n".join(lines) + "\n"

    def _meeting(self, meeting: MeetingEntry) -> Iterator[str]:
        yield f"## {meeting.day}, {meeting.times}{'' if meeting.is_over else ', ' + self._('not ended')}"
        for title, names in ((self._("Present"), meeting.present), (self._("Apologies"), meeting.apologies)):
            if names:
                yield ""
                yield f"{title}: {', '.join(markdown_text(each) for each in names)}"
        if meeting.time:
            yield from ("", f"### {self._('Time')}", "")
            yield f"| {self._('Principle')} | {self._('Planned')} | {self._('Used')} |"
            yield "|---|---:|---:|"
            for line in meeting.time:
                yield self._time(markdown_text(line.principle), line)
            yield self._time(self._("All"), meeting.total)
        yield from self._items(self._("Decisions"), meeting.decisions, self._decision)
        yield from self._items(self._("Parking lot"), meeting.parked, self._parked)

    def _time(self, name: str, line: TimeEntry) -> str:
        return f"| {name} | {line.planned or '–'} | {line.used}{' ' + self._('over') if line.over else ''} |"

    def _items(
        self, title: str, items: tuple[MinutesItem, ...], details: Callable[[MinutesItem], list[str]]
    ) -> Iterator[str]:
        if not items:
            return
        yield from ("", f"### {title}", "")
        for item in items:
            said = "; ".join([*details(item), *_question(item)])
            yield f"- {markdown_text(item.text)} ({said})" if said else f"- {markdown_text(item.text)}"

    def _decision(self, item: MinutesItem) -> list[str]:
        owner = [self._("owner {name}").format(name=markdown_text(item.who))] if item.who else []
        return [*owner, *([self._("due {date}").format(date=item.due)] if item.due else [])]

    def _parked(self, item: MinutesItem) -> list[str]:
        raised = [self._("raised by {name}").format(name=markdown_text(item.who))] if item.who else []
        return [self._("settled") if item.settled else self._("open"), *raised]


def _question(item: MinutesItem) -> list[str]:
    return [f"{item.place.number} {markdown_text(item.place.text)}".strip()] if item.place else []
