"""`shipworthy report-template`: reports that look as the company wants them."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import Start, say, session_of
from shipworthy.reports.view_models import ViewModel
from shipworthy.text import _
from shipworthy.workflows.reports import own_templates, template_check, template_fields


def report_template_commands() -> typer.Typer:
    """Return the commands on report templates."""
    group = typer.Typer(help=_("Let reports look as your company wants them."), no_args_is_help=True)
    group.command("new")(report_template_new)
    group.command("list")(report_template_list)
    group.command("check")(report_template_check)
    group.command("fields")(report_template_fields)
    return group


def report_template_new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the template, and of its folder.")],
    about: Annotated[ViewModel, typer.Option(help="Which report it is for.")] = ViewModel.ASSESSMENT,
) -> None:
    """Copy the starter of a report template into a folder of its own, to be changed as you like."""
    folder = own_templates.start_template(name, about, session_of(context).data_dir)
    say(_("Wrote {folder}.").format(folder=folder))
    say(_("Look at what it makes: shipworthy report-template check {name} --out FILE.pdf").format(name=name))


def report_template_list(context: typer.Context) -> None:
    """List the report templates."""
    data_dir = session_of(context).data_dir
    found = own_templates.list_report_templates(data_dir)
    if not found:
        say(_("No report templates yet. Begin one: shipworthy report-template new NAME."))
    for each in found:
        says = each.problem.replace("\n", " ") if each.about is None else f"{each.about}  {each.title}"
        say(f"{each.name}  {says}")


def report_template_check(
    context: typer.Context,
    template: Annotated[str, typer.Argument(metavar="NAME-or-FOLDER", help="Template, by name or folder.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE.pdf", help="Keep what it makes of the samples.")] = None,
) -> None:
    """Fill a report template with the samples and tell what is wrong with it, with file and line."""
    start: Start = context.obj
    session = session_of(context)
    found = own_templates.find_template(template, session.data_dir)
    rendered = template_check.check_template(found, start.open_session)
    say(_("{folder}: {pages} pages, no problems.").format(folder=found.folder, pages=rendered.pages))
    if out is not None:
        say(template_check.keep(rendered, out))


def report_template_fields(
    about: Annotated[ViewModel, typer.Argument(help="Which report.")] = ViewModel.ASSESSMENT,
) -> None:
    """Print every field that a report template can use, and what it means."""
    for line in template_fields.field_lines(about):
        say(line)
