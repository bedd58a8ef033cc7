"""Texts of pictures are drawn whole: WeasyPrint sets letter by letter, which Arabic does not survive.

Imported by the worker alone, with WeasyPrint.
"""

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint import svg

from shipworthy.text import isolated

_OF_LETTERS = ("dx", "dy", "rotate", "letter-spacing", "textLength")


class _Whole(str):
    """A text that is one letter to whoever goes through its letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def draw_whole_texts() -> None:
    """Let WeasyPrint draw each text of a picture at once, in the direction in which it is read.

    What has places of its own for letters is left as it is.
    """
    letter_by_letter: Callable[..., None] = svg.text

    def draw(picture: Any, node: Any, font_size: float) -> None:
        several = " " in str(node.get("x", "")).strip() or " " in str(node.get("y", "")).strip()
        if node.text and not several and not any(node.get(each) for each in _OF_LETTERS):
            node._etree_node.text = _Whole(isolated(node.text))
        letter_by_letter(picture, node, font_size)

    # WeasyPrint knows texts by this function, under each of its names.
    svg.TAGS.update({tag: draw for tag, known in svg.TAGS.items() if known is letter_by_letter})
    svg.text = draw
