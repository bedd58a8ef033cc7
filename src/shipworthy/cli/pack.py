"""`shipworthy pack`: the packs of questions."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import say
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows import packs


def pack_commands() -> typer.Typer:
    """Return the commands on packs."""
    group = typer.Typer(help=_("List, show and check packs."), no_args_is_help=True)
    group.command("list")(pack_list)
    group.command("show")(pack_show)
    group.command("validate")(pack_validate)
    group.command("schema")(pack_schema)
    return group


def pack_list() -> None:
    """List the shipped packs."""
    for line in packs.list_packs():
        say(f"{line.pack.id} {line.pack.version}  {line.question_count}  {line.pack.title}")


def pack_show(pack: Annotated[str, typer.Argument(metavar="ID-or-FILE", help="Pack, by id or file.")]) -> None:
    """Show a pack's principles, questions and choices."""
    found = packs.find_pack(pack)
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


def pack_schema() -> None:
    """Print the JSON Schema of pack files."""
    say(packs.pack_schema().rstrip("\n"))
