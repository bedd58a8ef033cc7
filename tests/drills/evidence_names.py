"""S11: keeps evidence under hostile names: `python -m tests.drills evidence_names`."""

from tests.drills._told import tell
from tests.storage.name_drill import names
from tests.storage.test_evidence_files import HOSTILE


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where a name led out of the folder, or a file was not found again."""
    print(f"{len(HOSTILE)} names")
    return tell(names(), "ways of keeping, copying and asking")
