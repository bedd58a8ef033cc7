"""What a report says, as templates of the user's own see it: which reports there are, and what each field holds.

The names and types of the fields are those of the classes; what each means is told in docs/report-templates.md alone,
and a test holds the two together.
"""

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

import msgspec

from shipworthy.reports.auditor_report import AuditorReport
from shipworthy.reports.chart_data import Chart
from shipworthy.reports.comparison_report import ComparisonReport
from shipworthy.reports.leadership_report import LeadershipReport
from shipworthy.reports.minutes_report import MinutesReport
from shipworthy.reports.portfolio_report import PortfolioReport
from shipworthy.reports.questionnaire_report import QuestionnaireReport
from shipworthy.reports.remediation_report import RemediationReport
from shipworthy.reports.report import Report
from shipworthy.reports.service_report import ServiceReport

VERSION = 1
"""Rises when a field is removed or renamed, or means something else; a new field raises nothing."""


class ViewModel(StrEnum):
    """What a template is for, as its template.yaml says it."""

    ASSESSMENT = "assessment"
    AUDITOR = "auditor"
    LEADERSHIP = "leadership"
    COMPARISON = "comparison"
    PORTFOLIO = "portfolio"
    QUESTIONNAIRE = "questionnaire"
    REMEDIATION = "remediation"
    MINUTES = "minutes"


REPORTS: Mapping[ViewModel, type[Report]] = {
    ViewModel.ASSESSMENT: ServiceReport,
    ViewModel.AUDITOR: AuditorReport,
    ViewModel.LEADERSHIP: LeadershipReport,
    ViewModel.COMPARISON: ComparisonReport,
    ViewModel.PORTFOLIO: PortfolioReport,
    ViewModel.QUESTIONNAIRE: QuestionnaireReport,
    ViewModel.REMEDIATION: RemediationReport,
    ViewModel.MINUTES: MinutesReport,
}

MORE_THAN: Mapping[ViewModel, ViewModel] = {ViewModel.AUDITOR: ViewModel.ASSESSMENT}
"""A report that holds all that another holds: its groups are told there."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the group it is in, its name, and what it holds in words for people who write templates."""

    group: str
    name: str
    holds: str


CHART_GROUP = "Chart"
_CHART = (
    Field(CHART_GROUP, "address", "text"),
    Field(CHART_GROUP, "alternative", "text"),
    Field(CHART_GROUP, "words", "list of text"),
)
_PLAIN = {str: "text", int: "number", float: "number", bool: "true or false"}
_CHARTS = typing.get_args(Chart)


def suits(model: ViewModel, report: Report) -> bool:
    """Tell whether a template that is made for one kind of report finds all its fields in a report."""
    return isinstance(report, REPORTS[model])


def fields_of(model: ViewModel) -> tuple[Field, ...]:
    """Return every field of a report, group by group as one comes upon them; a group is told once."""
    found: dict[str, tuple[Field, ...]] = {}
    _visit(REPORTS[model], found)
    return tuple(field for fields in found.values() for field in fields)


def _visit(kind: type, found: dict[str, tuple[Field, ...]]) -> None:
    name = _name(kind)
    if name in found:
        return
    if kind in _CHARTS:
        found[name] = _CHART
        return
    hints = typing.get_type_hints(kind)
    names = kind.__struct_fields__ if issubclass(kind, msgspec.Struct) else kind.__dataclass_fields__  # type: ignore[attr-defined]
    found[name] = tuple(Field(name, each, _holds(hints[each])) for each in names)
    for each in names:
        for group in _groups(hints[each]):
            _visit(group, found)


def _name(kind: type) -> str:
    return CHART_GROUP if kind in _CHARTS else kind.__name__


def _holds(kind: object) -> str:
    """Return what a type holds, such as "list of QuestionEntry" or "text or nothing"."""
    parts = typing.get_args(kind)
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        words = [_holds(part) for part in parts if part is not type(None)]
        words = list(dict.fromkeys(words))
        return " or ".join([*words, "nothing"] if type(None) in parts else words)
    if typing.get_origin(kind) is tuple:
        if parts[-1] is Ellipsis:
            return f"list of {_holds(parts[0])}"
        return f"({', '.join(_holds(part) for part in parts)})"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of: " + ", ".join(str(each.value) for each in kind)
    assert isinstance(kind, type), f"no view-model holds {kind}"
    return _PLAIN.get(kind) or _name(kind)


def _groups(kind: object) -> Iterator[type]:
    """Yield the groups of fields that a type names."""
    parts = typing.get_args(kind)
    if parts:
        for part in parts:
            yield from _groups(part)
    elif isinstance(kind, type) and (issubclass(kind, msgspec.Struct) or hasattr(kind, "__dataclass_fields__")):
        yield kind
