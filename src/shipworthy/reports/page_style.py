"""The pages of a report: their paper, the side from which they are read, and what stands behind their text."""

import re
from unicodedata import east_asian_width

from shipworthy.domain.report_kind import Paper
from shipworthy.reports.report import Report
from shipworthy.reports.screen_style import readable

# Pale enough that all colours of paper.css are read on it, and dark enough to come out of a printer.
WATERMARK = "#e6eaef"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_MARGIN_BOX = re.compile(r"(@(?:top|bottom)-)(left|right)\b")
_SIZES = {Paper.A4: (794, 1123), Paper.LETTER: (816, 1056)}  # CSS pixels
_LONGEST, _HIGHEST = 860, 190  # of a watermark, so that it stays within the margins


def direction(language: str) -> str:
    """Return how a language is written: "rtl" from right to left, else "ltr"."""
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def page_style(report: Report, paper: Paper) -> str:
    """Return what a report adds to its style sheet: the paper, and a watermark where it has one."""
    rules = [f"@page {{ size: {paper.value}; direction: {direction(report.language)} }}"]
    if text := report.branding.watermark:
        rules += _watermark(text, direction(report.language), _SIZES[paper][0])
        if accent := report.branding.accent:
            rules.append(f":root {{ --accent: {readable(accent, WATERMARK)} }}")
    return "\n".join(rules)


def turned(style: str, language: str) -> str:
    """Return a style sheet for a language: the corners of pages have no leading and trailing side, so they change."""
    if direction(language) == "ltr":
        return style
    return _MARGIN_BOX.sub(lambda box: box[1] + ("left" if box[2] == "right" else "right"), style)


def _watermark(text: str, side: str, width: int) -> list[str]:
    """Return the rules for a text that stands aslant in the middle of the page, drawn before everything else on it."""
    size = min(_HIGHEST, round(_LONGEST / sum(map(_width, text))))
    aslant = "text-align: center; white-space: nowrap; transform: rotate(-52deg)"
    place = f"width: {_LONGEST}px; margin-left: {(width - _LONGEST) // 2}px; direction: {side}"
    look = f"font-size: {size}px; line-height: 1.2; font-weight: 600; color: {WATERMARK}"
    return [
        "@page { @left-middle { content: element(watermark); z-index: -1; width: 60px; direction: ltr } }",
        f".watermark {{ position: running(watermark); {place}; {look}; {aslant} }}",
    ]


def _width(letter: str) -> float:
    """Return how wide a bold letter is at most, in parts of the height of letters."""
    if letter in "WMwm":
        return 1
    if east_asian_width(letter) in "WF":
        return 1.1
    return 0.8 if letter.isupper() else 0.65
