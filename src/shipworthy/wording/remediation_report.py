"""Words of the report on remediation and waivers: titles, what it asks of its readers, and what happened to each."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from shipworthy.domain.remediation import RemediationItem
from shipworthy.wording.figures import DASH
from shipworthy.wording.portfolio_report import PortfolioReportWording
from shipworthy.wording.translated import form_of

_SHOWN_ID = 8


class RemediationReportWording(PortfolioReportWording):
    """The words of one such report in one language."""

    def remediation_kind(self) -> str:
        """Return what such a report is called."""
        return self._("Remediation and waivers")

    def remediation_title(self, about: str) -> str:
        """Return the title of a report, as a document's window shows it; "" means all services."""
        return self._("{name}: remediation and waivers").format(name=about) if about else self.remediation_kind()

    def short_id(self, thing: object) -> str:
        """Return the digits by which an item or a waiver is named in print."""
        return str(thing)[:_SHOWN_ID]

    def days_figure(self, days: Fraction) -> str:
        """Return person-days as a figure, rounded to whole ones from ten on."""
        return str(int(days + Fraction(1, 2))) if days >= 10 else self.number_of_days(days)

    def person_days(self, days: Fraction) -> str:
        """Return "3 person-days"."""
        shown = self.number_of_days(days)
        text = self._translator.ngettext("{days} person-day", "{days} person-days", form_of(days))
        return text.format(days=shown)

    def not_estimated(self, count: int) -> str:
        """Return how many unfinished items have no estimate."""
        return self._("{count} not estimated").format(count=count) if count else self._("all estimated")

    def claimed(self, count: int) -> str:
        """Return how many items are said to be done and not verified."""
        return self._("{count} to be verified").format(count=count) if count else self._("none to be verified")

    def oldest_late(self, days: str) -> str:
        """Return how late the oldest overdue item is; "" for none that is."""
        return self._("oldest {days} late").format(days=days) if days else self._("nothing is late")

    def late_blockers(self, count: int) -> str:
        """Return how many open blockers are late."""
        return self._("{count} overdue").format(count=count) if count else self._("none overdue")

    def risks_ending(self, count: int) -> str:
        """Return how many accepted risks end within thirty days."""
        return self.count("{count} ends soon", "{count} end soon", count) if count else self._("none ends soon")

    def figure_labels(self) -> tuple[str, str, str, str, str]:
        """Return what the figures of page one count."""
        return (
            self._("Open work"),
            self._("Person-days left"),
            self._("Overdue"),
            self._("Open blockers"),
            self._("Accepted risks"),
        )

    def group_said(self, unfinished: int, days: Fraction, overdue: int) -> str:
        """Return what the items of a service come to, in a line."""
        parts = [self._("{count} open").format(count=unfinished), self.person_days(days)]
        return ", ".join([*parts, *([self._("{count} overdue").format(count=overdue)] if overdue else [])])

    def exposure_said(self, blockers: int, highs: int) -> str:
        """Return the severe ones among the risks that somebody accepted."""
        parts = [self.count("{count} blocker", "{count} blockers", blockers)] if blockers else []
        return ", ".join([*parts, *([self._("{count} high").format(count=highs)] if highs else [])]) or DASH

    def ask_blockers(self, names: Sequence[str], count: int, days: Fraction) -> tuple[str, str]:
        """Return what is asked about open blockers; `names` are their services."""
        what = self.count("See that {count} open blocker is closed", "See that {count} open blockers are closed", count)
        about = self._("A service with an open blocker is not ready: {names}. It takes {days}.")
        return what, about.format(names=self._some(names), days=self.person_days(days))

    def ask_owners(self, count: int) -> tuple[str, str]:
        """Return what is asked about open work that nobody owns or that has no date."""
        what = self.count(
            "Name an owner and a date for {count} open item", "Name an owner and a date for {count} open items", count
        )
        return what, self._("Work without either does not count towards Conditionally ready.")

    def ask_no_remediation(self, has_items: bool) -> tuple[str, str]:
        """Return what is asked where nothing is."""
        if not has_items:
            about = self._("No work is planned and no risk is accepted. Plan remediation at the end of a review.")
            return self._("Nothing yet"), about
        return self._("Nothing this time"), self._(
            "No work is overdue, no blocker is open, no accepted risk ends soon."
        )

    def out_of_reach(self) -> str:
        """Return what stands for an effort where no work brings a service to ready."""
        return self._("out of reach")

    def waits_for(self, titles: Sequence[str]) -> str:
        """Return what must be done first."""
        return self._("After: {titles}").format(titles="; ".join(titles)) if titles else ""

    def extension_line(self, until: date, requester: str, approver: str, state: str, reason: str) -> str:
        """Return an extension of a waiver in a line."""
        words = self._("Extension until {day}: {state}. Asked for by {requester}, decided by {approver}. {reason}")
        return words.format(
            day=self.date(until), state=state.lower(), requester=requester, approver=approver or DASH, reason=reason
        )

    def item_event(
        self, before: RemediationItem | None, after: RemediationItem | None, titles: Mapping[str, str]
    ) -> str:
        """Return what a change did to an item: that it was made, taken back, or each field with then and now.

        `titles` are the questions in words, by id.
        """
        if after is None:
            return self._("Taken back")
        if before is None:
            return self._("Made: {state}, due {day}").format(
                state=self.item_state(after.state).lower(), day=self.date(after.due) if after.due else DASH
            )
        old, new = self._item_fields(before, titles), self._item_fields(after, titles)
        lines = [
            self._("{field}: {before} → {after}").format(field=name, before=then or DASH, after=now or DASH)
            for (name, then), (_name, now) in zip(old, new, strict=True)
            if then != now
        ]
        return "; ".join(lines) or self._("What it waits for")

    def _item_fields(self, item: RemediationItem, titles: Mapping[str, str]) -> list[tuple[str, str]]:
        return [
            (self._("State"), self.item_state(item.state)),
            (self._("Reason"), item.state_reason),
            (self._("Title"), item.title),
            (self._("Owner"), item.owner),
            (self._("Due"), self.date(item.due) if item.due else ""),
            (self._("Severity"), self.severity(item.severity)),
            (self._("Effort"), "" if item.effort_days is None else self.days(item.effort_days)),
            (self._("Description"), " ".join(item.description.split())),
            (self._("Tags"), ", ".join(item.tags)),
            (self._("Ticket"), item.ticket),
            (self._("Closes"), "; ".join(sorted(titles.get(each, each) for each in item.questions))),
        ]

    def flow_rows(self) -> tuple[str, str, str, str, str, str]:
        """Return the names of the figures of what happened since a day."""
        return (
            self._("Items made"),
            self._("Claimed done"),
            self._("Verified by a review"),
            self._("Reopened"),
            self._("Days from made to done, median"),
            self._("Days from made to verified, median"),
        )

    def count_names(self) -> tuple[str, str, str]:
        """Return the names of sums: all items, all waivers, entries of the change log."""
        return self._("Items in all"), self._("Waivers in all"), self._("Entries of the change log printed")
