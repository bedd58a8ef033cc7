"""The heat map of services: which principles the packs in use have, and what each service scores under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from shipworthy.domain.heat_map import ColumnMean, HeatMap, column_means, heat_map
from shipworthy.domain.pack import Pack
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.packs.shipped import shipped_packs
from shipworthy.storage.store import Transaction
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class HeatMapView:
    """A map with what is worked out over all services: plain scores for sorting, a row for each line, and means."""

    map: HeatMap
    sizes: tuple[tuple[float, ...], ...]
    means: tuple[ColumnMean, ...]


def read_heat_map(session: Session, lines: Sequence[ServiceLine]) -> HeatMapView:
    """Return the heat map of services, in their order."""
    scores = [line.standing.principle_texts if line.standing is not None else {} for line in lines]
    used = {principle for each in scores for principle in each}
    with session.store.read() as tx:
        found = heat_map(used_packs(session, tx), used)
    sizes = found.sizes(scores)
    return HeatMapView(found, sizes, column_means(sizes, len(found.columns)))


def used_packs(session: Session, tx: Transaction) -> tuple[Pack, ...]:
    """Return every version of every pack that reviews use, those of one id the newest first.

    Shipped packs stand before others, in the order in which they are offered.
    """
    newest_first = [session.pack(tx, each) for each in tx.packs.used()]
    shipped = [pack.id for pack in shipped_packs()]
    return tuple(sorted(newest_first, key=lambda pack: (_place(shipped, pack.id), pack.id)))


def _place(shipped: Sequence[str], pack_id: str) -> int:
    return shipped.index(pack_id) if pack_id in shipped else len(shipped)
