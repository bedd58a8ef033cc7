"""Minutes: in the report and as Markdown they say what was said, and what people typed stays text."""

import re
from datetime import timedelta, timezone
from gettext import NullTranslations
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.domain import builders as build
from tests.reports.builders import NOW, outside_the_margins, page_texts, report, small_meeting, small_review

from shipworthy.domain.meeting import Attendee, ParkedItem, Resolution
from shipworthy.reports.entries.minutes import MinutesItem, TimeEntry
from shipworthy.reports.entries.terms import Place
from shipworthy.reports.job import Job, Rendered
from shipworthy.reports.minutes_markdown import minutes_markdown
from shipworthy.reports.minutes_view import minutes_report
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.template import html
from shipworthy.reports.view_model import service_report
from shipworthy.wording import Wording

HOSTILE = "<script>alert(1)</script> [x](javascript:y) ![z](https://e) | `q` **b** {{ 7*7 }}"
LONG = "Wiederholungsversuchskoordinationsdienst" * 8


def test_the_minutes_hold_everything_that_was_said() -> None:
    (entry,) = report(small_review(), meetings=[small_meeting()]).meetings
    assert (entry.day, entry.times, entry.is_over) == ("22 November 2026", "14:03–15:10 UTC", True)
    assert entry.present == ("Amira (chair)", "Jonas")
    assert entry.apologies == ("Li (operations)",)
    assert entry.time == (
        TimeEntry("Title of failure", "10:00", "12:35", over=True),
        TimeEntry("Title of stop", "50:00", "48:20", over=False),
    )
    assert entry.total == TimeEntry("", "60:00", "60:55", over=True)
    assert entry.decisions[0] == MinutesItem(
        "Timeouts on every call before the launch",
        Place("1.1", "question-1-1", "Text of timeouts?"),
        "Amira",
        "1 Dec 2026",
    )
    assert entry.decisions[1].place == Place("", "", "Text of files?"), "its question does not apply any more"
    assert entry.parked == (
        MinutesItem(
            "Ask the platform team about limits", Place("1.2", "question-1-2", "Text of retries?"), "Jonas", "", False
        ),
        MinutesItem("Who owns the runbook?", None, "", "", settled=True),
    )


def test_times_are_those_of_the_zone_in_which_the_report_is_printed() -> None:
    india = timezone(timedelta(hours=5, minutes=30), "IST")
    late = small_meeting(started_at=NOW + timedelta(hours=4), ended_at=NOW + timedelta(hours=5))
    (entry,) = service_report(small_review(), Wording(), NOW.astimezone(india), meetings=[late]).meetings
    assert (entry.day, entry.times) == ("22 November 2026", "23:33–23 November 2026 00:33 IST")
    (left,) = report(small_review(), meetings=[small_meeting(ended_at=None)]).meetings
    assert (left.times, left.is_over) == ("14:03 UTC", False)
    assert "14:03 UTC, not ended</h3>" in html(report(small_review(), meetings=[small_meeting(ended_at=None)]))


def test_without_a_meeting_nothing_is_printed() -> None:
    made = html(report(small_review()))
    assert "Minutes" not in made
    assert 'id="minutes"' not in made


def test_the_section_is_in_the_contents_and_its_tables_have_headers() -> None:
    made = html(report(small_review(), meetings=[small_meeting()]))
    assert made.count('href="#minutes"') == 1
    section = made[made.index('id="minutes"') :]
    section = section[: section.index("</section>")]
    assert section.count("<thead>") == section.count("<table") == 3
    assert set(re.findall(r"<th\b(?! scope)", section)) == set()
    assert 'href="#question-1-1"' in section
    assert "Text of files?" in section


