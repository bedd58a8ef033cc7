"""Packs and gate policies by content hash: an assessment keeps exactly those it was made with."""

import hashlib
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, insert, select

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.canonical import decode, encode
from shipworthy.domain.pack import Pack
from shipworthy.domain.policy import GatePolicy
from shipworthy.errors import UserError
from shipworthy.storage.tables import assessment_packs, assessments, packs, policies, services
from shipworthy.text import _

T = TypeVar("T")


class KeptPack(NamedTuple):
    """A version of a pack that the store keeps, without its content."""

    hash: str
    pack_id: str
    version: str
    title: str


class PackReview(NamedTuple):
    """A review and one of the packs that it uses, by hash; `service` is the name."""

    pack_hash: str
    assessment: UUID
    title: str
    state: AssessmentState
    service: str


class Packs:
    """The packs and policies, as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, pack: Pack) -> str:
        """Keep a pack and return its hash; one kept already stays as it is."""
        return self._put(packs, pack, pack_id=pack.id, version=pack.version, title=pack.title)

    def remove(self, content_hash: str) -> None:
        """Keep a pack no longer; no assessment may use it."""
        self._connection.execute(delete(packs).where(packs.c.hash == content_hash))

    def get(self, content_hash: str) -> Pack:
        """Return the pack with this hash; raises UserError when it is missing or no longer what it was."""
        return self._get(packs, content_hash, Pack)

    def has(self, content_hash: str) -> bool:
        """Tell whether a pack with this hash is kept."""
        known = select(packs.c.hash).where(packs.c.hash == content_hash)
        return self._connection.execute(known).first() is not None

    def kept(self) -> tuple[KeptPack, ...]:
        """Return every version of every pack that is kept, by id."""
        rows = self._connection.execute(
            select(packs.c.hash, packs.c.pack_id, packs.c.version, packs.c.title).order_by(packs.c.pack_id)
        )
        return tuple(KeptPack(*row) for row in rows)

    def used(self) -> tuple[str, ...]:
        """Return the hash of every version of every pack that a review uses, those of the newest reviews first."""
        newest = func.max(assessments.c.sequence)
        joined = assessment_packs.join(assessments, assessment_packs.c.assessment_id == assessments.c.id)
        of_pack = select(assessment_packs.c.pack_hash).select_from(joined).group_by(assessment_packs.c.pack_hash)
        return tuple(self._connection.scalars(of_pack.order_by(newest.desc(), assessment_packs.c.pack_hash)))

    def reviews(self) -> tuple[PackReview, ...]:
        """Return every review once for each of its packs, in the order in which they were started."""
        columns = (assessment_packs.c.pack_hash, assessments.c.id, assessments.c.title, assessments.c.state)
        joined = assessment_packs.join(assessments, assessment_packs.c.assessment_id == assessments.c.id)
        with_service = joined.join(services, assessments.c.service == services.c.id)
        rows = select(*columns, services.c.name).select_from(with_service).order_by(assessments.c.sequence)
        return tuple(PackReview(*row) for row in self._connection.execute(rows))

    def put_policy(self, policy: GatePolicy) -> str:
        """Keep a policy and return its hash; one kept already stays as it is."""
        return self._put(policies, policy, policy_id=policy.id, version=policy.version, title=policy.title)

    def get_policy(self, content_hash: str) -> GatePolicy:
        """Return the policy with this hash; raises UserError when it is missing or no longer what it was."""
        return self._get(policies, content_hash, GatePolicy)

    def policies_called(self, policy_id: str, version: str) -> tuple[str, ...]:
        """Return the hashes of the policies kept under an id and version; there should be one at most."""
        named = select(policies.c.hash).where(policies.c.policy_id == policy_id, policies.c.version == version)
        return tuple(self._connection.scalars(named))

    def _put(self, table: Table, value: object, **described: str) -> str:
        content = encode(value)
        content_hash = hashlib.sha256(content).hexdigest()
        known = self._connection.execute(select(table.c.hash).where(table.c.hash == content_hash)).first()
        if known is None:
            row: dict[str, Any] = {"hash": content_hash, "content": content.decode(), **described}
            self._connection.execute(insert(table), row)
        return content_hash

    def _get(self, table: Table, content_hash: str, kind: type[T]) -> T:
        content = self._connection.execute(select(table.c.content).where(table.c.hash == content_hash)).scalar()
        if content is None or hashlib.sha256(content.encode()).hexdigest() != content_hash:
            raise UserError(
                _("A pack or policy that an assessment rests on (content {hash}) is missing or was altered.").format(
                    hash=content_hash[:12]
                ),
                _("Put the newest backup in the database's place."),
            )
        return decode(content.encode(), kind)
