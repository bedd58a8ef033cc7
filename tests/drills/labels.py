"""S13: walks through the window on a store whose every text is markup: `python -m tests.drills labels`."""

from tests.drills._tests import run_tests


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where a label, message box or tool tip would show a text of people's as markup."""
    return run_tests("tests/gui/test_markup_in_labels.py")
