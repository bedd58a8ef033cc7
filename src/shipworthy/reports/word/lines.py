"""What stands within a paragraph: runs, links, breaks and pictures, and which way each runs."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote, urlsplit

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from shipworthy.domain.answering import is_link
from shipworthy.reports.word.nodes import Node
from shipworthy.reports.word.pictures import Pictures
from shipworthy.reports.word.xml import Element, element, text_of
from shipworthy.text import xml_text

_SPACE = re.compile(r"[ \t\n\f]+")
_SPACE_IN_LINE = re.compile(r"[ \t\f]+")
_TONES = {"ok": "ReportOk", "warn": "ReportWarn", "bad": "ReportBad", "none": "ReportNone"}
_LOOKS = {
    "soft": "ReportQuietText",
    "address": "ReportQuietText",
    "number-of": "ReportQuietText",
    "band": "ReportQuietText",
    "internal": "ReportQuietText",
    "hash": "ReportFingerprint",
    **_TONES,
}
_BOLD, _ITALIC = frozenset({"b", "strong", "th"}), frozenset({"em", "i"})
_ENDS_AND_TABS = re.compile("([\n\t])")
_LONGEST_ADDRESS = 2_000  # Word follows none that is longer than about this
_SAFE = ":/?#@!$&'()*+,;=-._~%"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class _Form:
    """How a text looks; `style` is a character style, `link` an address or the name of a place, "#" before it."""

    bold: bool = False
    italic: bool = False
    style: str = ""
    link: str = ""
    small: bool = False


_PLAIN = _Form()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in its form."""

    text: str
    form: _Form


_BREAK, _TAB = _Text("\n", _PLAIN), _Text("\t", _PLAIN)
_Piece = _Text | Element


@dataclass(slots=True)
class Line:
    """What one paragraph holds, while it is being collected; `part` is the part of the file that it stands in.

    `width` is the room for pictures; `places` are the names of the places that can be linked to, by their anchors.
    """

    part: Any
    pictures: Pictures
    places: Mapping[str, str]
    headings: Mapping[str, str]
    width: int
    keep_lines: bool = False
    keep_spaces: bool = False
    pieces: list[_Piece] = field(default_factory=list)

    def add(self, children: Iterable[Node | str], form: _Form = _PLAIN) -> None:
        """Take what stands within an element."""
        for child in children:
            if isinstance(child, str):
                self.pieces.append(_Text(child, form))
            else:
                self._add_node(child, form)

    def tab(self) -> None:
        """Go on at the next tab stop."""
        self.pieces.append(_TAB)

    def _add_node(self, node: Node, form: _Form) -> None:
        match node.tag:
            case "br":
                self.pieces.append(_BREAK)
            case "img":
                drawing = self.pictures.image(self.part, node, self.width)
                text = _Text(node.attributes.get("alt", ""), form)
                self.pieces.append(text if drawing is None else element("w:r", drawing))
            case "svg":
                # A bar stands beside a word, so its middle is that of small letters.
                lowered = element("w:rPr", element("w:position", val=-3))
                self.pieces.append(element("w:r", lowered, self.pictures.bar(self.part, node, self.width)))
            case "a":
                self._add_link(node, form)
            case _:
                self.add(node.children, self._formed(node, form))

    def _formed(self, node: Node, form: _Form) -> _Form:
        style = next((_LOOKS[each] for each in node.classes if each in _LOOKS), form.style)
        return replace(
            form,
            bold=form.bold or node.tag in _BOLD or "internal" in node.classes,
            italic=form.italic or node.tag in _ITALIC,
            style="ReportCodeText" if node.tag == "code" else style,
            small=form.small or "band" in node.classes,
        )

    def _add_link(self, node: Node, form: _Form) -> None:
        address = node.attributes.get("href", "")
        place = self.places.get(address.removeprefix("#")) if address.startswith("#") else None
        link = f"#{place}" if place else followable_address(address)
        children: list[Node | str] = list(node.children)
        if place and ("to-page" in node.classes or "page-number" in node.classes):
            # Here stands the number of a page, which Word would know once it was asked; the place has a name too.
            children = [self.headings.get(address.removeprefix("#"), place)]
        style = "Hyperlink" if link and not form.style else form.style
        self.add(children, replace(form, link=link, style=style))

    def shorten(self, most: int) -> None:
        """Leave out what is more than so many letters."""
        room = most
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, _Text):
                text = _SPACE.sub(" ", piece.text)
                if len(text) > room:
                    self.pieces[index:] = [_Text(f"{text[: max(room - 1, 0)].rstrip()}…", piece.form)]
                    return
                room -= len(text)

    def is_empty(self) -> bool:
        """Tell whether nothing is to be seen of it."""
        return not any(not isinstance(each, _Text) or each.text.strip() for each in self.pieces)

    def direction(self) -> str:
        """Return "rtl" or "ltr" as the first letter that has one says; empty where none has."""
        for piece in self.pieces:
            for letter in piece.text if isinstance(piece, _Text) else "":
                kind = unicodedata.bidirectional(letter)
                if kind == "L" or kind in _RIGHT_TO_LEFT:
                    return "ltr" if kind == "L" else "rtl"
        return ""

    def elements(self, *, right_to_left: bool) -> Iterator[Element]:
        """Yield runs and links, with white space as HTML means it."""
        spaced = list(self._spaced())
        for link, group in groupby(spaced, lambda piece: piece.form.link if isinstance(piece, _Text) else ""):
            runs = [run for piece in group for run in _runs(piece, right_to_left=right_to_left)]
            yield from [self._linked(link, runs)] if link else runs

    def _spaced(self) -> Iterator[_Piece]:
        """Yield the pieces without the white space that is not to be seen."""
        pieces: list[_Piece] = []
        after_space = not self.keep_spaces
        for piece in self.pieces:
            if not isinstance(piece, _Text):
                after_space = False
                pieces.append(piece)
                continue
            if piece is _BREAK or piece is _TAB or self.keep_spaces:
                _strip_end(pieces)
                pieces.append(piece)
                after_space = not self.keep_spaces
                continue
            text = _SPACE_IN_LINE.sub(" ", piece.text) if self.keep_lines else _SPACE.sub(" ", piece.text)
            text = re.sub(" ?\n ?", "\n", text)
            text = text.lstrip(" \n" if not pieces else " ") if after_space else text
            if text:
                after_space = text[-1] in " \n"
                pieces.append(_Text(text, piece.form))
        _strip_end(pieces, " \n")
        return iter(pieces)

    def _linked(self, link: str, runs: list[Element]) -> Element:
        made = element("w:hyperlink", *runs)
        if link.startswith("#"):
            made.set(qn("w:anchor"), link[1:])
        else:
            made.set(qn("r:id"), self.part.relate_to(link, RT.HYPERLINK, is_external=True))
        made.set(qn("w:history"), "1")
        return made


