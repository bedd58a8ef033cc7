"""D13: undo and redo in any order: `python -m tests.drills undo [RUNS]`, 5,000 runs of 120 steps each."""

import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from tests.workflows.undo_machine import ReviewRoom

STEPS = 120
_steps: list[int] = []


class CountedRoom(ReviewRoom):
    """The room of the suite, which tells how many steps each run took."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0

    @invariant()
    def count(self) -> None:
        """Count a step: an invariant is looked at after each."""
        self.steps += 1

    def teardown(self) -> None:
        """Note the steps of the run, without those of taking everything back."""
        super().teardown()
        _steps.append(self.steps)


def main(arguments: list[str]) -> int:
    """Run the state machine; it raises at the first difference."""
    runs = int(arguments[0]) if arguments else 5000
    begin = time.monotonic()
    run_state_machine_as_test(
        CountedRoom,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
        _min_steps=STEPS,
    )
    whole = sum(steps >= STEPS for steps in _steps)
    print(
        f"{whole} runs of {STEPS} steps and {len(_steps) - whole} shorter ones, {sum(_steps)} steps: no difference in"
        f" any table but the log, {time.monotonic() - begin:.0f} s"
    )
    return 0
