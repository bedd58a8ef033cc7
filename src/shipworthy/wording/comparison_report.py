"""Words of the report on two reviews: what changed in a sentence, what its pictures show, and what it asks."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from shipworthy.domain.assessment import Answer, AssessmentState, Evidence, EvidenceKind
from shipworthy.domain.comparison import Comparison
from shipworthy.domain.delta import Factor
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.text import isolated
from shipworthy.wording.comparison import ComparisonWording
from shipworthy.wording.figures import DASH

_NAMED = 2
_SHORT_DIGEST = 12


class ComparisonReportWording(ComparisonWording):
    """The words of one such report in one language."""

    def comparison_title(self, service: str) -> str:
        """Return the title of the report, as a document's window shows it."""
        return self._("{service}: comparison of two reviews").format(service=service)

    def summary(self, comparison: Comparison) -> str:
        """Return what changed in a sentence: "63 → 71, Not ready → Conditionally ready"."""
        verdicts = [isolated(self.verdict(each.shown_verdict)) for each in (comparison.before, comparison.after)]
        scores = self.both_scores_of(comparison)
        if scores[0] != scores[1]:
            return f"{scores[0]} → {scores[1]}, {self.from_to(*verdicts)}"
        if verdicts[0] != verdicts[1]:
            return f"{verdicts[0]} → {verdicts[1]}; {self._('{value}, as before').format(value=scores[0])}"
        return self._("{value}, as before").format(value=f"{scores[0]}, {verdicts[0]}")

    def both_scores_of(self, comparison: Comparison) -> list[str]:
        """Return both scores, with a decimal where only that tells them apart."""
        scores = [each.scorecard.score for each in (comparison.before, comparison.after)]
        whole = [self.percent(each) for each in scores]
        return [self.exact_percent(each) for each in scores] if whole[0] == whole[1] and comparison.change else whole

    def factor_meaning(self, factor: Factor) -> str:
        """Return what belongs to a part, as short as a line of the picture beside it."""
        if factor is Factor.FACTS:
            return self._("Facts of the service, its tier and other fields.")
        return super().factor_meaning(factor)

    def as_of(self, review: Review) -> str:
        """Return of which day a review is told: that of its decision, else today as a draft."""
        if review.decided_on is not None:
            day = self.long_date(review.decided_on)
            state = review.assessment.state
            if state is AssessmentState.DECIDED:
                return self._("Decided on {day}").format(day=day)
            return self._("Decided on {day}, now {state}").format(day=day, state=self.assessment_state(state).lower())
        return self._("{state}, as of {day}").format(
            state=self.assessment_state(review.assessment.state), day=self.long_date(review.today)
        )

    def part_text(self, name: str, part: Fraction, start: Fraction, end: Fraction) -> str:
        """Return what a step of the waterfall shows."""
        if not part:
            return self._("{name}: no change").format(name=name)
        return self._("{name}: {points} points, from {start} to {end}").format(
            name=name, points=self.points(part), start=self._tenths(start), end=self._tenths(end)
        )

    def both_scores(self, before: Fraction | None, after: Fraction | None) -> str:
        """Return what the bars of a principle show."""
        return self._("Before {before}, after {after}").format(before=self.percent(before), after=self.percent(after))

    def said(self, answer: Answer) -> str:
        """Return who said something and when: "Amira, 22 Nov 2026"; nothing where nobody did."""
        day = self.date(answer.answered_at.date()) if answer.answered_at else ""
        return ", ".join(each for each in (answer.answered_by, day) if each)

    def evidence_name(self, evidence: Evidence) -> str:
        """Return what a piece of evidence is called."""
        if evidence.title:
            return evidence.title
        if evidence.kind is EvidenceKind.FILE:
            return f"SHA-256 {evidence.value[:_SHORT_DIGEST]}…"
        return evidence.value

    def remarks(self, before: tuple[Answer, Review] | None, after: tuple[Answer, Review] | None) -> tuple[str, ...]:
        """Return what changed about the notes and the evidence of a question, each as a line."""
        was, is_now = (each[0] if each else Answer("") for each in (before, after))
        lines = self._note_lines(was, is_now)
        known = {(each.kind, each.value): each for each in was.evidence}
        kept = {(each.kind, each.value) for each in is_now.evidence}
        for each in is_now.evidence:
            if (each.kind, each.value) not in known:
                lines.append(self._("Evidence gained: {name}").format(name=self.evidence_name(each)))
        for key, each in known.items():
            if after and key not in kept:
                lines.append(self._("Evidence taken away: {name}").format(name=self.evidence_name(each)))
        if before and after:
            lines += self._expired(is_now, before[1], after[1])
        return tuple(lines)

    def _expired(self, answer: Answer, before: Review, after: Review) -> list[str]:
        return [
            self._("Evidence expired after {day}: {name}").format(
                name=self.evidence_name(each), day=self.date(each.expires)
            )
            for each in answer.evidence
            if each.expires is not None and before.today <= each.expires < after.today
        ]

    def _note_lines(self, before: Answer, after: Answer) -> list[str]:
        texts = [" ".join(each.note.split()) for each in (before, after)]
        if texts[0] == texts[1]:
            return []
        forms = [
            self._("Internal note: {text}") if each.note_internal else self._("Note: {text}")
            for each in (before, after)
        ]
        if not texts[0]:
            return [forms[1].format(text=texts[1])]
        if not texts[1]:
            return [self._("Note taken away: {text}").format(text=texts[0])]
        return [forms[1].format(text=texts[1]), self._("before: {text}").format(text=texts[0])]

    def fact(self, value: bool | None) -> str:
        """Return a fact as it counted; a dash where it is not asked about."""
        if value is None:
            return DASH
        return self._("yes") if value else self._("no")

    def service_fields(self, service: Service) -> tuple[tuple[str, str], ...]:
        """Return the fields of a service that decide about a review or say whose it is, with their names."""
        return (
            (self._("Tier"), str(service.tier)),
            (self._("Lifecycle"), self.lifecycle(service.lifecycle)),
            (self._("Team"), service.team),
        )

    def ask_new_blockers(self, texts: Sequence[str]) -> tuple[str, str]:
        """Return what is asked about blockers that were none before."""
        what = self.count("Decide on {count} new blocker", "Decide on {count} new blockers", len(texts))
        return what, self._("Mend before the next release, or accept the risk in writing: {names}").format(
            names=self._some(texts)
        )

    def ask_old_blockers(self, texts: Sequence[str]) -> tuple[str, str]:
        """Return what is asked about blockers that stayed."""
        what = self.count(
            "Agree who closes {count} blocker that stayed, and by when",
            "Agree who closes {count} blockers that stayed, and by when",
            len(texts),
        )
        return what, self._some(texts)

    def ask_expired(self, texts: Sequence[str]) -> tuple[str, str]:
        """Return what is asked about answers that lost their evidence."""
        what = self.count(
            "Have the evidence of {count} answer renewed", "Have the evidence of {count} answers renewed", len(texts)
        )
        return what, self._some(texts)

    def ask_clauses(self, clauses: Sequence[str]) -> tuple[str, str]:
        """Return what is asked where the gate is not met, though no blocker is open."""
        return self._("Agree when the rest of the gate is met"), "; ".join(clauses[:_NAMED])

    def ask_nothing(self) -> tuple[str, str]:
        """Return what is asked where the gate is met and nothing got worse."""
        return self._("Nothing: take note of the change"), ""

    def _some(self, texts: Iterable[str]) -> str:
        found = list(texts)
        more = len(found) - _NAMED
        shown = [*found[:_NAMED], *([self.count("and {count} more", "and {count} more", more)] if more > 0 else [])]
        return " · ".join(shown)

    def _tenths(self, value: Fraction) -> str:
        return self.points(value).removeprefix("+")
