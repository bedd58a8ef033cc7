"""A hundred texts that could be taken for markup, in every field that people type: what comes out is what went in."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from tests.reports.builders import page_texts, report, small_meeting, small_review
from tests.reports.hostile.payloads import IMPOSSIBLE, PAYLOADS
from tests.reports.word.word_files import elements, written
from tests.workflows.reports.test_formula_payloads import hostile

from shipworthy.domain.meeting import Attendee, ParkedItem, Resolution
from shipworthy.domain.report_kind import Format
from shipworthy.reports.export import checked
from shipworthy.reports.job import Job
from shipworthy.reports.minutes_markdown import minutes_markdown
from shipworthy.reports.page_facts import page_facts
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import xml_text

PLAIN = tuple(f"plain text {number}" for number in range(len(PAYLOADS)))
# What Markdown in notes may become, whoever typed it.
OF_NOTES = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "a", "table", "thead", "tbody"}
# A page of paper has no letters without width, ends lines with hyphens, and joins a letter with its accents.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufffe\ufeff\U000e0000-\U000e007f\U0001f3f4-]")


def job(payloads: tuple[str, ...], kind: Format = Format.PDF) -> Job:
    """Return a report on a review that has the payloads in every field, each in turn, and all of them in its lists."""
    meeting = small_meeting(
        attendees=tuple(Attendee(each, each) for each in payloads),
        parked=tuple(ParkedItem(each, "", each) for each in payloads),
        resolutions=tuple(Resolution(each, "", each) for each in payloads),
    )
    return Job(report(hostile(payloads), classification=payloads[0], meetings=[meeting]), kind=kind)


def bare(text: str) -> str:
    """Return a text without what depends on where its lines end."""
    return "".join(text.split())


def on_paper(text: str) -> str:
    """Return what a page of paper can show of a text; what is told to run backwards is read in the order it is seen."""
    text = text.replace("\u202egnp.exe", "exe.png")
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", bare(text)))


class Elements(HTMLParser):
    """Notes which elements a page has, and which of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_comment(self, data: str) -> None:
        """Note a comment, which no report has."""
        self.found.add(f"<!--{data}-->")

    def unknown_decl(self, data: str) -> None:
        """Note what HTML does not know."""
        self.found.add(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        """Note what is meant for a program."""
        self.found.add(f"<?{data}>")


@pytest.fixture(scope="module")
def web(worker: ReportWorker) -> Callable[[tuple[str, ...]], str]:
    """Return what makes the page for the screen."""
    return lambda payloads: checked(worker, job(payloads, Format.HTML)).content.decode()


def test_there_are_a_hundred() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 100


def test_a_page_says_them_and_holds_nothing_of_them(web: Callable[[tuple[str, ...]], str]) -> None:
    page, plain = web(PAYLOADS), Elements(web(PLAIN))
    words = page_facts(page).words
    assert [each for each in PAYLOADS if bare(each) not in words] == []
    found = Elements(page)
    assert found.found - plain.found <= OF_NOTES
    assert found.attributes <= plain.attributes
    assert {each for each in found.addresses if not each.startswith(("#", "data:image/svg+xml;base64,"))} <= {
        *plain.addresses,
        "http://127.0.0.1:1/",  # written out in a note, it may be followed by those who want to
    }


def test_paper_says_them(worker: ReportWorker) -> None:
    text = on_paper("".join(page_texts(checked(worker, job(PAYLOADS)).content)))
    assert [each for each in PAYLOADS if on_paper(each) not in text] == []


def test_a_word_file_says_them_and_holds_nothing_of_them() -> None:
    content = written(job(PAYLOADS, Format.DOCX))
    words = bare("".join(each.text or "" for each in elements(content, "w:t")))
    assert [each for each in PAYLOADS if bare(xml_text(each)) not in words] == []
    assert list(elements(content, "w:fldSimple", "w:altChunk", "w:object", "w:subDoc")) == []


@pytest.mark.parametrize("kind", [Format.PDF, Format.ARCHIVE, Format.HTML, Format.DOCX])
def test_what_no_file_can_hold_keeps_what_stands_around_it(kind: Format, worker: ReportWorker) -> None:
    assert checked(worker, job(IMPOSSIBLE * 4, kind)).content


def test_minutes_as_markdown_say_them() -> None:
    meeting = small_meeting(
        attendees=(), parked=tuple(ParkedItem(each) for each in PAYLOADS), resolutions=(), planned_minutes={}
    )
    text = minutes_markdown("checkout", report(small_review(), meetings=[meeting]).meetings)
    assert list(_items(text)) == [f"{' '.join(each.split())} (open)" for each in PAYLOADS]


def _items(text: str) -> Iterator[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for place, token in enumerate(tokens):
        if tokens[place - 2].type == "list_item_open":
            children = token.children or []
            assert {child.type for child in children} <= {"text", "text_special"}
            yield "".join(child.content for child in children)
