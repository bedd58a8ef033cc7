"""What every report takes from its order: whether it can be, its language, and a name for its file."""

import re
from dataclasses import replace

from shipworthy.domain.report_kind import ReportOrder, audiences_of, formats_of
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.text import Translator, _, current_translator, translator

_NOT_FOR_FILE_NAMES = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 80


def check_order(order: ReportOrder) -> None:
    """Raise UserError for a report that is not made for its audience, or not as its kind of file."""
    audiences, formats = audiences_of(order.subject), formats_of(order.subject)
    if order.audience not in audiences:
        raise UserError(
            _("There is no report of this kind for this audience: {audience}.").format(audience=order.audience),
            _("Choose one of these: {audiences}.").format(audiences=", ".join(audiences)),
        )
    if order.format not in formats:
        raise UserError(
            _("A report of this kind is not made as {format}.").format(format=order.format),
            _("Choose one of these: {formats}.").format(formats=", ".join(formats)),
        )


def settled(order: ReportOrder, settings: Settings) -> ReportOrder:
    """Return an order with what it leaves open as the settings say it: language and paper."""
    return replace(
        order, language=order.language or settings.report_language, paper=order.paper or settings.report_paper
    )


def translator_of(order: ReportOrder) -> Translator:
    """Return the catalogue of the language in which a report is written."""
    return report_translator(order.language)


def report_translator(language: str) -> Translator:
    """Return the catalogue of a language, for an empty one that of the window."""
    return translator(language) if language else current_translator()


def safe_name(name: str) -> str:
    """Return a name without ending that every file system takes; "report" where nothing is left of it."""
    return _NOT_FOR_FILE_NAMES.sub("-", name).strip("-.")[:_LONGEST_NAME] or "report"
