"""YAML we did not write.

It is read in one pass over the parser's events. PyYAML's own loaders recurse (100 KB of `[` ends the process with a
segmentation fault), follow aliases, expand merge keys in exponential time and accept a key twice; here nothing recurses
and each of these is refused with the line and column. Scalars follow the core schema of YAML 1.2, so that `no` is text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import yaml

from shipworthy.text import _
from shipworthy.untrusted.files import LINE_BREAK, end_of, read_text
from shipworthy.untrusted.problems import Located, Place, Problems, Scalar, Steps, Value

MAX_DEPTH = 32
MAX_EVENTS = 500_000
MAX_SCALAR = 65_536
MAX_NUMBER = 40  # characters; Python refuses to print longer integers than 4,300 digits

# What YAML calls printable. Checked here because the parser reports a place in bytes instead of line and column.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# The core schema, except that digits after a leading 0 are text: YAML 1.1 reads 014 as twelve, 1.2 as fourteen.
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_BASED_INTEGER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?(?P<exponent>[0-9]+))?")
_WORDS: Mapping[str, bool | Decimal | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), Decimal("Infinity")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), Decimal("-Infinity")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), Decimal("NaN")),
}


def read_yaml(path: Path) -> Located:
    """Return the data of one YAML file; raises UserError."""
    return parse_yaml(read_text(path), str(path))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one file may hold: the parser's events in all, and the characters of one text."""

    events: int = MAX_EVENTS
    scalar: int = MAX_SCALAR


_USUAL = Bounds()


def parse_yaml(text: str, file: str, problems: Problems | None = None) -> Located:
    """Return the data of one YAML document; raises InvalidFile.

    Duplicate keys and tags are noted in `problems` where it is given, so that the caller can add its own before it
    raises; whatever makes the rest unreadable is raised at once.
    """
    collected = Problems(file) if problems is None else problems
    (document,) = _parse(text, file, collected, _Builder(collected, _USUAL, many=False))
    if problems is None:
        collected.raise_if_any()
    return document


def parse_documents(text: str, file: str, problems: Problems, bounds: Bounds = _USUAL) -> tuple[Located, ...]:
    """Return the data of all documents of a file, None for an empty one; notes and raises as `parse_yaml` does."""
    return _parse(text, file, problems, _Builder(problems, bounds, many=True))


def _parse(text: str, file: str, collected: Problems, builder: "_Builder") -> tuple[Located, ...]:
    bad = _UNPRINTABLE.search(text)
    if bad is not None:
        collected.refuse(
            end_of(text[: bad.start()]),
            _("The character U+{code} is not allowed in YAML").format(code=f"{ord(bad.group()):04X}"),
            _("Remove it, or save the file as UTF-8 text."),
        )
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, text, collected)
    if not builder.documents:
        collected.refuse(Place(1, 1), _("The file is empty"), _("Write the data it should hold."))
    lines = tuple(LINE_BREAK.split(text))
    return tuple(Located(file, each.data, each.values, each.keys, lines) for each in builder.documents)


