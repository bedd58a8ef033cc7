"""The names of what is chosen from a few: verdicts, states, severities, tiers and the like, with their signs."""

from collections.abc import Mapping

from shipworthy.domain.assessment import (
    AnswerState,
    AssessmentState,
    Confidence,
    NotApplicableType,
    Outcome,
)
from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import EvidenceRule, Severity
from shipworthy.domain.service import Lifecycle, LinkKind
from shipworthy.domain.service_import import ServiceEffect
from shipworthy.wording.figures import DASH
from shipworthy.wording.translated import Translated

_MARKS = {Verdict.READY: "✓", Verdict.CONDITIONALLY_READY: "◐", Verdict.NOT_READY: "✕", Verdict.NOT_ASSESSED: DASH}


class NameWording(Translated):
    """Names in one language."""

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

    def service_effect(self, effect: ServiceEffect) -> str:
        """Return what an import would do with a service."""
        return {
            ServiceEffect.CREATED: self._("New"),
            ServiceEffect.UPDATED: self._("Updated"),
            ServiceEffect.UNCHANGED: self._("Unchanged"),
            ServiceEffect.SKIPPED: self._("Skipped"),
        }[effect]

    def service_effects(self, counts: Mapping[ServiceEffect, int]) -> str:
        """Return "3 new, 1 updated, 40 unchanged"; what nothing has is left out."""
        named = (f"{count} {self.inside(self.service_effect(effect))}" for effect, count in counts.items() if count)
        return ", ".join(named) or self._("nothing")

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
