"""`shipworthy demo`, `report` and `minutes`: what is printed of a review, of the portfolio and of a team."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import Name, Start, say, session_of, standing_review_of
from shipworthy.cli.report_batch import Look, OfMany, check_not_many, make_batch, make_many
from shipworthy.cli.report_order import About, Asked, For, check_language, format_named, order_of
from shipworthy.domain.report_kind import Audience, Format, Paper
from shipworthy.domain.service import TIERS
from shipworthy.exchange.item_words import read_day
from shipworthy.files import write_text
from shipworthy.workflows import reviews, samples
from shipworthy.workflows.reports import making
from shipworthy.workflows.reports.batch import BatchOrder
from shipworthy.workflows.reports.minutes import minutes_text
from shipworthy.workflows.services import find_service


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
            reviewed = tuple(each.id for each, review in zip(chosen, standing, strict=True) if review is not None)
            make_batch(session, BatchOrder(reviewed, Audience.DESIGN_REVIEW, (Format.PDF,), out, replaces=True))
        finally:
            session.close()


def report(
    context: typer.Context,
    service: Annotated[str, typer.Argument(help="Name of the service.", show_default=False)] = "",
    about: Annotated[About, typer.Option(help="What is told; remediation of all services too.")] = About.ASSESSMENT,
    portfolio: Annotated[bool, typer.Option("--portfolio", help="On all services instead.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="A report each on all services that have a review, into the folder of --out.")
    ] = False,
    team: Annotated[
        str, typer.Option(metavar="NAME", help="On the services of a team instead; with --all, a report on each.")
    ] = "",
    tier: Annotated[
        int | None, typer.Option(min=min(TIERS), max=max(TIERS), help="With --all: services of this tier alone.")
    ] = None,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="At the end of a past day.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Movement since then; else since a month before.")] = "",
    earlier: Annotated[
        str, typer.Option(metavar="REVIEW", help="Compare with this review; else the one decided before.")
    ] = "",
    later: Annotated[str, typer.Option(metavar="REVIEW", help="The later one; else the one that stands.")] = "",
    audience: Annotated[For | None, typer.Option("--for", help="Else the usual readers of such a report.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE-or-FOLDER", help="File of the report; else named after it, here. With --all a folder."
        ),
    ] = None,
    kinds: Annotated[
        list[Format] | None,
        typer.Option("--format", help="Else as the file's ending says, or PDF; several times with --all."),
    ] = None,
    replaces: Annotated[
        bool, typer.Option("--replace", help="With --all: replace files of the same names, which else are kept.")
    ] = False,
    template: Annotated[
        str, typer.Option(metavar="NAME-or-FOLDER", help="Looks of your own; see shipworthy report-template.")
    ] = "",
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Language of the report, such as de; else that of the settings.")
    ] = "",
    paper: Annotated[Paper | None, typer.Option(help="Else that of the settings.")] = None,
) -> None:
    """Make the report of a service, of the portfolio or of a team, or one on each service.

    A full one on a decided review carries its seal.
    """
    asked = Asked(service, about, portfolio, team.strip(), _day(as_of), _day(since), earlier.strip(), later.strip())
    check_language(language)
    session = session_of(context)
    many = OfMany(tuple(dict.fromkeys(kinds or ())), tier, replaces)
    if every:
        make_many(session, asked, many, audience, out, Look(language, paper, template))
        return
    check_not_many(many)
    order = order_of(session, asked, audience, next(iter(many.formats), None) or format_named(out), language)
    order = replace(order, paper=paper, template=template)
    target = out or Path(making.report_name(session, order))
    say(making.make_report(session, order, target).resolve())


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


def _day(text: str) -> date | None:
    return read_day(text.strip()) if text else None
