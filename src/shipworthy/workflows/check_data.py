"""Check data: everything in the store and beside it looked at, what is derived mended when asked.

Nothing is invented: what cannot be worked out from the rest stays as it is, and the newest backup that still holds it
is named.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from shipworthy.domain.assessment import EvidenceKind
from shipworthy.domain.pack import bare_id
from shipworthy.errors import UserError
from shipworthy.storage import shape
from shipworthy.storage.other_files import copy_of, make_indexes, read_file
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.check_backups import Backups
from shipworthy.workflows.check_rows import Looked, Names, look
from shipworthy.workflows.check_scores import Derived, compare_derived, mend_derived
from shipworthy.workflows.session import Session

OLD_BACKUP = timedelta(days=7)
_STAGES = 5


class FindingKind(StrEnum):
    """What a finding asks for: a person to act, mending, or nothing but to be known."""

    DAMAGED = "damaged"
    MENDABLE = "mendable"
    TO_KNOW = "to know"


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One thing that was found: what, where (empty for the whole store), and what to do."""

    kind: FindingKind
    text: str
    where: str = ""
    hint: str = ""

    def __str__(self) -> str:
        said = f"{self.where}: {self.text}" if self.where else self.text
        return f"{said} {self.hint}".rstrip()


@dataclass(frozen=True, slots=True)
class Mending:
    """Everything that can be worked out anew: scores, standings, names as they are compared, indexes, and parts of the
    file's shape by the statements that make them."""

    derived: Derived = field(default_factory=Derived)
    names: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Return how many things there are to mend."""
        return self.derived.count + len(self.names) + len(self.indexes) + len(self.parts)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was looked at, and what was found: damage first."""

    services: int
    answers: int
    seals: int
    files: int
    changes: int
    findings: tuple[CheckFinding, ...]
    mending: Mending
    at: datetime

    @property
    def is_damaged(self) -> bool:
        """Tell whether something is damaged."""
        return any(each.kind is FindingKind.DAMAGED for each in self.findings)

    def of_kind(self, kind: FindingKind) -> tuple[CheckFinding, ...]:
        """Return the findings of one kind."""
        return tuple(each for each in self.findings if each.kind is kind)


def check_data(
    session: Session,
    before_each: Callable[[], None] = lambda: None,
    report: Callable[[int, int], None] = lambda _done, _all: None,
) -> CheckResult:
    """Look at everything; only when and with what result it was checked is written down.

    A file is copied first, so nobody waits for it. `before_each` is called often and may raise to stop; `report` is
    told how many steps of how many are done. Raises UserError where not even a copy can be made.
    """
    with _held_still(session) as (tx, indexes):
        report(1, _STAGES)
        looked = look(session, tx, before_each)
        report(2, _STAGES)
        strange, parts = _of_shape(tx)
        files, evidence, extra = _of_evidence(session, tx, looked, before_each)
        report(3, _STAGES)
        is_whole = not looked.damages
        derived = compare_derived(session, tx, before_each) if is_whole else Derived()
        report(4, _STAGES)
        counts = tx.check.counts()
    backups = Backups(session, before_each)
    damaged = [
        CheckFinding(FindingKind.DAMAGED, each.text, each.where, backups.hint_for(each)) for each in looked.damages
    ]
    damaged += [
        CheckFinding(FindingKind.DAMAGED, text, where, backups.hint_for_file(digest))
        for text, where, digest in evidence
    ]
    mending = Mending(derived, looked.name_keys, indexes, parts)
    to_know = [*_unscored(derived), *strange, *extra, *_of_backups(session, backups)]
    if not is_whole:
        to_know.append(_not_compared())
    findings = (*damaged, *_to_mend(session, mending), *to_know)
    result = CheckResult(*counts, looked.seals, files, looked.told.count, findings, mending, session.now())
    session.store.note_check(result.at, "damaged" if result.is_damaged else "mendable" if mending.count else "fine")
    report(_STAGES, _STAGES)
    return result


