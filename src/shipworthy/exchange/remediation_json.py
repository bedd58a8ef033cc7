"""Remediation for scripts and auditors: every item and waiver with its history; exact fractions as text, ids whole.

Its JSON Schema is published as `docs/schemas/remediation.schema.json`. The file holds nothing of when or by
whom it was made, so that the same store gives the same bytes, whose SHA-256 stands on the report.
"""

import json
from collections import Counter
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256

from shipworthy.domain.remediation import Extension
from shipworthy.domain.remediation_figures import RemediationFigures, ReportedItem, ReportedWaiver, effort_of
from shipworthy.domain.waiver_register import Exposure

FORMAT, VERSION = "shipworthy-remediation", 1


def remediation_as_json(figures: RemediationFigures) -> dict[str, object]:
    """Return a report's figures as plain values; None stands for what is not there."""
    states = Counter(str(each.item.state) for each in figures.items)
    standings = Counter(str(each.line.standing) for each in figures.waivers)
    return {
        "format": FORMAT,
        "version": VERSION,
        "day": figures.day.isoformat(),
        "since": figures.since.isoformat(),
        "team": figures.team or None,
        "service": str(figures.service.id) if figures.service else None,
        "summary": {
            "services": len(figures.services),
            "items": len(figures.items),
            "states": dict(sorted(states.items())),
            "overdue": len(figures.overdue),
            "waived": sum(each.waived for each in figures.items),
            "person_days_left": str(effort_of(figures.items)),
            "not_estimated": sum(each.item.effort_days is None for each in figures.unfinished),
            "waivers": len(figures.waivers),
            "standings": dict(sorted(standings.items())),
            "waivers_ending_soon": sum(each.line.ends_soon for each in figures.waivers),
        },
        "items": [_item(each, figures.day) for each in figures.items],
        "waivers": [_waiver(each) for each in figures.waivers],
        "exposures": [_exposure(each) for each in figures.register.exposures],
    }


def remediation_json(figures: RemediationFigures) -> bytes:
    """Return a report's figures as a JSON file, read back once."""
    value = remediation_as_json(figures)
    data = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
    if json.loads(data) != value:
        raise AssertionError("The file holds something else than the values written to it")
    return data


def fingerprint_of(figures: RemediationFigures) -> str:
    """Return the SHA-256 of the JSON file."""
    return sha256(remediation_json(figures)).hexdigest()


def _item(reported: ReportedItem, day: date) -> dict[str, object]:
    item = reported.item
    return {
        "id": str(item.id),
        "service": str(reported.service.id),
        "service_name": reported.service.name,
        "team": reported.service.team,
        "title": item.title,
        "description": item.description,
        "severity": str(item.severity),
        "state": str(item.state),
        "state_reason": item.state_reason,
        "owner": item.owner,
        "due": _day(item.due),
        "effort_days": _exact(item.effort_days),
        "origin": str(item.origin),
        "questions": sorted(item.questions),
        "tags": list(item.tags),
        "ticket": item.ticket,
        "waits_for": list(reported.waits_for),
        "made_on": reported.made_on.isoformat(),
        "age_days": (day - reported.made_on).days,
        "settled_on": _day(reported.settled_on),
        "overdue": reported.overdue,
        "waived": reported.waived,
        "history": [
            {
                **_said(each.sequence, each.at, each.actor, each.action),
                "state": str(each.after.state) if each.after else None,
                "owner": each.after.owner if each.after else None,
                "due": _day(each.after.due) if each.after else None,
                "reason": each.after.state_reason if each.after else None,
            }
            for each in reported.events
        ],
    }


def _waiver(reported: ReportedWaiver) -> dict[str, object]:
    line, waiver = reported.line, reported.line.waiver
    return {
        "id": str(waiver.id),
        "service": str(reported.service.id),
        "service_name": reported.service.name,
        "team": reported.service.team,
        "question": waiver.question,
        "severity": str(line.severity) if line.severity else None,
        "share": str(line.share),
        "standing": str(line.standing),
        "requester": waiver.requester,
        "approver": waiver.approver,
        "reason": waiver.reason,
        "state_reason": waiver.state_reason,
        "last_day": waiver.expires.isoformat(),
        "extensions": [_extension(each) for each in waiver.extensions],
        "history": [
            {
                **_said(each.sequence, each.at, each.actor, each.action),
                "state": str(each.after.state) if each.after else None,
                "approver": each.after.approver if each.after else None,
                "last_day": each.after.expires.isoformat() if each.after else None,
                "reason": each.after.state_reason if each.after else None,
            }
            for each in reported.events
        ],
    }


def _extension(extension: Extension) -> dict[str, object]:
    return {
        "until": extension.until.isoformat(),
        "requester": extension.requester,
        "reason": extension.reason,
        "approver": extension.approver,
        "state": str(extension.state),
    }


def _exposure(exposure: Exposure) -> dict[str, object]:
    return {
        "approver": exposure.approver,
        "active": exposure.active,
        "blockers": exposure.blockers,
        "highs": exposure.highs,
        "share": str(exposure.share),
        "next_end": _day(exposure.next_end),
    }


def _said(sequence: int, at: datetime, actor: str, action: str) -> dict[str, object]:
    return {"sequence": sequence, "at": at.astimezone(UTC).isoformat(), "actor": actor, "action": action}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
