"""What leaders are asked to do about one review: each request in a few words, and what it is about."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from shipworthy.domain.gate import Verdict
from shipworthy.text import isolated
from shipworthy.wording.leadership import LeadershipWording

Ask = tuple[str, str]


class LeadershipAskWording(LeadershipWording):
    """The requests to leaders in one language."""

    def ask_not_to_rely(self, retired: str) -> Ask:
        """Return what is asked about a decision that no longer counts."""
        return self._("Do not rely on this decision"), retired

    def ask_to_read_newer(self, reason: str) -> Ask:
        """Return what is asked about a decision after which another was made."""
        return self._("Read the newer decision: this one no longer counts"), f"{reason}."

    def ask_decide(self, verdict: Verdict, reasons: Sequence[str]) -> Ask:
        """Return what is asked about a review that is not decided."""
        what = self._("Decide: go, conditional go or no-go")
        about = self._("The figures point to: {outcome}.").format(outcome=self._pointed(verdict))
        return what, " ".join([about, *(f"{each}." for each in reasons[:1])])

    def ask_finish(self, open_answers: int, applying: int) -> Ask:
        """Return what is asked about a review with too many open questions."""
        what = self._("Have the review finished before you decide")
        about = self._translator.ngettext(
            "{count} of {all} questions is open, more than the rules for this tier allow.",
            "{count} of {all} questions are open, more than the rules for this tier allow.",
            open_answers,
        )
        return what, about.format(count=open_answers, all=applying)

    def ask_anew(self, reasons: Sequence[str]) -> Ask:
        """Return what is asked about a decision that is stale."""
        return self._("Decide again: what was decided is out of date"), f"{self.first_of(reasons)}."

    def ask_about_requests(self, questions: Sequence[str], requester: str, until: date) -> Ask:
        """Return what is asked about risks that somebody asks to have accepted; the first one's day and requester."""
        what = self.count("Accept or reject {count} risk", "Accept or reject {count} risks", len(questions))
        about = self._("{requester} asks until {day}: {questions}.")
        return what, about.format(requester=isolated(requester), day=self.date(until), questions=self.quoted(questions))

    def ask_owner(self, questions: Sequence[str]) -> Ask:
        """Return what is asked about serious gaps that nobody owns."""
        what = self.count(
            "Name an owner for {count} serious gap", "Name an owner for {count} serious gaps", len(questions)
        )
        return what, f"{self.quoted(questions)}."

    def ask_late(self, titles: Sequence[str], oldest: str) -> Ask:
        """Return what is asked about overdue work, the oldest first."""
        what = self.count(
            "Agree a new date, or more people, for {count} overdue piece of work",
            "Agree new dates, or more people, for {count} overdue pieces of work",
            len(titles),
        )
        return what, self._("{titles}; the oldest is {days} late.").format(titles=self.quoted(titles), days=oldest)

    def ask_effort(self, days: Fraction, steps: int, unplanned: int, open_answers: int) -> Ask:
        """Return what is asked for the path to Ready."""
        what = self._("Fund {days}").format(days=self.person_days(days))
        about = self._("The least that makes the service ready, in {steps}").format(
            steps=self.count("{count} step", "{count} steps", steps)
        )
        if unplanned == steps:
            about += self._("; none of it is planned yet")
        elif unplanned:
            about += self.count("; {count} is not planned yet", "; {count} are not planned yet", unplanned)
        if open_answers:
            about += self._("; less if open questions turn out well")
        return what, f"{about}."

    def ask_expiring(self, questions: Sequence[str], until: date) -> Ask:
        """Return what is asked about accepted risks that end soon; the first last day of them."""
        what = self.count(
            "Mend or extend {count} accepted risk that ends soon",
            "Mend or extend {count} accepted risks that end soon",
            len(questions),
        )
        return what, self._("From {day} on: {questions}.").format(
            day=self.date(until), questions=self.quoted(questions)
        )

    def ask_conditions(self, count: int, text: str, owner: str, due: date | None) -> Ask:
        """Return what is asked about the conditions of a decision; the one that is due first in words."""
        what = self.count("See that {count} condition is kept", "See that {count} conditions are kept", count)
        return what, self._("Next: {condition}.").format(condition=self.condition(text.rstrip(". "), owner, due))

    def ask_nothing(self) -> Ask:
        """Return what is asked where nothing is."""
        return self._("Nothing this time"), self._(
            "It is decided, nothing is late, no accepted risk ends within 30 days."
        )
