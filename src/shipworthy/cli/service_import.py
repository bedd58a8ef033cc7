"""`shipworthy service import`: services from a Backstage catalogue or a table, after printing what changes."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, print_json, say, session_of
from shipworthy.domain.service_import import ServiceEffect, ServiceField
from shipworthy.errors import Problem, UserError
from shipworthy.text import _, ngettext
from shipworthy.wording import DASH, Wording
from shipworthy.workflows.service_differences import differences
from shipworthy.workflows.service_import import (
    ImportOptions,
    IncomingService,
    ServicesPlan,
    import_services,
    plan_import,
    read_sources,
    source_name,
)

_FIELDS = ", ".join(ServiceField)


def service_import(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Backstage .yaml or folder, .csv, .xlsx.")],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help=f"What a column says: {_FIELDS}, fact:ID, or nothing."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would change, and change nothing.")] = False,
    create_only: Annotated[bool, typer.Option("--create-only", help="Add services, and change none.")] = False,
    update_only: Annotated[bool, typer.Option("--update-only", help="Change services, and add none.")] = False,
    clear_empty: Annotated[
        bool, typer.Option("--clear-empty", help="Clear what a table has a column for and leaves empty.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add and update services from a Backstage catalogue or a table; nothing is ever removed."""
    if create_only and update_only:
        raise UserError(
            _("Nothing would be left to do: services are neither added nor changed."),
            _("Leave out --create-only or --update-only."),
        )
    session = session_of(context)
    options = ImportOptions(create=not update_only, update=not create_only, clear_empty=clear_empty)
    received = read_sources(session, paths, columns or ())
    plan = plan_import(session, source_name(paths), received, options)
    if not plan.lines:
        raise _nothing_found(plan)
    imported = import_services(session, plan) if plan.changes and not dry_run else None
    if as_json:
        print_json(_as_json(plan, changed=imported is not None))
        return
    _print_plan(plan)
    if imported is None:
        say(_("Nothing was changed."))
        return
    count = len(imported.changed.services)
    say(ngettext("Imported {count} service.", "Imported {count} services.", count).format(count=count))


def _nothing_found(plan: ServicesPlan) -> UserError:
    reasons = [str(problem) for problem in plan.told[:20]]
    hint = _("Choose the files that describe services: a Component each, or a table with a row each.")
    return UserError(_("No service was found in {source}.").format(source=plan.source), "\n".join([*reasons, hint]))


def _print_plan(plan: ServicesPlan) -> None:
    wording = Wording()
    for problem in plan.told:
        say(problem)
    for line in plan.lines:
        if line.effect is ServiceEffect.UNCHANGED and not line.notes:
            continue
        say(f"{wording.service_effect(line.effect)}  {line.name}")
        for title, before, after in _differences(plan, line):
            change = f"{_on_one_line(before)} → " if line.before is not None else ""
            say(f"    {title}: {change}{_on_one_line(after)}")
        for problem in _problems(line):
            say(f"    {problem}")
    say(wording.service_effects(plan.counts))


def _differences(plan: ServicesPlan, line: IncomingService) -> tuple[tuple[str, str, str], ...]:
    return differences(line.before, line.after, plan.names) if line.after is not None else ()


def _problems(line: IncomingService) -> tuple[Problem, ...]:
    return (*((line.refusal,) if line.refusal is not None else ()), *line.notes)


def _on_one_line(text: str) -> str:
    return " ".join(text.split()) or DASH


def _as_json(plan: ServicesPlan, *, changed: bool) -> dict[str, object]:
    return {
        "source": plan.source,
        "changed": changed,
        "counts": {str(effect): count for effect, count in plan.counts.items()},
        "services": [
            {
                "name": line.name,
                "effect": str(line.effect),
                "file": line.received.file,
                "line": line.received.place[0],
                "changes": {title: [before, after] for title, before, after in _differences(plan, line)},
                "reason": str(line.refusal) if line.refusal is not None else None,
                "notes": [str(note) for note in line.notes],
            }
            for line in plan.lines
        ],
        "others": dict(plan.others),
        "told": [str(problem) for problem in plan.told],
    }
