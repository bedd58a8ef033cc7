"""The long drills, run on demand: `python -m tests.drills NAME [ARGUMENTS]`; each is a module here with a `main`."""

import importlib
import sys
from pathlib import Path

_DRILLS = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))

if len(sys.argv) < 2 or sys.argv[1] not in _DRILLS:
    sys.exit(f"python -m tests.drills NAME, where NAME is one of: {', '.join(_DRILLS)}")
sys.exit(importlib.import_module(f"tests.drills.{sys.argv[1]}").main(sys.argv[2:]))
