"""Words for waivers: how one stands, what happened to it, and what of a review is accepted."""

import datetime as dt

from shipworthy.domain.remediation import Extension, Waiver, WaiverState
from shipworthy.domain.waiver_register import Accepted, RegisterFilter, WaiverStanding, accepted_by, standing_of
from shipworthy.wording.calendar import CalendarWording


class WaiverWording(CalendarWording):
    """Sentences about waivers in one language."""

    def waiver_standing(self, standing: WaiverStanding) -> str:
        """Return the name of how a waiver stands on a day."""
        return {
            WaiverStanding.REQUESTED: self._("Requested"),
            WaiverStanding.ACTIVE: self._("Active"),
            WaiverStanding.EXPIRED: self._("Expired"),
            WaiverStanding.REJECTED: self._("Rejected"),
            WaiverStanding.REVOKED: self._("Revoked"),
        }[standing]

    def register_filter(self, kept: RegisterFilter) -> str:
        """Return the name of a filter of the register."""
        return {
            RegisterFilter.ALL: self._("All waivers"),
            RegisterFilter.WAITING: self._("Waiting for a decision"),
            RegisterFilter.ACTIVE: self._("Active"),
            RegisterFilter.SOON: self._("Ending within 30 days"),
            RegisterFilter.EXPIRED: self._("Expired"),
            RegisterFilter.ENDED: self._("Rejected or revoked"),
        }[kept]

    def waiver_words(self, waiver: Waiver, today: dt.date) -> tuple[str, str]:
        """Return how a waiver stands on a day as a sentence without its full stop, and the reason that belongs to it.

        An extension that waits is told of in the reason's second line.
        """
        match standing_of(waiver, today):
            case WaiverStanding.REQUESTED:
                sentence = self._("Waiver requested by {requester} until {day}, not decided yet")
            case WaiverStanding.ACTIVE:
                sentence = self._("Waived until {day}, approved by {approver}")
            case WaiverStanding.EXPIRED:
                sentence = self._("The waiver expired after {day}; {approver} had approved it")
            case WaiverStanding.REJECTED:
                sentence = self._("A waiver was requested by {requester} and rejected by {approver}")
            case _:  # revoked, the one left
                sentence = self._("The waiver until {day} was revoked")
        ended = waiver.state in (WaiverState.REJECTED, WaiverState.REVOKED)
        reason = waiver.state_reason if ended else waiver.reason
        pending = waiver.pending_extension if waiver.state is WaiverState.APPROVED else None
        title = sentence.format(requester=waiver.requester, approver=accepted_by(waiver), day=self.date(waiver.expires))
        return title, "\n".join([reason, *([self.asked_to_extend(pending)] if pending else [])])

    def waiver_sentence(self, waiver: Waiver, today: dt.date) -> str:
        """Return how a waiver stands on a day with its reason: "Waived until 3 Mar 2027, approved by Bo: …"."""
        title, text = self.waiver_words(waiver, today)
        return f"{title}: {text}"

    def asked_to_extend(self, extension: Extension) -> str:
        """Return who asks for a later last day, and why."""
        return self._("{requester} asks to extend it until {day}: {reason}").format(
            requester=extension.requester, day=self.date(extension.until), reason=extension.reason
        )

    def days_left(self, days: int) -> str:
        """Return how far away a last day is: "12 days left", "today", "3 days ago"."""
        if days == 0:
            return self._("today")
        if days < 0:
            return self.count("{count} day ago", "{count} days ago", -days)
        return self.count("{count} day left", "{count} days left", days)

    def times_extended(self, times: int) -> str:
        """Return how often a last day was moved; nothing for never."""
        return self.count("extended {count} time", "extended {count} times", times) if times else ""

    def waiver_event(self, before: Waiver | None, after: Waiver | None, name: str) -> str:
        """Return what a change did to a waiver, with who and why; `name` is what undo calls it."""
        if before is None and after is not None:
            return self._("Requested by {name} until {day}: {reason}").format(
                name=after.requester, day=self.date(after.expires), reason=after.reason
            )
        if before is not None and after is not None and after.state is not before.state:
            return self._decided(after)
        if before is not None and after is not None and after.extensions:
            return self._extended(after.extensions[-1])
        return f"{name[:1].upper()}{name[1:]}"

    def _decided(self, waiver: Waiver) -> str:
        sentence = {
            WaiverState.REQUESTED: self._("Requested by {requester} until {day}"),
            WaiverState.APPROVED: self._("Approved by {name} until {day}"),
            WaiverState.REJECTED: self._("Rejected by {name}"),
            WaiverState.REVOKED: self._("Revoked"),
        }[waiver.state].format(name=waiver.approver, requester=waiver.requester, day=self.date(waiver.expires))
        return f"{sentence}: {waiver.state_reason}" if waiver.state_reason else sentence

    def _extended(self, extension: Extension) -> str:
        if extension.state is WaiverState.REQUESTED:
            return self.asked_to_extend(extension)
        words = {
            WaiverState.APPROVED: self._("Extended until {day}, approved by {name}"),
            WaiverState.REJECTED: self._("Extension until {day} rejected by {name}"),
        }[extension.state]
        return words.format(name=extension.approver, day=self.date(extension.until))

    def accepted(self, accepted: Accepted) -> list[str]:
        """Return how many misses are waived and planned, and how much work is overdue; nothing for what is none."""
        waived, planned, overdue = len(accepted.waived), len(accepted.planned), len(accepted.overdue)
        return [
            *([self.count("{count} miss waived", "{count} misses waived", waived)] if waived else []),
            *([self.count("{count} miss planned", "{count} misses planned", planned)] if planned else []),
            *([self.count("{count} item overdue", "{count} items overdue", overdue)] if overdue else []),
        ]
