"""The only door for files we did not write: their size, depth and shape are bounded before anything looks at them.

YAML is read in one pass over the parser's events. PyYAML's own loaders recurse (100 KB of `[` ends the process with a
segmentation fault), follow aliases, expand merge keys in exponential time and accept a key twice; here nothing recurses
and each of these is refused with the line and column. Scalars follow the core schema of YAML 1.2, so that `no` is text.

JSON comes from our own hand alone, in bundles, so it must be byte for byte what we would write: with that a key twice,
an unknown one, a number that is none and everything else that says the same in another way are refused at once.
"""

import difflib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeAlias, TypeVar

import msgspec
import yaml

from shipworthy.domain.canonical import decode, encode
from shipworthy.errors import InvalidFile, Problem, UserError
from shipworthy.text import _, ngettext

MAX_BYTES = 5_000_000
MAX_EVIDENCE_BYTES = 50_000_000
_PIECE = 1_048_576  # bytes read at a time
MAX_DEPTH = 32
MAX_EVENTS = 500_000
MAX_SCALAR = 65_536
MAX_PROBLEMS = 100  # people mend the first ones and look again; a hostile file could make a million
MAX_JSON_BYTES = 20_000_000
MAX_NUMBER = 40  # characters; Python refuses to print longer integers than 4,300 digits

# What YAML calls printable. Checked here because the parser reports a place in bytes instead of line and column.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # those that the parser counts
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

# A zero character in a text: no database server keeps one.
_ZERO = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")

T = TypeVar("T")
Scalar: TypeAlias = bool | int | Decimal | str | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"
Steps: TypeAlias = "tuple[str | int, ...]"
"""The way from the top of a document to a value: keys and list positions."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Line and column in a file, both from 1; in a spreadsheet of the sheet named, where 0 is the whole of it."""

    line: int
    column: int
    sheet: str = ""


@dataclass(frozen=True)
class Located:
    """The data of a file, and where each value and each key of it stands. Numbers with a point keep their text."""

    file: str
    data: Value
    values: Mapping[Steps, Place]
    keys: Mapping[Steps, Place]
    lines: tuple[str, ...] = field(repr=False)

    def place(self, steps: Steps) -> Place:
        """Return where a value stands; for one that is missing, where the nearest thing around it does."""
        while steps and steps not in self.values:
            steps = steps[:-1]
        return self.values.get(steps, Place(1, 1))

    def key_place(self, steps: Steps) -> Place:
        """Return where the key of a value stands."""
        return self.keys.get(steps) or self.place(steps)

    def part(self, steps: Steps) -> "Located":
        """Return a value inside as data of its own, every place as it is in the file; KeyError where none is there."""
        data: Any = self.data
        for step in steps:
            data = data[step]
        count = len(steps)
        values = {way[count:]: place for way, place in self.values.items() if way[:count] == steps}
        keys = {way[count:]: place for way, place in self.keys.items() if way[:count] == steps}
        return Located(self.file, data, values, keys, self.lines)

    def place_inside(self, steps: Steps, text: str, offset: int) -> Place:
        """Return the place of a character of a text value, where it is written on one line as it reads."""
        start = self.place(steps)
        written = self.lines[start.line - 1][start.column - 1 :]
        quote = 1 if written[:1] in ("'", '"') else 0
        return Place(start.line, start.column + quote + offset) if written.startswith(text, quote) else start


