"""The whole command line. User errors end in one message on standard error and exit code 2."""

import io
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from shipworthy import __version__
from shipworthy.cli.bundle import bundle_commands
from shipworthy.cli.campaign import campaign_commands
from shipworthy.cli.comparison import add_comparison_commands
from shipworthy.cli.context import OpenSession, Start, say
from shipworthy.cli.decision import add_decision_commands
from shipworthy.cli.interruption import ending_whole
from shipworthy.cli.log import LoggedGroup, add_log_command, logged
from shipworthy.cli.pack import pack_commands
from shipworthy.cli.policy import policy_commands
from shipworthy.cli.portfolio import add_portfolio_commands
from shipworthy.cli.questionnaire import questionnaire_commands
from shipworthy.cli.remediation import remediation_commands
from shipworthy.cli.report import add_report_commands
from shipworthy.cli.report_template import report_template_commands
from shipworthy.cli.restore import add_restore_command
from shipworthy.cli.review import review_commands
from shipworthy.cli.score import add_score_commands
from shipworthy.cli.service import service_commands
from shipworthy.cli.store import store_commands
from shipworthy.cli.template import template_commands
from shipworthy.cli.upkeep import add_upkeep_commands
from shipworthy.cli.waiver import waiver_commands
from shipworthy.errors import InvalidFile, UserError
from shipworthy.text import _

_DATA_DIR = "--data-dir"


def terminal(open_session: OpenSession) -> typer.Typer:
    """Return the whole command line; `open_session` opens the store of a data folder (None: the usual one)."""
    app = typer.Typer(
        cls=LoggedGroup, no_args_is_help=False, add_completion=False, pretty_exceptions_enable=False, help=_HELP
    )
    app.callback()(_keep_data_dir(open_session))
    for add_commands in (
        add_score_commands,
        add_comparison_commands,
        add_report_commands,
        add_decision_commands,
        add_portfolio_commands,
        add_upkeep_commands,
        add_log_command,
        add_restore_command,
    ):
        add_commands(app)
    app.add_typer(service_commands(), name="service")
    app.add_typer(pack_commands(), name="pack")
    app.add_typer(policy_commands(), name="policy")
    app.add_typer(bundle_commands(), name="bundle")
    app.add_typer(campaign_commands(), name="campaign")
    app.add_typer(questionnaire_commands(), name="questionnaire")
    app.add_typer(report_template_commands(), name="report-template")
    app.add_typer(review_commands(), name="review")
    app.add_typer(remediation_commands(), name="remediation")
    app.add_typer(store_commands(), name="store")
    app.add_typer(template_commands(), name="template")
    app.add_typer(waiver_commands(), name="waiver")
    return app


_HELP = _("Review whether a service is fit to go live. Without a command, the window opens.")


def _keep_data_dir(open_session: OpenSession) -> Callable[..., None]:
    def keep(
        context: typer.Context,
        data_dir: Annotated[Path | None, typer.Option(_DATA_DIR, help=_("Folder of the database."))] = None,
        _version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_print_version, help=_("Print the version."))
        ] = False,
    ) -> None:
        start = Start(open_session, data_dir)
        context.obj = start
        context.with_resource(logged(context, start))

    return keep


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"Shipworthy {__version__}")
        raise typer.Exit


def print_error(error: UserError) -> None:
    """Print a user error on standard error: what happened, where, and what to do."""
    with suppress(UserError):  # standard error takes nothing: then nobody can be told
        say(error.message, err=True)
        for line in [str(problem) for problem in error.problems] if isinstance(error, InvalidFile) else [error.hint]:
            say(line, err=True)


def run(app: typer.Typer, arguments: list[str]) -> int:
    """Run one command line and return its exit code: 2 for a user error, 128 and its number for a signal."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that knows no ✓ shows a question mark. Errors need no such thing: Python sees to that.
        sys.stdout.reconfigure(errors="replace")
    try:
        with ending_whole():
            app(_data_dir_first(arguments), prog_name="shipworthy")
    except UserError as error:
        print_error(error)
        return 2
    except SystemExit as ended:  # Typer ends every command this way, wrong usage with 2
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def _data_dir_first(arguments: list[str]) -> list[str]:
    """Return the arguments with --data-dir before the command, where Typer wants it; people write it at either end."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == _DATA_DIR or argument.startswith(f"{_DATA_DIR}="):
            end = place + (2 if argument == _DATA_DIR else 1)
            return [*arguments[place:end], *arguments[:place], *arguments[end:]]
    return arguments
