"""Evidence as people write it into a cell: one piece on a line."""

import datetime as dt
import re
from collections.abc import Sequence

from shipworthy.domain.answering import is_link
from shipworthy.domain.assessment import Evidence, EvidenceKind

_DATES = re.compile(r"\s*\[\s*(\d{4}-\d\d-\d\d)?\s*(?:[–—-]\s*(\d{4}-\d\d-\d\d)\s*)?\]$")
_LAST_WORD = re.compile(r"(?:(?P<title>.*\S)\s+)?(?P<value>\S+)", re.DOTALL)
_BULLET = re.compile(r"^[-•*]\s+")
_HASH_LENGTH = 12


def evidence_line(evidence: Evidence) -> str:
    """Return a piece of evidence as one line: "Load test: https://… [2026-11-22 – 2027-02-22]"."""
    value = f"SHA-256 {evidence.value[:_HASH_LENGTH]}…" if evidence.kind is EvidenceKind.FILE else evidence.value
    text = f"{evidence.title}: {value}" if evidence.title and evidence.title != evidence.value else value
    days = f"{evidence.dated or ''}{f' – {evidence.expires}' if evidence.expires else ''}".strip()
    return " ".join(f"{text} [{days}]".split() if days else text.split())


def read_evidence_lines(text: str, known: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence that a cell names beyond what is known already; a line that was written out is known."""
    there = [evidence_line(evidence) for evidence in known]
    found: list[Evidence] = []
    for line in text.splitlines():
        line = " ".join(line.split())
        if not line:
            continue
        if line in there:
            there.remove(line)
            continue
        evidence = _read(_BULLET.sub("", line))
        if evidence not in known and evidence not in found:
            found.append(evidence)
    return tuple(found)


def _read(line: str) -> Evidence:
    """Return what a line names: an address, perhaps with a title before it, or a text; both perhaps with dates."""
    text, dated, expires = _without_dates(line)
    words = _LAST_WORD.fullmatch(text)
    if words is not None and is_link(words["value"]):
        title = (words["title"] or "").rstrip(" :,;–-")
        return Evidence(EvidenceKind.LINK, words["value"], title, dated, expires)
    return Evidence(EvidenceKind.TEXT, text, "", dated, expires)


def _without_dates(line: str) -> tuple[str, dt.date | None, dt.date | None]:
    match = _DATES.search(line)
    if match is None or match.start() == 0 or not any(match.groups()):
        return line, None, None
    try:
        dated, expires = (dt.date.fromisoformat(day) if day else None for day in match.groups())
    except ValueError:  # such as the 31st of February
        return line, None, None
    return line[: match.start()], dated, expires
