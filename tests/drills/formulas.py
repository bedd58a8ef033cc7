"""S9: exports a store whose every text is a formula, by every exporter: `python -m tests.drills formulas`.

What was written is opened again, and by LibreOffice too where it is on the machine. Then the reports' own table of
forty payloads, field by field.
"""

from tests.drills._tests import run_tests


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where a cell of any file became a formula."""
    return run_tests("tests/workflows/test_formulas_everywhere.py") | run_tests(
        "tests/workflows/reports/test_formula_payloads.py"
    )
