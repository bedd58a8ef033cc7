"""No process may end with a crash after its work is done; see the reason in shipworthy/__init__.py."""

import subprocess
import sys

import pytest

GARBAGE_AT_EXIT = """
{first_line}

class Ring:
    def __init__(self): self.itself = self
    def __del__(self): print("collected")

Ring()
"""


@pytest.mark.parametrize(("first_line", "printed"), [("import shipworthy", ""), ("import gc", "collected\n")])
def test_the_last_garbage_collection_is_left_out(first_line: str, printed: str) -> None:
    code = GARBAGE_AT_EXIT.format(first_line=first_line)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == (printed, "")
