"""Advice on a pack's words: what a demanding reader would stumble over, though the pack is sound.

Nothing here keeps a pack from being used. The rules know English, in which packs are written today, and stay quiet
where they are not sure: a warning that is mostly wrong teaches people to overlook the rest.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rapidfuzz import fuzz

from shipworthy.domain.pack import Pack, bare_id, whole_id
from shipworthy.forms import fill
from shipworthy.packs.schema import PackForm, QuestionForm
from shipworthy.packs.validator import check_pack
from shipworthy.text import _
from shipworthy.untrusted.files import read_text
from shipworthy.untrusted.problems import Located, Place, Problems, Steps
from shipworthy.untrusted.yaml_files import parse_yaml

LONGEST_SENTENCE = 35  # words
HARDEST_TO_READ = 62  # LIX; 60 and more is the register of laws and dissertations
LEAST_WORDS_TO_JUDGE = 12  # a figure on fewer words says nothing
ALIKE = 93  # per cent of two texts that are the same, whatever the order of their words

_VAGUE = re.compile(
    r"\b(proper|properly|adequate|adequately|appropriate|appropriately|good|sufficient|sufficiently|reasonable|"
    r"reasonably|robust|regularly|effective|effectively|where possible|as needed|best practices?)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(
    r"\b(and|or) (is|are|was|were|does|do|did|has|have|can|could|will|would|how|when|who|what|where|which)\b|"
    r"\band/or\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"(yes|no)[.]?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;](?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Rule(StrEnum):
    """What a piece of advice is about."""

    DOUBLE = "double subject"
    VAGUE = "vague word"
    LONG = "long sentence"
    HARD = "hard to read"
    REPEATED = "repeated wording"
    YES_OR_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at: where it is in the file, which question (bare id, "" for none), and what to do."""

    rule: Rule
    file: str
    place: Place
    question: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.place.line}:{self.place.column}: {self.text}"


def lint_pack(path: Path, others: Iterable[Pack] = ()) -> tuple[Advice, ...]:
    """Return advice on the pack of a file, in its order; `others` are the packs whose wording it should not repeat.

    Raises UserError, or InvalidFile with every problem, where the file holds no sound pack.
    """
    file = str(path)
    problems = Problems(file)
    located = parse_yaml(read_text(path), file, problems)
    form = fill(PackForm, located, problems)
    check_pack(form, located, problems)
    problems.raise_if_any()
    found = [*_Lint(form, located, [pack for pack in others if pack.id != form.id]).run()]
    return tuple(sorted(found, key=lambda advice: (advice.place.line, advice.place.column)))


class _Lint:
    def __init__(self, form: PackForm, located: Located, others: Iterable[Pack]) -> None:
        self._form = form
        self._located = located
        self._others = {question.id: question for pack in others for _principle, question in pack.questions()}

    def run(self) -> Iterator[Advice]:
        questions = [
            (("principles", number, "questions", index), question)
            for number, principle in enumerate(self._form.principles)
            for index, question in enumerate(principle.questions)
        ]
        for steps, question in questions:
            yield from self._question(steps, question)
        yield from self._repeated(questions)

    def _question(self, steps: Steps, question: QuestionForm) -> Iterator[Advice]:
        double = _DOUBLE.search(question.text)
        if double:
            yield self._advice(
                Rule.DOUBLE,
                (*steps, "text"),
                question,
                _("It may ask two things: “{words}”. Make two questions of it.").format(words=double.group()),
            )
        asked: list[Steps] = [("text",), *(("choices", index, "label") for index in range(len(question.choices)))]
        for way in asked:
            yield from self._vague((*steps, *way), question)
        for index, choice in enumerate(question.choices):
            if _YES_OR_NO.fullmatch(choice.label):
                yield self._advice(
                    Rule.YES_OR_NO,
                    (*steps, "choices", index, "label"),
                    question,
                    _("“{label}” tells nothing that two people would see alike. State what there is.").format(
                        label=choice.label
                    ),
                )
        explained: list[Steps] = [("why",), ("risk",), ("verify",)]
        advised: list[Steps] = [("remediation", "steps", at) for at in range(len(question.remediation.steps))]
        for way in (*asked, *explained, *advised):
            yield from self._long((*steps, *way), question)
        for way in explained:
            yield from self._hard((*steps, *way), question)

    def _vague(self, steps: Steps, question: QuestionForm) -> Iterator[Advice]:
        for match in _VAGUE.finditer(self._text(steps)):
            yield self._advice(
                Rule.VAGUE,
                steps,
                question,
                _("“{word}” means something else to everybody. Say what can be seen.").format(word=match.group()),
            )

    def _long(self, steps: Steps, question: QuestionForm) -> Iterator[Advice]:
        longest = max((len(_WORD.findall(part)) for part in _SENTENCE_END.split(self._text(steps))), default=0)
        if longest > LONGEST_SENTENCE:
            yield self._advice(
                Rule.LONG,
                steps,
                question,
                _("A sentence of {count} words. Make two of it.").format(count=longest),
            )

    def _hard(self, steps: Steps, question: QuestionForm) -> Iterator[Advice]:
        figure = lix(self._text(steps))
        if figure is not None and figure > HARDEST_TO_READ:
            yield self._advice(
                Rule.HARD,
                steps,
                question,
                _("It reads like a law (LIX {figure}). Use shorter words and sentences.").format(figure=round(figure)),
            )

    def _repeated(self, questions: Iterable[tuple[Steps, QuestionForm]]) -> Iterator[Advice]:
        """Yield questions that are worded as another one, here or in another pack, without being linked to it."""
        known = {question.id: question.text for question in self._others.values()}
        linked = {question.same_as for question in self._others.values()}
        for steps, question in questions:
            own = whole_id(self._form.id, question.id)
            twin = next(
                (each for each, text in known.items() if fuzz.token_sort_ratio(text, question.text) >= ALIKE), None
            )
            if twin is not None and not question.same_as and own not in linked:
                yield self._advice(
                    Rule.REPEATED,
                    (*steps, "text"),
                    question,
                    _("Worded like {question}. Link the two with same_as, or say how they differ.").format(
                        question=twin if twin in self._others else bare_id(twin)
                    ),
                )
            known[own] = question.text

    def _text(self, steps: Steps) -> str:
        part: object = self._located.part(steps).data
        return part if isinstance(part, str) else ""

    def _advice(self, rule: Rule, steps: Steps, question: QuestionForm, text: str) -> Advice:
        return Advice(rule, self._located.file, self._located.place(steps), question.id, text)


def lix(text: str) -> float | None:
    """Return how hard a text is to read, 20 (a children's book) to 60 and more (a law); None for too few words.

    LIX (Björnsson, 1968): words per sentence, plus the percentage of words longer than six letters.
    """
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS_TO_JUDGE:
        return None
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)
