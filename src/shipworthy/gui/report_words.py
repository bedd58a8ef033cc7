"""What the Reports page calls subjects, audiences and kinds of file."""

from shipworthy.domain.report_kind import Audience, Format, Paper, Subject
from shipworthy.text import _


def subject_text(subject: Subject) -> str:
    """Return what a report is about, as a choice."""
    return {
        Subject.ASSESSMENT: _("A review of a service"),
        Subject.COMPARISON: _("Two reviews compared"),
        Subject.PORTFOLIO: _("The portfolio"),
        Subject.TEAM: _("A team"),
        Subject.REMEDIATION: _("Remediation and waivers"),
        Subject.MINUTES: _("Minutes of a review"),
    }[subject]


def audience_text(audience: Audience) -> str:
    """Return whom a report is for, as a choice."""
    return {
        Audience.DESIGN_REVIEW: _("Design review"),
        Audience.LEADERSHIP: _("Leadership"),
        Audience.AUDITOR: _("Auditor"),
    }[audience]


def audience_sentence(subject: Subject, audience: Audience) -> str:
    """Return what readers get, in one sentence."""
    if audience is Audience.LEADERSHIP:
        return _("Two pages in business words: where things stand, what moved, and what is asked of the reader.")
    if audience is Audience.AUDITOR:
        return _("Every entry with its evidence and fingerprints, and who changed what and when.")
    return {
        Subject.ASSESSMENT: _("Everything: each question with its answer, note, evidence and advice."),
        Subject.COMPARISON: _("Everything that moved the score, question by question."),
        Subject.PORTFOLIO: _("Every service, with the heat map, what caps it, and the risks accepted."),
        Subject.TEAM: _("Every service of the team, with the heat map, what caps it, and the risks accepted."),
        Subject.REMEDIATION: _("Every item and waiver, with who, until when and why."),
        Subject.MINUTES: _("Who was there, what was decided, what stayed open, and the time each principle took."),
    }[subject]


def format_text(kind: Format) -> str:
    """Return a kind of file, as a choice."""
    return {
        Format.PDF: _("PDF, accessible"),
        Format.ARCHIVE: _("PDF for archives (PDF/A-3)"),
        Format.HTML: _("HTML, one file"),
        Format.DOCX: _("Word document"),
        Format.XLSX: _("Spreadsheet"),
        Format.CSV: _("CSV"),
        Format.JSON: _("JSON"),
        Format.MARKDOWN: _("Markdown"),
    }[kind]


def paper_names() -> dict[Paper, str]:
    """Return the names of the sizes of paper, in the order of a choice."""
    return {Paper.A4: _("A4"), Paper.LETTER: _("Letter")}
