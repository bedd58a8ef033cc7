"""What goes out inside a PDF: the sealed review, byte for byte, in full reports of decided reviews alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tests.reports.builders import report, small_review
from tests.reports.test_render import VECTORS

from shipworthy.domain.report_kind import Format
from shipworthy.reports import render
from shipworthy.reports.export import check_pdf
from shipworthy.reports.job import Attached, Job
from shipworthy.reports.report_worker import ReportFailed, ReportWorker

KINDS = (Format.PDF, Format.ARCHIVE)
FILE = Attached("kept.json", "What was kept", b'{"kept":true}', datetime(2026, 11, 22, 14, 3, tzinfo=UTC))


def attached_to(pdf: bytes) -> Mapping[str, bytes]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return {name: each.get_file().read_bytes() for name, each in document.attachments.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_goes_out_with_what_it_is_to_the_document(worker: ReportWorker, kind: Format) -> None:
    job = Job(report(small_review()), kind=kind, attached=FILE)
    drawn = worker.render(job)
    check_pdf(drawn, job.report.title, "en", FILE)
    assert worker.render(job).content == drawn.content, "the same report gives the same bytes"
    with pikepdf.open(BytesIO(drawn.content)) as document:
        (of_document,) = document.Root.AF
        (of_names,) = [each for each in document.Root.Names.EmbeddedFiles.Names if isinstance(each, pikepdf.Dictionary)]
        assert of_document.objgen == of_names.objgen
        assert (str(of_document.AFRelationship), str(of_document.Desc)) == ("/Source", "What was kept")
        assert (str(of_document.F), str(of_document.UF)) == ("kept.json", "kept.json")
        stream = of_document.EF.F
        assert str(stream.Subtype) == "/application/json"
        assert str(stream.Params.CreationDate) == str(stream.Params.ModDate) == "D:20261122140300Z"


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_without_a_file_has_none(worker: ReportWorker, kind: Format) -> None:
    job = Job(report(small_review()), kind=kind)
    drawn = worker.render(job)
    check_pdf(drawn, job.report.title, "en")
    assert worker.render(job).content == drawn.content
    assert attached_to(drawn.content) == {}
    with pikepdf.open(BytesIO(drawn.content)) as document:
        assert "/AF" not in document.Root


# WeasyPrint leaves the colour profile of an archive to the garbage collector to close.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_no_document_adds_a_file_to_the_one_it_carries(tmp_path: Path, kind: Format) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("canary", encoding="utf-8")
    asked = "".join(f"<div>{each.format(url=canary.as_uri())}</div>" for each in VECTORS)
    made = render.pdf(f'<html lang="en"><title>x</title>{asked}', "", {}, kind, FILE)
    assert attached_to(made.content) == {FILE.name: FILE.content}


def test_another_file_than_the_expected_one_is_found(worker: ReportWorker) -> None:
    made = report(small_review())
    with_file, without = (worker.render(Job(made, attached=each)) for each in (FILE, None))
    other = Attached(FILE.name, "", b"{}", FILE.made)
    for drawn, expected in ((with_file, None), (without, FILE), (with_file, other)):
        with pytest.raises(ReportFailed, match="files"):
            check_pdf(drawn, made.title, "en", expected)
