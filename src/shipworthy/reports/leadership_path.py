"""The path to ready as leaders read it: its effort, its first steps, and what no work mends."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from shipworthy.domain.path_steps import PathStep
from shipworthy.domain.path_to_ready import Path
from shipworthy.reports.entries.leadership import PathEntry, StepEntry
from shipworthy.reports.leadership_asks import open_in, way
from shipworthy.reports.leadership_figures import LeadershipFigures
from shipworthy.wording.figures import DASH
from shipworthy.wording.leadership import LeadershipWording


def path_figure(path: Path | None, wording: LeadershipWording) -> tuple[str, str]:
    """Return the effort of a path as a figure, and what stands beneath it."""
    found = way(path)
    effort = found.effort if found else Fraction(0)
    steps = len(found.steps) if found else 0
    return wording.effort_figure(found is not None, effort), wording.effort_of(
        steps, found is not None, path is not None
    )


def path_entry(figures: LeadershipFigures, wording: LeadershipWording, room: Callable[[PathEntry], int]) -> PathEntry:
    """Return the least work that makes the service Ready; why there is none.

    `room` tells how many steps fit beside what else the entry says.
    """
    path = figures.path
    if path is None:
        return PathEntry(wording.path_not_found(), (), "", ())
    if way(path) is None:
        return PathEntry(wording.no_path(), (), "", tuple(_obstacles(path, wording)))
    said = PathEntry(_outcome(path, wording), (), "", tuple(_notes(path, figures, wording)))
    most = room(said)
    shown, rest = path.steps[:most], path.steps[most:]
    return replace(
        said,
        steps=tuple(_step(each, wording) for each in shown),
        rest=wording.rest_of_path(len(rest), sum((each.candidate.days for each in rest), Fraction(0))),
    )


def _notes(path: Path, figures: LeadershipFigures, wording: LeadershipWording) -> Iterator[str]:
    if unanswered := open_in(path):
        yield wording.path_of_open(unanswered)
    if figures.live.cap:
        yield wording.still_held_back(figures.live.cap.services)


def _outcome(path: Path, wording: LeadershipWording) -> str:
    after = [each.after for each in path.steps if each.after is not None]
    if not path.effort or not after:
        return wording.path_done(len(path.steps))
    return wording.path_told(path.effort, after[-1].verdict, len(path.steps))


def _obstacles(path: Path, wording: LeadershipWording) -> list[str]:
    [one] = path.services
    if one.obstacles is None:
        return []
    told = [wording.even_then(each) for each in wording.requirements(one.obstacles.clauses, one.review)]
    return [*told, *wording.obstacles(one)[len(one.obstacles.clauses) :]]


def _step(step: PathStep, wording: LeadershipWording) -> StepEntry:
    item, after = step.candidate.item, step.after
    return StepEntry(
        title=" ".join(item.title.split()),
        planned=not step.candidate.proposed,
        owner=item.owner or DASH,
        effort=wording.further_effort(step.candidate),
        after=f"{wording.percent(after.score)} · {wording.short_verdict(after.verdict)}" if after else DASH,
    )
