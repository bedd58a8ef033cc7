"""What a change of a remediation item changed, field by field, in words: "Owner: nobody → Noor"."""

from collections.abc import Mapping
from uuid import UUID

from shipworthy.domain.remediation import RemediationItem
from shipworthy.text import _
from shipworthy.wording.figures import DASH
from shipworthy.wording.wording import Wording


def item_changes(
    wording: Wording,
    before: RemediationItem,
    after: RemediationItem,
    texts: Mapping[str, str],
    titles: Mapping[UUID, str],
) -> tuple[str, ...]:
    """Return one line per field that differs; `texts` are the questions' words by id, `titles` those of other items."""
    said = zip(_fields(wording, before, texts, titles), _fields(wording, after, texts, titles), strict=True)
    return tuple(
        _("{field}: {before} → {after}").format(field=name, before=old or DASH, after=new or DASH)
        for (name, old), (_name, new) in said
        if old != new
    )


def _fields(
    wording: Wording, item: RemediationItem, texts: Mapping[str, str], titles: Mapping[UUID, str]
) -> list[tuple[str, str]]:
    return [
        (_("State"), wording.item_state(item.state)),
        (_("Reason"), item.state_reason),
        (_("Title"), item.title),
        (_("Owner"), item.owner),
        (_("Due"), wording.date(item.due) if item.due else ""),
        (_("Severity"), wording.severity(item.severity)),
        (_("Effort"), "" if item.effort_days is None else wording.days(item.effort_days)),
        (_("Description"), " ".join(item.description.split())),
        (_("Tags"), ", ".join(item.tags)),
        (_("Ticket"), item.ticket),
        (_("Waits for"), ", ".join(sorted(titles.get(each, str(each)) for each in item.needs))),
        (_("Closes"), "; ".join(sorted(texts.get(each, each) for each in item.questions))),
    ]
