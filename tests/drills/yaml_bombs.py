"""S2: reads bombs, each in a process of its own, and takes the time: `python -m tests.drills yaml_bombs`."""

from tests.drills._told import tell
from tests.hostile_yaml import FAST, LARGE, bombs
from tests.test_untrusted import BOMBS

_SLOW = ("values",)
"""The bomb that is long rather than deep: half a million values are read before it is refused."""


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where a bomb was read, ended its process, or took too long to be refused."""
    fast = [name for name in (*BOMBS, LARGE) if name not in _SLOW]
    cases = [*bombs(fast, FAST), *bombs(_SLOW, 10)]
    for what, _wrong in cases:
        print(what)
    return tell(cases, "bombs")
