"""What moved in the portfolio over some time, with the questions it misses most often, and its figures on any day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shipworthy.domain.movement import (
    CommonMiss,
    PortfolioMovement,
    PortfolioPoint,
    commonest_misses,
    movement,
    portfolio_point,
    stalest_reviews,
)
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.storage.store import Transaction
from shipworthy.workflows.heat_map import used_packs
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class AskedMiss:
    """A question that is missed, in the newest words of its pack; `lines` are the services that miss it."""

    miss: CommonMiss
    text: str
    lines: tuple[ServiceLine, ...]


@dataclass(frozen=True, slots=True)
class MovementView:
    """What moved from one day to another; `misses` and `stalest` are those of the later."""

    since: date
    until: date
    movement: PortfolioMovement
    misses: tuple[AskedMiss, ...]
    stalest: tuple[ServiceLine, ...]


def read_movement(
    session: Session, since: date, until: date, only: Collection[UUID] | None = None, after: Sequence[ServiceLine] = ()
) -> MovementView:
    """Return what moved between the ends of two days, of all services or `only` of some.

    `after` are the lines of the later day where they were read already.
    """
    now = _only(after or portfolio_on(session, until).lines, only)
    then = _only(portfolio_on(session, since).lines, only)
    with session.store.read() as tx:
        misses = _in_words(session, tx, commonest_misses(now), now)
    return MovementView(since, until, movement(then, now), misses, stalest_reviews(now))


def read_point(session: Session, day: date, only: Collection[UUID] | None = None) -> PortfolioPoint:
    """Return the figures of the portfolio at the end of a day, of all services or `only` of some."""
    return portfolio_point(day, _only(portfolio_on(session, day).lines, only))


def first_day(session: Session) -> date:
    """Return the day of the first change that the store knows of; today where there is none, or it lies ahead."""
    with session.store.read() as tx:
        moment = tx.changes.first_moment()
    return min(session.day(moment), session.today()) if moment else session.today()


def _only(lines: Iterable[ServiceLine], only: Collection[UUID] | None) -> tuple[ServiceLine, ...]:
    return tuple(each for each in lines if only is None or each.service.id in only)


def _in_words(
    session: Session, tx: Transaction, misses: Iterable[CommonMiss], lines: Iterable[ServiceLine]
) -> tuple[AskedMiss, ...]:
    texts: dict[str, str] = {}
    for pack in used_packs(session, tx):
        for _principle, question in pack.questions():
            texts.setdefault(question.id, question.text)
    by_id = {each.service.id: each for each in lines}
    # On a past day a question may have been missed that no review asks any more since its pack was upgraded.
    return tuple(
        AskedMiss(each, texts.get(each.question, each.question), tuple(by_id[one] for one in each.services))
        for each in misses
    )
