"""The long drills, run on demand: `python -m tests.drills NAME [ARGUMENTS]`; each is a module here with a `main`.

Without a name, lists them. Their short forms are tests of the suite; both results stand in docs/reliability.md.
"""

import ast
import importlib
import sys
from pathlib import Path

_DRILLS = {path.stem: path for path in sorted(Path(__file__).parent.glob("[a-z]*.py"))}

if len(sys.argv) < 2 or sys.argv[1] not in _DRILLS:
    for name, path in _DRILLS.items():
        about = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        print(f"{name:24} {about.splitlines()[0]}")
    sys.exit("python -m tests.drills NAME [ARGUMENTS]")
sys.exit(importlib.import_module(f"tests.drills.{sys.argv[1]}").main(sys.argv[2:]))
