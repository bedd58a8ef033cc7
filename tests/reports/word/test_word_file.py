"""An assessment as a Word file: Word's own styles, tables, links and fields, and nothing that is not its own."""

import hashlib
import itertools
import re
import time
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from docx.oxml.ns import qn
from tests.reports.builders import NOW, flagship_review, report, small_answers, small_review
from tests.reports.documents import ARABIC, DOCUMENTS
from tests.reports.leadership_builders import decided_figures, leaders
from tests.reports.test_pictures import picture
from tests.reports.word.word_files import OF_ASSESSMENTS, document, elements, opened, parts, texts, twice, written

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.domain.report_kind import Format, Paper
from shipworthy.reports.export import checked
from shipworthy.reports.job import Job
from shipworthy.reports.pictures import FileFacts
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.view_model import service_report
from shipworthy.wording import Wording

PROPERTIES = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs bidi spacing ind jc outlineLvl",
    "w:rPr": "rStyle rFonts b bCs i iCs color position sz szCs rtl lang",
    "w:tblPr": "tblStyle bidiVisual tblW tblInd tblBorders tblLayout tblCellMar tblLook",
    "w:tcPr": "tcW tcBorders tcMar",
    "w:tblBorders": "top left bottom right insideH insideV",
    "w:tcMar": "top left bottom right",
    "w:sectPr": "headerReference footerReference pgSz pgMar titlePg bidi",
    "w:style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
}
"""The order in which the format wants what is in these elements (ECMA-376, part 1, 17)."""


def local(element: object) -> str:
    return str(element.tag).rpartition("}")[2]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", OF_ASSESSMENTS)
def test_everything_stands_in_the_order_of_the_format_and_is_named_once(name: str) -> None:
    content = document(name)
    for tag, order in PROPERTIES.items():
        places = {each: place for place, each in enumerate(order.split())}
        for element in elements(content, tag):
            found = [places[local(child)] for child in element]
            assert found == sorted(found), (tag, [local(child) for child in element])
    assert twice(each.get("id") for each in elements(content, "wp:docPr")) == []
    bookmarks = [(each.get(qn("w:id")), each.get(qn("w:name"))) for each in elements(content, "w:bookmarkStart")]
    assert twice(number for number, _ in bookmarks) == twice(name for _, name in bookmarks) == []
    assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,39}", name) for _, name in bookmarks)
    for cell in elements(content, "w:tc"):
        assert local(cell[-1]) == "p"
    body = opened(content).element.body
    assert [local(one) + local(two) for one, two in itertools.pairwise(body)].count("tbltbl") == 0


@pytest.mark.parametrize("name", OF_ASSESSMENTS)
def test_every_style_and_list_that_is_used_is_there(name: str) -> None:
    content = document(name)
    known = {style.style_id for style in opened(content).styles}
    used = {each.get(qn("w:val")) for each in elements(content, "w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn")}
    assert used - known == set()
    numbers = {each.get(qn("w:numId")) for each in elements(content, "w:num")}
    assert {each.get(qn("w:val")) for each in elements(content, "w:numId")} <= numbers


@pytest.mark.parametrize("name", OF_ASSESSMENTS)
def test_links_within_lead_to_places_that_are_there(name: str) -> None:
    content = document(name)
    places = {each.get(qn("w:name")) for each in elements(content, "w:bookmarkStart")}
    links = {anchor for each in elements(content, "w:hyperlink") if (anchor := each.get(qn("w:anchor")))}
    assert links <= places
    assert links or name.startswith("leaders")


def test_headings_are_those_of_the_report() -> None:
    job = DOCUMENTS["decided"]()
    content = document("decided")
    assert texts(content, "Title") == ["checkout"]
    chapters = texts(content, "Heading1")
    assert chapters[:3] == ["About this review", "Decision", "Principle by principle"]
    assert chapters[-1] == "Method, versions and fingerprint"
    assert isinstance(job.report, ServiceReport)
    principles = job.report.principles
    assert texts(content, "Heading2") == [f"{each.number} {each.title}" for each in principles]
    asked = [question for each in principles for question in each.questions]
    found = [text.split("\t") for text in texts(content, "ReportQuestion")]
    assert [text for _, text in found] == [each.place.text for each in asked]
    assert {mark.split()[0] for mark, _ in found} == {each.mark for each in asked}
    numbers = [text.split(" ")[0] for text in texts(content, "ReportQuestionFacts")]
    assert numbers == [each.place.number for each in asked]


