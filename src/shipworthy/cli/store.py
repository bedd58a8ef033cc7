"""`shipworthy store`: everything in one archive, to be carried to another machine."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import Start, say, session_of
from shipworthy.cli.restore import bring_back
from shipworthy.text import _
from shipworthy.workflows import whole_store


def store_commands() -> typer.Typer:
    """Return the group of commands."""
    group = typer.Typer(help=_("Take everything along, in one checked archive."), no_args_is_help=True)
    group.command("export")(store_export)
    group.command("import")(store_import)
    return group


def store_export(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The archive; else named by the day, here.")
    ] = None,
) -> None:
    """Write database, evidence and own report templates into one archive; exit 2 where an evidence file is damaged."""
    session = session_of(context)
    exported = whole_store.export_store(session, (out or Path(whole_store.archive_name(session))).absolute())
    text, damage = whole_store.exported_words(exported)
    say(text)
    if damage:
        say(damage, err=True)
        raise typer.Exit(2)


def store_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and change nothing.")] = False,
) -> None:
    """Put an archive in the place of the data, which are backed up first; own report templates are added."""
    start: Start = context.obj
    data_dir, _settings = start.place()
    with whole_store.unpacked(file.absolute(), data_dir) as point:
        if bring_back(start, point, dry_run=dry_run):
            added = whole_store.templates_words(whole_store.take_templates(point, data_dir))
            if added:
                say(added)
