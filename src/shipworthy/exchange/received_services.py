"""What files say of services, whatever their form: read with one hand, so that every form is bounded and told alike."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shipworthy.domain.answering import is_link
from shipworthy.domain.service_import import TEXTS, ReceivedService, ServiceField
from shipworthy.errors import Problem
from shipworthy.exchange.service_words import LIFECYCLE_WORDS, read_lifecycle, read_tier, says_tier_plainly
from shipworthy.text import _

LONGEST_LINE = 200
LONGEST_DESCRIPTION = 10_000
MOST_LISTED = 500  # tags, links or names of services in one field
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
Placed = tuple[int, int]


@dataclass(frozen=True)
class ReceivedServices:
    """The services of some files, what is to be told of the files, how many were read, and what else was in them.

    `others` counts entities that are no services, by kind.
    """

    services: tuple[ReceivedService, ...]
    told: tuple[Problem, ...] = ()
    files: int = 1
    others: Mapping[str, int] = field(default_factory=dict)


def together(parts: Sequence[ReceivedServices]) -> ReceivedServices:
    """Return what several files say as one."""
    others: dict[str, int] = {}
    for part in parts:
        for kind, count in part.others.items():
            others[kind] = others.get(kind, 0) + count
    return ReceivedServices(
        tuple(each for part in parts for each in part.services),
        tuple(each for part in parts for each in part.told),
        sum(part.files for part in parts),
        others,
    )


class Reader:
    """Collects what a file says of one service. What cannot be taken is noted, and that field stays as it is."""

    def __init__(self, name: str, file: str, place: Placed, sheet: str = "") -> None:
        self._file = file
        self._place = place
        self._sheet = sheet
        self._name = " ".join(name.split())
        self._said: dict[ServiceField, Any] = {}
        self._named: dict[str, Placed] = {}
        self.facts: dict[str, bool | None] = {}
        self.notes: list[Problem] = []
        self.refusal: Problem | None = None
        if not self._name:
            self.refusal = self.problem(place, _("This row has no name"), _("Write the name of the service."))
        elif len(self._name) > LONGEST_LINE or any(unicodedata.category(sign) == "Cc" for sign in self._name):
            message = _("This is no name of a service: “{name}”").format(name=_CONTROL.sub("\ufffd", self._name[:60]))
            fix = _("Write one line of at most {count} characters, without control characters.")
            self.refusal = self.problem(place, message, fix.format(count=LONGEST_LINE))

    def service(self) -> ReceivedService:
        """Return the service."""
        name = _CONTROL.sub("\ufffd", self._name[:LONGEST_LINE])
        return ReceivedService(
            name,
            self._file,
            self._place,
            self._sheet,
            self._said,
            self.facts,
            self._named,
            tuple(self.notes),
            self.refusal,
        )

    def problem(self, place: Placed, message: str, fix: str) -> Problem:
        """Return a problem at a place of the file."""
        return Problem(self._file, *place, message, fix, self._sheet)

    def empty(self, key: ServiceField) -> None:
        """Take that a field is there and says nothing; tier and stage of life cannot be nothing."""
        if key not in (ServiceField.NAME, ServiceField.TIER, ServiceField.LIFECYCLE):
            self._said.setdefault(key, "" if key in TEXTS else ())

    def text(self, key: ServiceField, text: str, place: Placed) -> None:
        """Take a text; all but a description are one line. "" says nothing."""
        longest = LONGEST_DESCRIPTION if key is ServiceField.DESCRIPTION else LONGEST_LINE
        tidy = _CONTROL.sub(" ", text.replace("\r\n", "\n").strip())
        if key is not ServiceField.DESCRIPTION:
            tidy = " ".join(tidy.split())
        if len(tidy) > longest:
            message = _("This text has {count} characters, and {limit} are allowed; it was left out")
            self._note(place, message.format(count=len(tidy), limit=longest), _("Shorten it."))
        elif tidy:
            self._take(key, tidy)

    def tier(self, text: str, place: Placed) -> bool:
        """Take a tier as the table of words has it, and tell how it was read; False where it has no such word."""
        tier = read_tier(text)
        if tier is None:
            if text:
                message = _("“{text}” is no tier that is known; it was left out").format(text=text[:60])
                self._note(place, message, _("Write 1 to 4, or set the tier after the import."))
            return False
        if not says_tier_plainly(text, tier):
            message = _("“{text}” was read as tier {tier}").format(text=text[:60], tier=tier)
            self._note(place, message, _("Set the tier after the import if that is wrong."))
        self._take(ServiceField.TIER, tier)
        return True

    def lifecycle(self, text: str, place: Placed) -> None:
        """Take a stage of life as the table of words has it, and tell how it was read."""
        stage = read_lifecycle(text)
        if stage is None:
            if text:
                message = _("“{text}” is no stage of life that is known; it was left out").format(text=text[:60])
                self._note(place, message, _("Write {names}.").format(names=", ".join(LIFECYCLE_WORDS)))
            return
        if text.casefold() != stage:
            message = _("“{text}” was read as {stage}").format(text=text[:60], stage=stage)
            self._note(place, message, _("Set the stage of life after the import if that is wrong."))
        self._take(ServiceField.LIFECYCLE, stage)

    def tags(self, tags: Iterable[str], place: Placed) -> None:
        """Take tags, each once."""
        tidy = dict.fromkeys(" ".join(_CONTROL.sub(" ", each).split()) for each in tags)
        self._take(ServiceField.TAGS, self._bounded([each for each in tidy if 0 < len(each) <= LONGEST_LINE], place))

    def links(self, key: ServiceField, urls: Sequence[str], place: Placed) -> None:
        """Take the addresses of one kind of link; those that cannot be opened safely are noted."""
        good = []
        for url in urls:
            if is_link(url):
                good.append(url)
            elif url:
                message = _("“{url}” is no link that can be opened safely; it was left out").format(
                    url=_CONTROL.sub("\ufffd", url[:100])
                )
                self._note(place, message, _("Start it with https://, http:// or mailto: and leave no spaces."))
        if good:
            self._take(key, self._bounded((*self._said.get(key, ()), *good), place))

    def dependencies(self, key: ServiceField, names: Sequence[tuple[str, Placed]]) -> None:
        """Take the names of services that this one depends on; which they are is for the store to say."""
        for name, place in names:
            self._named.setdefault(name, place)
        if names:
            self._take(key, self._bounded(list(dict.fromkeys(name for name, _place in names)), names[0][1]))

    def fact(self, fact: str, value: bool | None) -> None:
        """Take what is said of a fact."""
        self.facts[fact] = value

    def _bounded(self, listed: Sequence[str], place: Placed) -> tuple[str, ...]:
        if len(listed) > MOST_LISTED:
            message = _("More than {count} stand here; the others were left out").format(count=MOST_LISTED)
            self._note(place, message, _("Check that this is what was meant."))
        return tuple(listed[:MOST_LISTED])

    def _take(self, key: ServiceField, value: Any) -> None:
        self._said[key] = value

    def _note(self, place: Placed, message: str, fix: str) -> None:
        self.notes.append(self.problem(place, message, fix))
