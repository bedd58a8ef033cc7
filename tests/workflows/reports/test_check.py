"""A report that comes back: what it carries is compared with its pages and with the store, and trusted in nothing."""

import io
import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from tests.workflows.conftest import Clock
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import started
from tests.workflows.test_verification import altering

from shipworthy.domain.report_kind import Format
from shipworthy.errors import UserError
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.settings import Settings
from shipworthy.untrusted import report_pdf
from shipworthy.wording import Wording
from shipworthy.workflows.decisions import decide, seal_of
from shipworthy.workflows.reports.check import Standing, facts, read_sealed_report, verified, verify_report
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.session import Session, open_session

Edit = Callable[[pikepdf.Pdf], object]


@pytest.fixture(scope="module")
def press() -> Iterator[ReportWorker]:
    """Yield one worker for all tests here."""
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        yield worker


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, empty_store: Path, press: ReportWorker) -> Path:
    """Return a folder with a store that holds a decided review, and the review's report; printed once for all."""
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "data").mkdir()
    shutil.copy(empty_store, folder / "data")
    session = open_session(folder / "data", Settings(), "Amira", Clock(), uuid4)
    review = started(session)
    decide(session, review.assessment.id, NO_GO)
    make_report(session, review_order(review.assessment.id), folder / "report.pdf", press)
    session.close()
    return folder


@pytest.fixture
def session(sealed: Path, tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """Open a copy of that store."""
    shutil.copytree(sealed / "data", tmp_path / "data")
    opened = open_session(tmp_path / "data", Settings(), "Amira", clock, uuid4)
    yield opened
    opened.close()


@pytest.fixture
def report(sealed: Path, tmp_path: Path) -> Path:
    """Return a copy of the report."""
    return Path(shutil.copy(sealed / "report.pdf", tmp_path))


def edited(path: Path, edit: Edit) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        edit(pdf)
        pdf.save(path)
    return path


def attach(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    """Attach a file, in the place of one of the same name."""
    pdf.attachments[name] = pikepdf.AttachedFileSpec(
        pdf, content, filename=name, description="", mime_type="", creation_date="", mod_date=""
    )


def replaced(pdf: pikepdf.Pdf, change: Callable[[bytes], bytes]) -> None:
    [(name, file)] = pdf.attachments.items()
    attach(pdf, name, change(file.get_file().read_bytes()))


@pytest.mark.parametrize("kind", [Format.PDF, Format.ARCHIVE])
def test_a_report_is_as_it_was_sealed(session: Session, report: Path, press: ReportWorker, kind: Format) -> None:
    content = read_sealed_report(session, report).content
    make_report(session, replace(review_order(content.assessment.id), format=kind), report, press)
    found = verify_report(session, report)
    seal = seal_of(session, content.assessment.id)
    assert (found.altered, found.standing, found.printed, found.seal) == ("", Standing.KNOWN, True, seal)
    assert found.content == seal.opened()
    assert verified(found).startswith(f"{report} is as it was sealed: seal 1, 22 Nov 2026, fingerprint ")
    told = dict(facts(found, Wording()))
    assert told["Service"] == content.service.name
    assert told["Decision"] == "No-go"
    assert told["Fingerprint"] == seal.content_hash
    assert told["This store"].startswith("sealed it so: seal 1, by Amira")


def test_a_report_saved_by_another_program_is_still_verified(session: Session, report: Path) -> None:
    def save(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Subject"] = "x"
        pdf.save(report, object_stream_mode=pikepdf.ObjectStreamMode.disable, recompress_flate=True)

    with pikepdf.open(report, allow_overwriting_input=True) as pdf:
        save(pdf)
    assert verify_report(session, report).altered == ""


def test_an_altered_review_is_found_by_the_pages(session: Session, report: Path) -> None:
    edited(report, lambda pdf: replaced(pdf, lambda data: data.replace(b'"no-go"', b'"go"')))
    found = verify_report(session, report)
    assert "they do not name its fingerprint" in verified(found)
    assert (found.standing, found.printed) == (Standing.OTHERWISE, False)
    assert dict(facts(found, Wording()))["This store"].startswith("✕ sealed something else")


@pytest.mark.parametrize(
    "edit",
    ["UPDATE seals SET content = replace(content, 'no-go', 'go')", f"UPDATE seals SET content_hash = '{'0' * 64}'"],
)
def test_a_store_that_sealed_something_else_says_so(session: Session, report: Path, edit: str) -> None:
    with altering(session) as connection:
        connection.execute(edit)
    found = verify_report(session, report)
    assert (found.standing, found.printed) == (Standing.OTHERWISE, True)
    assert verified(found) == f"{report}: this store sealed something else for that review."


@pytest.fixture
def other(tmp_path: Path, empty_store: Path, clock: Clock) -> Iterator[Session]:
    """Open another store."""
    (tmp_path / "other").mkdir()
    shutil.copy(empty_store, tmp_path / "other")
    opened = open_session(tmp_path / "other", Settings(), "Jonas", clock, uuid4)
    yield opened
    opened.close()


def test_another_store_cannot_tell(session: Session, report: Path, other: Session) -> None:
    assert read_sealed_report(other, report).standing is Standing.UNKNOWN
    with pytest.raises(UserError, match="whole in itself, but this store did not seal it"):
        verify_report(other, report)
    assert "does not know this review" in dict(facts(read_sealed_report(other, report), Wording()))["This store"]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda pdf: pdf.attachments.clear(), "No sealed review is attached"),
        (
            lambda pdf: attach(pdf, "b.json", b"{}"),
            "2 files are attached",
        ),
        (lambda pdf: replaced(pdf, lambda data: b" " + data), "is not as Shipworthy writes it"),
        (lambda pdf: replaced(pdf, lambda _: b"\xff" * 9), "is not as Shipworthy writes it"),
        (lambda pdf: replaced(pdf, lambda _: b"{" * 9_999), "is not as Shipworthy writes it"),
        (lambda pdf: replaced(pdf, lambda _: b" " * 30_000_000), "is no PDF, or a broken one"),
        (lambda pdf: pdf.pages[0].obj.__delitem__("/Contents"), "is no PDF, or a broken one"),
    ],
    ids=["none", "two", "space", "bytes", "deep", "bomb", "page"],
)
def test_a_report_without_a_review_that_can_be_read_ends_in_one_message(
    session: Session, report: Path, edit: Edit, message: str
) -> None:
    edited(report, edit)
    with pytest.raises(UserError, match=message):
        verify_report(session, report)


@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"",
        lambda _: b"no PDF",
        lambda data: data[: len(data) // 2],
        lambda data: data[len(data) // 2 :],
        lambda data: data.replace(b"stream", b"strean"),
        lambda _: b"%PDF-1.7\n" + zlib.compress(bytes(1_000_000)),
    ],
    ids=["empty", "text", "first half", "second half", "no streams", "noise"],
)
def test_a_broken_pdf_ends_in_one_message(session: Session, report: Path, change: Callable[[bytes], bytes]) -> None:
    report.write_bytes(change(report.read_bytes()))
    with pytest.raises(UserError) as caught:
        verify_report(session, report)
    assert str(report) in caught.value.message


def test_a_locked_and_a_very_large_pdf_are_refused(
    session: Session, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = io.BytesIO()
    with pikepdf.open(report) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    report.write_bytes(made.getvalue())
    with pytest.raises(UserError, match="locked with a password"):
        verify_report(session, report)
    monkeypatch.setattr(report_pdf, "MAX_PDF_BYTES", 1_000)
    with pytest.raises(UserError, match="is larger than"):
        verify_report(session, report)
