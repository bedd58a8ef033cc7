"""Year files: what happened to one service, day by day, written by hand; the sample portfolio is told in them.

A file describes the service and lists days. A day holds a review (in the form of an answers file), its decision, items
planned, started, done and dropped, and what happened to waivers. assessments/sample/README.md shows every key.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct
from msgspec import field as form_field

from shipworthy.domain.assessment import Decision, DecisionCondition, Dissent, Outcome, Signatory
from shipworthy.domain.pack import Severity, bare_id
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.remediation import ItemState
from shipworthy.exchange.answers_file import AnswersFile, AnswersForm, ServiceForm, answers_of, read_answers_file
from shipworthy.forms import ANY_ID, CLOCK, NAME, NOT_BLANK, SHORT_KEY, fill
from shipworthy.text import _
from shipworthy.untrusted.files import read_text
from shipworthy.untrusted.problems import Located, Problems, Steps, nearest
from shipworthy.untrusted.yaml_files import parse_yaml

_DAYS = {"minimum": 0, "maximum": 1000}

_Text = Annotated[str, Meta(pattern=NOT_BLANK)]
_Key = Annotated[str, Meta(pattern=SHORT_KEY)]
_QuestionId = Annotated[str, Meta(pattern=ANY_ID)]


class _Part(Struct, forbid_unknown_fields=True):
    pass


class ItemForm(_Part):
    """A remediation item by its keys; what is left out is as the pack and the gate policy say.

    Without `closes` it is a manual one. `needs` are keys of items planned before, of another service as service/key.
    """

    closes: tuple[_QuestionId, ...] = ()
    title: str = ""
    description: str = ""
    owner: str = ""
    due: dt.date | None = None
    effort: Annotated[Decimal, Meta(extra_json_schema=_DAYS)] | None = None
    severity: Severity | None = None
    tags: tuple[_Text, ...] = ()
    ticket: str = ""
    needs: tuple[_Key, ...] = ()
    state: ItemState = ItemState.OPEN


class ChangeForm(_Part):
    """What changes about an item; what is left out stays."""

    owner: str | None = None
    due: dt.date | None = None


class WaiverForm(_Part):
    """What is asked for with a waiver."""

    question: _QuestionId
    until: dt.date
    reason: _Text


class ExtensionForm(_Part):
    """What is asked for with an extension of a waiver."""

    until: dt.date
    reason: _Text


class _ConditionForm(_Part):
    text: _Text
    owner: _Text
    due: dt.date


class _SignatoryForm(_Part):
    name: _Text
    role: str = ""


class _DissentForm(_Part):
    name: _Text
    text: _Text


class _DecisionForm(_Part):
    outcome: Outcome
    reasons: str = ""
    conditions: tuple[_ConditionForm, ...] = ()
    signed: tuple[_SignatoryForm, ...] = ()
    dissent: tuple[_DissentForm, ...] = ()


class DayForm(_Part):
    """What happened at one moment, by its keys; actions take place in the order in which they are listed here."""

    on: dt.date
    by: _Text
    at: Annotated[str, Meta(pattern=CLOCK)] = "10:00"
    review: str | AnswersForm | None = None
    unconfirmed: tuple[_QuestionId, ...] = ()
    decide: _DecisionForm | None = None
    plan: dict[_Key, ItemForm] = form_field(default_factory=dict)
    change: dict[_Key, ChangeForm] = form_field(default_factory=dict)
    start: tuple[_Key, ...] = ()
    done: tuple[_Key, ...] = ()
    drop: dict[_Key, _Text] = form_field(default_factory=dict)
    ask_waiver: dict[_Key, WaiverForm] = form_field(default_factory=dict)
    approve_waiver: dict[_Key, str] = form_field(default_factory=dict)
    reject_waiver: dict[_Key, _Text] = form_field(default_factory=dict)
    revoke_waiver: dict[_Key, _Text] = form_field(default_factory=dict)
    ask_extension: dict[_Key, ExtensionForm] = form_field(default_factory=dict)
    approve_extension: tuple[_Key, ...] = ()
    reject_extension: tuple[_Key, ...] = ()


class _FileForm(_Part):
    service: Annotated[str, Meta(pattern=NOT_BLANK)] | ServiceForm
    year: tuple[DayForm, ...] = ()
    added: dt.date | None = None
    facts: dict[Annotated[str, Meta(pattern=NAME)], bool] = form_field(default_factory=dict)


@dataclass(frozen=True)
class Day:
    """One moment of a year: the form as it was read, with its review and its decision in their own words.

    A review that nothing decides is the draft that stands open.
    """

    moment: dt.datetime
    form: DayForm
    review: AnswersFile | None
    decision: Decision | None


@dataclass(frozen=True)
class YearFile:
    """A year of one service, its days in order. `added` is None where the first review brings the service along."""

    file: str
    service: str
    added: dt.datetime | None
    description: AnswersFile
    days: tuple[Day, ...]
    _located: Located = field(repr=False)

    @property
    def packs(self) -> tuple[str, ...]:
        """Return the packs, ids or file names, that any of the reviews names."""
        named = (pack for day in self.days if day.review is not None for pack in day.review.packs)
        return tuple(dict.fromkeys(named))

    def check_questions(self, questionnaire: Questionnaire) -> None:
        """Raise InvalidFile where an answer, an item or a waiver names a question that the questionnaire does not ask.

        Answers that cannot be are told too.
        """
        known = {*questionnaire.roots, *map(bare_id, questionnaire.roots)}
        problems = Problems(self.file)
        for index, day in enumerate(self.days):
            for question, steps in _questions_named(day.form, ("year", index)):
                if question not in known:
                    problems.add(
                        self._located.place(steps),
                        _("There is no question {key} in the packs of these reviews").format(key=question[:100]),
                        nearest(question, known),
                    )
            if day.review is not None:
                day.review.answers_to(questionnaire)
        problems.raise_if_any()


def read_year_file(path: Path) -> YearFile:
    """Return a year file whose form is right; raises UserError, or InvalidFile with every problem."""
    return parse_year(read_text(path), str(path))


def parse_year(text: str, file: str) -> YearFile:
    """Return the year that a text tells; `file` is what problems call it. Raises InvalidFile.

    Reviews that stand in files of their own are read too.
    """
    problems = Problems(file)
    located = parse_yaml(text, file, problems)
    form = fill(_FileForm, located, problems)
    problems.raise_if_any()
    _check_order(form, located, problems)
    _check_keys(form, located, problems)
    problems.raise_if_any()
    described = AnswersForm(answers={}, service=form.service, facts=form.facts)
    description = answers_of(described, located)
    assert description.service is not None, "a year file names its service"
    days = (_day(each, located, ("year", index)) for index, each in enumerate(form.year))
    added = None if form.added is None else dt.datetime.combine(form.added, dt.time(9), dt.UTC)
    return YearFile(file, description.service.name, added, description, tuple(days), located)


def _check_order(form: _FileForm, located: Located, problems: Problems) -> None:
    before: tuple[dt.date, str] = (form.added or dt.date.min, "")
    for index, day in enumerate(form.year):
        if (day.on, day.at) < before:
            problems.add(
                located.place(("year", index, "on")),
                _("This day comes before the one above it"),
                _("List the days in order."),
            )
        before = (day.on, day.at)


def _check_keys(form: _FileForm, located: Located, problems: Problems) -> None:
    """Note keys of items and waivers that no day before has brought, and those that two days bring."""
    items: set[str] = set()
    waivers: set[str] = set()
    for index, day in enumerate(form.year):
        for key, steps in _keys_brought(day, ("year", index)):
            known = items if steps[-2] == "plan" else waivers
            if key in known:
                problems.add(located.key_place(steps), _("{key} is there already").format(key=key), _("Rename it."))
            known.add(key)
        for key, steps in _keys_used(day, ("year", index)):
            known = waivers if "waiver" in str(steps[2]) or "extension" in str(steps[2]) else items
            if key not in known and "/" not in key:
                place = located.key_place(steps)
                problems.add(place, _("Nothing before this day is called {key}").format(key=key), nearest(key, known))


def _keys_brought(day: DayForm, steps: Steps) -> Iterator[tuple[str, Steps]]:
    for action in ("plan", "ask_waiver"):
        yield from ((key, (*steps, action, key)) for key in getattr(day, action))


def _keys_used(day: DayForm, steps: Steps) -> Iterator[tuple[str, Steps]]:
    for key, item in day.plan.items():
        yield from ((need, (*steps, "plan", key, "needs", index)) for index, need in enumerate(item.needs))
    for action in _ON_EARLIER:
        keys: Collection[str] = getattr(day, action)
        by_key = isinstance(keys, Mapping)
        yield from ((key, (*steps, action, key if by_key else index)) for index, key in enumerate(keys))


def _questions_named(day: DayForm, steps: Steps) -> Iterator[tuple[str, Steps]]:
    yield from ((each, (*steps, "unconfirmed", index)) for index, each in enumerate(day.unconfirmed))
    for key, item in day.plan.items():
        yield from ((each, (*steps, "plan", key, "closes", index)) for index, each in enumerate(item.closes))
    yield from ((each.question, (*steps, "ask_waiver", key, "question")) for key, each in day.ask_waiver.items())


_ON_EARLIER = (
    *("change", "start", "done", "drop"),
    *("approve_waiver", "reject_waiver", "revoke_waiver", "ask_extension", "approve_extension", "reject_extension"),
)


def _day(form: DayForm, located: Located, steps: Steps) -> Day:
    review = form.review
    if isinstance(review, str):
        said: AnswersFile | None = read_answers_file(Path(located.file).parent / review)
    else:
        said = None if review is None else answers_of(review, located.part((*steps, "review")))
    moment = dt.datetime.combine(form.on, dt.time.fromisoformat(form.at), dt.UTC)
    return Day(moment, form, said, None if form.decide is None else _decision(form.decide))


def _decision(form: _DecisionForm) -> Decision:
    return Decision(
        form.outcome,
        form.reasons,
        tuple(DecisionCondition(each.text, each.owner, each.due) for each in form.conditions),
        tuple(Signatory(each.name, each.role) for each in form.signed),
        tuple(Dissent(each.name, each.text) for each in form.dissent),
    )
