"""What a restore would change and has changed, in sentences: decisions first, because they weigh most."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shipworthy.storage.backup_files import BackupReason
from shipworthy.storage.backup_info import BackupInfo
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.history_comparison import Changed, SubjectCount
from shipworthy.storage.restore import Restored
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.restore import Outlook, Point

_MOST_NAMED = 8
# In the order of their weight.
_ORDER = (
    SubjectKind.SEAL,
    SubjectKind.WAIVER,
    SubjectKind.ANSWER,
    SubjectKind.ASSESSMENT,
    SubjectKind.SERVICE,
    SubjectKind.ITEM,
    SubjectKind.FACT,
    SubjectKind.POLICY,
    SubjectKind.MEETING,
    SubjectKind.CAMPAIGN,
    SubjectKind.EVENT,
    SubjectKind.SEEN,
    SubjectKind.TEMPLATE,
    SubjectKind.VIEW,
)


def moment_words(moment: datetime, now: datetime, wording: Wording) -> str:
    """Return “today 13:31”, “yesterday 13:31” or “22 Nov 2026, 13:31”, as the clock of `now` shows it."""
    local = moment.astimezone(now.tzinfo)
    time = wording.time(local)
    if local.date() == now.date():
        return _("today {time}").format(time=time)
    if local.date() == now.date() - timedelta(days=1):
        return _("yesterday {time}").format(time=time)
    return _("{day}, {time}").format(day=wording.date(local.date()), time=time)


def reason_words(reason: BackupReason) -> str:
    """Return why a backup was made."""
    return {
        BackupReason.BY_HAND: _("Made by hand"),
        BackupReason.BY_THE_CLOCK: _("Automatic"),
        BackupReason.BEFORE_IMPORT: _("Before an import"),
        BackupReason.BEFORE_RESTORE: _("Before a restore"),
        BackupReason.BEFORE_UPDATE: _("Before an update"),
    }[reason]


def held_words(info: BackupInfo) -> str:
    """Return “3 services, 5 reviews, 140 answers”."""
    return ", ".join(
        (
            ngettext("{count} service", "{count} services", info.services).format(count=info.services),
            ngettext("{count} review", "{count} reviews", info.reviews).format(count=info.reviews),
            ngettext("{count} answer", "{count} answers", info.answers).format(count=info.answers),
        )
    )


def outlook_words(outlook: Outlook, now: datetime, wording: Wording) -> tuple[str, ...]:
    """Return what a return to a point would change, a sentence each; the first says the most."""
    return (*_differences(outlook, now, wording), *_evidence(outlook), _way_back(outlook))


def restored_words(point: Point, restored: Restored, now: datetime, wording: Wording) -> tuple[str, str]:
    """Return what a restore did, and where the previous file is kept; "" where there was none."""
    text = _("Restored to {moment}.").format(moment=moment_words(point.file.made_at, now, wording))
    if restored.evidence.count:
        text = f"{text} {_came_back(restored.evidence.count)}"
    if restored.kept is None:
        return text, ""
    kept = (
        _("The damaged file is kept as {file}.") if restored.was_damaged else _("The previous file is kept as {file}.")
    )
    return text, kept.format(file=restored.kept.name)


def _differences(outlook: Outlook, now: datetime, wording: Wording) -> list[str]:
    there = outlook.point.info
    held = held_words(there) if there is not None else ""
    if outlook.comparison is None:
        first = (
            _("The present database cannot be read, so nothing can be compared.")
            if outlook.is_there
            else _("There is no database now.")
        )
        return [first, _("This backup holds {held}.").format(held=held)]
    comparison, present = outlook.comparison, outlook.present
    if not comparison.is_same_store:
        assert present is not None
        return [
            _("This backup is of another store. Everything here gives way to it: {ours}.").format(
                ours=held_words(present)
            ),
            _("This backup holds {held}.").format(held=held),
        ]
    sentences = []
    if comparison.only_present:
        sentences.append(_("Takes back {changes}.").format(changes=_changes(comparison.only_present, now, wording)))
    if comparison.only_other:
        sentences.append(_("Brings back {changes}.").format(changes=_changes(comparison.only_other, now, wording)))
    if comparison.only_present and comparison.only_other:
        sentences.append(_("Both went on by themselves since they parted: one of the two was restored once."))
    if comparison.packs_only_present:
        sentences.append(_("Packs that go: {names}.").format(names=_named(comparison.packs_only_present)))
    if comparison.packs_only_other:
        sentences.append(_("Packs that come back: {names}.").format(names=_named(comparison.packs_only_other)))
    services = sorted({*comparison.only_present.services, *comparison.only_other.services}, key=str.casefold)
    if services:
        sentences.append(_("Services concerned: {names}.").format(names=_named(services)))
    sentences = sentences or [_("Nothing would change: the data are as they were then.")]
    return [*sentences, _("This backup holds {held}.").format(held=held)]


def _changes(changed: Changed, now: datetime, wording: Wording) -> str:
    by_kind = {each.kind: each for each in changed.counts}
    parts = [part for kind in _ORDER if kind in by_kind for part in _counted(by_kind[kind])]
    what, who = _enumerated(parts), _enumerated(changed.actors)
    if changed.since is None:
        return _("{what}, made by {who}").format(what=what, who=who)
    return _("{what}, made by {who} since {moment}").format(
        what=what, who=who, moment=moment_words(changed.since, now, wording)
    )


def _counted(counted: SubjectCount) -> list[str]:
    """Return “2 new services” and “changes to 1 service”, or one of both."""
    kind, new, old = counted.kind, counted.new, counted.count - counted.new
    if kind not in (SubjectKind.SERVICE, SubjectKind.ASSESSMENT, SubjectKind.ITEM, SubjectKind.WAIVER):
        return [_named_count(kind, counted.count)]
    return [*([_new_count(kind, new)] if new else []), *([_changed_count(kind, old)] if old else [])]


def _new_count(kind: SubjectKind, count: int) -> str:
    match kind:
        case SubjectKind.SERVICE:
            text = ngettext("{count} new service", "{count} new services", count)
        case SubjectKind.ASSESSMENT:
            text = ngettext("{count} new review", "{count} new reviews", count)
        case SubjectKind.ITEM:
            text = ngettext("{count} new remediation item", "{count} new remediation items", count)
        case _:
            text = ngettext("{count} new waiver", "{count} new waivers", count)
    return text.format(count=count)


def _changed_count(kind: SubjectKind, count: int) -> str:
    match kind:
        case SubjectKind.SERVICE:
            text = ngettext("changes to {count} service", "changes to {count} services", count)
        case SubjectKind.ASSESSMENT:
            text = ngettext("changes to {count} review", "changes to {count} reviews", count)
        case SubjectKind.ITEM:
            text = ngettext("changes to {count} remediation item", "changes to {count} remediation items", count)
        case _:
            text = ngettext("changes to {count} waiver", "changes to {count} waivers", count)
    return text.format(count=count)


def _named_count(kind: SubjectKind, count: int) -> str:
    text = {
        SubjectKind.SEAL: ngettext("{count} decision", "{count} decisions", count),
        SubjectKind.ANSWER: ngettext("{count} answer", "{count} answers", count),
        SubjectKind.FACT: ngettext("{count} fact", "{count} facts", count),
        SubjectKind.POLICY: ngettext("{count} gate policy", "{count} gate policies", count),
        SubjectKind.MEETING: ngettext("{count} meeting", "{count} meetings", count),
        SubjectKind.CAMPAIGN: ngettext("{count} campaign", "{count} campaigns", count),
        SubjectKind.EVENT: ngettext("{count} event", "{count} events", count),
        SubjectKind.SEEN: ngettext("{count} state seen of another store", "{count} states seen of other stores", count),
        SubjectKind.TEMPLATE: ngettext("{count} template", "{count} templates", count),
        SubjectKind.VIEW: ngettext("{count} saved view", "{count} saved views", count),
    }[kind]
    return text.format(count=count)


def _evidence(outlook: Outlook) -> list[str]:
    return [_came_back_if(outlook.evidence)] if outlook.evidence else []


def _came_back_if(count: int) -> str:
    return ngettext(
        "{count} evidence file that is missing here comes back.",
        "{count} evidence files that are missing here come back.",
        count,
    ).format(count=count)


def _came_back(count: int) -> str:
    return ngettext("{count} evidence file came back.", "{count} evidence files came back.", count).format(count=count)


def _way_back(outlook: Outlook) -> str:
    if outlook.comparison is not None:
        return _("The present data are backed up first, so you can return to them.")
    if outlook.is_there:
        return _("The file that cannot be read is kept beside the new one.")
    return _("Nothing is overwritten.")


def _enumerated(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("{most} and {last}").format(most=", ".join(parts[:-1]), last=parts[-1])


def _named(names: Sequence[str]) -> str:
    shown, left = names[:_MOST_NAMED], len(names) - _MOST_NAMED
    if left <= 0:
        return ", ".join(shown)
    return _("{names} and {count} more").format(names=", ".join(shown), count=left)
