"""The table of contents: a field of Word's own, filled already, so that it is never empty and nobody is asked."""

from shipworthy.reports.word.blocks import Place, Writer
from shipworthy.reports.word.nodes import Node
from shipworthy.reports.word.xml import Element, element, instruction, text_of

_FIELD = r' TOC \o "1-2" \h \z '


def write_contents(writer: Writer, into: Element, heading: str, place: Place) -> None:
    """Write the chapters with links to them; page numbers come when the field is updated in Word."""
    if heading:
        line, head = writer.line(place), Place("TOCHeading", place.width)
        line.add([heading])
        writer.paragraph(into, line, head)
    entries = []
    for level, anchor, text in writer.outline:
        line = writer.line(place)
        line.add([Node("a", {"href": f"#{anchor}", "class": "none"}, [text])])
        entries.append(writer.paragraph(into, line, Place(f"TOC{level}", place.width)))
    if entries:
        begin, separate, end = _marks()
        for index, each in enumerate((begin, element("w:r", instruction(_FIELD)), separate)):
            entries[0].insert(index + 1, each)
        entries[-1].append(end)


def page_fields() -> list[Element]:
    """Return the number of the page and of all pages, which Word works out itself."""
    return [*_field(" PAGE "), element("w:r", text_of(" / ")), *_field(" NUMPAGES ")]


def _field(code: str) -> list[Element]:
    begin, separate, end = _marks()
    return [begin, element("w:r", instruction(code)), separate, element("w:r", text_of("1")), end]


def _marks() -> tuple[Element, ...]:
    kinds = ("begin", "separate", "end")
    return tuple(element("w:r", element("w:fldChar", fldCharType=kind)) for kind in kinds)