def test_nothing_typed_becomes_an_element() -> None:
    meeting = small_meeting(
        attendees=(Attendee(HOSTILE, HOSTILE),),
        parked=(ParkedItem(HOSTILE, "", HOSTILE),),
        resolutions=(Resolution(HOSTILE, "", HOSTILE),),
    )
    made = html(report(small_review(), meetings=[meeting]))
    assert "<script" not in made
    assert made.count("&lt;script&gt;") == 6
    text = minutes_markdown(HOSTILE, report(small_review(), meetings=[meeting]).meetings)
    drawn = MarkdownIt("commonmark").enable("table").render(text)
    assert re.findall(r"<(?!/?(?:h1|h2|h3|p|ul|li|table|thead|tbody|tr|th|td)\b)", drawn) == []


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_is_drawn_from_markdown_as_it_was_typed(text: str) -> None:
    line = " ".join(text.split())
    if not line:
        return
    meeting = small_meeting(parked=(ParkedItem(line),), resolutions=(), attendees=())
    made = minutes_markdown("checkout", report(small_review(), meetings=[meeting]).meetings)
    tokens = MarkdownIt("commonmark").enable("table").parse(made)
    item = next(token for place, token in enumerate(tokens) if tokens[place - 2].type == "list_item_open")
    children = item.children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == f"{line} (open)"


def test_the_markdown_is_what_a_wiki_wants() -> None:
    text = minutes_markdown("checkout", report(small_review(), meetings=[small_meeting()]).meetings)
    assert (
        text
        == """\
# Minutes: checkout

## 22 November 2026, 14:03–15:10 UTC

Present: Amira (chair), Jonas

Apologies: Li (operations)

### Time

| Principle | Planned | Used |
|---|---:|---:|
| Title of failure | 10:00 | 12:35 over |
| Title of stop | 50:00 | 48:20 |
| All | 60:00 | 60:55 over |

### Decisions

- Timeouts on every call before the launch (owner Amira; due 1 Dec 2026; 1.1 Text of timeouts?)
- Rehearse again in spring (Text of files?)

### Parking lot

- Ask the platform team about limits (open; raised by Jonas; 1.2 Text of retries?)
- Who owns the runbook? (settled)
"""
    )


class Shouted(NullTranslations):
    """A language of its own: every message in capitals, what is filled in left alone."""

    def gettext(self, message: str) -> str:
        return re.sub(r"[a-z]+(?![^{]*\})", lambda word: word[0].upper(), message)


def test_the_markdown_is_in_the_language_of_the_report() -> None:
    report = minutes_report(small_review(), [small_meeting(ended_at=None)], Wording(Shouted()), NOW)
    lines = minutes_markdown("checkout", report.meetings, Shouted()).splitlines()
    assert lines[0] == "# MINUTES: checkout"
    assert lines[2].endswith("NOVEMBER 2026, 14:03 UTC, NOT ENDED")
    assert {"| PRINCIPLE | PLANNED | USED |", "### DECISIONS", "### PARKING LOT"} <= set(lines)
    assert "- Who owns the runbook? (SETTLED)" in lines
    assert any("(OWNER Amira; DUE 1 DEC 2026; 1.1 " in line for line in lines)


def test_minutes_of_their_own_say_the_same_with_headings_one_step_higher() -> None:
    meetings = [small_meeting(), small_meeting(ended_at=None)]
    alone = minutes_report(small_review(), meetings, Wording(), NOW)
    inside = report(small_review(), meetings=meetings)
    assert [(each.time, each.parked[1], each.present) for each in alone.meetings] == [
        (each.time, each.parked[1], each.present) for each in inside.meetings
    ]
    made = html(alone)
    assert "Minutes of the meetings on “Review” · Draft · 2 meetings" in made
    assert re.findall(r"<h(\d)", made) == ["1", *["2", "3", "3", "3"] * 2]
    assert 'href="#' not in made, "the questions are in another document"
    assert "1.1 Text of timeouts?" in made


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_hold_it_inside_the_margins(worker: ReportWorker, number: int) -> None:
    crowded = small_meeting(
        attendees=tuple(Attendee(f"{LONG} {place}", LONG) for place in range(9)),
        parked=tuple(ParkedItem(f"{LONG} and much more of it. " * 4, "p/retries", LONG) for _ in range(20)),
        resolutions=(Resolution(LONG, "p/stop", LONG, build.TODAY),),
    )
    meetings = [small_meeting(), crowded, small_meeting(ended_at=None)][:number]
    drawn = worker.render(Job(report(small_review(), meetings=meetings)))
    assert isinstance(drawn, Rendered)
    assert outside_the_margins(drawn.content) == []
    text = " ".join(page_texts(drawn.content))
    assert "Ask the platform team about limits" in text
    assert text.count("Time per principle") == number
    with pikepdf.open(BytesIO(drawn.content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        headers = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
    assert len(headers) > 10
