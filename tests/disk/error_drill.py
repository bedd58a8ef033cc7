"""Starts the run of failing calls under the shim, and reads what it met."""

import json
from pathlib import Path
from typing import Any

from tests.disk.shim import run


def fail_everywhere(folder: Path, step: int, *actions: str) -> dict[str, dict[str, Any]]:
    """Let every n-th call of these actions fail, of all without a name; return what each met, as `Tally` has it."""
    done = run("tests.disk.error_run", folder, step, *actions)
    assert done.returncode == 0, done.stderr
    met: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return met
