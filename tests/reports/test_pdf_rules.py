"""Every kind of PDF keeps the rules of accessible documents, and each rule notices where one does not."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from tests.reports.documents import DOCUMENTS, archived
from tests.reports.pdf_rules import RULES, broken_rules, elements, name_of

from shipworthy.reports.report_worker import ReportWorker

Edit = Callable[[pikepdf.Pdf], object]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_keeps_all_rules(worker: ReportWorker, name: str) -> None:
    assert broken_rules(worker.render(DOCUMENTS[name]()).content) == {}


def test_an_archive_keeps_all_rules(worker: ReportWorker) -> None:
    assert broken_rules(worker.render(archived(DOCUMENTS["notes"]())).content) == {}


@pytest.fixture(scope="module")
def good(worker: ReportWorker) -> bytes:
    """Return a PDF with headings, tables, lists, figures, links and an outline."""
    return worker.render(DOCUMENTS["notes"]()).content


def first(pdf: pikepdf.Pdf, name: str) -> Any:
    return next(element for element in elements(pdf) if name_of(element) == name)


def rename(pdf: pikepdf.Pdf, name: str, new: str) -> None:
    first(pdf, name).S = pikepdf.Name(f"/{new}")


def link(pdf: pikepdf.Pdf) -> Any:
    return next(note for page in pdf.pages for note in page.obj.get("/Annots", []))


def draw(pdf: pikepdf.Pdf, content: bytes) -> None:
    page = pdf.pages[0]
    page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + content)


def set_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another"


def drop_outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.clear()


def lose_destination(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines.First["/Dest" if "/Dest" in pdf.Root.Outlines.First else "/A"]


def font_part(pdf: pikepdf.Pdf, key: str) -> Any:
    return next(each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and key in each)


BREAKS: list[tuple[str, Edit]] = [
    ("names_itself", set_title),
    ("names_itself", lambda pdf: pdf.Root.__delitem__("/Lang")),
    ("names_itself", lambda pdf: pdf.Root.__setitem__("/Lang", "")),
    ("names_itself", lambda pdf: pdf.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False)),
    ("names_itself", lambda pdf: pdf.Root.__delitem__("/Metadata")),
    ("is_tagged", lambda pdf: pdf.Root.__delitem__("/MarkInfo")),
    ("is_tagged", lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")),
    ("is_tagged", lambda pdf: pdf.pages[1].obj.__delitem__("/Tabs")),
    ("uses_known_types", lambda pdf: rename(pdf, "Sect", "Chapter")),
    ("tags_all_content", lambda pdf: draw(pdf, b" 0 0 9 9 re f")),
    ("tags_all_content", lambda pdf: draw(pdf, b" /Span <</MCID 9999>> BDC 0 0 9 9 re f EMC")),
    ("tags_all_content", lambda pdf: draw(pdf, b" /Span BMC 0 0 9 9 re f EMC")),
    ("tags_all_content", lambda pdf: first(pdf, "Sect").__setitem__("/K", pikepdf.Array())),
    ("keeps_heading_order", lambda pdf: rename(pdf, "H2", "H4")),
    ("keeps_heading_order", lambda pdf: rename(pdf, "H1", "P")),
    ("heads_tables", lambda pdf: first(pdf, "TH").A.__delitem__("/Scope")),
    ("heads_tables", lambda pdf: rename(pdf, "TD", "P")),
    ("heads_tables", lambda pdf: first(pdf, "Table").__setitem__("/K", pikepdf.Array())),
    ("builds_lists", lambda pdf: rename(pdf, "LBody", "Div")),
    ("builds_lists", lambda pdf: rename(pdf, "LI", "P")),
    ("describes_figures", lambda pdf: first(pdf, "Figure").__setitem__("/Alt", " ")),
    ("describes_figures", lambda pdf: first(pdf, "Figure").__delitem__("/A")),
    ("describes_links", lambda pdf: link(pdf).__delitem__("/Contents")),
    ("describes_links", lambda pdf: link(pdf).__delitem__("/StructParent")),
    ("describes_links", lambda pdf: rename(pdf, "Link", "Span")),
    ("lists_chapters", drop_outline),
    ("lists_chapters", lose_destination),
    ("embeds_fonts", lambda pdf: font_part(pdf, "/ToUnicode").__delitem__("/ToUnicode")),
    ("embeds_fonts", lambda pdf: font_part(pdf, "/FontFile2").__delitem__("/FontFile2")),
]


@pytest.mark.parametrize(("rule", "edit"), BREAKS, ids=[f"{rule}-{number}" for number, (rule, _) in enumerate(BREAKS)])
def test_a_document_that_breaks_a_rule_is_noticed(good: bytes, rule: str, edit: Edit) -> None:
    changed = BytesIO()
    with pikepdf.open(BytesIO(good)) as pdf:
        edit(pdf)
        pdf.save(changed)
    assert rule in broken_rules(changed.getvalue())


def test_every_rule_is_broken_by_some_document() -> None:
    assert {rule for rule, _ in BREAKS} == {rule.__name__ for rule in RULES}
