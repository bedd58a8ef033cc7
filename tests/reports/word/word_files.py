"""What tests look at in a Word file."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import msgspec
from docx.oxml.ns import qn
from tests.reports.documents import DOCUMENTS

from shipworthy.domain.report_kind import Format, Paper
from shipworthy.reports import template
from shipworthy.reports.job import Job
from shipworthy.reports.word.document import docx_file
from shipworthy.reports.word.pictures import draw_charts

OF_ASSESSMENTS = (
    *("assessment", "crowded", "notes", "logo", "decided", "minutes", "right to left"),
    *("leaders", "leaders, open", "leaders, crowded"),
)


def written(job: Job) -> bytes:
    """Return a job's report as a Word file."""
    style = template.style(type(job.report), job.report.branding.accent)
    return docx_file(template.html(job.report), style, job, draw_charts(job.report.charts()))


@cache
def document(name: str, paper: Paper = Paper.A4) -> bytes:
    """Return one of the kinds of documents as a Word file; kept, for many tests look at it."""
    return written(msgspec.structs.replace(DOCUMENTS[name](), kind=Format.DOCX, paper=paper))


def opened(content: bytes) -> Any:
    """Return a Word file as python-docx reads it."""
    return docx.Document(BytesIO(content))


def texts(content: bytes, *styles: str) -> list[str]:
    """Return the paragraphs of styles, by their ids; all without any, be they in tables or not."""
    found = []
    for paragraph in opened(content).element.body.iter(qn("w:p")):
        style = paragraph.pPr.pStyle.val if paragraph.pPr is not None and paragraph.pPr.pStyle is not None else ""
        if not styles or style in styles:
            found.append("".join({qn("w:tab"): "\t", qn("w:br"): "\n"}.get(each.tag, each.text or "")
                                 for run in paragraph.iter(qn("w:r")) for each in run
                                 if each.tag in (qn("w:t"), qn("w:tab"), qn("w:br"))))  # fmt: skip
    return found


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a file by their names."""
    with ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def elements(content: bytes, *tags: str) -> Iterator[Any]:
    """Yield elements of the body, of head and foot, by their tags."""
    opened_file = opened(content)
    related = [each.target_part for each in opened_file.part.rels.values() if not each.is_external]
    for part in [opened_file.part, *related]:
        root = getattr(part, "element", None)
        if root is not None:
            yield from root.iter(*(qn(tag) for tag in tags))


def twice(values: Iterator[str]) -> list[str]:
    """Return what is there more than once."""
    return [value for value, count in Counter(values).items() if count > 1]
