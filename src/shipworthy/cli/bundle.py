"""`shipworthy bundle`: a review as a file for a colleague, and what comes back."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import Name, say, session_of
from shipworthy.domain.merge import Conflict, Part, Pick
from shipworthy.domain.pack import bare_id
from shipworthy.errors import UserError
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows import bundles, services
from shipworthy.workflows.bundle_words import arrival_lines, sending_lines
from shipworthy.workflows.kept_words import answer_in_words


def bundle_commands() -> typer.Typer:
    """Return the group of commands."""
    group = typer.Typer(help=_("Send a review to a colleague and merge what comes back."), no_args_is_help=True)
    group.command("export")(bundle_export)
    group.command("import")(bundle_import)
    return group


def bundle_export(
    context: typer.Context,
    service: Name,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The bundle; else SERVICE.shipworthy here.")] = None,
    internal: Annotated[bool, typer.Option("--internal", help="Send internal notes along.")] = False,
) -> None:
    """Write the open review of a service into a bundle for a colleague."""
    session = session_of(context)
    assessment = bundles.open_assessment(session, services.find_service(session, service).id)
    path = out or Path(bundles.bundle_name(session, assessment.id))
    sending = bundles.export_bundle(session, assessment.id, path, internal)
    say(path.resolve())
    for line in sending_lines(sending):
        say(line)


def bundle_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The bundle.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what it would do and change nothing.")] = False,
    on_conflict: Annotated[
        Pick | None, typer.Option(help="What holds where both changed the same; the other stays in the note.")
    ] = None,
) -> None:
    """Take over a review from a bundle, or merge it into the review here."""
    session = session_of(context)
    preview = bundles.read_bundle(session, file)
    for line in arrival_lines(preview, Wording()):
        say(line)
    for conflict in preview.conflicts:
        say(_conflict_line(preview, conflict))
    if dry_run:
        say(_("Nothing was changed."))
    elif not preview.is_here:
        bundles.take_over(session, preview)
        say(_("Taken over."))
    elif preview.conflicts and on_conflict is None:
        count = len(preview.conflicts)
        text = ngettext("{count} conflict is not decided.", "{count} conflicts are not decided.", count)
        raise UserError(
            text.format(count=count),
            _("Add --on-conflict mine, theirs or both, or open the bundle in the window to decide one by one."),
        )
    elif preview.says_nothing_new:
        bundles.merge_bundle(session, preview, {})
        say(_("It says nothing new."))
    else:
        picks = {each.key: on_conflict or Pick.BOTH for each in preview.conflicts}
        say(_("Done: {name}.").format(name=bundles.merge_bundle(session, preview, picks).name))


def _conflict_line(preview: bundles.BundlePreview, conflict: Conflict) -> str:
    wording = Wording()
    if conflict.part is Part.NOTE:
        mine, theirs = (" ".join(each.note.split()) or _("no note") for each in (conflict.mine, conflict.theirs))
    else:
        both = (conflict.mine, conflict.theirs)
        mine, theirs = (answer_in_words(preview.questionnaire, each, wording) for each in both)
    return _("Conflict in {question}: here “{mine}”, from {name} “{theirs}”").format(
        question=bare_id(conflict.mine.question), mine=mine, name=preview.sender, theirs=theirs
    )
