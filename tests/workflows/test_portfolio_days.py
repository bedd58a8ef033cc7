"""Any day is seen later as it was seen while it lasted; the long run is `python -m tests.drills portfolio`."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.workflows.portfolio_machine import PortfolioDays


def test_a_day_is_seen_later_as_it_was_seen_while_it_lasted() -> None:
    short = settings(
        max_examples=8,
        stateful_step_count=30,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making a failure small takes minutes: the drill does
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(PortfolioDays, settings=short)
