"""`shipworthy backup`, `check` and `doctor`: the data kept safe and looked at, and this machine examined."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.backup_list import list_backups
from shipworthy.cli.context import AsJson, Start, print_json, say, session_of
from shipworthy.settings import settings_folder
from shipworthy.wording import Wording
from shipworthy.workflows import backups, check_data, doctor
from shipworthy.workflows.check_data import FindingKind

_SIGNS = {FindingKind.DAMAGED: "✕", FindingKind.MENDABLE: "!", FindingKind.TO_KNOW: "·"}


def add_upkeep_commands(app: typer.Typer) -> None:
    """Add the commands on data and machine."""
    app.command()(backup)
    app.command("backups")(list_backups)
    app.command()(check)
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


def check(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be worked out anew.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at everything in the data folder: exit 0 when all is well or to be mended, 2 when something is damaged."""
    session = session_of(context)
    found = check_data.check_data(session)
    mended = ""
    if repair and found.mending.count:
        mended = check_data.mend(session, found)
        found = check_data.check_data(session)
    if as_json:
        print_json(_as_json(found, mended))
    else:
        for each in found.findings:
            say(f"{_SIGNS[each.kind]} {each}")
        if mended:
            say(mended)
        say(check_data.summary(found, Wording()))
    if found.is_damaged:
        raise typer.Exit(2)


def _as_json(found: check_data.CheckResult, mended: str) -> dict[str, object]:
    return {
        "fine": not found.is_damaged and not found.mending.count,
        "damaged": found.is_damaged,
        "mended": mended,
        "services": found.services,
        "answers": found.answers,
        "seals": found.seals,
        "evidence_files": found.files,
        "changes": found.changes,
        "findings": [
            {"kind": each.kind.value, "where": each.where, "text": each.text, "hint": each.hint}
            for each in found.findings
        ],
    }


def doctor_command(context: typer.Context, as_json: AsJson = False) -> None:
    """Print versions, paths and what is missing on this machine; exit 2 where something is."""
    start: Start = context.obj
    findings = doctor.examine(start.session, settings_folder(start.data_dir))
    if as_json:
        states = {"✓": "fine", "!": "look", "✕": "wrong"}
        print_json([{"name": each.name, "value": each.value, "state": states[each.sign]} for each in findings])
    else:
        for finding in findings:
            say(f"{finding.sign} {finding.name}: {finding.value}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(2)
