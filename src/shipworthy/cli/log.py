"""`shipworthy log`, and the log of the terminal's own commands."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from shipworthy import log
from shipworthy.cli.context import Start, say
from shipworthy.errors import UserError
from shipworthy.text import _

_NAME = "log"
_COMMAND = "shipworthy.command"
_WRONG_USAGE: Any = typer.BadParameter.__base__  # Typer does not export the error for what people type wrong


class LoggedGroup(TyperGroup):
    """The root of all commands; notes for `logged` which of them runs, before it runs."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command."""
        name, command, rest = super().resolve_command(ctx, args)
        inner = getattr(command, "commands", {}).get(rest[0]) if rest else None
        ctx.meta[_COMMAND] = f"{name} {rest[0]}" if inner else str(name)
        return name, command, rest


@contextmanager
def logged(context: typer.Context, start: Start) -> Iterator[None]:
    """Log the command that the block runs as one action, into the log of its data folder where there is that folder."""
    name = str(context.meta.get(_COMMAND, ""))
    if name == _NAME:  # it would print itself
        yield
        return
    with suppress(UserError):  # settings that cannot be read: the command says so, if it needs them
        start.log_into(start.data_folder())
    ended: typer.Exit | None = None
    action = log.Action(f"shipworthy {name}", (UserError, typer.Abort, _WRONG_USAGE))
    try:
        with action.at_work() as facts:
            try:
                yield
            except typer.Exit as error:
                ended = error
                facts["code"] = error.exit_code
        if ended is not None:
            raise ended
    finally:
        log.stop()


def add_log_command(app: typer.Typer) -> None:
    """Add the command that prints the log."""
    app.command(_NAME)(print_log)


def print_log(
    context: typer.Context,
    last: Annotated[int, typer.Option(metavar="N", min=1, help="Print the last N lines.")] = 100,
    action: Annotated[str, typer.Option(metavar="ID", help="Print the lines of one action, and those within it.")] = "",
    path: Annotated[bool, typer.Option("--path", help="Print nothing but the folder.")] = False,
) -> None:
    """Print where the log lies and its last lines, to send to whoever looks for a fault."""
    start: Start = context.obj
    folder = log.log_folder(start.data_folder())
    if path:
        say(folder)
        return
    lines = log.lines(folder)
    if action:
        lines = [line for line in lines if log.is_of(line, action)]
    say(folder, err=True)  # apart, so that the lines can be piped
    for line in lines[-last:]:
        say(line)
    if not lines:
        raise UserError(
            _("The log has no line of that kind.") if action else _("The log is empty."),
            _("Look whether --data-dir names the folder that was used."),
        )
