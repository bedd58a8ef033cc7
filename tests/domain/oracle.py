"""A second scoring, written from the sentences of SEMANTICS alone and as slowly as they read, to check the first.

It shares the data classes with the product and nothing else: conditions are Python functions here, a share is how far
the score moves when a question goes from 0 to 1, and every figure is worked out from scratch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shipworthy.domain.assessment import Answer, WeightedPack
from shipworthy.domain.pack import Pack, Principle, Question
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.service import Service

# (score or -1, state, choice ids) of a question, as a condition sees it.
Seen = tuple[Fraction, str, tuple[str, ...]]
Predicate = Callable[[Mapping[str, bool], int, Callable[[str], Seen]], bool]
Value = Callable[[str], Fraction]
Place = tuple[Pack, Principle, Question]

SEVERITIES = ["blocker", "high", "medium", "low"]
EVIDENCE_RULES = ["required", "expected", "none"]
CONFIDENCES = {"low": Fraction(1, 2), "medium": Fraction(3, 4), "high": Fraction(1)}


@dataclass(frozen=True)
class Oracle:
    """The figures of one assessment; `predicates` gives each condition's meaning by its text."""

    packs: Sequence[WeightedPack]
    service: Service
    answers: Mapping[str, Answer]
    today: date
    predicates: Mapping[str, Predicate]

    def places(self) -> list[Place]:
        return [
            (weighted.pack, principle, question)
            for weighted in self.packs
            for principle in weighted.pack.principles
            for question in principle.questions
        ]

    def root(self, question_id: str) -> str:
        """Chains resolve to the root."""
        by_id = {question.id: question for _, _, question in self.places()}
        while by_id[question_id].same_as in by_id:
            question_id = by_id[question_id].same_as
        return question_id

    def asked(self) -> list[str]:
        return [question.id for _, _, question in self.places() if self.root(question.id) == question.id]

    def question(self, root: str) -> Question:
        return next(question for _, _, question in self.places() if question.id == root)

    def applying(self, root: str) -> list[Place]:
        """Asked once if it applies in any pack."""
        return [place for place in self.places() if self.root(place[2].id) == root and self._holds(place[2])]

    def _holds(self, question: Question) -> bool:
        if not question.applies_when:
            return True
        facts: dict[str, bool] = {}
        for weighted in self.packs:
            for fact in weighted.pack.facts:
                facts[fact.id] = facts.get(fact.id, False) or fact.default
        facts.update({name: value for name, value in self.service.facts.items() if name in facts})
        return self.predicates[question.applies_when](facts, self.service.tier, self.seen)

    def seen(self, question_id: str) -> Seen:
        """What `answer(id)` gives: the score before the evidence rule, state, and choices matched by position."""
        placed = next((question for _, _, question in self.places() if question.id == question_id), None)
        if placed is None:
            return Fraction(-1), "absent", ()
        root = self.root(question_id)
        if not self.applying(root):
            return Fraction(-1), "hidden", ()
        state = self.state(root)
        if state == "answered":
            ids = [choice.id for choice in self.question(root).choices]
            positions = [position for position, choice in enumerate(ids) if choice in self.answer(root).choices]
            return self.points(root), state, tuple(placed.choices[position].id for position in positions)
        return Fraction(1 if state == "compensated" else -1), state, ()

    def answer(self, root: str) -> Answer:
        return self.answers.get(root, Answer(root))

    def chosen(self, root: str) -> list[Fraction]:
        return [choice.score for choice in self.question(root).choices if choice.id in self.answer(root).choices]

    def points(self, root: str) -> Fraction:
        """The choice's score; select-many: chosen points summed, capped at 1."""
        return min(Fraction(1), sum(self.chosen(root), Fraction(0)))

    def state(self, root: str) -> str:
        """Nothing chosen = unanswered."""
        state = str(self.answer(root).state)
        return "unanswered" if state == "answered" and not self.chosen(root) else state

    def is_carried(self, root: str) -> bool:
        return self.answer(root).carried and self.state(root) != "unanswered"

    def has_valid_evidence(self, root: str) -> bool:
        return any(piece.expires is None or piece.expires >= self.today for piece in self.answer(root).evidence)

    def evidence_rule(self, root: str) -> str:
        rules = [str(question.evidence_rule) for _, _, question in self.applying(root)]
        return min(rules, key=EVIDENCE_RULES.index)

    def severity(self, root: str) -> str:
        severities = [str(question.severity) for _, _, question in self.applying(root)]
        return min(severities, key=SEVERITIES.index)

    def question_level(self, root: str) -> int:
        return min(question.level for _, _, question in self.applying(root))

    def met_at(self, root: str) -> Fraction:
        return max(pack.met_at for pack, _, _ in self.applying(root))

    def applies(self, root: str) -> bool:
        return bool(self.applying(root))

    def applicable(self, root: str) -> bool:
        return self.applies(root) and self.state(root) != "not_applicable"

    def counted(self, root: str) -> Fraction:
        state = self.state(root)
        if state == "compensated":
            return Fraction(1)
        if state == "answered":
            lacking = self.evidence_rule(root) == "required" and not self.has_valid_evidence(root)
            return Fraction(0) if lacking else self.points(root)
        return Fraction(0)

    def end(self, root: str, worth: int) -> Fraction:
        """One end of the band: what is not known, or not confirmed, is worth 0 or 1."""
        is_open = self.state(root) in ("unanswered", "unknown") or self.is_carried(root)
        return Fraction(worth) if is_open else self.counted(root)

    def in_band(self, root: str) -> bool:
        """An unconfirmed carried N/A returns its weight to the sums."""
        return self.applicable(root) or (self.applies(root) and self.is_carried(root))

    def principle_mean(self, principle: Principle, value: Value, counts: Callable[[str], bool]) -> Fraction | None:
        top = bottom = Fraction(0)
        for _, where, question in self.places():
            root = self.root(question.id)
            if where.id == principle.id and counts(root) and self._holds(question):
                top += question.weight * value(root)
                bottom += question.weight
        return top / bottom if bottom else None

    def overall(self, value: Value, counts: Callable[[str], bool]) -> Fraction | None:
        packs_top = packs_bottom = Fraction(0)
        for weighted in self.packs:
            top = bottom = Fraction(0)
            for principle in weighted.pack.principles:
                mean = self.principle_mean(principle, value, counts)
                if mean is not None:
                    top += principle.weight * mean
                    bottom += principle.weight
            if bottom:
                packs_top += weighted.weight * top / bottom
                packs_bottom += weighted.weight
        return packs_top / packs_bottom if packs_bottom else None

    def score(self) -> Fraction | None:
        return self.overall(self.counted, self.applicable)

    def band(self) -> tuple[Fraction, Fraction] | None:
        low = self.overall(lambda root: self.end(root, 0), self.in_band)
        high = self.overall(lambda root: self.end(root, 1), self.in_band)
        return None if low is None or high is None else (low, high)

    def share(self, root: str) -> Fraction:
        """How far the overall score moves when this question alone goes from 0 to 1."""
        if not self.applicable(root):
            return Fraction(0)
        moved = self.overall(lambda other: Fraction(other == root), self.applicable)
        assert moved is not None
        return moved

    def coverage(self) -> Fraction:
        covered = [
            root
            for root in self.asked()
            if self.applies(root)
            and self.state(root) in ("answered", "compensated", "not_applicable")
            and not self.is_carried(root)
        ]
        applying = [root for root in self.asked() if self.applies(root)]
        return Fraction(len(covered), len(applying)) if applying else Fraction(0)

    def confidence(self) -> Fraction:
        total = Fraction(0)
        for root in self.asked():
            if self.applicable(root) and self.state(root) in ("answered", "compensated"):
                rests = (
                    self.has_valid_evidence(root)
                    or self.state(root) == "compensated"
                    or self.evidence_rule(root) == "none"
                )
                total += self.share(root) * rests * CONFIDENCES[str(self.answer(root).confidence)]
        return total

    def is_miss(self, root: str) -> bool:
        if not self.applicable(root):
            return False
        return self.state(root) in ("unanswered", "unknown") or self.counted(root) < self.met_at(root)

    def misses(self, severity: str = "") -> list[str]:
        return [root for root in self.asked() if self.is_miss(root) and severity in ("", self.severity(root))]

    def level(self, waived: set[str]) -> int:
        """Per pack: the highest level all of whose questions, and all below, are no miss or waived; then the lowest."""
        reached = []
        for weighted in self.packs:
            roots = {
                root
                for root in self.asked()
                if self.applicable(root) and any(pack.id == weighted.pack.id for pack, _, _ in self.applying(root))
            }
            if roots:
                good = 0
                for rung in (1, 2, 3):
                    below = [root for root in roots if self.question_level(root) <= rung]
                    if all(not self.is_miss(root) or root in waived for root in below):
                        good = rung
                    else:
                        break
                reached.append(good)
        highest = max((self.question_level(root) for root in self.asked() if self.applicable(root)), default=0)
        return min([*reached, highest])

    def gate_met(self, policy: TierPolicy, age: int | None, waived: set[str]) -> bool:
        score = self.score()
        principles = [
            self.principle_mean(principle, self.counted, self.applicable)
            for weighted in self.packs
            for principle in weighted.pack.principles
        ]
        return (
            score is not None
            and score >= policy.overall
            and all(mean is None or mean >= policy.principle for mean in principles)
            and self.coverage() >= policy.coverage
            and not any(self.question_level(root) <= policy.level and root not in waived for root in self.misses())
            and (age is None or age <= policy.max_age_days)
        )

    def verdict(self, policy: TierPolicy, age: int | None, waived: set[str], planned: set[str]) -> str:
        blockers, highs = set(self.misses("blocker")), set(self.misses("high"))
        if self.gate_met(policy, age, set()) and not blockers and not highs:
            return "ready"
        if self.gate_met(policy, age, waived) and blockers <= waived and highs <= waived | planned:
            return "conditionally ready"
        return "not ready"
