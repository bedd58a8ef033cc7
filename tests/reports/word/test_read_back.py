"""A Word file that is not what it must be never becomes a file."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest
from tests.reports.builders import report, small_review
from tests.reports.documents import DOCUMENTS
from tests.reports.word.word_files import OF_ASSESSMENTS, document, parts

from shipworthy.domain.report_kind import Format
from shipworthy.reports.export import check_word_file, export_report
from shipworthy.reports.job import Job, Rendered
from shipworthy.reports.report_worker import ReportFailed, ReportWorker
from shipworthy.reports.word.check import faults

GOOD = document("decided")
REPORT = DOCUMENTS["decided"]().report
DOCUMENT, RELATIONS, CORE = "word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml"


def altered(name: str, old: str, new: str) -> bytes:
    """Return the good file with something else in a part."""
    held = parts(GOOD)
    text = held[name].decode()
    assert old in text
    made = BytesIO()
    with ZipFile(made, "w") as packed:
        for each, data in {**held, name: text.replace(old, new).encode()}.items():
            packed.writestr(each, data)
    return made.getvalue()


@pytest.mark.parametrize("name", OF_ASSESSMENTS)
def test_what_is_written_is_whole(name: str) -> None:
    assert list(faults(document(name), DOCUMENTS[name]().report)) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "does not open"),
        (GOOD[: len(GOOD) // 2], "does not open"),
        (altered(CORE, ">checkout: ", ">another: "), "title and languages"),
        (altered("word/styles.xml", 'w:lang w:val="en-US"', 'w:lang w:val="de-DE"'), "title and languages"),
        (altered(DOCUMENT, "Does every outbound call have an explicit timeout?", "?"), "questions"),
        (altered(DOCUMENT, "Design for failure", "Design"), "lacks the principle"),
        (altered(DOCUMENT, '"Title"', '"Lead"'), "not one title"),
        (altered(DOCUMENT, " TOC ", " INCLUDETEXT x TOC "), "has the field"),
        (altered(RELATIONS, "https://git.example/shop/checkout", "file:///etc/passwd"), "leads to"),
    ],
)
def test_a_file_that_is_not_what_it_must_be_is_found_out(content: bytes, fault: str) -> None:
    assert fault in "; ".join(faults(content, REPORT))
    with pytest.raises(ReportFailed, match=fault):
        check_word_file(Rendered(content, 0), REPORT)


def test_an_older_file_stays_where_the_new_one_is_not_whole(worker: ReportWorker, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")
    good = Job(report(small_review()), kind=Format.DOCX)
    assert export_report(worker, good, path).content == path.read_bytes()
    other = msgspec.structs.replace(good.report, title="\ud800")  # comes back as the sign for what is no letter
    assert list(faults(path.read_bytes(), other)) != []
