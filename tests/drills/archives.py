"""S10: hands hostile archives in at every door where one comes in: `python -m tests.drills archives`."""

import warnings

from tests.archive_drill import ARCHIVES, DOORS, archives
from tests.drills._told import tell


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where one was read, took longer than a second, or left anything behind."""
    warnings.simplefilter("ignore")  # of Python's writer, on a name that is there twice
    print(f"{len(ARCHIVES)} archives at {len(DOORS)} doors: {', '.join(DOORS)}")
    return tell(archives(), "refusals")
