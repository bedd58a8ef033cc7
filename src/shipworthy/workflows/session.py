"""The session: everything an action needs that it must not fetch for itself."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from shipworthy.domain.assessment import PackUse, WeightedPack
from shipworthy.domain.canonical import digest
from shipworthy.domain.pack import Pack
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.questionnaire import Questionnaire, compile_questionnaire
from shipworthy.settings import Settings
from shipworthy.storage.evidence_files import FOLDER, EvidenceFiles
from shipworthy.storage.store import Store, Transaction

DATABASE_NAME = "shipworthy.db"
BACKUP_FOLDER = "backups"


@dataclass(frozen=True)
class Session:
    """An open store with its evidence files, the settings, who acts (a claimed name), and the source of time and ids.

    `now` gives timezone-aware moments; `data_dir` is the folder that holds all of it. Questionnaires, packs and
    policies never change under their hash, so they are kept.
    """

    store: Store
    settings: Settings
    actor: str
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    id: UUID
    evidence: EvidenceFiles
    data_dir: Path
    _questionnaires: dict[tuple[PackUse, ...], Questionnaire] = field(default_factory=dict, repr=False)
    _policies: dict[str, GatePolicy] = field(default_factory=dict, repr=False)
    _packs: dict[str, Pack] = field(default_factory=dict, repr=False)

    def today(self) -> date:
        """Return the calendar day in the store's time zone."""
        return self.day(self.now())

    def day(self, moment: datetime) -> date:
        """Return the calendar day of a moment in the store's time zone."""
        return self.store.day(moment)

    def begin(self) -> AbstractContextManager[Transaction]:
        """Open the one transaction of an action."""
        return self.store.begin(actor=self.actor, at=self.now(), session_id=self.id)

    def questionnaire(self, tx: Transaction, uses: tuple[PackUse, ...]) -> Questionnaire:
        """Return the questionnaire of an assessment's packs."""
        if uses not in self._questionnaires:
            packs = [WeightedPack(tx.packs.get(use.pack_hash), use.weight) for use in uses]
            self._questionnaires[uses] = compile_questionnaire(packs)
        return self._questionnaires[uses]

    def compiled(self, packs: tuple[WeightedPack, ...]) -> Questionnaire:
        """Return the questionnaire of packs that the store may not hold yet."""
        uses = tuple(PackUse(each.pack.id, digest(each.pack), each.weight) for each in packs)
        if uses not in self._questionnaires:
            self._questionnaires[uses] = compile_questionnaire(packs)
        return self._questionnaires[uses]

    def pack(self, tx: Transaction, pack_hash: str) -> Pack:
        """Return the pack with this content."""
        if pack_hash not in self._packs:
            self._packs[pack_hash] = tx.packs.get(pack_hash)
        return self._packs[pack_hash]

    def policy(self, tx: Transaction, policy_hash: str) -> GatePolicy:
        """Return the gate policy with this content."""
        if policy_hash not in self._policies:
            self._policies[policy_hash] = tx.packs.get_policy(policy_hash)
        return self._policies[policy_hash]

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def open_session(
    data_dir: Path,
    settings: Settings,
    actor: str,
    now: Callable[[], datetime],
    new_id: Callable[[], UUID],
    time_zone: str = "UTC",
) -> Session:
    """Open the store of a data folder, made where it is not there yet; `time_zone` (IANA) counts for a new one only."""
    store = Store.open(
        data_dir / DATABASE_NAME,
        now=now(),
        new_id=new_id,
        backup_dir=data_dir / BACKUP_FOLDER,
        time_zone=time_zone,
    )
    return Session(store, settings, actor, now, new_id, new_id(), EvidenceFiles(data_dir / FOLDER), data_dir)
