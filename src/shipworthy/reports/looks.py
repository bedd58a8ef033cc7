"""Which pages and which style sheet a job is drawn with: ours for its kind of report, or those of the user's own."""

import re

from shipworthy.paths import shipped
from shipworthy.reports import template
from shipworthy.reports.filling import fill
from shipworthy.reports.job import Faulty, Filled, FillJob, Job
from shipworthy.reports.page_style import direction, page_style, turned
from shipworthy.reports.plain_values import plain_values
from shipworthy.reports.report_template import Base, ReportTemplate
from shipworthy.settings import is_colour

_IMPORT = re.compile(r"@import\b[^;{}]*;?", re.IGNORECASE)  # there is nothing to import, and some end in an error


def filled(job: FillJob) -> Filled | Faulty:
    """Return what comes of a template of the user's own, or what is wrong with it."""
    pictures = {*job.pictures, *job.report.charts()}
    made = fill(job.template, plain_values(job.report), direction(job.report.language), pictures)
    return Filled(made) if isinstance(made, str) else Faulty(made)


def html_of(job: Job) -> str:
    """Return the report of a job as HTML: as its own template was filled, or else as ours says it."""
    return template.html(job.report) if job.template is None else job.filled


def style_of(job: Job) -> str:
    """Return the style sheet of a job, without what belongs to its paper."""
    accent = job.report.branding.accent
    if job.template is None:
        return template.style(type(job.report), accent)
    return f"{_base(job.template, accent)}\n{_own(job.template)}"


def pages_of(job: Job) -> str:
    """Return the style sheet of a job on its paper; that of its own template comes last, so that it decides."""
    if job.template is None:
        return template.style_of(job.report, job.paper)
    base = turned(_base(job.template, job.report.branding.accent), job.report.language)
    return f"{base}\n{page_style(job.report, job.paper)}\n{_own(job.template)}"


def _base(own: ReportTemplate, accent: str) -> str:
    if own.base is not Base.PAPER:
        return ""
    sheet = shipped("report_templates", "paper.css").read_text(encoding="utf-8")
    return f"{sheet}\n:root {{ --accent: {accent}; }}" if is_colour(accent) else sheet


def _own(own: ReportTemplate) -> str:
    return _IMPORT.sub("", own.style)
