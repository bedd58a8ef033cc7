"""`shipworthy remediation export` and `import`: items out as files, and their changes back in."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import say, session_of
from shipworthy.cli.remediation_options import (
    SHORT_ID,
    OfSeverity,
    OfState,
    Overdue,
    Owner,
    Service,
    Team,
    chosen_lines,
)
from shipworthy.domain.incoming import ItemEffect
from shipworthy.errors import UserError
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows import item_files
from shipworthy.workflows.item_files import ItemsPreview


def remediation_export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="FILE.csv, FILE.xlsx or FILE.md.")],
    service: Service = None,
    team: Team = None,
    owner: Owner = None,
    severity: OfSeverity = None,
    state: OfState = None,
    overdue: Overdue = False,
    waivers: Annotated[bool, typer.Option("--waivers", help="The waivers in place of the items (CSV).")] = False,
) -> None:
    """Write remediation items as CSV, as a spreadsheet or as a task list in Markdown."""
    session = session_of(context)
    lines = chosen_lines(session, service, team, owner, severity, state, overdue)
    if waivers:
        if len(lines) != len(chosen_lines(session)):
            raise UserError(
                _("Waivers are written whole: the other options choose items."),
                _("Leave out --waivers, or the options that choose."),
            )
        item_files.export_waivers(session, file)
    else:
        item_files.export_items(session, file, {line.item.id for line in lines})
    say(file.resolve())


def remediation_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Exported items that were changed (CSV or XLSX).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would change, and change nothing.")] = False,
) -> None:
    """Take over state, owner, due date, effort, ticket and reason from a file, after printing what changes."""
    session = session_of(context)
    preview = item_files.preview_items(session, file)
    _print_preview(preview)
    if dry_run:
        say(_("Nothing was changed."))
        return
    refused = preview.count(ItemEffect.REFUSED)
    if refused:
        text = ngettext(
            "{count} item changed here after {file} was made, so nothing was imported.",
            "{count} items changed here after {file} was made, so nothing was imported.",
            refused,
        )
        raise UserError(
            text.format(count=refused, file=file.name),
            _("Remove these rows from the file, or export again and repeat your changes."),
        )
    if not preview.changes:
        say(_("Nothing was changed."))
        return
    imported = item_files.import_items(session, preview, {line.before.id for line in preview.changes})
    count = len(imported.items)
    say(ngettext("Imported {count} item.", "Imported {count} items.", count).format(count=count))


def _print_preview(preview: ItemsPreview) -> None:
    wording = Wording()
    for line in preview.effects:
        say(
            f"{wording.item_effect(line.effect)}  {str(line.before.id)[:SHORT_ID]}  {line.service}  {line.before.title}"
        )
        for title, before, after in item_files.differences(line):
            say(f"    {title}: {_on_one_line(before)} → {_on_one_line(after)}")
        if line.refusal:
            say(f"    {_on_one_line(line.refusal)}")
    for title in preview.retitled:
        say(_("A file does not change titles; this one stays: {title}").format(title=title))
    counts = {effect: preview.count(effect) for effect in ItemEffect}
    say(wording.item_effects(counts))


def _on_one_line(text: str) -> str:
    return " ".join(text.split()) or "–"
