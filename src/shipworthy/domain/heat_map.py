"""The heat map: services against the principles of their packs, what each scores and what it misses there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum

from shipworthy.domain.pack import Pack, Principle, Question, Severity, bare_id
from shipworthy.domain.portfolio import StandingReview, size_of

_RANKS = {severity: severity.rank for severity in Severity}


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A principle, by its whole id; `question` is the first under it, "" where no pack at hand has the principle.

    `pack` is the title of its pack.
    """

    principle: str
    title: str
    pack: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A service under one principle; `score` is a part of 1, None where nothing of the principle applies.

    `is_asked` tells whether the service's review has the principle at all. `misses` and `blockers` count questions,
    `question` is the first one missed. `is_below` tells that the score misses the gate policy's minimum.
    """

    score: Fraction | None = None
    is_asked: bool = False
    misses: int = 0
    blockers: int = 0
    is_below: bool = False
    question: str = ""


NOT_ASKED = HeatCell()


@dataclass(frozen=True, slots=True)
class ColumnMean:
    """The mean of a principle's scores, a part of 1 and a plain number, over `count` services; None over none."""

    mean: float | None
    count: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The columns, in the order of the packs, and what is needed to fill them, a row at a time."""

    columns: tuple[HeatColumn, ...] = ()
    # The principles and the severity under which each question counts, by every id that it may be asked by.
    places: Mapping[str, tuple[tuple[str, Severity], ...]] = field(default_factory=dict)

    def row(self, standing: StandingReview | None) -> tuple[HeatCell, ...]:
        """Return the cells of a service."""
        if standing is None:
            return (NOT_ASKED,) * len(self.columns)
        principles = standing.principles
        missed: dict[str, list[tuple[str, Severity]]] = {}
        for question in standing.misses:
            # It counts under the strictest severity of the places that the review has.
            counts = {each: severity for each, severity in self.places.get(question, ()) if each in principles}
            severity = min(counts.values(), key=_RANKS.__getitem__, default=Severity.LOW)
            for principle in counts:
                missed.setdefault(principle, []).append((question, severity))
        return tuple(
            self._cell(principles[each.principle], missed.get(each.principle, ()), standing.least_of_principles)
            if each.principle in principles
            else NOT_ASKED
            for each in self.columns
        )

    @staticmethod
    def _cell(score: Fraction | None, missed: Sequence[tuple[str, Severity]], least: Fraction) -> HeatCell:
        return HeatCell(
            score=score,
            is_asked=True,
            misses=len(missed),
            blockers=sum(severity is Severity.BLOCKER for _question, severity in missed),
            is_below=score is not None and score < least,
            question=missed[0][0] if missed else "",
        )

    def sizes(self, scores: Iterable[Mapping[str, str | None]]) -> tuple[tuple[float, ...], ...]:
        """Return scores, by principle and as texts, as plain numbers for sorting, a row for each; -1 for none."""
        order = [each.principle for each in self.columns]
        nothing = (-1.0,) * len(order)
        return tuple(tuple(size_of(row.get(each)) for each in order) if row else nothing for row in scores)


def heat_map(packs: Sequence[Pack], principles: Iterable[str]) -> HeatMap:
    """Return the map of principles, in the order of their packs.

    `packs` may hold several versions of one; the first has the say about titles and order. A principle that none has is
    called by its bare id and stands at the end.
    """
    wanted = set(principles)
    found: dict[str, dict[str, HeatColumn]] = {pack.id: {} for pack in packs}
    for pack in packs:
        for principle in pack.principles:
            if principle.id in wanted:
                found[pack.id].setdefault(principle.id, _column(pack, principle))
    columns = [column for of_pack in found.values() for column in of_pack.values()]
    known = {each.principle for each in columns}
    columns += [HeatColumn(each, bare_id(each), each.partition("/")[0]) for each in sorted(wanted - known)]
    return HeatMap(tuple(columns), _places(packs))


def column_means(sizes: Sequence[Sequence[float]], count: int) -> tuple[ColumnMean, ...]:
    """Return the mean of each of `count` columns."""
    columns = zip(*sizes, strict=True) if sizes else [()] * count
    scored = [[size for size in column if size >= 0] for column in columns]
    return tuple(ColumnMean(fsum(each) / len(each) if each else None, len(each)) for each in scored)


def _column(pack: Pack, principle: Principle) -> HeatColumn:
    return HeatColumn(principle.id, principle.title, pack.title, principle.questions[0].id)


def _places(packs: Sequence[Pack]) -> dict[str, tuple[tuple[str, Severity], ...]]:
    """Say where each question counts: under its own principle, and where another question is the same as it."""
    questions: dict[str, tuple[str, Question]] = {}
    for pack in packs:
        for principle, question in pack.questions():
            questions.setdefault(question.id, (principle.id, question))
    places: dict[str, dict[str, Severity]] = {}
    for principle_id, question in questions.values():
        for asked_as in _chain(question, questions):
            of_question = places.setdefault(asked_as, {})
            known = of_question.get(principle_id, question.severity)
            of_question[principle_id] = min(known, question.severity, key=_RANKS.__getitem__)
    return {asked: tuple(of_question.items()) for asked, of_question in places.items()}


def _chain(question: Question, questions: Mapping[str, tuple[str, Question]]) -> list[str]:
    """Return the ids by which a question may be asked, depending on which packs stand beside its own."""
    chain = [question.id]
    while (target := questions[chain[-1]][1].same_as) in questions and target not in chain:
        chain.append(target)
    return chain
