"""D10: damages the sample portfolio's file bit by bit and worse: `python -m tests.drills bit_flips [FLIPS] [FIRST]`.

Each damage begins from the whole file; then the store is opened and checked, and what can be mended is mended. FIRST is
the first seed, so that several runs can share the work.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.conftest import _made_store
from tests.storage import bit_flips
from tests.storage.bit_flips import BROKEN, SILENT, Flips


def main(arguments: list[str]) -> int:
    """Damage, print who noticed what, and return 1 where something was changed and nobody noticed."""
    flips = int(arguments[0]) if arguments else 1000
    first = int(arguments[1]) if len(arguments) > 1 else 0
    others = max(1, flips // 50)
    begin = time.monotonic()
    table: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="flip-drill-") as folder:
        (Path(folder) / "whole").mkdir()
        drill = Flips(_made_store(Path(folder) / "whole", samples=True), Path(folder))
        for damage, count in (
            (bit_flips.flip_bit, flips),
            (bit_flips.wipe_header, others),
            (bit_flips.cut_end, others),
            (bit_flips.empty_page, others),
            (bit_flips.replace_all, others),
        ):
            outcomes = table.setdefault(damage.__name__.replace("_", " "), Counter())
            for outcome in drill.play(damage, range(first, first + count)):
                outcomes[outcome.noticed] += 1
                if outcome.noticed in (SILENT, BROKEN):
                    print(f"{outcome.noticed}: {outcome.damage}: {outcome.words}", flush=True)
    for name, outcomes in table.items():
        print(f"{name:12} {outcomes.total():5}: " + ", ".join(f"{what} {n}" for what, n in outcomes.most_common()))
    print(f"{len(drill.whole):,} bytes, {time.monotonic() - begin:.0f} s")
    return 1 if any(outcomes[SILENT] or outcomes[BROKEN] for outcomes in table.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
