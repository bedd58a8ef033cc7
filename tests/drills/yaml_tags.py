"""S1: reads tags that make PyYAML's loaders run code, through every door: `python -m tests.drills yaml_tags`."""

from tests.drills._told import tell
from tests.hostile_yaml import DOORS, TAGS, tagged


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where a tag was read, or code has run."""
    print(f"{len(TAGS)} tags through {len(DOORS)} doors: {', '.join(DOORS)}")
    return tell(tagged(list(DOORS)), "readings")
