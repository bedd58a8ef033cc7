"""Templates: from a report's plain values to HTML, with everything that people typed escaped."""

from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shipworthy.markup import note_markup
from shipworthy.paths import shipped
from shipworthy.reports.service_report import ServiceReport
from shipworthy.settings import is_colour
from shipworthy.text import translator

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def service_html(report: ServiceReport) -> str:
    """Return the report on a service as an HTML document, without its style sheet."""
    template = _environment(report.language).get_template("service/report.html")
    direction = "rtl" if report.language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    return template.render(report=report, direction=direction)


@lru_cache(maxsize=4)
def service_style(accent: str = "") -> str:
    """Return the style sheet of the report on a service, in another accent colour (#rrggbb) where one is given."""
    sheet = shipped("report_templates", "service", "report.css").read_text(encoding="utf-8")
    if not accent:
        return sheet
    if not is_colour(accent):
        raise ValueError(f"{accent!r} is no colour")
    return f"{sheet}\n:root {{ --accent: {accent}; }}\n"


@lru_cache(maxsize=8)
def _environment(language: str) -> Environment:
    """Return the templates in one language; kept, because compiling them takes longer than filling them."""
    environment = Environment(
        loader=FileSystemLoader(shipped("report_templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translator(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters["note"] = note_markup
    return environment
