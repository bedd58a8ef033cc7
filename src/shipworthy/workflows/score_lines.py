"""How the scores of services went over the last year, for as many services as are in sight."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import groupby
from uuid import UUID

from shipworthy.domain.score_line import SPAN, ScoreLine, score_line
from shipworthy.workflows.session import Session


def score_lines(session: Session, service_ids: Collection[UUID], until: date) -> Mapping[UUID, ScoreLine]:
    """Return the line of each service over the year that ends on a day; empty where nothing changed in it."""
    with session.store.read() as tx:
        noted = tx.standings.history(tuple(service_ids), until - SPAN, until)
    found = {
        service: score_line(((each.day, each.score) for each in scores), until)
        for service, scores in groupby(noted, key=lambda each: each.service)
    }
    return {each: found.get(each, ScoreLine(until)) for each in service_ids}
