"""The renderer opens nothing but what the job carries, whatever a document asks for."""

import hashlib
import http.server
import logging
import socketserver
import subprocess
import sys
import threading
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tests.reports.builders import flagship_review, outside_the_margins, report, small_review

from shipworthy.domain.report_kind import Format
from shipworthy.reports.page_facts import page_facts
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.template import html as html_of
from shipworthy.reports.template import style

with warnings.catch_warnings():
    # WeasyPrint says at its import that a library it can do without will be needed some day.
    warnings.simplefilter("ignore", DeprecationWarning)
    from shipworthy.reports import render, web_page

CANARY = "canary-7f3a91"


class Listener(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Counts who calls."""

    calls = 0
    daemon_threads = True

    def process_request(self, request: object, client_address: object) -> None:
        type(self).calls += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]


@pytest.fixture
def listener() -> Iterator[Listener]:
    Listener.calls = 0
    with Listener(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


# Without letters: cutting fonts down to them would be most of the time these tests take.
VECTORS = [
    '<img src="{url}" alt="x">',
    '<img srcset="{url} 1x" src="{url}" alt="x">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}"></a>',
    '<style>@import url("{url}");</style>',
    '<style>@import "{url}";</style>',
    '<style>@font-face {{ font-family: x; src: url("{url}") }} div {{ font-family: x }}</style>',
    '<style>div {{ background: url("{url}") }}</style>',
    '<style>div::before {{ content: url("{url}") }}</style>',
    '<style>li {{ list-style-image: url("{url}") }}</style><ul><li></li></ul>',
    '<style>div {{ border-image: url("{url}") 30 }}</style>',
    '<style>@page {{ background: url("{url}"); @top-left {{ content: url("{url}") }} }}</style>',
    '<style>@color-profile x {{ src: url("{url}") }}</style>',
    '<style>div {{ -weasy-anchor: x; mask: url("{url}") }}</style>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<iframe src="{url}"></iframe>',
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{url}" width="9" height="9"/></svg>',
    '<svg><image href="{url}" width="9" height="9"/></svg>',
    '<svg><use href="{url}#x"/></svg>',
    '<svg><style>@import url("{url}");</style><rect width="9" height="9" fill="url({url}#x)"/></svg>',
    '<base href="{url}"><img src="x.png" alt="x">',
    '<body background="{url}">',
    '<input type="image" src="{url}">',
    '<object type="image/svg+xml" data="{url}"><param name="src" value="{url}"></object>',
    '<picture><source srcset="{url}"><img src="{url}" alt="x"></picture>',
    '<video src="{url}" poster="{url}"></video><audio src="{url}"></audio>',
    '<svg><filter id="f"><feImage href="{url}"/></filter><rect width="9" height="9" filter="url({url}#f)"/></svg>',
    '<?xml-stylesheet href="{url}"?><div></div>',
    '<meta http-equiv="refresh" content="0;url={url}">',
    '<html xmlns:x="{url}" manifest="{url}">',
    '<style>div {{ cursor: url("{url}"), auto; mask-image: url("{url}"); shape-outside: url("{url}") }}</style>',
    '<style>div {{ background-image: image-set("{url}" 1x), image("{url}"); filter: url("{url}#f") }}</style>',
    '<style>:root {{ --x: url("{url}") }} div {{ background: var(--x) }}</style>',
    '<style>@namespace x url("{url}"); @import url("{url}") print;</style>',
    '<div style="background: url({url})"></div>',
    '<table background="{url}"><tr><td background="{url}"></table>',
    '<style>div {{ content: attr(data-x url) }}</style><div data-x="{url}"></div>',
]


def embedded(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return list(document.attachments)


def everything_in(pdf: bytes) -> bytes:
    """Return all streams of a PDF, unpacked, one after the other."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return b"".join(each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream))


def test_there_are_twenty_five_at_least() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 25


def addresses(canary: Path, port: int) -> list[str]:
    """Return the addresses of a file and of a listener, in the forms that are taken for one."""
    web = f"127.0.0.1:{port}/canary.svg"
    return [
        canary.as_uri(),
        str(canary),
        f"file:{canary}",
        f"http://{web}",
        f"//{web}",
        f"ftp://{web}",
        f"HTTP://{web}",
    ]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # WeasyPrint leaves its profile open
@pytest.mark.parametrize("kind", [Format.PDF, Format.ARCHIVE])
def test_no_document_with_all_of_them_holds_or_calls_anything(kind: Format, tmp_path: Path, listener: Listener) -> None:
    canary = tmp_path / "canary.svg"
    canary.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{CANARY}</text></svg>', encoding="utf-8")
    asked = "".join(
        f"<div>{vector.format(url=url)}</div>" for vector in VECTORS for url in addresses(canary, listener.server_port)
    )
    made = render.pdf(f'<html lang="en"><title>x</title>{asked}', "", {}, kind)
    assert embedded(made.content) == []
    assert CANARY.encode() not in everything_in(made.content)
    assert Listener.calls == 0


def test_a_page_for_the_screen_asks_for_nothing_of_it(tmp_path: Path, listener: Listener) -> None:
    canary = tmp_path / "canary.svg"
    canary.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{CANARY}</text></svg>', encoding="utf-8")
    urls = addresses(canary, listener.server_port)
    for vector in VECTORS:
        whole = f'<html lang="en"><title>x</title><body>{"".join(vector.format(url=url) for url in urls)}'
        page = web_page.web_page(whole, "", web_page.Pictures({}, {}), "en").content.decode()
        assert page_facts(page).faults == (), vector
        assert CANARY not in page
    assert Listener.calls == 0


@pytest.mark.parametrize("vector", VECTORS)
def test_no_document_reads_a_file_or_calls_anyone(vector: str, tmp_path: Path, listener: Listener) -> None:
    canary = tmp_path / "canary.svg"
    canary.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{CANARY}</text></svg>', encoding="utf-8")
    urls = (canary.as_uri(), f"http://127.0.0.1:{listener.server_port}/canary.svg")
    asked = "".join(f"<div>{vector.format(url=url)}</div>" for url in urls)
    made = render.pdf(f'<html lang="en"><title>x</title>{asked}', "", {})
    assert embedded(made.content) == []
    assert CANARY.encode() not in everything_in(made.content)
    assert Listener.calls == 0


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:1/",
        "https://example.org/",
        "ftp://127.0.0.1:1/",
        "data:text/plain,x",
        "asset:unknown",
        "asset:../../etc/passwd",
        "asset:",
        "ASSET:known",
        "/etc/hostname",
        "",
    ],
)
def test_the_fetcher_refuses_every_other_address(url: str) -> None:
    fetcher = render.AssetFetcher({"known": b"x"})
    with pytest.raises(ValueError, match="opens nothing"):
        fetcher.fetch(url)
    with pytest.raises(ValueError, match="opens nothing"):
        fetcher(url)


