"""Words of the report for leaders: what a verdict means, what is asked of them, and where a risk stands."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from shipworthy.domain.comparison import Comparison
from shipworthy.domain.delta import Factor
from shipworthy.domain.gate import Clause, ClauseKind, Verdict
from shipworthy.domain.review import Review
from shipworthy.text import isolated
from shipworthy.wording.comparison import ComparisonWording
from shipworthy.wording.figures import DASH
from shipworthy.wording.path import PathWording
from shipworthy.wording.translated import form_of

_NAMED = 2  # in a sentence; the others are counted
_LONGEST = 90  # letters of a question or title within a sentence


class LeadershipWording(PathWording, ComparisonWording):
    """The words of the report for leaders in one language."""

    def leadership_title(self, service: str) -> str:
        """Return the title of the report, as a document's window shows it."""
        return self._("{service}: readiness for leadership").format(service=service)

    # What a verdict is, and what the tier requires

    def meaning(self, verdict: Verdict, tier: int) -> str:
        """Return what a verdict means, as a sentence without jargon."""
        return {
            Verdict.READY: self._("It meets everything that is required of a tier {tier} service."),
            Verdict.CONDITIONALLY_READY: self._(
                "It meets what is required of a tier {tier} service only because gaps were accepted as risks or have "
                "planned work."
            ),
            Verdict.NOT_READY: self._("It does not meet what is required of a tier {tier} service."),
            Verdict.NOT_ASSESSED: self._("A service that it cannot work without was never reviewed."),
        }[verdict].format(tier=tier)

    def requirements(self, clauses: Sequence[Clause], review: Review) -> list[str]:
        """Return what is required and not met, a sentence each; what concerns single areas shares one."""
        areas = [clause for clause in clauses if clause.kind is ClauseKind.PRINCIPLE]
        told = []
        for clause in clauses:
            if clause.kind is not ClauseKind.PRINCIPLE:
                told.append(self._requirement(clause))
            elif clause is areas[0]:
                asked = sum(each.score is not None for each in review.scorecard.principles)
                told.append(
                    self._("{below} of {count} areas score below their minimum of {limit}").format(
                        below=len(areas), count=asked, limit=self.limit_percent(review.tier_policy.principle)
                    )
                )
        return told

    def _requirement(self, clause: Clause) -> str:
        actual = clause.actual if clause.actual is None else Fraction(clause.actual)
        figures = {"actual": self.exact_percent(actual), "limit": self.limit_percent(Fraction(clause.limit))}
        match clause.kind:
            case ClauseKind.BLOCKERS:
                return self.count(
                    "{count} blocker: a gap that must be closed",
                    "{count} blockers: gaps that must be closed",
                    len(clause.questions),
                )
            case ClauseKind.HIGHS if clause.only_for_ready:
                return self.count(
                    "{count} serious gap, accepted or planned",
                    "{count} serious gaps, all accepted or planned",
                    len(clause.questions),
                )
            case ClauseKind.HIGHS:
                return self.count(
                    "{count} serious gap, neither accepted nor planned",
                    "{count} serious gaps, not all accepted or planned",
                    len(clause.questions),
                )
            case ClauseKind.OVERALL if clause.actual is None:
                return self._("No score: no question is applicable")
            case ClauseKind.OVERALL:
                return self._("Score {actual}; {limit} is required").format(**figures)
            case ClauseKind.COVERAGE:
                return self._("{actual} % of the questions answered; {limit} % are required").format(**figures)
            case ClauseKind.AGE:
                return self._("Decided {actual} days ago; a decision holds for {limit}").format(
                    actual=clause.actual, limit=clause.limit
                )
            case _:  # level, the one kind left
                return self._("Basics incomplete: level {actual}; level {limit} is required").format(
                    actual=clause.actual, limit=clause.limit
                )

    def held_back(self, services: Sequence[str], own: Verdict) -> str:
        """Return which services lower the verdict, and what it is without them."""
        return self._("Held back by {services}; on its own: {verdict}.").format(
            services=self.some(services), verdict=self.inside(self.verdict(own))
        )

    # The decision

    def not_decided(self) -> str:
        """Return what stands in the place of a decision."""
        return self._("Not decided yet")

    def pointed_to(self, verdict: Verdict) -> str:
        """Return the decision that a verdict points to, as a sentence."""
        return self._("The figures point to: {outcome}.").format(outcome=self._pointed(verdict))

    def _pointed(self, verdict: Verdict) -> str:
        return {
            Verdict.READY: self._("go"),
            Verdict.CONDITIONALLY_READY: self._("conditional go"),
            Verdict.NOT_READY: self._("no-go"),
            Verdict.NOT_ASSESSED: self._("no-go"),
        }[verdict]

    def decided(self, day: date, signatories: Sequence[str]) -> str:
        """Return when it was decided, and who signed."""
        return self._("{day}, signed by {names}").format(
            day=self.long_date(day), names=", ".join(isolated(each) for each in signatories)
        )

    def stale(self, reasons: Sequence[str]) -> str:
        """Return that a decision is stale, and why."""
        return self._("Out of date: {reasons}").format(reasons=self.first_of(reasons))

    def today(self, score: str, verdict: Verdict) -> str:
        """Return what the same answers come to today."""
        return self._("Today the same answers come to {score}, {verdict}").format(
            score=score, verdict=self.inside(self.verdict(verdict))
        )

    def conditions_made(self, count: int, text: str, owner: str, due: date | None) -> str:
        """Return how many conditions a decision has, and the one that is due next."""
        counted = self.count("{count} condition", "{count} conditions", count)
        return f"{counted}: {self.condition(text, owner, due)}"

    def condition(self, text: str, owner: str, due: date | None) -> str:
        """Return a condition with its day and its owner."""
        parts = [self._("by {day}").format(day=self.date(due)) if due else "", isolated(owner)]
        told = ", ".join(part for part in parts if part)
        return f"{text} ({told})" if told else text

    def dissents(self, name: str, text: str, count: int) -> str:
        """Return who does not agree with the decision, the others counted."""
        first = self._("{name} does not agree: {text}").format(name=isolated(name), text=text)
        return first if count == 1 else f"{first} ({self.more(count - 1)})"

    # Figures

    def of_required(self, score: Fraction | None, required: Fraction) -> str:
        """Return what stands beneath a score; one that is too low stands there with its decimal."""
        if score is None or not required:
            return self._("of 100")
        if score < required:
            return self._("{score} of 100; {limit} is required").format(
                score=self.exact_percent(score), limit=self.limit_percent(required)
            )
        return self._("of 100; {limit} is required").format(limit=self.limit_percent(required))

    def points_changed(self, change: Fraction | None) -> str:
        """Return "+7.0"; a dash for nothing to compare."""
        return self.points(change)

    def since_review(self, comparison: Comparison | None, day: date | None) -> str:
        """Return since when a score moved."""
        if comparison is None or day is None:
            return self._("first review")
        return self._("points since {day}").format(day=self.date(day))

    def answered_of(self, answered: int, applying: int) -> str:
        """Return "44 of 56 questions"."""
        return self._("{answered} of {count} questions").format(answered=answered, count=applying)

    def open_answers(self, count: int, applying: int, band: tuple[str, str] | None, unconfirmed: int) -> str:
        """Return how many questions are open, and what that leaves uncertain."""
        if not count:
            return self._("Every question has a confirmed answer, so the score is firm.")
        told = self._translator.ngettext(
            "{count} of {all} questions is open", "{count} of {all} questions are open", count
        ).format(count=count, all=applying)
        if unconfirmed:
            told += self._(" ({count} only carried over from the last review)").format(count=unconfirmed)
        if band is None:
            return f"{told}."
        return self._("{open}: the score may be {low} to {high}.").format(open=told, low=band[0], high=band[1])

    def backing(self, backed: int, given: int, confidence: str) -> str:
        """Return how many answers can be checked, and the confidence."""
        if not given:
            return self._("Nothing is answered, so nothing rests on evidence.")
        return self._("{backed} of {given} answers rest on evidence; confidence {confidence} of 100.").format(
            backed=backed, given=given, confidence=confidence
        )

    def foundations(self, not_applicable: int, compensated: int) -> str:
        """Return how many of the basic questions are set aside or met in another way: that is how gates get gamed."""
        return self._(
            "Basic questions (level 1): {not_applicable} set aside as not applicable, {compensated} met by another "
            "control."
        ).format(not_applicable=not_applicable, compensated=compensated)

    def left_out_packs(self, packs: Sequence[tuple[str, str]]) -> str:
        """Return which packs of the last review this one leaves out, and why; nothing where none."""
        if not packs:
            return ""
        return self._("Left out of this review: {packs}.").format(
            packs="; ".join(f"{isolated(pack)} ({reason})" for pack, reason in packs)
        )

    # Risks

    def known_severity(self, severity: str, known: bool) -> str:
        """Return a severity, and that nobody knows whether the gap is there."""
        return severity if known else self._("{severity}, not known").format(severity=severity)

    def accepted_until(self, day: date) -> str:
        """Return until when a risk is accepted."""
        return self._("accepted until {day}").format(day=self.whole_date(day))

    def acceptance_asked(self) -> str:
        """Return that somebody asks for a risk to be accepted."""
        return self._("acceptance requested")

    def work_until(self, due: date | None) -> str:
        """Return that work is planned, and until when."""
        return self._("planned until {day}").format(day=self.whole_date(due)) if due else self._("planned, no date")

    def work_late(self, due: date) -> str:
        """Return since when work is overdue."""
        return self._("overdue since {day}").format(day=self.whole_date(due))

    def work_claimed(self) -> str:
        """Return that work is said to be done and no review has confirmed it."""
        return self._("done, not verified")

    def whole_date(self, day: date) -> str:
        """Return a date that no line breaks: in a narrow column it stands in a line of its own."""
        return self.date(day).replace(" ", "\N{NO-BREAK SPACE}")

    def nothing_done(self, known: bool) -> str:
        """Return that nothing is planned about a gap, or that it must be found out whether it is one."""
        return self._("nothing planned") if known else self._("to be found out")

    # Movement

    def moved_since(self, comparison: Comparison, day: date) -> str:
        """Return how a review differs from the one before."""
        before, after = comparison.before, comparison.after
        names = {"title": isolated(before.assessment.title), "day": self.date(day)}
        if comparison.change is None:
            return self._("Not comparable with “{title}” of {day}: one of the two has no score.").format(**names)
        return self._("{change} since “{title}” of {day}: from {before} to {after}.").format(
            change=self.change_in_points(comparison.change),
            before=self.exact_percent(before.scorecard.score),
            after=self.exact_percent(after.scorecard.score),
            **names,
        )

    def first_review(self) -> str:
        """Return that there is nothing to compare with."""
        return self._("This is the first review of the service: there is nothing to compare it with yet.")

    def outcome_moved(self, comparison: Comparison) -> str:
        """Return what became of the verdict and the blockers."""
        before, after = comparison.before.shown_verdict, comparison.after.shown_verdict
        parts = [
            self._("Verdict: {verdict}, as before").format(verdict=self.inside(self.verdict(after)))
            if before is after
            else self._("Verdict: from {before} to {after}").format(
                before=self.inside(self.verdict(before)), after=self.inside(self.verdict(after))
            )
        ]
        gone, new = len(comparison.blockers_gone), len(comparison.blockers_new)
        if gone:
            parts.append(self.count("{count} blocker gone", "{count} blockers gone", gone))
        if new:
            parts.append(self.count("{count} new blocker", "{count} new blockers", new))
        return f"{'; '.join(parts)}."

    def cause(self, factor: Factor) -> str:
        """Return what moved a score, in words of the business."""
        return {
            Factor.PACKS: self._("Other questions, or other weights of them"),
            Factor.FACTS: self._("The service changed: its facts or its tier"),
            Factor.NOT_APPLICABLE: self._("Questions set aside as not applicable, or taken up again"),
            Factor.ANSWERS: self._("What is in place against risks: answers that changed"),
            Factor.EVIDENCE: self._("Evidence that was added, or that expired"),
        }[factor]

    # Late and accepted

    def days_late(self, due: date, day: date) -> str:
        """Return "41 days"."""
        return self.count("{count} day", "{count} days", (day - due).days)

    # The path

    def person_days(self, days: Fraction) -> str:
        """Return "14 person-days"."""
        shown = self.number_of_days(days)
        return self._translator.ngettext("{days} person-day", "{days} person-days", form_of(days)).format(days=shown)

    def effort_figure(self, reached: bool, days: Fraction) -> str:
        """Return the effort of the path as a figure of page one; a dash where there is no path."""
        return self.days(days) if reached else DASH

    def effort_of(self, steps: int, reached: bool, found: bool) -> str:
        """Return what stands beneath the effort."""
        if not found:
            return self._("not worked out in time")
        if not reached:
            return self._("work alone does not do it")
        if not steps:
            return self._("nothing is left to do")
        return self.count("of work, {count} step", "of work, {count} steps", steps)

    def path_told(self, days: Fraction, verdict: Verdict, steps: int) -> str:
        """Return what the path comes to."""
        return self._("The least effort: {days} in {steps}. The verdict is then: {verdict}.").format(
            days=self.person_days(days),
            steps=self.count("{count} step", "{count} steps", steps),
            verdict=self.inside(self.verdict(verdict)),
        )

    def path_of_open(self, count: int) -> str:
        """Return that a path counts work on questions that nobody has answered."""
        return self.count(
            "It counts work on {count} question that is still open and may turn out to need none.",
            "It counts work on {count} questions that are still open and may turn out to need none.",
            count,
        )

    def path_done(self, steps: int) -> str:
        """Return that a path takes no further effort."""
        if not steps:
            return self._("Ready by itself: no further work is needed.")
        return self._("No further effort is needed: Ready once a review confirms what is said to be done.")

    def no_path(self) -> str:
        """Return that no work leads to Ready."""
        return self._("No work that is known leads to Ready.")

    def path_not_found(self) -> str:
        """Return that working the path out took too long."""
        return self._(
            "The least effort was not found in time. The page Path to ready of the program may search longer."
        )

    def even_then(self, requirement: str) -> str:
        """Return what is not met even when everything is done."""
        return self._("Even with everything done: {requirement}.").format(requirement=requirement)

    def rest_of_path(self, steps: int, days: Fraction) -> str:
        """Return how many steps are not shown, and their effort; nothing for none."""
        if not steps:
            return ""
        told = self.count("And {count} more step", "And {count} more steps", steps)
        return self._("{steps}: {days}.").format(steps=told, days=self.person_days(days))

    def still_held_back(self, services: Sequence[str]) -> str:
        """Return that no work on the service mends what others do to its verdict."""
        return self._("The verdict stays held back by {services} until that is mended there.").format(
            services=self.some(services)
        )

    # In sentences

    def some(self, names: Sequence[str]) -> str:
        """Return a few names, the others counted."""
        shown = [isolated(_short(name)) for name in names[:_NAMED]]
        return ", ".join([*shown, *([self.more(len(names) - _NAMED)] if len(names) > _NAMED else [])])

    def quoted(self, names: Sequence[str]) -> str:
        """Return a few titles in quotation marks, the others counted."""
        shown = [self._("“{title}”").format(title=isolated(_short(name))) for name in names[:_NAMED]]
        return ", ".join([*shown, *([self.more(len(names) - _NAMED)] if len(names) > _NAMED else [])])

    def first_of(self, reasons: Sequence[str]) -> str:
        """Return the first of some reasons, the others counted."""
        return "; ".join(reasons[:1]) + (f" ({self.more(len(reasons) - 1)})" if len(reasons) > 1 else "")

    def more(self, count: int) -> str:
        """Return "and 3 more"."""
        return self.count("and {count} more", "and {count} more", count)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
