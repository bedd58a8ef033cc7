"""The path to ready: the work of least total effort that brings services to a target, exactly.

HiGHS solves an integer program whose rows never ask for more than the clauses do. What it finds is scored and judged
anew, exactly; where that fails, which only rounding can bring about, the same choice and all smaller ones are ruled out
(more cured questions never make a clause fail) and the program is solved again. So the result is the optimum.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.gate import Clause
from shipworthy.domain.path_candidates import Candidate
from shipworthy.domain.path_ledger import Target, failed_clauses, ledger_of
from shipworthy.domain.path_model import Layout, Model, Row, build_model
from shipworthy.domain.path_steps import PathStep, in_order
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import ZERO
from shipworthy.domain.service import TIERS
from shipworthy.errors import UserError

MOST_TIES = 10
LONGEST_SECONDS = 60.0

_Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PathProblem:
    """What a path is asked for: some services, a target, what may be chosen, and locks by candidate.

    `budget` is in person-days; with None every service that can reach the target is to reach it.
    """

    reviews: tuple[Review, ...]
    target: Target
    candidates: tuple[Candidate, ...]
    budget: Fraction | None = None
    locked_in: frozenset[str] = frozenset()
    locked_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Why a service cannot reach a target with everything chosen that may be.

    `clauses` fail even then; `unconfirmed` are questions whose carried answers nothing confirms; `locked_out` is work
    that closes gaps of the service and is locked out, or needs what is.
    """

    clauses: tuple[Clause, ...]
    unconfirmed: tuple[str, ...]
    locked_out: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class ServicePath:
    """What a path means for one service: it was there `already`, is `reached`, is left behind, or has `obstacles`.

    `alone` is the least effort that brings it there by itself, in person-days; None where it cannot be reached.
    """

    review: Review
    already: bool
    reached: bool
    alone: Fraction | None
    obstacles: Obstacles | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A plan: its steps in order, its whole effort in person-days, and what it means for each service."""

    problem: PathProblem
    services: tuple[ServicePath, ...]
    steps: tuple[PathStep, ...]
    effort: Fraction

    @property
    def chosen(self) -> frozenset[str]:
        """Return the candidates that the plan chooses."""
        return frozenset(step.candidate.id for step in self.steps)

    @property
    def new_work(self) -> int:
        """Return how many steps are no items yet."""
        return sum(step.candidate.proposed for step in self.steps)

    @property
    def reaches_all(self) -> bool:
        """Tell whether every service reaches the target."""
        return all(each.reached for each in self.services)


def find_path(problem: PathProblem, told: _Told | None = None, seconds: float = LONGEST_SECONDS) -> Path:
    """Return a path of least effort; with a budget, one that brings the most services to the target within it.

    Among those, the least effort, then more services of tier 1, of tier 2 and so on; without a budget, of those of the
    same effort one of stored items alone, where there is one. `told` hears how many solutions of
    how many are found, and may raise to stop. Raises UserError for locks or a budget that cannot be kept, and where a
    solution takes longer than `seconds`.
    """
    return _Search(problem, told, seconds).find()


def other_paths(path: Path, told: _Told | None = None, seconds: float = LONGEST_SECONDS) -> tuple[Path, ...]:
    """Return up to ten paths of the same least effort to the same services, this one among them.

    Those with less new work come first, then they go by their ids.
    """
    return _Search(path.problem, told, seconds).find_ties(path)


@dataclass(frozen=True, slots=True)
class _Solved:
    """A solution that holds exactly, with the model as it is by then."""

    chosen: frozenset[str]
    reached: frozenset[UUID]
    model: Model


class _Search:
    """One problem with everything that is worked out from it once."""

    def __init__(self, problem: PathProblem, told: _Told | None, seconds: float) -> None:
        self._problem, self._seconds = problem, seconds
        self._told = told or (lambda _done, _total: None)
        self._done, self._total = 0, 1
        self._by_id = {candidate.id: candidate for candidate in problem.candidates}
        self._reviews = {review.service.id: review for review in problem.reviews}
        self._ledgers = {service: ledger_of(review) for service, review in self._reviews.items()}
        self._out = self._needing(problem.locked_out & self._by_id.keys())
        self._in = self._with_needs(problem.locked_in & self._by_id.keys())
        self._refuse_clash()
        self._free = self._free_ones()
        demands = {service: ledger.demands(problem.target) for service, ledger in self._ledgers.items()}
        self._demands = {service: clauses for service, clauses in demands.items() if clauses}
        self._obstacles = {service: self._obstacles_of(service) for service in self._demands}
        self._open = [service for service in self._demands if self._obstacles[service] is None]

    def find(self) -> Path:
        """Return the best plan."""
        budget = self._problem.budget
        self._refuse_small_budget(budget)
        if budget is None and len(self._reviews) == 1:
            best = self._without_budget()
            return self._plan(best, dict.fromkeys(self._open, self._effort(best.chosen)))
        self._total = len(self._open) + (1 if budget is None else 3)
        alone = {service: self._alone(service) for service in self._open}
        best = self._without_budget() if budget is None else self._within(budget)
        return self._plan(best, alone)

    def find_ties(self, path: Path) -> tuple[Path, ...]:
        """Return the plans that are as good."""
        alone = {each.review.service.id: each.alone for each in path.services if each.alone is not None}
        reached = [each.review.service.id for each in path.services if each.reached and not each.already]
        layout = self._layout(reached)
        model = layout.model.also(layout.effort_at_most(path.effort))
        found = {path.chosen: path}
        latest = path.chosen
        while len(found) < MOST_TIES and path.effort:
            model = model.also(layout.other_than(each for each in latest if self._by_id[each].days))
            solved = self._solve(layout, model, reached)
            if solved is None:
                break
            model, plan = solved.model, self._plan(solved, alone)
            latest = plan.chosen
            found[latest] = plan
        return tuple(sorted(found.values(), key=lambda each: (each.new_work, sorted(each.chosen))))

    def _without_budget(self) -> "_Solved":
        layout = self._layout(self._open)
        best = self._solve(layout, layout.model, self._open)
        assert best is not None, "services without obstacles reach their target together, too"
        return self._without_new_work(layout, best) or best

    def _without_new_work(self, layout: Layout, best: "_Solved") -> "_Solved | None":
        """Return as good a choice of stored items alone, so that a plan that was made into items stays the plan."""
        new = [each.id for each in self._problem.candidates if each.proposed]
        if best.chosen.isdisjoint(new) or len(new) == len(self._by_id) or not self._in.isdisjoint(new):
            return None
        fixed = {**best.model.fixed, **{layout.columns[each]: 0 for each in new}}
        bounded = best.model.also(layout.effort_at_most(self._effort(best.chosen)))
        return self._solve(layout, replace(bounded, fixed=fixed), self._open)

    def _alone(self, service: UUID) -> Fraction:
        """Return the least effort that brings one service there by itself, its own locks kept."""
        own = {each.id for each in self._problem.candidates if each.service == service}
        layout = self._layout([service], locked_in=self._with_needs(self._problem.locked_in & own))
        solved = self._solve(layout, layout.model, [service])
        assert solved is not None, "a service without obstacles reaches its target"
        return self._effort(solved.chosen)

    def _within(self, budget: Fraction) -> "_Solved":
        """Return the best choice within a budget: most services, then least effort, then the more critical tiers."""
        layout = self._layout(self._open, optional=self._open)
        columns = list(layout.services.values())
        tiers = {layout.services[each]: self._reviews[each].service.tier for each in self._open}
        # One service of a tier outweighs all of the laxer ones.
        ranks = {column: (len(columns) + 1) ** (max(TIERS) - tier) for column, tier in tiers.items()}
        within = layout.model.also(layout.effort_at_most(budget))
        most = self._best(layout, within.aiming_at(dict.fromkeys(columns, -1)))
        as_many = most.model.also(Row(dict.fromkeys(columns, 1.0), len(most.reached) - 0.5))
        least = self._best(layout, replace(as_many, costs=layout.model.costs))
        as_little = least.model.also(layout.effort_at_most(self._effort(least.chosen)))
        return self._best(layout, as_little.aiming_at({column: -rank for column, rank in ranks.items()}))

    def _best(self, layout: Layout, model: Model) -> "_Solved":
        solved = self._solve(layout, model)
        assert solved is not None, "reaching nothing, with what is locked in, keeps to every row"
        return solved

    def _layout(
        self,
        services: Collection[UUID],
        *,
        optional: Collection[UUID] = (),
        locked_in: Collection[str] | None = None,
    ) -> Layout:
        forced = self._in if locked_in is None else locked_in
        fixed = dict.fromkeys((*self._free, *forced), 1) | dict.fromkeys(self._out, 0)
        demands = {service: self._demands[service] for service in services}
        return build_model(self._problem.candidates, demands, fixed, optional)

    def _solve(self, layout: Layout, model: Model, wanted: Collection[UUID] | None = None) -> "_Solved | None":
        """Solve a model until what comes out holds exactly; None where nothing does.

        `wanted` are the services to be reached; with None it is those that the solution says.
        """
        while True:
            self._told(self._done, self._total)
            values = _solve(model, self._seconds)
            if values is None:
                return None
            chosen = layout.chosen(values)
            reached = wanted
            if reached is None:
                reached = [service for service, column in layout.services.items() if values[column]]
            wrong = [service for service in reached if self._falls_short(service, chosen)]
            if not wrong:
                self._done += 1
                return _Solved(chosen, frozenset(reached), model)
            for service in wrong:
                closing = [each.id for each in self._problem.candidates if each.service == service and each.closes]
                model = model.also(layout.more_than(chosen, closing, service))

    def _falls_short(self, service: UUID, chosen: Collection[str]) -> bool:
        cured = self._closed_by(chosen, service)
        return not all(clause.is_met(cured) for clause in self._demands[service])

    def _closed_by(self, chosen: Collection[str], service: UUID) -> frozenset[str]:
        return frozenset(
            question for each in chosen if self._by_id[each].service == service for question in self._by_id[each].closes
        )

    def _plan(self, solved: "_Solved", alone: Mapping[UUID, Fraction]) -> Path:
        chosen = self._completed(solved)
        services = tuple(
            ServicePath(
                review,
                already=service not in self._demands,
                reached=service not in self._demands or service in solved.reached,
                alone=alone.get(service, ZERO if service not in self._demands else None),
                obstacles=self._obstacles.get(service),
            )
            for service, review in self._reviews.items()
        )
        steps = in_order([self._by_id[each] for each in sorted(chosen)], self._ledgers)
        return Path(self._problem, services, steps, self._effort(chosen))

    def _completed(self, solved: "_Solved") -> frozenset[str]:
        """Return the work of a solution: what costs something, what that needs, and all that is free and serves.

        Work that costs nothing, such as what is claimed done, is always part of a path for the service it is for.
        """
        chosen = set(self._with_needs(each for each in solved.chosen if self._by_id[each].days)) | self._in
        for candidate in self._problem.candidates:
            serves = candidate.service in solved.reached and bool(candidate.closes) and not candidate.days
            if serves and candidate.id not in self._out:
                needed = self._with_needs([candidate.id])
                if all(each in chosen or not self._by_id[each].days for each in needed):
                    chosen |= needed
        return frozenset(chosen)

    def _effort(self, chosen: Iterable[str]) -> Fraction:
        return sum((self._by_id[each].days for each in chosen), ZERO)

    def _with_needs(self, wanted: Iterable[str]) -> frozenset[str]:
        """Return candidates with all that they need, directly or through others."""
        found: set[str] = set()
        waiting = list(wanted)
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting.extend(self._by_id[each].needs)
        return frozenset(found)

    def _needing(self, locked: Collection[str]) -> frozenset[str]:
        """Return candidates that are locked out, with all that need them."""
        return frozenset(each for each in self._by_id if locked and not self._with_needs([each]).isdisjoint(locked))

    def _refuse_clash(self) -> None:
        for each in sorted(self._in & self._out):
            title = self._by_id[each].item.title
            raise UserError(
                f"“{title}” is locked in and locked out at once, or one of two that need each other is.",
                "Take one of these locks away.",
            )

    def _refuse_small_budget(self, budget: Fraction | None) -> None:
        forced = self._effort(self._in)
        if budget is not None and forced > budget:
            raise UserError(
                f"What is locked in takes {float(forced):g} person-days; the budget is {float(budget):g}.",
                "Raise the budget, or unlock some of it.",
            )

    def _free_ones(self) -> frozenset[str]:
        """Return the work that costs nothing, together with all that it needs, and is not locked out."""
        free = [each.id for each in self._problem.candidates if not each.days]
        return frozenset(each for each in free if not self._effort(self._with_needs([each]))) - self._out

    def _obstacles_of(self, service: UUID) -> Obstacles | None:
        """Return what keeps a service from the target with everything chosen that may be; None where nothing does."""
        cured = self._closed_by(self._by_id.keys() - self._out, service)
        if all(clause.is_met(cured) for clause in self._demands[service]):
            return None
        review = self._reviews[service]
        after = review.scorecard.questions.values()
        return Obstacles(
            clauses=failed_clauses(review, self._problem.target, cured),
            unconfirmed=tuple(each.id for each in after if each.applies and each.carried and each.id not in cured),
            locked_out=tuple(
                each
                for each in self._problem.candidates
                if each.id in self._out and each.service == service and each.closes
            ),
        )


def _solve(model: Model, seconds: float) -> tuple[int, ...] | None:
    """Return the best value of each column, 0 or 1; None where no choice keeps to all rows. The only door to HiGHS."""
    import highspy  # start-up must not pay for it, nor for numpy

    class Quiet(highspy.Highs):
        """The solver without its greeting, which it would print while it is being made."""

        def enableCallbacks(self) -> None:  # noqa: N802 - its own name for what it does last of all
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy declares no types for it

    width = len(model.costs)
    solver = Quiet()  # type: ignore[no-untyped-call]  # nor for how it is made
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", seconds)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = width, len(model.rows)
    program.col_cost_ = list(model.costs)
    program.col_lower_ = [float(model.fixed.get(column, 0)) for column in range(width)]
    program.col_upper_ = [float(model.fixed.get(column, 1)) for column in range(width)]
    program.row_lower_ = [row.least for row in model.rows]
    program.row_upper_ = [highspy.kHighsInf] * len(model.rows)
    program.integrality_ = [highspy.HighsVarType.kInteger] * width
    starts, columns, parts = [0], [], []
    for row in model.rows:
        for column, part in sorted(row.parts.items()):  # sets have no order of their own
            columns.append(column)
            parts.append(part)
        starts.append(len(columns))
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_, program.a_matrix_.index_, program.a_matrix_.value_ = starts, columns, parts
    solver.passModel(program)
    solver.run()
    match solver.getModelStatus():
        case highspy.HighsModelStatus.kInfeasible:
            return None
        case highspy.HighsModelStatus.kOptimal | highspy.HighsModelStatus.kModelEmpty:
            return tuple(round(value) for value in solver.getSolution().col_value)
        case status:
            raise UserError(
                f"The shortest path was not found within {seconds:g} seconds ({solver.modelStatusToString(status)}).",
                "Lock some work in or out, or plan for fewer services at once.",
            )


# No gap is left to the best bound, and the same model gives the same choice everywhere.
_OPTIONS = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.0, "threads": 1, "random_seed": 0}
