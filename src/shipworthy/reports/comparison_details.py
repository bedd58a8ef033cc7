"""What a design review reads of two reviews: every question that moved, items done between, facts and fields."""

from collections.abc import Callable, Iterable

from shipworthy.domain.comparison import Comparison, Moved, Movement, question_pairs
from shipworthy.domain.pack import Question
from shipworthy.domain.remediation import ItemState
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import ZERO
from shipworthy.reports.comparison_report import Details, DoneItem, FactRow, QuestionRow
from shipworthy.reports.entries.terms import Tone
from shipworthy.wording.comparison_report import ComparisonReportWording
from shipworthy.wording.figures import DASH

_DONE = (ItemState.DONE, ItemState.VERIFIED)
_APPLICABILITY = frozenset({Moved.APPLIES, Moved.NOT_APPLICABLE})


def details(comparison: Comparison, wording: ComparisonReportWording) -> Details:
    """Return all that a design review reads beside page one; a question stands in one group alone."""
    writer = _Writer(comparison, wording)
    return Details(
        changed=writer.rows(lambda each: bool(each.moved) and _group(each) is None),
        not_applicable=writer.rows(lambda each: _group(each) is Moved.NOT_APPLICABLE),
        new=writer.rows(lambda each: _group(each) is Moved.NEW),
        gone=writer.rows(lambda each: _group(each) is Moved.GONE),
        reweighted=writer.rows(lambda each: not each.moved),
        remarked=writer.remarked(),
        items=_items_done(comparison, wording),
        facts=_facts(comparison, wording),
    )


def _group(movement: Movement) -> Moved | None:
    """Return what puts a question into a group of its own; None for what was asked and applied on both sides."""
    for kind in (Moved.NEW, Moved.GONE):
        if kind in movement.moved:
            return kind
    return Moved.NOT_APPLICABLE if _APPLICABILITY.intersection(movement.moved) else None


class _Writer:
    """Writes questions with what stood on either side."""

    def __init__(self, comparison: Comparison, wording: ComparisonReportWording) -> None:
        self._comparison, self._wording = comparison, wording

    def rows(self, wanted: Callable[[Movement], bool]) -> tuple[QuestionRow, ...]:
        return tuple(self._row(each) for each in self._comparison.movements if wanted(each))

    def _row(self, movement: Movement) -> QuestionRow:
        wording, before, after = self._wording, movement.before, movement.after
        return QuestionRow(
            text=movement.question.text,
            principle=self._principle(movement.question),
            kind=wording.movement(movement),
            before=wording.stand(before, movement.moved),
            after=wording.stand(after, movement.moved),
            said_before=wording.said(before.answer) if before and before.counts.applies else "",
            said_after=wording.said(after.answer) if after and after.counts.applies else "",
            change=wording.points(movement.change),
            tone=_tone(movement),
            remarks=wording.remarks(
                (before.answer, self._comparison.before) if before else None,
                (after.answer, self._comparison.after) if after else None,
            ),
        )

    def _principle(self, question: Question) -> str:
        for side in (self._comparison.after, self._comparison.before):
            asked = side.questionnaire.asked.get(side.questionnaire.roots.get(question.id, question.id))
            if asked is not None:
                return asked.principle.title
        return ""

    def remarked(self) -> tuple[QuestionRow, ...]:
        """Return the questions whose notes or evidence changed though the answer and what it counts did not."""
        before, after, wording = self._comparison.before, self._comparison.after, self._wording
        moved = {each.after.counts.id for each in self._comparison.movements if each.after}
        found = []
        for one, other in question_pairs(before.questionnaire, after.questionnaire):
            if one is None or other is None or other in moved or not after.counts(other).applies:
                continue
            was, now = before.answer(one), after.answer(other)
            if remarks := wording.remarks((was, before), (now, after)):
                question = after.questionnaire.asked[other].question
                found.append(
                    QuestionRow(
                        text=question.text,
                        principle=self._principle(question),
                        kind="",
                        before=wording.answer_text(question, now),
                        after=wording.answer_text(question, now),
                        said_before=wording.said(was),
                        said_after=wording.said(now),
                        change=wording.points(ZERO),
                        tone=Tone.NONE,
                        remarks=remarks,
                    )
                )
        return tuple(found)


def _tone(movement: Movement) -> Tone:
    if not movement.change:
        return Tone.NONE
    return Tone.OK if movement.change > 0 else Tone.BAD


def _items_done(comparison: Comparison, wording: ComparisonReportWording) -> tuple[DoneItem, ...]:
    """Return the items that were not done at the time of the earlier review, and are at that of the later."""
    earlier = {each.id for each in comparison.before.items if each.state in _DONE}
    done = [each for each in comparison.after.items if each.state in _DONE and each.id not in earlier]
    return tuple(
        DoneItem(each.title, wording.severity(each.severity), wording.item_state(each.state), each.owner or DASH)
        for each in sorted(done, key=lambda item: (item.severity.rank, item.sequence))
    )


def _facts(comparison: Comparison, wording: ComparisonReportWording) -> tuple[FactRow, ...]:
    """Return fields and facts on both sides, what changed first."""
    before, after = comparison.before, comparison.after
    fields = (wording.service_fields(each.service) for each in (before, after))
    rows = [_row(name, was, now) for (name, was), (_name, now) in zip(*fields, strict=True)]
    definitions = {**before.questionnaire.facts(), **after.questionnaire.facts()}
    for fact, definition in definitions.items():
        was, now = (wording.fact(_counted(side, fact)) for side in (before, after))
        rows.append(_row(definition.text, was, now))
    return tuple(_changed_first(rows))


def _row(text: str, before: str, after: str) -> FactRow:
    return FactRow(text, before or DASH, after or DASH, before != after)


def _changed_first(rows: Iterable[FactRow]) -> list[FactRow]:
    return sorted(rows, key=lambda each: not each.changed)


def _counted(review: Review, fact: str) -> bool | None:
    """Return how a fact counted; None where the packs of that side do not ask about it."""
    asked = review.questionnaire.facts().get(fact)
    if asked is None:
        return None
    given = review.service.facts.get(fact)
    return asked.default if given is None else given
