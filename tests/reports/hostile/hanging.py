"""Documents built to hang: each looks small and would be drawn for minutes, or fill the memory, if it were let."""

import zlib
from collections.abc import Mapping

from tests.reports.builders import report, small_review, with_notes

from shipworthy.reports.job import Job
from shipworthy.reports.report_template import PAGE, ReportTemplate

_TENFOLD = range(1, 10)


def noted(note: str) -> Job:
    """Return a report with a note, to be drawn by our own templates."""
    return Job(report(with_notes(small_review(), note)))


def page(html: str, assets: Mapping[str, bytes] | None = None) -> Job:
    """Return a report in a template of the user's own, which is this page whatever the report says."""
    whole = f'<html lang="en"><head><title>x</title></head><body>{html}'
    return Job(report(small_review()), assets or {}, template=ReportTemplate("/templates/ours", {PAGE: whole}))


def png(width: int, height: int, rows: bytes) -> bytes:
    """Return a PNG of true colours that claims to have a size, with these rows in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"".join([
        b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    ])  # fmt: skip


def jpeg(width: int, height: int) -> bytes:
    """Return the head of a JPEG that claims to have a size."""
    frame = b"\xff\xc0\x00\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8" + frame + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01" + b"\xff\xd9"


def svg(content: str, head: str = "") -> bytes:
    """Return an SVG picture."""
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{content}</svg>'.encode()


def shown(picture: bytes) -> Job:
    """Return a job whose page shows a picture."""
    return page('<img alt="x" src="asset:x">', {"x": picture})


_USES = "".join(f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in _TENFOLD)
_BILLION_USES = f'<defs><g id="a0"><rect width="1" height="1"/></g>{_USES}</defs><use href="#a9"/>'
_ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in _TENFOLD)
_BILLION_LAUGHS = f'<!DOCTYPE s [<!ENTITY a0 "haha">{_ENTITIES}]>'
_VARIABLES = "".join(f"--a{n}:{f'var(--a{n - 1}) ' * 10};" for n in _TENFOLD)

IN_NOTES: Mapping[str, Job] = {
    "a list of 300,000 points": noted("- point\n" * 300_000),
    "a word of a million letters": noted("a" * 1_000_000),
    "a table of 100,000 rows": noted("| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 100_000),
    "emphasis that never ends": noted("*a **b " * 100_000),
    "brackets that never close": noted("[" * 100_000),
}
"""What people can type into a note, to be drawn by our own templates."""

IN_PAGES: Mapping[str, Job] = {
    "pages of a point": page("<style>@page { size: 1px; margin: 0 }</style>" + "a " * 20_000),
    "100,000 breaks of pages": page("<style>p { break-before: page }</style>" + "<p>a" * 100_000),
    "cells over everything": page("<table>" + "<tr><td colspan=1000 rowspan=1000>x" * 1_000),
    "30,000 floats": page("<style>i { float: left; width: 50% }</style>" + "<i>a" * 30_000),
    "rows in rows in rows": page("<style>div { display: flex }</style>" + "<div>" * 40 + "a"),
    "columns in columns in columns": page("<style>div { columns: 2 }</style>" + "<div>" * 20 + "a " * 50),
    "a variable of a billion lengths": page(
        f"<style>:root {{--a0:1px;{_VARIABLES}}} p {{margin:var(--a9)}}</style><p>a"
    ),
    "a billion uses in a picture": shown(svg(_BILLION_USES)),
    "a picture of 144 million points": shown(png(12_000, 12_000, bytes(12_000 * 3 + 1) * 12_000)),
}
"""What a template of the user's own could hold."""

HARMLESS: Mapping[str, Job] = {
    "a billion laughs": shown(svg("<text>&a9;</text>", _BILLION_LAUGHS)),
    "a drawing that uses itself": page(
        '<svg width="9" height="9"><g id="a"><use href="#a"/></g><use href="#a"/></svg>'
    ),
    "a PNG of 3,600 million points": shown(png(60_000, 60_000, b"")),
    "a JPEG of 4,200 million points": shown(jpeg(65_000, 65_000)),
    "a picture that ends at once": shown(b"\x89PNG\r\n\x1a\n"),
}
"""What looks as bad and is seen through at once: the page is drawn without it."""
