"""Pages: their paper, the side from which they are read, and a watermark that is in nobody's way."""

import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import msgspec
import pikepdf
import pytest
from tests.reports.builders import NOW, flagship_review, outside_the_margins, page_texts, report, small_review
from tests.reports.documents import DOCUMENTS
from tests.reports.test_decision_pdf import CROWDED, DECISION, STALE, decided
from tests.reports.test_service_pdf import LONG, crowded_review, followed_up, squeezed

from shipworthy.domain.assessment import AssessmentState, LeftOutPack
from shipworthy.domain.report_kind import Paper
from shipworthy.domain.review import Review
from shipworthy.paths import shipped
from shipworthy.reports.chart_data import PAPER, Bar, BarsChart
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.job import ChartJob, Job
from shipworthy.reports.page_style import WATERMARK, page_style, turned
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.screen_style import contrast, readable
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.template import html as html_of
from shipworthy.reports.view_model import service_report
from shipworthy.settings import LEAST_CONTRAST, LONGEST_WATERMARK
from shipworthy.wording import Wording

SIZES = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}  # points


def marked(made: ServiceReport, watermark: str) -> ServiceReport:
    return msgspec.structs.replace(made, branding=replace(made.branding, watermark=watermark))


def on(paper: Paper, review: Review, branding: Branding | None = None) -> Job:
    return Job(service_report(review, Wording(), NOW, paper=paper, branding=branding), paper=paper)


@pytest.mark.parametrize("paper", list(Paper))
def test_pages_have_the_size_that_was_asked_for(worker: ReportWorker, paper: Paper) -> None:
    with pikepdf.open(BytesIO(worker.render(on(paper, small_review())).content)) as document:
        sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in document.pages}
    assert sizes == {SIZES[paper]}


@pytest.mark.parametrize(
    "review",
    [
        crowded_review,
        flagship_review,
        lambda: followed_up(crowded_review(), 5, LONG),
        lambda: flagship_review(answered=0.9),
    ],
    ids=["crowded", "flagship", "followed up", "answered"],
)
def test_page_one_stays_one_page_on_letter_too(worker: ReportWorker, review: Callable[[], Review]) -> None:
    rendered = worker.render(on(Paper.LETTER, review()))
    pages = page_texts(rendered.content)
    assert "Level-1questions:" in squeezed(pages[0])
    assert "Aboutthisreview" in squeezed(pages[1])
    assert outside_the_margins(rendered.content) == []


@pytest.mark.parametrize(
    "review",
    [crowded_review, flagship_review, lambda: followed_up(crowded_review(), 5, LONG)],
    ids=["crowded", "flagship", "followed up"],
)
def test_page_one_stays_one_page_on_letter_however_much_was_decided(
    worker: ReportWorker, review: Callable[[], Review]
) -> None:
    left_out = tuple(LeftOutPack(f"pack-{number}", LONG) for number in range(6))
    made = decided(review(), CROWDED, STALE, left_out=left_out, paper=Paper.LETTER)
    pages = page_texts(worker.render(Job(made, paper=Paper.LETTER)).content)
    for told in ("and 6 more", "and 4 more", "Stale", "What stands in the way", "Level-1 questions:"):
        assert squeezed(told) in squeezed(pages[0]), told
    assert "Aboutthisreview" in squeezed(pages[1])


def test_an_open_review_is_a_draft_by_itself_and_a_decided_one_is_none() -> None:
    assert report(small_review()).branding.watermark == "Draft"
    assert decided(small_review(), DECISION, STALE).branding.watermark == ""
    for state in (AssessmentState.WITHDRAWN, AssessmentState.SUPERSEDED):
        assert decided(small_review(), DECISION, STALE, state=state).branding.watermark == ""
    named = service_report(small_review(), Wording(), NOW, branding=Branding(watermark="Preliminary"))
    assert named.branding.watermark == "Preliminary"


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("text", ["Draft", "i", "W" * LONGEST_WATERMARK, "草" * LONGEST_WATERMARK, "مسودة أولية"])
def test_a_watermark_stands_on_every_page_within_the_margins(worker: ReportWorker, text: str, paper: Paper) -> None:
    made = marked(report(small_review()), text)
    rendered = worker.render(Job(made, paper=paper))
    texts = [squeezed(page) for page in page_texts(rendered.content)]
    if text == "Draft":  # what others are drawn with is read back in pieces
        # Once behind the page, once in words in its head.
        assert {page.count(text) >= 2 for page in texts} == {True}
    assert outside_the_margins(rendered.content) == []


