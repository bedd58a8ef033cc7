"""What leaders read of two reviews: what got worse and better in business words, and what is asked of them."""

from collections.abc import Collection, Iterable

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.comparison import Comparison, Moved, Movement
from shipworthy.domain.gate import Verdict
from shipworthy.reports.comparison_report import ConcernRow, ForLeaders
from shipworthy.reports.entries.asks import AskEntry
from shipworthy.wording.comparison_report import ComparisonReportWording

SHOWN_CONCERNS = 5
# What was only asked, or asked no longer, says nothing about the service: it neither got worse nor better.
_OF_THE_SERVICE = frozenset({Moved.ANSWER, Moved.EVIDENCE, Moved.APPLIES, Moved.NOT_APPLICABLE})


def for_leaders(comparison: Comparison, wording: ComparisonReportWording) -> ForLeaders:
    """Return what leaders read beside page one; new blockers stand first in what got worse."""
    new = frozenset(comparison.blockers_new)
    real = [each for each in comparison.movements if _OF_THE_SERVICE.intersection(each.moved)]
    worse = sorted((each for each in real if each.change < 0), key=lambda each: not _is_of(each, new))
    better = [each for each in real if each.change > 0]
    return ForLeaders(
        asks=tuple(AskEntry(what, about) for what, about in _asks(comparison, wording)),
        worse=_concerns(worse, new, wording),
        worse_count=len(worse),
        better=_concerns(better, frozenset(), wording),
        better_count=len(better),
    )


def _is_of(movement: Movement, questions: Collection[str]) -> bool:
    return movement.after is not None and movement.after.counts.id in questions


def _concerns(
    movements: Iterable[Movement], blockers: Collection[str], wording: ComparisonReportWording
) -> tuple[ConcernRow, ...]:
    found = []
    for each in movements:
        stand = each.after or each.before
        assert stand is not None, "a question of neither side"
        found.append(
            ConcernRow(
                text=each.question.text,
                severity=wording.severity(stand.counts.severity),
                is_blocker=_is_of(each, blockers),
                risk=each.question.risk,
                change=wording.points(each.change),
            )
        )
    return tuple(found[:SHOWN_CONCERNS])


def _asks(comparison: Comparison, wording: ComparisonReportWording) -> list[tuple[str, str]]:
    after = comparison.after
    new = set(comparison.blockers_new)
    asks = []
    if new:
        asks.append(wording.ask_new_blockers(_texts(comparison, comparison.blockers_new)))
    if stayed := [each for each in after.judgement.blockers if each not in new]:
        asks.append(wording.ask_old_blockers(_texts(comparison, stayed)))
    if lost := [each.question.text for each in comparison.movements if _lost_evidence(each)]:
        asks.append(wording.ask_expired(lost))
    if not after.judgement.blockers and after.shown_verdict is not Verdict.READY and (said := wording.reasons(after)):
        asks.append(wording.ask_clauses(said))
    return asks or [wording.ask_nothing()]


def _lost_evidence(movement: Movement) -> bool:
    """Tell whether what was proved before is still answered, and proved no longer."""
    before, after = movement.before, movement.after
    if before is None or after is None or after.answer.state is not AnswerState.ANSWERED:
        return False
    return before.counts.has_evidence and not after.counts.has_evidence and Moved.EVIDENCE in movement.moved


def _texts(comparison: Comparison, questions: Iterable[str]) -> list[str]:
    return [comparison.after.questionnaire.asked[each].question.text for each in questions]
