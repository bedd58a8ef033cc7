"""Where the window could take a text for markup, found in its source: row S13 of docs/reliability.md.

Qt guesses whether a text is markup in labels, message boxes and tool tips. So labels are PlainLabel, tool tips go
through `plain_tool_tip` or are words of ours, and nothing else that guesses is used at all.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import shipworthy.gui

SOURCE = Path(shipworthy.gui.__file__).parent
_LABELS = "labels.py"
_GUESSES = {"QMessageBox", "QErrorMessage", "QInputDialog", "QProgressDialog", "QStaticText", "QGraphicsTextItem",
            "QWhatsThis", "QSplashScreen"}  # fmt: skip
_PLAIN_BOXES = {"second_start.py"}
"""Files whose message boxes are told at once that their text is plain."""

_TAKES_MARKUP = {"setHtml", "insertHtml", "setMarkdown", "appendHtml", "setWhatsThis", "setDetailedText"}
_MAY_TAKE_MARKUP = {"note_preview.py", "document_view.py"}
"""A note as `note_markup` lets it through, and our own manual."""

_PLAIN = {"plain_tool_tip", "_", "ngettext", "pgettext"}
_OUR_WORDS = {
    "first_run.py": "what the button itself says",
    "template_dialog.py": "one sentence of ours",
    "summary_card.py": "handed in as a sentence of ours",
    "movement_trend.py": "numbers and days",
    "portfolio/filter_bar.py": "one sentence of ours",
    "bulk_bar.py": "the key of a button",
    "batch_dialog.py": "what is missing, in our words",
    "editing.py": "one sentence of ours",
    "buttons.py": "made plain there where it could be markup",
}
"""Files whose tool tips are told from variables, and what is in them; the walk through the window looks at them too."""


def guesses() -> Iterator[tuple[str, str]]:
    """Yield each place of the source that could show markup, and what is wrong with it; "" for nothing."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for what, wrong in _looked_at(node, name):
                yield f"{name}:{getattr(node, 'lineno', 0)} {what}", wrong


def _looked_at(node: ast.AST, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called == "QLabel" and not name.endswith(_LABELS):
            yield called, "a label of Qt's that holds text" if node.args or node.keywords else ""
        elif called in _GUESSES:
            yield called, "" if name in _PLAIN_BOXES else "it guesses whether its text is markup"
        elif called in _TAKES_MARKUP:
            yield called, "" if name.endswith(tuple(_MAY_TAKE_MARKUP)) else "it takes its text for markup"
        elif called == "setToolTip":
            yield called, "" if _is_plain(node.args[-1]) or name.endswith(tuple(_OUR_WORDS)) else "a text as it came"
        elif called == "showText":
            yield called, "" if _is_plain(node.args[1]) else "a text as it came"
        elif called == "addRow" and node.args and _is_words(node.args[0]):
            yield called, "Qt makes a label of its own of this text"
    elif isinstance(node, ast.match_case) and "ToolTipRole" in ast.dump(node.pattern):
        yield "ToolTipRole", "" if all(map(_is_plain, _returned(node.body))) else "a text as it came"
    elif isinstance(node, ast.FunctionDef) and "ToolTipRole" in ast.dump(node):
        yield f"ToolTipRole in {node.name}", "" if "'plain_tool_tip'" in ast.dump(node) else "a text as it came"


def _returned(body: list[ast.stmt]) -> list[ast.expr]:
    returns = (each for statement in body for each in ast.walk(statement) if isinstance(each, ast.Return))
    return [each.value for each in returns if each.value is not None and not _is_none(each.value)]


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_words(node: ast.expr) -> bool:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in _PLAIN)


def _is_plain(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_plain(node.body) and _is_plain(node.orelse)
    return _is_words(node)
