"""From what was typed to the lines of the palette: ranked, in groups, each under its heading."""

from collections.abc import Sequence

from shipworthy.gui.command import Command
from shipworthy.gui.models.palette_model import PaletteLine
from shipworthy.gui.palette.ranking import rank, searchable
from shipworthy.text import _

_MOST_OF_A_GROUP = 12
_MOST_RECENT = 5


class Finder:
    """The commands there are, with their texts prepared for searching, and those that were run in this session."""

    def __init__(self) -> None:
        self._commands: list[Command] = []
        self._texts: list[str] = []
        self._prepared: dict[tuple[str, str], str] = {}
        self._recent: list[tuple[str, str]] = []

    def take(self, commands: Sequence[Command]) -> None:
        """Take over what can be done now; a later one that says the same under the same heading is left out."""
        self._commands = list({(each.group, each.text, each.detail): each for each in commands}.values())
        kept = {}
        for command in self._commands:
            key = (command.text, command.detail)
            # Preparing thousands of texts takes longer than searching them, and most are there each time.
            kept[key] = self._prepared.get(key) or searchable(" ".join(key))
        self._prepared = kept
        self._texts = [kept[command.text, command.detail] for command in self._commands]

    def note_run(self, command: Command) -> None:
        """Remember a command that was run, newest first."""
        key = _key(command)
        self._recent = [key, *(each for each in self._recent if each != key)][:_MOST_RECENT]

    def lines(self, query: str) -> list[PaletteLine]:
        """Return what fits, best group first; without a query what was run last, then what the window offers."""
        if not query.strip():
            return self._offered()
        groups: dict[str, list[Command]] = {}
        for place in rank(query, self._texts):
            command = self._commands[place]
            groups.setdefault(command.group, []).append(command)
        lines = []
        for group, found in groups.items():
            shown = found[:_MOST_OF_A_GROUP]
            more = _("{group}: first {shown} of {count}")
            heading = more if len(found) > len(shown) else "{group}"
            lines.append(PaletteLine(heading.format(group=group, shown=len(shown), count=len(found))))
            lines += [PaletteLine(command.text, command) for command in shown]
        return lines

    def _offered(self) -> list[PaletteLine]:
        by_key = {_key(command): command for command in self._commands}
        recent = [by_key[key] for key in self._recent if key in by_key]
        lines = [PaletteLine(command.text, command) for command in recent]
        if lines:
            lines.insert(0, PaletteLine(_("Run last")))
        commands = [each for each in self._commands if each.group == commands_group() and each not in recent]
        if commands:
            lines.append(PaletteLine(commands_group()))
        return lines + [PaletteLine(command.text, command) for command in commands]


def commands_group() -> str:
    """Return the heading of what the menus offer."""
    return _("Commands")


def _key(command: Command) -> tuple[str, str]:
    return (command.group, command.text)
