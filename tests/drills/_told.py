"""How drills that are tables of cases print what came of them."""

from collections.abc import Iterable


def tell(cases: Iterable[tuple[str, str]], noun: str = "cases") -> int:
    """Print each case that went wrong and how many there were; return 1 where one did. A case: what, what is wrong."""
    tried = bad = 0
    for what, wrong in cases:
        tried += 1
        if wrong:
            bad += 1
            print(f"wrong: {what}: {wrong}")
    print(f"{tried:,} {noun}, {bad} wrong")
    return 1 if bad or not tried else 0
