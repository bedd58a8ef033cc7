"""Statements of the hot path: built with SQLAlchemy, compiled once, then run on the driver's own cursor.

`Connection.execute` costs about a fifth of a whole commit of one answer, and saving one takes four statements.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Delete, Dialect, Insert, Select, Update

Values = tuple[Any, ...]
_Convert = Callable[[Any], Any]


class Driver(NamedTuple):
    """The driver's connection under one of SQLAlchemy's, looked up once for all statements of a transaction."""

    dialect: Dialect
    connection: Any

    @classmethod
    def under(cls, connection: Connection) -> "Driver":
        """Return the driver's connection under an open one."""
        return cls(connection.dialect, connection.connection.driver_connection)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in one engine's SQL: how to put given values in its order, and which places need converting."""

    sql: str
    pick: Callable[[Values], Values]
    names: tuple[str, ...] | None
    into: tuple[tuple[int, _Convert], ...]
    out: tuple[tuple[int, _Convert], ...]


class Prepared:
    """A statement with parameters, none of them a list of changing length.

    `given` names its parameters in the order in which each run gives their values. `returned` are the columns of its
    rows, where they need converting; `numbers` is the column that an engine fills.
    """

    def __init__(
        self,
        statement: Select[Any] | Insert | Update | Delete,
        given: Sequence[str],
        *,
        returned: Sequence[Column[Any]] = (),
        numbers: Column[int] | None = None,
    ) -> None:
        self._statement = statement
        self._given = given
        self._returned = returned
        self._numbers = numbers
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, driver: Driver, values: Values) -> list[tuple[Any, ...]]:
        """Run it and return its rows, converted as the columns' types ask."""
        compiled, cursor = self._run(driver, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return [tuple(_converted(row, compiled.out)) for row in found] if compiled.out else found

    def count(self, driver: Driver, values: Values) -> int:
        """Run it and return how many rows it touched."""
        _, cursor = self._run(driver, values)
        touched: int = cursor.rowcount
        return touched

    def number(self, driver: Driver, values: Values) -> int:
        """Run an insert and return the number that the engine gave the new row."""
        _, cursor = self._run(driver, values)
        given: int = cursor.lastrowid if driver.dialect.name == "sqlite" else cursor.fetchone()[0]
        return given

    def _run(self, driver: Driver, values: Values) -> tuple[_Compiled, Any]:
        compiled = self._compiled.get(driver.dialect.name) or self._compile(driver.dialect)
        bound = _converted(compiled.pick(values), compiled.into)
        if compiled.names is None:
            return compiled, driver.connection.execute(compiled.sql, bound)
        return compiled, driver.connection.execute(compiled.sql, dict(zip(compiled.names, bound, strict=True)))

    def _compile(self, dialect: Dialect) -> _Compiled:
        statement = self._statement
        if isinstance(statement, Insert) and self._numbers is not None and dialect.name != "sqlite":
            # SQLite's driver tells the number by itself, which is quicker.
            statement = statement.returning(self._numbers)
        compiled: Any = statement.compile(dialect=dialect)
        names = tuple(compiled.positiontup if compiled.positional else compiled.binds)
        into = (compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
        out = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in self._returned)
        places = [self._given.index(name) for name in names]
        ready = _Compiled(
            sql=compiled.string,
            pick=itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1)),
            names=None if compiled.positional else names,
            into=tuple((place, convert) for place, convert in enumerate(into) if convert),
            out=tuple((place, convert) for place, convert in enumerate(out) if convert),
        )
        self._compiled[dialect.name] = ready
        return ready


def _converted(row: Values, conversions: tuple[tuple[int, _Convert], ...]) -> list[Any]:
    converted = list(row)
    for place, convert in conversions:
        converted[place] = convert(converted[place])
    return converted