def test_the_contents_are_filled_and_nobody_is_asked_to_update_them() -> None:
    content = document("decided")
    entries = texts(content, "TOC1", "TOC2")
    assert sorted(entries) == sorted([*texts(content, "Heading1"), *texts(content, "Heading2")])
    codes = [each.text.strip() for each in elements(content, "w:instrText")]
    assert codes[0] == r'TOC \o "1-2" \h \z'
    assert set(codes[1:]) == {"PAGE", "NUMPAGES"}
    assert b"updateFields" not in parts(content)["word/settings.xml"]
    assert not [each for each in elements(content, "w:fldChar") if each.get(qn("w:dirty"))]
    kinds = [each.get(qn("w:fldCharType")) for each in elements(content, "w:fldChar")]
    assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)


def test_heads_of_tables_come_back_and_no_row_is_parted() -> None:
    content = document("decided")
    rows = [row for table in elements(content, "w:tbl") for row in table.tr_lst if table.xpath("./w:tr/w:trPr")]
    assert rows
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)
    heads = [row for row in rows if row.xpath("./w:trPr/w:tblHeader")]
    assert {"Question", "Clause", "What must be done"} <= {row.tc_lst[0].xpath("string(.)") for row in heads}
    for table in elements(content, "w:tbl"):
        widths = [int(each.get(qn("w:w"))) for each in table.xpath("./w:tblGrid/w:gridCol")]
        for row in table.tr_lst:
            assert [int(cell.xpath("./w:tcPr/w:tcW/@w:w")[0]) for cell in row.tc_lst] == widths


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (11906, 16838)), (Paper.LETTER, (12240, 15840))])
def test_the_paper_is_the_one_asked_for_and_page_one_has_a_head_of_its_own(paper: Paper, size: tuple[int, int]) -> None:
    section = opened(document("logo", paper)).sections[0]
    assert (section.page_width.twips, section.page_height.twips) == size
    assert section.different_first_page_header_footer
    heads = [part.paragraphs[0].text.strip() for part in (section.first_page_header, section.header)]
    assert heads == [
        "Service readiness report · Internal · Draft\t22 November 2026 · Title of p 1.0.0",
        "Service readiness report · Internal · Draft · checkout",
    ]
    fingerprint = DOCUMENTS["logo"]().report.method.fingerprint  # type: ignore[union-attr]
    for foot in (section.first_page_footer, section.footer):
        assert foot.paragraphs[0].text == f"Fingerprint {fingerprint[:4]} {fingerprint[4:8]}\t1 / 1"
    assert len(section.first_page_header.part.element.xpath(".//w:drawing")) == 1


def test_the_file_says_what_it_is_in_which_language() -> None:
    review = small_review()
    told = opened(written(Job(report(review), kind=Format.DOCX))).core_properties
    assert (told.title, told.subject, told.language) == ("checkout: service readiness report", "Title of p 1.0.0", "en")
    assert told.created.replace(tzinfo=UTC) == told.modified.replace(tzinfo=UTC) == NOW
    assert told.comments.startswith("Fingerprint ")
    german = msgspec.structs.replace(report(review), language="de")
    languages = next(elements(written(Job(german)), "w:lang"))
    assert (languages.get(qn("w:val")), languages.get(qn("w:bidi"))) == ("de-DE", "ar-SA")


def test_the_same_report_gives_the_same_bytes_whatever_the_time() -> None:
    first = document("logo")
    time.sleep(2.1)  # zip files count in steps of two seconds
    assert written(msgspec.structs.replace(DOCUMENTS["logo"](), kind=Format.DOCX)) == first


def test_the_accent_of_the_company_is_that_of_links_and_titles() -> None:
    styles = parts(document("logo"))["word/styles.xml"].decode()
    assert '<w:name w:val="Hyperlink"/>' in styles
    assert styles.count('"004488"') == 2
    assert "004488" in parts(document("logo"))["word/theme/theme1.xml"].decode()
    assert "004488" not in parts(document("notes"))["word/styles.xml"].decode()