def test_a_watermark_is_drawn_first_and_belongs_to_no_text(worker: ReportWorker) -> None:
    with pikepdf.open(BytesIO(worker.render(DOCUMENTS["letter"]()).content)) as document:
        for page in document.pages:
            around: list[str] = []
            first = ""
            for instruction in pikepdf.parse_content_stream(page):
                assert isinstance(instruction, pikepdf.ContentStreamInstruction)
                name, operands = str(instruction.operator), instruction.operands
                if name in ("BMC", "BDC"):
                    around.append(str(operands[0]))
                elif name == "EMC":
                    around.pop()
                elif name in ("Tj", "TJ") and not first:
                    first = around[0] if around else "nothing"
            assert first == "/Artifact"


def test_a_watermark_stands_before_the_text_and_does_not_split_it(worker: ReportWorker) -> None:
    made = report(flagship_review())
    plain = page_texts(worker.render(Job(marked(made, ""))).content)
    drawn = page_texts(worker.render(Job(made)).content)
    assert [page.removeprefix("Draft ").replace(" · Draft", "") for page in drawn] == plain


def test_all_colours_are_read_on_a_watermark() -> None:
    sheet = shipped("report_templates", "paper.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(ink|soft|accent|ok|warn|bad|none): (#[0-9a-f]{6})", sheet))
    assert len(colours) == 7
    assert {name: contrast(value, WATERMARK) >= LEAST_CONTRAST for name, value in colours.items()} == dict.fromkeys(
        colours, True
    )


@pytest.mark.parametrize("accent", ["#2a5bd0", "#767676", "#d9480f", "#000000"])
def test_an_accent_is_as_dark_as_a_watermark_asks(accent: str) -> None:
    assert contrast(readable(accent, WATERMARK), WATERMARK) >= LEAST_CONTRAST
    if contrast(accent, WATERMARK) >= LEAST_CONTRAST:
        assert readable(accent, WATERMARK) == accent
    made = service_report(small_review(), Wording(), NOW, branding=Branding(accent=accent))
    assert f"--accent: {readable(accent, WATERMARK)}" in page_style(made, Paper.A4)


def test_the_corners_of_pages_change_sides_with_the_language() -> None:
    sheet = "@top-left { a } @top-right { b } @bottom-left { c } .x { text-align: left }"
    assert turned(sheet, "en") == turned(sheet, "zh-TW") == sheet
    assert turned(sheet, "ar-EG") == "@top-right { a } @top-left { b } @bottom-right { c } .x { text-align: left }"


def test_a_page_from_right_to_left_keeps_the_signs_of_what_runs_the_other_way() -> None:
    made = msgspec.structs.replace(report(small_review()), language="ar")
    page = html_of(made)
    assert "<title>" + made.title + "</title>" in page
    assert "\N{FIRST STRONG ISOLATE}Text of timeouts?\N{LEFT-TO-RIGHT MARK}\N{POP DIRECTIONAL ISOLATE}" in page
    assert re.findall(r'(?:id|href|class)="[^"]*[\u2066-\u2069\u200e]', page) == []
    assert "\N{FIRST STRONG ISOLATE}" not in html_of(report(small_review()))


def test_texts_of_pictures_are_drawn_whole_and_stay_legible(worker: ReportWorker) -> None:
    chart = BarsChart(("أ", "ب", "ج"), (Bar("متوسط الدرجة", (1, 1, 1), "Kerning AVAV"),), "x", ())
    drawn = worker.draw(ChartJob(chart, PAPER)).decode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from shipworthy.reports import render
    page = f'<html lang="ar"><title>x</title><style>@page {{ size: a4 landscape }}</style>{drawn}'
    text = squeezed("".join(page_texts(render.pdf(page, "", {}).content)))
    assert "متوسط" in text
    assert "الدرجة" in text
    assert "KerningAVAV" in text