class Problems:
    """Collects what is wrong with one file, so that its author sees all of it at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: set[Problem] = set()

    def add(self, place: Place, message: str, fix: str) -> None:
        """Note a problem; raises InvalidFile where there are too many to go on looking."""
        self._found.add(Problem(self.file, place.line, place.column, message, fix, place.sheet))
        if len(self._found) == MAX_PROBLEMS:
            summary = _("{file} has {count} problems or more; the first found are listed.")
            raise InvalidFile(summary.format(file=self.file, count=MAX_PROBLEMS), sorted(self._found))

    def refuse(self, place: Place, message: str, fix: str) -> NoReturn:
        """Note a problem behind which nothing can be read, and raise InvalidFile with all that were found."""
        self.add(place, message, fix)
        raise self._invalid()

    def raise_if_any(self) -> None:
        """Raise InvalidFile with all problems in the order of the file, if there are any."""
        if self._found:
            raise self._invalid()

    def _invalid(self) -> InvalidFile:
        count = len(self._found)
        summary = ngettext("{file} has {count} problem.", "{file} has {count} problems.", count)
        return InvalidFile(summary.format(file=self.file, count=count), sorted(self._found))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the advice for a word that is not among the known ones: the closest, or else all of them."""
    known = sorted(known)
    close = difflib.get_close_matches(word[:100], known, n=1)
    if close:
        return _("Did you mean {name}?").format(name=close[0])
    if not known:
        return _("Remove it.")
    names = ", ".join(known[:20])
    text = _("Known here: {names}.") if len(known) <= 20 else _("Known here: {names} and others.")
    return text.format(names=names)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file of at most `limit` bytes; raises UserError for anything that is no such file."""
    return b"".join(read_pieces(path, limit))


def read_pieces(path: Path, limit: int, advice: str = "") -> Iterator[bytes]:
    """Yield the content of a file of at most `limit` bytes piece by piece; raises UserError as `read_bytes` does.

    A file that states a larger size is refused before anything of it is read; `advice` then says what to do instead.
    """
    with readable(path), open_file(path, limit, advice) as file:
        count = 0
        while piece := file.read(_PIECE):
            count += len(piece)
            if count > limit:  # it grew, or lies in a file system that states no sizes
                raise _too_large(path, limit, advice)
            yield piece


def open_file(path: Path, limit: int, advice: str = "") -> BinaryIO:
    """Open an ordinary file that states at most `limit` bytes; raises UserError for anything that is no such file."""
    with readable(path):
        try:
            status = path.stat()
        except ValueError as error:  # a zero byte in the name
            raise UserError(
                _("{path!r} is not the name of a file.").format(path=str(path)), _("Check the name.")
            ) from error
        if stat.S_ISDIR(status.st_mode):
            raise UserError(_("{path} is a folder.").format(path=path), _("Give the name of a file inside it."))
        if not stat.S_ISREG(status.st_mode):
            # A pipe would block for ever, a device never end.
            raise UserError(_("{path} is not an ordinary file.").format(path=path), _("Give the name of a file."))
        if status.st_size > limit:
            raise _too_large(path, limit, advice)
        return path.open("rb")


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the system says against reading a file into a UserError."""
    try:
        yield
    except FileNotFoundError as error:
        raise UserError(_("There is no file {path}.").format(path=path), _("Check the name and the folder.")) from error
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise UserError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=reason),
            _("Check its name and its permissions."),
        ) from error


def read_evidence(path: Path) -> Iterator[bytes]:
    """Yield the content of a file that is to become evidence, piece by piece; raises UserError for one that cannot."""
    advice = _("Keep large files where they are and add a link to them, or add the part that matters.")
    empty = True
    for piece in read_pieces(path, MAX_EVIDENCE_BYTES, advice):
        empty = False
        yield piece
    if empty:
        raise UserError(
            _("{path} is empty, so it shows nothing.").format(path=path), _("Check that it is the right file.")
        )


def _too_large(path: Path, limit: int, advice: str) -> UserError:
    return UserError(
        _("{path} is larger than {limit} MB.").format(path=path, limit=f"{limit / 1_000_000:g}"),
        advice or _("Check that it is the right file; split it if it is."),
    )


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """Return the content of a UTF-8 text file; raises UserError."""
    return decode_text(read_bytes(path, limit), str(path))


