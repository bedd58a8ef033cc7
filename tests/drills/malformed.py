"""S3: reads malformed packs and answers files: `python -m tests.drills malformed [FILES [PACKS]]`, 200 and 10,000.

FILES are the corpus and seeded changes of real files, all of them refused; PACKS are made by Hypothesis, half by
changing the data of a pack and half by changing its text. Then as many seeded changes of real files as PACKS.
"""

import time
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from tests.drills._told import tell
from tests.hostile_yaml import malformed, mutated, told_with_place
from tests.packs import test_loader


def main(arguments: list[str]) -> int:
    """Run the drill; return 1 where a message has no place, or something else than a refusal was raised."""
    files, packs = (int(each) for each in (arguments + ["200", "10000"][len(arguments) :]))
    bad = tell(malformed(files), "malformed files")
    begin = time.monotonic()
    _at_length(test_loader.test_a_pack_changed_anywhere_is_a_pack_or_refused, packs // 2, test_loader.mutated_packs())
    _at_length(test_loader.test_a_text_changed_anywhere_is_a_pack_or_refused, packs // 2, *test_loader.TEXT_CHANGES)
    print(f"{packs:,} packs of Hypothesis, each a pack or refused with its place, {time.monotonic() - begin:.0f} s")
    seeded = (mutated(seed) for seed in range(packs))
    return bad | tell(((text, told_with_place(door, text) or "") for door, text in seeded), "seeded changes")


def _at_length(test: Any, examples: int, *strategies: SearchStrategy[Any]) -> None:
    """Run a test of Hypothesis's with so many examples; it raises at the first that is no refusal and no pack."""
    at_length = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    at_length(given(*strategies)(test.hypothesis.inner_test))()
