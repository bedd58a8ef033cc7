"""The parts of a report that the page lays out in ways of its own, laid out in Word's."""

from dataclasses import replace

from shipworthy.reports.word.blocks import Place, Writer
from shipworthy.reports.word.contents import write_contents
from shipworthy.reports.word.nodes import Node
from shipworthy.reports.word.styles import NOTE_INDENT, QUESTION_INDENT
from shipworthy.reports.word.tables import end_cell, end_table, start_cell, start_table
from shipworthy.reports.word.xml import Element, element

_VERDICT = 0.34  # of the width: as on the page
_EDGE, _ROOM = 36, 180  # eighths of a point, twentieths of a point


def write_part(writer: Writer, into: Element, node: Node, place: Place) -> bool:
    """Write an element that is laid out in its own way; tell whether it is one."""
    for name, write in _PARTS.items():
        if name in node.classes:
            write(writer, into, node, place)
            return True
    return False


def _contents(writer: Writer, into: Element, node: Node, place: Place) -> None:
    heading = node.find("h3")
    write_contents(writer, into, heading.text() if heading else "", place)


def _verdict(writer: Writer, into: Element, node: Node, place: Place) -> None:
    """Write the box of the verdict: two cells, with an edge in the colour of the verdict."""
    parts = [each for each in node.children if isinstance(each, Node)]
    tone = next((each.removesuffix("-edge") for each in node.classes if each.endswith("-edge")), "none")
    share = writer.look.column(("",), parts[0].classes) if parts else None
    first = round(place.width * (share / 100 if share else _VERDICT)) if len(parts) > 1 else place.width
    widths = [first, *([(place.width - first) // (len(parts) - 1)] * (len(parts) - 1) if len(parts) > 1 else [])]
    _side_by_side(writer, into, parts, widths, _box(writer, tone))


def _asks(writer: Writer, into: Element, node: Node, place: Place) -> None:
    """Write what is asked of the reader, in a box with an edge in the accent."""
    _side_by_side(writer, into, [node], [place.width], _box(writer, "accent"))


def _halves(writer: Writer, into: Element, node: Node, place: Place) -> None:
    """Write what stands in two columns beside each other."""
    parts = [each for each in node.children if isinstance(each, Node)]
    _side_by_side(writer, into, parts, [place.width // len(parts)] * len(parts), None, room=0)


def _box(writer: Writer, edge: str) -> Element:
    """Return thin lines around, and a thick one in a colour where lines begin."""
    colours = writer.look.colours
    lines = dict.fromkeys(("top", "left", "bottom", "right"), (4, colours["line"]))
    lines["left"] = (_EDGE, colours.get(edge, colours["none"]))
    sides = (element(f"w:{side}", val="single", sz=size, space=0, color=of) for side, (size, of) in lines.items())
    return element("w:tblBorders", *sides)


def _figures(writer: Writer, into: Element, node: Node, place: Place) -> None:
    """Write figures beside each other, with lines between them."""
    parts = [each for each in node.children if isinstance(each, Node)]
    names = ("top", "bottom", "insideV")
    colour = writer.look.colours["line"]
    borders = element(
        "w:tblBorders", *(element(f"w:{each}", val="single", sz=4, space=0, color=colour) for each in names)
    )
    _side_by_side(writer, into, parts, [place.width // len(parts)] * len(parts), borders)


def _side_by_side(
    writer: Writer, into: Element, parts: list[Node], widths: list[int], borders: Element | None, room: int = _ROOM
) -> None:
    table = start_table(writer, "ReportPlainTable", widths, borders=borders)
    row = element("w:tr")
    for part, width in zip(parts, widths, strict=True):
        sides = {"top": _ROOM // 2, "left": room, "bottom": _ROOM // 2, "right": _ROOM}
        margins = element("w:tcMar", *(element(f"w:{side}", w=size, type="dxa") for side, size in sides.items()))
        cell = start_cell(width, margins)
        inner = Place("ReportTableText", width - room - _ROOM)
        writer.blocks(cell, part.children, inner)
        row.append(end_cell(writer, cell, inner))
        for first in cell.xpath("./w:p[1]"):
            first.get_or_add_pPr().spacing_before = 0  # the cell has room of its own
    table.append(row)
    gap = Place("ReportTableGap", writer.shell.width)
    writer.paragraph(into, writer.line(gap), gap)
    end_table(writer, into, table)


def _question(writer: Writer, into: Element, node: Node, place: Place) -> None:
    """Write a question; all that belongs to it stands away from the margin."""
    inner = replace(place, style="ReportQuestionText", width=place.width - QUESTION_INDENT)
    writer.blocks(into, node.children, inner)


def _top(writer: Writer, into: Element, node: Node, place: Place) -> None:
    """Write the head of a question: before its text stands how it stands, before the facts on it its number."""
    standing, text = node.find("p", "standing"), node.find("div", "text")
    assert standing is not None, "the page has one"
    assert text is not None, "the page has one"
    breaks = [index for index, each in enumerate(standing.children) if isinstance(each, Node) and each.tag == "br"]
    cut = breaks[0] if breaks else len(standing.children)
    sides = {"h4": standing.children[:cut], "meta": standing.children[cut + 1 :]}
    rest: list[Node | str] = []
    for each in text.children:
        if isinstance(each, Node) and each.tag == "h4":
            _hanging(writer, into, sides["h4"], each, replace(place, style="ReportQuestion"))
        elif isinstance(each, Node) and "meta" in each.classes:
            _hanging(writer, into, sides["meta"], each, replace(place, style="ReportQuestionFacts"))
        else:
            rest.append(each)
    writer.blocks(into, rest, place)


def _hanging(writer: Writer, into: Element, before: list[Node | str], node: Node, place: Place) -> None:
    line = writer.line(place)
    line.add(before)
    line.tab()
    line.add(node.children)
    writer.paragraph(into, line, place)


def _note(writer: Writer, into: Element, node: Node, place: Place) -> None:
    inner = replace(place, style="ReportNote", width=place.width - NOTE_INDENT)
    writer.blocks(into, node.children, inner)


def _advice(writer: Writer, into: Element, node: Node, place: Place) -> None:
    writer.blocks(into, node.children, replace(place, style="ReportAdvice"))
    gap = Place("ReportTableGap", writer.shell.width)
    writer.paragraph(into, writer.line(gap), gap)


def _picture(writer: Writer, into: Element, node: Node, place: Place) -> None:
    """Write a screenshot with what it shows beneath it."""
    indent = QUESTION_INDENT if place.style == "ReportQuestionText" else place.indent
    writer.one(into, node, replace(place, style="ReportPicture", indent=indent))
    image = node.find("img")
    line = writer.line(place)
    line.add([image.attributes.get("alt", "") if image else ""])
    if not line.is_empty():
        writer.paragraph(into, line, replace(place, style="Caption", indent=indent))


def _gauge(writer: Writer, into: Element, node: Node, place: Place) -> None:
    writer.one(into, node, replace(place, style="ReportGauge"))


_PARTS = {
    "contents": _contents,
    "decision": _verdict,
    "asks": _asks,
    "halves": _halves,
    "figures": _figures,
    "question": _question,
    "top": _top,
    "note": _note,
    "advice": _advice,
    "picture": _picture,
    "gauge": _gauge,
}
