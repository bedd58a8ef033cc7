"""The portfolio for scripts: exact fractions as text such as "31/52", means as plain numbers, ids whole."""

import json
from fractions import Fraction

from shipworthy.domain.line_groups import LineSummary, summary_of
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.domain.shown_portfolio import ShownPortfolio

_PLACES = 4


def portfolio_as_json(shown: ShownPortfolio) -> dict[str, object]:
    """Return what is shown of a portfolio as plain values; None stands for a figure that is not there."""
    return {
        "day": shown.day.isoformat(),
        "filter": _filter(shown.filter),
        "services_in_all": shown.total,
        "summary": summary_as_json(summary_of(shown.lines)),
        "group_by": shown.group_by.value if shown.group_by else None,
        "groups": [
            {"value": value, **summary_as_json(summary_of(group)), "names": [line.service.name for line in group]}
            for value, group in shown.groups
        ],
        "services": [line_as_json(line) for line in shown.ordered],
    }


def json_bytes(shown: ShownPortfolio) -> bytes:
    """Return what is shown as a JSON file, read back once."""
    value = portfolio_as_json(shown)
    data = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
    if json.loads(data) != value:
        raise AssertionError("The file holds something else than the values written to it")
    return data


def line_as_json(line: ServiceLine) -> dict[str, object]:
    """Return where a service stands as plain values."""
    service, standing = line.service, line.standing
    band = standing.band if standing else None
    return {
        "id": str(service.id),
        "name": service.name,
        "team": service.team,
        "owner": service.owner,
        "tier": service.tier,
        "lifecycle": str(service.lifecycle),
        "system": service.system,
        "domain": service.domain,
        "tags": list(service.tags),
        "verdict": str(line.verdict),
        "own_verdict": str(line.own_verdict),
        "capped_by": list(line.capped_by),
        "assessment": str(standing.id) if standing else None,
        "assessment_state": str(standing.state) if standing else None,
        "last_review": line.last_review.isoformat() if line.last_review else None,
        "score": _exact(standing.score) if standing else None,
        "band": [_exact(band.low), _exact(band.high)] if band else [None, None],
        "coverage": str(standing.coverage) if standing else None,
        "level": standing.level if standing else None,
        "blockers": line.blockers,
        "overdue": len(line.overdue),
        "waivers_expiring": len(line.expiring),
        "review_due": [
            {"why": str(each.kind), "day": each.day.isoformat() if each.day else None, "note": each.note}
            for each in line.due
        ],
    }


def summary_as_json(summary: LineSummary) -> dict[str, object]:
    """Return several services together as plain values."""
    return {
        "services": summary.count,
        "scored": summary.scored,
        "mean": None if summary.mean is None else round(summary.mean, _PLACES),
        "verdicts": {str(verdict): count for verdict, count in summary.verdicts.items()},
        "blockers": summary.blockers,
        "overdue": summary.overdue,
        "waivers_expiring": summary.expiring,
        "reviews_due": summary.due,
    }


def _filter(wanted: ServiceFilter) -> dict[str, object]:
    """Return what a filter asks, without what it does not."""
    words = " ".join(wanted.text.split())
    facets: dict[str, object] = {facet.value: sorted(wanted.values(facet)) for facet in wanted.facets}
    return {**({"text": words} if words else {}), **facets}


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
