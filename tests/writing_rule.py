"""Finds in our source every call by which a file is written, for the rule that files.py alone does it (D5)."""

import ast
from collections.abc import Iterator
from pathlib import Path

# A method or function of these names writes, moves or makes a file, whatever it is called on.
_WRITING = {
    "write_text", "write_bytes", "touch", "rename", "renames", "link_to", "hardlink_to", "symlink_to", "copyfile",
    "copy2", "copytree", "copyfileobj", "copymode", "fdopen", "truncate", "mkstemp", "mkdtemp", "NamedTemporaryFile",
    "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "QSaveFile", "QFile", "QTemporaryFile", "QSettings",
    "sendfile", "mknod",
}  # fmt: skip
_OF_MODULES = {"shutil": {"copy", "move"}, "os": {"replace", "open", "link", "symlink"}}
_OPENING = {"open", "ZipFile", "TarFile"}


def writing_calls(source: Path) -> Iterator[tuple[str, str]]:
    """Yield module (as its path from the package) and name of each call that may write a file, outside files.py."""
    for path in sorted(source.rglob("*.py")):
        module = path.relative_to(source).as_posix()
        if module == "files.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = _writes(node) if isinstance(node, ast.Call) else ""
            if name:
                yield module, name


def _writes(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id=module), attr=name) if name in _OF_MODULES.get(module, ()):
            return f"{module}.{name}"
        # str.replace takes two things, and dataclasses.replace more; Path.replace takes one.
        case ast.Attribute(attr="replace") if len(call.args) == 1 and not call.keywords:
            return "Path.replace"
        case ast.Attribute(attr=name) | ast.Name(id=name) if name in _OPENING and _mode(call):
            return f"{name} {_mode(call)}"
        # Our own are functions of files.py, called by their bare names.
        case ast.Attribute(attr=name) if name in _WRITING:
            return name
        case ast.Name(id=name) if name in _WRITING - {"write_text", "write_bytes"}:
            return name
    return ""


def _mode(call: ast.Call) -> str:
    """Return the mode in which a file is opened where that one writes."""
    given = [*call.args, *(each.value for each in call.keywords if each.arg == "mode")]
    modes = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return next((mode for mode in modes if len(mode) <= 3 and set(mode) & set("wax+")), "")
