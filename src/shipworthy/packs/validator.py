"""What a pack must hold beyond its form: ids that lead somewhere, conditions that can be read, no circles.

All of it is noted with its place, beside what `forms` noted; blanks that stand for broken values are passed over.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from shipworthy.domain.conditions import Condition, ConditionError, Scope, parse_condition
from shipworthy.domain.pack import bare_id, whole_id
from shipworthy.domain.service import CONDITION_FIELDS
from shipworthy.packs.schema import PackForm, QuestionForm
from shipworthy.text import _
from shipworthy.untrusted.problems import Located, Place, Problems, Steps, nearest

MAX_CIRCLES = 10  # each takes a pass over the whole pack


def check_pack(pack: PackForm, located: Located, problems: Problems) -> None:
    """Note everything in which a pack contradicts itself."""
    _Check(pack, located, problems).run()


class _Check:
    def __init__(self, pack: PackForm, located: Located, problems: Problems) -> None:
        self._pack = pack
        self._located = located
        self._problems = problems
        self._questions: dict[str, tuple[QuestionForm, Steps]] = {}
        for steps, question in self._all_questions():
            self._questions.setdefault(whole_id(pack.id, question.id), (question, steps))
        self._bare_ids = [question.id for question, _steps in self._questions.values()]
        defaults = {fact.id: fact.default for fact in pack.facts}
        self._names = {*CONDITION_FIELDS, *defaults}
        self._scope = Scope({**dict.fromkeys(CONDITION_FIELDS, ""), **defaults, "tier": 1}, {})

    def run(self) -> None:
        self._check_unique()
        self._check_facts()
        reads = {}
        for steps, question in self._all_questions():
            condition = self._check_condition(question.applies_when, (*steps, "applies_when"))
            reads[whole_id(self._pack.id, question.id)] = condition.questions if condition else frozenset()
            self._check_same_as(question, (*steps, "same_as"))
        self._check_circles(reads)
        self._check_contradictions()

    def _all_questions(self) -> Iterator[tuple[Steps, QuestionForm]]:
        for number, principle in enumerate(self._pack.principles):
            for index, question in enumerate(principle.questions):
                yield ("principles", number, "questions", index), question

    def _check_unique(self) -> None:
        pack = self._pack
        self._unique((fact.id, ("facts", index)) for index, fact in enumerate(pack.facts))
        self._unique((principle.id, ("principles", index)) for index, principle in enumerate(pack.principles))
        self._unique((question.id, steps) for steps, question in self._all_questions())
        self._unique((item.id, ("contradictions", index)) for index, item in enumerate(pack.contradictions))
        for steps, question in self._all_questions():
            self._unique((choice.id, (*steps, "choices", index)) for index, choice in enumerate(question.choices))

    def _unique(self, found: Iterable[tuple[str, Steps]]) -> None:
        first: dict[str, Place] = {}
        for name, steps in found:
            place = self._located.place((*steps, "id"))
            if name and first.setdefault(name, place) != place:
                self._problems.add(
                    place,
                    _("The id {name} is already on line {line}").format(name=name, line=first[name].line),
                    _("Give each its own id."),
                )

    def _check_facts(self) -> None:
        for index, fact in enumerate(self._pack.facts):
            place = self._located.place(("facts", index, "id"))
            if fact.id in CONDITION_FIELDS:
                self._problems.add(
                    place,
                    _("{name} is a field of every service").format(name=fact.id),
                    _("Choose another name for the fact."),
                )
            elif fact.id:
                try:
                    parse_condition(f"service.{fact.id}", self._pack.id)
                except ConditionError:
                    self._problems.add(
                        place,
                        _("{name} is a word of the condition language").format(name=fact.id),
                        _("Choose another name for the fact."),
                    )

    def _check_condition(self, text: str, steps: Steps) -> Condition | None:
        """Return the condition, or None where there is none that can be read."""
        if not text:
            return None
        try:
            condition = parse_condition(text, self._pack.id)
        except ConditionError as error:
            place = self._located.place_inside(steps, text, error.offset)
            self._problems.add(place, error.message.rstrip("."), error.hint)
            return None
        unknown = condition.service_names - self._names
        for name in sorted(unknown):
            self._note_unknown_name(name, text, steps)
        for question in sorted(condition.questions):
            self._check_question(question, steps)
        if not unknown:
            self._try_out(condition, steps)
        return condition

    def _note_unknown_name(self, name: str, text: str, steps: Steps) -> None:
        written = re.search(rf"service\s*\.\s*({re.escape(name)})\b", text)
        self._problems.add(
            self._located.place_inside(steps, text, written.start(1) if written else 0),
            _("service.{name} is neither a fact of this pack nor a field of a service").format(name=name),
            nearest(name, self._names),
        )

    def _try_out(self, condition: Condition, steps: Steps) -> None:
        """Note a condition that compares a number with a text or gives no truth value, before a review meets it."""
        try:
            condition.holds(self._scope)
        except ConditionError as error:
            self._problems.add(self._located.place(steps), error.message.rstrip("."), error.hint)

    def _check_question(self, question: str, steps: Steps) -> None:
        """Note an id of this pack that is not there; other packs are not at hand."""
        pack_id, _slash, bare = question.partition("/")
        if pack_id == self._pack.id and question not in self._questions:
            self._problems.add(
                self._located.place(steps),
                _("There is no question {name} in this pack").format(name=bare),
                nearest(bare, self._bare_ids),
            )

    def _check_same_as(self, question: QuestionForm, steps: Steps) -> None:
        if not question.same_as:
            return
        if question.same_as == whole_id(self._pack.id, question.id):
            self._problems.add(
                self._located.place(steps), _("A question is not the same as itself"), _("Name another question.")
            )
            return
        self._check_question(question.same_as, steps)
        twin = self._questions.get(question.same_as)
        if twin is not None and _scores(twin[0]) != _scores(question):
            self._problems.add(
                self._located.place(steps),
                _("same_as links questions whose choices score alike, and these do not"),
                _("Give both the same scores in the same order, or remove same_as."),
            )

    def _check_circles(self, reads: dict[str, frozenset[str]]) -> None:
        """Note each circle of conditions once, at the question of it that comes first in the file."""
        order = {question: position for position, question in enumerate(reads)}
        for _round in range(MAX_CIRCLES):
            try:
                TopologicalSorter(reads).prepare()
                return
            except CycleError as error:
                circle: list[str] = error.args[1]
            first = min(circle, key=order.__getitem__)
            self._problems.add(
                self._located.place((*self._questions[first][1], "applies_when")),
                _("These questions wait for each other: {circle}").format(
                    circle=" -> ".join(bare_id(question) for question in reversed(circle))
                ),
                _("Remove answer(...) from the condition of one of them."),
            )
            reads = {**reads, first: frozenset()}

    def _check_contradictions(self) -> None:
        for index, item in enumerate(self._pack.contradictions):
            self._check_condition(item.when, ("contradictions", index, "when"))
            for position, question in enumerate(item.questions):
                self._check_question(
                    whole_id(self._pack.id, question), ("contradictions", index, "questions", position)
                )
            for question, count in Counter(item.questions).items():
                if count > 1:
                    self._problems.add(
                        self._located.place(("contradictions", index, "questions")),
                        _("The question {name} is listed {count} times").format(name=question, count=count),
                        _("List it once."),
                    )


def _scores(question: QuestionForm) -> list[Fraction]:
    return [Fraction(choice.score) for choice in question.choices]