def _refuse_syntax(error: yaml.MarkedYAMLError, text: str, problems: Problems) -> NoReturn:
    lines = LINE_BREAK.split(text)
    # The end of the file, one line too far, tells less than what is still open there.
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark and mark.line < len(lines)]
    place = Place(marks[0].line + 1, marks[0].column + 1) if marks else end_of(text)
    if lines[place.line - 1][place.column - 1 : place.column] == "\t":
        problems.refuse(place, _("A tab stands where YAML wants spaces"), _("Indent with spaces."))
    problems.refuse(
        place,
        _("This is not YAML: {reason}").format(reason=error.problem or error.context),
        _("Check indentation, colons, brackets and quotes here and just above."),
    )


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; `key` waits for its value."""

    container: list[Value] | dict[str, Value]
    steps: Steps
    key: str | None = None


@dataclass
class _Document:
    """The data of one document as it grows, and where its values and keys stand."""

    data: Value = None
    values: dict[Steps, Place] = field(default_factory=dict)
    keys: dict[Steps, Place] = field(default_factory=dict)


class _Builder:
    """Makes data of the parser's events without recursing, and stops at the first thing that is out of bounds."""

    def __init__(self, problems: Problems, bounds: Bounds, *, many: bool) -> None:
        self.documents: list[_Document] = []
        self._bounds = bounds
        self._many = many
        self._problems = problems
        self._open: list[_Open] = []
        self._events = 0

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        assert mark is not None  # only hand-made events have none
        place = Place(mark.line + 1, mark.column + 1)
        self._events += 1
        if self._events > self._bounds.events:
            self._problems.refuse(place, _("The file has too many values"), _("Split it into several files."))
        match event:
            case yaml.ScalarEvent():
                self._scalar(event, place)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._begin(event, place)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._open.pop()
            case yaml.AliasEvent():
                self._problems.refuse(
                    place, _("Aliases (*name) are not allowed"), _("Write the value out where it is used.")
                )
            case yaml.DocumentStartEvent():
                self.documents.append(_Document())
                if len(self.documents) > 1 and not self._many:
                    self._problems.refuse(place, _("A second document starts here"), _("Keep one document in a file."))

    def _begin(self, event: Any, place: Place) -> None:
        if len(self._open) == MAX_DEPTH:
            self._problems.refuse(
                place,
                _("The data is nested deeper than {depth}").format(depth=MAX_DEPTH),
                _("Check for brackets that are never closed."),
            )
        container: list[Value] | dict[str, Value] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        self._check_tag(event.tag, place)
        if self._wants_key():
            self._problems.refuse(place, _("A key must be text"), _("Write a name before the colon."))
        self._open.append(_Open(container, self._put(container, place)))

    def _scalar(self, event: Any, place: Place) -> None:
        text: str = event.value
        limit = self._bounds.scalar
        if len(text) > limit:
            self._problems.refuse(
                place,
                _("This text has {count} characters; {limit} are allowed").format(count=len(text), limit=limit),
                _("Shorten it."),
            )
        self._check_tag(event.tag, place)
        plain: bool = event.implicit[0]
        if self._wants_key():
            self._key(text, plain, place)
        else:
            self._put(self._resolve(text, place) if plain else text, place)

    def _check_tag(self, tag: str | None, place: Place) -> None:
        if tag is not None:
            self._problems.add(place, _("Tags (!name) are not allowed"), _("Remove the tag."))

    def _wants_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].container, dict) and self._open[-1].key is None

    def _key(self, text: str, plain: bool, place: Place) -> None:
        if plain and text == "<<":
            self._problems.refuse(
                place, _("Merge keys (<<) are not allowed"), _("Write the keys out where they are used.")
            )
        around = self._open[-1]
        steps = (*around.steps, text)
        keys = self.documents[-1].keys
        if text in around.container:
            self._problems.add(
                place,
                _("The key {key} is already on line {line}").format(
                    key=text[:60], line=self.documents[-1].keys[steps].line
                ),
                _("Remove one of the two."),
            )
        else:
            keys[steps] = place
        around.key = text

    def _put(self, value: Value, place: Place) -> Steps:
        """Hand a value to what surrounds it and return the way to it."""
        if not self._open:
            self.documents[-1].data = value
            steps: Steps = ()
        else:
            around = self._open[-1]
            if isinstance(around.container, list):
                steps = (*around.steps, len(around.container))
                around.container.append(value)
            else:
                assert around.key is not None
                steps = (*around.steps, around.key)
                around.container[around.key] = value
                around.key = None
        self.documents[-1].values[steps] = place
        return steps

    def _resolve(self, text: str, place: Place) -> Scalar:
        """Return what a plain scalar means in the core schema."""
        if text in _WORDS:
            return _WORDS[text]
        number = _DECIMAL.fullmatch(text)
        based = _BASED_INTEGER.fullmatch(text)
        if number is None and based is None:
            return text
        if len(text) > MAX_NUMBER or (number is not None and len(number["exponent"] or "") > 3):
            self._problems.add(place, _("This number is too long"), _("Put it in quotes if it is text."))
            return text
        if based is not None:
            return int(text, 0)
        return int(text) if _INTEGER.fullmatch(text) else Decimal(text)
