"""Words for the path to ready: targets, steps, and why a service cannot get there."""

from fractions import Fraction

from shipworthy.domain.pack import bare_id
from shipworthy.domain.path_candidates import Candidate, Estimate
from shipworthy.domain.path_ledger import Target
from shipworthy.domain.path_to_ready import Path, ServicePath
from shipworthy.wording.figures import DASH
from shipworthy.wording.wording import Wording

_MOST_NAMED = 3


class PathWording(Wording):
    """The words of paths in one language."""

    def target(self, target: Target) -> str:
        """Return the name of what a path leads to."""
        return {
            Target.READY: self._("Ready"),
            Target.GATE: self._("Gate met"),
            Target.CONDITIONAL: self._("Conditionally ready"),
        }[target]

    def target_help(self, target: Target) -> str:
        """Return what a target asks for, in a sentence."""
        return {
            Target.READY: self._("The gate is met without any waiver, and no blocker or high miss is left."),
            Target.GATE: self._("The figures and the level of the gate are met without any waiver."),
            Target.CONDITIONAL: self._("The gate is met with waivers; each high miss is waived or has planned work."),
        }[target]

    def left_out(self) -> str:
        """Return what no path plans for."""
        return self._(
            "Planned for the service's own verdict: the age of its review and what hard dependencies do to the verdict "
            "are left out, as no work here mends them."
        )

    def gain(self, gain: Fraction) -> str:
        """Return what a step adds to the score, in points of 100: "+2.5"; a dash where it adds nothing."""
        return self.decimal(f"+{float(gain * 100):.1f}") if gain else DASH

    def further_effort(self, candidate: Candidate) -> str:
        """Return the further effort of a piece of work, or why none is counted."""
        if candidate.estimate is Estimate.CLAIMED:
            return self._("done, to be verified")
        if candidate.estimate is Estimate.NONE:
            return self._("not estimated")
        return self.days(candidate.days)

    def path_outcome(self, path: Path) -> str:
        """Return what a path comes to, in a sentence."""
        target = self.target(path.problem.target)
        if len(path.services) == 1:
            [one] = path.services
            return self._one_outcome(path, one, target)
        reached = sum(each.reached for each in path.services)
        sentence = self._translator.ngettext(
            "{reached} of {count} service reaches {target} with {days} of work.",
            "{reached} of {count} services reach {target} with {days} of work.",
            len(path.services),
        )
        return sentence.format(reached=reached, count=len(path.services), target=target, days=self.days(path.effort))

    def _one_outcome(self, path: Path, one: ServicePath, target: str) -> str:
        name, days = one.review.service.name, self.days(path.effort)
        if one.already:
            return self._("{service} is there already: {target}.").format(service=name, target=target)
        if one.obstacles is not None:
            return self._("{service} cannot reach {target}.").format(service=name, target=target)
        if not one.reached:
            return self._("{service} reaches {target} with {days} of work, which is more than the budget.").format(
                service=name, target=target, days=self.days(one.alone or Fraction(0))
            )
        if not path.effort:
            return self._("{service} reaches {target} once a review confirms what is done.").format(
                service=name, target=target
            )
        return self._("{service} reaches {target} with {days} of work.").format(service=name, target=target, days=days)

    def closes(self, candidate: Candidate) -> str:
        """Return what a piece of work closes: the bare id of a question, or how many; a dash for none."""
        if not candidate.closes:
            return DASH
        if len(candidate.closes) == 1:
            return bare_id(min(candidate.closes))
        return self.count("{count} question", "{count} questions", len(candidate.closes))

    def service_state(self, one: ServicePath) -> str:
        """Return in a word or two what a path means for a service."""
        if one.already:
            return self._("There already")
        if one.obstacles is not None:
            return self._("Out of reach")
        return self._("Reached") if one.reached else self._("Left behind")

    def service_outcome(self, one: ServicePath) -> str:
        """Return what a path for several services means for one: there already, reached, left behind, out of reach."""
        if one.already:
            return self._("there already")
        if one.obstacles is not None:
            return self._("cannot be reached")
        days = self.days(one.alone or Fraction(0))
        words = self._("reached; {days} by itself") if one.reached else self._("left behind; {days} by itself")
        return words.format(days=days)

    def obstacles(self, one: ServicePath) -> list[str]:
        """Return why a service cannot get there even with everything chosen, in sentences; nothing where it can."""
        if one.obstacles is None:
            return []
        sentences = [
            self._("With everything done: {clause}.").format(clause=self.clause_alone(clause, one.review))
            for clause in one.obstacles.clauses
        ]
        unconfirmed, locked = one.obstacles.unconfirmed, one.obstacles.locked_out
        if unconfirmed:
            sentences.append(
                self.count(
                    "{count} answer was carried over and is not confirmed: confirm it in a review.",
                    "{count} answers were carried over and are not confirmed: confirm them in a review.",
                    len(unconfirmed),
                )
            )
        if locked:
            names = ", ".join(f"“{each.item.title}”" for each in locked[:_MOST_NAMED])
            sentences.append(
                self._translator.ngettext(
                    "{count} piece of work is locked out: {names}.",
                    "{count} pieces of work are locked out: {names}.",
                    len(locked),
                ).format(count=len(locked), names=names + (" …" if len(locked) > _MOST_NAMED else ""))
            )
        return sentences
