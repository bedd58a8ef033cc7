"""What is attached to a report: the sealed review, to a full report on a decided one, and never anything else."""

from shipworthy.domain.report_kind import Audience
from shipworthy.domain.sealed import Seal
from shipworthy.reports.job import Attached
from shipworthy.wording import Wording

SEALED_FILE = "sealed-review.json"
_FULL = frozenset({Audience.DESIGN_REVIEW, Audience.AUDITOR})


def sealed_file(seal: Seal | None, audience: Audience, wording: Wording) -> Attached | None:
    """Return the content of a seal as a file, byte for byte; None without a seal, and for leadership.

    Its SHA-256 is the fingerprint that the report prints.
    """
    if seal is None or audience not in _FULL:
        return None
    return Attached(
        SEALED_FILE,
        wording.attached_seal(seal.content_hash),
        seal.content.encode(),
        seal.sealed_at,
    )
