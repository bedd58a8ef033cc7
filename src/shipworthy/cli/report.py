"""`shipworthy demo`, `report` and `minutes`: what is printed of a review, of the portfolio and of a team."""

import tempfile
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import Name, Start, say, session_of, standing_review_of
from shipworthy.domain.report_kind import Audience, Format
from shipworthy.errors import UserError
from shipworthy.exchange.item_words import read_day
from shipworthy.files import write_text
from shipworthy.text import _
from shipworthy.workflows import reports, reviews, samples
from shipworthy.workflows.minutes import minutes_text
from shipworthy.workflows.portfolio_reports import portfolio_file_name, report_portfolio
from shipworthy.workflows.services import find_service


class For(StrEnum):
    """Whom a report on the portfolio is for, as one word each."""

    LEADERSHIP = "leadership"
    DESIGN_REVIEW = "design-review"

    @property
    def audience(self) -> Audience:
        """Return the audience."""
        return Audience(self.value.replace("-", " "))


class Kind(StrEnum):
    """What kind of PDF is printed."""

    PDF = "pdf"
    ARCHIVE = "archive"


def add_report_commands(app: typer.Typer) -> None:
    """Add the commands that print."""
    for command in (demo, report, minutes):
        app.command()(command)


def demo(
    context: typer.Context,
    services: Annotated[
        list[str] | None, typer.Argument(metavar="SERVICE...", help="Else all that are reviewed.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the reports.")] = Path("shipworthy-demo"),
) -> None:
    """Load the sample portfolio and print the reports of its services, without touching your own data."""
    start: Start = context.obj
    with tempfile.TemporaryDirectory(prefix="shipworthy-demo-") as folder:
        session = start.open_session(Path(folder))
        try:
            loaded = samples.load_samples(session)
            chosen = [find_service(session, name) for name in services] if services else loaded
            standing = [reviews.standing_review(session, each.id) for each in chosen]
            reviewed = [review.assessment.id for review in standing if review is not None]
            for path in reports.report_reviews(session, reviewed, out):
                say(path.resolve())
        finally:
            session.close()


def report(
    context: typer.Context,
    service: Annotated[str, typer.Argument(help="Name of the service.", show_default=False)] = "",
    portfolio: Annotated[bool, typer.Option("--portfolio", help="On all services instead.")] = False,
    team: Annotated[str, typer.Option(metavar="NAME", help="On the services of a team instead.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="At the end of a past day.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Movement since then; else since a month before.")] = "",
    audience: Annotated[For | None, typer.Option("--for", help="Two pages, or every service; else leadership.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File of the report; else named after it, here.")
    ] = None,
    kind: Annotated[Kind, typer.Option("--format", help="PDF to read, or to archive as well (PDF/A-3).")] = Kind.PDF,
) -> None:
    """Print the report of a service, of the portfolio or of a team as PDF; one on a decided review carries its seal."""
    is_of_many = portfolio or bool(team.strip())
    if is_of_many == bool(service):
        raise UserError(
            _("A report is on one service, or on the portfolio, or on a team."),
            _("Type shipworthy report SERVICE, or --portfolio, or --team NAME."),
        )
    session = session_of(context)
    if is_of_many:
        day, start = _day(as_of), _day(since)
        target = out or Path(portfolio_file_name(team.strip(), day or session.today()))
        say(
            report_portfolio(
                session,
                target,
                team=team.strip(),
                day=day,
                since=start,
                audience=(audience or For.LEADERSHIP).audience,
                kind=Format(kind.value),
            ).resolve()
        )
        return
    if as_of or since or audience:
        raise UserError(
            _("--as-of, --since and --for belong to the report on the portfolio or on a team."),
            _("Leave them out, or add --portfolio in place of the service."),
        )
    review = standing_review_of(session, service)
    target = out or Path(reports.file_name(review))
    say(reports.report_review(session, review.assessment.id, target, kind=Format(kind.value)).resolve())


def _day(text: str) -> date | None:
    return read_day(text.strip()) if text else None


def minutes(
    context: typer.Context,
    service: Name,
    out: Annotated[Path | None, typer.Option(metavar="FILE.md", help="File to write; else they are printed.")] = None,
) -> None:
    """Print the minutes of a review's meetings as Markdown."""
    session = session_of(context)
    text = minutes_text(session, standing_review_of(session, service).assessment.id)
    if out is None:
        say(text.rstrip("\n"))
        return
    write_text(out, text)
    say(out.resolve())
