"""What makes a PDF accessible, as rules over pikepdf that always run; veraPDF, where it is there, knows more of them.

Each rule yields a sentence for each place where a document breaks it.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf

Rule = Callable[[pikepdf.Pdf], Iterator[str]]

STANDARD_TYPE = re.compile(
    "Document|Part|Art|Sect|Div|BlockQuote|Caption|TOCI?|Index|NonStruct|P|H[1-6]?|L|LI|Lbl|LBody|Table|TR|TH|TD|THead"
    "|TBody|TFoot|Span|Quote|Note|Reference|BibEntry|Code|Link|Annot|Figure|Formula|Form"
)
_DRAWS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh", "BI"})
_HEADING = re.compile("H([1-6])")


def broken_rules(pdf: bytes) -> dict[str, list[str]]:
    """Return what breaks which rule, by the name of the rule; nothing for a document that keeps them all."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = {rule.__name__: list(rule(document)) for rule in RULES}
    return {name: broken for name, broken in found.items() if broken}


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the structure elements of a document in the order in which they are read."""
    waiting = [pdf.Root.StructTreeRoot] if "/StructTreeRoot" in pdf.Root else []
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        waiting += reversed([kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/Obj" not in kid])


def at(around: Any, *keys: str) -> Any:
    """Return what lies in dictionaries within dictionaries; None where one of them is missing."""
    for key in keys:
        around = None if around is None else around.get(key)
    return around


def kids(element: Any) -> list[Any]:
    """Return what an element holds, numbers of marked content among it."""
    held = element.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def name_of(element: Any) -> str:
    """Return the type of an element without the slash."""
    return str(element.S).removeprefix("/")


def names_itself(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A document has a title, shows it, says its language, and claims PDF/UA-1."""
    metadata = pdf.open_metadata()  # not as a context, whose end would bring the other titles in line
    title, part = metadata.get("dc:title"), metadata.get("pdfuaid:part")
    if not title or str(pdf.docinfo.get("/Title", "")) != title:
        yield "title"
    if part != "1":
        yield "no mark of PDF/UA-1"
    if at(pdf.Root, "/ViewerPreferences", "/DisplayDocTitle") is not True:
        yield "the title is not displayed"
    if not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]+)*", str(pdf.Root.get("/Lang", ""))):
        yield "language"


