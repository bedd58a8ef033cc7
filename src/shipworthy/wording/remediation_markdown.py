"""Headings of the report on remediation where no template says them: in Markdown."""

from shipworthy.wording.translated import Translated


class RemediationMarkdownWording(Translated):
    """The headings of the report in one language."""

    def opening(self, day: str, services: int, items: int) -> str:
        """Return the day that is told, and of how much."""
        return self._("As of {day}: {services}, {items}.").format(
            day=day,
            services=self.count("{count} service", "{count} services", services),
            items=self.count("{count} item", "{count} items", items),
        )

    def repeat(self, fingerprint: str, command: str) -> str:
        """Return the fingerprint, and how to get it again."""
        text = self._(
            "Fingerprint {fingerprint}: the SHA-256 of the file that this command writes on this store: {command}."
            " The names are those that were given; nobody checked them."
        )
        return text.format(fingerprint=fingerprint, command=command)

    def asks(self) -> str:
        """Return the heading of what is asked."""
        return self._("What we ask of you")

    def figures(self) -> str:
        """Return the heading of the figures."""
        return self._("Where it stands")

    def figure_heads(self) -> tuple[str, ...]:
        """Return the columns of the figures."""
        return self._("Figure"), self._("Count"), self._("Of it")

    def blockers(self, count: int) -> str:
        """Return the heading of the open blockers."""
        return self._("Open blockers ({count})").format(count=count)

    def blocker_heads(self) -> tuple[str, ...]:
        """Return the columns of the open blockers."""
        return self._("Item"), self._("Service"), self._("Due")

    def late(self) -> str:
        """Return the heading of what is overdue."""
        return self._("Overdue")

    def late_heads(self) -> tuple[str, ...]:
        """Return the columns of what is overdue."""
        return self._("Whose"), self._("Items"), self._("Blockers"), self._("Oldest")

    def ending(self, count: int) -> str:
        """Return the heading of the risks that end soon."""
        return self._("Accepted risks ending within 30 days ({count})").format(count=count)

    def ending_heads(self) -> tuple[str, ...]:
        """Return the columns of the risks that end soon."""
        return self._("Service"), self._("What it means for the business"), self._("Last day")

    def exposures(self) -> str:
        """Return the heading of who accepted risks."""
        return self._("Who answers for accepted risks")

    def exposure_heads(self) -> tuple[str, ...]:
        """Return the columns of who accepted risks."""
        return self._("Approved by"), self._("Risks"), self._("Severe"), self._("Share at risk, %"), self._("Next end")

    def owners(self) -> str:
        """Return the heading of the work by team or service."""
        return self._("Open work and accepted risks")

    def owner_heads(self) -> tuple[str, ...]:
        """Return the columns of the work by team or service."""
        return (
            self._("Whose"),
            self._("Open"),
            self._("Person-days"),
            self._("Overdue"),
            self._("Blockers"),
            self._("Risks"),
        )

    def ways(self) -> str:
        """Return the heading of the paths to ready."""
        return self._("Path to ready")

    def way_heads(self) -> tuple[str, ...]:
        """Return the columns of the paths to ready."""
        return self._("Service"), self._("Tier"), self._("Person-days")

    def together(self, days: str) -> str:
        """Return what all the paths take together."""
        return self._("Together {days}: work that several need counts once.").format(days=days)

    def items(self) -> str:
        """Return the heading of the items."""
        return self._("Items")

    def settled(self) -> str:
        """Return the heading of what was done."""
        return self._("Done and verified lately")

    def settled_heads(self) -> tuple[str, ...]:
        """Return the columns of what was done."""
        return self._("Item"), self._("Service"), self._("State"), self._("Since")

    def dropped(self) -> str:
        """Return the heading of what was dropped."""
        return self._("Dropped")

    def dropped_heads(self) -> tuple[str, ...]:
        """Return the columns of what was dropped."""
        return self._("Item"), self._("Service"), self._("Since"), self._("Reason")

    def ages(self) -> str:
        """Return the heading of the ages."""
        return self._("Age of live items, in days")

    def age_heads(self) -> tuple[str, ...]:
        """Return the columns of the ages."""
        return self._("Severity"), self._("Live"), self._("Overdue"), self._("Median"), self._("Oldest")

    def waivers(self) -> str:
        """Return the heading of the waivers."""
        return self._("Waivers")

    def waiver_heads(self) -> tuple[str, ...]:
        """Return the columns of the waivers."""
        return (
            self._("Service"),
            self._("Question"),
            self._("State"),
            self._("Last day"),
            self._("Requested by"),
            self._("Approved by"),
            self._("Reasons and conditions"),
        )

    def counts(self) -> str:
        """Return the heading of the counts."""
        return self._("Counts")

    def count_heads(self) -> tuple[str, ...]:
        """Return the columns of the counts."""
        return self._("What"), self._("Count")

    def item_histories(self) -> str:
        """Return the heading of what happened to items."""
        return self._("History of items")

    def waiver_histories(self) -> str:
        """Return the heading of what happened to waivers."""
        return self._("History of waivers")

    def event_heads(self) -> tuple[str, ...]:
        """Return the columns of a history."""
        return self._("Entry"), self._("When (UTC)"), self._("Who"), self._("What")
