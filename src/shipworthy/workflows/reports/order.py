"""What every report takes from its order: whether it can be, its days and its team, its language, its file's name."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from shipworthy.domain.line_search import searchable
from shipworthy.domain.movement import months_before
from shipworthy.domain.report_kind import PAGES, Format, Paper, ReportOrder, audiences_of, formats_of
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.text import Translator, _, current_translator, translator
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.movement import first_day
from shipworthy.workflows.session import Session

_NOT_FOR_FILE_NAMES = re.compile(r"[^\w.-]+")
_LONGEST_NAME, _MOST_NAME_BYTES = 80, 200
_USUAL_MONTHS = 1
WITH_LOOKS = (*PAGES, Format.HTML)


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

    if order.template and order.format not in WITH_LOOKS:
        raise UserError(
            _("A report template decides on the looks of PDF and HTML, and not of {format}.").format(
                format=order.format
            ),
            _("Choose PDF or HTML, or leave the template out."),
        )


def settled(order: ReportOrder, settings: Settings) -> ReportOrder:
    """Return an order with what it leaves open as the settings say it: language and paper."""
    return replace(
        order, language=order.language or settings.report_language, paper=order.paper or Paper(settings.report_paper)
    )


def translator_of(order: ReportOrder) -> Translator:
    """Return the catalogue of the language in which a report is written."""
    return report_translator(order.language)


def report_translator(language: str) -> Translator:
    """Return the catalogue of a language, for an empty one that of the window."""
    return translator(language) if language else current_translator()


def safe_name(name: str) -> str:
    """Return a name without ending that every file system takes; "report" where nothing is left of it."""
    kept = _NOT_FOR_FILE_NAMES.sub("-", name).strip("-.")[:_LONGEST_NAME]
    return kept.encode()[:_MOST_NAME_BYTES].decode(errors="ignore") or "report"  # file systems count 255 bytes


def days_of(session: Session, day: date | None, since: date | None) -> tuple[date, date]:
    """Return the day that a report tells of, and the one it compares with; raises UserError for days that cannot be.

    Before the first change that the store knows of there is nothing to compare with: that day stands for any earlier.
    """
    today = session.today()
    until = day or today
    if until > today:
        raise UserError(_("{day} has not come yet.").format(day=until.isoformat()), _("Name today or a past day."))
    if since is not None and since >= until:
        raise UserError(
            _("{since} is not before {day}.").format(since=since.isoformat(), day=until.isoformat()),
            _("Compare with an earlier day."),
        )
    start = since or months_before(until, _USUAL_MONTHS)
    return until, min(max(start, first_day(session)), until)


def team_meant(team: str, known: Collection[str]) -> str:
    """Return the team that a name means, whatever the capitals and spaces; "" for all. Raises UserError for none."""
    wanted = " ".join(team.split())
    found = sorted(each for each in known if searchable(each) == searchable(wanted))
    if wanted and not found:
        raise UserError(_("No service is of the team “{name}”.").format(name=wanted), nearest(wanted, sorted(known)))
    return team if team in found else next(iter(found), "")
