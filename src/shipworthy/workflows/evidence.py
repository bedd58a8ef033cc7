"""Evidence that comes as a file or a picture: kept beside the database first, then recorded with the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from shipworthy.domain.assessment import Answer, Evidence, EvidenceKind
from shipworthy.errors import UserError
from shipworthy.storage.evidence_files import FileState, safe_name, visible
from shipworthy.text import _
from shipworthy.workflows.reviews import Recorded, record_answer
from shipworthy.workflows.session import Session

MOST_SCREENSHOT_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that is to become evidence: a file, or the bytes of a screenshot as PNG; `title` may be empty."""

    content: Path | bytes
    title: str = ""
    dated: date | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of evidence as it lies on disk; `size` is in bytes."""

    path: Path
    size: int


def attach(session: Session, assessment_id: UUID, answer: Answer, attachments: Sequence[Attachment]) -> Recorded:
    """Keep files and screenshots, and record them as evidence of an answer: all or none.

    Those that are evidence of this answer already are left out. Raises UserError where one cannot serve as evidence,
    nothing new is among them, or the answer cannot be recorded.
    """
    # Kept before the row is written: a file that no row names does no harm, a row without its file would.
    known = {each.value for each in answer.evidence}
    added = {each.value: each for each in (_kept(session, attachment) for attachment in attachments)}
    new = tuple(each for each in added.values() if each.value not in known)
    if not new:
        raise UserError(
            _("“{title}” is evidence of this question already.").format(title=next(iter(added.values())).title),
            _("Nothing was added."),
        )
    return record_answer(session, assessment_id, replace(answer, evidence=(*answer.evidence, *new)))


def evidence_file(session: Session, digest: str) -> EvidenceFile:
    """Return where a file of evidence lies, and its size; raises UserError where it is lost."""
    path = session.evidence.path_of(digest)
    return EvidenceFile(path, path.stat().st_size)


def broken_files(session: Session, evidence: Iterable[Evidence]) -> dict[str, FileState]:
    """Return, by their digests, the files of evidence that are lost or damaged."""
    states = {each.value: session.evidence.state_of(each.value) for each in evidence if each.kind is EvidenceKind.FILE}
    return {digest: state for digest, state in states.items() if state is not FileState.WHOLE}


def _kept(session: Session, attachment: Attachment) -> Evidence:
    content, title = attachment.content, attachment.title.strip()
    if isinstance(content, bytes) and len(content) > MOST_SCREENSHOT_BYTES:
        raise UserError(
            _("The screenshot takes {size:.1f} MB as PNG; {limit} MB are allowed.").format(
                size=len(content) / 1_000_000, limit=MOST_SCREENSHOT_BYTES // 1_000_000
            ),
            _("Take one of the part that matters, or save it smaller and add the file."),
        )
    name = content.name if isinstance(content, Path) else title
    digest = session.evidence.put(content, name)
    # A file's own name may hold halves of letters, which no database keeps.
    return Evidence(
        EvidenceKind.FILE, digest, title or visible(name) or safe_name(name), attachment.dated, attachment.expires
    )
