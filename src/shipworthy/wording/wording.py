"""All words of the product in one language, passed in: window and report may differ."""

from collections.abc import Mapping

from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import bare_id
from shipworthy.domain.stale import StaleKind, StaleReason
from shipworthy.wording.answers import AnswerWording
from shipworthy.wording.flow import FlowWording
from shipworthy.wording.movement import MovementWording
from shipworthy.wording.portfolio_summary import SummaryWording
from shipworthy.wording.remediation import RemediationWording
from shipworthy.wording.services import ServiceWording
from shipworthy.wording.waivers import WaiverWording


class Wording(
    AnswerWording, ServiceWording, WaiverWording, RemediationWording, FlowWording, SummaryWording, MovementWording
):
    """The product's words in one language; without a translator, in the interface's."""

    def stale_reason(self, reason: StaleReason, questions: Mapping[str, str] | None = None) -> str:
        """Return what changed under a decision as a sentence without its full stop, with names and dates.

        `questions` are the names of questions by whole id; without one it is the bare id.
        """
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
            name=(questions or {}).get(reason.name, bare_id(reason.name)) if is_of_question else reason.name,
            day=day,
            before=self._stale_value(reason.kind, reason.before),
            after=self._stale_value(reason.kind, reason.after),
        )

    def _stale_value(self, kind: StaleKind, value: str) -> str:
        if kind is StaleKind.FACT:
            return self._("yes") if value == "true" else self._("no")
        if value and kind in (StaleKind.DEPENDENCY, StaleKind.NEW_DEPENDENCY):
            return self.inside(self.verdict(Verdict(value)))
        return value

    def report_title(self, service: str) -> str:
        """Return the title of a report on a service, as a document's window shows it."""
        return self._("{service}: service readiness report").format(service=service)

    def minutes_title(self, service: str) -> str:
        """Return the title of the minutes of a review's meetings, as a document's window shows it."""
        return self._("Minutes: {service}").format(service=service)

    def attached_seal(self, fingerprint: str) -> str:
        """Return the description of the sealed review as a file that is attached to its report."""
        return self._("The sealed review, as canonical JSON. Its SHA-256 is the fingerprint {fingerprint}.").format(
            fingerprint=fingerprint
        )

    def questionnaire_title(self, service: str) -> str:
        """Return the title of a questionnaire on a service, as a document's window shows it."""
        return self._("Questionnaire: {service}").format(service=service)
