"""`shipworthy compare`: what moved the score between two reviews of a service."""

from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, print_json, say, session_of
from shipworthy.domain.comparison import Comparison
from shipworthy.domain.pack import bare_id
from shipworthy.exchange.comparison_json import comparison_as_json
from shipworthy.text import _
from shipworthy.wording.comparison import ComparisonWording
from shipworthy.workflows.comparison import compare_reviews, find_assessment

_One = Annotated[str, typer.Argument(metavar="A", help="The earlier review: id, beginning of an id, or title.")]
_Other = Annotated[str, typer.Argument(metavar="B", help="The later one, named likewise.")]


def add_comparison_commands(app: typer.Typer) -> None:
    """Add the command on two reviews."""
    app.command()(compare)


def compare(
    context: typer.Context,
    before: _One,
    after: _Other,
    service: Annotated[str, typer.Option("--service", metavar="NAME", help="Whose reviews the titles name.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what moved the score from one review to another: five parts, then question by question."""
    session = session_of(context)
    one, other = (find_assessment(session, each, service) for each in (before, after))
    comparison, wording = compare_reviews(session, one, other), ComparisonWording()
    if as_json:
        print_json(comparison_as_json(comparison, wording))
    else:
        _print_comparison(comparison, wording)


def _print_comparison(comparison: Comparison, wording: ComparisonWording) -> None:
    titles = (comparison.before.assessment.title, comparison.after.assessment.title)
    say(f"{comparison.after.service.name}: “{titles[0]}” → “{titles[1]}”")
    for line in wording.outcomes(comparison):
        say(line)
    if comparison.parts is None:
        say(wording.not_comparable(comparison))
    else:
        say(_("What moved the score, {change}:").format(change=wording.change_in_points(comparison.change)))
        for factor, part in comparison.parts.items():
            say(f"  {wording.points(part):>7}  {wording.factor(factor)}")
    say(_("Principles:"))
    for principle in comparison.principles:
        say(f"  {wording.percent(principle.before):>3} → {wording.percent(principle.after):>3}  {principle.title}")
    say(_("Questions, the largest change first:") if comparison.movements else _("No question moved."))
    for movement in comparison.movements:
        name, text = bare_id(movement.question.id), wording.before_and_after(movement)
        say(f"  {wording.points(movement.change):>7}  {name}  {wording.movement(movement)}: {text}")
