"""A Word report read back: whether it is what it must be before it becomes a file."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from shipworthy.reports.report import Report
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.word.nodes import squeezed
from shipworthy.reports.word.shell import word_language
from shipworthy.text import without_marks, xml_text

_FIELDS = frozenset({"PAGE", "NUMPAGES", r'TOC \o "1-2" \h \z'})
_FOLLOWED = ("http://", "https://", "mailto:")
_TITLES = frozenset({"Title", "ReportLongTitle"})


def faults(content: bytes, report: Report) -> Iterator[str]:
    """Yield what is wrong with a Word file of a report: nothing for one that is whole."""
    try:
        document: Any = docx.Document(BytesIO(content))
    except (BadZipFile, KeyError, ValueError, PackageNotFoundError) as error:
        yield f"it does not open: {error}"
        return
    told = document.core_properties
    expected = (xml_text(report.title)[:255], report.language, word_language(report.language))
    spoken = document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val"))
    if (told.title, told.language, spoken) != expected:
        yield f"it has title and languages {(told.title, told.language, spoken)} instead of {expected}"
    yield from _foreign(document)
    yield from _missing(document, report)


def _foreign(document: Any) -> Iterator[str]:
    """Yield what leads out of the file, and fields that are none of ours."""
    parts = [document.part, *(each.target_part for each in document.part.rels.values() if not each.is_external)]
    for part in parts:
        for each in part.rels.values():
            if each.is_external and not (each.reltype == RT.HYPERLINK and each.target_ref.startswith(_FOLLOWED)):
                yield f"it leads to {each.target_ref}"
        root = getattr(part, "element", None)
        for each in root.iter(qn("w:instrText"), qn("w:fldSimple")) if root is not None else ():
            if (each.text or "").strip() not in _FIELDS:
                yield f"it has the field {each.text}"


def _missing(document: Any, report: Report) -> Iterator[str]:
    """Yield what the report says and the file does not."""
    found: dict[str, list[str]] = {}
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.pPr.pStyle.val if paragraph.pPr is not None and paragraph.pPr.pStyle is not None else ""
        found.setdefault(style, []).append(_words(paragraph))
    if sum(len(texts) for style, texts in found.items() if style in _TITLES) != 1:
        yield "it has not one title"
    if not isinstance(report, ServiceReport):
        return
    asked = [_plain(each.place.text) for principle in report.principles for each in principle.questions]
    questions = [text.partition("\t")[2] for text in found.get("ReportQuestion", [])]
    if questions != asked:
        yield f"it has {len(questions)} questions instead of {len(asked)}, or others"
    headings = found.get("Heading2", [])
    for principle in report.principles:
        if _plain(f"{principle.number} {principle.title}") not in headings:
            yield f"it lacks the principle {principle.title}"
    tables = sum(1 for _ in document.element.body.iter(qn("w:tbl")))
    if tables < _TABLES:
        yield f"it has {tables} tables"


_TABLES = 6
"""What every full report has: verdict, figures, principles, service, gate and versions."""


def _words(paragraph: Any) -> str:
    """Return what a paragraph says, links and all, with its tabs."""
    signs = {qn("w:tab"): "\t", qn("w:br"): " "}
    runs = (each for run in paragraph.iter(qn("w:r")) for each in run)
    text = "".join(signs.get(each.tag) or (each.text or "" if each.tag == qn("w:t") else "") for each in runs)
    return "\t".join(squeezed(part).strip() for part in without_marks(text).split("\t"))


def _plain(text: str) -> str:
    return squeezed(xml_text(without_marks(text))).strip()
