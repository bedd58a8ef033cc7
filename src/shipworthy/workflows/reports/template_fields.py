"""The fields that a report template can use, as the guide tells them."""

import re
from collections.abc import Iterator, Mapping

from shipworthy.paths import shipped
from shipworthy.reports.view_models import MORE_THAN, Field, ViewModel, fields_of

EVERYWHERE = "In several reports"
_SECTION = re.compile(r"^## (.+)$")
_GROUP = re.compile(r"^### (\w+)$")
_ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*) \|$")


def told_fields() -> dict[tuple[str, Field], str]:
    """Return what the guide tells: the fields in its tables by the report they are in, each with its meaning."""
    found: dict[tuple[str, Field], str] = {}
    section = group = ""
    for line in shipped("docs", "report-templates.md").read_text(encoding="utf-8").splitlines():
        if about := _SECTION.match(line):
            section = about[1]
        elif heading := _GROUP.match(line):
            group = heading[1]
        elif row := _ROW.match(line):
            found[section, Field(group, row[1], row[2])] = row[3]
    return found


def meaning(told: Mapping[tuple[str, Field], str], model: ViewModel, field: Field) -> str:
    """Return what the guide tells of a field: at its report, for all, or at the report that this one is more than."""
    for section in (model, EVERYWHERE, MORE_THAN.get(model, EVERYWHERE)):
        if (section, field) in told:
            return told[section, field]
    return ""


def field_lines(model: ViewModel) -> Iterator[str]:
    """Yield the fields of a report with their meanings, each group under its name."""
    told = told_fields()
    group = ""
    for field in fields_of(model):
        if field.group != group:
            group = field.group
            yield f"\n{group}"
        yield f"  {field.name}: {field.holds}. {meaning(told, model, field)}"
