"""Logo, colour and lines of the settings reach the printed report; what is no logo is refused in words."""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from tests.reports.builders import report, small_review

from shipworthy.errors import UserError
from shipworthy.reports.branding import MAX_LOGO_BYTES, branding, read_logo
from shipworthy.reports.job import Job
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.template import html, style
from shipworthy.settings import Settings


def png(width: int = 8, height: int = 8, colour: bytes = b"\xff\x00\x00") -> bytes:
    """Return a PNG picture in one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + colour * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg_head(width: int, height: int) -> bytes:
    """Return the start of a JPEG as far as its size, with another segment before it."""
    other = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + bytes(9)
    return b"\xff\xd8" + other + b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)


@pytest.fixture(scope="module")
def worker() -> Iterator[ReportWorker]:
    """Return a worker for the tests of this file."""
    with ReportWorker() as worker:
        yield worker


def test_without_settings_nothing_is_branded() -> None:
    look, pictures = branding(Settings())
    assert (look.logo, look.accent, look.organisation, look.classification) == ("", "", "", "")
    assert pictures == {}


def test_logo_colour_and_lines_are_printed(tmp_path: Path, worker: ReportWorker) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(png())
    settings = Settings(
        organisation="Acme <b>&</b> Sons",
        report_logo=str(logo),
        report_accent="#7a0019",
        report_classification="Confidential",
    )
    look, pictures = branding(settings)
    assert pictures == {hashlib.sha256(png()).hexdigest(): png()}
    branded = msgspec.structs.replace(report(small_review()), branding=look)
    assert '<html lang="en" dir="ltr" class="branded">' in html(branded)
    printed = worker.render(Job(branded, pictures)).content
    (tmp_path / "branded.pdf").write_bytes(printed)
    with pikepdf.open(tmp_path / "branded.pdf") as pdf:
        assert len(pdf.pages[0].get_images()) == 1
    document = pypdfium2.PdfDocument(printed)
    text = document[0].get_textpage().get_text_range()
    assert "Acme <b>&</b> Sons" in text
    assert "Confidential" in text
    picture = document[0].render(scale=2).to_pil()
    colours = {colour for _count, colour in picture.convert("RGB").getcolors(1_000_000)}
    assert (0x7A, 0x00, 0x19) in colours
    assert (0xFF, 0x00, 0x00) in colours


@pytest.mark.parametrize("content", [png(4000, 1), jpeg_head(640, 200)])
def test_a_logo_is_png_or_jpeg(tmp_path: Path, content: bytes) -> None:
    logo = tmp_path / "logo"
    logo.write_bytes(content)
    assert read_logo(logo) == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n", "no PNG or JPEG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "no PNG or JPEG"),
        (b"\xff\xd8\xff\xe0\x00\x00" + bytes(30), "no PNG or JPEG"),
        (png(4001, 1), "4001 by 1 pixels"),
        (jpeg_head(10, 60000), "10 by 60000 pixels"),
        (png()[:16] + bytes(8) + png()[24:], "0 by 0 pixels"),
        (png() + bytes(MAX_LOGO_BYTES), "larger than 1 MB"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(content)
    with pytest.raises(UserError, match=words):
        read_logo(logo)


def test_a_logo_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.png"):
        branding(Settings(report_logo=str(tmp_path / "gone.png")))


def test_only_a_colour_gets_into_the_style_sheet() -> None:
    assert style(ServiceReport, "#7a0019").endswith(":root { --accent: #7a0019; }\n")
    with pytest.raises(ValueError, match="no colour"):
        style(ServiceReport, "red; } * { display: none")
