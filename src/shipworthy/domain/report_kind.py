"""Which reports there are: about what, for whom, and in which formats each of them goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


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


class Paper(StrEnum):
    """The size of a report's pages."""

    A4 = "a4"
    LETTER = "letter"


PAGES = (Format.PDF, Format.ARCHIVE)
TABLES = (Format.XLSX, Format.CSV, Format.JSON)
_FORMATS: Mapping[Subject, tuple[Format, ...]] = {
    Subject.ASSESSMENT: (*PAGES, Format.HTML, Format.DOCX, *TABLES),
    Subject.COMPARISON: (*PAGES, Format.HTML, *TABLES),
    Subject.PORTFOLIO: (*PAGES, Format.HTML, *TABLES),
    Subject.TEAM: (*PAGES, Format.HTML, *TABLES),
    Subject.REMEDIATION: (*PAGES, Format.HTML, *TABLES, Format.MARKDOWN),
    Subject.MINUTES: (*PAGES, Format.HTML, Format.MARKDOWN),
}
_AUDIENCES: Mapping[Subject, tuple[Audience, ...]] = {
    Subject.ASSESSMENT: tuple(Audience),
    Subject.COMPARISON: (Audience.DESIGN_REVIEW, Audience.LEADERSHIP),
    Subject.PORTFOLIO: (Audience.LEADERSHIP, Audience.DESIGN_REVIEW),
    Subject.TEAM: (Audience.LEADERSHIP, Audience.DESIGN_REVIEW),
    Subject.REMEDIATION: (Audience.DESIGN_REVIEW, Audience.LEADERSHIP, Audience.AUDITOR),
    Subject.MINUTES: (Audience.DESIGN_REVIEW,),
}


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which report is wanted: about what, for whom, as what kind of file.

    `review` is the assessment that it is about, for a comparison the later one; `earlier` is the other. `service`
    narrows a report on remediation to one service, `team` to a team's; a report on a team needs `team`. `day` is the
    end of which day is told, None for now, and `since` the day that it is compared with, None for a month before.
    `language` is a tag such as "de", empty for the one that the settings name. `template` is a template of the user's
    own, by name or folder, empty for our looks.
    """

    subject: Subject
    audience: Audience
    format: Format = Format.PDF
    review: UUID | None = None
    earlier: UUID | None = None
    service: UUID | None = None
    team: str = ""
    day: date | None = None
    since: date | None = None
    language: str = ""
    paper: Paper | None = None
    template: str = ""


def audiences_of(subject: Subject) -> tuple[Audience, ...]:
    """Return whom reports on a subject are made for, the usual one first."""
    return _AUDIENCES[subject]


def formats_of(subject: Subject) -> tuple[Format, ...]:
    """Return the formats in which reports on a subject go out, the usual one first."""
    return _FORMATS[subject]
