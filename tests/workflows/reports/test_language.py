"""A report speaks its own language, whatever the window's, and leaves no text behind that cannot be translated.

The catalogue of a made-up language puts each message in marks.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.gui.pages.test_translation import MARK, MadeUp
from tests.workflows.reports.test_every_format import wanted

from shipworthy import text
from shipworthy.domain.report_kind import Audience, Format, Subject, audiences_of, formats_of
from shipworthy.paths import shipped
from shipworthy.reports import template
from shipworthy.reports.job import encode
from shipworthy.workflows.reports import making
from shipworthy.workflows.session import Session

KINDS = [(subject, audience) for subject in Subject for audience in audiences_of(subject)]
KINDS = [kind for kind in KINDS if kind[0] is not Subject.MINUTES]  # the samples hold no meeting
FILES = [
    (subject, audience, kind)
    for subject, audience in KINDS
    for kind in (Format.XLSX, Format.CSV, Format.JSON, Format.MARKDOWN)
    if kind in formats_of(subject)
]
# An auditor reads the change log too, whose entries are kept in the language in which they were made.
UNLOGGED = [kind for kind in KINDS if kind[1] is not Audience.AUDITOR]
# Addresses, fingerprints, ids and versions; names of programs and formats; what an item keeps of who reopened it.
NAMES = re.compile(
    r"https?://[^\s;,]+|\b[0-9a-f]{8}(?:-[0-9a-f-]{27})?\b|\b[0-9a-f]{40,}\b|\b[0-9a-f]{4}(?: [0-9a-f]{4})+\b"
    r"|\d+\.\d+\.\d+|SHA-256|shipworthy [\w-]+|Shipworthy|UTC|sealed-review\.json|reopened by “[^”]*"
)


@pytest.fixture
def made_up_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window speak the made-up language."""
    monkeypatch.setattr(text, "_current", MadeUp())


@pytest.fixture
def made_up_reports(made_up_window: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let reports speak it too: their templates look their catalogue up by its tag, and it has none."""
    monkeypatch.setattr(template, "translator", lambda _language: MadeUp())
    template._environment.cache_clear()
    yield
    template._environment.cache_clear()


def unpacked(content: bytes) -> str:
    """Return what a file says, a workbook's parts one after the other."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.usefixtures("made_up_window")
@pytest.mark.parametrize(("subject", "audience"), KINDS)
def test_the_language_of_the_window_is_in_no_report(
    sample_session: Session, subject: Subject, audience: Audience
) -> None:
    order = wanted(sample_session, subject, audience, Format.PDF)
    for language in ("en", "de"):
        job = making.job_of(sample_session, replace(order, language=language))
        assert MARK.encode() not in encode(job)
        assert MARK not in template.html(job.report)


@pytest.mark.usefixtures("made_up_window")
@pytest.mark.parametrize(("subject", "audience", "kind"), FILES)
def test_the_language_of_the_window_is_in_no_file(
    sample_session: Session, tmp_path: Path, subject: Subject, audience: Audience, kind: Format
) -> None:
    order = replace(wanted(sample_session, subject, audience, kind), language="de")
    made = unpacked(making.make_report(sample_session, order, tmp_path / "file").read_bytes())
    assert len(made) > 100
    assert MARK not in made


@pytest.mark.usefixtures("made_up_reports")
@pytest.mark.parametrize(("subject", "audience"), UNLOGGED)
def test_a_report_says_nothing_that_cannot_be_translated(
    sample_session: Session, subject: Subject, audience: Audience
) -> None:
    job = making.job_of(sample_session, wanted(sample_session, subject, audience, Format.PDF))
    page = re.sub(r"<style.*?</style>|<svg.*?</title>", "", template.html(job.report), flags=re.DOTALL)
    texts = [unescape(each) for each in (*re.split(r"<[^>]*>", page), *re.findall(r'(?:alt|title)="([^"]*)"', page))]
    assert sum(MARK in each for each in texts) > 40
    assert {each for chunk in texts for each in words_of(chunk) if each not in data()} == set()


def words_of(chunk: str) -> Iterator[str]:
    """Yield the pieces of a text that carry no mark and hold words."""
    while (rest := re.sub(r"‹[^‹›]*›", "\n", chunk)) != chunk:
        chunk = rest
    for piece in re.split(r"\n| · |[()]|(?<=\w), |`", NAMES.sub("", chunk)):
        if re.search(r"[^\W\d_]{3,}", piece):
            yield " ".join(re.sub(r"^[\W\d]+|\W+$", "", piece).split())


@cache
def data() -> str:
    """Return all texts of packs and samples: what a report says without translating it."""
    files = [path for path in sorted(shipped("assessments").rglob("*")) if path.suffix in (".yaml", ".yml", ".md")]
    return " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in files)
