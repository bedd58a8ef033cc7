"""Column types: how the domain's exact values lie in a database, the same on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator, UserDefinedType

from shipworthy.domain.canonical import encode, reader

# SQLite gives out row numbers only to a column of this very type; PostgreSQL's integers end at two thousand million.
Sequence = BigInteger().with_variant(Integer(), "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """An instant, kept in UTC; one without a zone is refused because nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Return what turns an instant into SQLite's text or a server's own value."""
        in_sqlite = dialect.name == "sqlite"

        def convert(value: datetime | None) -> datetime | str | None:
            if value is None:
                return None
            if value.tzinfo is None:
                raise ValueError("a stored time needs a time zone")
            utc = value.astimezone(UTC)
            return utc.replace(tzinfo=None).isoformat(" ", "microseconds") if in_sqlite else utc

        return convert

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Converted(UserDefinedType[Any]):
    """A value kept as text; None stays None. No constraint: a new member of an enumeration needs no migration."""

    cache_ok = True

    def __init__(self, to_text: Callable[[Any], str], from_text: Callable[[str], Any]) -> None:
        self.to_text = to_text
        self.from_text = from_text

    def get_col_spec(self, **_options: object) -> str:
        """Return the column's type in every engine."""
        return "TEXT"

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what turns a value into text."""
        to_text = self.to_text
        return lambda value: None if value is None else to_text(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:  # noqa: ARG002
        """Return what turns text into a value."""
        from_text = self.from_text
        return lambda text: None if text is None else from_text(text)


def exact() -> Converted:
    """Return the type of a fraction, kept as "31/52": a database's own numbers would round it."""
    return Converted(str, _exactly)


def word(kind: type[StrEnum]) -> Converted:
    """Return the type of a member of an enumeration, kept as its value."""
    members = {member.value: member for member in kind}
    # Looked up, as thousands of rows hold the same few; calling the enumeration refuses what is none of them.
    return Converted(str, lambda text: members.get(text) or kind(text))


def json(kind: Any) -> Converted:
    """Return the type of a value of a domain type, kept as canonical JSON: equal values are equal bytes."""
    return Converted(_to_json, reader(kind))


@lru_cache(maxsize=1_000)
def _exactly(text: str) -> Fraction:
    """Return a fraction: thousands of rows hold the same few, and reading one takes longer than looking it up."""
    return Fraction(text)


def _to_json(value: Any) -> str:
    return encode(value).decode()