def decode_text(data: bytes, file: str) -> str:
    """Return bytes as text, without a byte order mark; raises InvalidFile, located, for anything but UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        Problems(file).refuse(_end_of(before), _("This is not UTF-8 text"), _("Save the file with the encoding UTF-8."))


def _end_of(text: str) -> Place:
    """Return the place of the character that follows a text."""
    lines = _LINE_BREAK.split(text)
    return Place(len(lines), len(lines[-1]) + 1)


def parse_json(data: bytes, kind: type[T], file: str) -> T:
    """Return the value of a type that canonical JSON says; raises UserError for anything that we do not write so.

    Nothing in it is checked beyond its type: whether it makes sense is for the caller to see.
    """
    if len(data) > MAX_JSON_BYTES:
        raise UserError(
            _("{file} is larger than {limit} MB.").format(file=file, limit=MAX_JSON_BYTES // 1_000_000),
            _("Ask whoever sent it for a smaller one."),
        )
    try:
        value = decode(data, kind)  # the decoder bounds the depth by itself
        is_ours = encode(value) == data and not _ZERO.search(data)
    except (msgspec.DecodeError, OverflowError) as error:
        raise _not_our_json(file) from error
    if not is_ours:
        raise _not_our_json(file)
    return value


def _not_our_json(file: str) -> UserError:
    return UserError(
        _("{file} is not as Shipworthy writes it.").format(file=file),
        _("Ask whoever sent it for a new one, made by the same version of Shipworthy."),
    )


def read_yaml(path: Path) -> Located:
    """Return the data of one YAML file; raises UserError."""
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, file: str, problems: Problems | None = None) -> Located:
    """Return the data of one YAML document; raises InvalidFile.

    Duplicate keys and tags are noted in `problems` where it is given, so that the caller can add its own before it
    raises; whatever makes the rest unreadable is raised at once.
    """
    collected = Problems(file) if problems is None else problems
    bad = _UNPRINTABLE.search(text)
    if bad is not None:
        collected.refuse(
            _end_of(text[: bad.start()]),
            _("The character U+{code} is not allowed in YAML").format(code=f"{ord(bad.group()):04X}"),
            _("Remove it, or save the file as UTF-8 text."),
        )
    builder = _Builder(collected)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, text, collected)
    if not builder.documents:
        collected.refuse(Place(1, 1), _("The file is empty"), _("Write the data it should hold."))
    if problems is None:
        collected.raise_if_any()
    return Located(file, builder.data, builder.values, builder.keys, tuple(_LINE_BREAK.split(text)))


def _refuse_syntax(error: yaml.MarkedYAMLError, text: str, problems: Problems) -> NoReturn:
    lines = _LINE_BREAK.split(text)
    # The end of the file, one line too far, tells less than what is still open there.
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark and mark.line < len(lines)]
    place = Place(marks[0].line + 1, marks[0].column + 1) if marks else _end_of(text)
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


class _Builder:
    """Makes data of the parser's events without recursing, and stops at the first thing that is out of bounds."""

    def __init__(self, problems: Problems) -> None:
        self.data: Value = None
        self.values: dict[Steps, Place] = {}
        self.keys: dict[Steps, Place] = {}
        self.documents = 0
        self._problems = problems
        self._open: list[_Open] = []
        self._events = 0

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        assert mark is not None  # only hand-made events have none
        place = Place(mark.line + 1, mark.column + 1)
        self._events += 1
        if self._events > MAX_EVENTS:
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
                self.documents += 1
                if self.documents > 1:
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
        if len(text) > MAX_SCALAR:
            self._problems.refuse(
                place,
                _("This text has {count} characters; {limit} are allowed").format(count=len(text), limit=MAX_SCALAR),
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
        if text in around.container:
            self._problems.add(
                place,
                _("The key {key} is already on line {line}").format(key=text[:60], line=self.keys[steps].line),
                _("Remove one of the two."),
            )
        else:
            self.keys[steps] = place
        around.key = text

    def _put(self, value: Value, place: Place) -> Steps:
        """Hand a value to what surrounds it and return the way to it."""
        if not self._open:
            self.data = value
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
        self.values[steps] = place
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
