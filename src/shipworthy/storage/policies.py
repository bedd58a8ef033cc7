"""The gate policy in force: the one that new and open assessments are judged under. Decided ones keep their own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from shipworthy.storage.changes import Change, Changes, Subject, SubjectKind, as_text
from shipworthy.storage.schema import record
from shipworthy.storage.tables import meta

_KEY = "policy"


class CurrentPolicy:
    """The choice of the policy, as one transaction sees it; the policies themselves are kept with the packs."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def hash(self) -> str | None:
        """Return the hash of the policy in force; None where nobody chose one, so that the shipped one holds."""
        return self._connection.scalar(select(meta.c.value).where(meta.c.key == _KEY))

    def hash_before(self, moment: datetime) -> str | None:
        """Return the hash of the policy in force before a moment; None where nobody had chosen one."""
        chosen = [each for each in self.changes() if each.at < moment]
        return chosen[-1].after_as(str) if chosen else None

    def choose(self, policy_hash: str, *, before: str, action: str = "", undoes: int | None = None) -> int:
        """Put a policy, which must be kept already, in force in place of `before`; returns the change's number."""
        subject = Subject(SubjectKind.POLICY, self._store_id())
        sequence = self._changes.append(subject, action, as_text(before), as_text(policy_hash), undoes)
        record(self._connection, {_KEY: policy_hash})
        return sequence

    def changes(self) -> tuple[Change, ...]:
        """Return every change of the policy in force, oldest first."""
        return self._changes.for_subject(SubjectKind.POLICY, self._store_id())

    def _store_id(self) -> UUID:
        return UUID(self._connection.scalars(select(meta.c.value).where(meta.c.key == "store_id")).one())