def followable_address(address: str) -> str:
    """Return an address as a Word file can name it, empty for one that nobody may follow or that is none.

    Word calls a whole file damaged over one address that it cannot read.
    """
    quoted = _STRAY_PERCENT.sub("%25", quote(xml_text(address), safe=_SAFE))
    if not is_link(address) or len(quoted) > _LONGEST_ADDRESS:
        return ""
    try:
        parts = urlsplit(quoted)
        reads = parts.scheme == "mailto" or (bool(parts.hostname) and "%" not in parts.netloc and parts.port != 0)
    except ValueError:
        return ""
    return quoted if reads else ""


def _strip_end(pieces: list[_Piece], signs: str = " ") -> None:
    if pieces and isinstance(pieces[-1], _Text) and pieces[-1] is not _TAB and pieces[-1] is not _BREAK:
        pieces[-1] = _Text(pieces[-1].text.rstrip(signs), pieces[-1].form)


def _runs(piece: _Piece, *, right_to_left: bool) -> Iterator[Element]:
    if not isinstance(piece, _Text):
        yield piece
        return
    for text, turned in _parts(piece.text, right_to_left=right_to_left):
        run = element("w:r")
        if (properties := _properties(piece.form, turned=turned)) is not None:
            run.append(properties)
        run.extend(_spelled(part) for part in _ENDS_AND_TABS.split(text) if part)
        yield run


def _spelled(text: str) -> Element:
    """Return the end of a line, a tab or a text as a run holds it."""
    return element("w:br") if text == "\n" else element("w:tab") if text == "\t" else text_of(text)


def _parts(text: str, *, right_to_left: bool) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it runs from right to left.

    What has no direction goes with the letters on both sides of it, and else with the paragraph.
    """
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    if not right_to_left and not any(kind in _RIGHT_TO_LEFT for kind in kinds):
        return [(text, False)]
    strong = [True if kind in _RIGHT_TO_LEFT else False if kind == "L" else None for kind in kinds]
    before, after = _carried(strong), _carried(strong[::-1])[::-1]
    sides = zip(before, after, strict=True)
    turned = [one if one is not None and one == other else right_to_left for one, other in sides]
    return [
        ("".join(letter for letter, _ in group), side)
        for side, group in groupby(zip(text, turned, strict=True), itemgetter(1))
    ]


def _carried(strong: list[bool | None]) -> list[bool | None]:
    """Return for each letter the direction of the last one that had any."""
    carried: list[bool | None] = []
    for own in strong:
        carried.append(carried[-1] if own is None and carried else own)
    return carried


def _properties(form: _Form, *, turned: bool) -> Element | None:
    """Return what a run's form is, in the order that the format asks for; None for one without any."""
    properties = []
    if form.style:
        properties.append(element("w:rStyle", val=form.style))
    if form.bold:
        properties += [element("w:b"), element("w:bCs")]
    if form.italic:
        properties += [element("w:i"), element("w:iCs")]
    if form.small:
        properties += [element("w:b", val=0), element("w:sz", val=20), element("w:szCs", val=20)]
    if turned:
        properties.append(element("w:rtl"))
    return element("w:rPr", *properties) if properties else None
