"""Rows as they lie in the database, beside what must lie there.

Values are compared as the driver gives them, not through our own types: somebody who edits a database with a tool of
their own, or a disk that loses a bit, may leave what our types cannot even read.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Table, select, type_coerce
from sqlalchemy.types import NullType

RawRow = dict[str, Any]
Key = tuple[Any, ...]
_Converters = dict[str, Callable[[Any], Any] | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not what must lie there.

    `key` are the values of the columns that name it, as texts. `columns` are those that differ: none where the whole
    row is `missing` or was `added`.
    """

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...] = ()
    missing: bool = False
    added: bool = False


class Writer:
    """What turns values of ours into those that an engine's driver gives back; looked up once for each column."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._converters: dict[str, _Converters] = {}

    def written(self, table: Table, values: RawRow) -> RawRow:
        """Return values of a row as this engine's driver gives them back."""
        converters = self._converters.get(table.name) or self._look_up(table)
        written = {}
        for name, value in values.items():
            convert = converters[name]
            written[name] = convert(value) if convert else value
        return written

    def compare(
        self,
        table: Table,
        found: Iterable[RawRow],
        expected: Iterable[Key],
        key: tuple[str, ...],
        row_of: Callable[[Key], RawRow],
    ) -> Iterator[Difference]:
        """Yield where rows found differ from those expected, which `row_of` gives in values of ours.

        Both are matched by the columns of `key`, whose values are the driver's. A column that an expected row leaves
        out is not looked at.
        """
        left = set(expected)
        for row in found:
            each = tuple(row[name] for name in key)
            shown = tuple(map(str, each))
            if each not in left:
                yield Difference(table.name, shown, added=True)
                continue
            left.remove(each)
            written = self.written(table, row_of(each))
            columns = tuple(name for name, value in written.items() if not _is_same(row[name], value))
            if columns:
                yield Difference(table.name, shown, columns)
        for each in sorted(left, key=str):
            yield Difference(table.name, tuple(map(str, each)), missing=True)

    def _look_up(self, table: Table) -> _Converters:
        found: _Converters = {
            each.name: each.type.dialect_impl(self._dialect).bind_processor(self._dialect) for each in table.columns
        }
        self._converters[table.name] = found
        return found


def raw_rows(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> Iterator[RawRow]:
    """Yield rows as the driver gives them."""
    columns = [type_coerce(column, NullType()).label(column.name) for column in table.c]
    for row in connection.execute(select(*columns).where(*conditions)).mappings():
        yield dict(row)


def _is_same(found: Any, expected: Any) -> bool:
    """Tell whether two values are the same in the database; 1 and 1.0 are not."""
    return bool(found == expected) and isinstance(found, float) == isinstance(expected, float)
