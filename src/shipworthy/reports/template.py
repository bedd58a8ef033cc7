"""Templates: from a report's plain values to HTML, with everything that people typed escaped."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from unicodedata import bidirectional

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shipworthy.domain.report_kind import Paper
from shipworthy.markup import note_markup
from shipworthy.paths import shipped
from shipworthy.reports.auditor_report import AuditorReport
from shipworthy.reports.comparison_report import ComparisonReport
from shipworthy.reports.leadership_report import LeadershipReport
from shipworthy.reports.minutes_report import MinutesReport
from shipworthy.reports.page_style import direction, page_style, turned
from shipworthy.reports.portfolio_report import PortfolioReport
from shipworthy.reports.questionnaire_report import QuestionnaireReport
from shipworthy.reports.remediation_report import RemediationReport
from shipworthy.reports.report import Report
from shipworthy.reports.service_report import ServiceReport
from shipworthy.settings import is_colour
from shipworthy.text import translator, without_marks
from shipworthy.wording.translated import within

_SIGNED = re.compile(r"[+−-]\d")  # a number with its sign before it
_FOLDERS: Mapping[type[Report], str] = {
    ServiceReport: "service",
    AuditorReport: "auditor",
    LeadershipReport: "leadership",
    QuestionnaireReport: "questionnaire",
    PortfolioReport: "portfolio",
    MinutesReport: "minutes",
    RemediationReport: "remediation",
    ComparisonReport: "comparison",
}
_BASES: Mapping[type[Report], str] = {AuditorReport: "service"}  # the folder whose parts and style another uses


def html(report: Report) -> str:
    """Return a report as an HTML document, without its style sheet."""
    template = _environment(report.language).get_template(f"{_FOLDERS[type(report)]}/report.html")
    page = template.render(report=report, direction=direction(report.language))
    head, end, body = page.partition("</title>")  # what a window or a reader's list calls the document is no page
    return without_marks(head) + end + body


def style_of(report: Report, paper: Paper) -> str:
    """Return the style sheet of a report: that of its kind, turned to its language, with its paper and watermark."""
    sheet = turned(style(type(report), report.branding.accent), report.language)
    return f"{sheet}\n{page_style(report, paper)}\n"


@lru_cache(maxsize=8)
def style(kind: type[Report], accent: str = "") -> str:
    """Return the style sheet of a kind of report: what all have in common, its own, and another accent (#rrggbb)."""
    folders = (*([_BASES[kind]] if kind in _BASES else []), _FOLDERS[kind])
    files = (("paper.css",), *((folder, "report.css") for folder in folders))
    sheet = "\n".join(shipped("report_templates", *file).read_text(encoding="utf-8") for file in files)
    if not accent:
        return sheet
    if not is_colour(accent):
        raise ValueError(f"{accent!r} is no colour")
    return f"{sheet}\n:root {{ --accent: {accent}; }}\n"


def _runs_from_left(text: str) -> bool:
    """Tell whether the first letter of a text is one that is read from left to right."""
    return next((kind == "L" for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), False)


def _set_apart(value: object) -> object:
    """Return a value for a page that is read from right to left: what runs the other way keeps its own signs and end.

    A name of one word needs nothing, and may stand in an address or as a class.
    """
    if type(value) is str and _SIGNED.match(value):
        return f"\N{LEFT-TO-RIGHT ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}"
    if type(value) is str and " " in value and value == value.strip() and _runs_from_left(value):
        # The mark at the end, because each line of a paragraph is laid out by itself: the last one has no beginning.
        return f"\N{FIRST STRONG ISOLATE}{value}\N{LEFT-TO-RIGHT MARK}\N{POP DIRECTIONAL ISOLATE}"
    return value


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
        finalize=_set_apart if direction(language) == "rtl" else None,
    )
    environment.install_gettext_translations(translator(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters["note"] = note_markup
    environment.filters["lower"] = partial(within, language=language)
    return environment
