"""Verifying: everything that was sealed, worked out anew and compared with what lies in the store today."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shipworthy import __version__
from shipworthy.domain.assessment import EvidenceKind
from shipworthy.domain.pack import bare_id
from shipworthy.domain.sealed import NO_HASH, Seal, SealedContent, record_hash, review_of, sealed_scores, text_hash
from shipworthy.errors import UserError
from shipworthy.storage.evidence_files import EvidenceFiles
from shipworthy.storage.raw_rows import Difference
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class VerifyFinding:
    """One thing that is not as it was sealed; `service` and `review` name where, empty for what concerns the store.

    `altered` is False where nothing was changed, but another version of Shipworthy comes to another score.
    """

    text: str
    service: str = ""
    review: str = ""
    altered: bool = True

    def __str__(self) -> str:
        return f"{self.service}, {self.review}: {self.text}" if self.review else self.text


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what was found; nothing altered is what everybody hopes for."""

    seals: int
    changes: int
    findings: tuple[VerifyFinding, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was altered."""
        return not any(finding.altered for finding in self.findings)


def verify(session: Session, before_each: Callable[[], None] = lambda: None) -> Verification:
    """Compare every seal, and everything it covers, with what lies in the store today; changes nothing.

    `before_each` is called before each seal and each file of evidence, and may raise to stop.
    """
    with session.store.read() as tx:
        return verify_in(session, tx, before_each)


def verify_in(
    session: Session, tx: Transaction, before_each: Callable[[], None] = lambda: None, *, chain_only: bool = False
) -> Verification:
    """Verify what one transaction sees; `chain_only` looks at the seals themselves and at the history they cover, where
    whoever asks compares rows, packs and files by other means."""
    files = None if chain_only else _Files(session.evidence, before_each)
    numbers = tx.audit.seal_numbers()
    changes = tx.audit.log_end().count
    return Verification(len(numbers), changes, tuple(_findings(session, tx, numbers, files, before_each)))


def summary(found: Verification, wording: Wording) -> str:
    """Return what verifying came to as one sentence."""
    looked_at = _("{seals} and {changes}").format(
        seals=wording.count("{count} seal", "{count} seals", found.seals),
        changes=wording.count("{count} change", "{count} changes", found.changes),
    )
    if not found.is_sound:
        altered = sum(finding.altered for finding in found.findings)
        return wording.count(
            "{count} thing was altered after sealing", "{count} things were altered after sealing", altered
        ) + _(" (looked at: {what}).").format(what=looked_at)
    if not found.seals:
        return _("Nothing is sealed yet: no review was decided.")
    return _("Everything is as it was sealed: {what}.").format(what=looked_at)


def _findings(
    session: Session, tx: Transaction, numbers: tuple[int, ...], files: "_Files | None", before_each: Callable[[], None]
) -> Iterator[VerifyFinding]:
    for title in tx.audit.altered_kept().values() if files else ():
        yield VerifyFinding(_("The pack or gate policy “{title}” was changed.").format(title=title))
    before: Seal | None = None
    hashes = set()
    for place, number in enumerate(numbers):
        before_each()
        expected = numbers[place - 1] + 1 if place else 1
        if number != expected:
            yield VerifyFinding(_("Seal {number} is missing.").format(number=expected))
        seal = tx.audit.seal(number)
        if seal is None:
            yield VerifyFinding(_("Seal {number} was changed and cannot be read.").format(number=number))
        else:
            hashes.add(seal.hash)
            follows_known = before is not None if place else number == 1
            yield from _seal_findings(session, tx, seal, before, follows_known, files)
        before = seal
    yield from _store_findings(tx, hashes)


def _seal_findings(
    session: Session, tx: Transaction, seal: Seal, before: Seal | None, follows_known: bool, files: "_Files | None"
) -> Iterator[VerifyFinding]:
    try:
        content = seal.opened()
    except ValueError:
        yield VerifyFinding(
            _("The content of seal {number} was changed and cannot be read.").format(number=seal.number)
        )
        return
    altered = [*_record_problems(tx, seal, content)]
    if follows_known:
        altered += _chain_problems(tx, seal, before)
    if files:
        altered += [_words(difference) for difference in tx.audit.differences(content)]
        altered += files.problems(content)
    where = (content.service.name, content.assessment.title)
    yield from (VerifyFinding(text, *where) for text in altered)
    text, is_ours = _score_problem(session, tx, content)
    if text:
        yield VerifyFinding(text, *where, altered=is_ours)


def _record_problems(tx: Transaction, seal: Seal, content: SealedContent) -> Iterator[str]:
    if text_hash(seal.content) != seal.content_hash:
        yield _("the sealed content was changed.")
    if record_hash(seal) != seal.hash or content.assessment.id != seal.assessment:
        yield _("the seal itself was changed.")
    if not tx.audit.repeats_results(seal.number, content):
        yield _("the results that stand beside the seal were changed.")
    kept = tx.audit.kept()
    for pack in content.packs:
        if pack.hash not in kept:
            yield _("the pack “{title}” {version} it was made with is gone.").format(
                title=pack.title, version=pack.version
            )
    if content.policy.hash not in kept:
        yield _("the gate policy “{title}” {version} it was judged by is gone.").format(
            title=content.policy.title, version=content.policy.version
        )


def _chain_problems(tx: Transaction, seal: Seal, before: Seal | None) -> Iterator[str]:
    if seal.previous != (before.hash if before else NO_HASH):
        yield _("the seal does not follow the one before it.")
    if tx.audit.log_hash(before, seal.log_sequence) != seal.log_hash:
        yield _("the history before it, changes {first} to {last}, was changed.").format(
            first=before.log_sequence + 1 if before else 1, last=seal.log_sequence
        )
    if not tx.audit.has_entry(seal):
        yield _("the history does not tell of the seal, or tells it otherwise.")


def _words(difference: Difference) -> str:
    """Return what happened to a row, in words, with the columns that differ."""
    match difference.table:
        case "answers":
            question, assessor = difference.key
            name = bare_id(question)
            thing = _("{question} ({assessor})").format(question=name, assessor=assessor) if assessor else name
        case "assessment_packs":
            thing = _("the use of the pack {pack}").format(pack=difference.key[0])
        case "meetings":
            thing = _("a meeting")
        case _:
            thing = _("the review itself")
    if difference.missing:
        return _("{thing} was removed after sealing.").format(thing=thing)
    if difference.added:
        return _("{thing} was added after sealing.").format(thing=thing)
    return _("{thing} was changed after sealing ({columns}).").format(
        thing=thing, columns=", ".join(difference.columns)
    )


def _score_problem(session: Session, tx: Transaction, content: SealedContent) -> tuple[str, bool]:
    """Return what is wrong with the sealed score, and whether that means that something was altered."""
    try:
        questionnaire = session.questionnaire(tx, content.assessment.packs)
        policy = session.policy(tx, content.assessment.policy_hash)
        anew = sealed_scores(review_of(content, questionnaire, policy, content.assessment))
    except UserError:  # a pack or policy was altered or is gone, which is a finding of its own
        return "", False
    if anew == content.scores:
        return "", False
    wording = Wording()
    theirs, ours = wording.exact_percent(content.scores.score), wording.exact_percent(anew.score)
    text = _("the sealed answers come to {ours}, not to the sealed {theirs}").format(ours=ours, theirs=theirs)
    if content.engine == __version__:
        return f"{text}.", True
    return _("{text}: it was sealed by Shipworthy {engine}, this is {version}.").format(
        text=text, engine=content.engine, version=__version__
    ), False


def _store_findings(tx: Transaction, hashes: set[str]) -> Iterator[VerifyFinding]:
    for title in tx.audit.unsealed():
        yield VerifyFinding(_("“{title}” is decided, but its seal is missing.").format(title=title))
    for sequence, told in tx.audit.entries().items():
        if told not in hashes:
            yield VerifyFinding(
                _("The history tells of a seal, in change {number}, that is not there.").format(number=sequence)
            )
    end = tx.audit.log_end()
    newest = max(end.given or 0, tx.audit.newest_version())
    if newest > end.last:
        yield VerifyFinding(
            _("The end of the history is missing: it should reach change {newest}, and ends at {last}.").format(
                newest=newest, last=end.last
            )
        )
    elif end.given is not None and end.count != end.last:
        yield VerifyFinding(
            ngettext(
                "{count} change is missing from the history.",
                "{count} changes are missing from the history.",
                end.last - end.count,
            ).format(count=end.last - end.count)
        )


class _Files:
    """The files of evidence, each looked at once however often it serves."""

    def __init__(self, kept: EvidenceFiles, before_each: Callable[[], None]) -> None:
        self._kept = kept
        self._before_each = before_each
        self._whole: dict[str, bool] = {}

    def problems(self, content: SealedContent) -> Iterator[str]:
        """Yield what is wrong with the files that a sealed review names."""
        for answer in content.answers:
            for each in answer.evidence:
                if each.kind is not EvidenceKind.FILE or self._is_whole(each.value):
                    continue
                name = {"file": each.title, "question": bare_id(answer.question)}
                if self._kept.has(each.value):
                    yield _("the evidence file “{file}” of {question} was changed.").format(**name)
                else:
                    yield _("the evidence file “{file}” of {question} is lost.").format(**name)

    def _is_whole(self, digest: str) -> bool:
        if digest not in self._whole:
            self._before_each()
            self._whole[digest] = self._kept.is_whole(digest)
        return self._whole[digest]
