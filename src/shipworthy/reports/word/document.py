"""From a report's page to a Word file. Imported by the worker alone, where a report is to be edited.

The page is the one that is printed, so that the words are the same; what it holds becomes Word's own styles, lists,
tables, links and pictures, and no HTML goes into the file.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count

from shipworthy.reports.job import Job
from shipworthy.reports.report import Report
from shipworthy.reports.word.blocks import Place, Writer
from shipworthy.reports.word.contents import page_fields
from shipworthy.reports.word.look import read_look
from shipworthy.reports.word.nodes import Node, parse
from shipworthy.reports.word.parts import write_part
from shipworthy.reports.word.pictures import Drawn, Pictures
from shipworthy.reports.word.shell import Shell
from shipworthy.reports.word.tables import write_table
from shipworthy.reports.word.xml import Element, element

_NOT_IN_PLACE_NAMES = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST_PLACE_NAME = 40  # characters, as Word has it
_LONGEST_HEAD = 100  # letters, so that it stays one line
_CONTENTS = {"h2": 1, "h3": 2}


def docx_file(html: str, style: str, job: Job, charts: Mapping[str, Drawn]) -> bytes:
    """Return a report's page, with its style sheet, as a Word file; the same report gives the same bytes."""
    report = job.report
    page, look = parse(html), read_look(style)
    root, body = page.find("html"), page.find("body")
    assert root is not None, "a report is a whole document"
    assert body is not None, "a report is a whole document"
    colours = {**look.colours, "title": look.colours["accent"] if "branded" in root.classes else ""}
    shell = Shell(
        report.language,
        job.paper,
        colours,
        right_to_left=root.attributes.get("dir") == "rtl",
        short=body.find(of_class="contents") is None,
    )
    outline = tuple(_outline(body))
    pictures = Pictures(shell, job.assets, charts)
    writer = Writer(shell, look, pictures, _places(body), dict(_headings(body)), outline, write_table, write_part)
    content = element("w:body")
    writer.blocks(content, body.children, Place("BodyText", shell.width))
    for number, each in enumerate(list(content)):
        shell.body.insert(number, each)
    _write_margins(shell, writer, body)
    _tell(shell, page, report)
    return shell.content()


def _outline(body: Node) -> Iterator[tuple[int, str, str]]:
    """Yield level, anchor and text of what stands in the contents; what has no anchor gets one."""
    number = count(1)
    for node in body.within():
        if node.tag in _CONTENTS and not {"quiet", "label"}.intersection(node.classes):
            anchor = node.attributes.setdefault("id", f"_Toc{next(number):08}")
            yield _CONTENTS[node.tag], anchor, node.text()


def _places(body: Node) -> dict[str, str]:
    """Return a name that Word takes for everything that can be linked to, by its anchor."""
    names: dict[str, str] = {}
    for node in body.within():
        anchor = node.attributes.get("id", "")
        if anchor and anchor not in names:
            name = _NOT_IN_PLACE_NAMES.sub("_", anchor)[:_LONGEST_PLACE_NAME]
            name = name if name[:1].isalpha() or name.startswith("_Toc") else f"p_{name}"[:_LONGEST_PLACE_NAME]
            names[anchor] = name if name not in names.values() else f"{name[:30]}_{len(names)}"
    return names


def _headings(body: Node) -> Iterator[tuple[str, str]]:
    """Yield anchors with what to call the place in place of the number of its page."""
    for node in body.within():
        if anchor := node.attributes.get("id"):
            heading = next((each for each in node.within() if each.tag in ("h1", "h2", "h3", "h4")), node)
            yield anchor, node.attributes.get("data-number") or heading.text()


def _write_margins(shell: Shell, writer: Writer, body: Node) -> None:
    """Write head and foot of the pages; on the first, the head tells more."""
    section = shell.sections()
    section.different_first_page_header_footer = True
    foot = body.find(of_class="foot-start")
    sides = {
        "first_page_header": ("head-start-first", "head-end-first", section.first_page_header),
        "header": ("head-start", "", section.header),
    }
    for first, last, part in sides.values():
        _write_margin(
            shell, writer, part, "Header", (body.find(of_class=first), body.find(of_class=last) if last else None)
        )
    for part in (section.first_page_footer, section.footer):
        paragraph = _write_margin(shell, writer, part, "Footer", (_without_pages(foot), None))
        paragraph.append(element("w:r", element("w:tab")))
        paragraph.extend(page_fields())


def _without_pages(node: Node | None) -> Node | None:
    """Return the foot without the number of a page, which only a program that lays out pages knows."""
    if node is None:
        return None
    kept = [each for each in node.children if isinstance(each, str) or "of-page" not in each.classes]
    return Node(node.tag, node.attributes, [each.rstrip(" ·\n") if isinstance(each, str) else each for each in kept])


def _write_margin(
    shell: Shell, writer: Writer, part: object, style: str, sides: tuple[Node | None, Node | None]
) -> Element:
    part.is_linked_to_previous = False  # type: ignore[attr-defined]  # a header or a footer of the library
    into = part._element  # type: ignore[attr-defined]
    for each in list(into):
        into.remove(each)
    place = Place(style, shell.width)
    line = writer.line(place)
    line.part = part.part  # type: ignore[attr-defined]
    line.places = {}  # what stands in the margins is no content, so it holds no links
    begin, end = sides
    if begin is not None:
        line.add(begin.children)
        line.shorten(_LONGEST_HEAD if end is None else _LONGEST_HEAD // 2)
    if end is not None:
        line.tab()
        line.add(end.children)
    return writer.paragraph(into, line, place)


def _tell(shell: Shell, page: Node, report: Report) -> None:
    said = {
        each.attributes.get("name", ""): each.attributes.get("content", "")
        for each in page.within()
        if each.tag == "meta"
    }
    shell.tell(
        report.title,
        subject=", ".join(report.packs),
        author=report.branding.organisation,
        comments=said.get("description", ""),
        language=report.language,
        made=datetime.fromisoformat(report.generated),
    )
