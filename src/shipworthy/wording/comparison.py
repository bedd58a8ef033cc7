"""Words for comparing two assessments: the parts of a change, and what moved."""

from fractions import Fraction

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.back_cast import BackCast
from shipworthy.domain.comparison import Comparison, Moved, Movement, Stand
from shipworthy.domain.delta import Factor
from shipworthy.domain.pack import bare_id
from shipworthy.domain.review import Review
from shipworthy.wording.figures import DASH
from shipworthy.wording.wording import Wording

_MINUS = "\N{MINUS SIGN}"


class ComparisonWording(Wording):
    """Sentences about two assessments side by side, in one language."""

    def points(self, change: Fraction | None) -> str:
        """Return a change of score in points of a hundred with its sign: "+12.5", "−3.0", "0.0"; a dash for None.

        One decimal, half away from 0; 0.0 only for exactly 0.
        """
        if change is None:
            return DASH
        tenths = int(abs(change) * 1000 + Fraction(1, 2))
        if change:
            tenths = max(tenths, 1)
        sign = _MINUS if change < 0 else "+" if change else ""
        return f"{sign}{tenths // 10}.{tenths % 10}"

    def change_in_points(self, change: Fraction | None) -> str:
        """Return "+12.5 points", or that nothing can be compared."""
        if change is None:
            return self._("not comparable")
        return self._("{points} points").format(points=self.points(change))

    def not_comparable(self, comparison: Comparison) -> str:
        """Return why two assessments cannot be compared."""
        titles = [
            review.assessment.title
            for review in (comparison.before, comparison.after)
            if review.scorecard.score is None
        ]
        return self._("Not comparable: nothing is applicable in {titles}, so there is no score to compare.").format(
            titles=" · ".join(f"“{title}”" for title in titles)
        )

    def factor(self, factor: Factor) -> str:
        """Return the name of what may move a score."""
        return {
            Factor.PACKS: self._("Packs and weights"),
            Factor.FACTS: self._("Facts"),
            Factor.NOT_APPLICABLE: self._("Not applicable"),
            Factor.ANSWERS: self._("Answers"),
            Factor.EVIDENCE: self._("Evidence"),
        }[factor]

    def factor_meaning(self, factor: Factor) -> str:
        """Return what belongs to a part, as a sentence."""
        return {
            Factor.PACKS: self._("Other packs, other versions of them, other weights."),
            Factor.FACTS: self._("Facts of the service, and its fields that conditions read, such as the tier."),
            Factor.NOT_APPLICABLE: self._("Questions set to not applicable, or no longer."),
            Factor.ANSWERS: self._("What was answered."),
            Factor.EVIDENCE: self._("Evidence that was added, taken away or that expired."),
        }[factor]

    def moved(self, moved: Moved) -> str:
        """Return in a few words what changed about a question."""
        return {
            Moved.NEW: self._("New question"),
            Moved.GONE: self._("Asked no longer"),
            Moved.APPLIES: self._("Applicability"),
            Moved.NOT_APPLICABLE: self._("Not applicable"),
            Moved.ANSWER: self._("Answer"),
            Moved.EVIDENCE: self._("Evidence"),
        }[moved]

    def movement(self, movement: Movement) -> str:
        """Return what changed about a question: "Answer, evidence", or that it only weighs differently."""
        first, *others = [self.moved(each) for each in movement.moved] or [self._("Weighs differently")]
        return ", ".join([first, *(self.inside(each[:1]) + each[1:] for each in others)])

    def stand(self, stand: Stand | None, moved: tuple[Moved, ...] = ()) -> str:
        """Return how a question stood on one side: its answer, and what its evidence was where that matters."""
        if stand is None:
            return self._("Not asked")
        if not stand.counts.applies:
            return self._("Does not apply")
        text = self.answer_text(stand.question, stand.answer)
        if stand.counts.lacks_evidence:
            return self._("No valid evidence, counts 0: {answer}").format(answer=text)
        if Moved.EVIDENCE in moved and stand.answer.state is not AnswerState.UNANSWERED:
            form = self._("With evidence: {answer}") if stand.counts.has_evidence else self._("No evidence: {answer}")
            return form.format(answer=text)
        return text

    def before_and_after(self, movement: Movement) -> str:
        """Return "Some calls → Every call, tested"; one text alone where both sides say the same."""
        before, after = (self.stand(each, movement.moved) for each in (movement.before, movement.after))
        return before if before == after else f"{before} {self.arrow} {after}"

    def outcomes(self, comparison: Comparison) -> list[str]:
        """Return what became of score, verdict, level and blockers, a line each."""
        before, after = comparison.before, comparison.after
        lines = [
            self._("Score: {change}").format(change=f"{self._scored(before)} {self.arrow} {self._scored(after)}"),
            self._("Verdict: {change}").format(
                change=self.from_to(self.verdict(before.shown_verdict), self.verdict(after.shown_verdict))
            ),
            self._("Level: {change}").format(
                change=self.from_to(str(before.judgement.level), str(after.judgement.level))
            ),
        ]
        for form, questions in (
            (self._("Blockers gone: {questions}"), comparison.blockers_gone),
            (self._("Blockers new: {questions}"), comparison.blockers_new),
        ):
            if questions:
                lines.append(form.format(questions=", ".join(bare_id(each) for each in questions)))
        return lines

    def _scored(self, review: Review) -> str:
        return self.score_with_band(review.scorecard.score, review.scorecard.band)

    def from_to(self, before: str, after: str) -> str:
        """Return "Not ready → Ready", or that it is as before."""
        if before == after:
            return self._("{value}, as before").format(value=before)
        return f"{before} {self.arrow} {after}"

    def back_cast(self, cast: BackCast) -> str:
        """Return what an old review counts under the packs of today, and what did not come over."""
        parts = [
            self._("{score} under the packs of today").format(score=self.score_with_band(cast.score, cast.band)),
            self.count("{count} answer found no place", "{count} answers found no place", cast.not_mapped)
            if cast.not_mapped
            else "",
            self.count("{count} question is new", "{count} questions are new", cast.new) if cast.new else "",
        ]
        return "; ".join(part for part in parts if part)

    def since(self, comparison: Comparison) -> str:
        """Return what moved since an earlier review, largest part first: "Since “May review”: +12.0 points …"."""
        parts = sorted((comparison.parts or {}).items(), key=lambda each: -abs(each[1]))
        told = [f"{self.factor(factor)} {self.points(part)}" for factor, part in parts if part]
        return self._("Since “{title}”: {change}").format(
            title=comparison.before.assessment.title, change=self.change_in_points(comparison.change)
        ) + (f" ({', '.join(told)})" if told else "")
