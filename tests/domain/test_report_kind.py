"""Which reports there are."""

import pytest

from shipworthy.domain.report_kind import Audience, Format, Subject, audiences_of, formats_of


@pytest.mark.parametrize("subject", Subject)
def test_every_subject_goes_out_as_pages_for_somebody(subject: Subject) -> None:
    assert audiences_of(subject)
    assert formats_of(subject)[0] is Format.PDF
    assert {Format.ARCHIVE, Format.HTML} <= set(formats_of(subject))


def test_leadership_gets_no_minutes() -> None:
    assert audiences_of(Subject.MINUTES) == (Audience.DESIGN_REVIEW,)


def test_files_end_as_their_programs_expect() -> None:
    assert [each.suffix for each in Format] == [".pdf", ".pdf", ".html", ".docx", ".xlsx", ".csv", ".json", ".md"]
