"""Reports for the screen: one file that asks for nothing, and says what the paper says."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from tests.reports.builders import report, small_answers, small_review
from tests.reports.documents import DOCUMENTS

from shipworthy.domain.report_kind import Format
from shipworthy.reports.export import check_page, checked
from shipworthy.reports.job import Job, Rendered
from shipworthy.reports.page_facts import POLICY, page_facts
from shipworthy.reports.report_worker import ReportFailed, ReportWorker
from shipworthy.reports.screen_style import contrast, readable, screen_style
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.template import html, style
from shipworthy.reports.web_page import Pictures, web_page

Attributes = dict[str, str | None]


class Outline(HTMLParser):
    """Notes the elements of a page in their order, with what stands in each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.texts: list[list[str]] = []
        self._open: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append([])
        if tag not in {"meta", "img", "br", "col", "source"}:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self.elements[self._open.pop()][0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.texts[place].append(data)

    def all(self, tag: str) -> list[tuple[Attributes, str]]:
        return [
            (attributes, " ".join("".join(words).split()))
            for (name, attributes), words in zip(self.elements, self.texts, strict=True)
            if name == tag
        ]


def as_page(job: Job) -> Job:
    return msgspec.structs.replace(job, kind=Format.HTML, attached=None)


def page_of(worker: ReportWorker, job: Job) -> str:
    rendered = checked(worker, as_page(job))
    assert rendered.pages == 0
    return rendered.content.decode()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_kind_of_report_becomes_one_accessible_file(worker: ReportWorker, name: str) -> None:
    job = DOCUMENTS[name]()
    page = page_of(worker, job)
    found, outline = page_facts(page), Outline(page)
    assert (found.faults, found.language, found.title) == ((), job.report.language, job.report.title)
    assert "asset:" not in page
    assert "target-counter" not in page
    assert "@page :first" not in page
    assert [text for _attributes, text in outline.all("a") if not text] == []
    assert all(attributes["alt"] for attributes, _text in outline.all("img"))
    assert all(attributes["role"] == "img" and text for attributes, text in outline.all("svg"))
    assert all(attributes.get("scope") in ("col", "row") for attributes, _text in outline.all("th"))
    assert [tag for tag, _attributes in outline.elements if tag in ("main", "header", "footer")] == [
        "header",
        "main",
        "footer",
    ]
    levels = [int(tag[1]) for tag, _attributes in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later <= level + 1 for level, later in pairwise(levels))


def test_the_page_says_what_the_paper_says_and_each_running_head_once(worker: ReportWorker) -> None:
    job = DOCUMENTS["crowded"]()
    page, paper = Outline(page_of(worker, job)), Outline(html(job.report))
    for tag in ("h1", "h2", "h3", "h4"):
        assert [text for _attributes, text in page.all(tag)] == [text for _attributes, text in paper.all(tag)]
    said = "".join(text for _attributes, text in page.all("main")).replace(" ", "")
    assert isinstance(job.report, ServiceReport)
    for question in (each for principle in job.report.principles for each in principle.questions):
        assert question.place.text.replace(" ", "") in said
    classes = [each.get("class") for each, _text in page.all("div")]
    assert [classes.count(each) for each in ("head-start-first", "head-end-first", "head-start", "foot-start")] == [
        *(1, 1, 0, 1)
    ]


def test_links_lead_to_chapters_by_name_instead_of_page_numbers(worker: ReportWorker) -> None:
    outline = Outline(page_of(worker, DOCUMENTS["decided"]()))
    named = {(link["href"], text) for link, text in outline.all("a") if "to-page" in (link.get("class") or "")}
    assert ("#decision", "Decision") in named
    assert ("#registers", "Compensating controls and exclusions") in named
    numbers = [text for link, text in outline.all("a") if link.get("class") == "page-number"]
    assert numbers
    assert all(re.fullmatch(r"\d+\.\d+", number) for number in numbers)
    contents = [(link["href"], text) for link, text in outline.all("a")][1:]
    assert ("#why", next(text for _attributes, text in outline.all("h2") if text.startswith("Why"))) in contents
    assert outline.all("a")[0] == ({"href": "#report", "class": "skip"}, "Skip to the report")
    foot = outline.all("footer")[0][1]
    assert foot.startswith("Fingerprint ")
    assert foot.endswith("Method, versions and fingerprint")


def test_the_same_report_gives_the_same_bytes(worker: ReportWorker) -> None:
    job = as_page(DOCUMENTS["logo"]())
    assert worker.render(job).content == worker.render(job).content


def test_classification_logo_and_colour_stand_on_the_screen_too(worker: ReportWorker) -> None:
    page = page_of(worker, DOCUMENTS["logo"]())
    outline = Outline(page)
    assert "Internal" in outline.all("header")[0][1]
    logo = next(each for each, _text in outline.all("img"))
    assert logo["alt"] == "A red point"
    assert (logo["src"] or "").startswith("data:image/png;base64,iVBOR")
    assert ":root { --accent: #004488; }" in page  # dark enough as it is


def test_a_page_from_right_to_left_says_so(worker: ReportWorker) -> None:
    outline = Outline(page_of(worker, DOCUMENTS["right to left"]()))
    assert outline.all("html")[0][0]["dir"] == "rtl"


PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    '"><iframe src=file:///etc/passwd>',
    "<!-- <base href=//evil> -->",
    "&lt;script&gt; &amp; &#60;b&#62;",
    "<meta http-equiv=refresh content='0;url=http://evil'>",
    "]]><template><form action=//evil>",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_people_type_is_text_and_nothing_else(worker: ReportWorker, payload: str) -> None:
    first, *others = small_answers()
    review = small_review([replace(first, note=payload), *others])
    review = replace(review, service=replace(review.service, name=payload, description=payload, team=payload))
    job = Job(report(review))
    page = page_of(worker, msgspec.structs.replace(job, report=msgspec.structs.replace(job.report, title=payload)))
    words = page_facts(page).words
    assert words.count("".join(payload.split())) >= 4


GOOD = (
    f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>T</title><style>a {{}}</style></head>'
    '<body><a href="#x">x</a><p id="x">y</p></body></html>\n'
)


def test_a_page_that_does_not_stand_alone_never_becomes_a_file() -> None:
    check_page(Rendered(GOOD.encode(), 0), "T", "en")
    for old, new in [
        ("<title>T", "<title>U"),
        ('lang="en"', 'lang="de"'),
        ("</html>\n", ""),
        ('id="x"', 'id="y"'),
        ('<p id="x">', '<b id="x"></b><p id="x">'),
        ("img-src data:", "img-src *"),
        ("<p ", "<script>1</script><p "),
        ("<p ", "<p onclick='1' "),
        ("<p ", "<img alt='' src='http://a.b/c.png'><p "),
        ("<p ", "<img alt='' src='data:image/png;base64,!!'><p "),
        ("<p ", "<img alt='' src='data:text/html;base64,AAAA'><p "),
        ("<p ", "<img src='data:image/png;base64,AAAA'><p "),
        ("<p ", "<link rel=stylesheet href='http://a.b/c.css'><p "),
        ("<p ", "<a href='file:///etc/passwd'>z</a><p "),
        ("<p ", "<a href='javascript:1'>z</a><p "),
        ("<p ", "<svg><use xlink:href='http://a.b/c.svg#d'/></svg><p "),
        ("<p ", "<table background='http://a.b/c.png'></table><p "),
        ("<p ", "<p style='background: url(http://a.b/c.png)' "),
        ("a {}", "@import 'http://a.b/c.css';"),
        ("a {}", "a { background: URL (//a.b/c) }"),
    ]:
        with pytest.raises(ReportFailed):
            check_page(Rendered(GOOD.replace(old, new).encode(), 0), "T", "en")


def tokens(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", sheet))


def test_letters_are_read_on_every_ground_in_either_look() -> None:
    sheet = screen_style(style(ServiceReport))
    light, dark, _print = re.split(r"@media screen and \(prefers|@media print", sheet)
    looks: list[dict[str, Any]] = [tokens(light), {**tokens(light), **tokens(dark)}]
    grounds = re.findall(r"\.h[0-4] { background: (#[0-9a-f]{6})", dark)
    assert len(grounds) == 5
    for look in looks:
        for letters in ("ink", "soft", "accent", "ok", "warn", "bad", "none"):
            for ground in ("surface", "ground", "faint"):
                assert contrast(look[letters], look[ground]) >= 4.5, (letters, ground, look[letters])
    assert all(contrast(looks[1]["ink"], ground) >= 4.5 for ground in grounds)


@pytest.mark.parametrize("accent", ["#ffff00", "#000000", "#2a5bd0", "#ff0000", "#808080", "#ffffff"])
def test_any_accent_can_be_read(accent: str) -> None:
    sheet = screen_style(style(ServiceReport, accent), accent)
    light, dark = re.findall(r"--accent: (#[0-9a-f]{6});", sheet)[-2:]
    assert all(contrast(light, ground) >= 4.5 for ground in ("#ffffff", "#eef1f5", "#f6f7f9"))
    assert all(contrast(dark, ground) >= 4.5 for ground in ("#1c2026", "#121519", "#252b33"))
    assert readable(light, "#eef1f5") == light


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_what_a_template_of_the_users_own_would_load_is_left_out() -> None:
    typed = (
        '<html lang="en"><head><title>T</title><link rel="stylesheet" href="//a.b/c.css"><base href="//a.b"></head>'
        '<body onload="x()"><h1 id="a">A</h1><p id="a" style="background: url(//a.b)">B</p><!-- C -->'
        '<img src="http://a.b/c.png" alt="a picture"><script>x()</script><a href="#gone">D</a>'
        '<a href="javascript:x()">E</a><svg><use href="//a.b#c"></use><title>F</title></svg></body></html>'
    )
    sheet = "@import '//a.b'; @font-face { src: url(//a.b) } p { background: URL( '//a.b' ) } b { color: red }"
    page = web_page(typed, screen_style(sheet), Pictures({}, {}), "en").content.decode()
    check_page(Rendered(page.encode(), 0), "T", "en")
    assert "a.b" not in page
    assert page_facts(page).words.endswith("ABapictureDEF")
    assert "color: red" in page
