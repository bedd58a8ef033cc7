"""A report's HTML as a tree: no more than Word is told of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from shipworthy.text import xml_text

_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_ENDS_ITSELF = frozenset({"p", "li", "td", "th", "tr"})
_SPACE = re.compile(r"[ \t\n\f]+")


@dataclass(slots=True)
class Node:
    """An element with what stands in it, texts and elements."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes, as they are written."""
        return tuple(self.attributes.get("class", "").split())

    def within(self) -> Iterator["Node"]:
        """Yield the element and every one in it, in the order of the document."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.within()

    def text(self) -> str:
        """Return all text in it, with one space for any white space."""
        return squeezed("".join(self._texts())).strip()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield " " if child.tag == "br" else child.text() if child.tag == "svg" else "".join(child._texts())

    def find(self, tag: str = "", of_class: str = "") -> "Node | None":
        """Return the first element in it of a tag and of a class, where they are given; None where there is none."""
        return next((each for each in self.within() if each.matches(tag, of_class)), None)

    def matches(self, tag: str = "", of_class: str = "") -> bool:
        """Tell whether the element has this tag and this class, where they are given."""
        return tag in ("", self.tag) and (not of_class or of_class in self.classes)


def squeezed(text: str) -> str:
    """Return a text with one space for any white space, as HTML means it."""
    return _SPACE.sub(" ", text)


def parse(html: str) -> Node:
    """Return a document as a tree; what XML cannot hold is replaced."""
    parser = _Parser()
    parser.feed(xml_text(html))
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    """Builds the tree; an end without a beginning is passed over, and what was not ended ends with what holds it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("document")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag in _ENDS_ITSELF and self._open[-1].tag == tag:
            self._open.pop()
        node = Node(tag, {name: xml_text(value or "") for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that holds nothing, such as a rectangle of a picture."""
        node = Node(tag, {name: xml_text(value or "") for name, value in attrs})
        self._open[-1].children.append(node)

    def handle_endtag(self, tag: str) -> None:
        """End the innermost element of this tag, and what is open in it."""
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Take a text."""
        self._open[-1].children.append(xml_text(data))
