"""Screenshots in the report: measured before they are unpacked, shown with their title, and never a reason to fail."""

import io
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import msgspec
import pikepdf
import pytest
from PIL import Image
from tests.domain import builders as build
from tests.reports.builders import NOW, page_texts, report, small_pack, small_review

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.domain.report_kind import Audience, Format
from shipworthy.domain.review import Review
from shipworthy.reports.entries.questions import EvidenceEntry
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.job import Job
from shipworthy.reports.pictures import FileFacts, dimensions, is_printable
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.template import html
from shipworthy.reports.view_model import service_report
from shipworthy.settings import Settings
from shipworthy.wording import Wording
from shipworthy.workflows.evidence import Attachment, attach
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.reviews import open_review, start_assessment
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import open_session


def picture(kind: str, width: int = 320, height: int = 200) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(written, kind)
    return written.getvalue()


def claiming(width: int, height: int) -> bytes:
    data = bytearray(picture("PNG"))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_measured_by_its_header(kind: str) -> None:
    data = picture(kind, 321, 123)
    assert dimensions(data) == (321, 123)
    assert is_printable(data)
    for length in range(0, len(data), 7):
        assert dimensions(data[:length]) in {(0, 0), (321, 123)}


BAD = {
    "nothing": b"",
    "text": b"hello",
    "gif": picture("GIF"),
    "enormous": claiming(60_000, 60_000),
    "without width": claiming(0, 5),
    "too many bytes": picture("PNG") + bytes(4_000_000),
    "jpeg without end": b"\xff\xd8\xff\xe0\x00\x00" * 5,
    "jpeg of noise": b"\xff\xd8\xff" + bytes(range(64)),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_is_no_picture_within_the_limits_is_not_printed(data: bytes) -> None:
    assert not is_printable(data)


def shown(audience: Audience) -> tuple[EvidenceEntry, str]:
    evidence = Evidence(EvidenceKind.FILE, "ab" * 32, 'p99 <b>"820 ms"</b>.png')
    review = small_review([build.answered("p/signal", "e", evidence=(evidence,))])
    files = {evidence.value: FileFacts(340_000, picture=True)}
    made = service_report(review, Wording(), NOW, audience=audience, files=files)
    questions = {each.place.anchor: each for principle in made.principles for each in principle.questions}
    (entry,) = next(each.evidence for each in questions.values() if each.evidence)
    return entry, html(made)


def test_the_design_review_sees_the_picture_with_size_and_digest() -> None:
    entry, html = shown(Audience.DESIGN_REVIEW)
    assert entry.text == "340 kB · SHA-256 abababababab…"
    assert f'<img src="asset:{"ab" * 32}" alt="p99 &lt;b&gt;&#34;820 ms&#34;&lt;/b&gt;.png">' in html


def test_leaders_see_the_words_alone() -> None:
    entry, html = shown(Audience.LEADERSHIP)
    assert entry.picture == ""
    assert "340 kB" in html
    assert "asset:abab" not in html


def test_a_report_holds_its_screenshots_and_survives_bad_ones(tmp_path: Path) -> None:
    session = open_session(tmp_path / "data", Settings(), "Amira", lambda: NOW, uuid4)
    service = save_service(session, replace(blank_service(session), name="checkout"))
    review: Review = open_review(session, start_assessment(session, service.id, [small_pack()]).id)
    good, broken, lost = picture("JPEG"), picture("PNG", 500, 400)[:90], b"lost"
    damaged = picture("PNG", 50, 50)
    pieces = {"good.jpg": good, "broken.png": broken, "lost.txt": lost, "damaged.png": damaged}
    attachments = [Attachment(data, name) for name, data in pieces.items()]
    attach(session, review.assessment.id, review.answer("p/signal"), attachments)
    session.evidence.path_of(sha256(lost).hexdigest()).unlink()
    session.evidence.path_of(sha256(damaged).hexdigest()).write_bytes(picture("PNG", 51, 51))
    path = make_report(session, review_order(review.assessment.id), tmp_path / "report.pdf")
    session.close()
    text = " ".join(page_texts(path.read_bytes()))
    for name in pieces:
        assert name in text
    with pikepdf.open(path) as pdf:
        sizes = [(int(each.Width), int(each.Height)) for page in pdf.pages for each in page.get_images().values()]
    assert (320, 200) in sizes
    assert (50, 50) not in sizes
    assert (51, 51) not in sizes


def test_a_picture_in_the_colours_of_inks_is_archived_in_those_of_screens(worker: ReportWorker) -> None:
    made = io.BytesIO()
    Image.new("CMYK", (40, 40), (0, 255, 255, 0)).save(made, "JPEG")
    look = Branding(logo="inks", logo_text="ACME")
    job = Job(msgspec.structs.replace(report(small_review()), branding=look), {"inks": made.getvalue()}, Format.ARCHIVE)
    with pikepdf.open(io.BytesIO(worker.render(job).content)) as pdf:
        spaces = {str(each.ColorSpace) for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Width" in each}
    assert spaces == {"/DeviceRGB"}
