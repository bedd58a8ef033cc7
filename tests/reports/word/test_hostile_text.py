"""Whatever people type stays a text: no field, no link to a program or a file, nothing that XML cannot hold."""

from dataclasses import replace

import msgspec
import pytest
from docx.oxml.ns import qn
from tests.reports.builders import report, small_answers, small_review
from tests.reports.word.word_files import elements, opened, parts, texts, written

from shipworthy.domain.report_kind import Format
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.export import checked
from shipworthy.reports.job import Job
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.word.lines import followable_address
from shipworthy.text import xml_text

FIELDS = [
    '{ INCLUDETEXT "file:///etc/passwd" }', '{INCLUDEPICTURE "http://evil.example/x.png" \\d}',
    "{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc.exe\" }", '{DDE "excel" "x"}', "{ QUOTE 65 66 }",
    '{ HYPERLINK "javascript:alert(1)" }', '{ LINK Excel.Sheet.8 "\\\\\\\\evil\\\\x.xls" }', "{ DATE }", "{=1+1}",
    "{ MACROBUTTON AutoOpen Click }", '{ IMPORT "x" }', "{ AUTOTEXT x }", '{ ASK name "?" }', "{ FILLIN }",
    "{ IF 1 = 1 \"a\" \"b\" }", '{ DATABASE \\d "x" }', "{ GOTOBUTTON x }", "{ PRINT x }", "{ EQ \\f(1,2) }",
    "{ REF question_1_1 }", "{ TOC \\o }", "\x13 INCLUDETEXT x \x14 y \x15",
]  # fmt: skip
MARKUP = [
    "<w:instrText>DDEAUTO x</w:instrText>", "</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/>",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg><rect fill='red'/></svg>", "]]>", "<!-- -->",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;", "&y;", "&#0;", "&#x1f;", "&lt;b&gt;", "</body></html>",
    "a\tb", "<table><tr><td>", "_x000D_", "<a href='file:///etc'>x</a>", "<p class='plain' id='method'>",
]  # fmt: skip
IMPOSSIBLE = ["nul\x00", "bell\x07", "escape\x1b", "\ufffe", "\uffff", "\x7f", "a\x0bb"]


def hostile(text: str) -> Job:
    """Return a report that has a text wherever people type any."""
    first, *others = small_answers()
    noted = replace(first, note=text, answered_by=text, evidence=tuple(replace(e, title=text) for e in first.evidence))
    review = small_review([noted, *others])
    service = replace(review.service, name=text, description=text, team=text, tags=(text,))
    return Job(report(replace(review, service=service), classification=text), kind=Format.DOCX)


@pytest.mark.parametrize("text", [*FIELDS, *MARKUP, *IMPOSSIBLE])
def test_a_text_stays_a_text(text: str) -> None:
    content = written(hostile(text))
    codes = {each.text.strip() for each in elements(content, "w:instrText")}
    assert codes == {r'TOC \o "1-2" \h \z', "PAGE", "NUMPAGES"}
    assert list(elements(content, "w:fldSimple", "w:altChunk", "w:object", "w:subDoc")) == []
    assert {each.target_ref for each in opened(content).part.rels.values() if each.is_external} == {
        "https://example.org/",
        "https://example.org/proof",
    }
    assert b"attachedTemplate" not in b"".join(parts(content).values())
    shown = " ".join(xml_text(text).split(" ")).strip()
    assert " ".join(texts(content, "Title", "ReportLongTitle")[0].split()) == " ".join(shown.split())


@pytest.mark.parametrize("text", [FIELDS[0], MARKUP[1], IMPOSSIBLE[0]])
def test_the_worker_writes_hostile_texts_and_they_come_back_whole(worker: ReportWorker, text: str) -> None:
    assert checked(worker, hostile(text)).content.startswith(b"PK")


def test_half_a_letter_is_replaced_in_pages_and_in_what_the_file_says_of_itself() -> None:
    branded = msgspec.structs.replace(
        report(small_review()), title="\ud800 t", branding=Branding(organisation="o\udfff")
    )
    content = opened(written(Job(branded)))
    assert content.sections[0].first_page_header.paragraphs[0].text.startswith("o\ufffd · ")
    assert (content.core_properties.title, content.core_properties.author) == ("\ufffd t", "o\ufffd")


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("https://example.org/a b", ""),
        ("https://example.org/ä?q=[1]", "https://example.org/%C3%A4?q=%5B1%5D"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%20", "https://example.org/%20"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://[::1", ""),
        ("https://example.org:port/", ""),
        ("https://exa mple.org/", ""),
        ("https:///nowhere", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("\\\\server\\share", ""),
        ("#method", ""),
        ("", ""),
        (f"https://example.org/{'x' * 3000}", ""),
    ],
)
def test_only_addresses_that_word_can_read_and_people_may_follow_are_links(address: str, followed: str) -> None:
    assert followable_address(address) == followed


def test_a_link_in_a_note_is_a_link_and_one_to_a_program_is_not() -> None:
    first, *others = small_answers()
    note = "[good](https://example.org/good) [bad](file:///etc/passwd) [worse](javascript:alert(1))"
    content = written(Job(report(small_review([replace(first, note=note), *others]))))
    links = {each.xpath("string(.)"): each.get(qn("r:id")) for each in elements(content, "w:hyperlink")}
    assert opened(content).part.rels[links["good"]].target_ref == "https://example.org/good"
    assert not {"bad", "worse"} & links.keys()
