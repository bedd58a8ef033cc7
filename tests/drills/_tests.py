"""Drills that need what the suite's fixtures make, such as a window, are tests of the suite that do more when asked."""

import os
from pathlib import Path

_ASKED = "SHIPWORTHY_LONG_DRILL"


def is_long() -> bool:
    """Tell whether the tests run as a drill, with the number named, or as part of the suite."""
    return _ASKED in os.environ


def run_tests(path: str, *options: str) -> int:
    """Run tests of the suite in their long form and return 1 where one fails."""
    import pytest  # the drills that are no tests do without

    os.environ[_ASKED] = "1"
    root = Path(__file__).parents[2]
    return (
        1
        if pytest.main(
            [
                str(root / path),
                "-q",
                "-s",
                "-p",
                "no:cacheprovider",
                "--timeout=0",
                "-o",
                "faulthandler_timeout=0",
                *options,
            ]
        )
        else 0
    )
