"""M6: looks for constraints without a name, for views and triggers: `python -m tests.drills constraint_names`."""

from tests.drills._told import tell
from tests.storage.schema_drill import constraint_names


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where a constraint has no name, or a table that is rebuilt has a trigger."""
    return tell(constraint_names(), "constraints, indexes, triggers and rebuilt tables")
