"""The rows of the choices of a report, in their order: a new choice is one line here."""

from __future__ import annotations

from collections.abc import Sequence

from shipworthy.gui.context import Context
from shipworthy.gui.pages.reports.choice_row import ChoiceRow
from shipworthy.gui.pages.reports.group_rows import DaysRow, ReachRow, TeamRow
from shipworthy.gui.pages.reports.look_row import LookRow
from shipworthy.gui.pages.reports.review_row import ReviewRow
from shipworthy.gui.pages.reports.template_row import TemplateRow


def matter_rows(context: Context) -> Sequence[ChoiceRow]:
    """Return the rows that say what the report is on; they stand between the subject and the audience."""
    return (ReviewRow(context), TeamRow(context), ReachRow(context), DaysRow(context))


def look_rows(context: Context) -> Sequence[ChoiceRow]:
    """Return the rows that say how the report looks, such as template, language and paper; they come last."""
    return (TemplateRow(context), LookRow(context))