def mend(session: Session, found: CheckResult) -> str:
    """Work anew what a check found to differ, all of it or nothing, and return what was mended in words.

    What is derived is no content, so the change log has nothing of it. Raises UserError where the store cannot be
    written, or where new indexes do not make the file sound.
    """
    with session.begin() as tx:
        # First of all: what is looked up by an index that is wrong is not found, or is another row.
        if found.mending.indexes and not tx.check.reindex():
            raise UserError(
                _("New indexes do not make the file sound, so nothing was changed."),
                _("Bring a backup back with Data > Restore to a point."),
            )
        for statement in found.mending.parts:
            tx.check.make(statement)
        tx.check.name_anew(found.mending.names)
        mend_derived(session, tx, found.mending.derived)
    return ngettext("{count} thing was mended.", "{count} things were mended.", found.mending.count).format(
        count=found.mending.count
    )


def mend_words(mending: Mending) -> str:
    """Return what mending would do, for the button: "Mend 3 scores"."""
    scores = len(mending.derived.scores)
    if mending.count == scores:
        return ngettext("Mend {count} score", "Mend {count} scores", scores).format(count=scores)
    return ngettext("Mend {count} thing", "Mend {count} things", mending.count).format(count=mending.count)


def summary(found: CheckResult, wording: Wording) -> str:
    """Return what checking came to as one sentence."""
    if not found.is_damaged and not found.mending.count:
        looked_at = ", ".join(
            (
                wording.count("{count} service", "{count} services", found.services),
                wording.count("{count} answer", "{count} answers", found.answers),
                wording.count("{count} seal", "{count} seals", found.seals),
                wording.count("{count} evidence file", "{count} evidence files", found.files),
                wording.count("{count} change", "{count} changes", found.changes),
            )
        )
        return _("{counts}: all as they should be.").format(counts=looked_at)
    parts = []
    damaged = len(found.of_kind(FindingKind.DAMAGED))
    if damaged:
        parts.append(wording.count("{count} thing is damaged", "{count} things are damaged", damaged))
    if found.mending.count:
        parts.append(wording.count("{count} thing can be mended", "{count} things can be mended", found.mending.count))
    return _("{found}.").format(found="; ".join(parts))


@contextmanager
def _held_still(session: Session) -> Iterator[tuple[Transaction, tuple[str, ...]]]:
    """Read the store as it is at one moment, a file by a copy of it, with the indexes that do not match their tables.

    They are made anew in the copy, since what is looked up by them would be taken for lost.
    """
    if session.store.path is None:
        with session.store.read() as tx:
            yield tx, ()
        return
    with copy_of(session.store.path) as copy:
        with read_file(copy) as tx:
            indexes = tuple(sorted(tx.check.structure().indexes))
        if indexes:
            make_indexes(copy)
        with read_file(copy) as tx:
            yield tx, indexes


def _of_shape(tx: Transaction) -> tuple[list[CheckFinding], tuple[str, ...]]:
    """Return what is strange about the file's shape, and the statements that make anew what is missing of it."""
    findings, statements = [], []
    for each in tx.check.shape():
        kind, name = shape.kind_in_words(each.part.kind), each.part.name
        if each.sql:
            statements.append(each.sql)
        elif each.added:
            text = _("The file holds something that Shipworthy did not make: the {kind} “{name}”.")
            hint = _("It was left as it is. If you do not know what made it, ask whoever has access to the file.")
            findings.append(CheckFinding(FindingKind.TO_KNOW, text.format(kind=kind, name=name), hint=hint))
        else:
            text = _("The {kind} “{name}” is not made as in a new database.")
            hint = _("Its rows were compared as usual. Restore a backup from before somebody changed it.")
            findings.append(CheckFinding(FindingKind.TO_KNOW, text.format(kind=kind, name=name), hint=hint))
    return findings, tuple(statements)


