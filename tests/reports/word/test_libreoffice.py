"""Word files through a real word processor; skipped, saying so, where LibreOffice Writer is not on the machine."""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types
import pytest
from tests.reports.documents import ARABIC, DOCUMENTS
from tests.reports.word.word_files import document, texts

from shipworthy.reports.service_report import ServiceReport

OFFICE = shutil.which("soffice")


def convert(path: Path, folder: Path) -> Path | None:
    """Open a file in LibreOffice and print it; None where it cannot read such a file."""
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        home,
        "--headless",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, capture_output=True, timeout=180)
    printed = folder / f"{path.stem}.pdf"
    return printed if printed.exists() else None


@cache
def writer_is_here() -> bool:
    """Tell whether LibreOffice reads a Word file at all: it may be there without Writer."""
    if OFFICE is None:
        return False
    with TemporaryDirectory() as name:
        path = Path(name) / "plain.docx"
        docx.Document().save(str(path))
        return convert(path, Path(name)) is not None


@pytest.fixture
def office() -> None:
    """Skip where Writer is missing."""
    if not writer_is_here():
        pytest.skip("LibreOffice Writer (soffice) is not on this machine")


def printed_words(name: str, folder: Path) -> list[str]:
    """Return the pages of a document as LibreOffice prints them, with one space for any white space."""
    path = folder / "report.docx"
    path.write_bytes(document(name))
    printed = convert(path, folder)
    assert printed is not None, "it opens without being mended"
    pages = pdfium.PdfDocument(printed.read_bytes())
    return [" ".join(page.get_textpage().get_text_range().replace("￾", "").split()) for page in pages]


@pytest.mark.parametrize("name", ["decided", "notes", "minutes"])
def test_it_opens_and_prints_all_that_it_says(name: str, tmp_path: Path, office: None) -> None:
    report = DOCUMENTS[name]().report
    assert isinstance(report, ServiceReport)
    pages = printed_words(name, tmp_path)
    words = " ".join(pages)
    said = [part for text in texts(document(name)) for line in text.split("\n") for part in line.split("\t") if part]
    tight = words.replace(" ", "")
    assert [text for text in said if "".join(text.split()) not in tight and len(text) < 60] == []
    for principle in report.principles:
        for question in principle.questions:
            assert "".join(question.place.text.split()) in tight
    assert "Error: Reference" not in words
    assert pages[0].endswith(f"1 / {len(pages)}")
    assert "Principles, against the tier 1 minimum" in pages[0]
    assert pages[1].split(" About this review")[0].endswith(report.service.name)


def test_leaders_get_two_pages(tmp_path: Path, office: None) -> None:
    pages = printed_words("leaders", tmp_path)
    assert len(pages) == 2
    assert "What we ask of you" in pages[0]
    assert "Path to ready" in pages[1]


def test_arabic_is_printed(tmp_path: Path, office: None) -> None:
    first = printed_words("right to left", tmp_path)[0]
    assert sorted(ARABIC.split()) == sorted(word for word in ARABIC.split() if word in first or word[::-1] in first)
