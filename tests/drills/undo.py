"""Undo and redo in any order, at length: `python -m tests.drills undo [RUNS]`, 2,000 runs of up to 120 steps."""

import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.workflows.undo_machine import ReviewRoom


def main(arguments: list[str]) -> int:
    """Run the state machine; it raises at the first difference."""
    runs = int(arguments[0]) if arguments else 2000
    begin = time.monotonic()
    run_state_machine_as_test(
        ReviewRoom,
        settings=settings(
            max_examples=runs,
            stateful_step_count=120,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{runs} runs of up to 120 steps, no difference, {time.monotonic() - begin:.0f} s")
    return 0
