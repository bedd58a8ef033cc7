"""The integer program of a path: what may be chosen, what it costs, and the clauses as sums over it.

A column is 0 or 1: candidates first, then the questions that several candidates close, then the services that a budget
may leave behind. Rows ask for sums of at least something. They never ask for more than the clause does, so that no path
is lost to rounding; what comes out is scored anew, exactly.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, gcd, lcm
from uuid import UUID

from shipworthy.domain.path_candidates import Candidate
from shipworthy.domain.path_ledger import Demand

# Beyond this the solver's tolerances, absolute ones of about a millionth, would drown whole numbers: such rows become
# fractions and are asked a little less of.
LARGEST_PART = 10**6
_LENIENCY = 1e-3


@dataclass(frozen=True, slots=True)
class Row:
    """A clause: the columns, each times its part, must sum to `least` or more."""

    parts: Mapping[int, float]
    least: float


@dataclass(frozen=True, slots=True)
class Model:
    """Find 0 or 1 for each column so that all rows hold and the sum of `costs` is least."""

    costs: tuple[float, ...]
    rows: tuple[Row, ...]
    fixed: Mapping[int, int]

    def aiming_at(self, costs: Mapping[int, int]) -> "Model":
        """Return the model with other costs, by column."""
        return replace(self, costs=tuple(costs.get(column, 0) for column in range(len(self.costs))))

    def also(self, *rows: Row) -> "Model":
        """Return the model with further rows."""
        return replace(self, rows=(*self.rows, *rows))


@dataclass(frozen=True, slots=True)
class Layout:
    """A model with what its columns stand for; `unit` is in how many parts a person-day is counted."""

    model: Model
    columns: Mapping[str, int]
    services: Mapping[UUID, int]
    unit: int

    def effort_at_most(self, days: Fraction) -> Row:
        """Return the row that keeps the whole effort within a number of person-days."""
        efforts = {column: self.model.costs[column] for column in self.columns.values()}
        return Row({column: -effort for column, effort in efforts.items() if effort}, -int(days * self.unit) - 0.5)

    def chosen(self, values: Sequence[int]) -> frozenset[str]:
        """Return the candidates that a solution chooses."""
        return frozenset(candidate for candidate, column in self.columns.items() if values[column])

    def more_than(self, chosen: Collection[str], closing: Iterable[str], service: UUID) -> Row:
        """Return the row that asks for one more of a service's candidates, where that service is to be reached."""
        parts: dict[int, float] = {self.columns[each]: 1 for each in closing if each not in chosen}
        if service in self.services:
            return Row(parts | {self.services[service]: -1}, -0.5)
        return Row(parts, 0.5)

    def other_than(self, chosen: Iterable[str]) -> Row:
        """Return the row that asks for another choice than this one, of the same effort."""
        parts: dict[int, float] = {self.columns[each]: -1 for each in chosen}
        return Row(parts, 0.5 - len(parts))


def build_model(
    candidates: Sequence[Candidate],
    demands: Mapping[UUID, Sequence[Demand]],
    fixed: Mapping[str, int],
    optional: Collection[UUID] = (),
) -> Layout:
    """Return the model of what is demanded of some services; `optional` ones may be left behind.

    `fixed` candidates are chosen (1) or not (0) beforehand.
    """
    unit = lcm(*(candidate.days.denominator for candidate in candidates))
    columns = {candidate.id: column for column, candidate in enumerate(candidates)}
    rows: list[Row] = []
    for candidate in candidates:
        rows += [Row({columns[need]: 1, columns[candidate.id]: -1}, -0.5) for need in sorted(candidate.needs)]
    width = len(columns)
    services: dict[UUID, int] = {}
    for service, clauses in demands.items():
        closers = _closers(candidates, service)
        standing_for: dict[str, int] = {}
        for question in sorted({each for clause in clauses for each in clause.parts if each in closers}):
            closing = [columns[each] for each in closers[question]]
            if len(closing) == 1:
                standing_for[question] = closing[0]
            else:
                standing_for[question] = width
                rows.append(Row(dict.fromkeys(closing, 1) | {width: -1}, -0.5))
                width += 1
        if service in optional:
            services[service] = width
            width += 1
        rows += [_row(clause, standing_for, services.get(service)) for clause in clauses]
    efforts = {columns[candidate.id]: int(candidate.days * unit) for candidate in candidates}
    held = {columns[candidate]: value for candidate, value in fixed.items()}
    return Layout(Model((*efforts.values(), *[0] * (width - len(efforts))), tuple(rows), held), columns, services, unit)


def _closers(candidates: Iterable[Candidate], service: UUID) -> dict[str, list[str]]:
    closers: dict[str, list[str]] = {}
    for candidate in candidates:
        if candidate.service == service:
            for question in candidate.closes:
                closers.setdefault(question, []).append(candidate.id)
    return closers


def _row(clause: Demand, standing_for: Mapping[str, int], service: int | None) -> Row:
    """Return a clause as a row: whole numbers where they are small enough, and never more than it asks for."""
    whole: dict[int, int] = {}
    for question, part in clause.parts.items():
        if question in standing_for:
            column = standing_for[question]
            whole[column] = whole.get(column, 0) + part
    shared = gcd(*whole.values()) or 1
    least = ceil(Fraction(clause.least, shared))
    largest = max((part // shared for part in whole.values()), default=1)
    if largest <= LARGEST_PART:
        # Half a part below a whole number is as good as the number, and keeps away from the solver's tolerances.
        parts, asked = {column: float(part // shared) for column, part in whole.items()}, least - 0.5
    else:
        parts = {column: part // shared * LARGEST_PART / largest for column, part in whole.items()}
        asked = least * LARGEST_PART / largest - _LENIENCY
    if service is not None:
        return Row(parts | {service: -asked}, 0.0)
    return Row(parts, asked)
