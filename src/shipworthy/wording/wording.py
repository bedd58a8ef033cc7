"""Sentences for verdicts, clauses, states and figures, in a language passed in: window and report may differ.

Rounding follows SEMANTICS.md, "Scoring": whole percent, half up, but 100 only for exactly 1 and 0 only for exactly 0;
a failed clause shows one decimal, rounded down.
"""

from collections.abc import Mapping
from fractions import Fraction

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    AssessmentState,
    Confidence,
    NotApplicableType,
    Outcome,
)
from shipworthy.domain.gate import Clause, ClauseKind, Verdict
from shipworthy.domain.incoming import Effect
from shipworthy.domain.pack import EvidenceRule, Question, Severity, bare_id
from shipworthy.domain.review import Review
from shipworthy.domain.scoring import Band
from shipworthy.domain.service import Lifecycle, LinkKind
from shipworthy.domain.stale import StaleKind, StaleReason
from shipworthy.domain.waiver_register import accepted
from shipworthy.wording.flow import FlowWording
from shipworthy.wording.remediation import RemediationWording
from shipworthy.wording.waivers import WaiverWording

DASH = "–"
_MARKS = {Verdict.READY: "✓", Verdict.CONDITIONALLY_READY: "◐", Verdict.NOT_READY: "✕", Verdict.NOT_ASSESSED: DASH}
_FRACTION_MARKS = {Fraction(1, 4): "¼", Fraction(1, 2): "½", Fraction(3, 4): "¾"}
_CHOICE_TEXT_LENGTH = 60


def whole_percent(value: Fraction) -> int:
    """Return a part of 1 as whole percent: half up, 100 only for exactly 1 and 0 only for exactly 0."""
    rounded = int(value * 100 + Fraction(1, 2))
    if value < 1:
        rounded = min(rounded, 99)
    return max(rounded, 1) if value > 0 else rounded


