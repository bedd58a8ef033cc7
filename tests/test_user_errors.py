"""Every user error is two sentences: what happened, and what to do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

KINDS = {"UserError", "ConditionError", "Conflict", "Cancelled"}


def texts(repository: Path) -> Iterator[tuple[str, str]]:
    """Yield the place and the source text of the message and the hint of each error raised in the program."""
    for path in sorted((repository / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                for argument in node.args[:2]:
                    text = literal(argument)
                    if text:
                        yield f"{path.relative_to(repository)}:{argument.lineno}", text


def literal(node: ast.expr) -> str:
    """Return the text of a literal, also inside _(...) and .format(...); an f-string's last part; else nothing."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=[*_, ast.Constant(value=str(text))]):
            return text
        case ast.JoinedStr():
            return "{}"
        case ast.Call(func=ast.Name(id="_"), args=[inner]):
            return literal(inner)
        case ast.Call(func=ast.Attribute(value=inner, attr="format")):
            return literal(inner)
    return ""


def test_messages_and_hints_are_whole_sentences(repository: Path) -> None:
    found = dict(texts(repository))
    assert len(found) > 40
    assert {place: text for place, text in found.items() if text[-1] not in ".?!"} == {}


@pytest.mark.parametrize("mark", ["«", "»"])
def test_one_kind_of_quotation_marks(repository: Path, mark: str) -> None:
    assert [path.name for path in (repository / "src").rglob("*.py") if mark in path.read_text(encoding="utf-8")] == []
