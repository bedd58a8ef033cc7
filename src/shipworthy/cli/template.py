"""`shipworthy template`: answers given once for many services."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import say, session_of
from shipworthy.text import _, ngettext
from shipworthy.workflows import templates

TemplateName = Annotated[str, typer.Argument(metavar="NAME", help="Name of the template.")]


def template_commands() -> typer.Typer:
    """Return the commands on templates."""
    group = typer.Typer(help=_("Keep answers that hold for many services."), no_args_is_help=True)
    group.command("add")(template_add)
    group.command("list")(template_list)
    group.command("remove")(template_remove)
    return group


def template_add(
    context: typer.Context,
    name: TemplateName,
    answers_file: Annotated[Path, typer.Option("--answers", metavar="FILE", help="Answers as YAML.")],
    summary: Annotated[str, typer.Option(help="For which services they hold.")] = "",
    pack: Annotated[str, typer.Option(metavar="ID-or-FILE", help="Pack, by id or file; else the file's own.")] = "",
) -> None:
    """Keep the answers of an answers file as a template."""
    template = templates.add_template(session_of(context), answers_file, name, summary, pack).template
    text = ngettext("Added {name} with {count} answer.", "Added {name} with {count} answers.", len(template.answers))
    say(text.format(name=template.name, count=len(template.answers)))


def template_list(context: typer.Context) -> None:
    """List the templates."""
    found = templates.list_templates(session_of(context))
    if not found:
        say(_("No templates yet. Add one: shipworthy template add NAME --answers FILE."))
    for template in found:
        answers = ngettext("{count} answer", "{count} answers", len(template.answers))
        parts = (template.name, answers.format(count=len(template.answers)), template.summary)
        say("  ".join(part for part in parts if part))


def template_remove(context: typer.Context, name: TemplateName) -> None:
    """Offer a template no longer; reviews that were started from it keep their answers."""
    session = session_of(context)
    removed = templates.archive_template(session, templates.find_template(session, name).id).template
    say(_("Removed {name}. Reviews that were started from it keep their answers.").format(name=removed.name))