def test_the_fetcher_hands_out_what_the_job_carries() -> None:
    assert render.AssetFetcher({"known": b"picture"}).fetch("asset:known").read() == b"picture"


def picture() -> bytes:
    """Return a PNG of one red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
    point = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", point) + chunk(b"IEND", b"")


def test_a_picture_of_the_job_is_drawn() -> None:
    name = hashlib.sha256(picture()).hexdigest()
    html = f'<html lang="en"><title>x</title><img src="asset:{name}" alt="red">'
    with pikepdf.open(BytesIO(render.pdf(html, "", {name: picture()}).content)) as document:
        assert [str(each.Subtype) for each in document.objects if "/Width" in each] == ["/Image"]


def test_our_own_documents_give_the_renderer_nothing_to_complain_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        for review in (small_review(), small_review([]), flagship_review()):
            render.pdf(html_of(report(review)), style(ServiceReport), {})
    # Said of the system, not of the document: a library that makes drawing faster is not installed.
    assert [message for message in caplog.messages if "HarfBuzz-Subset" not in message] == []


def test_text_outside_the_margins_would_be_found() -> None:
    html = '<html lang="en"><title>x</title><p style="margin-left: -20px">left</p><p>inside</p>'
    assert outside_the_margins(render.pdf(html, style(ServiceReport), {}).content) == [(1, "left")]


def test_the_same_document_gives_the_same_bytes() -> None:
    html = html_of(report(small_review()))
    assert render.pdf(html, style(ServiceReport), {}) == render.pdf(html, style(ServiceReport), {})


def test_fonts_are_found_where_there_are_some(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    ask = "from shipworthy.reports import render; print(render.has_fonts())"
    for environment, expected in (({}, "True"), ({"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}, "False")):
        done = subprocess.run(
            [sys.executable, "-c", ask], env={"PATH": "", **environment}, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected
