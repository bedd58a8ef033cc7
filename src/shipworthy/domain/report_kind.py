"""Which reports there are: about what, for whom, and in which formats each of them goes out."""

from collections.abc import Mapping
from enum import StrEnum


class Subject(StrEnum):
    """What a report is about."""

    ASSESSMENT = "assessment"
    COMPARISON = "comparison"
    PORTFOLIO = "portfolio"
    TEAM = "team"
    REMEDIATION = "remediation"
    MINUTES = "minutes"


class Audience(StrEnum):
    """Whom a report is for.

    A design review sees everything; leadership reads two pages, in business words and without internal notes; an
    auditor follows every answer to its evidence, its history and the chain of fingerprints.
    """

    DESIGN_REVIEW = "design review"
    LEADERSHIP = "leadership"
    AUDITOR = "auditor"


class Format(StrEnum):
    """What kind of file a report becomes; `PDF` is PDF/UA-1, `ARCHIVE` PDF/A-3."""

    PDF = "pdf"
    ARCHIVE = "archive"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"

    @property
    def suffix(self) -> str:
        """Return the ending of its files, with the dot."""
        return {Format.ARCHIVE: ".pdf", Format.MARKDOWN: ".md"}.get(self, f".{self.value}")


_PAGES = (Format.PDF, Format.ARCHIVE, Format.HTML)
_TABLES = (Format.XLSX, Format.CSV, Format.JSON)
_FORMATS: Mapping[Subject, tuple[Format, ...]] = {
    Subject.ASSESSMENT: (*_PAGES, Format.DOCX, *_TABLES),
    Subject.COMPARISON: (*_PAGES, *_TABLES),
    Subject.PORTFOLIO: (*_PAGES, *_TABLES),
    Subject.TEAM: (*_PAGES, *_TABLES),
    Subject.REMEDIATION: (*_PAGES, *_TABLES, Format.MARKDOWN),
    Subject.MINUTES: (*_PAGES, Format.MARKDOWN),
}
_AUDIENCES: Mapping[Subject, tuple[Audience, ...]] = {
    Subject.ASSESSMENT: (Audience.DESIGN_REVIEW, Audience.LEADERSHIP, Audience.AUDITOR),
    Subject.COMPARISON: (Audience.DESIGN_REVIEW, Audience.LEADERSHIP),
    Subject.PORTFOLIO: (Audience.LEADERSHIP, Audience.DESIGN_REVIEW),
    Subject.TEAM: (Audience.LEADERSHIP, Audience.DESIGN_REVIEW),
    Subject.REMEDIATION: (Audience.DESIGN_REVIEW, Audience.LEADERSHIP, Audience.AUDITOR),
    Subject.MINUTES: (Audience.DESIGN_REVIEW,),
}


def audiences_of(subject: Subject) -> tuple[Audience, ...]:
    """Return whom reports on a subject are made for, the usual one first."""
    return _AUDIENCES[subject]


def formats_of(subject: Subject) -> tuple[Format, ...]:
    """Return the formats in which reports on a subject go out, the usual one first."""
    return _FORMATS[subject]
