"""Sentences on the gate: which clauses failed, and which rules they come from."""

from fractions import Fraction

from shipworthy.domain.gate import Clause, ClauseKind, Verdict
from shipworthy.domain.review import Review
from shipworthy.domain.waiver_register import accepted
from shipworthy.wording.figures import FigureWording
from shipworthy.wording.names import NameWording


class GateWording(FigureWording, NameWording):
    """Sentences on the gate in one language."""

    def clauses(self, review: Review) -> list[str]:
        """Return one sentence for each clause that failed; those of the principles share one."""
        failed = review.judgement.failed
        principles = [clause for clause in failed if clause.kind is ClauseKind.PRINCIPLE]
        sentences = []
        for clause in failed:
            if clause.kind is not ClauseKind.PRINCIPLE:
                sentences.append(self.clause_alone(clause, review))
            elif clause is principles[0]:
                sentences.append(self._principle_clauses(principles, review))
        return sentences

    def clauses_title(self, verdict: Verdict) -> str:
        """Return what stands above the clauses that failed: which verdict they stand in the way of."""
        return self._("Not met for Ready") if verdict is Verdict.CONDITIONALLY_READY else self._("Not met")

    def reasons(self, review: Review) -> list[str]:
        """Return why the verdict is no better: the hard dependencies that lower it, then the clauses that failed."""
        if review.cap is None:
            return self.clauses(review)
        capped = self._("Lowered to {verdict} by: {services}").format(
            verdict=self.verdict(review.cap.verdict), services=", ".join(review.cap.services)
        )
        return [capped, *self.clauses(review)]

    def why_title(self, score: Fraction | None) -> str:
        """Return "Why 62?"."""
        return self._("Why {score}?").format(score=self.percent(score))

    def clause_alone(self, clause: Clause, review: Review) -> str:
        """Return one failed clause as a sentence of its own."""
        match clause.kind:
            case ClauseKind.BLOCKERS | ClauseKind.HIGHS:
                return self._miss_clause(clause, review)
            case ClauseKind.PRINCIPLE:
                return self._principle_clauses([clause], review)
            case ClauseKind.OVERALL if clause.actual is None:
                return self._("No score: nothing is applicable")
            case ClauseKind.OVERALL:
                return self._("Overall {actual} < {limit}").format(**self._figures(clause))
            case ClauseKind.COVERAGE:
                return self._("Coverage {actual} % < {limit} %").format(**self._figures(clause))
            case ClauseKind.LEVEL if clause.only_for_ready:
                sentence = self._("Level {actual} without waivers; level {limit} is the minimum for Ready")
            case ClauseKind.LEVEL:
                sentence = self._("Level {actual}; level {limit} is the minimum")
            case _:  # age, the one kind left
                sentence = self._("Decided {actual} days ago; {limit} days are allowed")
        return sentence.format(actual=clause.actual, limit=clause.limit)

    def policy_rule(self, field: str) -> str:
        """Return the name of a rule of the gate policy, by its field in policy files."""
        return {
            "overall": self._("Overall score, at least"),
            "principle": self._("Every principle, at least"),
            "coverage": self._("Coverage, at least"),
            "level": self._("Level, at least"),
            "max_age_days": self._("Oldest decided review"),
            "remediate_days": self._("Time to remediate"),
        }[field]

    def _miss_clause(self, clause: Clause, review: Review) -> str:
        number, found = len(clause.questions), accepted(review)
        waived = len(set(clause.questions) & set(found.waived))
        planned = len(set(clause.questions) & set(found.planned))
        if clause.kind is ClauseKind.BLOCKERS and waived and not clause.only_for_ready:
            return self._("{count} blockers, {waived} waived; none allowed without a waiver").format(
                count=number, waived=waived
            )
        if clause.kind is ClauseKind.HIGHS and waived + planned and not clause.only_for_ready:
            return self._("{count} high-severity misses, {accepted} planned or waived; each must be").format(
                count=number, accepted=waived + planned
            )
        match clause.kind, clause.only_for_ready:
            case ClauseKind.BLOCKERS, False:
                return self.count("{count} blocker open; none allowed", "{count} blockers open; none allowed", number)
            case ClauseKind.BLOCKERS, True:
                return self.count(
                    "{count} waived blocker; none allowed for Ready",
                    "{count} waived blockers; none allowed for Ready",
                    number,
                )
            case ClauseKind.HIGHS, False:
                return self.count(
                    "{count} high-severity miss without planned work or waiver",
                    "{count} high-severity misses, each to be planned or waived",
                    number,
                )
            case _:
                return self.count(
                    "{count} high-severity miss; none allowed for Ready",
                    "{count} high-severity misses; none allowed for Ready",
                    number,
                )

    def _principle_clauses(self, clauses: list[Clause], review: Review) -> str:
        titles = {principle.id: principle.title for principle in review.scorecard.principles}
        first, *others = (f"{titles[clause.principle]} {self._figures(clause)['actual']}" for clause in clauses)
        limit = self._figures(clauses[0])["limit"]
        return ", ".join([self._("{principle} < {limit}").format(principle=first, limit=limit), *others])

    def _figures(self, clause: Clause) -> dict[str, str]:
        actual = clause.actual if clause.actual is None else Fraction(clause.actual)
        return {"actual": self.exact_percent(actual), "limit": self.limit_percent(Fraction(clause.limit))}