def test_notes_become_bold_code_lists_and_quotations() -> None:
    content = document("notes")
    assert "Loose, with everything that a note may hold:" in texts(content, "ReportNote")
    runs = {run.xpath("string(w:t)"): run.xpath("boolean(w:rPr/w:b)") for run in elements(content, "w:r")}
    assert runs["bold"]
    assert not runs["one"]
    numbered = {
        each.xpath("string(.)"): list(each.xpath("./w:pPr/w:numPr/*/@w:val"))
        for each in elements(content, "w:p")
        if each.xpath("./w:pPr/w:numPr")
    }
    assert numbered["one"] == ["0", "1"]
    assert numbered["nested"] == ["1", "1"]
    assert numbered["first"][1] == numbered["second"][1] != "1"
    assert texts(content, "ReportCode") == ["code"]


def test_pictures_have_texts_and_charts_come_as_svg_too() -> None:
    data = picture("JPEG", 640, 400)
    name = hashlib.sha256(data).hexdigest()
    first, *others = small_answers()
    shown = Evidence(EvidenceKind.FILE, name, "A screenshot of <all>")
    review = small_review([replace(first, evidence=(shown,)), *others])
    made = service_report(review, Wording(), NOW, files={name: FileFacts(len(data), picture=True)})
    content = written(Job(made, {name: data}))
    assert "A screenshot of <all>" in {each.get("descr") for each in elements(content, "wp:docPr")}
    assert "A screenshot of <all>" in texts(content, "Caption")
    assert data in parts(content).values()
    assert all(each.get("descr") for each in elements(content, "wp:docPr"))
    leader = written(Job(leaders(decided_figures())))
    assert sum(name.endswith(".svg") for name in parts(leader)) == 1
    (chart,) = elements(leader, "wp:docPr")
    assert chart.get("descr") == leaders(decided_figures()).charts()["trend"].alternative


def test_what_leads_to_a_picture_or_a_table_stays_with_it() -> None:
    file = opened(document("decided"))
    led = [each for each in file.paragraphs if each.style is not None and each.style.style_id == "ReportIntro"]
    assert led
    assert all(each.style is not None and each.style.paragraph_format.keep_with_next for each in led)


def test_texts_from_right_to_left_turn_their_paragraphs_round() -> None:
    arabic = document("right to left")
    paragraphs = list(opened(arabic).element.body.iter(qn("w:p")))
    assert all(each.xpath("./w:pPr/w:bidi") for each in paragraphs)
    assert all(each.xpath("./w:tblPr/w:bidiVisual") for each in elements(arabic, "w:tbl"))
    assert opened(arabic).element.body.sectPr.xpath("./w:bidi")
    turned = {run.xpath("string(w:t)"): run.xpath("boolean(w:rPr/w:rtl)") for run in elements(arabic, "w:r")}
    assert turned[ARABIC]
    assert not turned["Text of timeouts?\u200e"]
    first, *others = small_answers()
    english = written(Job(report(small_review([replace(first, note=f"{ARABIC} is\n\nplain"), *others]))))
    notes = {each.xpath("string(.)"): each.xpath("boolean(./w:pPr/w:bidi)") for each in elements(english, "w:p")}
    assert notes[f"{ARABIC} is"]
    assert not notes["plain"]


def test_addresses_that_may_be_followed_are_links() -> None:
    content = document("assessment")
    targets = {each.target_ref for each in opened(content).part.rels.values() if each.is_external}
    assert "https://git.example/shop/checkout" in targets
    assert all(each.startswith(("http://", "https://", "mailto:")) for each in targets)


def test_the_worker_writes_it_within_three_seconds(worker: ReportWorker) -> None:
    job = Job(report(flagship_review()), kind=Format.DOCX)
    assert checked(worker, job).content == document("assessment")
    begun = datetime.now(UTC)
    rendered = checked(worker, job)
    assert (datetime.now(UTC) - begun).total_seconds() < 3
    assert (rendered.pages, rendered.content[:2]) == (0, b"PK")
    assert len(rendered.content) < 200_000
