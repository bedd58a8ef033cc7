"""The terminal, the worker and every workflow must do without Qt, on a server that has no window system at all."""

import subprocess
import sys
from pathlib import Path

WITHOUT_QT = """
import importlib, sys
sys.modules["PySide6"] = None  # any import of it now fails
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_everything_outside_gui_imports_without_qt(repository: Path) -> None:
    source = repository / "src"
    modules = [
        ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(source.rglob("*.py"))
    ]
    outside = [
        name for name in modules if not name.startswith("shipworthy.gui") and "migrations" not in name
    ]  # Alembic starts the scripts in migrations itself
    assert len(outside) > 5
    done = subprocess.run([sys.executable, "-c", WITHOUT_QT, *outside], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
