"""What the columns of a report's tables are called, by the fields that they show."""

from collections.abc import Mapping

from shipworthy.wording.portfolio_columns import PortfolioColumns


class ReportColumns(PortfolioColumns):
    """The titles of tables and columns in one language."""

    def table(self, name: str) -> str:
        """Return what a table is called."""
        return {
            "summary": self._("Summary"),
            "questions": self._("Questions"),
            "principles": self._("Principles"),
            "items": self._("Remediation items"),
            "waivers": self._("Waivers"),
            "services": self._("Services"),
            "movement": self._("Movement"),
            "misses": self._("Missed most often"),
            "history": self._("History"),
            "seals": self._("Seals"),
            "sides": self._("Before and after"),
            "parts": self._("Parts of the change"),
        }[name]

    def yes_no(self, holds: bool) -> str:
        """Return a truth as a word."""
        return self._("Yes") if holds else self._("No")

    def does_not_apply(self) -> str:
        """Return what is said of a question whose conditions do not hold."""
        return self._("Does not apply")

    def question_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of questions."""
        return {
            "number": self._("Number"),
            "text": self._("Question"),
            "principle": self._("Principle"),
            "severity": self._("Severity"),
            "level": self._("Level"),
            "weight": self._("Weight"),
            "state": self._("State"),
            "answer": self._("Answer"),
            "counted_score": self._("Counts"),
            "miss": self._("Miss"),
            "reason": self._("Reason"),
            "confidence": self._("Confidence"),
            "evidence": self._("Evidence"),
            "note": self._("Note"),
            "answered_by": self._("Answered by"),
            "answered_at": self._("Answered at (UTC)"),
            "note_internal": self._("Internal note"),
            "carried": self._("Carried, not confirmed"),
            "marked": self._("Marked"),
            "applies": self._("Applies"),
            "id": self._("Question id"),
        }

    def principle_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of principles; scores are in percent."""
        return {
            "number": self._("Number"),
            "pack": self._("Pack"),
            "title": self._("Principle"),
            "score": self._("Score"),
            "low": self._("Score, low"),
            "high": self._("Score, high"),
            "minimum": self._("Minimum"),
            "met": self._("Met"),
            "answered": self._("Answered"),
            "asked": self._("Asked"),
            "id": self._("Principle id"),
        }

    def item_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of remediation items."""
        return {
            "title": self._("Title"),
            "severity": self._("Severity"),
            "state": self._("State"),
            "waived": self._("Waived"),
            "overdue": self._("Overdue"),
            "owner": self._("Owner"),
            "due": self._("Due"),
            "effort_days": self._("Effort, days"),
            "questions": self._("Closes"),
            "ticket": self._("Ticket"),
            "description": self._("Description"),
            "reason": self._("Reason"),
            "id": self._("Item id"),
        }

    def waiver_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of waivers."""
        return {
            "service": self._("Service"),
            "question": self._("Question id"),
            "standing": self._("State"),
            "reason": self._("Reason"),
            "requester": self._("Requested by"),
            "approver": self._("Decided by"),
            "expires": self._("Last day"),
            "extended": self._("Extended"),
            "id": self._("Waiver id"),
        }

    def kept_item_titles(self) -> Mapping[str, str]:
        """Return the titles of the items of many services."""
        *titles, last = self.item_titles().items()
        more = {"waits_for": self._("Waits for"), "team": self._("Team"), "tags": self._("Tags")}
        return {"service": self._("Service"), **dict(titles), **more, **dict([last])}

    def kept_waiver_titles(self) -> Mapping[str, str]:
        """Return the titles of waivers with what was said when they were decided."""
        *titles, last = self.waiver_titles().items()
        return {**dict(titles), "decision": self._("What was said"), **dict([last])}

    def summary_titles(self) -> Mapping[str, str]:
        """Return what the figures of a summary are called; shares are in percent."""
        return {
            "what": self._("What"),
            "value": self._("Value"),
            "service": self._("Service"),
            "tier": self._("Tier"),
            "team": self._("Team"),
            "title": self._("Review"),
            "state": self._("State of the review"),
            "verdict": self._("Verdict"),
            "own_verdict": self._("Own verdict"),
            "capped_by": self._("Capped by"),
            "score": self._("Score"),
            "low": self._("Score, low"),
            "high": self._("Score, high"),
            "level": self._("Level"),
            "coverage": self._("Coverage"),
            "confidence": self._("Confidence"),
            "clause": self._("Not met"),
            "decision": self._("Decision"),
            "decided_on": self._("Decided on"),
            "signed_by": self._("Signed by"),
            "condition": self._("Condition"),
            "dissent": self._("Dissent"),
            "assessors": self._("Reviewed by"),
            "pack": self._("Pack"),
            "policy": self._("Gate policy"),
            "as_of": self._("As of"),
            "since": self._("Compared with"),
            "services": self._("Services"),
            "scored": self._("With a score"),
            "mean": self._("Mean score"),
            "blockers": self._("Blockers"),
            "overdue": self._("Overdue"),
            "waivers_expiring": self._("Waivers expiring"),
            "reviews_due": self._("Review due"),
            "fingerprint": self._("Fingerprint"),
            "made": self._("Made (UTC)"),
        }

    def movement_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of what moved; scores are in percent."""
        return {
            "service": self._("Service"),
            "kind": self._("What happened"),
            "score_before": self._("Score before"),
            "score_after": self._("Score after"),
            "change": self._("Change"),
            "verdict_before": self._("Verdict before"),
            "verdict_after": self._("Verdict after"),
            "reason": self._("Why"),
        }

    def movement_kind(self, kind: str) -> str:
        """Return what happened to a service between two days."""
        return {
            "moved": self._("moved"),
            "arrived": self._("came"),
            "gone": self._("went"),
        }[kind]

    def miss_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of misses."""
        return {
            "question": self._("Question id"),
            "text": self._("Question"),
            "risk": self._("What it means for the business"),
            "services": self._("Services that miss it"),
            "asked": self._("Services asked"),
        }

    def comparison_titles(self) -> Mapping[str, str]:
        """Return what the figures of a comparison are called; changes are in points of a hundred."""
        return {
            "part": self._("Part"),
            "change": self._("Change, points"),
            "meaning": self._("What belongs to it"),
            "before": self._("Before"),
            "after": self._("After"),
            "blocker_gone": self._("Blocker gone"),
            "blocker_new": self._("Blocker new"),
        }

    def principle_change_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of principles on both sides; scores are in percent."""
        return {
            "title": self._("Principle"),
            "before": self._("Before"),
            "after": self._("After"),
            "change": self._("Change, points"),
            "id": self._("Principle id"),
        }

    def question_change_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of questions that moved."""
        return {
            "text": self._("Question"),
            "moved": self._("What changed"),
            "answer_before": self._("Answer before"),
            "answer_after": self._("Answer after"),
            "score_before": self._("Counted before"),
            "score_after": self._("Counts after"),
            "change": self._("Change, points"),
            "id": self._("Question id"),
        }

    def change_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of changes."""
        return {
            "number": self._("Number"),
            "at": self._("At (UTC)"),
            "actor": self._("Who"),
            "kind": self._("Kind"),
            "part": self._("Of what"),
            "assessor": self._("Blind answer of"),
            "action": self._("What was done"),
            "undoes": self._("Took back"),
        }

    def seal_titles(self) -> Mapping[str, str]:
        """Return the titles of the table of seals."""
        return {
            "number": self._("Seal"),
            "title": self._("Review"),
            "sealed_at": self._("At (UTC)"),
            "sealed_by": self._("By"),
            "content_sha256": self._("SHA-256 of the content"),
            "previous": self._("Seal before"),
            "log_number": self._("Log up to"),
            "log_sha256": self._("SHA-256 of the log"),
            "sha256": self._("Hash of the seal"),
        }
