"""Packs of one's own: kept in the store under an id that no shipped pack has, and offered beside the shipped ones.

A pack is content, kept under its hash and never changed, so adding one is no change of anything and undo has nothing
to take back: a pack that no review uses counts nowhere, and such a one can be removed again.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from shipworthy.domain.canonical import digest
from shipworthy.domain.pack import Pack
from shipworthy.errors import UserError
from shipworthy.packs.loader import load_pack
from shipworthy.packs.shipped import shipped_packs
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.workflows.backups import guard
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class AddedPack:
    """A pack that was added; `was_kept` where the store held just that already, `newest` the version on offer now."""

    pack: Pack
    was_kept: bool
    newest: str


Order = tuple[tuple[int, ...], bool, tuple[int, ...]]


def version_order(version: str) -> Order:
    """Return what sorts versions by their numbers: 1.10 after 1.9, 1.0 as 1.0.0, and 1.0-rc1 before 1.0."""
    release, dash, draft = version.partition("-")
    numbers = [int(number) for number in re.findall(r"[0-9]+", release)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers), not dash, tuple(int(number) for number in re.findall(r"[0-9]+", draft))


def offered_packs(tx: Transaction) -> tuple[Pack, ...]:
    """Return the packs that a review can start with: the shipped ones, then the newest version of each own one.

    Of several contents under that version it is the one that came last. Only a review can bring a second one, so that
    is the one whose first review was started last.
    """
    known = {pack.id for pack in shipped_packs()}
    if all(kept.pack_id in known for kept in tx.packs.kept()):
        return shipped_packs()  # as mostly: ten thousand services have forty thousand reviews
    came: dict[str, int] = {}
    for place, review in enumerate(tx.packs.reviews(), start=1):
        came.setdefault(review.pack_hash, place)
    newest: dict[str, tuple[Order, int, str]] = {}
    for kept in tx.packs.kept():
        if kept.pack_id not in known:
            candidate = (version_order(kept.version), came.get(kept.hash, 0), kept.hash)
            newest[kept.pack_id] = max(newest.get(kept.pack_id, candidate), candidate)
    return (*shipped_packs(), *(tx.packs.get(pack_hash) for _order, _came, pack_hash in newest.values()))


def pack_titles(tx: Transaction) -> dict[str, str]:
    """Return the titles of all packs by id, the shipped ones first; looks at no review, unlike `offered_packs`."""
    return {each.pack_id: each.title for each in tx.packs.kept()} | {each.id: each.title for each in shipped_packs()}


def list_offered(session: Session) -> tuple[Pack, ...]:
    """Return the packs that a review can start with."""
    with session.store.read() as tx:
        return offered_packs(tx)


def find_offered(session: Session, id_or_file: str) -> Pack:
    """Return the pack on offer with this id, shipped or own, or the pack of a file; raises UserError as `find_pack`."""
    own = {pack.id: pack for pack in list_offered(session)}
    return own[id_or_file] if id_or_file in own else find_pack(id_or_file)


def add_own_pack(session: Session, path: Path) -> AddedPack:
    """Keep the pack of a file; older versions of it stay where they are.

    Raises InvalidFile with every problem, and UserError where the id is a shipped pack's or the version is taken by
    other content; nothing is kept then.
    """
    pack = load_pack(path)
    if _is_shipped(pack.id):
        raise UserError(
            _("The id {pack} belongs to a shipped pack.").format(pack=pack.id),
            _("Give your pack an id of its own, such as your team's name before this one."),
        )
    guard(session)
    with session.begin() as tx:
        was_kept = tx.packs.has(digest(pack))
        same_id = [kept for kept in tx.packs.kept() if kept.pack_id == pack.id]
        if not was_kept and any(kept.version == pack.version for kept in same_id):
            raise UserError(
                _("Another pack {pack} {version} is kept already, and it says something else.").format(
                    pack=pack.id, version=pack.version
                ),
                _("Raise the version in the file, so that both can be told apart, and add it again."),
            )
        tx.packs.put(pack)
        newest = max((kept.version for kept in same_id), key=version_order, default=pack.version)
        return AddedPack(pack, was_kept, max(newest, pack.version, key=version_order))


def remove_own_pack(session: Session, pack_id: str, version: str) -> Pack:
    """Remove a version of an own pack that no review uses; raises UserError where it is used, shipped or not there.

    Of several contents under the version, those go that no review uses; the one returned is one of them.
    """
    with session.begin() as tx:
        versions = [kept for kept in tx.packs.kept() if kept.pack_id == pack_id]
        found = [kept.hash for kept in versions if kept.version == version]
        if _is_shipped(pack_id):
            _refuse_shipped(pack_id)
        if not found:
            others = ", ".join(sorted({kept.version for kept in versions}, key=version_order))
            raise UserError(
                _("There is no pack {pack} {version} of your own.").format(pack=pack_id, version=version),
                _("Its versions are: {versions}.").format(versions=others)
                if others
                else _("The Packs page lists all packs with their ids and versions."),
            )
        used = {review.pack_hash for review in tx.packs.reviews()}
        unused = [each for each in found if each not in used]
        gone = [_remove(tx, each) for each in unused or found]
        return gone[0]


def remove_version(session: Session, pack_hash: str) -> Pack:
    """Remove a version of an own pack by its hash; raises UserError where a review uses it, or where it is shipped."""
    with session.begin() as tx:
        return _remove(tx, pack_hash)


def keep_again(session: Session, pack: Pack) -> None:
    """Keep a pack again that was removed."""
    with session.begin() as tx:
        tx.packs.put(pack)


def _remove(tx: Transaction, pack_hash: str) -> Pack:
    pack = tx.packs.get(pack_hash)
    if _is_shipped(pack.id):
        _refuse_shipped(pack.id)
    reviews = [review for review in tx.packs.reviews() if review.pack_hash == pack_hash]
    if reviews:
        text = ngettext(
            "{title} {version} cannot be removed: {count} review uses it, “{review}” of {service}.",
            "{title} {version} cannot be removed: {count} reviews use it, such as “{review}” of {service}.",
            len(reviews),
        )
        first = reviews[0]
        raise UserError(
            text.format(
                title=pack.title,
                version=pack.version,
                count=len(reviews),
                review=first.title,
                service=first.service,
            ),
            _("A review keeps the packs that it was made with. Open ones can go on with a newer version."),
        )
    tx.packs.remove(pack_hash)
    return pack


def _is_shipped(pack_id: str) -> bool:
    return pack_id in {pack.id for pack in shipped_packs()}


def _refuse_shipped(pack_id: str) -> NoReturn:
    raise UserError(
        _("{pack} is a shipped pack, which stays.").format(pack=pack_id), _("Only packs of your own can be removed.")
    )


def removed_text(pack: Pack) -> str:
    """Return that a pack was removed."""
    return _("Removed {title} {version}.").format(title=pack.title, version=pack.version)


def added_text(added: AddedPack) -> str:
    """Return what became of a pack that was added."""
    pack = added.pack
    if added.was_kept:
        text = _("{title} {version} was there already.")
    elif added.newest != pack.version:
        text = _("Added {title} {version}. Reviews start with {newest}, which is newer.")
    else:
        text = _("Added {title} {version}. A review can be started with it.")
    return text.format(title=pack.title, version=pack.version, newest=added.newest)
