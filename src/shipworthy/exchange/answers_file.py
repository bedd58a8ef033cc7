"""Answers files: a review written as YAML, for the terminal, for samples and for teams that keep it beside their code.

Read in two steps, because the packs are known only after the first: `read_answers_file` checks the form,
`AnswersFile.answers_for` checks ids against the packs. Each raises with everything it found.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath
from typing import Annotated

from msgspec import Meta, Struct
from msgspec import field as form_field

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Confidence,
    Evidence,
    EvidenceKind,
    NotApplicableType,
    WeightedPack,
)
from shipworthy.domain.pack import Pack, Question, Select, bare_id
from shipworthy.domain.questionnaire import Questionnaire, compile_questionnaire
from shipworthy.domain.service import Lifecycle, Link, LinkKind
from shipworthy.errors import UserError
from shipworthy.exchange.file_evidence import digest_of, evidence_path
from shipworthy.forms import ADDRESS, ANY_ID, NAME, NOT_BLANK, fill
from shipworthy.text import _
from shipworthy.untrusted.files import read_text
from shipworthy.untrusted.problems import Located, Problems, Steps, nearest
from shipworthy.untrusted.yaml_files import parse_yaml

_UNKNOWN = "unknown"

_Text = Annotated[str, Meta(pattern=NOT_BLANK)]
_Name = Annotated[str, Meta(pattern=NOT_BLANK, max_length=200)]
_Address = Annotated[str, Meta(pattern=ADDRESS)]


class _Part(Struct, forbid_unknown_fields=True):
    pass


class _LinksForm(_Part, rename={"on_call": "on-call"}):
    repository: str | tuple[_Address, ...] = ()
    runbook: str | tuple[_Address, ...] = ()
    dashboard: str | tuple[_Address, ...] = ()
    on_call: str | tuple[_Address, ...] = ()
    other: str | tuple[_Address, ...] = ()


class _DependsOnForm(_Part):
    hard: tuple[_Name, ...] = ()
    soft: tuple[_Name, ...] = ()


class ServiceForm(_Part):
    """What a file may say of a service, by its keys."""

    name: _Name
    team: str | None = None
    owner: str | None = None
    tier: Annotated[int, Meta(ge=1, le=4)] | None = None
    lifecycle: Lifecycle | None = None
    system: str | None = None
    domain: str | None = None
    description: str | None = None
    tags: tuple[_Text, ...] | None = None
    links: _LinksForm | None = None
    depends_on: _DependsOnForm | None = None


class _EvidenceForm(_Part):
    url: _Address = ""
    text: _Text = ""
    file: _Text = ""
    title: str = ""
    date: dt.date | None = None
    expires: dt.date | None = None


class _NotApplicableForm(_Part):
    type: NotApplicableType
    reason: _Text


class _AnswerForm(_Part):
    choice: str | tuple[_Text, ...] = ()
    choices: str | tuple[_Text, ...] = ()
    unknown: bool = False
    note: str = ""
    note_internal: bool = False
    confidence: Confidence = Confidence.MEDIUM
    marked: bool = False
    evidence: tuple[_EvidenceForm, ...] = ()
    compensated: _Text = ""
    not_applicable: _NotApplicableForm | None = None


class AnswersForm(_Part):
    """What stands in an answers file, by its keys; a part of another file may have the same form."""

    answers: dict[Annotated[str, Meta(pattern=ANY_ID)], str | tuple[_Text, ...] | _AnswerForm]
    service: _Name | ServiceForm | None = None
    pack: str | tuple[_Text, ...] = ()
    title: str = ""
    assessor: str = ""
    facts: dict[Annotated[str, Meta(pattern=NAME)], bool] = form_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamedService:
    """What a file says of a service; None where it is silent. Dependencies are names of other services."""

    name: str
    team: str | None = None
    owner: str | None = None
    tier: int | None = None
    lifecycle: Lifecycle | None = None
    system: str | None = None
    domain: str | None = None
    description: str | None = None
    tags: tuple[str, ...] | None = None
    links: tuple[Link, ...] | None = None
    hard_dependencies: tuple[str, ...] | None = None
    soft_dependencies: tuple[str, ...] | None = None


@dataclass(frozen=True)
class AnswersFile:
    """An answers file of the right form. `packs` holds ids or file names; empty texts and None mean not said."""

    file: str
    service: NamedService | None
    packs: tuple[str, ...]
    title: str
    assessor: str
    facts: Mapping[str, bool]
    _answers: Mapping[str, "str | tuple[str, ...] | _AnswerForm"] = field(repr=False)
    _located: Located = field(repr=False)

    def answers_for(self, packs: Sequence[Pack]) -> tuple[Answer, ...]:
        """Return the answers by asked id, in the order of the file; raises InvalidFile with every problem.

        A fact that none of the packs declares is a problem too. Raises UserError for packs that cannot stand together.
        """
        return self.answers_to(compile_questionnaire([WeightedPack(pack) for pack in packs]))

    def answers_to(self, questionnaire: Questionnaire) -> tuple[Answer, ...]:
        """Return the answers to the questions of a questionnaire; otherwise as `answers_for`."""
        problems = Problems(self.file)
        reader = _Reader(questionnaire, self._located, problems, Path(self.file).parent)
        reader.check_facts(self.facts)
        answers = tuple(reader.answers(self._answers))
        problems.raise_if_any()
        return answers

    def evidence_files(self) -> tuple[Path, ...]:
        """Return the files that the file names as evidence, which `answers_for` checked."""
        forms = (form for form in self._answers.values() if isinstance(form, _AnswerForm))
        return tuple(
            evidence_path(Path(self.file).parent, each.file) for form in forms for each in form.evidence if each.file
        )


def read_answers_file(path: Path) -> AnswersFile:
    """Return an answers file whose form is right; raises UserError, or InvalidFile with every problem."""
    return parse_answers(read_text(path), str(path))


def parse_answers(text: str, file: str) -> AnswersFile:
    """Return the answers file that a text says; `file` is what problems call it. Raises InvalidFile."""
    problems = Problems(file)
    located = parse_yaml(text, file, problems)
    form = fill(AnswersForm, located, problems)
    problems.raise_if_any()
    return answers_of(form, located)


def answers_of(form: AnswersForm, located: Located) -> AnswersFile:
    """Return the answers that a filled form says; `located` is the data that it was filled from."""
    return AnswersFile(
        file=located.file,
        service=_service(form.service),
        packs=_several(form.pack),
        title=form.title.strip(),
        assessor=form.assessor.strip(),
        facts=form.facts,
        _answers=form.answers,
        _located=located,
    )


def _service(form: str | ServiceForm | None) -> NamedService | None:
    if form is None:
        return None
    if isinstance(form, str):
        return NamedService(form.strip())
    depends = form.depends_on
    return NamedService(
        name=form.name.strip(),
        team=form.team,
        owner=form.owner,
        tier=form.tier,
        lifecycle=form.lifecycle,
        system=form.system,
        domain=form.domain,
        description=form.description,
        tags=form.tags,
        links=_links(form.links),
        hard_dependencies=None if depends is None else depends.hard,
        soft_dependencies=None if depends is None else depends.soft,
    )


def _links(form: _LinksForm | None) -> tuple[Link, ...] | None:
    if form is None:
        return None
    return tuple(Link(kind, url) for kind in LinkKind for url in _several(getattr(form, kind.value.replace("-", "_"))))


def _several(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


class _Reader:
    """Turns entries of a file into answers to the questions of packs; of linked ones, to the one that is asked."""

    def __init__(self, questionnaire: Questionnaire, located: Located, problems: Problems, folder: Path) -> None:
        self._folder = folder
        self._located = located
        self._problems = problems
        self._facts = questionnaire.facts()
        self._questionnaire = questionnaire
        self._questions = {
            place.question.id: place.question for asked in questionnaire.asked.values() for place in asked.placements
        }
        self._by_bare_id: dict[str, list[Question]] = {}
        for question in self._questions.values():
            self._by_bare_id.setdefault(bare_id(question.id), []).append(question)

    def check_facts(self, facts: Iterable[str]) -> None:
        for fact in facts:
            if fact not in self._facts:
                self._problems.add(
                    self._located.key_place(("facts", fact)),
                    _("No pack of this review declares the fact {name}").format(name=fact[:100]),
                    nearest(fact, self._facts),
                )

    def answers(self, entries: Mapping[str, str | tuple[str, ...] | _AnswerForm]) -> Iterable[Answer]:
        seen: dict[str, str] = {}
        for key, entry in entries.items():
            question = self._find(key)
            if question is None:
                continue
            asked = self._asked(question)
            if seen.setdefault(asked.id, key) != key:
                self._note(
                    ("answers", key),
                    _("{key} and {other} are the same question").format(key=key, other=seen[asked.id]),
                    _("Remove one of the two."),
                )
            yield _answer_to(asked, question, self._answer(question, entry, ("answers", key)))

    def _asked(self, question: Question) -> Question:
        """Return the question that is asked in the place of a linked one."""
        return self._questionnaire.asked[self._questionnaire.roots[question.id]].question

    def _find(self, key: str) -> Question | None:
        if "/" in key:
            found = [self._questions[key]] if key in self._questions else []
            known: Iterable[str] = self._questions
        else:
            found = self._by_bare_id.get(key, [])
            known = self._by_bare_id
        if len({self._asked(question).id for question in found}) == 1:
            return found[0]
        place = self._located.key_place(("answers", key))
        if found:
            self._problems.add(
                place,
                _("More than one pack has a question {key}").format(key=key),
                _("Write {ids}.").format(ids=_(" or ").join(question.id for question in found)),
            )
        else:
            self._problems.add(
                place,
                _("There is no question {key} in the packs of this review").format(key=key[:100]),
                nearest(key, known),
            )
        return None

    def _answer(self, question: Question, entry: str | tuple[str, ...] | _AnswerForm, steps: Steps) -> Answer:
        if isinstance(entry, _AnswerForm):
            return self._full_answer(question, entry, steps)
        if entry == _UNKNOWN:
            return Answer(question.id, state=AnswerState.UNKNOWN)
        choices = self._choices(question, entry, steps)
        return Answer(question.id, state=_answered(choices), choices=choices)

    def _full_answer(self, question: Question, form: _AnswerForm, steps: Steps) -> Answer:
        if form.choice and form.choices:
            self._note((*steps, "choices"), _("choice and choices are both given"), _("Keep one of them."))
        given = form.choice or form.choices
        # "choice: unknown" beside a note means what a bare "unknown" means, unless the question has such a choice.
        is_word = given == _UNKNOWN and all(choice.id != _UNKNOWN for choice in question.choices)
        unknown = form.unknown or is_word
        choices = () if is_word else self._choices(question, given, (*steps, "choice" if form.choice else "choices"))
        if unknown and choices:
            self._note(steps, _("unknown and a choice are both given"), _("Keep one of them."))
        states = {
            AnswerState.COMPENSATED: bool(form.compensated),
            AnswerState.NOT_APPLICABLE: form.not_applicable is not None,
            AnswerState.UNKNOWN: unknown,
        }
        claimed = [state for state, holds in states.items() if holds]
        if len(claimed) > 1:
            self._note(
                steps,
                _("An answer cannot be {states} at once").format(states=_(" and ").join(claimed)),
                _("Keep one of them."),
            )
        reason = form.compensated if form.not_applicable is None else form.not_applicable.reason
        return Answer(
            question=question.id,
            state=claimed[0] if claimed else _answered(choices),
            choices=choices,
            note=form.note,
            note_internal=form.note_internal,
            confidence=form.confidence,
            evidence=tuple(
                self._evidence(item, (*steps, "evidence", index)) for index, item in enumerate(form.evidence)
            ),
            marked=form.marked,
            not_applicable_type=None if form.not_applicable is None else form.not_applicable.type,
            reason=reason.strip(),
        )

    def _choices(self, question: Question, given: str | tuple[str, ...], steps: Steps) -> tuple[str, ...]:
        scores = {choice.id: choice.score for choice in question.choices}
        choices = _several(given)
        for index, choice in enumerate(choices):
            if choice not in scores:
                self._problems.add(
                    self._located.place(steps if isinstance(given, str) else (*steps, index)),
                    _("{question} has no choice {choice}").format(question=bare_id(question.id), choice=choice[:100]),
                    nearest(choice, scores),
                )
        if len(set(choices)) < len(choices):
            self._note(steps, _("A choice is given twice"), _("Give each once."))
        elif len(choices) > 1 and question.select is Select.ONE:
            self._note(
                steps,
                _("{question} takes one choice, not {count}").format(question=bare_id(question.id), count=len(choices)),
                _("Keep the one that holds."),
            )
        elif len(choices) > 1 and any(scores.get(choice) == 0 for choice in choices):
            none = next(choice for choice in choices if scores.get(choice) == 0)
            self._note(
                steps,
                _("{choice} scores 0 and excludes the other choices").format(choice=none),
                _("Give it alone, or leave it out."),
            )
        return choices

    def _evidence(self, form: _EvidenceForm, steps: Steps) -> Evidence:
        if sum(map(bool, (form.url, form.text, form.file))) != 1:
            self._note(steps, _("Evidence is either a url, a text or a file"), _("Give one of the three."))
        if form.date and form.expires and form.expires < form.date:
            self._note((*steps, "expires"), _("This evidence expires before its date"), _("Mend one of the two."))
        dates = (form.date, form.expires)
        if form.file:
            title = form.title or PureWindowsPath(form.file).name
            return Evidence(EvidenceKind.FILE, self._digest(form.file, (*steps, "file")), title, *dates)
        kind = EvidenceKind.LINK if form.url else EvidenceKind.TEXT
        return Evidence(kind, form.url or form.text, form.title, *dates)

    def _digest(self, file: str, steps: Steps) -> str:
        """Return the SHA-256 of a file, read within the limits of evidence; what is wrong with it is a problem here."""
        try:
            return digest_of(evidence_path(self._folder, file))
        except UserError as error:
            self._note(steps, error.message.rstrip("."), error.hint)
            return ""

    def _note(self, steps: Steps, message: str, fix: str) -> None:
        self._problems.add(self._located.place(steps), message, fix)


def _answer_to(asked: Question, question: Question, answer: Answer) -> Answer:
    """Return an answer in the words of the question asked: choices of linked questions match by position."""
    pairs = zip(question.choices, asked.choices, strict=True)
    chosen = tuple(there.id for here, there in pairs if here.id in answer.choices)
    return replace(answer, question=asked.id, choices=chosen)


def _answered(choices: tuple[str, ...]) -> AnswerState:
    return AnswerState.ANSWERED if choices else AnswerState.UNANSWERED
