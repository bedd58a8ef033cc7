"""Any past day of a portfolio, seen then and later, at length: `python -m tests.drills portfolio [RUNS]`, 500 runs."""

import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.workflows.portfolio_machine import PortfolioDays


def main(arguments: list[str]) -> int:
    """Run the state machine; it raises at the first difference."""
    runs = int(arguments[0]) if arguments else 500
    begin = time.monotonic()
    run_state_machine_as_test(
        PortfolioDays,
        settings=settings(
            max_examples=runs,
            stateful_step_count=80,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{runs} runs of up to 80 steps, no difference, {time.monotonic() - begin:.0f} s")
    return 0
