"""The history of a service: its entries in the change log in words, the newest first, a page at a time."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shipworthy.domain.assessment import Assessment, AssessmentState
from shipworthy.domain.pack import Pack
from shipworthy.domain.remediation import RemediationItem
from shipworthy.domain.service import Lifecycle, Service
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.text import _, ngettext
from shipworthy.wording import DASH, Wording
from shipworthy.workflows.own_packs import offered_packs
from shipworthy.workflows.session import Session

PAGE = 200
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: when, who, what it is about and what became of it; `count` entries of the log that were one step."""

    sequence: int
    at: datetime
    actor: str
    about: str
    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some of a history, the newest first; `older` is the number to go on before, None at its end."""

    lines: tuple[HistoryLine, ...]
    older: int | None


def service_history(session: Session, service_id: UUID, before: int | None = None, most: int = PAGE) -> HistoryPage:
    """Return what changed of a service, its facts, reviews, items and waivers, in words.

    At most `most` entries of the log with a number below `before`; None begins with the newest. What blind answers
    say is told no more than undo tells it.
    """
    with session.store.read() as tx:
        assessments = {each.id: each for each in tx.assessments.of_service(service_id)}
        changes = tx.changes.newest_of((service_id, *assessments), before, most)
        packs = offered_packs(tx)
    words = _Words(assessments, packs)
    lines = [words.line(each) for each in changes if each.kind is not SubjectKind.SEEN]
    older = changes[-1].sequence if len(changes) == most else None
    return HistoryPage(tuple(_as_steps(lines)), older)


def _as_steps(lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    """Join entries that say the same of the same moment, such as fifty answers carried over at once."""
    steps: list[HistoryLine] = []
    for line in lines:
        last = steps[-1] if steps else None
        if last is not None and (last.at, last.actor, last.about, last.text) == (
            line.at,
            line.actor,
            line.about,
            line.text,
        ):
            steps[-1] = replace(last, count=last.count + 1)
        else:
            steps.append(line)
    return [replace(step, text=_counted(step)) if step.count > 1 else step for step in steps]


def _counted(step: HistoryLine) -> str:
    form = ngettext("{text} ({count} entry)", "{text} ({count} entries)", step.count)
    return form.format(text=step.text, count=step.count)


class _Words:
    """What each kind of change is called."""

    def __init__(self, assessments: Mapping[UUID, Assessment], packs: Iterable[Pack]) -> None:
        self._assessments = assessments
        self._wording = Wording()
        # As everywhere, a fact is in the words of the first pack that declares it.
        self._facts = {fact.id: fact.text for pack in reversed([*packs]) for fact in pack.facts}

    def line(self, change: Change) -> HistoryLine:
        """Return a change in words; one that took another back says so."""
        about, text = self._said(change)
        if change.undoes is not None:
            text = _("Taken back or done again: {text}").format(text=text)
        return HistoryLine(change.sequence, change.at, change.actor, about, text)

    def _said(self, change: Change) -> tuple[str, str]:
        match change.kind:
            case SubjectKind.SERVICE:
                return _("Service"), self._service(change)
            case SubjectKind.FACT:
                return _("Fact"), self._fact(change)
            case SubjectKind.ITEM:
                return _("Item"), self._item(change)
            case SubjectKind.WAIVER:
                return _("Waiver"), change.action
            case SubjectKind.EVENT:
                return _("Event"), self._event(change)
            case SubjectKind.ASSESSMENT:
                return _("Review"), self._assessment(change)
            case SubjectKind.SEAL:
                return _("Seal"), _("Sealed “{title}”").format(title=self._title(change))
            case SubjectKind.ANSWER:
                return _("Answer"), self._of_review(change)
            case _:  # the minutes of a meeting, the one kind left
                return _("Meeting"), self._of_review(change)

    def _title(self, change: Change) -> str:
        return self._assessments[change.subject_id].title

    def _of_review(self, change: Change) -> str:
        return _("“{title}”: {action}").format(title=self._title(change), action=change.action)

    def _service(self, change: Change) -> str:
        before, after = change.before_as(Service), change.after_as(Service)
        if before is None or after is None:
            return _("Added") if before is None else _("Removed again")
        if before.archived is not after.archived:
            return _("Taken out of the lists") if after.archived else _("Put back into the lists")
        return "; ".join(self._fields(before, after)) or _("Changed")

    def _fields(self, before: Service, after: Service) -> Iterable[str]:
        names = {
            "name": _("Name"),
            "team": _("Team"),
            "owner": _("Owner"),
            "tier": _("Tier"),
            "lifecycle": _("Lifecycle"),
            "system": _("System"),
            "domain": _("Domain"),
            "description": _("Description"),
            "links": _("Links"),
            "tags": _("Tags"),
            "hard_dependencies": _("Hard dependencies"),
            "soft_dependencies": _("Soft dependencies"),
        }
        for field, name in names.items():
            was, now = getattr(before, field), getattr(after, field)
            if was == now:
                continue
            if isinstance(was, str | int) and field != "description":
                yield _from_to(name, *(self._value(each) for each in (was, now)))
            else:
                yield _("{field} changed").format(field=name)

    def _value(self, value: str | int) -> str:
        return self._wording.lifecycle(value) if isinstance(value, Lifecycle) else str(value)

    def _fact(self, change: Change) -> str:
        values = [None if text is None else bool(json.loads(text)) for text in (change.before, change.after)]
        words = {None: _("not answered"), True: _("yes"), False: _("no")}
        return _from_to(self._facts.get(change.part, change.part), *(words[value] for value in values))

    def _item(self, change: Change) -> str:
        before, after = change.before_as(RemediationItem), change.after_as(RemediationItem)
        item = after or before
        title = _quoted(item.title) if item else ""
        if before is None or after is None:
            return (_("{title}: added") if before is None else _("{title}: removed again")).format(title=title)
        if before.state is not after.state:
            return _from_to(title, *(self._wording.item_state(each.state) for each in (before, after)))
        return change.action

    def _event(self, change: Change) -> str:
        event = change.after_as(ServiceEvent) or change.before_as(ServiceEvent)
        return change.action if event is None or not event.note else f"{change.action}: {_short(event.note)}"

    def _assessment(self, change: Change) -> str:
        before, after = change.before_as(Assessment), change.after_as(Assessment)
        title = _quoted(self._title(change))
        if before is None or after is None:
            return (_("Started {title}") if before is None else _("Took back the start of {title}")).format(title=title)
        if before.state is after.state:
            return f"{title}: {change.action}"
        state = self._wording.assessment_state(after.state)
        if after.state is AssessmentState.DECIDED and after.decision is not None:
            state = f"{state}, {self._wording.outcome(after.decision.outcome).lower()}"
        return _from_to(title, self._wording.assessment_state(before.state), state)


def _from_to(name: str, before: str, after: str) -> str:
    return f"{name}: {_short(before)} → {_short(after)}"


def _quoted(title: str) -> str:
    return _("“{title}”").format(title=title)


def _short(text: str) -> str:
    return (text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…") or DASH
