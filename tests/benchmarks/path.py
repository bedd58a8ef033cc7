"""How long the path to ready takes with 1,000 items, beside the bare HiGHS solve of the same model in the same run.

`python -m tests.benchmarks.path` prints medians of warm runs for two reviews: one in which all is free to choose, and
one in which severities and levels decide nearly half of it, so that HiGHS has little left to do. Exits 1 where the
first takes longer than allowed.
"""

import random
import statistics
import sys
import time
from fractions import Fraction
from uuid import UUID

from tests.domain import builders

from shipworthy.domain import path_to_ready
from shipworthy.domain.pack import Severity
from shipworthy.domain.path_candidates import candidates_of
from shipworthy.domain.path_ledger import Target
from shipworthy.domain.path_model import Model
from shipworthy.domain.path_to_ready import PathProblem, find_path, other_paths
from shipworthy.domain.remediation import RemediationItem
from shipworthy.domain.review import Review

ITEMS, PRINCIPLES, RUNS = 1_000, 20, 5
LIMIT = 1.5  # times the bare solve
_SEVERITIES = (Severity.BLOCKER, *(Severity.HIGH,) * 2, *(Severity.LOW,) * 17)


def large_review(decided: bool) -> Review:
    """Return a review of 1,000 unanswered questions under 20 principles, with items; 200 of those wait for another."""
    dice = random.Random(7)
    per_principle = ITEMS // PRINCIPLES
    principles = [
        builders.principle(
            f"r{place}",
            *(
                builders.question(
                    f"q{place}-{number}",
                    weight=dice.randint(1, 9),
                    level=dice.randint(1, 3),
                    severity=dice.choice(_SEVERITIES) if decided else Severity.LOW,
                )
                for number in range(per_principle)
            ),
            weight=dice.randint(1, 3),
        )
        for place in range(PRINCIPLES)
    ]
    pack = builders.pack("p", *principles)
    names = [question.id for _, question in pack.questions()]
    items: list[RemediationItem] = []
    for place, name in enumerate(names):
        needs = frozenset({dice.choice(items).id}) if place and place % 5 == 0 else frozenset()
        effort = Fraction(dice.randint(1, 40), 4)
        items.append(builders.item(name, id=UUID(int=place + 1), effort_days=effort, needs=needs))
    return builders.review(pack, policy=builders.asks("0.8", "0.7", "0.6", 1 if decided else 0), items=items)


def main() -> int:
    """Measure both, print and return the exit code."""
    ratio = measure("free to choose", large_review(decided=False))
    measure("half decided", large_review(decided=True))
    return 1 if ratio > LIMIT else 0


def measure(name: str, review: Review) -> float:
    """Print the bare solve, the whole path and the ties; return how many times the bare solve the whole takes."""
    problem = PathProblem((review,), Target.READY, candidates_of([review], (), review.items))
    path = find_path(problem)  # loads the library
    bare: list[float] = []
    solve = path_to_ready._solve

    def timed(model: Model, seconds: float) -> tuple[int, ...] | None:
        began = time.perf_counter()
        values = solve(model, seconds)
        bare.append(time.perf_counter() - began)
        return values

    path_to_ready._solve = timed
    wholes, alone = [], []
    for _run in range(RUNS):
        bare.clear()
        began = time.perf_counter()
        problem = PathProblem((review,), Target.READY, candidates_of([review], (), review.items))
        path = find_path(problem)
        whole = time.perf_counter() - began
        wholes.append(whole)
        alone.append(sum(bare))
    began = time.perf_counter()
    ties = len(other_paths(path))
    ratio = statistics.median(whole / one for whole, one in zip(wholes, alone, strict=True))
    print(
        f"{name}: {ITEMS} items, {len(path.steps)} steps, {float(path.effort):g} days: bare solve {_ms(alone)} ms, "
        f"end to end {_ms(wholes)} ms, {ratio:.2f} times; {ties} ties in {time.perf_counter() - began:.1f} s"
    )
    path_to_ready._solve = solve
    return ratio


def _ms(seconds: list[float]) -> int:
    return round(statistics.median(seconds) * 1000)


if __name__ == "__main__":
    sys.exit(main())
