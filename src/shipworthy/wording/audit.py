"""Words of the report for an auditor: kinds of evidence, what a change of the log did, and what was compared."""

import datetime as dt

from shipworthy.domain.assessment import Answer, EvidenceKind
from shipworthy.domain.pack import Question
from shipworthy.wording.wording import Wording

_LONGEST = 160  # letters of one side of a change: the log itself has all of them


class AuditWording(Wording):
    """The words of the report for an auditor in one language."""

    def audit_title(self, service: str) -> str:
        """Return the title of the report, as a document's window shows it."""
        return self._("{service}: service audit report").format(service=service)

    def moment(self, at: dt.datetime) -> str:
        """Return "20 Nov 2026, 10:00 UTC"."""
        moment = at.astimezone(dt.UTC)
        return self._("{day}, {time} UTC").format(day=self.date(moment.date()), time=self.time(moment))

    def moment_of_log(self, at: dt.datetime) -> str:
        """Return "2026-11-20 10:00:12" in UTC, which every line of a long table has room for."""
        return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"

    def evidence_kind(self, kind: EvidenceKind) -> str:
        """Return the name of a kind of evidence."""
        return {
            EvidenceKind.LINK: self._("Link"),
            EvidenceKind.FILE: self._("File"),
            EvidenceKind.TEXT: self._("Text"),
            EvidenceKind.PROBE: self._("Probe"),
        }[kind]

    def kept(self, whole: bool | None) -> str:
        """Return whether a file is as it was added; None for one that is lost."""
        if whole is None:
            return self._("✕ not in the store")
        return self._("✓ whole") if whole else self._("✕ damaged")

    def confirmed(self, state: str, carried: bool) -> str:
        """Return the state of an answer, and whether it is confirmed."""
        if carried:
            return self._("{state}, carried over and not confirmed").format(state=state)
        return self._("{state}, confirmed").format(state=state)

    # Blind answers

    def no_blind_answers(self) -> str:
        """Return that nobody answered blind."""
        return self._("None: nobody answered blind.")

    def blind_answers_later(self, count: int) -> str:
        """Return that blind answers stay blind until the decision."""
        return self.count(
            "{count} answer was given blind. It is told once the review is decided.",
            "{count} answers were given blind. They are told once the review is decided.",
            count,
        )

    # The history

    def part_of_log(self, kind: str) -> str:
        """Return what an entry of the change log is about, by its kind."""
        return {
            "assessment": self._("Review"),
            "answer": self._("Answer"),
            "meeting": self._("Meeting"),
            "item": self._("Item"),
            "waiver": self._("Waiver"),
            "seal": self._("Seal"),
        }[kind]

    def of_question(self, number: str, assessor: str) -> str:
        """Return which answer an entry is about; `assessor` names whose blind one."""
        if assessor:
            return self._("Blind answer {number}, {assessor}").format(number=number, assessor=assessor)
        return self._("Answer {number}").format(number=number)

    def blind_change(self) -> str:
        """Return what is told of a change to a blind answer: that there was one."""
        return self._("given or changed")

    def answer_change(self, question: Question, before: Answer | None, after: Answer | None) -> str:
        """Return what a change did to an answer, from and to."""
        if after is None:
            return self._("taken back")
        if before is None and after.carried:
            return self._("carried over: {answer}").format(answer=_short(self.answer_text(question, after)))
        was = before or Answer(question.id)
        parts = [
            f"{_short(one)} {self.arrow} {_short(other)}"
            for one, other in self.differences(question, was, after)
            if one != other
        ]
        if was.carried and not after.carried:
            parts.append(self._("confirmed"))
        if was.marked is not after.marked:
            parts.append(self._("marked for review") if after.marked else self._("no longer marked"))
        if was.dissent != after.dissent:
            parts.append(self._("dissent: {names}").format(names=", ".join(each.name for each in after.dissent) or "–"))
        if after.carried and not was.carried:
            parts.append(self._("carried over"))
        return "; ".join(parts) or self._("confirmed")

    def from_to(self, before: str, after: str) -> str:
        """Return "Draft → Decided"."""
        return f"{before} {self.arrow} {after}"

    def undone(self, text: str) -> str:
        """Return that a change took back another, or did it again."""
        return self._("Taken back or done again: {text}").format(text=text)

    def several(self, text: str, count: int) -> str:
        """Return a change that is in the log as several entries of one step."""
        return self._("{text} ({count} entries)").format(text=text, count=count)

    def sealed_as(self, seal: str) -> str:
        """Return that a review was sealed, and under which hash."""
        return self._("sealed, {hash}…").format(hash=seal[:12])

    # The chain

    def check_content(self, number: int) -> str:
        """Return the first thing that is compared: the content with its hash."""
        return self._("The sealed content has the SHA-256 that seal {number} names.").format(number=number)

    def check_record(self, number: int) -> str:
        """Return the second: the record with the hash of the seal."""
        return self._("Number, moment, name, content hash and change log give the hash of seal {number}.").format(
            number=number
        )

    def check_first(self) -> str:
        """Return the third for the first seal of a store."""
        return self._("It is the first seal of the store and names none before it.")

    def check_previous(self, before: int) -> str:
        """Return the third: the seal before."""
        return self._("It names the hash of seal {number}, the one before it.").format(number=before)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1].rstrip()}…"
