"""Words for services: their fields and values, why a review is due, and what a change does to verdicts."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from shipworthy.domain.gate import ShownVerdict, Verdict
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.portfolio import DueKind, ReviewDue
from shipworthy.domain.service import Lifecycle, Link
from shipworthy.domain.service_effect import ChangedService, ChangeEffect
from shipworthy.domain.service_event import EventKind
from shipworthy.wording.calendar import CalendarWording
from shipworthy.wording.figures import DASH
from shipworthy.wording.gate import GateWording

_MOST_NAMES = 5
_LONGEST = 60


class ServiceWording(GateWording, CalendarWording):
    """Sentences about services in one language."""

    def service_field(self, field: str) -> str:
        """Return the name of a field of a service."""
        return {
            "name": self._("Name"),
            "team": self._("Team"),
            "owner": self._("Owner"),
            "tier": self._("Tier"),
            "lifecycle": self._("Lifecycle"),
            "system": self._("System"),
            "domain": self._("Domain"),
            "description": self._("Description"),
            "tag": self._("A tag"),
            "tags": self._("Tags"),
            "links": self._("Links"),
            "facts": self._("Facts"),
            "hard_dependencies": self._("Hard dependencies"),
            "soft_dependencies": self._("Soft dependencies"),
            "archived": self._("Archived"),
        }[field]

    def service_value(self, value: object, names: Mapping[UUID, str]) -> str:
        """Return what a service has in a field or says of a fact, text in quotes; `names` are those of services."""
        if isinstance(value, bool):
            return self._("yes") if value else self._("no")
        if isinstance(value, Lifecycle):
            return self.lifecycle(value)
        if isinstance(value, int):
            return self.tier(value)
        if isinstance(value, frozenset):
            return self.some_names(sorted((names[each] for each in value), key=str.casefold)) or DASH
        if isinstance(value, tuple):
            texts = [each.url if isinstance(each, Link) else str(each) for each in value]
            return _short(", ".join(texts)) or DASH
        return self._("“{text}”").format(text=_short(str(value))) if value else DASH

    def some_names(self, names: Sequence[str]) -> str:
        """Return the first names, and how many more there are."""
        if len(names) <= _MOST_NAMES:
            return ", ".join(names)
        more = self._("{names} and {count} more")
        return more.format(names=", ".join(names[:_MOST_NAMES]), count=len(names) - _MOST_NAMES)

    def event_kind(self, kind: EventKind) -> str:
        """Return the name of what happened to a service."""
        return {
            EventKind.INCIDENT: self._("Incident"),
            EventKind.MAJOR_CHANGE: self._("Major change"),
            EventKind.MERGED: self._("Merge"),
        }[kind]

    def due(self, reason: ReviewDue) -> str:
        """Return why a review is due: "incident on 3 Nov 2026"."""
        day = self.date(reason.day) if reason.day else ""
        return {
            DueKind.INCIDENT: self._("incident on {day}"),
            DueKind.MAJOR_CHANGE: self._("major change on {day}"),
            DueKind.AGE: self._("too old since {day}"),
            DueKind.NEVER: self._("never reviewed"),
        }[reason.kind].format(day=day)

    def review_due(self, reasons: Sequence[ReviewDue]) -> str:
        """Return "Review due: incident on 3 Nov 2026" with all reasons, the weightiest first; "" for none."""
        if not reasons:
            return ""
        return self._("Review due: {reasons}").format(reasons=", ".join(self.due(each) for each in reasons))

    def due_lines(self, reasons: Sequence[ReviewDue]) -> list[str]:
        """Return each reason for a review as a line with its note; that there was none yet is no line."""
        told = self._("Review due: {reasons}")
        lines = [(self.due(each), each.note) for each in reasons if each.kind is not DueKind.NEVER]
        return [told.format(reasons=f"{due}: {note}" if note else due) for due, note in lines]

    def effect_title(self, effect: ChangeEffect) -> str:
        """Return in one line what a change does to verdicts: "3 fall to Not ready: a, b, c"."""
        parts = []
        for verdict in (Verdict.NOT_READY, Verdict.NOT_ASSESSED, Verdict.CONDITIONALLY_READY):
            fallen = effect.falling(verdict)
            if fallen:
                words = self._translator.ngettext(
                    "{count} falls to {verdict}", "{count} fall to {verdict}", len(fallen)
                )
                names = self.some_names([each.name for each in fallen])
                parts.append(f"{words.format(count=len(fallen), verdict=self.verdict(verdict))}: {names}")
        rising = effect.rising()
        if rising:
            words = self.count("{count} rises", "{count} rise", len(rising))
            parts.append(f"{words}: {self.some_names([each.name for each in rising])}")
        return "; ".join(parts) or self._("No verdict changes")

    def effect_lines(self, changed: ChangedService, with_rules: bool = True) -> list[str]:
        """Return what a change does to the service changed: its verdict, which clauses turn.

        `with_rules` adds what its tier asks otherwise.
        """
        before, after = changed.verdict_before, changed.verdict_after
        lines = [self._verdicts(before, after)]
        if changed.now is None or changed.then is None:
            return [*lines, self._("It has no review yet; the next one is judged by what is saved now.")]
        was, now = changed.now.tier_policy, changed.then.tier_policy
        if was != now and with_rules:
            lines.append(self._("Asked of its tier: {rules}").format(rules=self._rules(was, now)))
        fails = [self.clause_alone(clause, changed.then) for clause in changed.newly_failed]
        holds = [self.clause_alone(clause, changed.now) for clause in changed.no_longer_failed]
        if fails:
            lines.append(self._("Newly fails: {clauses}").format(clauses="; ".join(fails)))
        if holds:
            lines.append(self._("No longer fails: {clauses}").format(clauses="; ".join(holds)))
        return lines

    def reached_lines(self, effect: ChangeEffect) -> list[str]:
        """Return what a change does beyond the services changed: who counts otherwise, which circles arise."""
        lines = [
            self._("{service}: {verdicts}").format(
                service=each.service.name, verdicts=self._verdicts(each.before, each.after)
            )
            for each in effect.reached
        ]
        return [
            *lines,
            *(self._("A circle of hard dependencies arises: {way}").format(way=" → ".join(c)) for c in effect.circles),
        ]

    def _rules(self, was: TierPolicy, now: TierPolicy) -> str:
        """Return what a tier asks otherwise than another: "overall 80 (before: 70), level 2 (before: 1)"."""
        figures = (
            (self._("overall"), self.limit_percent(was.overall), self.limit_percent(now.overall)),
            (self._("every principle"), self.limit_percent(was.principle), self.limit_percent(now.principle)),
            (self._("coverage"), self.limit_percent(was.coverage), self.limit_percent(now.coverage)),
            (self._("level"), str(was.level), str(now.level)),
            (self._("days until the next review"), str(was.max_age_days), str(now.max_age_days)),
        )
        one = self._("{rule} {after} (before: {before})")
        changed = [one.format(rule=rule, before=old, after=new) for rule, old, new in figures if old != new]
        return ", ".join(changed) or self._("the same")

    def _verdicts(self, before: ShownVerdict, after: ShownVerdict) -> str:
        if before.shown is after.shown:
            stays = self._("Stays {verdict}").format(verdict=self.verdict(after.shown))
            if before.own is after.own:
                return stays
            own = self._("its own: {before} → {after}").format(
                before=self.verdict(before.own), after=self.verdict(after.own)
            )
            return f"{stays} ({own})"
        return f"{self.verdict(before.shown)} → {self.verdict(after.shown)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
