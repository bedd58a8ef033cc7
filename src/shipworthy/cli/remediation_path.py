"""`shipworthy remediation path`: the least work that brings services to a target, and making it into items."""

from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, print_json, say, session_of
from shipworthy.domain.path_candidates import Candidate
from shipworthy.domain.path_ledger import Target
from shipworthy.domain.path_to_ready import MOST_TIES, Path, ServicePath, find_path, other_paths
from shipworthy.exchange.item_words import effort_text, read_day, read_effort
from shipworthy.text import _, ngettext
from shipworthy.wording.path import PathWording
from shipworthy.workflows import path_to_ready
from shipworthy.workflows.path_to_ready import PathRequest
from shipworthy.workflows.services import find_service

SHORT_ID = 8
NOT_REACHED = 1


def remediation_path(
    context: typer.Context,
    service: Annotated[list[str], typer.Argument(metavar="SERVICE...", help="Names of services.")],
    target: Annotated[Target, typer.Option(help="What to reach.")] = Target.READY,
    budget: Annotated[str, typer.Option(metavar="DAYS", help="Person-days that may be spent at most.")] = "",
    lock_in: Annotated[
        list[str] | None, typer.Option(metavar="ITEM-or-QUESTION", help="Work that must be part of it.")
    ] = None,
    lock_out: Annotated[
        list[str] | None, typer.Option(metavar="ITEM-or-QUESTION", help="Work that must not be part of it.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Make the path into planned items.")] = False,
    owner: Annotated[str, typer.Option(metavar="NAME", help="With --apply: who owns what has no owner.")] = "",
    due: Annotated[str, typer.Option(metavar="DATE", help="With --apply: when; else as the gate policy says.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show the least work that brings services to a target: exit 0 where all get there, 1 where not."""
    session = session_of(context)
    wanted = tuple(find_service(session, name).id for name in service)
    days = read_effort(budget) if budget else None
    day = read_day(due) if due else None
    problem = path_to_ready.read_problem(session, PathRequest(wanted, target, days))
    locked_in = path_to_ready.find_candidates(problem, lock_in or ())
    locked_out = path_to_ready.find_candidates(problem, lock_out or ())
    path = find_path(path_to_ready.locked(problem, locked_in, locked_out))
    ties = other_paths(path)
    path = ties[0]
    if as_json:
        print_json(_as_json(path, ties))
    else:
        _print(path, len(ties))
    if apply:
        made = path_to_ready.make_items(session, path, owner=owner, due=day)
        if not as_json:
            count = len(made.sequences)
            say(ngettext("Planned {count} item.", "Planned {count} items.", count).format(count=count))
    if not path.reaches_all:
        raise typer.Exit(NOT_REACHED)


def _print(path: Path, ties: int) -> None:
    wording = PathWording()
    say(wording.path_outcome(path))
    several = len(path.services) > 1
    for each in path.services:
        if several:
            say(f"  {each.review.service.name}: {wording.service_outcome(each)}")
        for sentence in wording.obstacles(each):
            say(f"- {sentence}")
    names = {each.review.service.id: each.review.service.name for each in path.services}
    for number, step in enumerate(path.steps, start=1):
        candidate = step.candidate
        parts = [names.get(candidate.service, _("elsewhere"))] if several or step.after is None else []
        parts += [" ".join(candidate.item.title.split()), _name(candidate), wording.further_effort(candidate)]
        if step.after is not None:
            parts += [
                wording.gain(step.gain),
                wording.score_with_band(step.after.score, step.after.band),
                _("level {level}").format(level=step.after.level),
                wording.verdict(step.after.verdict),
            ]
        say(f"{number:3}. " + "  ".join(parts))
    if ties > 1:
        most = _("There are {count} paths of the same effort, or more; this is the first by its ids.")
        exact = _("There are {count} paths of the same effort; this is the first by its ids.")
        say((most if ties == MOST_TIES else exact).format(count=ties))
    say(wording.left_out())


def _name(candidate: Candidate) -> str:
    """Return by what a candidate can be locked: the question of a proposed item, the beginning of another's id."""
    return min(candidate.closes) if candidate.proposed else candidate.id[:SHORT_ID]


def _as_json(path: Path, ties: tuple[Path, ...]) -> dict[str, object]:
    wording = PathWording()
    return {
        "target": str(path.problem.target),
        "reached": path.reaches_all,
        "effort_days": effort_text(path.effort),
        "budget_days": effort_text(path.problem.budget) or None,
        "services": [_service_json(each, wording) for each in path.services],
        "steps": [
            {
                "item": None if step.candidate.proposed else step.candidate.id,
                "service": str(step.candidate.service),
                "title": step.candidate.item.title,
                "questions": sorted(step.candidate.closes),
                "effort_days": effort_text(step.candidate.days),
                "estimate": str(step.candidate.estimate),
                "gain": str(step.gain),
                "score": str(step.after.score) if step.after else None,
                "band": [str(step.after.band.low), str(step.after.band.high)]
                if step.after and step.after.band
                else None,
                "level": step.after.level if step.after else None,
                "verdict": str(step.after.verdict) if step.after else None,
            }
            for step in path.steps
        ],
        "ties": [sorted(each.chosen) for each in ties],
        "left_out": ["age", "dependency cap"],
    }


def _service_json(one: ServicePath, wording: PathWording) -> dict[str, object]:
    return {
        "id": str(one.review.service.id),
        "name": one.review.service.name,
        "already": one.already,
        "reached": one.reached,
        "alone_days": None if one.alone is None else effort_text(one.alone),
        "obstacles": wording.obstacles(one),
    }
