"""The form a file must have: data from outside is fitted into msgspec Structs, and all that does not fit is told.

msgspec publishes the JSON Schema of a Struct and validates fast, but stops at the first error and knows no lines. This
module walks the same type information, so that schema and check cannot differ, and notes every problem with its place.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import inspect

from shipworthy.text import _, ngettext
from shipworthy.untrusted.problems import Located, Problems, Steps, Value, nearest

PACK_ID = r"^[a-z0-9-]+$"
ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
ANY_ID = r"^([a-z0-9-]+/)?[A-Za-z0-9][A-Za-z0-9._-]*$"
WHOLE_ID = r"^[a-z0-9-]+/[A-Za-z0-9][A-Za-z0-9._-]*$"
NAME = r"^[a-z][a-z0-9_]*$"
SHORT_KEY = r"^([a-z0-9-]+/)?[a-z][a-z0-9-]*$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
NOT_BLANK = r"\S"
WEB_ADDRESS = r"^https?://\S+$"
ADDRESS = r"^(https?://|mailto:)\S+$"

Form = TypeVar("Form", bound=msgspec.Struct)

MAX_DECIMALS = 4


def fill(form: type[Form], located: Located, problems: Problems) -> Form:
    """Return the data in the form asked for, and note in `problems` all that does not fit.

    A value that does not fit is blank in the result ("", 0, nothing), so that the caller can go on looking for
    problems of another kind; the result may be used for nothing else until `problems.raise_if_any()` has passed.
    """
    filled: Form = _Reader(located, problems).read(_type_info(form), located.data, ())
    return filled


@cache
def _type_info(form: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(form)


class _Reader:
    """Walks data and type information side by side."""

    def __init__(self, located: Located, problems: Problems) -> None:
        self._located = located
        self._problems = problems
        self._readers: dict[type[inspect.Type], Callable[[Any, Value, Steps], Any]] = {
            inspect.StructType: self._struct,
            inspect.UnionType: self._union,
            inspect.VarTupleType: self._list,
            inspect.DictType: self._mapping,
            inspect.StrType: self._text,
            inspect.IntType: self._integer,
            inspect.DecimalType: self._number,
            inspect.BoolType: self._truth,
            inspect.EnumType: self._one_of,
            inspect.LiteralType: self._literal,
            inspect.DateType: self._date,
        }

    def read(self, kind: inspect.Type, value: Value, steps: Steps) -> Any:
        """Return the value as its type wants it, or a blank."""
        inner = kind.type if isinstance(kind, inspect.Metadata) else kind
        reader = self._readers[type(inner)]
        if isinstance(inner, inspect.DecimalType):  # msgspec knows no bounds of a Decimal: the schema's are used
            assert isinstance(kind, inspect.Metadata)
            return reader(kind.extra_json_schema, value, steps)
        return reader(inner, value, steps)

    def _struct(self, kind: inspect.StructType, value: Value, steps: Steps) -> Any:
        fields = {field.encode_name: field for field in kind.fields}
        if not isinstance(value, dict):
            self._wrong(steps, value, _("keys and values"), _("Write one key: value per line."))
            return _blank(kind)
        absent = fields.keys() - value.keys()
        for key in value:
            if key not in fields:
                self._problems.add(
                    self._located.key_place((*steps, key)),
                    _("{where}unknown key {key}").format(where=_prefix(steps), key=_shown(key)),
                    nearest(key, absent),
                )
        missing = [name for name, field in fields.items() if field.required and name not in value]
        if missing:
            self._problems.add(
                self._located.place(steps),
                _("{where}missing {keys}").format(where=_prefix(steps), keys=", ".join(missing)),
                _("Add it.") if len(missing) == 1 else _("Add them."),
            )
        return kind.cls(
            **{
                field.name: self.read(field.type, value[name], (*steps, name)) if name in value else _blank_field(field)
                for name, field in fields.items()
            }
        )

    def _union(self, kind: inspect.UnionType, value: Value, steps: Steps) -> Any:
        """Read as the first member that takes this kind of data; unions of ours differ in that."""
        members = [member for member in kind.types if not isinstance(member, inspect.NoneType)]
        for member in members:
            if _takes(member, value):
                return self.read(_rules_of(member, members), value, steps)
        # A number or true where a text is among the members was meant as that text.
        if len(members) == 1 or (isinstance(value, bool | int | Decimal) and _takes(members[0], "")):
            return self.read(_rules_of(members[0], members), value, steps)
        self._wrong(steps, value, _(" or ").join(_described(member) for member in members), _("Write one of these."))
        return _blank(members[0])

    def _list(self, kind: inspect.VarTupleType, value: Value, steps: Steps) -> Any:
        if not isinstance(value, list):
            self._wrong(steps, value, _("a list"), _("Write one item per line, each after a dash."))
            return ()
        if len(value) < (kind.min_length or 0):
            message = ngettext(
                "{name} needs at least {count} item, and has {found}",
                "{name} needs at least {count} items, and has {found}",
                kind.min_length or 0,
            ).format(name=_name(steps), count=kind.min_length, found=len(value))
            self._problems.add(self._located.place(steps), message, _("Add what is missing."))
        if kind.max_length is not None and len(value) > kind.max_length:
            message = _("{name} may have at most {count} items, and has {found}").format(
                name=_name(steps), count=kind.max_length, found=len(value)
            )
            self._problems.add(self._located.place(steps), message, _("Remove some."))
        return tuple(self.read(kind.item_type, item, (*steps, index)) for index, item in enumerate(value))

    def _mapping(self, kind: inspect.DictType, value: Value, steps: Steps) -> Any:
        if not isinstance(value, dict):
            self._wrong(steps, value, _("keys and values"), _("Write one key: value per line."))
            return {}
        self._check_keys(kind.key_type, value, steps)
        return {key: self.read(kind.value_type, item, (*steps, key)) for key, item in value.items()}

    def _check_keys(self, kind: inspect.Type, value: dict[str, Value], steps: Steps) -> None:
        inner = kind.type if isinstance(kind, inspect.Metadata) else kind
        assert isinstance(inner, inspect.StrType)
        assert inner.pattern is not None  # every mapping of ours with free keys says what they look like
        for key in value:
            if not _fits(inner.pattern, key):
                self._problems.add(
                    self._located.key_place((*steps, key)),
                    _("{key} is not {expected}").format(key=_found(key), expected=_pattern(inner.pattern)),
                    _("Correct it."),
                )

    def _text(self, kind: inspect.StrType, value: Value, steps: Steps) -> str:
        if not isinstance(value, str):
            if isinstance(value, bool | int | Decimal):
                self._wrong(steps, value, _("text"), _('Put it in quotes: "{text}".').format(text=_shown(value)))
            else:
                self._wrong(steps, value, _("text"), _("Write text after the colon."))
            return ""
        if kind.max_length is not None and len(value) > kind.max_length:
            expected = _("at most {count} characters long").format(count=kind.max_length)
            self._wrong(steps, value, expected, _("Shorten it."))
        elif kind.pattern is not None and not _fits(kind.pattern, value):
            if value.strip():
                self._wrong(steps, value, _pattern(kind.pattern), _("Correct it."))
            else:
                message = _("{name} must not be blank").format(name=_name(steps))
                self._problems.add(self._located.place(steps), message, _("Write what it should say."))
            return ""
        return value

    def _integer(self, kind: inspect.IntType, value: Value, steps: Steps) -> int:
        low, high = kind.ge, kind.le
        fits = (
            isinstance(value, int)
            and not isinstance(value, bool)
            and (low is None or value >= low)
            and (high is None or value <= high)
        )
        if fits:
            assert isinstance(value, int)
            return value
        self._wrong(steps, value, _whole_number(low, high), _without_quotes(value))
        return 0

    def _number(self, bounds: dict[str, Any], value: Value, steps: Steps) -> Decimal:
        low, high = Decimal(bounds["minimum"]), Decimal(bounds["maximum"])
        if not isinstance(value, int | Decimal) or isinstance(value, bool):
            number = None
        else:
            number = Decimal(value)
        if number is None or not number.is_finite() or not low <= number <= high:
            expected = _("a number from {low} to {high}").format(low=low, high=high)
            self._wrong(steps, value, expected, _without_quotes(value))
            return low
        if (Fraction(number) * 10**MAX_DECIMALS).denominator != 1:
            expected = _("a number of at most {count} decimal places").format(count=MAX_DECIMALS)
            self._wrong(steps, value, expected, _("Round it."))
        return number

    def _truth(self, _kind: inspect.BoolType, value: Value, steps: Steps) -> bool:
        if not isinstance(value, bool):
            self._wrong(steps, value, _("true or false"), _("Write one of the two, without quotes."))
            return False
        return value

    def _one_of(self, kind: inspect.EnumType, value: Value, steps: Steps) -> Any:
        # "out_of_scope" is read as "out of scope": people write a phrase with any of the three signs.
        names = {_loose(str(member.value)): member for member in kind.cls}
        found = names.get(_loose(value)) if isinstance(value, str) else None
        if found is None:
            expected = _("one of {names}").format(names=", ".join(str(member.value) for member in kind.cls))
            self._wrong(steps, value, expected, _("Write one of these words."))
            return next(iter(kind.cls))
        return found

    def _literal(self, kind: inspect.LiteralType, value: Value, steps: Steps) -> Any:
        # Compared with its type: True equals 1 in Python.
        if (type(value), value) not in [(type(known), known) for known in kind.values]:
            names = ", ".join(str(known) for known in kind.values)
            self._wrong(steps, value, names, _("This version of Shipworthy reads nothing else."))
        return kind.values[0]

    def _date(self, _kind: inspect.DateType, value: Value, steps: Steps) -> date:
        try:
            if isinstance(value, str):
                return msgspec.convert(value, date)  # stricter than date.fromisoformat, which takes weeks as well
        except msgspec.ValidationError:
            pass
        self._wrong(steps, value, _("a day of the calendar"), _("Write it as year-month-day, such as 2026-11-22."))
        return date.min

    def _wrong(self, steps: Steps, value: Value, expected: str, fix: str) -> None:
        if value is None:
            message = _("{name} must be {expected}, and nothing is there")
        else:
            message = _("{name} must be {expected}, not {found}")
        self._problems.add(
            self._located.place(steps), message.format(name=_name(steps), expected=expected, found=_found(value)), fix
        )


def _fits(pattern: str, text: str) -> bool:
    # `$` of JSON Schema means the very end; Python's also stands before a last line break.
    if not re.search(pattern.replace("$", r"\Z"), text):
        return False
    if pattern not in (WEB_ADDRESS, ADDRESS):
        return True
    try:
        parts = urlsplit(text)
    except ValueError:  # such as an IPv6 host whose bracket is never closed
        return False
    return bool(parts.path if parts.scheme == "mailto" else parts.hostname)


def _rules_of(member: inspect.Type, members: list[inspect.Type]) -> inspect.Type:
    """Return the member to read by: one text instead of a list keeps to the rules of the list's items.

    The rules stand at the items alone, because msgspec 0.22 frees a pattern twice (a crash when the program ends)
    where a union holds it beside a list.
    """
    if isinstance(member, inspect.StrType):
        for other in members:
            if isinstance(other, inspect.VarTupleType):
                return other.item_type
    return member


def _takes(kind: inspect.Type, value: Value) -> bool:
    """Tell whether a member of a union is meant by this kind of data, right or wrong in detail."""
    if isinstance(kind, inspect.Metadata):
        kind = kind.type
    match kind:
        case inspect.StructType() | inspect.DictType():
            return isinstance(value, dict)
        case inspect.VarTupleType():
            return isinstance(value, list)
        case inspect.StrType() | inspect.EnumType() | inspect.DateType():
            return isinstance(value, str)
    return False


def _described(kind: inspect.Type) -> str:
    match kind:
        case inspect.StructType() | inspect.DictType():
            return _("keys and values")
        case inspect.VarTupleType():
            return _("a list")
    return _("text")


def _pattern(pattern: str) -> str:
    """Return a pattern in words; its Struct and the JSON Schema carry the pattern itself."""
    return {
        PACK_ID: _("made of small letters, digits and hyphens"),
        ID: _("made of letters, digits, dots, hyphens and underscores"),
        SHORT_KEY: _("a short key of small letters, digits and hyphens, or service/key"),
        CLOCK: _("a time of day such as 09:30"),
        ANY_ID: _("the id of a question, or pack-id/question-id"),
        WHOLE_ID: _("the id of another pack's question, as pack-id/question-id"),
        NAME: _("made of small letters, digits and underscores"),
        WEB_ADDRESS: _("a full address that starts with https:// or http://"),
        ADDRESS: _("a full address that starts with https://, http:// or mailto:"),
    }[pattern]


def _whole_number(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return _("a whole number from {low} to {high}").format(low=low, high=high)
    return _("a whole number") if low is None else _("a whole number of at least {low}").format(low=low)


def _without_quotes(value: Value) -> str:
    return _("Write such a number without quotes.") if isinstance(value, str) else _("Write such a number.")


def _blank_field(field: inspect.Field) -> Any:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else _blank(field.type)


def _blank(kind: inspect.Type) -> Any:
    """Return what stands for a value that does not fit."""
    match kind:
        case inspect.Metadata():
            return _blank(kind.type)
        case inspect.StructType():
            return kind.cls(**{field.name: _blank_field(field) for field in kind.fields})
        case inspect.UnionType():
            return _blank(kind.types[0])
        case inspect.VarTupleType():
            return ()
        case inspect.DictType():
            return {}
        case inspect.EnumType():
            return next(iter(kind.cls))
        case inspect.LiteralType():
            return kind.values[0]
    return {inspect.IntType: 0, inspect.DecimalType: Decimal(0), inspect.BoolType: False}.get(type(kind), "")


def _loose(text: str) -> str:
    return re.sub(r"[ _-]+", " ", text)


def _name(steps: Steps) -> str:
    """Return what to call a value: its key, or its number in the list of that name."""
    if not steps:
        return _("the file")
    last = steps[-1]
    if isinstance(last, str):
        return last[:60]
    return _("item {number} of {name}").format(number=last + 1, name=_name(steps[:-1]))


def _prefix(steps: Steps) -> str:
    return f"{_name(steps)}: " if steps else ""


def _shown(value: Value) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _found(value: Value) -> str:
    match value:
        case dict():
            return _("keys and values")
        case list():
            return _("a list")
        case str():
            return f"“{_shown(value)}”"
    return _shown(value)
