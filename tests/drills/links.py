"""S12: follows addresses of every scheme, typed wherever links are shown: `python -m tests.drills links`."""

from tests.drills._tests import run_tests


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where another address than https, http and mailto reached the system."""
    return run_tests("tests/gui/widgets/test_links.py")