def _of_evidence(
    session: Session, tx: Transaction, looked: Looked, before_each: Callable[[], None]
) -> tuple[int, list[tuple[str, str, str]], list[CheckFinding]]:
    """Return how many files are named, those lost or damaged (text, where, digest), and what to know of the others."""
    names = Names(tx)
    bad: list[tuple[str, str, str]] = []
    seen: dict[str, bool] = {}
    for assessment, answer in tx.check.answers(looked.told):
        for each in answer.evidence:
            if each.kind is not EvidenceKind.FILE:
                continue
            if each.value not in seen:
                before_each()
                seen[each.value] = session.evidence.is_whole(each.value)
            if not seen[each.value]:
                state = _("is damaged") if session.evidence.has(each.value) else _("is lost")
                text = _("The evidence file “{file}” of {question} {state}.").format(
                    file=each.title, question=bare_id(answer.question), state=state
                )
                bad.append((text, names.where("answer", assessment), each.value))
    unnamed = [each for each in session.evidence.digests() if each not in looked.told.digests]
    return len(seen), bad, [_unnamed(session, len(unnamed))] if unnamed else []


def _unnamed(session: Session, count: int) -> CheckFinding:
    text = ngettext(
        "{count} evidence file is named by nothing, now or ever.",
        "{count} evidence files are named by nothing, now or ever.",
        count,
    )
    hint = ngettext(
        "It lies in {folder} and does no harm; nothing was removed.",
        "They lie in {folder} and do no harm; nothing was removed.",
        count,
    )
    return CheckFinding(FindingKind.TO_KNOW, text.format(count=count), hint=hint.format(folder=session.evidence.folder))


def _to_mend(session: Session, mending: Mending) -> Iterator[CheckFinding]:
    """Yield what can be mended, a line for each kind of thing."""
    lines = (
        (len(mending.derived.scores), _scores_words),
        (len(mending.derived.standings), _standings_words),
        (mending.derived.orphans, _orphans_words),
        (len(mending.names), _names_words),
        (len(mending.indexes), _indexes_words),
        (len(mending.parts), _parts_words),
    )
    for count, words in lines:
        if count:
            hint = _("Mending makes this anew from the rest; nothing of yours changes.")
            if session.store.read_only:
                hint = _("This database may only be read here, so it is not mended.")
            yield CheckFinding(FindingKind.MENDABLE, words(count).format(count=count), hint=hint)


def _scores_words(count: int) -> str:
    return ngettext(
        "{count} score is not what its answers come to.", "{count} scores are not what their answers come to.", count
    )


def _standings_words(count: int) -> str:
    return ngettext(
        "What is noted of where {count} service stood on past days is not what the history comes to.",
        "What is noted of where {count} services stood on past days is not what the history comes to.",
        count,
    )


def _orphans_words(count: int) -> str:
    return ngettext("{count} score belongs to nothing.", "{count} scores belong to nothing.", count)


def _names_words(count: int) -> str:
    return ngettext(
        "The name of {count} service is kept wrongly for searching.",
        "The names of {count} services are kept wrongly for searching.",
        count,
    )


def _indexes_words(count: int) -> str:
    return ngettext("{count} index does not match its table.", "{count} indexes do not match their tables.", count)


def _parts_words(count: int) -> str:
    return ngettext(
        "{count} index or guard of a new database is missing.",
        "{count} indexes or guards of a new database are missing.",
        count,
    )


def _unscored(derived: Derived) -> Iterator[CheckFinding]:
    count = len(derived.unscored)
    if count:
        text = ngettext(
            "The score of {count} review cannot be worked out.",
            "The scores of {count} reviews cannot be worked out.",
            count,
        )
        hint = _("Look whether its gate policy has rules for the tier of the service.")
        yield CheckFinding(FindingKind.TO_KNOW, text.format(count=count), hint=hint)


def _of_backups(session: Session, backups: Backups) -> Iterator[CheckFinding]:
    if session.store.path is None:
        return
    newest = backups.newest
    text = _("There is no backup yet.")
    if newest is not None:
        if session.now() - newest.made_at <= OLD_BACKUP:
            return
        days = (session.now() - newest.made_at).days
        text = ngettext("The newest backup is {count} day old.", "The newest backup is {count} days old.", days)
        text = text.format(count=days)
    yield CheckFinding(FindingKind.TO_KNOW, text, hint=_("Make one: Data > Back up now, or shipworthy backup."))


def _not_compared() -> CheckFinding:
    return CheckFinding(
        FindingKind.TO_KNOW,
        _("Scores were not worked out anew, since what they come from is damaged."),
        hint=_("Check again once the damage is gone."),
    )
