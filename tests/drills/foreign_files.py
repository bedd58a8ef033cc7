"""S14: crafted database files, each refused before anything in it runs: `python -m tests.drills foreign_files`."""

import tempfile
from pathlib import Path

from tests.conftest import _made_store
from tests.storage.foreign_files import play


def main(arguments: list[str]) -> int:
    """Examine all files, print what they were refused with, and return 1 where one was taken or changed."""
    assert not arguments, "takes no arguments"
    with tempfile.TemporaryDirectory(prefix="foreign-drill-") as folder:
        (Path(folder) / "whole").mkdir()
        verdicts = list(play(_made_store(Path(folder) / "whole", samples=False), Path(folder)))
    for each in verdicts:
        print(f"{each.name:42} {each.words.replace(folder, '…') or 'TAKEN'}{'' if each.untouched else ' CHANGED'}")
    wrong = [each for each in verdicts if not each.words or not each.untouched]
    print(f"{len(verdicts)} files, {len(verdicts) - len(wrong)} refused in words and left as they were")
    return 1 if wrong else 0
