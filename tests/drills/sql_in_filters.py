"""S15: types SQL into every filter, look-up and command that takes a name: `python -m tests.drills sql_in_filters`."""

from tests.drills._tests import run_tests


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where SQL found something else than a text that nothing holds, or changed anything."""
    return run_tests("tests/test_sql_in_filters.py")
