"""Reports read back: the sealed review that a PDF carries, and whether this store sealed it so."""

import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from shipworthy.domain.sealed import Seal, SealedContent, text_hash
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.untrusted.our_json import parse_json
from shipworthy.untrusted.report_pdf import read_report
from shipworthy.wording import Wording
from shipworthy.workflows.session import Session


class Standing(Enum):
    """How a report's sealed review stands to the store."""

    KNOWN = auto()
    UNKNOWN = auto()  # the store has no such review
    OTHERWISE = auto()  # the store sealed something else for the review


@dataclass(frozen=True, slots=True)
class SealedReport:
    """What a report carries; `fingerprint` is the SHA-256 of the attached file, `printed` whether its pages tell it.

    `seal` is the store's own of that review, None where it has none.
    """

    path: Path
    content: SealedContent
    fingerprint: str
    printed: bool
    standing: Standing
    seal: Seal | None

    @property
    def altered(self) -> str:
        """Return what was altered in words, or "" where nothing was."""
        if not self.printed:
            return _("the attached review is not the one that the pages tell of: they do not name its fingerprint.")
        if self.standing is Standing.OTHERWISE:
            return _("this store sealed something else for that review.")
        return ""


def read_sealed_report(session: Session, path: Path) -> SealedReport:
    """Return what a report carries, compared with the store; changes nothing.

    Raises UserError for a file that is no report of ours, or has no sealed review attached that can be read.
    """
    found = read_report(path)
    content = parse_json(found.content, SealedContent, _("The review attached to {path}").format(path=path))
    fingerprint = hashlib.sha256(found.content).hexdigest()
    with session.store.read() as tx:
        seal = tx.seals.of(content.assessment.id)
    if seal is None:
        standing = Standing.UNKNOWN
    elif fingerprint == seal.content_hash == text_hash(seal.content):
        standing = Standing.KNOWN
    else:
        standing = Standing.OTHERWISE
    return SealedReport(path, content, fingerprint, fingerprint in found.words, standing, seal)


def verify_report(session: Session, path: Path) -> SealedReport:
    """Return what a report carries, for a review that this store knows; raises UserError as `read_sealed_report` does.

    A report that was altered is returned too, and says so.
    """
    found = read_sealed_report(session, path)
    if not found.altered and found.standing is Standing.UNKNOWN:
        raise UserError(
            _("{path} is whole in itself, but this store did not seal it.").format(path=path),
            _("Verify it with the data folder of the store in which the review was decided: --data-dir FOLDER."),
        )
    return found


def verified(found: SealedReport) -> str:
    """Return what verifying a report came to as one sentence."""
    if found.altered:
        return f"{found.path}: {found.altered}"
    assert found.seal is not None
    return _("{path} is as it was sealed: seal {number}, {day}, fingerprint {fingerprint}.").format(
        path=found.path,
        number=found.seal.number,
        day=Wording().date(found.seal.sealed_at.date()),
        fingerprint=found.fingerprint[:12],
    )


def facts(found: SealedReport, wording: Wording) -> list[tuple[str, str]]:
    """Return what the sealed review of a report says, as names with values, and how far it can be trusted."""
    content = found.content
    lines = [
        (_("Service"), content.service.name),
        (_("Review"), content.assessment.title),
        (_("Verdict"), wording.verdict(content.shown_verdict)),
        (_("Score"), wording.score_with_band(content.scores.score, content.scores.band)),
    ]
    if decision := content.assessment.decision:
        signed = (f"{each.name} ({each.role})" if each.role else each.name for each in decision.signatories)
        lines += [
            (_("Decision"), wording.outcome(decision.outcome)),
            (_("Signed by"), ", ".join(signed)),
            (_("Decided on"), wording.long_date(content.judged_on)),
        ]
    lines += [
        (_("Packs"), ", ".join(f"{pack.title} {pack.version}" for pack in content.packs)),
        (_("Fingerprint"), found.fingerprint),
        (_("Pages"), _("They name this fingerprint.") if found.printed else _("✕ They do not name this fingerprint.")),
        (_("This store"), _standing(found, wording)),
    ]
    return lines


def _standing(found: SealedReport, wording: Wording) -> str:
    if found.standing is Standing.UNKNOWN:
        return _("does not know this review, so it cannot say whether it is as it was sealed.")
    assert found.seal is not None
    names = {"number": found.seal.number, "who": found.seal.sealed_by}
    if found.standing is Standing.OTHERWISE:
        return _("✕ sealed something else for this review: seal {number}, by {who}.").format(**names)
    return _("sealed it so: seal {number}, by {who}, {day}.").format(
        **names, day=wording.date(found.seal.sealed_at.date())
    )
