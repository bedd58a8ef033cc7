"""`shipworthy pack`: the packs of questions."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import say, session_of
from shipworthy.domain.pack import Pack
from shipworthy.errors import InvalidFile, UserError
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows import own_packs, pack_tools, packs

PackName = Annotated[str, typer.Argument(metavar="ID-or-FILE", help="Pack, by id or file.")]


def pack_commands() -> typer.Typer:
    """Return the commands on packs."""
    group = typer.Typer(help=_("List, show and check packs."), no_args_is_help=True)
    group.command("list")(pack_list)
    group.command("show")(pack_show)
    group.command("preview")(pack_preview)
    group.command("validate")(pack_validate)
    group.command("lint")(pack_lint)
    group.command("diff")(pack_diff)
    group.command("new")(pack_new)
    group.command("add")(pack_add)
    group.command("remove")(pack_remove)
    group.command("schema")(pack_schema)
    return group


def pack_list() -> None:
    """List the shipped packs."""
    for line in packs.list_packs():
        say(f"{line.pack.id} {line.pack.version}  {line.question_count}  {line.pack.title}")


def _find(context: typer.Context, id_or_file: str) -> Pack:
    """Return a shipped pack, the pack of a file, or one's own of this id; a store is opened for the last alone."""
    try:
        return packs.find_pack(id_or_file)
    except InvalidFile:
        raise
    except UserError:
        return own_packs.find_offered(session_of(context), id_or_file)


def pack_show(context: typer.Context, pack: PackName) -> None:
    """Show a pack's principles, questions and choices."""
    found = _find(context, pack)
    say(f"{found.title} {found.version}\n{found.summary}")
    for principle in found.principles:
        say(f"\n{principle.title}. {principle.intent}")
        for question in principle.questions:
            say(f"  {question.id}  {question.text}")
            for choice in question.choices:
                say(f"    {choice.id}: {choice.label} ({Wording().choice_score(choice.score)})")


def pack_validate(file: Annotated[Path, typer.Argument(help="Pack file to check.")]) -> None:
    """Check a pack file and print every problem with its place and its fix."""
    line = packs.check_pack_file(file)
    say(
        _("{file}: {pack} {version}, {count} questions, no problems.").format(
            file=file, pack=line.pack.id, version=line.pack.version, count=line.question_count
        )
    )


def pack_preview(context: typer.Context, pack: PackName) -> None:
    """Show a pack as whoever answers it reads it."""
    for line in pack_tools.as_respondent(_find(context, pack)):
        say(line)


def pack_lint(pack: PackName) -> None:
    """Give advice on a pack's words: double subjects, vague words, long sentences, repeated wording."""
    found = pack_tools.lint(pack)
    for advice in found:
        say(advice)
    text = ngettext("{count} piece of advice.", "{count} pieces of advice.", len(found))
    say(text.format(count=len(found)) if found else _("Nothing to advise."))


def pack_diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="Pack, by id or file.")],
    now: Annotated[str, typer.Argument(metavar="NOW", help="The other one, by id or file.")],
) -> None:
    """Tell what distinguishes two versions of a pack."""
    for line in pack_tools.difference(_find(context, before), _find(context, now)):
        say(line)


def pack_new(
    pack_id: Annotated[str, typer.Argument(metavar="ID", help="Its id: small letters, digits, hyphens.")],
    title: Annotated[str, typer.Option(help="Its title; else the id.")] = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else ID.yaml here.")] = None,
) -> None:
    """Write a pack of one question to begin from."""
    target = out or Path(f"{pack_id}.yaml")
    schema = pack_tools.schema_beside(target)
    was_there = schema.exists()
    made = pack_tools.start_pack(pack_id, title, target)
    say(_("Wrote {file}. Check it with shipworthy pack validate {file}.").format(file=made))
    if not was_there:
        say(_("Wrote {file}, by which editors complete and check it.").format(file=schema))
    elif schema.read_bytes() != packs.pack_schema().encode():
        say(_("{file} was there and stays; today's schema is printed by shipworthy pack schema.").format(file=schema))


def pack_add(context: typer.Context, file: Annotated[Path, typer.Argument(help="Pack file of your own.")]) -> None:
    """Keep a pack of your own, so that reviews can be started with it; older versions of it stay."""
    say(own_packs.added_text(own_packs.add_own_pack(session_of(context), file)))


def pack_remove(
    context: typer.Context,
    pack_id: Annotated[str, typer.Argument(metavar="ID", help="Pack of your own.")],
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Which version of it.")],
) -> None:
    """Remove a version of a pack of your own that no review uses."""
    say(own_packs.removed_text(own_packs.remove_own_pack(session_of(context), pack_id, version)))


def pack_schema() -> None:
    """Print the JSON Schema of pack files."""
    say(packs.pack_schema().rstrip("\n"))
