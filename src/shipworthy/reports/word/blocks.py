"""From the elements of a report's page to paragraphs, lists and tables of a Word file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn

from shipworthy.reports.word.lines import Line
from shipworthy.reports.word.look import Look
from shipworthy.reports.word.nodes import Node
from shipworthy.reports.word.pictures import Pictures
from shipworthy.reports.word.shell import Shell
from shipworthy.reports.word.styles import BULLETS, LIST_INDENT, NOTE_INDENT, QUESTION_INDENT
from shipworthy.reports.word.xml import Element, element

BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "figure", "figcaption", "blockquote", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "dl", "dt", "dd", "hr"),
    }
)
_HEADINGS = {"h1": "Title", "h2": "Heading1", "h3": "Heading2", "h4": "Heading3", "h5": "Heading3", "h6": "Heading3"}
_QUIET_HEADINGS = {"h2": "ReportSubheading1", "h3": "ReportSubheading2"}
_STYLES = {
    "lead": "Lead",
    "intent": "ReportQuiet",
    "intro": "ReportIntro",
    "outcome": "ReportOutcome",
    "legend": "Caption",
    "caption": "Caption",
    "rest": "Caption",
    "reading": "Caption",
    "picture": "ReportPicture",
    "chart": "ReportPicture",
    "label": "ReportLabel",
    "word": "ReportVerdict",
    "number": "ReportFigure",
    "soft": "ReportQuiet",
}  # the first that is among a paragraph's classes decides
_KEPT_LOOK = frozenset({"ReportLabel", "ReportVerdict", "ReportFigure", "ReportPicture"})
INLINE_TONES = frozenset({"soft", "ok", "warn", "bad", "none", "hash", "internal", "references"})
_FARTHEST_LINE = 31  # points from the text, as the format says
_IN_MARGINS = frozenset({"head-start", "head-start-first", "head-end-first", "foot-start", "watermark"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: its usual style, the room it has, and how far a list in it is from the margin.

    `number` is the list that it begins an item of, at `level`; widths are twentieths of a point.
    """

    style: str
    width: int
    indent: int = 0
    depth: int = 0
    number: int = 0
    end: bool = False
    strong: bool = False


