"""`shipworthy demo`, `report` and `minutes`: what is printed of a review."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import Name, Start, say, session_of, standing_review_of
from shipworthy.files import write_text
from shipworthy.workflows import reports, reviews, samples
from shipworthy.workflows.minutes import minutes_text
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
            reviewed = [review.assessment.id for review in standing if review is not None]
            for path in reports.report_reviews(session, reviewed, out):
                say(path.resolve())
        finally:
            session.close()


def report(
    context: typer.Context,
    service: Name,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="File of the report; else SERVICE.pdf here.")] = None,
) -> None:
    """Print the report of a service as PDF."""
    session = session_of(context)
    review = standing_review_of(session, service)
    target = out or Path(reports.file_name(review))
    say(reports.report_review(session, review.assessment.id, target).resolve())


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
