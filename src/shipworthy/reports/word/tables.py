"""Tables: those of the page, with its widths, and those that hold what stands side by side."""

from collections.abc import Sequence
from dataclasses import replace

from docx.oxml.ns import qn

from shipworthy.reports.word.blocks import INLINE_TONES, Place, Writer
from shipworthy.reports.word.nodes import Node
from shipworthy.reports.word.xml import Element, element

_LETTER = 105  # twentieths of a point that a letter of a head takes
_GAP = 160  # at the end of every cell, as the table styles say


def write_table(writer: Writer, into: Element, node: Node, place: Place) -> None:
    """Write a table of the page: its head stands on every page that it goes on to, and no row is parted."""
    rows = [each for each in node.within() if each.tag == "tr"]
    columns = [each for each in node.within() if each.tag == "col"]
    count = max([len(columns), *(len(_cells(row)) for row in rows)], default=0)
    if not rows or not count:
        return
    widths = _widths(writer, node, columns, count, place.width - place.indent)
    bare = bool(writer.look.bare.intersection(node.classes))
    head = node.find("thead")
    made = start_table(writer, "ReportPlainTable" if bare else "ReportTable", widths, place.indent, head=bool(head))
    heads = len([each for each in head.within() if each.tag == "tr"]) if head else 0
    for number, row in enumerate(rows):
        made.append(_row(writer, row, widths, is_head=number < heads))
    end_table(writer, into, made)


def start_table(
    writer: Writer,
    style: str,
    widths: Sequence[int],
    indent: int = 0,
    *,
    head: bool = False,
    borders: Element | None = None,
) -> Element:
    """Return a table without rows."""
    properties = element("w:tblPr", element("w:tblStyle", val=style))
    if writer.shell.right_to_left:
        properties.append(element("w:bidiVisual"))
    properties.append(element("w:tblW", w=sum(widths), type="dxa"))
    if indent:
        properties.append(element("w:tblInd", w=indent, type="dxa"))
    if borders is not None:
        properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    properties.append(element("w:tblLook", val="0420" if head else "0400", firstRow=int(head), noVBand=1))
    return element("w:tbl", properties, element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)))


def end_table(writer: Writer, into: Element, table: Element) -> None:
    """Put a finished table into its place, and a thin paragraph after it: two tables would grow together."""
    into.append(table)
    gap = Place("ReportTableGap", writer.shell.width)
    writer.paragraph(into, writer.line(gap), gap)


def start_cell(width: int, *properties: Element) -> Element:
    """Return an empty cell."""
    return element("w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa"), *properties))


def end_cell(writer: Writer, cell: Element, place: Place) -> Element:
    """Return a cell that ends in a paragraph, as every cell must."""
    if cell[-1].tag != qn("w:p"):
        writer.paragraph(cell, writer.line(place), place)
    elif len(cell) > 2 and cell[-2].tag != qn("w:tbl") and _is_gap(cell[-1]):
        cell.remove(cell[-1])
    return cell


def _is_gap(paragraph: Element) -> bool:
    return bool(paragraph.xpath("./w:pPr/w:pStyle[@w:val='ReportTableGap']"))


def _cells(row: Node) -> list[Node]:
    return [each for each in row.children if isinstance(each, Node) and each.tag in ("td", "th")]


def _widths(writer: Writer, node: Node, columns: Sequence[Node], count: int, width: int) -> list[int]:
    """Return the widths of the columns, those without any sharing what is left; they add up to the whole."""
    named = [writer.look.column(node.classes, each.classes) for each in columns]
    named += [None] * (count - len(named))
    left = max(100 - sum(each for each in named if each is not None), 0)
    share = left / max(sum(each is None for each in named), 1)
    parts = [share if each is None else each for each in named]
    widths = [max(1, round(width * part / (sum(parts) or 1))) for part in parts]
    widths[-1] += width - sum(widths)
    return _with_room_for_words(node, widths)


def _with_room_for_words(node: Node, widths: list[int]) -> list[int]:
    """Take from the widest column what the others lack for the words at their heads."""
    head = node.find("thead")
    for index, cell in enumerate(_cells(head.find("tr") or head)[: len(widths)] if head else []):
        text = Node("th", {}, _said(cell)).text()
        lacks = max((len(word) for word in text.split()), default=0) * _LETTER + _GAP - widths[index]
        widest = max(range(len(widths)), key=widths.__getitem__)
        if 0 < lacks < widths[widest] // 2 and widest != index:
            widths[index] += lacks
            widths[widest] -= lacks
    return widths


def _said(node: Node) -> list[Node | str]:
    """Return what stands in a cell where there are no numbers of pages."""
    return [said] if (said := node.attributes.get("data-screen")) else node.children


def _row(writer: Writer, row: Node, widths: Sequence[int], *, is_head: bool) -> Element:
    properties = element("w:trPr", element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))
    made = element("w:tr", properties)
    total = "total" in row.classes
    cells = _cells(row)
    for cell, width in zip(cells, widths, strict=False):
        made.append(_cell(writer, cell, width, is_head=is_head, total=total))
    for width in widths[len(cells) :]:
        place = Place("ReportTableText", width)
        made.append(end_cell(writer, start_cell(width), place))
    return made


def _cell(writer: Writer, node: Node, width: int, *, is_head: bool, total: bool) -> Element:
    borders = [_total_line(writer)] if total else []
    style = "ReportTableHeading" if is_head else "ReportTableText"
    place = Place(style, width - _GAP, end="end" in node.classes, strong=total)
    made = start_cell(width, *borders)
    children = _said(node)
    tones = [each for each in node.classes if each in INLINE_TONES]
    if not is_head and not _has_blocks(node) and (tones or node.tag == "th"):
        children = [Node("span", {"class": " ".join(tones) or "soft"}, children)]
    if "plain" in node.classes:
        writer.one(made, Node("p", {"class": "plain"}, children), place)
    else:
        writer.blocks(made, children, place)
    return end_cell(writer, made, replace(place, number=0))


def _has_blocks(node: Node) -> bool:
    return any(isinstance(each, Node) and each.tag in ("p", "div", "ul", "ol", "table") for each in node.children)


def _total_line(writer: Writer) -> Element:
    line = element("w:top", val="single", sz=6, space=0, color=writer.look.colours["ink"])
    return element("w:tcBorders", line)
