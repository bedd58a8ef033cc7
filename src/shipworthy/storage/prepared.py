"""Statements of the hot path: built with SQLAlchemy, compiled once, then run on the driver's own cursor.

`Connection.execute` costs about a fifth of a whole commit of one answer, and saving one takes four statements.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Delete, Dialect, Insert, Select, Update

Values = Mapping[str, Any]
_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in one engine's SQL; `names` are its parameters in order, None where it takes them by name."""

    sql: str
    names: tuple[str, ...] | None
    constants: Values
    into: tuple[tuple[str, _Convert], ...]
    out: tuple[tuple[int, _Convert], ...]


class Prepared:
    """A statement without lists of changing length; every parameter is given by name at each run."""

    def __init__(self, statement: Select[Any] | Insert | Update | Delete, returned: Sequence[Column[Any]] = ()) -> None:
        self._statement = statement
        self._returned = returned
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Run it and return its rows, converted as the columns' types ask."""
        compiled, cursor = self._run(connection, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.close()
        return [self._convert(compiled, row) for row in found] if compiled.out else found

    def count(self, connection: Connection, values: Values) -> int:
        """Run it and return how many rows it touched."""
        _, cursor = self._run(connection, values)
        touched: int = cursor.rowcount
        cursor.close()
        return touched

    def _run(self, connection: Connection, values: Values) -> tuple[_Compiled, Any]:
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection.dialect)
        bound = {**compiled.constants, **values}
        for name, convert in compiled.into:
            bound[name] = convert(bound[name])
        cursor: Any = connection.connection.cursor()
        cursor.execute(compiled.sql, bound if compiled.names is None else [bound[name] for name in compiled.names])
        return compiled, cursor

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled: Any = self._statement.compile(dialect=dialect)
        into = (
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect)) for name, bind in compiled.binds.items()
        )
        out = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in self._returned)
        ready = _Compiled(
            sql=compiled.string,
            names=tuple(compiled.positiontup) if compiled.positional else None,
            constants={name: bind.value for name, bind in compiled.binds.items() if not bind.required},
            into=tuple((name, convert) for name, convert in into if convert),
            out=tuple((index, convert) for index, convert in enumerate(out) if convert),
        )
        self._compiled[dialect.name] = ready
        return ready

    @staticmethod
    def _convert(compiled: _Compiled, row: tuple[Any, ...]) -> tuple[Any, ...]:
        converted = list(row)
        for index, convert in compiled.out:
            converted[index] = convert(converted[index])
        return tuple(converted)
