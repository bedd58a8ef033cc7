"""Undo and redo of everything, in any order; the long run is `python -m tests.drills undo`."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.workflows.undo_machine import ReviewRoom


def test_undo_restores_the_exact_content_and_redo_brings_it_back() -> None:
    short = settings(
        max_examples=10,
        stateful_step_count=30,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making a failure small takes minutes: the drill does
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ReviewRoom, settings=short)
