"""S4: reads words that YAML 1.1 takes for something else than they say: `python -m tests.drills yaml_words`."""

from tests.drills._told import tell
from tests.test_untrusted import SCALARS

from shipworthy.untrusted.yaml_files import parse_yaml


def main(_arguments: list[str]) -> int:
    """Run the drill over the table of the suite; return 1 where a word means something else than YAML 1.2 says."""
    return tell(((f"{written!r}", _wrong(written, meant)) for written, meant in SCALARS.items()), "words")


def _wrong(written: str, meant: object) -> str:
    data = parse_yaml(f"- {written}\n", "f").data
    assert isinstance(data, list)
    [found] = data
    return "" if type(found) is type(meant) and found == meant else f"{found!r} instead of {meant!r}"
