"""What is done about the gaps, as a report lists it."""

from dataclasses import dataclass

from shipworthy.reports.entries.terms import Place, Tone


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """A remediation item; `state` says too that it is waived or overdue. What nobody gave is a dash."""

    title: str
    severity: str
    state: str
    tone: Tone
    owner: str
    due: str
    effort: str


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """A waiver; the anchor of `place` is empty where its question is not in the report.

    `extended` says how often, empty for never; `ended_because` is the reason of whoever rejected or revoked it, empty
    otherwise; `asks_for_more` tells of an extension that waits.
    """

    place: Place
    state: str
    tone: Tone
    requester: str
    approver: str
    until: str
    extended: str
    reason: str
    ended_because: str
    asks_for_more: str


@dataclass(frozen=True, slots=True)
class RemediationEntry:
    """What is done about the gaps; `accepted` counts the misses waived and planned and the overdue items, in words."""

    accepted: tuple[str, ...] = ()
    items: tuple[ItemEntry, ...] = ()
    waivers: tuple[WaiverEntry, ...] = ()
