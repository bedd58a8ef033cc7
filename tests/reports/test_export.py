"""An export leaves a whole new file, or the old one."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from tests.reports.builders import report, small_review

from shipworthy.errors import UserError
from shipworthy.reports.export import check_pdf, export_report
from shipworthy.reports.job import Job, Rendered
from shipworthy.reports.report_worker import ReportFailed, ReportWorker

SMALL = Job(report(small_review()))


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of its own with room for a small file and nothing more."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_the_file_holds_what_was_drawn(worker: ReportWorker, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")
    rendered = export_report(worker, SMALL, path)
    assert path.read_bytes() == rendered.content
    with pikepdf.open(path) as document:
        assert len(document.pages) == rendered.pages
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_keeps_the_old_file(worker: ReportWorker, full_disk: Path) -> None:
    path = full_disk / "report.pdf"
    path.write_bytes(b"old")
    with pytest.raises(UserError, match="the disk is full"):
        export_report(worker, SMALL, path)
    assert path.read_bytes() == b"old"
    assert list(full_disk.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(worker: ReportWorker, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the folder does not exist"):
        export_report(worker, SMALL, tmp_path / "nowhere" / "report.pdf")


def test_a_pdf_that_is_not_what_it_must_be_never_becomes_a_file(worker: ReportWorker) -> None:
    good = worker.render(SMALL)
    check_pdf(good, SMALL.report.title, "en")
    for broken, title, language in [
        (Rendered(good.content[: len(good.content) // 3], good.pages), SMALL.report.title, "en"),
        (Rendered(b"", good.pages), SMALL.report.title, "en"),
        (Rendered(good.content, good.pages + 1), SMALL.report.title, "en"),
        (good, "another title", "en"),
        (good, SMALL.report.title, "de"),
    ]:
        with pytest.raises(ReportFailed):
            check_pdf(broken, title, language)
