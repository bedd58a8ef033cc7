"""The packs there are, each with its versions, and the reviews that use them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.domain.canonical import digest
from shipworthy.domain.pack import Pack
from shipworthy.files import write_text
from shipworthy.packs.lint import Advice
from shipworthy.packs.pack_file import pack_text
from shipworthy.packs.shipped import shipped_packs
from shipworthy.storage.packs import PackReview
from shipworthy.storage.store import Transaction
from shipworthy.workflows import pack_tools
from shipworthy.workflows.own_packs import offered_packs, version_order
from shipworthy.workflows.packs import check_pack_file
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class PackVersion:
    """One version of a pack, by the hash of its content; `reviews` use it, in the order in which they were started."""

    hash: str
    version: str
    reviews: tuple[PackReview, ...]


@dataclass(frozen=True, slots=True)
class ShelfPack:
    """A pack as reviews can start with it, the first of its `versions`; the others are older, or came with a review."""

    pack: Pack
    is_shipped: bool
    versions: tuple[PackVersion, ...]

    @property
    def question_count(self) -> int:
        """Return how many questions the pack holds."""
        return sum(1 for _question in self.pack.questions())

    @property
    def reviews(self) -> tuple[PackReview, ...]:
        """Return the reviews that use any version of it."""
        return tuple(review for version in self.versions for review in version.reviews)

    @property
    def open_count(self) -> int:
        """Return how many of these reviews can still be answered."""
        return sum(review.state in OPEN_STATES for review in self.reviews)

    def can_upgrade(self, review: PackReview) -> bool:
        """Tell whether a review of this pack can go on with a newer version of it."""
        used = next(each for each in self.versions if each.hash == review.pack_hash)
        offered = self.versions[0]
        newer = version_order(offered.version) > version_order(used.version)
        return review.state in OPEN_STATES and used.hash != offered.hash and newer


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """A sound pack file, and advice on its words."""

    pack: Pack
    advice: tuple[Advice, ...]


def list_shelf(session: Session) -> tuple[ShelfPack, ...]:
    """Return the packs on offer, the shipped ones first."""
    with session.store.read() as tx:
        reviews: defaultdict[str, list[PackReview]] = defaultdict(list)
        for review in tx.packs.reviews():
            reviews[review.pack_hash].append(review)
        versions: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for kept in tx.packs.kept():
            versions[kept.pack_id][kept.hash] = kept.version
        shipped = {pack.id for pack in shipped_packs()}
        found = []
        for pack in offered_packs(tx):
            offered = digest(pack)
            others = [each for each in versions[pack.id].items() if each[0] != offered]
            ordered = sorted(others, key=lambda each: version_order(each[1]), reverse=True)
            every = tuple(
                PackVersion(each, version, tuple(reviews[each]))
                for each, version in ((offered, pack.version), *ordered)
            )
            found.append(ShelfPack(pack, pack.id in shipped, every))
        return tuple(found)


def read_version(session: Session, pack_hash: str) -> Pack:
    """Return a shipped pack or one that the store keeps, by its hash."""
    with session.store.read() as tx:
        return _version(tx, pack_hash)


def compare_versions(session: Session, before: str, now: str) -> list[str]:
    """Return what distinguishes two versions of a pack, each by its hash."""
    with session.store.read() as tx:
        return pack_tools.difference(_version(tx, before), _version(tx, now))


def export_version(session: Session, pack_hash: str, target: Path) -> Path:
    """Write a version of a pack into a file, as authors write packs; raises UserError where it cannot be written."""
    write_text(target, pack_text(read_version(session, pack_hash)))
    return target


def check_file(path: Path) -> CheckedPack:
    """Read a pack file; raises InvalidFile with every problem and its place."""
    return CheckedPack(check_pack_file(path).pack, pack_tools.lint(str(path)))


def reviews_in(packs: Sequence[PackVersion]) -> list[tuple[PackVersion, PackReview]]:
    """Return the reviews of some versions, each with its version, open ones first."""
    pairs = [(version, review) for version in packs for review in version.reviews]
    return sorted(pairs, key=lambda pair: pair[1].state not in OPEN_STATES)


def _version(tx: Transaction, pack_hash: str) -> Pack:
    shipped = {digest(pack): pack for pack in shipped_packs()}
    return shipped[pack_hash] if pack_hash in shipped else tx.packs.get(pack_hash)
