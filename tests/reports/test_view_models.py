"""The fields that report templates use are told, each of them, and stay: templates of users rest on them."""

import typing
from pathlib import Path

import pytest

from shipworthy.reports.closed_environment import FILTERS
from shipworthy.reports.job import AnyReport
from shipworthy.reports.view_models import REPORTS, VERSION, Field, ViewModel, fields_of
from shipworthy.workflows.reports.own_templates import TemplateForm
from shipworthy.workflows.reports.template_fields import EVERYWHERE, field_lines, meaning, told_fields

PROMISED = Path(__file__).parent / f"view_model_{VERSION}.txt"


def promised() -> set[str]:
    """Return the fields that this version promises, a line each."""
    return set(PROMISED.read_text(encoding="utf-8").splitlines())


def lines(model: ViewModel) -> list[str]:
    """Return the fields of a report as the promise writes them."""
    return [f"{model} {field.group}.{field.name}: {field.holds}" for field in fields_of(model)]


def test_every_report_has_a_view_model() -> None:
    missing = [kind.__name__ for kind in typing.get_args(AnyReport) if kind not in REPORTS.values()]
    assert missing == [], f"add {missing} to ViewModel and REPORTS in reports/view_models.py, and give it a starter"


@pytest.mark.parametrize("model", ViewModel)
def test_every_field_is_told(model: ViewModel) -> None:
    told = told_fields()
    missing = [each for each in fields_of(model) if not meaning(told, model, each)]
    rows = "\n".join(f"### {f.group}:  | `{f.name}` | {f.holds} | MEANING |" for f in missing)
    assert missing == [], f"add to docs/report-templates.md, under ## {model}:\n{rows}"


def test_nothing_is_told_that_is_not_there() -> None:
    known: dict[str, set[Field]] = {model.value: set(fields_of(model)) for model in ViewModel}
    known[EVERYWHERE] = {field for fields in known.values() for field in fields}
    wrong = [f"## {section} ### {f.group} `{f.name}`" for section, f in told_fields() if f not in known[section]]
    assert wrong == [], "docs/report-templates.md tells fields that no report has, or that hold something else"


def test_no_promised_field_is_gone() -> None:
    gone = promised() - {line for model in ViewModel for line in lines(model)}
    assert gone == set(), (
        "Templates of users rest on these fields. Keep them; or raise VERSION in reports/view_models.py, begin"
        f" view_model_{VERSION + 1}.txt beside this test and tell it in CHANGELOG.md"
    )


@pytest.mark.parametrize("model", ViewModel)
def test_every_field_is_promised(model: ViewModel) -> None:
    new = [line for line in lines(model) if line not in promised()]
    assert new == [], f"add these lines to {PROMISED.name}:\n" + "\n".join(new)


def test_templates_name_the_version() -> None:
    assert typing.get_args(TemplateForm.__annotations__["view_model"]) == (VERSION,)


def test_fields_are_printed_with_their_meanings() -> None:
    printed = "\n".join(field_lines(ViewModel.ASSESSMENT))
    assert "  overview: Overview. What page one says." in printed
    assert "  logo: text. The name of the logo's picture" in printed


def test_the_guide_has_every_filter(repository: Path) -> None:
    guide = (repository / "docs" / "report-templates.md").read_text(encoding="utf-8")
    told = guide.partition("- Filters: ")[2].partition("\n")[0]
    assert [name for name in FILTERS if f"`{name}`" not in told] == []