def is_tagged(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A document says that it is tagged, has a tree, and every page takes its tab order from it."""
    if at(pdf.Root, "/MarkInfo", "/Marked") is not True:
        yield "not marked as tagged"
    if not any(True for _ in elements(pdf)):
        yield "no structure tree"
    for number, page in enumerate(pdf.pages, start=1):
        if page.obj.get("/Tabs") != pikepdf.Name.S:
            yield f"page {number} has no tab order"


def uses_known_types(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every type of element is a standard one, or the role map says which it stands for."""
    roles = at(pdf.Root, "/StructTreeRoot", "/RoleMap") or {}
    for name in sorted({name_of(element) for element in elements(pdf)}):
        stands_for = str(roles.get(f"/{name}", f"/{name}")).removeprefix("/")
        if not STANDARD_TYPE.fullmatch(stands_for):
            yield name


def tags_all_content(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Whatever is drawn is an artifact, or marked content that an element of the tree holds."""
    reachable = {element.objgen for element in elements(pdf)}
    for number, page in enumerate(pdf.pages, start=1):
        owners = _owners(pdf, page)
        for reason in sorted(set(_untagged(page, owners, reachable))):
            yield f"page {number}: {reason}"


def _owners(pdf: pikepdf.Pdf, page: pikepdf.Page) -> list[Any]:
    tree = at(pdf.Root, "/StructTreeRoot", "/ParentTree")
    place = page.obj.get("/StructParents")
    if tree is None or place is None:
        return []
    held = pikepdf.NumberTree(tree).get(int(place))
    return [] if held is None else list(held)


def _untagged(page: pikepdf.Page, owners: list[Any], reachable: set[tuple[int, int]]) -> Iterator[str]:
    around: list[str] = []  # for each open sequence: "artifact", "content" or ""
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BMC":
                around.append("artifact" if operands[0] == pikepdf.Name.Artifact else "")
            case "BDC":
                mark = operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None
                if operands[0] == pikepdf.Name.Artifact:
                    around.append("artifact")
                elif mark is None:
                    around.append("")
                else:
                    around.append("content")
                    owner = owners[int(mark)] if int(mark) < len(owners) else None
                    if owner is None or owner.objgen not in reachable:
                        yield "marked content is in no element of the tree"
            case "EMC":
                around.pop()
            case drawn if drawn in _DRAWS and not any(around):
                yield f"{drawn} draws outside marked content"


def keeps_heading_order(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Headings begin at level 1 and skip no level on the way down."""
    before = 0
    for element in elements(pdf):
        if found := _HEADING.fullmatch(name_of(element)):
            level = int(found[1])
            if level > before + 1:
                yield f"H{level} follows {f'H{before}' if before else 'nothing'}"
            before = level
    if not before:
        yield "no heading"


def heads_tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every table holds rows of cells with headers among them, and each header says what it is the head of."""
    for element in elements(pdf):
        if name_of(element) == "Table":
            inside = [name_of(each) for each in _below(element)]
            if "TR" not in inside or "TH" not in inside:
                yield "a table without rows or without headers"
        elif name_of(element) == "TR":
            if {name_of(each) for each in kids(element)} - {"TH", "TD"}:
                yield "a row holds something beside cells"
        elif name_of(element) == "TH" and at(element, "/A", "/Scope") not in (
            pikepdf.Name.Row,
            pikepdf.Name.Column,
        ):
            yield "a header without scope"


def _below(element: Any) -> Iterator[Any]:
    for kid in kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def builds_lists(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Lists hold items, and items a label and a body."""
    allowed = {"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}}
    for element in elements(pdf):
        name = name_of(element)
        if name in allowed and (wrong := {_named(kid) for kid in kids(element)} - allowed[name]):
            yield f"{name} holds {', '.join(sorted(wrong))}"


def _named(kid: Any) -> str:
    return name_of(kid) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid else "content"


def describes_figures(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every figure has an alternative text, and a place on its page."""
    for element in elements(pdf):
        if name_of(element) == "Figure":
            if not str(element.get("/Alt", "")).strip():
                yield "a figure without alternative text"
            if at(element, "/A", "/BBox") is None:
                yield "a figure without a place"


def describes_links(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every link says where it leads, and a Link element of the tree refers to it."""
    held = {
        kid.Obj.objgen
        for element in elements(pdf)
        if name_of(element) == "Link"
        for kid in kids(element)
        if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
    }
    for number, page in enumerate(pdf.pages, start=1):
        for note in page.obj.get("/Annots", []):
            if not str(note.get("/Contents", "")).strip():
                yield f"page {number}: a link without a description"
            if note.objgen not in held or "/StructParent" not in note:
                yield f"page {number}: a link without an element"


def lists_chapters(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The outline is there, and each of its entries has a title and leads somewhere."""
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
    if not waiting:
        yield "no outline"
    while waiting:
        entry = waiting.pop()
        if not entry.title.strip() or (entry.destination is None and entry.action is None):
            yield f"the entry “{entry.title}” leads nowhere"
        waiting += entry.children


def embeds_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every font is inside the document, and says which letters its glyphs are."""
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary) or each.get("/Type") != pikepdf.Name.Font:
            continue
        if "/FontDescriptor" in each and not any(f"/FontFile{end}" in each.FontDescriptor for end in ("", "2", "3")):
            yield f"{each.BaseFont} is not embedded"
        if each.get("/Subtype") == pikepdf.Name.Type0 and "/ToUnicode" not in each:
            yield f"{each.BaseFont} does not say its letters"


RULES: tuple[Rule, ...] = (
    names_itself,
    is_tagged,
    uses_known_types,
    tags_all_content,
    keeps_heading_order,
    heads_tables,
    builds_lists,
    describes_figures,
    describes_links,
    lists_chapters,
    embeds_fonts,
)