def file_size(size: int) -> str:
    """Return a size in bytes as people read it: "1.2 MB", "340 kB", "12 B"; the same in every language."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size // 1000} kB" if size >= 1000 else f"{size} B"


class Wording(WaiverWording, RemediationWording, FlowWording):
    """The product's words in one language; without a translator, in the interface's."""

    def verdict(self, verdict: Verdict) -> str:
        """Return the name of a verdict."""
        return {
            Verdict.READY: self._("Ready"),
            Verdict.CONDITIONALLY_READY: self._("Conditionally ready"),
            Verdict.NOT_READY: self._("Not ready"),
            Verdict.NOT_ASSESSED: self._("Not assessed"),
        }[verdict]

    def short_verdict(self, verdict: Verdict) -> str:
        """Return the name of a verdict as a chip shows it."""
        return self._("Conditional") if verdict is Verdict.CONDITIONALLY_READY else self.verdict(verdict)

    def verdict_mark(self, verdict: Verdict) -> str:
        """Return the sign that stands beside the word, so that colour is never alone."""
        return _MARKS[verdict]

    def state(self, state: AnswerState) -> str:
        """Return the name of an answer's state."""
        return {
            AnswerState.UNANSWERED: self._("Unanswered"),
            AnswerState.ANSWERED: self._("Answered"),
            AnswerState.COMPENSATED: self._("Compensated"),
            AnswerState.NOT_APPLICABLE: self._("Not applicable"),
            AnswerState.UNKNOWN: self._("Unknown"),
        }[state]

    def severity(self, severity: Severity) -> str:
        """Return the name of a severity."""
        return {
            Severity.BLOCKER: self._("Blocker"),
            Severity.HIGH: self._("High"),
            Severity.MEDIUM: self._("Medium"),
            Severity.LOW: self._("Low"),
        }[severity]

    def marked_severity(self, severity: Severity) -> str:
        """Return a severity with its sign, as on chips: "▲ High"."""
        mark = {Severity.BLOCKER: "✕", Severity.HIGH: "▲", Severity.MEDIUM: "■", Severity.LOW: "▼"}[severity]
        return f"{mark} {self.severity(severity)}"

    def confidence(self, confidence: Confidence) -> str:
        """Return the name of a confidence, in lower case as it stands after a colon."""
        return {
            Confidence.LOW: self._("low"),
            Confidence.MEDIUM: self._("medium"),
            Confidence.HIGH: self._("high"),
        }[confidence]

    def evidence_rule(self, rule: EvidenceRule) -> str:
        """Return what a question asks in evidence."""
        return {
            EvidenceRule.REQUIRED: self._("Evidence required"),
            EvidenceRule.EXPECTED: self._("Evidence expected"),
            EvidenceRule.NONE: self._("No evidence needed"),
        }[rule]

    def not_applicable_type(self, kind: NotApplicableType) -> str:
        """Return the name of a type of not-applicable."""
        return {
            NotApplicableType.OUT_OF_SCOPE: self._("Out of scope"),
            NotApplicableType.BUSINESS_PRIORITY: self._("Business priority"),
            NotApplicableType.ARCHITECTURE_CONSTRAINT: self._("Architecture constraint"),
            NotApplicableType.OTHER: self._("Other"),
        }[kind]

    def assessment_state(self, state: AssessmentState) -> str:
        """Return the name of an assessment's state."""
        return {
            AssessmentState.DRAFT: self._("Draft"),
            AssessmentState.IN_REVIEW: self._("In review"),
            AssessmentState.DECIDED: self._("Decided"),
            AssessmentState.WITHDRAWN: self._("Withdrawn"),
            AssessmentState.SUPERSEDED: self._("Superseded"),
        }[state]

    def outcome(self, outcome: Outcome) -> str:
        """Return the name of a decision's outcome."""
        return {
            Outcome.GO: self._("Go"),
            Outcome.CONDITIONAL_GO: self._("Conditional go"),
            Outcome.NO_GO: self._("No-go"),
        }[outcome]

    def stale_reason(self, reason: StaleReason) -> str:
        """Return what changed under a decision as a sentence without its full stop, with names and dates."""
        day = self.date(reason.day) if reason.day else ""
        sentence = {
            StaleKind.NEWER: self._("“{name}” was decided on {day}"),
            StaleKind.AGE: self._("The gate policy's greatest age for a decision passed on {day}"),
            StaleKind.TIER: self._("The tier changed from {before} to {after}"),
            StaleKind.FACT: self._("A fact changed from {before} to {after}: {name}"),
            StaleKind.POLICY: self._("The gate policy is {after} now; it was decided under {before}"),
            StaleKind.EVIDENCE: self._("The evidence of {name} expired after {day}"),
            StaleKind.WAIVER: self._("The waiver of {name} expired after {day}"),
            StaleKind.REVOKED: self._("The waiver of {name} was revoked"),
            StaleKind.ITEM: self._("“{name}” is overdue since {day}"),
            StaleKind.DEPENDENCY: self._("{name} was {before} and is {after}"),
            StaleKind.NEW_DEPENDENCY: self._("It depends on {name} now, which is {after}"),
            StaleKind.LOST_DEPENDENCY: self._("It no longer depends on {name}"),
        }[reason.kind]
        is_of_question = reason.kind in (StaleKind.EVIDENCE, StaleKind.WAIVER, StaleKind.REVOKED)
        return sentence.format(
            name=bare_id(reason.name) if is_of_question else reason.name,
            day=day,
            before=self._stale_value(reason.kind, reason.before),
            after=self._stale_value(reason.kind, reason.after),
        )

    def _stale_value(self, kind: StaleKind, value: str) -> str:
        if kind is StaleKind.FACT:
            return self._("yes") if value == "true" else self._("no")
        if value and kind in (StaleKind.DEPENDENCY, StaleKind.NEW_DEPENDENCY):
            return self.verdict(Verdict(value)).lower()
        return value

    def lifecycle(self, lifecycle: Lifecycle) -> str:
        """Return the name of a stage of life."""
        return {
            Lifecycle.EXPERIMENTAL: self._("Experimental"),
            Lifecycle.PRODUCTION: self._("Production"),
            Lifecycle.DEPRECATED: self._("Deprecated"),
            Lifecycle.RETIRED: self._("Retired"),
        }[lifecycle]

    def link_kind(self, kind: LinkKind) -> str:
        """Return the name of a kind of link."""
        return {
            LinkKind.REPOSITORY: self._("Repository"),
            LinkKind.RUNBOOK: self._("Runbook"),
            LinkKind.DASHBOARD: self._("Dashboard"),
            LinkKind.ON_CALL: self._("On-call"),
            LinkKind.OTHER: self._("Other link"),
        }[kind]

    def report_title(self, service: str) -> str:
        """Return the title of a report on a service, as a document's window shows it."""
        return self._("{service}: service readiness report").format(service=service)

    def questionnaire_title(self, service: str) -> str:
        """Return the title of a questionnaire on a service, as a document's window shows it."""
        return self._("Questionnaire: {service}").format(service=service)

    def tier(self, tier: int) -> str:
        """Return "Tier 1"."""
        return self._("Tier {tier}").format(tier=tier)

    def tier_meaning(self, tier: int) -> str:
        """Return what a tier means, as a sentence."""
        return {
            1: self._("An outage hurts customers at once."),
            2: self._("An outage hurts customers within hours."),
            3: self._("An outage hurts colleagues, or customers after days."),
            4: self._("An experiment: an outage hurts nobody."),
        }[tier]

    def percent(self, value: Fraction | None) -> str:
        """Return a part of 1 as whole percent without the sign; a dash for None."""
        return DASH if value is None else str(whole_percent(value))

    def exact_percent(self, value: Fraction | None) -> str:
        """Return a part of 1 as percent with one decimal, rounded down; a dash for None."""
        if value is None:
            return DASH
        tenths = int(value * 1000)
        return f"{tenths // 10}.{tenths % 10}"

    def limit_percent(self, value: Fraction) -> str:
        """Return a minimum as percent, without decimals where it has none."""
        return str(value * 100) if (value * 100).denominator == 1 else f"{float(value * 100):g}"

    def band(self, band: Band | None) -> str:
        """Return "63-74" with an en dash; nothing where the band has no width."""
        if band is None or not band.width:
            return ""
        return f"{self.percent(band.low)}{DASH}{self.percent(band.high)}"

    def score_with_band(self, score: Fraction | None, band: Band | None) -> str:
        """Return "63 (63-74)"; the score alone where the band has no width or there is no score."""
        text = self.band(band) if score is not None else ""
        return f"{self.percent(score)} ({text})" if text else self.percent(score)

    def choice_score(self, score: Fraction) -> str:
        """Return a choice's score as it stands beside it: "0", "¼", "1" or "0.35"."""
        return _FRACTION_MARKS.get(score) or f"{float(score):g}"

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

    def answer_text(self, question: Question, answer: Answer) -> str:
        """Return what was answered, in the pack's words or in ours."""
        match answer.state:
            case AnswerState.ANSWERED:
                chosen = [choice.label for choice in question.choices if choice.id in answer.choices]
                return "; ".join(chosen) or self.state(AnswerState.UNANSWERED)
            case AnswerState.NOT_APPLICABLE if answer.not_applicable_type is not None:
                return self._("Not applicable ({kind})").format(
                    kind=self.not_applicable_type(answer.not_applicable_type).lower()
                )
            case AnswerState.COMPENSATED:
                return self._("Compensated by another control")
            case state:
                return self.state(state)

    def short_answer(self, question: Question, answer: Answer) -> str:
        """Return what was answered, cut to the length of a menu's line."""
        text = self.answer_text(question, answer)
        return text if len(text) <= _CHOICE_TEXT_LENGTH else text[: _CHOICE_TEXT_LENGTH - 1].rstrip() + "…"

    def blind_change_name(self, question: Question, assessor: str) -> str:
        """Return whose blind answer changed, as undo names it: colleagues who read it may not learn what it says."""
        return self._("blind answer of {assessor} to {question}").format(
            assessor=assessor, question=bare_id(question.id)
        )

    def change_name(self, question: Question, before: Answer | None, after: Answer | None) -> str:
        """Return what a change did, as undo names it: 'answered failure.timeouts: Some calls ...'."""
        before = before or Answer(question.id)
        after = after or Answer(question.id)
        name = bare_id(question.id)
        if (before.state, before.choices, before.reason, before.not_applicable_type) != (
            after.state,
            after.choices,
            after.reason,
            after.not_applicable_type,
        ):
            if after.state is AnswerState.UNANSWERED:
                return self._("cleared {question}").format(question=name)
            return self._("answered {question}: {answer}").format(
                question=name, answer=self.short_answer(question, after)
            )
        if before.note != after.note or before.note_internal != after.note_internal:
            return self._("changed the note of {question}").format(question=name)
        if before.evidence != after.evidence:
            return self._("changed the evidence of {question}").format(question=name)
        if before.confidence != after.confidence:
            return self._("set the confidence of {question} to {confidence}").format(
                question=name, confidence=self.confidence(after.confidence)
            )
        if before.dissent != after.dissent:
            return self._("changed the dissent on {question}").format(question=name)
        if before.marked != after.marked:
            text = self._("marked {question} for review") if after.marked else self._("unmarked {question}")
            return text.format(question=name)
        return self._("confirmed {question}").format(question=name)

    def effect(self, effect: Effect) -> str:
        """Return what an incoming answer would do to a question, in a word."""
        return {
            Effect.NEW: self._("New"),
            Effect.CHANGED: self._("Changed"),
            Effect.CONFIRMED: self._("Confirmed"),
            Effect.UNCHANGED: self._("Unchanged"),
        }[effect]

    def effects(self, counts: Mapping[Effect, int]) -> str:
        """Return "12 new, 3 changed, 40 unchanged"; what nothing has is left out."""
        named = (f"{count} {self.effect(effect).lower()}" for effect, count in counts.items() if count)
        return ", ".join(named) or self._("nothing")

    def differences(self, question: Question, before: Answer, after: Answer) -> list[tuple[str, str]]:
        """Return what two answers to a question say differently, part by part; a dash where one says nothing."""
        answers = [
            (". ".join(each for each in (self.answer_text(question, answer), answer.reason) if each))
            for answer in (before, after)
        ]
        internal = {True: self._("internal"), False: self._("shared")}
        parts = [
            ("{text}", answers[0], answers[1]),
            (self._("Note: {text}"), before.note, after.note),
            (self._("Note: {text}"), internal[before.note_internal], internal[after.note_internal]),
            (
                self._("Confidence: {text}"),
                self.confidence(before.confidence),
                self.confidence(after.confidence),
            ),
            (self._("Evidence: {text}"), self._evidence(before), self._evidence(after)),
        ]
        found = [
            (form.format(text=one or DASH), form.format(text=other or DASH))
            for form, one, other in parts
            if one != other
        ]
        # An answer that is only confirmed says the same; so does the person who reads this.
        return found or [(answers[0], answers[1])]

    def _evidence(self, answer: Answer) -> str:
        return "; ".join(each.title or each.value for each in answer.evidence)
