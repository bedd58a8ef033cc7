"""`shipworthy backup` and `doctor`: the data kept safe, and this machine examined."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.backup_list import list_backups
from shipworthy.cli.context import Start, say, session_of
from shipworthy.workflows import backups, doctor


def add_upkeep_commands(app: typer.Typer) -> None:
    """Add the commands on data and machine."""
    app.command()(backup)
    app.command("backups")(list_backups)
    app.command("doctor")(doctor_command)


def backup(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder for it; else the usual one.")] = None,
) -> None:
    """Write a verified backup of database and evidence; exit 2 where an evidence file is damaged, or the second folder
    cannot be reached."""
    text, damage = backups.summary(backups.back_up(session_of(context), to))
    say(text)
    if damage:
        say(damage, err=True)
        raise typer.Exit(2)


def doctor_command(context: typer.Context) -> None:
    """Print versions, paths and what is missing on this machine; exit 2 where something is."""
    start: Start = context.obj
    findings = doctor.examine(start.session)
    for finding in findings:
        say(f"{'✓' if finding.fine else '✕'} {finding.name}: {finding.value}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(2)
