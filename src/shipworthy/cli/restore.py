"""`shipworthy restore`: the data as a backup has them, with what that would take back said before it is done."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.backup_list import list_backups
from shipworthy.cli.context import Start, say
from shipworthy.errors import UserError
from shipworthy.storage.window_claim import claimed
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.restore import (
    Point,
    chosen_point,
    newest_sound,
    outlook,
    points,
    prepare_return,
    return_to,
)
from shipworthy.workflows.restore_words import moment_words, outlook_words, restored_words

_LATEST = "latest"


def add_restore_command(app: typer.Typer) -> None:
    """Add the command."""
    app.command("restore")(restore)


def restore(
    context: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="[FILE|latest]", help="A backup's file, or the newest whole one.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before restoring the latest.")] = False,
) -> None:
    """Put a backup in the place of the data, which are backed up first; without a FILE, list the backups."""
    if not which:
        list_backups(context)
        return
    start: Start = context.obj
    data_dir, settings = start.place()
    if which == _LATEST:
        point = _latest(points(data_dir, settings), data_dir)
        bring_back(start, point, dry_run=dry_run, ask=not yes)
    else:
        bring_back(start, chosen_point(Path(which)), dry_run=dry_run)


def bring_back(start: Start, point: Point, *, dry_run: bool, ask: bool = False) -> bool:
    """Say what a return to a point would change, and return; False where it was a dry run."""
    data_dir, settings = start.place()
    wording, now = Wording(), datetime.now().astimezone()
    say(f"{moment_words(point.file.made_at, now, wording)}: {point.place}")
    for sentence in outlook_words(outlook(data_dir, point), now, wording):
        say(sentence)
    if dry_run:
        return False
    if ask:
        _ask(point)
    with claimed(data_dir):
        prepared = prepare_return(data_dir, settings, point.file.path, lambda: now)
        restored = return_to(prepared, lambda: now)
    for line in restored_words(point, restored, now, wording):
        if line:
            say(line)
    if restored.saved is not None:
        say(_("To go back: shipworthy restore {file}").format(file=restored.saved))
    return True


def _latest(found: tuple[Point, ...], data_dir: Path) -> Point:
    point = newest_sound(found, data_dir)
    if point is None:
        raise UserError(
            _("There is no backup that can be restored."),
            _("Name the file of one that lies elsewhere: shipworthy restore FILE."),
        )
    return point


def _ask(point: Point) -> None:
    if not sys.stdin.isatty():
        raise UserError(
            _("Nobody is there to ask, so nothing was restored."),
            _("Add --yes, or name the backup, as in shipworthy restore {file}.").format(file=point.file.path),
        )
    if not typer.confirm(_("Restore it?")):
        raise UserError(_("Nothing was restored."), "")