@dataclass(slots=True)
class Writer:
    """Writes a report's page into a file.

    `places` are the names of the places that can be linked to, by the anchors of the page, `headings` what they are
    called; `outline` is what the contents list, as level, anchor and text. Tables and the parts with a layout of their
    own are written by others, which tell whether something is such a part.
    """

    shell: Shell
    look: Look
    pictures: Pictures
    places: Mapping[str, str]
    headings: Mapping[str, str]
    outline: tuple[tuple[int, str, str], ...]
    on_table: Callable[["Writer", Element, Node, Place], None]
    on_part: Callable[["Writer", Element, Node, Place], bool]
    _waiting: list[str] = field(default_factory=list)
    _new_page: bool = False

    def blocks(self, into: Element, children: list[Node | str], place: Place) -> None:
        """Write what stands in an element; what is no block of its own becomes paragraphs."""
        loose: list[Node | str] = []
        for child in children:
            if isinstance(child, Node) and child.tag in BLOCKS:
                self._loose(into, loose, place)
                loose = []
                self.block(into, child, place)
            else:
                loose.append(child)
        self._loose(into, loose, place)

    def _loose(self, into: Element, children: list[Node | str], place: Place) -> None:
        line = self.line(place)
        line.add(children)
        if not line.is_empty():
            self.paragraph(into, line, place)

    def block(self, into: Element, node: Node, place: Place) -> None:
        """Write one element."""
        if _IN_MARGINS.intersection(node.classes):
            return
        if anchor := node.attributes.get("id"):
            self._waiting.append(anchor)
        self._new_page = self._new_page or bool(self.look.before.intersection(node.classes))
        if not self.on_part(self, into, node, place):
            self._usual(into, node, place)
        self._new_page = self._new_page or bool(self.look.after.intersection(node.classes))

    def _usual(self, into: Element, node: Node, place: Place) -> None:
        match node.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.one(into, node, replace(place, style=_heading(node)))
            case "p" | "figcaption" | "dt" | "dd":
                self.one(into, node, self._placed(node, place))
            case "pre":
                self.one(into, node, replace(place, style="ReportCode"))
            case "ul" | "ol":
                self._list(into, node, place)
            case "table":
                self.on_table(self, into, node, place)
            case "blockquote":
                self.blocks(into, node.children, replace(place, indent=_begin(place) + LIST_INDENT))
            case "hr":
                pass
            case _:
                inner = [each for each in node.children if isinstance(each, Node) and each.tag in BLOCKS]
                if inner:
                    self.blocks(into, node.children, place)
                else:
                    self.one(into, node, self._placed(node, place))

    def _placed(self, node: Node, place: Place) -> Place:
        """Return where a paragraph stands, by its classes; within tables and questions theirs stay, but for a few."""
        style = next((name for each, name in _STYLES.items() if each in node.classes), "")
        if style and (place.style == "BodyText" or style in _KEPT_LOOK):
            return replace(place, style=style)
        return place

    def one(self, into: Element, node: Node, place: Place) -> None:
        """Write an element as one paragraph; an empty one is left out."""
        line = self.line(place)
        line.keep_lines, line.keep_spaces = "plain" in node.classes, node.tag == "pre"
        tones = INLINE_TONES.intersection(node.classes)
        if tones and place.style not in ("ReportQuiet", "Caption"):
            tone = "soft" if tones == {"references"} else " ".join(sorted(tones))
            line.add([Node("span", {"class": tone}, node.children)])
        else:
            line.add(node.children)
        if not line.is_empty():
            self.paragraph(into, line, place)

    def line(self, place: Place) -> Line:
        """Return an empty line for a place."""
        return Line(self.shell.part, self.pictures, self.places, self.headings, place.width)

    def paragraph(self, into: Element, line: Line, place: Place) -> Element:
        """Write a paragraph, and before its content the names of what can be linked to there."""
        right_to_left = self._runs_right_to_left(line, place)
        made = element("w:p", self._properties(place, right_to_left=right_to_left))
        for anchor in self._waiting:
            number = self.shell.next_number("bookmark")
            made.append(element("w:bookmarkStart", id=number, name=self.places[anchor]))
            made.append(element("w:bookmarkEnd", id=number))
        self._waiting.clear()
        if place.strong:
            line.pieces[:] = [replace_bold(piece) for piece in line.pieces]
        made.extend(line.elements(right_to_left=right_to_left))
        into.append(made)
        return made

    def _runs_right_to_left(self, line: Line, place: Place) -> bool:
        """Tell which way a paragraph runs: a text may turn it round, but neither a heading nor a column of a table."""
        if self.shell.right_to_left:
            return True
        return not place.style.startswith(("Heading", "ReportTable")) and line.direction() == "rtl"

    def _properties(self, place: Place, *, right_to_left: bool) -> Element:
        """Return what makes a paragraph, in the order that the format asks for."""
        properties = element("w:pPr", element("w:pStyle", val=place.style))
        if self._new_page:
            properties.append(element("w:pageBreakBefore"))
        if place.number:
            level, number = element("w:ilvl", val=place.depth - 1), element("w:numId", val=place.number)
            properties.append(element("w:numPr", level, number))
        if place.style == "ReportNote" and place.indent:
            properties.append(self._note_line(place))
        if right_to_left:
            properties.append(element("w:bidi"))
        if self._new_page:
            properties.append(element("w:spacing", before=0))
            self._new_page = False
        if place.number:
            properties.append(element("w:ind", left=place.indent, hanging=LIST_INDENT))
        elif place.indent:
            properties.append(element("w:ind", left=place.indent))
        if place.end:
            properties.append(element("w:jc", val="right"))
        return properties

    def _note_line(self, place: Place) -> Element:
        """Return the line along a note, which stays where it is while what stands in the note moves away from it."""
        moved = place.indent - _INDENTS[place.style] - (LIST_INDENT if place.number else 0)
        space = min((NOTE_INDENT + max(moved, 0)) // 20, _FARTHEST_LINE)
        side = "w:right" if self.shell.right_to_left else "w:left"
        colour = self.look.colours["line"]
        return element("w:pBdr", element(side, val="single", sz=18, space=space, color=colour))

    def _list(self, into: Element, node: Node, place: Place) -> None:
        style = "ListBullet" if node.tag == "ul" else "ListNumber"
        number = BULLETS if style == "ListBullet" else self.shell.new_list(style)
        kept = place.style if place.style in ("ReportNote", "ReportAdvice") else style
        depth = min(place.depth + 1, 9)
        item = replace(place, style=kept, indent=_begin(place) + LIST_INDENT, depth=depth, number=number)
        for each in node.children:
            if isinstance(each, Node):
                self._item(into, each, item)

    def _item(self, into: Element, node: Node, place: Place) -> None:
        """Write an item; only the first of its paragraphs has the mark."""
        made = element("w:body")
        self.blocks(made, node.children, replace(place, number=0))
        first = next((each for each in made if each.tag == qn("w:p")), None)
        if first is not None:
            self._mark(first, place)
        into.extend(list(made))

    def _mark(self, paragraph: Element, place: Place) -> None:
        properties = paragraph.find(qn("w:pPr"))
        marked = self._properties(place, right_to_left=properties.find(qn("w:bidi")) is not None)
        if properties.find(qn("w:pageBreakBefore")) is None:
            paragraph.replace(properties, marked)


def _heading(node: Node) -> str:
    if "label" in node.classes:
        return "ReportLabel"
    if node.tag == "h1" and node.find(of_class="long"):
        return "ReportLongTitle"
    quiet = _QUIET_HEADINGS.get(node.tag) if "quiet" in node.classes else None
    return quiet or _HEADINGS[node.tag]


_INDENTS = {
    "ReportQuestionText": QUESTION_INDENT,
    "ReportNote": QUESTION_INDENT + NOTE_INDENT,
    "ReportAdvice": QUESTION_INDENT,
}


def _begin(place: Place) -> int:
    return place.indent or _INDENTS.get(place.style, 0)


def replace_bold(piece: Any) -> Any:
    """Return a piece of a line in bold; pictures stay as they are."""
    return replace(piece, form=replace(piece.form, bold=True)) if hasattr(piece, "form") else piece
