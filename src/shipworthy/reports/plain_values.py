"""A report as plain values, for templates of the user's own: dictionaries, tuples, texts and numbers, and nothing else.

No object of ours is in them, so that no method and no type can be reached from a template. The names of the fields are
a promise: docs/report-templates.md tells each, and a test holds them to it.
"""

from typing import Any

import msgspec

from shipworthy.reports.chart_data import Chart
from shipworthy.reports.report import Report

Plain = Any
"""dict[str, Plain], tuple[Plain, ...], str, int, float, bool or None."""

CHART_FIELDS = ("address", "alternative", "words")


def plain_values(report: Report) -> dict[str, Plain]:
    """Return a report as plain values.

    A chart is the address of its picture, what it shows in a sentence, and the same in lines.
    """
    addresses = {id(chart): f"asset:{name}" for name, chart in report.charts().items()}
    values: dict[str, Plain] = {name: _plain(getattr(report, name), addresses) for name in report.__struct_fields__}
    return values


def _plain(value: object, addresses: dict[int, str]) -> Plain:
    if isinstance(value, Chart):
        return {"address": addresses.get(id(value), ""), "alternative": value.alternative, "words": value.words}
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name), addresses) for name in value.__struct_fields__}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name), addresses) for name in value.__dataclass_fields__}
    if isinstance(value, tuple | list):
        return tuple(_plain(each, addresses) for each in value)
    if isinstance(value, dict):
        return {str(name): _plain(each, addresses) for name, each in value.items()}
    if isinstance(value, str):
        return str.__str__(value)  # of an enumeration, its text alone
    return msgspec.to_builtins(value)
