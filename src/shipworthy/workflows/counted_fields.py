"""What of a service its reviews count: a change of anything else leaves thousands of scores as they are."""

import re

from shipworthy.domain.service import CONDITION_FIELDS, Service
from shipworthy.storage.store import Transaction
from shipworthy.workflows.session import Session

_ALWAYS = frozenset({"tier", "facts"})  # the policy asks by tier
_WORD = re.compile(r"\w+")


def counted_fields(session: Session, tx: Transaction) -> frozenset[str]:
    """Return the fields of services that reviews may count: those that some condition of their packs may read.

    A field that is named anywhere in a condition is among them, be it in a text.
    """
    packs = [session.pack(tx, each) for each in tx.packs.used()]
    conditions = [question.applies_when for pack in packs for _principle, question in pack.questions()]
    conditions += [contradiction.when for pack in packs for contradiction in pack.contradictions]
    words = {word for condition in conditions for word in _WORD.findall(condition)}
    return _ALWAYS | words.intersection(CONDITION_FIELDS)


def count_alike(one: Service, other: Service, fields: frozenset[str]) -> bool:
    """Tell whether two states of a service are the same to its reviews."""
    return all(getattr(one, field) == getattr(other, field) for field in fields)
