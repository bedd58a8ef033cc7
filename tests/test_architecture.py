"""The terminal, the worker and every workflow must do without Qt, on a server that has no window system at all."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.writing_rule import writing_calls

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


# Who else may write, and why nothing of a user's can be lost or torn by it.
WRITERS = {
    ("app.py", "TemporaryDirectory"): "the cache of safe mode, in a folder that ends with the window",
    ("cli/context.py", "os.open"): "opens the null device, once nobody reads the output any more",
    ("cli/report.py", "TemporaryDirectory"): "a folder of its own that ends with the command",
    ("exchange/packing.py", "ZipFile w"): "packs into a stream that files.write_part writes",
    ("exchange/packing.py", "open w"): "an entry of that stream",
    ("exchange/received_sheets.py", "ZipFile w"): "packs into memory",
    ("gui/errors.py", "open a"): "a log of crashes: faulthandler writes to it when nothing else works any more",
    ("gui/main_window.py", "QSettings"): "size and place of the window; Qt replaces the file through its QSaveFile",
    ("log.py", "os.open"): "the log, to which lines are appended whole",
    ("log.py", "rename"): "the log, which is turned over",
    ("log.py", "mkdtemp"): "the log, where its folder cannot be written",
    ("reports/report_worker.py", "TemporaryFile"): "what a worker complains about, without a name on the disk",
    ("reports/word/shell.py", "ZipFile w"): "packs into memory",
    ("reports/worker.py", "os.open"): "opens the null device",
    ("reports/worker.py", "fdopen"): "pipes between the program and its worker",
    ("storage/backup.py", "mkstemp"): "a copy that SQLite writes; files.put gives it its name once it is verified",
    ("storage/backup.py", "os.open"): "syncs that copy",
    ("storage/other_files.py", "TemporaryDirectory"): "a copy to be checked, in a folder that ends with the check",
    ("storage/restore.py", "os.link"): "keeps the database under a second name before another takes its place",
    ("storage/restore.py", "open xb"): "the same by copy, where a disk knows no links; files.put gives it its name",
    ("storage/restore.py", "copyfileobj"): "the content of that copy",
    ("storage/restore.py", "Path.replace"): "takes a journal along with the database that it belongs to",
    ("storage/window_claim.py", "os.open"): "an empty file that says that a window has the folder",
    ("workflows/reports/template_check.py", "TemporaryDirectory"): "a folder of its own that ends with the check",
    ("workflows/whole_store.py", "TemporaryDirectory"): "a folder of its own beside the file, that ends with the work",
    ("workflows/whole_store.py", "rename"): "a folder of files that files.py wrote, once all of them are there",
}


def test_only_files_py_writes_files(repository: Path) -> None:
    found = set(writing_calls(repository / "src" / "shipworthy"))
    assert found - WRITERS.keys() == set(), "write through files.py, which replaces a file whole or not at all"
    assert WRITERS.keys() - found == set(), "these no longer write: take them off the list"


def test_what_is_logged_is_a_fixed_word_and_nothing_else_logs(repository: Path) -> None:
    """A sentence that is put together, or a library's own logging, could carry what people wrote."""
    wrong = []
    for path in sorted((repository / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
                wrong += [f"{path.name}:{node.lineno}: {name}" for name in names if name == "logging"]
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "log.note":
                values = [*node.args, *(each.value for each in node.keywords)]
                if not isinstance(values[0], ast.Constant) or any(isinstance(each, ast.JoinedStr) for each in values):
                    wrong.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert wrong == []
