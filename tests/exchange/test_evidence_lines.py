"""Evidence in a cell: one piece on a line, read as people write it and known again as it was written."""

import datetime as dt

import pytest

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.exchange.evidence_lines import evidence_line, read_evidence_lines

DAY, LATER = dt.date(2026, 11, 22), dt.date(2027, 2, 22)
LINK, TEXT = EvidenceKind.LINK, EvidenceKind.TEXT


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("https://a.example/x", Evidence(LINK, "https://a.example/x")),
        ("- https://a.example/x", Evidence(LINK, "https://a.example/x")),
        ("Load test: https://a.example/x", Evidence(LINK, "https://a.example/x", "Load test")),
        ("see  https://a.example/x", Evidence(LINK, "https://a.example/x", "see")),
        ("Load test: https://a.example [2026-11-22]", Evidence(LINK, "https://a.example", "Load test", DAY)),
        ("https://a.example [2026-11-22 – 2027-02-22]", Evidence(LINK, "https://a.example", "", DAY, LATER)),
        ("https://a.example [- 2027-02-22]", Evidence(LINK, "https://a.example", "", None, LATER)),
        ("The runbook, chapter 2", Evidence(TEXT, "The runbook, chapter 2")),
        ("Shown on 3 May [2026-11-22]", Evidence(TEXT, "Shown on 3 May", "", DAY)),
        ("see https://a.example for more", Evidence(TEXT, "see https://a.example for more")),
        ("javascript:alert(1)", Evidence(TEXT, "javascript:alert(1)")),
        ("=HYPERLINK(1)", Evidence(TEXT, "=HYPERLINK(1)")),
        ("Ticket [2026-02-31]", Evidence(TEXT, "Ticket [2026-02-31]")),
        ("list []", Evidence(TEXT, "list []")),
        ("[2026-11-22]", Evidence(TEXT, "[2026-11-22]")),
    ],
)
def test_a_line_is_read_as_it_is_meant(line: str, expected: Evidence) -> None:
    assert read_evidence_lines(line, ()) == (expected,)


KNOWN = [
    Evidence(LINK, "https://a.example/x", "Load test", DAY, LATER),
    Evidence(TEXT, "two\nlines  of text", "Minutes"),
    Evidence(EvidenceKind.FILE, "ab" * 32, "report.pdf", DAY),
    Evidence(EvidenceKind.PROBE, "timeout: 3s", "main.go:412"),
    Evidence(TEXT, "- a dash"),
    Evidence(LINK, "https://a.example/x"),
    Evidence(TEXT, "same", "", None, LATER),
]


def test_what_was_written_out_is_known_again() -> None:
    text = "\n".join(evidence_line(each) for each in KNOWN)
    assert read_evidence_lines(text, KNOWN) == ()
    assert read_evidence_lines(text.replace("\n", "\n\n "), KNOWN) == ()
    assert read_evidence_lines("", KNOWN) == ()


def test_only_new_lines_are_added_and_each_once() -> None:
    text = f"{evidence_line(KNOWN[0])}\nnew\nnew\nhttps://a.example/x"
    assert read_evidence_lines(text, KNOWN) == (Evidence(TEXT, "new"),)
